"""Counts over the whole caseload, for those who look after the work: inquiries, documents, extracts.

What is on time is in `ontime`, the ages are in `ages`, the comparison of groups is in `fairness`. Nothing of these
reports is read by the list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from cpo_tui.domain.query.fields import INQUIRY_STATES
from cpo_tui.store import batches
from cpo_tui.store.connect import Connection
from cpo_tui.store.figures import IS_OPEN_CASE, SETTLED, state_of_inquiry
from cpo_tui.store.scans import different_rows

_MISSING = "('not_asked', 'requested', 'rejected', 'expired')"
MONTHS = 12
"""How many months a report looks back, the present one with them."""


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

    @property
    def months(self) -> tuple[str, ...]:
        """The last months as `2026-03`, the earliest first, the present one at the end."""
        this = date.fromisoformat(self.today)
        number = this.year * 12 + this.month - 1
        return tuple(f"{one // 12:04}-{one % 12 + 1:02}" for one in range(number - MONTHS + 1, number + 1))


def middle(in_order: Sequence[int]) -> int | None:
    """The lower of the two middle ones of numbers that are in order; None of none."""
    return in_order[(len(in_order) - 1) // 2] if in_order else None


def inquiry_standard(connection: Connection, at: Moment) -> list[dict[str, Any]]:
    """Inquiries by the capacity of who asks: answered in time and late, waiting in time and late, and the median days."""
    found: dict[str, dict[str, Any]] = {}
    days: dict[str, list[int]] = {}
    rows = connection.execute(
        f"SELECT COALESCE(i.capacity, 'unknown'), i.state IN {SETTLED}, {state_of_inquiry('?1', '?2')},"
        " julianday(substr(i.answered_at, 1, 10)) - julianday(substr(i.received_at, 1, 10)) FROM inquiries i",
        (at.today, at.utc),
    )
    for capacity, settled, state, took in rows:
        one = found.setdefault(capacity, {"capacity": capacity, **dict.fromkeys(INQUIRY_STATES, 0)})
        one[state] += 1
        if settled and took is not None:
            days.setdefault(capacity, []).append(int(took))
    return [found[name] | {"median_days": middle(sorted(days.get(name, [])))} for name in sorted(found)]


def inquiries_by_month(connection: Connection, at: Moment) -> dict[str, Counter[str]]:
    """Month of the answer → how many inquiries were answered in time and late."""
    found: dict[str, Counter[str]] = {}
    for month, state, count in connection.execute(
        f"SELECT substr(i.answered_at, 1, 7), {state_of_inquiry('?1', '?2')} AS state, count(*) FROM inquiries i"
        f" WHERE i.state IN {SETTLED} AND i.answered_at IS NOT NULL GROUP BY 1, 2",
        (at.today, at.utc),
    ):
        found.setdefault(str(month), Counter())[str(state)] += int(count)
    return found


def documents_missing(connection: Connection) -> list[dict[str, Any]]:
    """Documents that open cases lack, by document and state: how many, and in how many cases."""
    return _lacking(
        connection,
        Counter(
            connection.execute(f"SELECT d.case_id, d.document, d.state FROM documents d WHERE d.state IN {_MISSING}")
        ),
    )


@dataclass(frozen=True, slots=True)
class Documents:
    """What one pass over the documents tells."""

    missing: list[dict[str, Any]]
    """See `documents_missing`."""
    months: dict[str, Counter[str]]
    """Month → how many documents were asked for in it, and how many came."""


def documents(connection: Connection, at: Moment) -> Documents:
    """Read every document once: what is missing, and what was asked for and came in the last months."""
    missing: Counter[_Paper] = Counter()
    months: dict[str, Counter[str]] = {month: Counter() for month in at.months}
    lacks = f"d.state IN {_MISSING}"
    for (case_id, document, state, asked, came), count in different_rows(
        connection,
        "documents d NOT INDEXED",
        (
            *(f"iif({lacks}, d.{column}, '')" for column in ("case_id", "document", "state")),
            "substr(d.requested_on, 1, 7)", "substr(d.received_on, 1, 7)",
        ),
        f"{lacks} OR d.requested_on >= ?1 OR d.received_on >= ?1",
        (at.months[0],),
    ):  # fmt: skip
        if case_id:
            missing[int(case_id), document, state] += count
        if asked in months:
            months[asked]["asked"] += count
        if came in months:
            months[came]["came"] += count
    return Documents(_lacking(connection, missing), months)


_Paper = tuple[int, str, str]
"""The case, the document, and its state."""


def _lacking(connection: Connection, missing: Counter[_Paper]) -> list[dict[str, Any]]:
    # Held against the open cases here: a join would look each of a million rows up.
    open_cases = {int(row[0]) for row in connection.execute(f"SELECT c.id FROM cases c WHERE {IS_OPEN_CASE}")}
    counts: Counter[tuple[str, str]] = Counter()
    cases: Counter[tuple[str, str]] = Counter()
    for (case_id, document, state), count in missing.items():
        if case_id in open_cases:
            counts[document, state] += count
            cases[document, state] += 1
    found = [
        {"document": document, "state": state, "documents": count, "cases": cases[document, state]}
        for (document, state), count in counts.items()
    ]
    return sorted(found, key=lambda one: (-one["documents"], one["document"], one["state"]))


def extracts(connection: Connection) -> list[dict[str, Any]]:
    """Import by import: what was read, refused (by kind), which cases an extract no longer held, and if it was taken back."""
    refused: dict[int, dict[str, int]] = {}
    for batch, kind, count in connection.execute(
        "SELECT batch_id, kind, count(*) FROM import_rows GROUP BY 1, 2 ORDER BY 1, 2"
    ):
        refused.setdefault(int(batch), {})[str(kind)] = int(count)
    found = []
    for one in reversed(batches.past_batches(connection)):
        kinds = refused.get(one.id, {})
        found.append(
            {
                "batch": one.id, "file": one.file, "kind": one.kind, "at": one.imported_at,
                "rows": int(one.report.get("rows_read", 0)), "refused": sum(kinds.values()), "refused_kinds": kinds,
                "disappeared": int(one.report.get("disappeared", 0)), "taken_back": one.undone,
            }
        )  # fmt: skip
    return found
