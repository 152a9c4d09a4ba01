"""How old the work is: the four named ages, the time in each stage, and how many cases were open when."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from cpo_tui.store.connect import Connection
from cpo_tui.store.figures import IS_OPEN_CASE
from cpo_tui.store.oversight import Moment, middle

AGES = {"case": "opened_on", "stage": "stage_since", "officer": "assigned_at", "untouched": "last_touched_at"}
"""The four named ages of a case → the column from which each is counted."""
AGE_LIMITS = (30, 90, 180, 365)
RANGES = (*(f"to {limit}" for limit in AGE_LIMITS), f"over {AGE_LIMITS[-1]}")
"""The ranges of days in which ages are counted."""
_NEVER = date.max.toordinal()


@dataclass(slots=True)
class Population:
    """The cases by their days, as proleptic ordinals of the office's calendar."""

    today: int
    all: int = 0
    open: int = 0
    since: dict[str, array[int]] = field(default_factory=dict)
    """Of the open cases: age → the days from which it counts, as far as they are known."""
    stages: dict[str, tuple[int, array[int]]] = field(default_factory=dict)
    """Of the open cases: stage → how many, and the days since when they are in it."""
    lives: list[tuple[int, int]] = field(default_factory=list)
    """Of every case with a known beginning: the first day, and the day on which it was closed (0: nobody knows)."""
    closings: array[int] = field(default_factory=lambda: array("i"))
    """The days on which cases were closed."""

    def ages(self) -> dict[str, dict[str, Any]]:
        """By each of the four ages: how many in each range of days, the median, and how many have no date."""
        return {name: self._age(self.since[name]) for name in AGES}

    def _age(self, since: array[int]) -> dict[str, Any]:
        days = self._days(since)
        ends = [0, *(bisect_right(days, limit) for limit in AGE_LIMITS), len(days)]
        counts = {name: ends[place + 1] - ends[place] for place, name in enumerate(RANGES)}
        return {"ranges": counts, "median": middle(days), "unknown": self.open - len(days)}

    def time_in_stage(self) -> list[dict[str, Any]]:
        """Stage by stage: how many open cases, and the median and ninetieth percentile of their days in it."""
        found = []
        for stage in sorted(self.stages):
            cases, since = self.stages[stage]
            days = self._days(since)
            ninetieth = days[(len(days) - 1) * 9 // 10] if days else None
            found.append({"stage": stage, "cases": cases, "median": middle(days), "ninetieth": ninetieth})
        return found

    def _days(self, since: array[int]) -> list[int]:
        """The ages in days, in order; what begins tomorrow is no day old."""
        return sorted(max(0, self.today - one) for one in since)

    def by_month(self, months: tuple[str, ...]) -> list[dict[str, Any]]:
        """Month by month: opened and closed in it, and at its end (or today) how many were open, and their median age."""
        ends = [min(after - 1, self.today) for _, after in map(_bounds, months)]
        # At the end of a month a case counts by the day on which it began: few days, however many cases.
        lives = Counter((began, bisect_left(ends, ended)) for began, ended in self.lives)
        begun, ended = Counter(began for began, _ in self.lives), Counter(self.closings)
        found = []
        for number, month in enumerate(months):
            start, after = _bounds(month)
            there = Counter[int]()
            for (began, survives), cases in lives.items():
                if began <= ends[number] and number < survives:
                    there[ends[number] - began] += cases
            found.append(
                {
                    "month": month, "opened": sum(begun[day] for day in range(start, after)),
                    "closed": sum(ended[day] for day in range(start, after)), "open": there.total(),
                    "median_age": _middle_of(there),
                }
            )  # fmt: skip
        return found


def _bounds(month: str) -> tuple[int, int]:
    """The ordinals of the first day of a month, and of the first day after it."""
    first = date.fromisoformat(f"{month}-01")
    return first.toordinal(), (first + timedelta(days=31)).replace(day=1).toordinal()


def _middle_of(counted: Counter[int]) -> int | None:
    """The lower of the two middle ones of numbers, each of which is there so many times; None of none."""
    left = (counted.total() - 1) // 2
    for number in sorted(counted):
        left -= counted[number]
        if left < 0:
            return number
    return None


def population(connection: Connection, at: Moment) -> Population:
    """Read every case once."""
    today = date.fromisoformat(at.today).toordinal()
    found = Population(today, since={name: array("i") for name in AGES})

    @lru_cache(maxsize=1 << 14)
    def day(text: str) -> int:
        if len(text) == len("2026-03-02"):
            return date.fromisoformat(text).toordinal()
        return datetime.fromisoformat(text).astimezone(at.zone).toordinal()

    columns = list(zip(found.since.values(), range(len(AGES)), strict=True))
    for *dates, stage, closed_on, is_open in connection.execute(
        f"SELECT {', '.join(f'c.{column}' for column in AGES.values())}, COALESCE(c.stage, 'unknown'), c.closed_on,"
        f" {IS_OPEN_CASE} FROM cases c"
    ):
        found.all += 1
        opened = dates[0]
        closed = day(closed_on) if closed_on is not None else 0
        if opened is not None:
            found.lives.append((day(opened), _NEVER if is_open else closed))
        if closed:
            found.closings.append(closed)
        if not is_open:
            continue
        found.open += 1
        for since, place in columns:
            if dates[place] is not None:
                since.append(day(dates[place]))
        cases, in_stage = found.stages.get(stage, (0, None))
        in_stage = array("i") if in_stage is None else in_stage
        if dates[1] is not None:
            in_stage.append(day(dates[1]))
        found.stages[stage] = (cases + 1, in_stage)
    return found
