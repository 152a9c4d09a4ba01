"""Days and moments as the files write them, quickly: a day is its ordinal, a time of day its minute.

Times are wall-clock times of the sample's office (America/New_York) and are written with its offset. No moment lies
between midnight and three, so none falls into an hour that a change of the clock skips or repeats.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("America/New_York")
MINUTES_A_DAY = 1440
FIRST_MINUTE = 185
"""The earliest minute of a day at which anything is said to happen: 03:05."""

_CLOCK = tuple(f"T{minute // 60:02}:{minute % 60:02}:00" for minute in range(MINUTES_A_DAY))
_SATURDAY = 5
_LONG = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _Days(dict[int, str]):
    """Ordinal → ISO day; each is formatted once."""

    def __missing__(self, ordinal: int) -> str:
        text = self[ordinal] = date.fromordinal(ordinal).isoformat()
        return text


class _Offsets(dict[int, str]):
    """Ordinal → the office's offset from UTC from 03:00 of that day on."""

    def __missing__(self, ordinal: int) -> str:
        day = date.fromordinal(ordinal)
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=OFFICE_ZONE)
        text = self[ordinal] = noon.isoformat()[-6:]
        return text


ISO = _Days()
_OFFSET = _Offsets()


def moment(day: int, minute: int) -> str:
    """ISO date and time with the office's offset; a minute before 03:05 is moved to 03:05."""
    return ISO[day] + _CLOCK[max(minute, FIRST_MINUTE)] + _OFFSET[day]


def clock(minute: int) -> str:
    """The time of day as people write it, such as 08:30."""
    return _CLOCK[minute][1:6]


@cache
def long_day(day: int) -> str:
    """The day as people write it, such as Thu 12 Mar 2026."""
    as_date = date.fromordinal(day)
    return f"{_LONG[as_date.weekday()]} {as_date.day} {_MONTHS[as_date.month - 1]} {as_date.year}"


@cache
def quarter_start(day: int) -> int:
    """The first day of the quarter of `day`: lists that are renewed each quarter carry it."""
    as_date = date.fromordinal(day)
    return date(as_date.year, (as_date.month - 1) // 3 * 3 + 1, 1).toordinal()


@cache
def is_working_day(day: int) -> bool:
    """Whether offices and courts are open: no weekend, no federal holiday."""
    as_date = date.fromordinal(day)
    return as_date.weekday() < _SATURDAY and as_date not in _holidays(as_date.year)


def working_day(day: int) -> int:
    """The day itself if offices are open, else the next on which they are."""
    while not is_working_day(day):
        day += 1
    return day


def working_day_back(day: int) -> int:
    """The day itself if offices are open, else the last before it on which they were."""
    while not is_working_day(day):
        day -= 1
    return day


def working_days_before(day: int, count: int) -> int:
    """The day that lies `count` working days before `day`."""
    for _ in range(count):
        day = working_day_back(day - 1)
    return day


def working_days_after(day: int, count: int) -> int:
    """The day that lies `count` working days after `day`."""
    for _ in range(count):
        day = working_day(day + 1)
    return day


@cache
def _holidays(year: int) -> frozenset[date]:
    """The federal holidays as the calendar of 5 USC 6103 has them, on the weekday on which they are kept.

    Only so that no invented hearing falls on one: deadlines are counted by `rules`, with its own calendars.
    """
    fixed = [date(year, month, day) for month, day in ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))]
    moving = [_nth(year, *rule) for rule in ((1, 0, 3), (2, 0, 3), (9, 0, 1), (10, 0, 2), (11, 3, 4))]
    memorial = max(date(year, 5, day) for day in range(25, 32) if date(year, 5, day).weekday() == 0)
    kept = (_kept_on(day) for day in fixed)
    return frozenset((*kept, *moving, memorial))


def _kept_on(day: date) -> date:
    shift = {_SATURDAY: -1, _SATURDAY + 1: 1}.get(day.weekday(), 0)
    return date.fromordinal(day.toordinal() + shift)


def _nth(year: int, month: int, weekday: int, count: int) -> date:
    first = date(year, month, 1)
    return date(year, month, 1 + (weekday - first.weekday()) % 7 + 7 * (count - 1))
