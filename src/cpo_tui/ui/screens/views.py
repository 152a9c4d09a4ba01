"""The views of the office in a dialog: choose one, or say what shall be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult

from cpo_tui.domain.views import KEYS, View
from cpo_tui.ui.screens.dialog import Dialog, keys_line
from cpo_tui.ui.widgets.cells import fit, shown
from cpo_tui.ui.widgets.entry_list import Entry, EntryList, Row

_MOVES = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": 8, "pageup": -8}
_DOING = {
    "e": "edit", "d": "delete", "delete": "delete", "J": "down", "shift+down": "down", "K": "up", "shift+up": "up",
    "y": "copy", "p": "paste",
}  # fmt: skip


class ViewsDialog(Dialog[tuple[str, int]]):
    """The views; it gives what shall be done (`show`, `edit`, `delete`, `up`, `down`, `copy`, `paste`) and with which."""

    def __init__(self, views: Sequence[View], counts: Sequence[int], at: str) -> None:
        keys = keys_line(
            ("Enter", "show"), ("e", "edit"), ("J K", "move"), ("d", "delete"), ("y", "text"), ("p", "paste"), ("Esc", "leave")
        )  # fmt: skip
        super().__init__("Views", keys=keys)
        self._views = views
        self._counts = counts
        self._at = next((place for place, view in enumerate(views) if view.name == at), 0)

    def body(self) -> ComposeResult:
        """One line a view."""
        entries = EntryList(classes="dialog-list")
        entries.styles.height = min(max(len(self._views), 1), 20)
        yield entries

    def on_mount(self) -> None:
        """Show the views."""
        entries = self.query_one(EntryList)
        entries.focus()
        entries.show(lambda width: [self._entry(place, width) for place in range(len(self._views))], keep=self._at)

    def _entry(self, place: int, width: int) -> Entry:
        view = self._views[place]
        key = KEYS[place] if place < len(KEYS) else " "
        count = f"{self._counts[place]:,} " if place < len(self._counts) else ""
        name = fit(shown(view.name), 26 if width > 50 else 20)  # noqa: PLR2004 - room for a long name
        order = f"  by {view.sort}" if view.sort else ""
        row: Row = (
            [(f" {key}  ", "key"), (name, "ink"), (f" {shown(view.query) or 'every open case'}{order}", "quiet")],
            [(count, "quiet")],
        )
        return Entry(place, (row,))

    def on_key(self, event: events.Key) -> None:
        """Move, or do something with the view under the cursor."""
        entries = self.query_one(EntryList)
        if event.key in _MOVES:
            event.stop()
            entries.move_by(_MOVES[event.key])
        elif event.key in _DOING and isinstance(entries.key, int):
            event.stop()
            self.dismiss((_DOING[event.key], entries.key))
        elif event.character and 0 <= KEYS.find(event.character) < len(self._views):
            event.stop()
            self.dismiss(("show", KEYS.find(event.character)))

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.accept()

    def accept(self) -> None:
        """Show the view under the cursor."""
        place = self.query_one(EntryList).key
        if isinstance(place, int):
            self.dismiss(("show", place))
