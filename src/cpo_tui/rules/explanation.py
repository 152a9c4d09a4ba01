"""The steps behind a date, in words that an officer would sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from cpo_tui.domain.cases import When
from cpo_tui.domain.demands import Step
from cpo_tui.domain.facts import first_instant, local_day
from cpo_tui.rules.calendars import ONE_DAY, SATURDAY, Calendar
from cpo_tui.rules.clocks import Clock, Reckoning, merged_days
from cpo_tui.rules.pack import Kind, Pack, Roll, Unit


@dataclass(frozen=True, slots=True)
class Origin:
    """What a clock comes from: the words, the event (empty where there is none) and its date, and each extension.

    `when` is the date of the trigger itself, where the count starts from another date that the trigger is about.
    """

    words: str
    event: str = ""
    when: When | None = None
    extended: tuple[Step, ...] = ()

    def told(self, start: When, zone: tzinfo) -> str:
        """The first line: what happened, when, and where that is recorded."""
        event = f" ({self.event})" if self.event else ""
        return f"{self.words} {when_words(start if self.when is None else self.when, zone)}{event}"


def day_words(day: date) -> str:
    """A day as people write it: Wed 4 Mar 2026."""
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def when_words(when: When, zone: tzinfo) -> str:
    """A day, or a moment with the time on the office's wall and the zone's name."""
    if not isinstance(when, datetime):
        return day_words(when)
    local = when.astimezone(zone)
    return f"{day_words(local.date())} {local:%H:%M} {local.tzname() or ''}".rstrip()


def steps(
    pack: Pack, clock: Clock, found: Reckoning, calendar: Calendar, zone: tzinfo, origin: Origin
) -> tuple[Step, ...]:
    """Start, day zero, each skipped holiday, pauses, extensions, roll, result, and the version that governed."""
    return (
        Step(origin.told(clock.start, zone), found.day_zero if origin.when is None else local_day(origin.when, zone)),
        *_anchor(clock, origin, zone),
        *_zero(clock, found, zone),
        *_length(clock),
        *_extended(clock, origin),
        *_skipped(clock, found, calendar, zone),
        *_paused(clock, found, calendar, zone),
        *_later(clock, found, zone),
        *_rolled(clock, found, calendar, zone),
        *_result(clock, found, zone),
        Step(f"governed by {clock.rule.id} of {pack.name} {pack.version}: {clock.rule.source.citation}"),
        *_cautions(clock),
    )


def no_date_steps(
    pack: Pack, clock_start: When, rule_words: str, zone: tzinfo, origin: Origin, citation: str
) -> tuple[Step, ...]:
    """The steps of a rule that gives no date: what started it, and why no limit is shown."""
    return (
        Step(origin.told(clock_start, zone), local_day(clock_start, zone)),
        Step(rule_words),
        Step(f"governed by {pack.name} {pack.version}: {citation}"),
    )


def _anchor(clock: Clock, origin: Origin, zone: tzinfo) -> Iterator[Step]:
    if origin.when is not None:
        name = clock.rule.anchor.replace(".", " ").replace("_", " ")
        yield Step(f"counted from the {name}: {when_words(clock.start, zone)}", local_day(clock.start, zone))


def _zero(clock: Clock, found: Reckoning, zone: tzinfo) -> Iterator[Step]:
    if clock.unit is Unit.HOURS:
        if isinstance(clock.start, datetime):
            yield Step(f"hours are counted from {when_words(clock.start, zone)}", found.day_zero)
        else:
            yield Step("the time of day is not recorded: the earliest possible moment is used", found.day_zero)
        return
    offset = clock.rule.offset
    if offset is not None and offset.cutoff is not None:
        if found.day_zero != local_day(clock.start, zone):
            yield Step(f"after {offset.cutoff:%H:%M}: counts from the next working day", found.day_zero)
        elif not isinstance(clock.start, datetime):
            yield Step(
                f"whether it was after {offset.cutoff:%H:%M} is not recorded: the earlier day is used", found.day_zero
            )
    if clock.amount == 0 and not clock.extension:
        yield Step(f"no length: the day itself, {day_words(found.day_zero)}", found.day_zero)
    elif offset is not None and offset.before:
        yield Step(f"counted back from {day_words(found.day_zero)}", found.day_zero)
    elif clock.rule.count.exclude_trigger_day or not clock.amount:
        yield Step(f"day zero is {day_words(found.day_zero)}: the day of the event is not counted", found.day_zero)
    else:
        yield Step(f"day one is {day_words(found.day_zero)}: the day of the event is counted", found.day_zero)


def _length(clock: Clock) -> Iterator[Step]:
    if clock.amount == 0:
        return
    offset = clock.rule.offset
    sign = "\N{MINUS SIGN}" if offset is not None and offset.before else "+"
    more = ", and the day after: the text says more than" if clock.rule.strict else ""
    skipping = " that are working days" if clock.unit is Unit.HOURS and clock.rule.count.skip_closed else ""
    least = f", at least {offset.min_business_days} working days of it" if offset and offset.min_business_days else ""
    yield Step(f"{sign} {clock.unit.words(clock.amount)}{skipping}{least}{more}")


def _extended(clock: Clock, origin: Origin) -> Iterator[Step]:
    if origin.extended:
        yield from origin.extended
    elif clock.extension:
        yield Step(f"extended by {clock.unit.words(clock.extension)}")


def _skipped(clock: Clock, found: Reckoning, calendar: Calendar, zone: tzinfo) -> Iterator[Step]:
    """Each holiday that was stepped over by its name; the weekends in one line."""
    offset = clock.rule.offset
    if not clock.rule.count.skip_closed and not (offset and offset.min_business_days):
        return
    first, last = sorted((found.day_zero, _last_day(found.counted, zone)))
    weekend = [day for day in _days(first, last) if day.weekday() >= SATURDAY]
    if weekend:
        plural = "day" if len(weekend) == 1 else "days"
        yield Step(f"weekends not counted: {len(weekend)} {plural}, the first {day_words(weekend[0])}", weekend[0])
    for day, name in calendar.holidays_between(first, last):
        if day.weekday() < SATURDAY and day != first:
            yield Step(f"not counted: {day_words(day)}, {name}", day)


def _last_day(when: When, zone: tzinfo) -> date:
    """The day that a date reaches into: a moment at midnight belongs to the day that ends with it."""
    return local_day(when - timedelta(microseconds=1) if isinstance(when, datetime) else when, zone)


def _days(first: date, last: date) -> Iterator[date]:
    day = first + ONE_DAY
    while day <= last:
        yield day
        day += ONE_DAY


def _paused(clock: Clock, found: Reckoning, calendar: Calendar, zone: tzinfo) -> Iterator[Step]:
    if clock.rule.offset is not None and clock.rule.offset.before:
        if clock.pauses:
            yield Step("a pause does not move this date: it is counted back from the event")
        return
    last = local_day(found.counted, zone)
    counted = found.day_zero + ONE_DAY if clock.rule.count.exclude_trigger_day else found.day_zero
    for start, end in merged_days(clock.pauses, zone):
        total = (end - start).days
        words = f"paused from {day_words(start)} to {day_words(end)}, {total} {'day' if total == 1 else 'days'}"
        if start > last:
            yield Step(f"{words}: after the end, without effect", start)
        elif end <= counted:
            yield Step(f"{words}: before the start, without effect", start)
        elif clock.unit is Unit.BUSINESS_DAYS:
            out = sum(calendar.is_working(day) for day in _days(max(start, counted) - ONE_DAY, end - ONE_DAY))
            yield Step(f"{words}: {out} working {'day' if out == 1 else 'days'} not counted", start)
        else:
            yield Step(words, start)


def _later(clock: Clock, found: Reckoning, zone: tzinfo) -> Iterator[Step]:
    if not clock.later:
        return
    latest = max(clock.later, key=lambda when: first_instant(when, zone))
    names = ", ".join(name.replace("_", " ").replace(".", " ") for name in clock.rule.later_of)
    if first_instant(latest, zone) > first_instant(found.counted, zone):
        yield Step(f"or, if later, {names}: {when_words(latest, zone)} is later and is taken", local_day(latest, zone))
    else:
        yield Step(f"or, if later, {names}: {when_words(latest, zone)} is not later", local_day(latest, zone))


def _rolled(clock: Clock, found: Reckoning, calendar: Calendar, zone: tzinfo) -> Iterator[Step]:
    last = local_day(found.before_roll, zone)
    if calendar.is_working(last) or clock.unit is Unit.HOURS:
        return
    why = calendar.holiday(last) or f"a {last:%A}"
    reached = local_day(found.due_at, zone)
    if clock.rule.count.roll is Roll.NONE:
        limit = (
            "a limit on detention never rolls forward"
            if clock.rule.kind is Kind.MAX_DURATION
            else "this date does not roll"
        )
        yield Step(f"{day_words(last)} is {why}: {limit}", last)
    else:
        way = "forward" if reached > last else "back"
        yield Step(f"{day_words(last)} is {why}: rolls {way} to {day_words(reached)}", reached)


def _result(clock: Clock, found: Reckoning, zone: tzinfo) -> Iterator[Step]:
    word = "first permitted" if clock.rule.kind is Kind.NOT_BEFORE else "due"
    yield Step(f"{word} {when_words(found.due_at, zone)}", local_day(found.due_at, zone))
    if found.due_latest is not None:
        latest = when_words(found.due_latest, zone)
        yield Step(f"at the latest {latest}, if it began at the end of that day", local_day(found.due_latest, zone))


def _cautions(clock: Clock) -> Iterator[Step]:
    if clock.rule.caution:
        yield Step(f"caution: {clock.rule.caution}")
