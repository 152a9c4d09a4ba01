"""Who has how much to do: counts by officer, what falls due in the weeks ahead, and how fast work was done before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from typing import Any

from cpo_tui.domain.times import local_day
from cpo_tui.rules.workload import Weights, shipped_weights, weights_of
from cpo_tui.store import handovers
from cpo_tui.store.connect import Connection
from cpo_tui.store.figures import ASKS, IS_OPEN_CASE
from cpo_tui.store.oversight import Moment

WEEKS = 6
"""How many weeks are looked ahead, and back."""
WORKDAYS = 5


WEIGHTS = "workload"
"""The name under which the weights of the office stand among what it adopted."""


@dataclass(frozen=True, slots=True)
class InUse:
    """The weights that the office works with; who adopted them and when (UTC), both None for those that ship."""

    weights: Weights
    adopted_at: str | None = None
    adopted_by: str | None = None

    def since(self, zone: tzinfo) -> str:
        """Whose weights they are and since which day of the office, whose `zone` it is, in words."""
        if self.adopted_at is None:
            return "as cpo ships"
        return f"by {self.adopted_by}, {local_day(datetime.fromisoformat(self.adopted_at), zone).isoformat()}"


def weights_in_use(connection: Connection) -> InUse:
    """The newest weights that the office adopted; those that ship with the product where it adopted none."""
    row = connection.execute(
        "SELECT content, adopted_at, adopted_by FROM packs WHERE pack = ? ORDER BY id DESC LIMIT 1", (WEIGHTS,)
    ).fetchone()
    return InUse(shipped_weights()) if row is None else InUse(weights_of(str(row[0]), WEIGHTS), *row[1:])


@dataclass(slots=True)
class Workload:
    """What one pass over the deadlines tells: open ones by officer and class, due and done by officer and Monday."""

    officers: dict[str, dict[str, Any]]
    due: Counter[tuple[str, str]]
    days: Counter[tuple[str, str]]
    """Officer and day → what falls due on it, in the weeks ahead."""
    done: Counter[tuple[str, str]]


def tally(connection: Connection, at: Moment) -> Workload:
    """Officer → open cases, held, late ones, open inquiries, missing documents, open deadlines by class; and the weeks."""
    found: dict[str, dict[str, Any]] = {}
    for officer, cases, held, late, missing, inquiries in connection.execute(
        "SELECT COALESCE(c.officer, ''), count(*), sum(COALESCE(c.held_until > ?1, 0)), sum(COALESCE(c.due_key < ?2, 0)),"
        f" sum(c.missing_documents), sum(c.open_inquiries) FROM cases c WHERE {IS_OPEN_CASE} GROUP BY 1 ORDER BY 1",
        (at.today, at.key),
    ):
        found[str(officer)] = {
            "cases": int(cases), "held": int(held), "late": int(late), "documents": int(missing or 0),
            "inquiries": int(inquiries or 0), "deadlines": Counter[str](),
        }  # fmt: skip
    work = Workload(found, Counter(), Counter(), Counter())
    _count_deadlines(connection, _monday(date.fromisoformat(at.today)), work)
    return work


@dataclass(frozen=True, slots=True)
class CaseLoad:
    """What one open case weighs, and who has it (None is nobody)."""

    case_id: int
    reference: str
    officer: str | None
    load: float


def case_loads(connection: Connection, at: Moment, weights: Weights) -> list[CaseLoad]:
    """Every open case with its weight, in the order in which they must be worked."""
    deadlines: dict[int, Counter[str]] = {}
    for case_id, severity, count in connection.execute(
        f"SELECT d.case_id, d.severity, count(*) FROM deadlines d WHERE {ASKS} GROUP BY 1, 2"
    ):
        deadlines.setdefault(int(case_id), Counter())[str(severity)] = int(count)
    nothing: Counter[str] = Counter()
    return [
        CaseLoad(
            int(case_id), str(reference), officer,
            weights.load(
                cases=1, held=int(held), inquiries=int(inquiries or 0), documents=int(missing or 0),
                deadlines=deadlines.get(int(case_id), nothing),
            ),
        )
        for case_id, reference, officer, held, inquiries, missing in connection.execute(
            "SELECT c.id, c.reference, c.officer, COALESCE(c.held_until > ?, 0), c.open_inquiries, c.missing_documents"
            f" FROM cases c WHERE {IS_OPEN_CASE} ORDER BY c.act_key IS NULL, c.act_key, c.id",
            (at.today,),
        )
    ]  # fmt: skip


def _count_deadlines(connection: Connection, monday: date, work: Workload) -> None:
    # The officers are looked up here and not in SQL: a join would read a wide row for each of the deadlines.
    owners = {
        int(case_id): (str(officer), bool(is_open))
        for case_id, officer, is_open in connection.execute(
            f"SELECT c.id, COALESCE(c.officer, ''), {IS_OPEN_CASE} FROM cases c"
        )
    }
    before, after = (monday - timedelta(weeks=WEEKS)).isoformat(), (monday + timedelta(weeks=WEEKS)).isoformat()
    this = monday.isoformat()
    for case_id, asks, severity, due_on, done_on in connection.execute(
        f"SELECT d.case_id, {ASKS}, d.severity, substr(d.due_at, 1, 10), substr(d.closed_at, 1, 10) FROM deadlines d"
        f" WHERE ({ASKS}) OR (d.closed_at >= ?1 AND d.closed_at < ?2 AND d.status IN ('met', 'late_met')"
        " AND d.applies = 1 AND d.due_key IS NOT NULL)",
        (before, this),
    ):
        officer, is_open = owners[case_id]
        if not asks:
            work.done[officer, _week(done_on)] += 1
        elif is_open:
            work.officers[officer]["deadlines"][severity] += 1
            if this <= due_on < after:
                work.due[officer, _week(due_on)] += 1
                work.days[officer, due_on] += 1


def weeks_ahead(connection: Connection, at: Moment, work: Workload) -> list[dict[str, Any]]:
    """Officer by officer and week by week: what falls due, days present, and what the pace of the last weeks would do.

    The pace is the mean of the deadlines met a week over the last six whole weeks; `cannot` says that more falls due than
    that pace does in the days present. Without a pace nothing is foretold.
    """
    monday = _monday(date.fromisoformat(at.today))
    found = []
    for officer in sorted({officer for officer, _ in work.due}):
        pace = sum(count for (who, _), count in work.done.items() if who == officer) / WEEKS
        away = handovers.absences(connection, officer=officer)
        for week in range(WEEKS):
            first = monday + timedelta(weeks=week)
            count = work.due[officer, first.isoformat()]
            days = sum(
                not any(one.from_on <= day <= one.to_on for one in away)
                for day in (first + timedelta(days=n) for n in range(WORKDAYS))
            )
            found.append(
                {
                    "officer": officer, "week": first.isoformat(), "due": count, "days_present": days, "pace": round(pace, 1),
                    "cannot": bool(pace) and count > pace * days / WORKDAYS,
                }
            )  # fmt: skip
    return found


@cache
def _week(day: str) -> str:
    return _monday(date.fromisoformat(day)).isoformat()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
