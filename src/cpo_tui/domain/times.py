"""Dates in the officer's words, and the forms in which dates and durations are typed.

Pure: the present moment and the office's zone are given. A day is a day of the office's zone, and it has passed when it
has ended there. Names of days and months are English whatever the machine's locale, because they are part of the words.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from cpo_tui.domain.cases import When
from cpo_tui.domain.demands import begin_key, is_late, sort_key
from cpo_tui.errors import UsageError

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_WHEN = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[Tt ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)([Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_DURATION = re.compile(r"([0-9]{1,5})(min|[hdwmy])")
_STEP = re.compile(r"\+\s*([0-9]{1,5})([dwmy])")
_NEAR_DAYS = 7


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time as it is typed: `7d`, `48h`, `2w`, `6m` (months), `1y`, `30min`."""

    amount: int
    unit: str
    """`min`, `h`, `d`, `w`, `m` (months) or `y`."""

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"

    @property
    def is_clock_time(self) -> bool:
        """Whether it is counted in elapsed time rather than in days of the calendar."""
        return self.unit in {"min", "h"}

    def after(self, start: When, *, times: int = 1) -> When:
        """`start` moved by this length `times` over (-1 moves it back).

        Days, weeks, months and years move the day of the calendar and keep its hour; where a month lacks the day, its
        last one is meant. Hours and minutes need a moment: they are added to its elapsed time. Raises `UsageError`
        where the result is beyond the calendar, or where hours are asked of a day.
        """
        try:
            return self._moved(start, self.amount * times)
        except (OverflowError, ValueError) as error:
            raise UsageError(f"{self} leads beyond the calendar.", hint="Give a shorter time.") from error

    def _moved(self, start: When, amount: int) -> When:
        if self.is_clock_time:
            if not isinstance(start, datetime):
                raise UsageError(f"{self} needs a time of day to count from.", hint="Count in days, such as 2d.")
            length = timedelta(hours=amount) if self.unit == "h" else timedelta(minutes=amount)
            return (start.astimezone(UTC) + length).astimezone(start.tzinfo)
        if self.unit in {"d", "w"}:
            return start + timedelta(days=amount * (7 if self.unit == "w" else 1))
        months = start.year * 12 + start.month - 1 + amount * (12 if self.unit == "y" else 1)
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return start.replace(year=year, month=month + 1, day=min(start.day, last))


def parse_duration(text: str) -> Duration:
    """The duration that `text` spells (`7d`, `48h`, `2w`, `6m`, `1y`, `30min`); raises `UsageError`."""
    found = _DURATION.fullmatch(text.strip().lower())
    if found is None:
        raise UsageError(f"{text!r} is not a length of time.", hint="Write it as 7d, 48h, 2w, 6m (months) or 1y.")
    return Duration(int(found[1]), found[2])


def parse_step(text: str, today: date) -> date | None:
    """The day that is so far after `today`: `+7d`, `+2w`, `+6m` (months), `+1y`; None where `text` is no such step.

    What is kept to be done again another day keeps the step, and not the day that it meant once.
    """
    found = _STEP.fullmatch(text.strip().lower())
    return None if found is None else Duration(int(found[1]), found[2]).after(today)


def parse_until(text: str, zone: tzinfo) -> datetime:
    """The end of a day in `zone`, or the moment that is named; see `parse_when`."""
    when = parse_when(text, zone)
    return when if isinstance(when, datetime) else datetime.combine(when, time(23, 59, 59, 999_000), zone)


def parse_when(text: str, zone: tzinfo | None) -> When:
    """A day (`2026-03-02`) or a moment (`2026-03-02T14:00-05:00`) in ISO 8601.

    A moment without an offset is meant in `zone` (see `in_zone`); without a zone it stays without an offset, for a
    caller that learns the zone later. Raises `UsageError`.
    """
    found = _WHEN.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"{text!r} is not a date.", hint="Write it as 2026-03-02 or 2026-03-02T14:00-05:00.")
    day, hour, offset = found.groups()
    try:
        if hour is None:
            return date.fromisoformat(day)
        moment = datetime.fromisoformat(f"{day}T{hour}{(offset or '').upper().replace('Z', '+00:00')}")
    except ValueError as error:
        raise UsageError(f"{text!r} is not a date of the calendar.", hint="Check day, month and time.") from error
    return moment if offset or zone is None else in_zone(moment, zone)


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """A moment without an offset, as the clocks of `zone` show it.

    Where they show it twice, the first is meant; where they never show it, `UsageError` says why.
    """
    local = moment.replace(tzinfo=zone)
    try:
        shown = local.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    except OverflowError as error:
        raise UsageError(f"{moment} is beyond the calendar.", hint="Check the year.") from error
    if shown != moment:
        hint = "The clock was put forward over it; give an offset, such as -05:00."
        raise UsageError(f"{moment} did not exist in this zone.", hint=hint)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta(0)))


