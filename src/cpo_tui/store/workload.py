"""Who has how much to do: counts by officer, what falls due in the weeks ahead, and how fast work was done before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cpo_tui.store import handovers
from cpo_tui.store.connect import Connection
from cpo_tui.store.oversight import Moment

WEEKS = 6
"""How many weeks are looked ahead, and back."""
WORKDAYS = 5
_OPEN = "c.lifecycle IN ('open', 'reopened')"
_ASKS = "d.asks AND d.applies = 1 AND d.due_key IS NOT NULL AND d.status IN ('running', 'paused', 'contested')"
NOBODY = ""
"""The officer of cases that nobody has."""


def by_officer(connection: Connection, at: Moment) -> dict[str, dict[str, Any]]:
    """Officer → open cases, held, late and now ones, open inquiries, missing documents, open deadlines by class."""
    found: dict[str, dict[str, Any]] = {}
    for officer, cases, held, late, missing, inquiries in connection.execute(
        "SELECT COALESCE(c.officer, ''), count(*), sum(COALESCE(c.held_until >= ?1, 0)), sum(COALESCE(c.due_key < ?2, 0)),"
        f" sum(c.missing_documents), sum(c.open_inquiries) FROM cases c WHERE {_OPEN} GROUP BY 1 ORDER BY 1",
        (at.today, at.key),
    ):
        found[str(officer)] = {
            "cases": int(cases), "held": int(held), "late": int(late), "documents": int(missing or 0),
            "inquiries": int(inquiries or 0), "deadlines": {},
        }  # fmt: skip
    for officer, severity, count in connection.execute(
        f"SELECT COALESCE(c.officer, ''), d.severity, count(*) FROM deadlines d JOIN cases c ON c.id = d.case_id"
        f" WHERE {_OPEN} AND {_ASKS} GROUP BY 1, 2 ORDER BY 1, 2"
    ):
        found[str(officer)]["deadlines"][str(severity)] = int(count)
    return found


def weeks_ahead(connection: Connection, at: Moment) -> list[dict[str, Any]]:
    """Officer by officer and week by week: what falls due, days present, and what the pace of the last weeks would do.

    The pace is the mean of the deadlines met a week over the last six whole weeks; `cannot` says that more falls due than
    that pace does in the days present. Without a pace nothing is foretold.
    """
    monday = _monday(date.fromisoformat(at.today))
    due = _per_week(connection, f"{_OPEN} AND {_ASKS}", "d.due_at", monday, monday + timedelta(weeks=WEEKS))
    done = _per_week(connection, "d.status IN ('met', 'late_met') AND d.applies = 1 AND d.due_key IS NOT NULL", "d.closed_at", monday - timedelta(weeks=WEEKS), monday)
    found = []
    for officer in sorted({officer for officer, _ in due}):
        pace = sum(count for (who, _), count in done.items() if who == officer) / WEEKS
        away = handovers.absences(connection, officer=officer)
        for week in range(WEEKS):
            first = monday + timedelta(weeks=week)
            count = due.get((officer, first.isoformat()), 0)
            days = sum(not any(one.from_on <= day <= one.to_on for one in away) for day in (first + timedelta(days=n) for n in range(WORKDAYS)))
            found.append(
                {
                    "officer": officer, "week": first.isoformat(), "due": count, "days_present": days, "pace": round(pace, 1),
                    "cannot": bool(pace) and count > pace * days / WORKDAYS,
                }
            )  # fmt: skip
    return found


def _per_week(connection: Connection, condition: str, column: str, first: date, last: date) -> dict[tuple[str, str], int]:
    """(officer, Monday) → how many, for the weeks from `first` until `last`."""
    found: dict[tuple[str, str], int] = {}
    for officer, day, count in connection.execute(
        f"SELECT COALESCE(c.officer, ''), substr({column}, 1, 10), count(*) FROM deadlines d JOIN cases c ON c.id = d.case_id"
        f" WHERE {condition} AND {column} >= ? AND {column} < ? GROUP BY 1, 2",
        (first.isoformat(), last.isoformat()),
    ):
        key = (str(officer), _monday(date.fromisoformat(day)).isoformat())
        found[key] = found.get(key, 0) + int(count)
    return found


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
