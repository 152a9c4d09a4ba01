"""Choosing the columns of the list: which, in which order, how wide."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult

from cpo_tui.domain.columns import COLUMNS, LEAST_WIDTH, MOST_WIDTH, Chosen
from cpo_tui.ui.screens.dialog import Dialog, keys_line
from cpo_tui.ui.widgets.cells import fit
from cpo_tui.ui.widgets.columns import Placed, width_now
from cpo_tui.ui.widgets.entry_list import Entry, EntryList, Row

_MOVES = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": 8, "pageup": -8}
_SHIFTS = {"J": 1, "shift+down": 1, "K": -1, "shift+up": -1}
_WIDTHS = {"plus": 1, "right": 1, "l": 1, "minus": -1, "left": -1, "h": -1}


class ColumnsDialog(Dialog[tuple[Chosen, ...]]):
    """The columns of the list; it gives the choice, empty for those that suit the width of the screen."""

    def __init__(self, chosen: Sequence[Chosen], placed: Sequence[Placed]) -> None:
        keys = keys_line(
            ("Space", "on/off"),
            ("J K", "move"),
            ("← →", "width"),
            ("r", "shipped"),
            ("Enter", "take"),
            ("Esc", "leave"),
        )
        super().__init__("Columns of this view", keys=keys)
        self._placed = placed
        self._widths = {one.id: one.width for one in chosen}
        self._there = [one.id for one in chosen]
        self._order = [*self._there, *(name for name in COLUMNS if name not in self._there)]

    def body(self) -> ComposeResult:
        """One line a column."""
        entries = EntryList(classes="dialog-list")
        entries.styles.height = min(len(COLUMNS), 26)
        yield entries

    def on_mount(self) -> None:
        """Show the columns, those of the list first."""
        self.query_one(EntryList).focus()
        self._show()

    def _show(self, keep: object = None) -> None:
        self.query_one(EntryList).show(lambda width: [self._entry(name, width) for name in self._order], keep=keep)

    def _entry(self, name: str, width: int) -> Entry:
        there, fact = name in self._there, COLUMNS[name]
        cells = self._widths.get(name, 0)
        wide = f"{cells} cells" if cells else "auto" if there else ""
        words = fact.help if width > 56 else ""  # noqa: PLR2004 - room for the sentence
        row: Row = (
            [
                (" ▪ " if there else "   ", "you"),
                (fit(fact.title, 14), "ink" if there else "faint"),
                (words, "quiet" if there else "faint"),
            ],
            [(f"{wide} ", "quiet")],
        )
        return Entry(name, (row,))

    def on_key(self, event: events.Key) -> None:
        """Move, show or hide, shift, widen."""
        entries, key = self.query_one(EntryList), event.key
        name = str(entries.key)
        if key in _MOVES:
            entries.move_by(_MOVES[key])
        elif key == "space":
            self._toggle(name)
            entries.move_by(1)
        elif key in _SHIFTS:
            self._shift(name, _SHIFTS[key])
        elif key in _WIDTHS and name in self._there:
            cells = (self._widths.get(name) or width_now(name, self._placed)) + _WIDTHS[key]
            self._widths[name] = max(LEAST_WIDTH, min(MOST_WIDTH, cells))
            self._show(name)
        elif key in {"0", "equals_sign"}:
            self._widths.pop(name, None)
            self._show(name)
        elif key == "r":
            self.dismiss(())
        else:
            return
        event.stop()
        event.prevent_default()

    def _toggle(self, name: str) -> None:
        if name in self._there:
            self._there.remove(name)
        else:
            self._there = [one for one in self._order if one in self._there or one == name]
        self._show(name)

    def _shift(self, name: str, step: int) -> None:
        place = self._order.index(name)
        other = place + step
        if 0 <= other < len(self._order):
            self._order[place], self._order[other] = self._order[other], name
            self._there = [one for one in self._order if one in self._there]
            self._show(name)

    def accept(self) -> None:
        """Take the choice; a list without columns would show nothing."""
        if not self._there:
            self.cpo.say("A list needs at least one column.", warn=True)
            return
        self.dismiss(tuple(Chosen(name, self._widths.get(name, 0)) for name in self._there))
