"""Reading a text whole: what somebody said, what was told, a letter before it goes out."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from cpo_tui.ui.entries.wrapping import wrapped
from cpo_tui.ui.screens.dialog import Dialog, keys_line
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import Entry, EntryList
from cpo_tui.ui.widgets.panel import Line

LONGEST = 20_000
"""Characters that are laid out; the rest is counted."""


class Reading(Dialog[bool]):
    """A text with a quiet line or two above it. With `yes`, ^s does what is asked about; else it is only read."""

    def __init__(self, title: str, text: str, *, facts: Sequence[Line] = (), yes: str = "") -> None:
        keys = (*((("^s", yes),) if yes else ()), ("↑↓", "scroll"), ("Esc", "leave"))
        super().__init__(title, keys=keys_line(*keys))
        self._text = text
        self._facts = facts
        self._yes = yes

    def body(self) -> ComposeResult:
        """The text, which scrolls."""
        entries = EntryList(classes="dialog-list")
        entries.styles.height = min(len(self._facts) + self._text.count("\n") + 3, 24)
        yield entries

    def on_mount(self) -> None:
        """Lay the text out for the width there is."""
        entries = self.query_one(EntryList)
        entries.title_only = True
        entries.show(self._built)
        entries.focus()

    def _built(self, width: int) -> list[Entry]:
        entries = [Entry(None, tuple((line, ()) for line in (*self._facts, [])))] if self._facts else []
        for number, line in enumerate(self._text[:LONGEST].split("\n")):
            rows = wrapped("", shown(line, limit=LONGEST), width, role="ink")
            entries.append(Entry(number, tuple(rows)))
        if len(self._text) > LONGEST:
            entries.append(Entry(None, ((([(f"… {len(self._text) - LONGEST:,} characters more", "faint")], []),))))
        return entries

    def action_command(self, command_id: str) -> None:
        """Only ^s says yes, so that Enter pressed once too often sends nothing."""
        if command_id == "dialog.save" and self._yes:
            self.dismiss(True)
        elif command_id != "dialog.save":
            self.dismiss(None)

    def on_key(self, event: object) -> None:
        """The arrows scroll."""
        moves = {"down": 1, "up": -1, "j": 1, "k": -1, "pagedown": 10, "pageup": -10}
        key = getattr(event, "key", "")
        if key in moves:
            self.query_one(EntryList).move_by(moves[key])
