"""Moving over the entries of a screen: one set of moves for every screen that shows a list of entries."""

from __future__ import annotations

from cpo_tui.ui.screens.base import CommandScreen
from cpo_tui.ui.widgets.entry_list import EntryList


class MovingScreen(CommandScreen):
    """A screen with one list of entries; its moves stand in the register by `commands.moves`."""

    @property
    def entries(self) -> EntryList:
        """The entries."""
        return self.query_one(EntryList)

    def do_move_down(self) -> None:
        """To the next entry."""
        self.entries.move_by(1)

    def do_move_up(self) -> None:
        """To the entry before."""
        self.entries.move_by(-1)

    def do_move_page_down(self) -> None:
        """One screen down."""
        self.entries.page_by(1)

    def do_move_page_up(self) -> None:
        """One screen up."""
        self.entries.page_by(-1)

    def do_move_first(self) -> None:
        """To the first entry."""
        self.entries.move_to_end(last=False)

    def do_move_last(self) -> None:
        """To the last entry."""
        self.entries.move_to_end(last=True)
