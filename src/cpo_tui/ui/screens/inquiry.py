"""One inquiry: the gate says why before one writes; below it the question, the answer, and what was done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from cpo_tui.domain.records import SETTLED_INQUIRIES
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.entries import inquiries as inquiry_entries
from cpo_tui.ui.flows import answers as answer_flows
from cpo_tui.ui.flows import inquiries as inquiry_flows
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.reads import inquiries as inquiry_reads
from cpo_tui.ui.reads.inquiries import InquiryFile
from cpo_tui.ui.screens.moving import MovingScreen
from cpo_tui.ui.widgets.entry_list import EntryList
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel

Flow = Callable[[CpoApp, InquiryFile], Awaitable[None]]


class InquiryScreen(MovingScreen):
    """One inquiry and its gate."""

    NAME = "inquiry"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("inquiry")]
    CSS = """
    InquiryScreen #inquiry-band { height: 3; padding: 0 1; }
    """

    def __init__(self, inquiry_id: int) -> None:
        super().__init__()
        self.inquiry_id = inquiry_id
        self.file: InquiryFile | None = None
        self._noted: set[int] = set()
        """Cases whose showing here has left its line in the access log; reading them anew leaves no other one."""

    def compose(self) -> ComposeResult:
        """The band of the inquiry, the gate and what else is known, the keys."""
        yield Panel(id="inquiry-band")
        yield EntryList(id="entries")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the inquiry in a reader thread."""
        self.entries.title_only = True
        self.query_one("#inquiry-band", Panel).show(self._band)
        self.entries.focus()
        self.work(self._read())

    async def _read(self) -> None:
        moment, inquiry_id = Moment.present(), self.inquiry_id
        self.file = await self.cpo.gateway.read(
            lambda connection: inquiry_reads.file_of(connection, inquiry_id, moment.today), line="inquiry"
        )
        file = self.file
        for case_id in {one for _, one, _ in file.decisions} - self._noted:
            self._noted.add(case_id)
            self.work(self.note_view(case_id))
        settled = file.entry.state in SETTLED_INQUIRIES
        asks = "" if settled else f" · {self.cpo.key_of('inquiry.ask')} asks"
        self.entries.show(lambda width: inquiry_entries.detail_entries(file, moment, width, asks))
        self.query_one("#inquiry-band", Panel).renew()
        self.offer_keys()

    def _band(self, width: int, _height: int) -> Sequence[Line]:
        return inquiry_entries.band_lines(self.file, Moment.present(), width) if self.file is not None else []

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.do_inquiry_open()

    def cases_changed(self, _case_ids: object) -> None:
        """Read it anew: the gate depends on the whole file."""
        self.work(self._read())

    # ------------------------------------------------------------------ commands

    async def _run(self, flow: Flow) -> None:
        if self.file is not None:
            await flow(self.cpo, self.file)
            await self._read()

    async def _move(self, step: str) -> None:
        if self.file is not None:
            await inquiry_flows.move(self.cpo, self.file, step)
            await self._read()

    def do_inquiry_answer(self) -> Awaitable[None]:
        """Write the answer."""
        return self._run(answer_flows.answer)

    def do_inquiry_answer_other(self) -> Awaitable[None]:
        """Write the answer in the language that is not proposed."""
        return self._run(partial(answer_flows.answer, other=True))

    def do_inquiry_override(self) -> Awaitable[None]:
        """Answer beyond the gate, with a reason and a second officer."""
        return self._run(partial(answer_flows.answer, override=True))

    def do_inquiry_ask(self) -> Awaitable[None]:
        """Ask for what is missing by the letter that the gate names."""
        return self._run(answer_flows.ask_for_missing)

    def do_inquiry_vouch(self) -> Awaitable[None]:
        """Say that something was checked that no paper shows."""
        return self._run(answer_flows.vouch)

    def do_inquiry_acknowledge(self) -> Awaitable[None]:
        """Tell the enquirer that the question has come."""
        return self._run(inquiry_flows.acknowledge)

    def do_inquiry_link(self) -> Awaitable[None]:
        """Say which case it is about."""
        return self._run(inquiry_flows.link)

    def do_inquiry_join(self) -> Awaitable[None]:
        """Join it with the same matter."""
        return self._run(inquiry_flows.join)

    def do_inquiry_unjoin(self) -> Awaitable[None]:
        """Take it out of its matter."""
        return self._run(inquiry_flows.unjoin)

    def do_inquiry_promise(self) -> Awaitable[None]:
        """Enter what was promised."""
        return self._run(inquiry_flows.promise)

    def do_inquiry_edit(self) -> Awaitable[None]:
        """Correct what was logged."""
        return self._run(inquiry_flows.edit)

    def do_inquiry_wait(self) -> Awaitable[None]:
        """Wait for the enquirer."""
        return self._move("wait")

    def do_inquiry_draft(self) -> Awaitable[None]:
        """Say that an answer is being written."""
        return self._move("draft")

    def do_inquiry_clear(self) -> Awaitable[None]:
        """Say that the answer may go out."""
        return self._move("clear")

    def do_inquiry_close(self) -> Awaitable[None]:
        """Put it away."""
        return self._move("close")

    def do_inquiry_refuse(self) -> Awaitable[None]:
        """Answer with the words that tell nothing."""
        return self._move("refuse")

    def do_inquiry_reopen(self) -> Awaitable[None]:
        """Take it up again."""
        return self._move("reopen")

    def do_inquiry_open(self) -> None:
        """Open the case or the other inquiry under the cursor."""
        key = self.entries.key
        if not isinstance(key, tuple):
            return
        if key[0] == "case":
            from cpo_tui.ui.screens.case import CaseScreen

            self.app.push_screen(CaseScreen(key[1]))
        elif key[0] == "inquiry":
            self.inquiry_id = key[1]
            self.work(self._read())

    def do_inquiry_leave(self) -> None:
        """Back."""
        self.app.pop_screen()
