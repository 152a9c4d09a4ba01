"""Whether what the law asks of the office was done in time: by rule, by month, and the protections that were missed.

The table is read once from end to end: `NOT INDEXED` and `CROSS JOIN` keep the planner from looking each row up by the
index of due dates, which takes three times as long.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cpo_tui.store.bulk import listed
from cpo_tui.store.connect import Connection
from cpo_tui.store.figures import IS_OURS, IS_RUNNING, NEAR_SECONDS, SPARE, state_of_deadline
from cpo_tui.store.oversight import Moment
from cpo_tui.store.scans import different_rows

COUNTS = ("met", "met_late", "open_late", "open_in_time")
"""How a deadline of the office stands; see `figures`."""


@dataclass(frozen=True, slots=True)
class OnTime:
    """The office's deadlines, counted in one reading: `(rule, class, citation, month in which it is due, state)`."""

    counts: Counter[tuple[str, str, str, str, str | None]]
    missed: tuple[int, ...]
    """The protections of a person that were missed or nearly missed, by the ids of their deadlines."""

    def by_rule(self) -> list[dict[str, Any]]:
        """Rule by rule: how many were met in time, met late, are open and late, open and in time."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for (rule, severity, citation, _, state), count in self.counts.items():
            one = found.get((rule, severity))
            if one is None:
                one = found[rule, severity] = {
                    "rule": rule, "severity": severity, "citation": citation, **dict.fromkeys(COUNTS, 0),
                }  # fmt: skip
            if state is not None:
                one[state] += count
        return [found[key] for key in sorted(found)]

    def by_month(self, months: Sequence[str]) -> list[dict[str, Any]]:
        """Month by month, by the day on which they were due: the same counts, and the missed among the protections."""
        found = {month: {**dict.fromkeys(COUNTS, 0), "protections_missed": 0} for month in months}
        for (_, severity, _, month, state), count in self.counts.items():
            if state is None or month not in found:
                continue
            found[month][state] += count
            if severity == "due_process" and state in {"met_late", "open_late"}:
                found[month]["protections_missed"] += count
        return [{"month": month, **found[month]} for month in months]


def on_time(connection: Connection, at: Moment) -> OnTime:
    """Count every deadline of the office."""
    counts: Counter[tuple[str, str, str, str, str | None]] = Counter()
    missed: list[int] = []
    # The missed protections are named in the same reading, because another would take as long again.
    for (rule, severity, citation, month, state, row_id), count in different_rows(
        connection,
        "deadlines d NOT INDEXED",
        (
            "d.rule", "d.severity", "d.citation", "substr(d.due_at, 1, 7)", state_of_deadline("?1"),
            f"CASE WHEN d.severity = 'due_process' AND ({_MISSED}) THEN d.id END",
        ),
        IS_OURS,
        (at.key,),
    ):  # fmt: skip
        counts[rule, severity, citation, month, state or None] += count
        if row_id:
            missed.append(int(row_id))
    return OnTime(counts, tuple(missed))


_MISSED = (
    f"d.status = 'late_met' OR ({IS_RUNNING} AND d.asks AND d.due_key < ?1)"
    f" OR (d.status = 'met' AND length(d.closed_at) > 10 AND {SPARE} >= 0 AND {SPARE} < {NEAR_SECONDS})"
)


def reasons_for_lateness(connection: Connection) -> dict[str, dict[str, int]]:
    """Why deadlines were late, as officers said it: rule → reason → how often."""
    found: dict[str, dict[str, int]] = {}
    for rule, reason, count in connection.execute(
        "SELECT rule, COALESCE(reason, ''), count(*) FROM clock_events WHERE kind = 'late_reason' GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2"
    ):
        found.setdefault(str(rule), {})[str(reason)] = int(count)
    return found


def protections(connection: Connection, missed: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Protections of a person that were missed or nearly missed, case by case: `how` is open_late, met_late or nearly.

    `missed` are the ids of their deadlines, as `on_time` finds them.
    """
    rows = connection.execute(
        "SELECT c.reference, d.rule, d.title, d.citation, d.due_at, d.closed_at, d.status,"
        " (SELECT e.reason FROM clock_events e WHERE e.case_id = d.case_id AND e.rule = d.rule"
        " AND e.kind = 'late_reason' AND (e.trigger_id IS NULL OR e.trigger_id = d.trigger_id) ORDER BY e.id DESC LIMIT 1),"
        " c.safeguards FROM json_each(?) j CROSS JOIN deadlines d ON d.id = j.value JOIN cases c ON c.id = d.case_id"
        " ORDER BY c.reference, d.due_key, d.rule",
        (listed(sorted(missed)),),
    )
    for reference, rule, title, citation, due_at, closed_at, status, reason, safeguards in rows:
        how = {"late_met": "met_late", "met": "nearly"}.get(status, "open_late")
        yield {
            "reference": reference, "how": how, "rule": rule, "title": title, "citation": citation, "due_at": due_at,
            "met_at": closed_at, "reason": reason, "safeguards": safeguards.split(",") if safeguards else [],
        }  # fmt: skip
