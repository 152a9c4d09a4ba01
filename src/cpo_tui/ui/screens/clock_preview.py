"""What an act on a clock would change on its case, before it is done."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult

from cpo_tui.domain.cases import When
from cpo_tui.ui.entries.deadlines import status_words
from cpo_tui.ui.entries.wrapping import wrapped
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.reads.law import ClockChange
from cpo_tui.ui.screens.dialog import Dialog, keys_line
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import Entry, EntryList, Row


class ClockPreview(Dialog[bool]):
    """The dates that would move; Enter does it, Esc leaves everything as it is."""

    CSS = """
    ClockPreview .dialog { width: 100; }
    ClockPreview .dialog EntryList { height: auto; max-height: 66vh; }
    """

    def __init__(self, title: str, changes: Sequence[ClockChange], reason: str) -> None:
        super().__init__(title, keys=keys_line(("Enter", "do it"), ("Esc", "leave it as it is")))
        self._changes = tuple(changes)
        self._reason = reason

    def body(self) -> ComposeResult:
        """One entry a date that would change."""
        yield EntryList(classes="dialog-list")

    def on_mount(self) -> None:
        """Show what would change."""
        moment, entries = Moment.present(), self.query_one(EntryList)
        entries.title_only = True
        entries.show(lambda width: change_entries(self._changes, self._reason, moment, width))
        entries.focus()

    def on_key(self, event: events.Key) -> None:
        """Move from date to date."""
        moves = {"j": 1, "down": 1, "k": -1, "up": -1}
        if event.key in moves:
            event.stop()
            self.query_one(EntryList).move_by(moves[event.key])

    def accept(self) -> None:
        """Do it."""
        self.dismiss(True)


def change_entries(changes: Sequence[ClockChange], reason: str, moment: Moment, width: int) -> list[Entry]:
    """Each date with what it is and what it would be, and the reason that will be kept."""
    entries: list[Entry] = []
    for number, one in enumerate(changes):
        rows: list[Row] = [
            *wrapped("", shown(one.title), width, role="strong"),
            ([("   ", ""), (_state(one.status_before, one.before, moment), "quiet")], []),
            ([(" → ", "you"), (_state(one.status_after, one.after, moment), "ink")], []),
            ([], []),
        ]
        entries.append(Entry(number, tuple(rows)))
    if not changes:
        entries.append(
            Entry(
                "nothing", (([("No date of this case would change; it is kept on the record.", "ink")], []), ([], []))
            )
        )
    if reason.strip():
        entries.append(Entry("reason", tuple(wrapped("because: ", shown(reason), width, role="ink"))))
    return entries


def _state(status: str, due: When | None, moment: Moment) -> str:
    if not status:
        return "not there"
    words = status_words(status)
    return f"{words}, due {moment.full(due)}" if due is not None else f"{words}, without a date"
