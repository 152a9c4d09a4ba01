"""A list of entries to read in a dialog: moved over by keys, and left."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult

from cpo_tui.ui.screens.dialog import Dialog, keys_line
from cpo_tui.ui.widgets.entry_list import Entry, EntryList

MOVES = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": 8, "pageup": -8}


class EntriesDialog(Dialog[str]):
    """Entries to read. `actions` are keys with their labels that leave it and give their key."""

    CSS = """
    EntriesDialog .dialog { width: 104; }
    EntriesDialog .dialog EntryList { height: auto; max-height: 70vh; }
    """

    def __init__(
        self, title: str, entries: Callable[[int], Sequence[Entry]], *, actions: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(title, keys=keys_line(("j k", "move"), *actions, ("Esc", "leave")))
        self._entries = entries
        self._actions = dict(actions)

    def body(self) -> ComposeResult:
        """The entries."""
        yield EntryList(classes="dialog-list")

    def on_mount(self) -> None:
        """Show the entries."""
        entries = self.query_one(EntryList)
        entries.title_only = True
        entries.show(lambda width: list(self._entries(width)))
        entries.focus()

    def on_key(self, event: events.Key) -> None:
        """Move, do what a key of the last line says, or leave."""
        if event.key in MOVES:
            event.stop()
            self.query_one(EntryList).move_by(MOVES[event.key])
        elif event.key in self._actions:
            event.stop()
            self.dismiss(event.key)
        elif event.key == "q":
            event.stop()
            self.leave()

    def accept(self) -> None:
        """Nothing is taken by Enter, so that one key too many changes nothing."""
        if not self._actions:
            self.leave()
