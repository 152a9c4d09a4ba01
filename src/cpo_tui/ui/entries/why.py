"""The demands of a case with the steps of their dates, as entries. Pure: demands, the present and a width in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from cpo_tui.domain import times
from cpo_tui.domain.demands import Demand
from cpo_tui.ui.entries.wrapping import wrapped
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.columns import glyph_of
from cpo_tui.ui.widgets.entry_list import Entry, Row
from cpo_tui.ui.widgets.roles import Part


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
