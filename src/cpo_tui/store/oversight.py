"""Counts over the whole caseload, for those who look after the work: each number from the rows behind it, in one pass.

A deadline counts as the office's own where its rule binds the office (not a window of somebody else, a milestone, a day
before which something may not be done, or a notice) and is known to apply. *Late* is: met after its day, or open with
its day passed. Nothing of these reports is read by the list.

Nearly every deadline is counted, so the table is read once from end to end: `CROSS JOIN` and `+` keep the planner from
looking each row up by an index, which takes several times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from cpo_tui.store.connect import Connection

OURS = ("obligation", "max_duration", "review_cycle", "service_standard", "safeguard_check")
"""Kinds of rules that bind the office."""
_OURS = f"d.kind IN {OURS} AND d.applies = 1 AND d.due_key IS NOT NULL"
_OPEN_CASE = "c.lifecycle IN ('open', 'reopened')"
_RUNNING = "d.status IN ('running', 'paused', 'contested')"
_MISSING = "('not_asked', 'requested', 'rejected', 'expired')"
_SETTLED = "('answered', 'closed', 'rejected')"
AGES = {"case": "opened_on", "stage": "stage_since", "officer": "assigned_at", "untouched": "last_touched_at"}
"""The four named ages of a case → the column from which each is counted."""
AGE_LIMITS = (30, 90, 180, 365)
NEAR_SECONDS = 86_400
"""A protection that was met with less than a day to spare was nearly missed."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When a report is made, and in which zone its days are counted."""

    now: datetime
    zone: tzinfo

    @property
    def key(self) -> int:
        """Seconds since 1970 UTC."""
        return int(self.now.timestamp())

    @property
    def today(self) -> str:
        """The day of the office."""
        return self.now.astimezone(self.zone).date().isoformat()

    @property
    def utc(self) -> str:
        """The moment in UTC, as it is stored."""
        return self.now.astimezone(UTC).isoformat(timespec="seconds")


