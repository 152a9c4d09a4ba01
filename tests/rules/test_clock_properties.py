"""What holds for every clock: no order of entry matters, a pause never hastens, a replay is the same date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from cpo_tui.domain.demands import Severity
from cpo_tui.domain.facts import ClockEvent, Event, add_months, first_instant
from cpo_tui.rules.calendars import Calendars
from cpo_tui.rules.clocks import Clock, Pause, reckon
from cpo_tui.rules.evaluate import deadlines_of
from cpo_tui.rules.pack import Count, Kind, Offset, Repeat, Roll, Rule, RuleStatus, Source, Unit, load

ZONE = ZoneInfo("America/New_York")
FEDERAL = Calendars().get("us_federal")
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))
UNITS = st.sampled_from([Unit.HOURS, Unit.CALENDAR_DAYS, Unit.BUSINESS_DAYS, Unit.MONTHS])


@st.composite
def rules(draw: Any, *, units: Any = UNITS) -> Rule:
    unit = draw(units)
    roll = Roll.NONE if unit is Unit.HOURS else draw(st.sampled_from(Roll))  # a pack in which hours roll is refused
    count = Count("us_federal", draw(st.booleans()), roll, draw(st.booleans()))
    return Rule(
        "r", "Rule", Kind.OBLIGATION, Severity.STATUTORY, RuleStatus.IN_FORCE, "ERO", "always", "true", (), ("started",),
        (), (), Repeat.ALL, count, Source("8 CFR 1.1", "text", "high"), Offset(unit, 1), strict=draw(st.booleans()),
    )  # fmt: skip


@st.composite
def clocks(draw: Any, *, pauses: int = 3) -> Clock:
    rule = draw(rules())
    start = draw(st.one_of(DAYS, MOMENTS))
    day = start.date() if isinstance(start, datetime) else start
    spans = draw(st.lists(st.tuples(st.integers(-5, 60), st.integers(0, 20)), max_size=pauses))
    stood = tuple(Pause(day + timedelta(days=a), day + timedelta(days=a + n)) for a, n in spans)
    assert rule.offset is not None
    return Clock(rule, start, draw(st.integers(0, 60)), rule.offset.unit, draw(st.integers(0, 10)), stood)


def instant(clock: Clock) -> datetime:
    return first_instant(reckon(clock, FEDERAL, ZONE).due_at, ZONE)


def with_pauses(clock: Clock, pauses: tuple[Pause, ...]) -> Clock:
    return Clock(clock.rule, clock.start, clock.amount, clock.unit, clock.extension, pauses, clock.later)


@given(clocks(), st.randoms())
def test_the_order_of_pauses_never_matters(clock: Clock, random: Any) -> None:
    shuffled = list(clock.pauses)
    random.shuffle(shuffled)
    assert instant(with_pauses(clock, tuple(shuffled))) == instant(clock)


@given(clocks())
def test_a_pause_counts_once_however_often_it_is_entered(clock: Clock) -> None:
    assert instant(with_pauses(clock, clock.pauses * 2)) == instant(clock)


@given(clocks(), st.integers(-5, 90), st.integers(0, 30))
def test_another_pause_never_makes_a_date_earlier(clock: Clock, begin: int, length: int) -> None:
    day = clock.start.date() if isinstance(clock.start, datetime) else clock.start
    more = Pause(day + timedelta(days=begin), day + timedelta(days=begin + length))
    assert instant(with_pauses(clock, (*clock.pauses, more))) >= instant(clock)


@given(clocks(pauses=0), st.integers(1, 30))
def test_an_extension_never_makes_a_date_earlier(clock: Clock, more: int) -> None:
    longer = Clock(clock.rule, clock.start, clock.amount, clock.unit, clock.extension + more, clock.pauses, clock.later)
    assert instant(longer) >= instant(clock)


@given(clocks())
def test_a_replay_is_the_same_date(clock: Clock) -> None:
    assert reckon(clock, FEDERAL, ZONE) == reckon(clock, Calendars().get("us_federal"), ZONE)


@given(clocks())
def test_a_date_rolls_onto_a_working_day(clock: Clock) -> None:
    due = reckon(clock, FEDERAL, ZONE).due_at
    if clock.rule.count.roll is not Roll.NONE:
        assert FEDERAL.is_working(due.astimezone(ZONE).date() if isinstance(due, datetime) else due)


@given(DAYS, st.integers(0, 400))
def test_months_keep_the_day_number_or_take_the_last_day(day: date, months: int) -> None:
    found = add_months(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


@given(DAYS, st.integers(0, 200), st.integers(0, 200))
def test_months_are_not_sticky(day: date, first: int, second: int) -> None:
    if day.day <= 28:
        assert add_months(add_months(day, first), second) == add_months(day, first + second)
    assert add_months(day, first + second).day == min(
        day.day,
        add_months(day.replace(day=1), first + second + 1).toordinal()
        - add_months(day.replace(day=1), first + second).toordinal(),
    )


@given(MOMENTS, st.integers(0, 1000))
def test_hours_are_elapsed_hours_whatever_the_clocks_do(start: datetime, hours: int) -> None:
    rule = Rule(
        "r", "Rule", Kind.OBLIGATION, Severity.STATUTORY, RuleStatus.IN_FORCE, "ERO", "always", "true", (), ("started",),
        (), (), Repeat.ALL, Count("us_federal"), Source("8 CFR 1.1", "text", "high"), Offset(Unit.HOURS, 1),
    )  # fmt: skip
    due = reckon(Clock(rule, start, hours, Unit.HOURS), FEDERAL, ZONE).due_at
    assert isinstance(due, datetime)
    assert due - start == timedelta(hours=hours)
    assert due.utcoffset() == due.astimezone(ZONE).utcoffset()


@given(DAYS, st.integers(0, 500))
def test_a_day_gives_the_earliest_and_the_latest_moment(start: date, hours: int) -> None:
    rule = Rule(
        "r", "Rule", Kind.OBLIGATION, Severity.STATUTORY, RuleStatus.IN_FORCE, "ERO", "always", "true", (), ("started",),
        (), (), Repeat.ALL, Count("us_federal"), Source("8 CFR 1.1", "text", "high"), Offset(Unit.HOURS, 1),
    )  # fmt: skip
    found = reckon(Clock(rule, start, hours, Unit.HOURS), FEDERAL, ZONE)
    assert found.due_latest is not None
    # A day of the change of the clocks has 23 or 25 hours.
    spread = first_instant(found.due_latest, ZONE) - first_instant(found.due_at, ZONE)
    assert timedelta(hours=23) - timedelta(seconds=1) <= spread <= timedelta(hours=25) - timedelta(seconds=1)


PACK = load(
    """
