"""A page to read: parts of a report on the screen, made when it is opened and after each change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from cpo_tui.documents.page import Part
from cpo_tui.ui.entries import page as page_entries
from cpo_tui.ui.screens.moving import MovingScreen
from cpo_tui.ui.widgets.entry_list import EntryList
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread

if TYPE_CHECKING:
    from cpo_tui.actions.context import Context


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page shows: whom it is about, a word beside that, and its parts. The words are safe already."""

    subject: str = ""
    note: str = ""
    parts: tuple[Part, ...] = ()


class PageScreen(MovingScreen):
    """Parts of a page about one case, under a line that says what it is."""

    TITLE_WORDS: ClassVar[str]
    MAKE: ClassVar[staticmethod[[Context, int], Sheet]]
    """Gives the page of a case; it runs in a reader thread and touches nothing of the screen."""

    def __init__(self, case_id: int) -> None:
        super().__init__()
        self.case_id = case_id
        self.sheet = Sheet()

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
        self.work(self.note_view(self.case_id))

    async def read(self) -> None:
        """Make the page anew."""
        gateway, make, case_id = self.cpo.gateway, type(self).MAKE, self.case_id
        self.sheet = await gateway.read(lambda connection: make(gateway.asking(connection), case_id), line=self.NAME)
        self.entries.show(lambda width: page_entries.entries(self.sheet.parts, width))
        self.query_one("#page-top", Panel).renew()
        self.offer_keys()

    def cases_changed(self, _case_ids: object) -> None:
        """Make the page anew."""
        self.work(self.read())

    def _top(self, width: int, _height: int) -> Sequence[Line]:
        left: Line = [(f"{self.TITLE_WORDS}   ", "strong"), (self.sheet.subject, "you")]
        return [spread(left, [(self.sheet.note, "quiet")], width), []]