def by_rule(connection: Connection, at: Moment) -> list[dict[str, Any]]:
    """Rule by rule: how many of the office's deadlines were met in time, met late, are open and late, open and in time."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    # Counted here: SQL would sort all of them by rule first.
    for rule, severity, citation, name in connection.execute(
        "SELECT d.rule, d.severity, d.citation, CASE WHEN d.status = 'met' THEN 'met' WHEN d.status = 'late_met' THEN 'met_late'"
        f" WHEN {_RUNNING} AND d.asks THEN iif(d.due_key < ?1, 'open_late', 'open_in_time') END FROM deadlines d WHERE {_OURS}",
        (at.key,),
    ):
        one = found.get((rule, severity))
        if one is None:
            one = found[rule, severity] = {
                "rule": rule,
                "severity": severity,
                "citation": citation,
                **dict.fromkeys(_RULE_COUNTS, 0),
            }
        if name is not None:
            one[name] += 1
    return [found[key] for key in sorted(found)]


_RULE_COUNTS = ("met", "met_late", "open_late", "open_in_time")


def reasons_for_lateness(connection: Connection) -> dict[str, dict[str, int]]:
    """Why deadlines were late, as officers said it: rule → reason → how often."""
    found: dict[str, dict[str, int]] = {}
    for rule, reason, count in connection.execute(
        "SELECT rule, COALESCE(reason, ''), count(*) FROM clock_events WHERE kind = 'late_reason' GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2"
    ):
        found.setdefault(str(rule), {})[str(reason)] = int(count)
    return found


def ages(connection: Connection, at: Moment) -> dict[str, dict[str, Any]]:
    """Open cases by each of the four ages: how many in each range of days, the median, and how many have no date."""
    found = {}
    for name, column in AGES.items():
        days = [row[0] for row in connection.execute(_AGE_OF.format(column=column), (at.today,))]
        known = [int(one) for one in days if one is not None]
        found[name] = {"ranges": _ranges(known), "median": _middle(known), "unknown": len(days) - len(known)}
    return found


_AGE_OF = f"SELECT max(0, julianday(?) - julianday(substr(c.{{column}}, 1, 10))) AS days FROM cases c WHERE {_OPEN_CASE} ORDER BY days"


def _ranges(days: list[int]) -> dict[str, int]:
    counts = dict.fromkeys([*(f"to {limit}" for limit in AGE_LIMITS), f"over {AGE_LIMITS[-1]}"], 0)
    for one in days:
        name = next((f"to {limit}" for limit in AGE_LIMITS if one <= limit), f"over {AGE_LIMITS[-1]}")
        counts[name] += 1
    return counts


def _middle(in_order: list[int]) -> int | None:
    return in_order[(len(in_order) - 1) // 2] if in_order else None


def time_in_stage(connection: Connection, at: Moment) -> list[dict[str, Any]]:
    """Open cases by stage: how many, and the median and ninetieth percentile of the days they have been in it."""
    days: dict[str, list[int]] = {}
    cases: dict[str, int] = {}
    for stage, age in connection.execute(
        "SELECT COALESCE(c.stage, 'unknown'), max(0, julianday(?) - julianday(substr(c.stage_since, 1, 10))) AS days"
        f" FROM cases c WHERE {_OPEN_CASE} ORDER BY days",
        (at.today,),
    ):
        cases[stage] = cases.get(stage, 0) + 1
        if age is not None:
            days.setdefault(stage, []).append(int(age))
    return [
        {
            "stage": stage,
            "cases": cases[stage],
            "median": _middle(known),
            "ninetieth": known[(len(known) - 1) * 9 // 10] if known else None,
        }
        for stage in sorted(cases)
        for known in (days.get(stage, []),)
    ]


def protections(connection: Connection, at: Moment) -> Iterator[dict[str, Any]]:
    """Protections of a person that were missed or nearly missed, case by case: `how` is open_late, met_late or nearly."""
    spare = "d.due_key - CAST(strftime('%s', d.closed_at) AS INTEGER)"
    rows = connection.execute(
        "SELECT c.reference, d.rule, d.title, d.citation, d.due_at, d.closed_at, d.status,"
        " (SELECT e.reason FROM clock_events e WHERE e.case_id = d.case_id AND e.rule = d.rule"
        " AND e.kind = 'late_reason' AND (e.trigger_id IS NULL OR e.trigger_id = d.trigger_id) ORDER BY e.id DESC LIMIT 1),"
        f" c.safeguards FROM deadlines d CROSS JOIN cases c ON c.id = d.case_id WHERE d.severity = 'due_process' AND {_OURS}"
        " AND (d.status = 'late_met'"
        f" OR (d.status = 'met' AND length(d.closed_at) > 10 AND {spare} >= 0 AND {spare} < {NEAR_SECONDS})"
        f" OR ({_RUNNING} AND d.asks AND d.due_key < ?)) ORDER BY c.reference, d.due_key, d.rule",
        (at.key,),
    )
    for reference, rule, title, citation, due_at, closed_at, status, reason, safeguards in rows:
        how = {"late_met": "met_late", "met": "nearly"}.get(status, "open_late")
        yield {
            "reference": reference, "how": how, "rule": rule, "title": title, "citation": citation, "due_at": due_at,
            "met_at": closed_at, "reason": reason, "safeguards": safeguards.split(",") if safeguards else [],
        }  # fmt: skip


def inquiry_standard(connection: Connection, at: Moment) -> list[dict[str, Any]]:
    """Inquiries by the capacity of who asks: answered in time and late, waiting in time and late, and the median days."""
    found: dict[str, dict[str, Any]] = {}
    days: dict[str, list[int]] = {}
    passed = "CASE length(i.due_at) WHEN 10 THEN {end} > i.due_at ELSE julianday({moment}) > julianday(i.due_at) END"
    rows = connection.execute(
        f"SELECT COALESCE(i.capacity, 'unknown'), i.state IN {_SETTLED}, i.due_at IS NULL,"
        f" CASE WHEN i.state IN {_SETTLED} THEN {passed.format(end='substr(i.answered_at, 1, 10)', moment='i.answered_at')}"
        f" ELSE {passed.format(end='?1', moment='?2')} END,"
        " julianday(substr(i.answered_at, 1, 10)) - julianday(substr(i.received_at, 1, 10)) FROM inquiries i",
        (at.today, at.utc),
    )
    for capacity, settled, undated, late, took in rows:
        one = found.setdefault(capacity, {"capacity": capacity, **dict.fromkeys(_INQUIRY_COUNTS, 0)})
        name = "no_date" if undated else f"{'answered' if settled else 'waiting'}_{'late' if late else 'in_time'}"
        one[name] += 1
        if settled and took is not None:
            days.setdefault(capacity, []).append(int(took))
    return [found[name] | {"median_days": _middle(sorted(days.get(name, [])))} for name in sorted(found)]


_INQUIRY_COUNTS = ("answered_in_time", "answered_late", "waiting_in_time", "waiting_late", "no_date")


def documents_missing(connection: Connection) -> list[dict[str, Any]]:
    """Documents that open cases lack, by document and state."""
    rows = connection.execute(
        "SELECT d.document, d.state, count(*), count(DISTINCT c.id) FROM documents d JOIN cases c ON c.id = d.case_id"
        f" WHERE {_OPEN_CASE} AND d.state IN {_MISSING} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"
    )
    return [dict(zip(("document", "state", "documents", "cases"), row, strict=True)) for row in rows]


def extracts(connection: Connection) -> list[dict[str, Any]]:
    """Import by import: what was read, refused (by kind), and which cases an extract no longer held."""
    import json

    refused: dict[int, dict[str, int]] = {}
    for batch, kind, count in connection.execute(
        "SELECT batch_id, kind, count(*) FROM import_rows GROUP BY 1, 2 ORDER BY 1, 2"
    ):
        refused.setdefault(int(batch), {})[str(kind)] = int(count)
    found = []
    for batch, file, kind, at, text in connection.execute(
        "SELECT id, file, kind, imported_at, report FROM import_batches ORDER BY id"
    ):
        report = json.loads(text) if text else {}
        kinds = refused.get(int(batch), {})
        found.append(
            {
                "batch": batch, "file": file, "kind": kind, "at": at, "rows": int(report.get("rows_read", 0)),
                "refused": sum(kinds.values()), "refused_kinds": kinds, "disappeared": int(report.get("disappeared", 0)),
            }
        )  # fmt: skip
    return found


GROUPS = {
    "nationality": "COALESCE(p.nationality, 'not recorded')",
    "language": "COALESCE(p.language, 'not recorded')",
    "representation": "CASE WHEN EXISTS (SELECT 1 FROM representations r WHERE r.case_id = c.id AND r.to_on IS NULL) THEN 'represented' ELSE 'not represented' END",
}
"""By what the fairness report compares; nothing else in the product reads these."""
SMALLEST_GROUP = 10
TOUCHED_DAYS = 30


def fairness(connection: Connection, at: Moment) -> dict[str, list[dict[str, Any]]]:
    """Open cases by nationality, language and representation: median age, share late, share touched in 30 days.

    Groups of fewer than ten are put together; where even together they are fewer, or where one alone would show what it
    was by subtraction, the next smallest goes with them.
    """
    return {name: _compared(connection, at, expression) for name, expression in GROUPS.items()}


def _compared(connection: Connection, at: Moment, expression: str) -> list[dict[str, Any]]:
    groups: dict[str, list[tuple[int | None, int, int]]] = {}
    for name, age, late, touched in connection.execute(
        f"SELECT {expression}, max(0, julianday(?1) - julianday(substr(c.opened_on, 1, 10))), COALESCE(c.due_key < ?2, 0),"
        f" COALESCE(julianday(?1) - julianday(substr(c.last_touched_at, 1, 10)) <= {TOUCHED_DAYS}, 0)"
        f" FROM cases c JOIN persons p ON p.id = c.person_id WHERE {_OPEN_CASE}",
        (at.today, at.key),
    ):
        groups.setdefault(str(name), []).append((None if age is None else int(age), int(late), int(touched)))
    by_size = sorted(groups, key=lambda name: (len(groups[name]), name))
    small = [name for name in by_size if len(groups[name]) < SMALLEST_GROUP]
    rest = by_size[len(small) :]
    while small and rest and (len(small) == 1 or sum(len(groups[name]) for name in small) < SMALLEST_GROUP):
        small.append(rest.pop(0))
    shown = [_group(name, groups[name]) for name in sorted(rest)]
    together = [one for name in small for one in groups[name]]
    if len(together) >= SMALLEST_GROUP:
        shown.append(_group(f"{len(small)} small groups together", together))
    return shown


def _group(name: str, cases: list[tuple[int | None, int, int]]) -> dict[str, Any]:
    known = sorted(age for age, _, _ in cases if age is not None)
    return {
        "group": name, "cases": len(cases), "median_age": _middle(known), "late": sum(late for _, late, _ in cases),
        "touched": sum(touched for _, _, touched in cases),
    }  # fmt: skip
