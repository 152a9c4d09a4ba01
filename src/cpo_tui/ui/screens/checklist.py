"""The checklist of a case: what blocks its next step on top, and the steps of a document's life by a key each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from cpo_tui.actions import document_life, document_review
from cpo_tui.domain.cases import CaseRow
from cpo_tui.store import documents, papers, reader
from cpo_tui.store.connect import Connection
from cpo_tui.store.documents import CaseDocuments
from cpo_tui.ui import document_entries, document_flows, flows, letter_flows
from cpo_tui.ui.bindings import bindings_of
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.screens.moving import MovingScreen
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import Entry, EntryList
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread


class Checklist(MovingScreen):
    """What one case needs, has, and will lack."""

    NAME = "checklist"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("checklist")]
    CSS = """
    Checklist #checklist-band { height: 2; padding: 0 1; }
    """

    def __init__(self, case_id: int, document_id: int | None = None) -> None:
        super().__init__()
        self.case_id = case_id
        self.document_id = document_id
        """The document on which the cursor stands at first."""
        self.moment = Moment.present()
        self.row: CaseRow | None = None
        self.file: CaseDocuments | None = None

    def compose(self) -> ComposeResult:
        """The case and its next step, the documents, the keys."""
        yield Panel(id="checklist-band")
        yield EntryList(id="entries")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the checklist in a reader thread; the screen is there meanwhile."""
        self.query_one("#checklist-band", Panel).show(self._band)
        self.entries.focus()
        self.work(self._read())
        self.work(self.note_view(self.case_id))  # the worklist leads here past the file itself

    @property
    def has_case(self) -> bool:
        """Whether a document is under the cursor."""
        return self.entries.key is not None

    async def _read(self) -> None:
        moment, case_id = self.moment, self.case_id

        def both(connection: Connection) -> tuple[CaseRow, CaseDocuments]:
            file = documents.file_of(connection, case_id, moment.zone, today=moment.today)
            return reader.case_row(connection, case_id), file

        self.row, self.file = await self.cpo.gateway.read(both)
        self.entries.show(self._entries)
        if self.document_id is not None:
            self.entries.move_to_key(f"#{self.document_id}")
            self.document_id = None
        self.query_one("#checklist-band", Panel).renew()
        self.offer_keys()

    def _entries(self, width: int) -> list[Entry]:
        if self.file is None:
            return []
        nothing = Entry(None, (([], []), ([("   Nothing is known of what this case needs.", "ink")], [])))
        return document_entries.checklist(self.file, self.moment, width) or [nothing]

    def _band(self, width: int, _height: int) -> Sequence[Line]:
        row, file = self.row, self.file
        if row is None or file is None:
            return [spread([("reading the checklist …", "quiet")], [], width), []]
        step = (
            f"next step: {shown(file.step.title)}, {self.moment.short(file.on)}" if file.step else "no next step is set"
        )
        count = len(file.missing)
        words = f"{count} missing then" if file.step else f"{count} missing"
        return [
            spread([(shown(row.full_name), "strong"), (f"  {shown(row.reference)}", "quiet")], [], width),
            spread([(step, "ink")], [(words if count else "nothing missing", "now" if count else "quiet")], width),
        ]

    @on(EntryList.Moved)
    def _moved(self) -> None:
        self.offer_keys()

    def cases_changed(self, _case_ids: object) -> None:
        """Read the checklist anew."""
        self.work(self._read())

    # ------------------------------------------------------------------ commands

    async def _step(self, verb: Callable[..., Any], /, *args: Any, **kwargs: Any) -> None:
        flows.announce(self.cpo, await self.cpo.gateway.act(verb, *args, **kwargs))

    async def do_checklist_receive(self) -> None:
        """Received today."""
        await self._step(document_life.receive, [self.case_id], str(self.entries.key))

    async def do_checklist_request(self) -> None:
        """Ask for it today."""
        await self._step(document_life.request, [self.case_id], str(self.entries.key))

    async def do_checklist_chase(self) -> None:
        """Somebody was reminded today."""
        await self._step(document_life.chase, [self.case_id], str(self.entries.key))

    async def do_checklist_all(self) -> None:
        """Ask for everything that will be missing."""
        await self._step(document_life.request_all_missing, [self.case_id])

    async def do_checklist_accept(self) -> None:
        """Accept it, with its checks."""
        name = str(self.entries.key)
        found = await self.cpo.gateway.act(partial(document_life.named), self.case_id, name)
        if found.row is None or found.row.state not in document_life.CAN_BE_DECIDED:
            self.cpo.say(
                f"{shown(found.label)} has not come in: {self.cpo.key_of('checklist.receive')} marks it as received.",
                warn=True,
            )
            return
        paper = await self.cpo.gateway.read(partial(papers.paper_file, document_id=found.row.id))
        fields = document_flows.check_fields(paper, self.file.pack if self.file is not None else None)
        values = await self.cpo.push_screen_wait(Form(f"Accept {shown(found.label)}", fields, save="accept"))
        if values is not None:
            expires = values.pop("expires_on")
            answers = {check: answer for check, answer in values.items() if answer}
            ends = {"expires_on": expires} if expires else {}
            await self._step(document_review.accept, self.case_id, name, answers, values=ends)

    async def do_checklist_reject(self) -> None:
        """Reject it, with the reason."""
        await self._with_reason("Reject", document_review.reject)

    async def do_checklist_waive(self) -> None:
        """Do without it, with the reason."""
        await self._with_reason("Waive", document_life.waive)

    async def _with_reason(self, words: str, verb: Callable[..., Any]) -> None:
        name = str(self.entries.key)
        fields = (Field("reason", "reason", required=True),)
        values = await self.cpo.push_screen_wait(Form(f"{words} the document", fields, save=words.lower()))
        if values is not None:
            await self._step(verb, self.case_id, name, values["reason"])

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.run_command(self.cpo.command("checklist.open"))

    async def do_checklist_open(self) -> None:
        """Everything that is known of the document."""
        await document_flows.show(self.cpo, self.case_id, str(self.entries.key))

    async def do_checklist_letter(self) -> None:
        """Write a letter about what is missing, or another one, and look at it before it goes."""
        if self.row is not None:
            await letter_flows.letter(self.cpo, self.row)

    def do_checklist_leave(self) -> None:
        """Back to where it was opened."""
        self.app.pop_screen()