schema_version = 1
pack = "test"
version = "2026.1"
jurisdiction = "US"
default_calendar = "us_federal"
[[fact]]
name = "custody"
type = "str"
values = ["detained", "released"]
[[event]]
kind = "started"
label = "Started"
category = "x"
sets = { "custody" = "detained" }
[[event]]
kind = "done"
label = "Done"
category = "x"
[[event]]
kind = "released"
label = "Released"
category = "x"
sets = { "custody" = "released" }
"""
    + "".join(
        f"""
[[rule]]
id = "{name}"
title = "Rule"
kind = "review_cycle"
severity = "statutory"
status = "in_force"
actor = "ERO"
applies_when = "detained"
when = 'custody == "detained"'
facts = ["custody"]
trigger_event = "started"
satisfied_by = "done"
ends_on = ["released"]
{keys}
[rule.offset]
amount = 10
unit = "{unit}"
{tables}
[rule.source]
citation = "8 CFR 1.1"
verified = "text"
confidence = "high"
"""
        for name, unit, keys, tables in (
            ("plain", "business_days", "", ""),
            ("each", "calendar_days", 'repeat = "each"', ""),
            ("restart", "hours", 'repeat = "restart"', ""),
            ("cycle", "calendar_days", "", "[rule.recurring]\nevery_amount = 7\n"),
            ("grid", "calendar_days", "anchored = true", "[rule.recurring]\nevery_amount = 7\n"),
        )
    )
)

WHEN = st.one_of(
    st.dates(date(2026, 1, 1), date(2026, 4, 30)),
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 4, 30), timezones=st.just(UTC)),
)


@st.composite
def histories(draw: Any) -> tuple[list[Event], list[ClockEvent]]:
    events = [
        Event(number, draw(st.sampled_from(["started", "done", "released"])), draw(WHEN))
        for number in range(draw(st.integers(0, 7)))
    ]
    marks = draw(
        st.lists(
            st.builds(
                ClockEvent,
                rule=st.sampled_from(["plain", "each", "restart", "cycle", "grid"]),
                kind=st.sampled_from(["pause", "resume", "extend", "unextend", "waive", "meet"]),
                on=WHEN,
                amount=st.integers(0, 9),
            ),
            max_size=6,
        )
    )
    return events, marks


@settings(deadline=None, max_examples=150)
@given(histories(), st.randoms())
def test_the_order_of_entry_never_matters(history: tuple[list[Event], list[ClockEvent]], random: Any) -> None:
    events, marks = history
    expected = deadlines_of(PACK, {}, events, marks, zone=ZONE, explain=True)
    shuffled, other = events[:], marks[:]
    random.shuffle(shuffled)
    random.shuffle(other)
    assert deadlines_of(PACK, {}, shuffled, other, zone=ZONE, explain=True) == expected


@settings(deadline=None, max_examples=80)
@given(histories())
def test_the_steps_end_in_the_date(history: tuple[list[Event], list[ClockEvent]]) -> None:
    events, marks = history
    quick = deadlines_of(PACK, {}, events, marks, zone=ZONE)
    for one, explained in zip(quick, deadlines_of(PACK, {}, events, marks, zone=ZONE, explain=True), strict=True):
        assert (one.key, one.due_at, one.status) == (explained.key, explained.due_at, explained.status)
        due = explained.due_at
        assert due is not None
        local = due.astimezone(ZONE).date() if isinstance(due, datetime) else due
        assert any(step.on == local and step.text.startswith("due") for step in explained.steps)


@settings(deadline=None, max_examples=80)
@given(histories())
def test_keys_are_unique(history: tuple[list[Event], list[ClockEvent]]) -> None:
    events, marks = history
    keys = [one.key for one in deadlines_of(PACK, {}, events, marks, zone=ZONE)]
    assert len(keys) == len(set(keys))
