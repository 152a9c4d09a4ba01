"""A list in a dialog that is filtered by typing: the arrows move in the list while the keys go to the filter."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events, on
from textual.widgets._input import Input

from cpo_tui.ui.screens.dialog import Dialog
from cpo_tui.ui.widgets.entry_list import EntryList

R = TypeVar("R")


class FilteredDialog(Dialog[R]):
    """A filter above a list; Enter and the mouse take what is under the cursor."""

    STEP: ClassVar[int] = 12
    """Entries that a page moves."""

    def filter_by(self, typed: str) -> None:
        """Show what fits the words that are typed; for heirs to answer."""

    @on(Input.Changed)
    def _filter_changed(self, event: Input.Changed) -> None:
        self.filter_by(event.value)

    @on(Input.Submitted)
    def _filter_submitted(self) -> None:
        self.accept()

    @on(EntryList.Chosen)
    def _entry_chosen(self) -> None:
        self.accept()

    def on_key(self, event: events.Key) -> None:
        """The arrows move the list while the filter is typed in."""
        moves = {"down": 1, "up": -1, "pagedown": self.STEP, "pageup": -self.STEP}
        if event.key in moves:
            event.stop()
            event.prevent_default()
            self.query_one(EntryList).move_by(moves[event.key])
