"""How other systems count the same days, as golden dates: which of them is ours, and which is not.

The figures are those of the comparison in field-notes/case-management.md §2.0 (England and Wales, 2024–2025).
"""

from __future__ import annotations

import runpy
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.domain.demands import Severity
from cpo_tui.rules.calendars import Calendars
from cpo_tui.rules.clocks import Clock, Pause, reckon
from cpo_tui.rules.pack import Count, Kind, Offset, Pack, Repeat, Rule, RuleStatus, Source, Unit

LONDON = ZoneInfo("Europe/London")
FEDERAL = Calendars().get("us_federal")
TWENTY = "amount = 20\nunit = 'business_days'"
CALENDAR = "calendar = 'uk_england_wales'"


@pytest.fixture
def twenty(make_pack: Any, rule: Any) -> Pack:
    pack: Pack = make_pack(rule(TWENTY, CALENDAR))
    return pack


def due(pack: Pack, received: date, *pauses: tuple[date, date]) -> date:
    rule = pack.rule("r")
    clock = Clock(rule, received, 20, Unit.BUSINESS_DAYS, 0, tuple(Pause(*pause) for pause in pauses))
    found = reckon(clock, pack.calendars.get("uk_england_wales"), LONDON).due_at
    assert isinstance(found, date)
    return found


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (date(2025, 3, 7), date(2025, 4, 4)),
        (date(2025, 3, 8), date(2025, 4, 4)),  # a Saturday is day zero, not rolled to Monday first
        (date(2025, 3, 9), date(2025, 4, 4)),
        (date(2025, 3, 10), date(2025, 4, 7)),
        (date(2024, 12, 25), date(2025, 1, 24)),
        (date(2025, 4, 18), date(2025, 5, 20)),
    ],
)
def test_where_counting_starts(twenty: Pack, received: date, expected: date) -> None:
    assert due(twenty, received) == expected


@pytest.mark.parametrize(
    ("received", "pause", "unpaused", "recounted"),
    [
        (date(2025, 3, 10), (date(2025, 3, 14), date(2025, 3, 17)), date(2025, 4, 7), date(2025, 4, 8)),
        (date(2025, 3, 10), (date(2025, 3, 17), date(2025, 3, 24)), date(2025, 4, 7), date(2025, 4, 14)),
        (date(2025, 3, 10), (date(2025, 3, 12), date(2025, 4, 2)), date(2025, 4, 7), date(2025, 4, 30)),
        (date(2025, 3, 10), (date(2025, 4, 3), date(2025, 4, 14)), date(2025, 4, 7), date(2025, 4, 16)),
        (date(2025, 3, 31), (date(2025, 4, 17), date(2025, 4, 22)), date(2025, 4, 30), date(2025, 5, 1)),
        (date(2025, 3, 10), (date(2025, 3, 14), date(2025, 3, 19)), date(2025, 4, 7), date(2025, 4, 10)),
        (date(2025, 3, 10), (date(2025, 3, 15), date(2025, 3, 17)), date(2025, 4, 7), date(2025, 4, 7)),
    ],
)
def test_a_pause_skips_the_paused_working_days(
    twenty: Pack, received: date, pause: tuple[date, date], unpaused: date, recounted: date
) -> None:
    assert due(twenty, received) == unpaused
    assert due(twenty, received, pause) == recounted


@pytest.mark.parametrize(
    ("received", "pause", "expected"),
    [
        # One calendar month, and the paused days added: 10 Mar → 10 Apr; + 3 days is Sun 13 Apr, rolled to Mon 14.
        (date(2025, 3, 10), (date(2025, 3, 14), date(2025, 3, 17)), date(2025, 4, 14)),
        # + 7 days: 17 Apr (Thursday).
        (date(2025, 3, 10), (date(2025, 3, 17), date(2025, 3, 24)), date(2025, 4, 17)),
        # + 8 days: 18 Apr is Good Friday, 21 Apr Easter Monday: Tue 22 Apr.
        (date(2025, 3, 10), (date(2025, 3, 17), date(2025, 3, 25)), date(2025, 4, 22)),
    ],
)
def test_a_pause_of_a_month_adds_its_calendar_days_and_rolls_once(
    make_pack: Any, rule: Any, received: date, pause: tuple[date, date], expected: date
) -> None:
    pack = make_pack(rule("amount = 1\nunit = 'months'", f"{CALENDAR}\nroll = 'forward'"))
    clock = Clock(pack.rule("r"), received, 1, Unit.MONTHS, 0, (Pause(*pause),))
    assert reckon(clock, pack.calendars.get("uk_england_wales"), LONDON).due_at == expected


