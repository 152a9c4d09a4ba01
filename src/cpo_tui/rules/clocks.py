"""One date from one clock: a start, a length, what stood still, what was added, and how the last day falls.

Pure arithmetic. A *day* is a day of the office's zone; hours are elapsed hours, so a change of the clocks alters the
time on the wall and not the length. The order of the steps is always the same: length and extensions, then the walk
with the paused days taken out, then a later date that the rule names, then one roll.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from cpo_tui.domain.cases import When
from cpo_tui.domain.facts import add_months, first_instant, in_zone, local_day
from cpo_tui.errors import RuleError
from cpo_tui.rules.calendars import ONE_DAY, Calendar
from cpo_tui.rules.pack import Count, Offset, Roll, Rule, Unit

END_OF_DAY = time(23, 59, 59)
FIRST_YEAR, LAST_YEAR = 1900, 2250
ONE_HOUR = timedelta(hours=1)
NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Pause:
    """A clock stood still from `start` (the first paused day) until `end` (the day on which it runs again)."""

    start: When
    end: When


@dataclass(frozen=True, slots=True)
class Clock:
    """What one date is computed from. `amount` and `unit` are those of the rule unless a round has its own."""

    rule: Rule
    start: When
    amount: int
    unit: Unit
    extension: int = 0
    pauses: tuple[Pause, ...] = ()
    later: tuple[When, ...] = ()


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The date, and the days in between that an explanation speaks of.

    `due_latest` is given where only the day of the start is known and the rule depends on the time of day: `due_at` is
    then the earliest date that is possible, `due_latest` the latest.
    """

    due_at: When
    due_latest: When | None
    day_zero: date
    counted: When
    before_roll: When


def reckon(clock: Clock, calendar: Calendar, zone: tzinfo) -> Reckoning:
    """The date of a clock. Raises `RuleError` for a start that no clock of this program can have.

    A start that is a day is taken at its first instant for the earliest date and at 23:59:59 for the latest.
    """
    if not FIRST_YEAR <= clock.start.year <= LAST_YEAR:
        raise RuleError(f"{clock.start:%Y-%m-%d} cannot be right: dates are computed from {FIRST_YEAR} to {LAST_YEAR}.")
    if clock.unit is Unit.HOURS:
        return _reckon_hours(clock, calendar, zone)
    offset = _offset(clock)
    day_zero = local_day(clock.start, zone)
    if offset.cutoff is None:
        return _reckon_days(clock, offset, day_zero, calendar, zone)
    next_day = calendar.next_working(day_zero + ONE_DAY)
    if not isinstance(clock.start, datetime):
        early = _reckon_days(clock, offset, day_zero, calendar, zone)
        late = _reckon_days(clock, offset, next_day, calendar, zone)
        return Reckoning(early.due_at, late.due_at, early.day_zero, early.counted, early.before_roll)
    wall = clock.start.astimezone(zone).time().replace(tzinfo=None)
    return _reckon_days(clock, offset, next_day if wall > offset.cutoff else day_zero, calendar, zone)


def _offset(clock: Clock) -> Offset:
    if clock.rule.offset is None:
        raise RuleError(f"{clock.rule.id} has no length: it gives no date.")
    return clock.rule.offset


def _reckon_days(clock: Clock, offset: Offset, day_zero: date, calendar: Calendar, zone: tzinfo) -> Reckoning:
    count = clock.rule.count
    counted = _back(clock, day_zero, calendar) if offset.before else _forth(clock, day_zero, calendar, zone)
    later = max((counted, *(local_day(when, zone) for when in clock.later))) if clock.later else counted
    rolled = _rolled(later, count, calendar)
    if offset.before and rolled > day_zero:
        rolled = day_zero
    due: When = in_zone(datetime.combine(rolled, offset.at, zone), zone) if offset.at else rolled
    return Reckoning(due, None, day_zero, counted, later)


def _forth(clock: Clock, day_zero: date, calendar: Calendar, zone: tzinfo) -> date:
    """The last day of a length that runs forward from day zero."""
    count, length = clock.rule.count, clock.amount + clock.extension
    if length == 0 and not clock.rule.strict:
        return day_zero
    paused = merged_days(clock.pauses, zone)
    if clock.unit is Unit.MONTHS:
        due = add_months(day_zero, length)
        if length and not count.exclude_trigger_day:
            due -= ONE_DAY
        due += ONE_DAY * clock.rule.strict
        return _add_paused(day_zero, due, paused, exclude=count.exclude_trigger_day)
    length += clock.rule.strict
    if not count.exclude_trigger_day and clock.amount:
        length -= 1
    if clock.unit is Unit.BUSINESS_DAYS:
        return _add_working(day_zero, length, calendar, paused)
    return _add_paused(day_zero, day_zero + timedelta(days=length), paused, exclude=count.exclude_trigger_day)


