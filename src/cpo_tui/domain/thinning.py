"""Which automatic backups are kept: of each of the last days, weeks and months the newest one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

DAYS, WEEKS, MONTHS = 7, 4, 12


def kept(days: Iterable[date], *, daily: int = DAYS, weekly: int = WEEKS, monthly: int = MONTHS) -> frozenset[date]:
    """The days whose backup stays: the newest of each of the last `daily` days that have one, `weekly` ISO weeks and
    `monthly` months. The newest of all always stays.
    """
    newest_first = sorted(set(days), reverse=True)
    chosen: set[date] = set(newest_first[: max(daily, 1)])
    for count, period in ((weekly, _week), (monthly, _month)):
        newest_of: dict[tuple[int, int], date] = {}
        for day in newest_first:
            newest_of.setdefault(period(day), day)
        chosen.update(list(newest_of.values())[:count])
    return frozenset(chosen)


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
