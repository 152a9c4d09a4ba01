"""A second counter of dates that shares nothing with the product: it reads the text of a pack and counts step by step.

It is slow on purpose. Days are counted one after the other, hours in quarters of an hour, months by going back from the
wanted day number until the month has it; holidays are worked out from the statutes (5 USC 6103 with Executive Order
11582 for observed days; the Banking and Financial Dealings Act 1971 with its proclamations) and not by a library.
"""

from __future__ import annotations

import calendar
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
SATURDAY, SUNDAY = 5, 6

Table = Mapping[str, Any]
Spans = Sequence[tuple[date, date]]


@cache
def pack_text(path: Path) -> Table:
    """A pack as TOML gives it, nothing interpreted."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def nth(year: int, month: int, weekday: int, place: int) -> date:
    """The nth such weekday of a month (0 = Monday); -1 is the last."""
    days = [day for day in calendar.Calendar().itermonthdates(year, month) if day.month == month]
    return [day for day in days if day.weekday() == weekday][place if place < 0 else place - 1]


def easter(year: int) -> date:
    """Easter Sunday: Butcher's rule for the Gregorian calendar."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    (i, k) = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * n) // 451
    month, day = divmod(h + n - 7 * m + 114, 31)
    return date(year, month, day + 1)


@cache
def federal(year: int) -> frozenset[date]:
    """Legal holidays of the United States that are kept in a year, with the days on which they are observed."""
    fixed = [date(one, *day) for one in (year, year + 1) for day in ((1, 1), (7, 4), (11, 11), (12, 25))]
    fixed += [date(year, 6, 19)] if year >= 2021 else []  # Juneteenth: Public Law 117-17
    moved = [
        nth(year, 1, 0, 3), nth(year, 2, 0, 3), nth(year, 5, 0, -1),
        nth(year, 9, 0, 1), nth(year, 10, 0, 2), nth(year, 11, 3, 4),
    ]  # fmt: skip
    observed = [day - DAY if day.weekday() == SATURDAY else day + DAY for day in fixed if day.weekday() >= SATURDAY]
    return frozenset(day for day in (*fixed, *moved, *observed) if day.year == year)


def _substituted(days: Iterable[date]) -> set[date]:
    """Days that fall on a weekend are kept on the next day that is neither a weekend day nor already taken."""
    taken: set[date] = set()
    for day in sorted(days, key=lambda one: (one.weekday() >= SATURDAY, one)):
        kept = day
        while kept.weekday() >= SATURDAY or kept in taken:
            kept += DAY
        taken.add(kept)
    return taken


ONCE = {  # by proclamation, where they were kept
    "all": {date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)},
    "scotland": {date(2026, 6, 15)},
}


@cache
def bank_holidays(nation: str, year: int) -> frozenset[date]:
    """Bank holidays that are kept in a year in England and Wales, Scotland or Northern Ireland."""
    spring = date(2022, 6, 2) if year == 2022 else nth(year, 5, 0, -1)
    may = date(2020, 5, 8) if year == 2020 else nth(year, 5, 0, 1)  # seventy-five years after the end of the war
    found = {easter(year) - 2 * DAY, may, spring}
    turn = {date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)}
    if nation == "scotland":
        found |= {nth(year, 8, 0, 1)} | _substituted({date(year, 1, 1), date(year, 1, 2)})
        found |= _substituted({date(year, 12, 25), date(year, 12, 26)}) | _substituted({date(year, 11, 30)})
        found |= {day for day in ONCE["scotland"] if day.year == year}
    else:
        found |= {easter(year) + DAY, nth(year, 8, 0, -1)} | _substituted(turn)
    if nation == "northern_ireland":
        found |= _substituted({date(year, 3, 17)}) | _substituted({date(year, 7, 12)})
    return frozenset(found | {day for day in ONCE["all"] if day.year == year})


def closed(name: str, nation: str | None, day: date) -> bool:
    """Whether offices of a calendar are closed on a day."""
    if day.weekday() >= SATURDAY:
        return True
    if name == "us_federal":
        return day in federal(day.year)
    if name == "uk_case":
        name = f"uk_{nation}" if nation in ("scotland", "northern_ireland") else "uk_england_wales"
    if name == "uk_any":
        return any(day in bank_holidays(one, day.year) for one in ("england_wales", "scotland", "northern_ireland"))
    return day in bank_holidays(name.removeprefix("uk_"), day.year)


