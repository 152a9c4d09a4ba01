"""The documents of the whole caseload that want somebody: not reviewed, rejected, expiring, to be chased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from cpo_tui.store import papers
from cpo_tui.store.papers import PaperAtWork
from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.entries import documents as document_entries
from cpo_tui.ui.entries.cases import CHECKLIST
from cpo_tui.ui.flows import documents as document_flows
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.screens.case import CaseScreen
from cpo_tui.ui.screens.moving import MovingScreen
from cpo_tui.ui.widgets.entry_list import Entry, EntryList
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread

AHEAD = timedelta(days=30)
"""How far ahead an expiry or a chase is shown."""


class Papers(MovingScreen):
    """The documents that want somebody."""

    NAME = "papers"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("papers")]
    CSS = """
    Papers #papers-band { height: 1; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.moment = Moment.present()
        self.found: tuple[PaperAtWork, ...] | None = None
        self.everybody = False

    def compose(self) -> ComposeResult:
        """Whose documents, the documents, the keys."""
        yield Panel(id="papers-band")
        yield EntryList(id="entries")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the documents in a reader thread; the screen is there meanwhile."""
        self.query_one("#papers-band", Panel).show(self._band)
        self.entries.focus()
        self.work(self._read())

    @property
    def has_case(self) -> bool:
        """Whether a document is under the cursor."""
        return self.entries.key is not None

    async def _read(self) -> None:
        officer = None if self.everybody else self.cpo.officer
        self.found = await self.cpo.gateway.read(
            partial(papers.papers_at_work, until=self.moment.today + AHEAD, officer=officer), line="papers"
        )
        self.entries.show(self._entries, stay=True)
        self.query_one("#papers-band", Panel).renew()
        self.offer_keys()

    def _entries(self, width: int) -> list[Entry]:
        nothing = Entry(None, (([], []), ([("   No document wants anybody.", "ink")], [])))
        return document_entries.papers(self.found or (), self.moment, width) or [nothing]

    def _band(self, width: int, _height: int) -> Sequence[Line]:
        whose = "of all cases" if self.everybody else "of my cases"
        count = "reading …" if self.found is None else f"{len(self.found):,} · 30 days ahead"
        return [spread([("Documents ", "strong"), (whose, "you")], [(count, "quiet")], width)]

    @on(EntryList.Moved)
    def _moved(self) -> None:
        self.offer_keys()

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.do_papers_open()

    def cases_changed(self, _case_ids: object) -> None:
        """Read the documents anew."""
        self.work(self._read())

    # ------------------------------------------------------------------ commands

    def do_papers_open(self) -> None:
        """Open the checklist of the case."""
        key = self.entries.key
        if isinstance(key, tuple):
            self.app.push_screen(CaseScreen(int(key[0]), tab=CHECKLIST, document_id=int(key[1])))

    async def do_papers_show(self) -> None:
        """Show the document whole: its checks, versions and custody."""
        key = self.entries.key
        if isinstance(key, tuple):
            await document_flows.show(self.cpo, int(key[0]), f"#{key[1]}")

    def do_papers_officer(self) -> None:
        """Mine, or everybody's."""
        self.everybody = not self.everybody
        self.work(self._read())

    def do_papers_leave(self) -> None:
        """Back to where it was opened."""
        self.app.pop_screen()
