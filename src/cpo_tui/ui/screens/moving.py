"""Moving over the entries of a screen: one set of moves for every screen that shows a list of entries."""

from __future__ import annotations

from typing import Protocol

from cpo_tui.ui.screens.base import CommandScreen
from cpo_tui.ui.widgets.entry_list import EntryList


class Movable(Protocol):
    """A list with a cursor that can be moved."""

    def move_by(self, places: int, /) -> None:
        """Move the cursor by so many places."""
        ...

    def page_by(self, pages: int, /) -> None:
        """Move the cursor by so many screens."""
        ...

    def move_to_end(self, *, last: bool) -> None:
        """Move the cursor to one of the ends."""
        ...


class MovingScreen(CommandScreen):
    """A screen with one list of entries; its moves stand in the register by `commands.moves`."""

    @property
    def entries(self) -> EntryList:
        """The entries."""
        return self.query_one(EntryList)

    @property
    def moving(self) -> Movable:
        """What is moved over: the entries, unless the screen says otherwise."""
        return self.entries

    def do_move_down(self) -> None:
        """To the next entry."""
        self.moving.move_by(1)

    def do_move_up(self) -> None:
        """To the entry before."""
        self.moving.move_by(-1)

    def do_move_page_down(self) -> None:
        """One screen down."""
        self.moving.page_by(1)

    def do_move_page_up(self) -> None:
        """One screen up."""
        self.moving.page_by(-1)

    def do_move_first(self) -> None:
        """To the first entry."""
        self.moving.move_to_end(last=False)

    def do_move_last(self) -> None:
        """To the last entry."""
        self.moving.move_to_end(last=True)