def _back(clock: Clock, day_zero: date, calendar: Calendar) -> date:
    """The day that lies the length before day zero. An extension brings it closer to the event; nothing stands still."""
    length = max(clock.amount - clock.extension, 0)
    if length == 0:
        return day_zero
    if clock.unit is Unit.MONTHS:
        found = add_months(day_zero, -length)
        return found if clock.rule.count.exclude_trigger_day else found + ONE_DAY
    if not clock.rule.count.exclude_trigger_day:
        length -= 1
    if clock.unit is Unit.CALENDAR_DAYS:
        return day_zero - timedelta(days=length)
    day = day_zero
    while length > 0:
        day -= ONE_DAY
        length -= calendar.is_working(day)
    return day


def _add_working(day: date, length: int, calendar: Calendar, paused: Sequence[tuple[date, date]]) -> date:
    """The day on which `length` working days that were not paused have passed after `day`."""
    working = calendar.is_working
    while length > 0:
        day += ONE_DAY
        if working(day) and not (paused and is_within(day, paused)):
            length -= 1
    return day


def _add_paused(day_zero: date, due: date, paused: Sequence[tuple[date, date]], *, exclude: bool) -> date:
    """`due` moved by each paused day between the start and the end, the days that it gains included."""
    first_counted = day_zero + ONE_DAY if exclude else day_zero
    for start, end in paused:
        begin = max(start, first_counted)
        if begin > due:
            break
        if end > begin:
            due += end - begin
    return due


def merged_days(pauses: Iterable[Pause], zone: tzinfo) -> tuple[tuple[date, date], ...]:
    """The pauses as days, in order and without overlap; each from its first paused day to the day it runs again."""
    if not pauses:
        return ()
    found: list[tuple[date, date]] = []
    for start, end in sorted((local_day(pause.start, zone), local_day(pause.end, zone)) for pause in pauses):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def is_within(day: date, spans: Iterable[tuple[date, date]]) -> bool:
    """Whether a day lies in one of the spans; the end of a span is outside it."""
    return any(start <= day < end for start, end in spans)


def _rolled(day: date, count: Count, calendar: Calendar) -> date:
    match count.roll:
        case Roll.FORWARD:
            return calendar.next_working(day)
        case Roll.BACK:
            return calendar.previous_working(day)
        case Roll.NONE:
            return day


def _reckon_hours(clock: Clock, calendar: Calendar, zone: tzinfo) -> Reckoning:
    counted = in_zone(_after_hours(clock, first_instant(clock.start, zone), calendar, zone), zone)
    due = _or_later(clock, counted, zone)
    latest: When | None = None
    if not isinstance(clock.start, datetime):
        end = datetime.combine(clock.start, END_OF_DAY, zone).astimezone(UTC)
        latest = _or_later(clock, in_zone(_after_hours(clock, end, calendar, zone), zone), zone)
    return Reckoning(due, latest, local_day(clock.start, zone), counted, due)


def _or_later(clock: Clock, moment: datetime, zone: tzinfo) -> datetime:
    """The latest of a moment and the dates that the rule names; a day counts from its beginning."""
    return max((moment, *(in_zone(first_instant(when, zone), zone) for when in clock.later)))


def _after_hours(clock: Clock, start: datetime, calendar: Calendar, zone: tzinfo) -> datetime:
    offset = _offset(clock)
    if offset.before:
        return start - timedelta(hours=max(clock.amount - clock.extension, 0))
    length = timedelta(hours=clock.amount + clock.extension)
    skips = clock.rule.count.skip_closed
    if not skips and not clock.pauses and not offset.min_business_days:
        return start + length
    working = timedelta(days=offset.min_business_days)
    still = _merged_instants(clock.pauses, zone)
    day, at = start.astimezone(zone).date(), start
    while True:
        end = datetime.combine(day + ONE_DAY, time.min, zone).astimezone(UTC)
        is_working = calendar.is_working(day)
        if is_working or not skips:
            for begin, stop in _running(at, end, still):
                left = max(length, working) if is_working else length
                if left <= stop - begin and (is_working or working <= NOTHING):
                    return begin + left
                length -= stop - begin
                working -= stop - begin if is_working else NOTHING
        day, at = day + ONE_DAY, end


def _merged_instants(pauses: Iterable[Pause], zone: tzinfo) -> tuple[tuple[datetime, datetime], ...]:
    found: list[tuple[datetime, datetime]] = []
    for start, end in sorted((first_instant(pause.start, zone), first_instant(pause.end, zone)) for pause in pauses):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def _running(
    begin: datetime, end: datetime, still: Iterable[tuple[datetime, datetime]]
) -> Iterable[tuple[datetime, datetime]]:
    """The parts of a span in which the clock runs."""
    for start, stop in still:
        if stop <= begin:
            continue
        if start >= end:
            break
        if start > begin:
            yield begin, start
        begin = stop
    if begin < end:
        yield begin, end