def iso(when: When | None) -> str | None:
    """`when` as ISO 8601: a day, or a moment with its offset, to the second; None for none."""
    if when is None:
        return None
    return when.isoformat(timespec="seconds") if isinstance(when, datetime) else when.isoformat()


def local_day(when: When, zone: tzinfo) -> date:
    """The day of the office on which `when` falls."""
    return when.astimezone(zone).date() if isinstance(when, datetime) else when


def place_words(act_by: When | None, due_at: When | None, now: datetime, zone: tzinfo) -> str:
    """What the first column says of a case: `LATE 2 d`, `now · due Wed`, `today 16:00`, `in 3 d (Fri)`, `12 Apr`.

    It is *late* when the due date has passed, and *now* when `act_by` has come and the due date has not passed; before
    that it says when `act_by` comes. A duty without a due date is now from its beginning, and says for how long. Empty for
    a case without a demand.
    """
    if act_by is None:
        return ""
    if due_at is None:
        begun = begin_key(act_by, zone) <= int(now.timestamp())
        days = (local_day(now, zone) - local_day(act_by, zone)).days
        return (f"now · open {days} d" if days else "now · since today") if begun else day_words(act_by, now, zone)
    if is_late(due_at, now, zone):
        return late_words(due_at, now, zone)
    if begin_key(act_by, zone) > int(now.timestamp()):
        return day_words(act_by, now, zone)
    today = local_day(now, zone)
    if local_day(due_at, zone) == today:
        return day_words(due_at, now, zone)
    return f"now · due {_short_day(local_day(due_at, zone), today)}"


def late_words(due_at: When, now: datetime, zone: tzinfo) -> str:
    """How late: `LATE 20 min`, `LATE 3 h` on the day itself, then whole days, `LATE 2 d`."""
    days = (local_day(now, zone) - local_day(due_at, zone)).days
    if days > 0:
        return f"LATE {days:,} d"
    minutes = max(int(now.timestamp()) - sort_key(due_at, zone), 0) // 60
    return f"LATE {minutes // 60} h" if minutes >= 60 else f"LATE {minutes} min"  # noqa: PLR2004 - minutes of an hour


def day_words(when: When, now: datetime, zone: tzinfo) -> str:
    """One date as an officer says it: `today`, `today 16:00`, `in 3 d (Fri)`, `12 Apr`, `12 Apr 2027`, `2 d ago`."""
    today, day = local_day(now, zone), local_day(when, zone)
    days = (day - today).days
    if days == 0:
        return f"today {when.astimezone(zone):%H:%M}" if isinstance(when, datetime) else "today"
    if 0 < days < _NEAR_DAYS:
        return f"in {days} d ({DAYS[day.weekday()]})"
    if -_NEAR_DAYS < days < 0:
        return f"{-days} d ago"
    return _short_day(day, today)


def _short_day(day: date, today: date) -> str:
    if 0 <= (day - today).days < _NEAR_DAYS:
        return DAYS[day.weekday()]
    return date_words(day) if day.year != today.year else f"{day.day} {MONTHS[day.month - 1]}"


def date_words(day: date, *, weekday: bool = False) -> str:
    """`2 Mar 2026`, with the `weekday` `Mon 2 Mar 2026`."""
    words = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{DAYS[day.weekday()]} {words}" if weekday else words


def when_words(when: When | None, zone: tzinfo) -> str:
    """A date in full: `Wed 4 Mar 2026`, and with its hour in the office's zone where it has one; empty for none."""
    if when is None:
        return ""
    words = date_words(local_day(when, zone), weekday=True)
    return f"{words} {when.astimezone(zone):%H:%M}" if isinstance(when, datetime) else words


def age_days(since: When | None, now: datetime, zone: tzinfo) -> int | None:
    """Whole days of the office's calendar from `since` to the present; None where it is not known."""
    return None if since is None else (local_day(now, zone) - local_day(since, zone)).days


def age_words(since: When | None, now: datetime, zone: tzinfo) -> str:
    """An age in days, `88 d`; empty where it is not known."""
    days = age_days(since, now, zone)
    return "" if days is None else f"{days:,} d"
