"""Retention: closed files whose time is over are reviewed, kept with a reason, or destroyed by two people."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from itertools import islice
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from cpo_tui.actions import retention as verbs
from cpo_tui.actions.context import Outcome
from cpo_tui.actions.retention import Review
from cpo_tui.store.connect import Connection
from cpo_tui.store.retention import Certificate
from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.commands.register import Command
from cpo_tui.ui.entries import retention as retention_entries
from cpo_tui.ui.flows import verbs as flows
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.screens.dialog import Confirm
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.screens.moving import MovingScreen
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import Entry, EntryList
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread

MOST = 2_000
"""Files that are listed at once; the rest come up as these are worked off."""
_REASON = Field("reason", "reason", required=True, hint="it stays in the record")


class RetentionScreen(MovingScreen):
    """The files under review, or the certificates of those destroyed."""

    NAME = "retention"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("retention")]
    CSS = """
    RetentionScreen #retention-top { height: 2; padding: 0 1; }
    RetentionScreen #retention-file { height: 5; padding: 0 1; border-top: solid $rule; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.moment = Moment.present()
        self.found: tuple[Review, ...] | None = None
        self.destroyed: tuple[Certificate, ...] = ()
        self.everything = False
        self.as_certificates = False
        self.opened: int | None = None
        self.marked: set[int] = set()

    def compose(self) -> ComposeResult:
        """What is shown, the files, the one under the cursor, the keys."""
        yield Panel(id="retention-top")
        yield EntryList(id="entries")
        yield Panel(id="retention-file")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the files in a reader thread; the screen is there meanwhile."""
        self.query_one("#retention-top", Panel).show(self._top)
        self.query_one("#retention-file", Panel).show(self._file)
        self.entries.focus()
        self.work(self._read())

    # ------------------------------------------------------------------ what is under the cursor

    @property
    def has_case(self) -> bool:
        """Whether a file or certificate is under the cursor."""
        return self.entries.key is not None

    @property
    def review(self) -> Review | None:
        """The file under the cursor."""
        if self.as_certificates:
            return None
        return next((one for one in self.found or () if one.case_id == self.entries.key), None)

    @property
    def chosen(self) -> list[int]:
        """The files to act on: those marked, else the one under the cursor."""
        known = [one.case_id for one in self.found or ()]
        return [one for one in known if one in self.marked] or [one for one in known if one == self.entries.key]

    # ------------------------------------------------------------------ reading

    async def _read(self) -> None:
        everything, today = self.everything, self.moment.today.isoformat()

        def read(connection: Connection) -> tuple[tuple[Review, ...], tuple[Certificate, ...]]:
            found = tuple(islice(verbs.reviews(connection, today, everything=everything), MOST))
            return found, verbs.certificates(connection)

        found, self.destroyed = await self.cpo.gateway.read(read, line="retention")
        self.found = found
        self.marked &= {one.case_id for one in found}
        self._show()

    def cases_changed(self, _case_ids: object) -> None:
        """Read the files anew."""
        self.work(self._read())

    def _show(self) -> None:
        def build(width: int) -> list[Entry]:
            if self.as_certificates:
                found = retention_entries.certificates(self.destroyed, self.opened, self.moment, width)
                return found or [_nothing("Nothing was destroyed yet.")]
            files = retention_entries.reviews(self.found or (), frozenset(self.marked), self.moment, width)
            return files or [_nothing("No closed file is due." if not self.everything else "No file is closed.")]

        self.entries.show(build)
        self._renew()

    def _renew(self) -> None:
        self.query_one("#retention-top", Panel).renew()
        self.query_one("#retention-file", Panel).renew()
        self.offer_keys()

    # ------------------------------------------------------------------ lines

    def _top(self, width: int, _height: int) -> Sequence[Line]:
        first, second = ("quiet", "open-tab") if self.as_certificates else ("open-tab", "quiet")
        files = "every closed file" if self.everything else "due"
        tabs: Line = [
            ("Retention", "strong"), ("   ", ""), (files, first), ("   ", ""), (f"certificates {len(self.destroyed):,}", second),
        ]  # fmt: skip
        if self.found is None:
            return [spread(tabs, [("reading …", "quiet")], width), []]
        count = f"{len(self.found):,}{' and more' if len(self.found) == MOST else ''} files"
        marked = f" · {len(self.marked):,} marked" if self.marked else ""
        return [spread(tabs, [(count + marked, "quiet")], width), []]

    def _file(self, width: int, _height: int) -> Sequence[Line]:
        review = self.review
        return [] if review is None else retention_entries.review_lines(review, self.moment, width)

    def offers(self, command: Command) -> bool:
        """Nothing is decided about what is destroyed."""
        decides = {"retention.retain", "retention.approve", "retention.destroy", "retention.mark", "retention.all"}
        return not (self.as_certificates and command.id in decides)

    @on(EntryList.Moved)
    def _moved(self) -> None:
        self._renew()

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.do_retention_open()

    # ------------------------------------------------------------------ commands

    def do_retention_open(self) -> None:
        """Open the case, or unfold the certificate."""
        from cpo_tui.ui.screens.case import CaseScreen

        key = self.entries.key
        if not isinstance(key, int):
            return
        if self.as_certificates:
            self.opened = None if self.opened == key else key
            self._show()
        else:
            self.app.push_screen(CaseScreen(key))

    async def _asked(self, title: str, *fields: Field, save: str) -> dict[str, str] | None:
        chosen = self.chosen
        if self.as_certificates or not chosen:
            self.cpo.say("What is destroyed stays destroyed." if self.as_certificates else "There is no file here.")
            return None
        name = self._called(chosen)
        return await self.app.push_screen_wait(Form(f"{title} {name}", (*fields, _REASON), save=save))

    def _called(self, chosen: Sequence[int]) -> str:
        one = next((one for one in self.found or () if one.case_id == chosen[0]), None)
        return shown(one.case) if len(chosen) == 1 and one is not None else f"{len(chosen):,} files"

    async def _decide(self, verb: Callable[..., Outcome], *args: Any) -> None:
        outcome = await self.cpo.gateway.act(verb, self.chosen, *args)
        self.marked.clear()
        flows.announce(self.cpo, outcome)
        await self._read()

    async def _retain(self) -> None:
        until = Field("until", "until", "when", required=True, hint="a day to come: 1 jan 2030, +365d")
        values = await self._asked("Keep", until, save="keep")
        if values:
            await self._decide(verbs.retain, date.fromisoformat(values["until"][:10]), values["reason"])

    def do_retention_retain(self) -> Awaitable[None]:
        """Keep until a day."""
        return self._retain()

    async def _approve(self) -> None:
        values = await self._asked("Approve the destruction of", save="approve")
        if values:
            await self._decide(verbs.approve, values["reason"])

    def do_retention_approve(self) -> Awaitable[None]:
        """Approve the destruction."""
        return self._approve()

    async def _destroy(self) -> None:
        values = await self._asked("Destroy", save="go on")
        if not values:
            return
        chosen = self.chosen
        lines: tuple[Line, ...] = (
            [
                (self._called(chosen), "strong"),
                (" with all notes, documents, attached files and their history.", "ink"),
            ],
            [("Nothing takes this back. A certificate stays in the record.", "late")],
        )
        sure = await self.app.push_screen_wait(Confirm("Destroy for good?", lines, yes="destroy it for good"))
        if not sure:
            return
        done = await self.cpo.gateway.act(verbs.destroy, chosen, values["reason"])
        self.marked.clear()
        self.cpo.say(_told(done), warn=not done.outcome.done or not done.wiped, seconds=20)
        self.cpo.cases_changed(done.outcome.done)
        self.cpo.list_changed()
        await self._read()

    def do_retention_destroy(self) -> Awaitable[None]:
        """Destroy what somebody else approved."""
        return self._destroy()

    def do_retention_mark(self) -> None:
        """Mark the file and step on."""
        key = self.entries.key
        if not self.as_certificates and isinstance(key, int):
            self.marked ^= {key}
            self._show()
            self.entries.move_by(1)

    def do_retention_all(self) -> None:
        """What is due, or every closed file."""
        self.everything = not self.everything
        self.work(self._read())

    def do_retention_certificates(self) -> None:
        """The files, or the certificates."""
        self.as_certificates = not self.as_certificates
        self._show()

    def do_retention_leave(self) -> None:
        """Back to where it was opened."""
        self.app.pop_screen()


def _nothing(words: str) -> Entry:
    return Entry(None, (([], []), ([(f"   {words}", "ink")], [])))


def _told(done: verbs.Destroyed) -> str:
    """What a destruction did, what it left alone and why, and where the files still lie."""
    words = [done.outcome.summary[:1].upper() + done.outcome.summary[1:]] if done.outcome.done else []
    if done.certificates:
        numbers = ", ".join(str(one) for one in done.certificates[:5])
        words.append(f"Certificate {numbers}{' …' if len(done.certificates) > len('12345') else ''}.")
    words += [f"Left alone: {one.reference}, {one.reason}." for one in done.outcome.refused[:3]]
    if done.outcome.done and not done.wiped:
        words.append("Others have the store open: cpo retention wipe cleans its free pages later.")
    if done.copies or done.other_copies:
        words.append(f"{len(done.copies) + done.other_copies} backups that were made before still hold it.")
    return "\n".join(words)
