"""Why a case stands where it stands: every demand with its arithmetic, a step a line, in words an officer would sign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from textual import events
from textual.app import ComposeResult

from cpo_tui.domain import times
from cpo_tui.domain.cases import CaseRow
from cpo_tui.domain.demands import Demand
from cpo_tui.ui import reads
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.screens.dialog import Dialog, keys_line
from cpo_tui.ui.widgets.cells import shown, width_of
from cpo_tui.ui.widgets.columns import glyph_of
from cpo_tui.ui.widgets.entry_list import Entry, EntryList, Row
from cpo_tui.ui.widgets.roles import Part


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


def why_entries(demands: Sequence[Demand], moment: Moment, width: int) -> list[Entry]:
    """The demands with their steps, each step on its own line with its day."""
    if not demands:
        return [Entry(None, (([("The case is not open: nothing asks for attention.", "ink")], []),))]
    entries: list[Entry] = []
    for number, demand in enumerate(demands):
        rows: list[Row] = [_head(demand, moment, width)]
        for step in demand.steps:
            day = times.date_words(step.on, weekday=True) if step.on else ""
            rows += wrapped(f"{day:>17}  ", shown(step.text), width)
        rows.append(_result(demand, moment))
        origin = " · ".join(
            part
            for part in (shown(demand.citation), shown(demand.rule), shown(demand.pack_version), _status(demand))
            if part
        )
        if origin:
            rows += wrapped(" " * 19, origin, width, role="faint")
        rows.append(([], []))
        entries.append(Entry(number, tuple(rows)))
    return entries


def wrapped(before: str, words: str, width: int, *, role: str = "quiet") -> list[Row]:
    """A text behind a margin, broken at blanks where it is longer than the line."""
    room = max(10, width - len(before) - 1)
    lines: list[str] = [""]
    for word in words.split():
        joined = f"{lines[-1]} {word}".strip()
        if width_of(joined) > room and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = joined
    return [
        ([(before if not number else " " * len(before), "quiet"), (line, role)], [])
        for number, line in enumerate(lines)
    ]


def _head(demand: Demand, moment: Moment, width: int) -> Row:
    state, words = moment.act_words(demand.act_by, demand.due_at)
    role = state if state in {"late", "now"} else "quiet"
    left: list[Part] = [(f"{glyph_of(demand.severity)} ", role), (shown(demand.title), "strong")]
    return left, [(words, role), (" ", "")] if width >= 40 else []  # noqa: PLR2004 - room for both


def _result(demand: Demand, moment: Moment) -> Row:
    parts: list[Part] = [(f"{'= due':>17}  ", "quiet"), (moment.full(demand.due_at), "ink")]
    if demand.lead:
        parts += [(f"   lead {lead_words(demand.lead)} → act by ", "quiet"), (moment.full(demand.act_by), "ink")]
    return parts, []


def lead_words(lead: timedelta) -> str:
    """A lead as people say it: days where it is whole days, else hours."""
    hours = int(lead.total_seconds() // 3600)
    return f"{hours // 24} d" if hours % 24 == 0 else f"{hours} h"


def _status(demand: Demand) -> str:
    return "" if demand.status in {"open", "running"} else shown(demand.status.replace("_", " "))
