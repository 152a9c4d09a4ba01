"""Why a case stands where it stands: every demand with its arithmetic, a step a line, in words an officer would sign."""

from __future__ import annotations

from functools import partial

from textual import events
from textual.app import ComposeResult

from cpo_tui.domain.cases import CaseRow
from cpo_tui.ui.entries.why import why_entries
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.reads import cases as reads
from cpo_tui.ui.screens.dialog import Dialog, keys_line
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import EntryList


class Why(Dialog[None]):
    """Every demand of a case; the first is the one that rules its place in the list."""

    def __init__(self, row: CaseRow) -> None:
        super().__init__(
            f"Why {shown(row.full_name, limit=50)} stands here", keys=keys_line(("j k", "move"), ("Esc", "leave"))
        )
        self._row = row

    def body(self) -> ComposeResult:
        """One entry a demand."""
        yield EntryList(classes="dialog-list why-list")

    def on_mount(self) -> None:
        """Replay the dates in this thread: it is asked for one case, and takes less than a frame."""
        demands = self.cpo.gateway.read_now(partial(reads.explained, case_id=self._row.id))
        moment = Moment.present()
        entries = self.query_one(EntryList)
        entries.title_only = True
        entries.show(lambda width: why_entries(demands, moment, width))
        entries.focus()

    def on_key(self, event: events.Key) -> None:
        """Move from demand to demand."""
        moves = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": 3, "pageup": -3}
        if event.key in moves:
            event.stop()
            self.query_one(EntryList).move_by(moves[event.key])
        elif event.key in {"q", "w"}:
            event.stop()
            self.leave()

    def accept(self) -> None:
        """Nothing is taken here."""
        self.leave()