def test_the_ported_methods_agree_where_the_notes_say_so(shared: Path, twenty: Pack) -> None:
    """The independent ports of the other systems, where the reference material is at hand."""
    methods = runpy.run_path(str(shared / "field-notes" / "daycount.py"))
    for offset in range(120):
        received = date(2025, 1, 6) + timedelta(days=offset)
        if received + timedelta(days=45) > date(2025, 8, 20):
            break  # the notes list holidays only to the spring of 2025
        assert due(twenty, received) == methods["alaveteli"](received, 20) == methods["cts"](received, 20)
        for length in (0, 1, 3, 8):
            pause = (received + timedelta(days=9), received + timedelta(days=9 + length))
            assert due(twenty, received, pause) == methods["pause_recount"](received, 20, *pause)


SPAN = st.dates(date(2024, 1, 1), date(2028, 12, 31))
PAUSES = st.lists(st.tuples(st.integers(-20, 120), st.integers(0, 40)), max_size=4)


def plain_rule(unit: Unit) -> Rule:
    """A rule of nothing but its unit."""
    return Rule(
        "r", "Rule", Kind.OBLIGATION, Severity.STATUTORY, RuleStatus.IN_FORCE, "ERO", "always", "true", (), ("started",),
        (), (), Repeat.ALL, Count("us_federal"), Source("8 CFR 1.1", "text", "high"), Offset(unit, 1),
    )  # fmt: skip


def oracle(start: date, count: int, stopped: set[date], calendar: str) -> date:
    """Write every day down and strike out those that do not count; nothing of the engine is used but the holidays."""
    closed = Calendars().get(calendar)
    days = [start + timedelta(days=number) for number in range(1, 1200)]
    counting = [one for one in days if one.weekday() < 5 and closed.holiday(one) is None and one not in stopped]
    return counting[count - 1]


@given(start=SPAN, count=st.integers(1, 90), spans=PAUSES)
def test_working_days_by_striking_days_out_of_a_list(start: date, count: int, spans: list[tuple[int, int]]) -> None:
    pauses = tuple(Pause(start + timedelta(days=a), start + timedelta(days=a + n)) for a, n in spans)
    stopped = {pause.start + timedelta(days=k) for pause, (_, n) in zip(pauses, spans, strict=True) for k in range(n)}
    found = reckon(Clock(plain_rule(Unit.BUSINESS_DAYS), start, count, Unit.BUSINESS_DAYS, 0, pauses), FEDERAL, LONDON)
    assert found.due_at == oracle(start, count, stopped, "us_federal")


@given(start=SPAN, count=st.integers(1, 400), spans=PAUSES)
def test_calendar_days_by_striking_days_out_of_a_list(start: date, count: int, spans: list[tuple[int, int]]) -> None:
    pauses = tuple(Pause(start + timedelta(days=a), start + timedelta(days=a + n)) for a, n in spans)
    stopped = {pause.start + timedelta(days=k) for pause, (_, n) in zip(pauses, spans, strict=True) for k in range(n)}
    days = [start + timedelta(days=number) for number in range(1, 1200)]
    expected = [one for one in days if one not in stopped][count - 1]
    found = reckon(Clock(plain_rule(Unit.CALENDAR_DAYS), start, count, Unit.CALENDAR_DAYS, 0, pauses), FEDERAL, LONDON)
    assert found.due_at == expected