@dataclass(frozen=True)
class Question:
    """One date that is asked for: a rule as the pack writes it, what started it, and what happened to its clock."""

    pack: Table
    rule: Table
    start: date | datetime
    zone: ZoneInfo
    pauses: Spans = ()
    extension: int = 0
    later: tuple[date, ...] = ()
    nation: str | None = None

    @property
    def _count(self) -> Table:
        found: Table = self.rule.get("count", {})
        return found

    def shut(self, day: date) -> bool:
        """Whether the rule's offices are closed on a day."""
        return closed(self._count.get("calendar", self.pack["default_calendar"]), self.nation, day)

    def stands_still(self, day: date) -> bool:
        """Whether the clock is paused on a day: from FROM until the day before TO."""
        return any(begin <= day < end for begin, end in self.pauses)

    def due(self, amount: int, unit: str) -> date | datetime:
        """The date, or the earliest moment where the rule counts hours."""
        if unit == "hours":
            return self._hours(amount)
        offset = self.rule["offset"]
        zero = self.start.astimezone(self.zone).date() if isinstance(self.start, datetime) else self.start
        if (cutoff := offset.get("cutoff")) and isinstance(self.start, datetime):
            wall = self.start.astimezone(self.zone).time()
            if wall > (cutoff if isinstance(cutoff, time) else time.fromisoformat(cutoff)):
                zero = self._next_open(zero + DAY)
        if offset.get("direction") == "before":
            found = self._backwards(zero, amount, unit)
            found = min(self._rolled(found), zero)
        else:
            found = self._rolled(max((self._forwards(zero, amount, unit), *self.later)))
        at = offset.get("at")
        if at is None:
            return found
        return datetime.combine(found, at if isinstance(at, time) else time.fromisoformat(at), self.zone)

    def _forwards(self, zero: date, amount: int, unit: str) -> date:
        length = amount + self.extension
        strict = bool(self.rule.get("strict"))
        if length == 0 and not strict:
            return zero
        first = zero + DAY if self._count.get("exclude_trigger_day", True) or not amount else zero
        if unit == "months":
            end = months_on(zero, length) + strict * DAY
            if first == zero:
                end -= DAY
            day = first
            while day <= end:  # every paused day adds one at the end, and what is added may be paused too
                end += DAY * self.stands_still(day)
                day += DAY
            return end
        counts: Callable[[date], bool] = lambda day: not (unit == "business_days" and self.shut(day))  # noqa: E731
        left = length + strict
        day = first - DAY
        while left:
            day += DAY
            # The day of the trigger, where it is day one, is day one also on a Sunday: only later days are walked over.
            left -= (day == zero or counts(day)) and not self.stands_still(day)
        return day

    def _backwards(self, zero: date, amount: int, unit: str) -> date:
        length = max(amount - self.extension, 0)
        if not length:
            return zero
        keep = self._count.get("exclude_trigger_day", True)
        if unit == "months":
            return months_on(zero, -length) + (not keep) * DAY
        day, left = zero, length - (not keep)
        while left:
            day -= DAY
            left -= not (unit == "business_days" and self.shut(day))
        return day

    def _next_open(self, day: date) -> date:
        while self.shut(day):
            day += DAY
        return day

    def _rolled(self, day: date) -> date:
        match self._count.get("roll", "none"):
            case "next_business_day":
                return self._next_open(day)
            case "previous_business_day":
                while self.shut(day):
                    day -= DAY
        return day

    def _hours(self, amount: int) -> datetime:
        offset = self.rule["offset"]
        start = self.start if isinstance(self.start, datetime) else datetime.combine(self.start, time(), self.zone)
        at, ran, worked = start.astimezone(UTC), timedelta(0), timedelta(0)
        if offset.get("direction") == "before":
            return at - max(amount - self.extension, 0) * HOUR
        wanted = (amount + self.extension) * HOUR
        least = offset.get("min_business_days", 0) * 24 * HOUR
        skips = self._count.get("skip", "none") != "none"
        while ran < wanted or worked < least:
            day = at.astimezone(self.zone).date()
            runs = not self.stands_still(day) and not (skips and self.shut(day))
            ran += QUARTER * runs
            worked += QUARTER * (runs and not self.shut(day))
            at += QUARTER
        later = [datetime.combine(day, time(), self.zone).astimezone(UTC) for day in self.later]
        return max((at, *later))


def months_on(day: date, months: int) -> date:
    """The same day number so many months on; where that month is too short, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    number = day.day
    while True:
        try:
            return date(year, month + 1, number)
        except ValueError:
            number -= 1
