"""A page to read: parts of a report on the screen, made when it is opened and after each change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult

from cpo_tui.documents.page import Part
from cpo_tui.store.connect import Connection
from cpo_tui.ui import page_entries
from cpo_tui.ui.screens.moving import MovingScreen
from cpo_tui.ui.widgets.entry_list import EntryList
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread


class PageScreen(MovingScreen):
    """Parts of a page under a line that says what it is."""

    TITLE_WORDS: ClassVar[str]

    def __init__(self, case_id: int) -> None:
        super().__init__()
        self.case_id = case_id
        self.subject = ""
        self.note = ""

    def compose(self) -> ComposeResult:
        """What it is, the page, the keys."""
        yield Panel(id="page-top")
        yield EntryList(id="entries")
        yield KeyLine()

    def on_mount(self) -> None:
        """Make the page in a reader thread."""
        self.query_one("#page-top", Panel).show(self._top)
        self.entries.focus()
        self.work(self.read())

    async def read(self) -> None:
        """Make the page anew."""
        parts = await self.cpo.gateway.read(self.made, line=self.NAME)
        self.entries.show(lambda width: page_entries.entries(parts, width))
        self.query_one("#page-top", Panel).renew()
        self.offer_keys()

    def made(self, connection: Connection) -> Sequence[Part]:
        """The parts of the page; it also sets `subject` and `note`."""
        raise NotImplementedError

    def cases_changed(self, _case_ids: object) -> None:
        """Make the page anew."""
        self.work(self.read())

    def _top(self, width: int, _height: int) -> Sequence[Line]:
        left: Line = [(f"{self.TITLE_WORDS}   ", "strong"), (self.subject, "you")]
        return [spread(left, [(self.note, "quiet")], width), []]
