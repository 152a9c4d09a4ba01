"""How fast dates are computed. Run by hand: `pytest -n 0 -m benchmark tests/benchmarks/test_rules.py -s`."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest

from cpo_tui.domain.facts import Event
from cpo_tui.rules.calendars import CalendarException
from cpo_tui.rules.clocks import Clock, reckon
from cpo_tui.rules.compare import CaseInput, compare
from cpo_tui.rules.evaluate import deadlines_of
from cpo_tui.rules.pack import PACK_FOLDER, Pack, load

pytestmark = pytest.mark.benchmark
ZONE = ZoneInfo("America/New_York")
KINDS = (
    "custody_book_in", "nta_served", "order_admin_final", "foia_received", "custody_determination_made",
    "g28_received", "inquiry_received", "asylum_filed_complete", "ij_decision",
)  # fmt: skip


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(PACK_FOLDER / "us-ice-ero.toml")


@pytest.fixture(scope="module")
def cases() -> list[CaseInput]:
    """Ten thousand invented cases with one to four events each."""
    dice = random.Random(7)
    found = []
    for number in range(10_000):
        day = date(2026, 1, 1) + timedelta(days=dice.randrange(200))
        kinds = dice.sample(KINDS, dice.randrange(1, 5))
        events = tuple(Event(at, kind, day + timedelta(days=dice.randrange(60))) for at, kind in enumerate(kinds))
        fields = {
            "custody_status": dice.choice(["detained", "released"]),
            "birth_date": date(1990, 1, 1) + timedelta(days=dice.randrange(9000)),
            "lifecycle": "open",
        }
        found.append(CaseInput(str(number), fields, events))
    return found


def test_dates_without_steps(pack: Pack) -> None:
    dice = random.Random(7)
    rules = [rule for rule in pack.rules if rule.offset is not None and rule.offset.amount is not None]
    clocks = []
    for rule in dice.choices(rules, k=20_000):
        assert rule.offset is not None
        start = date(2026, 1, 1) + timedelta(days=dice.randrange(365))
        clocks.append(Clock(rule, start, rule.offset.amount or 0, rule.offset.unit))
    calendars = {rule.id: pack.calendars.get(rule.count.calendar) for rule in rules}
    begun = perf_counter()
    for clock in clocks:
        reckon(clock, calendars[clock.rule.id], ZONE)
    rate = len(clocks) / (perf_counter() - begun)
    print(f"\n{rate:,.0f} dates a second")
    assert rate >= 20_000


def test_deadlines_of_cases(pack: Pack, cases: list[CaseInput]) -> None:
    begun = perf_counter()
    count = sum(len(deadlines_of(pack, case.fields, case.events, zone=ZONE)) for case in cases)
    spent = perf_counter() - begun
    print(f"\n{len(cases) / spent:,.0f} cases a second, {count / spent:,.0f} deadlines a second")
    assert count > len(cases)


@pytest.mark.parametrize("change", ["one rule", "one holiday"])
def test_what_if_over_ten_thousand_cases(pack: Pack, cases: list[CaseInput], change: str) -> None:
    if change == "one rule":
        rule = pack.rule("us-foia-20bd")
        assert rule.offset is not None
        longer = replace(rule, offset=replace(rule.offset, amount=25))
        new = replace(pack, rules=tuple(longer if one.id == rule.id else one for one in pack.rules))
    else:
        holiday = CalendarException("us_federal", date(2026, 3, 11), "Closed by order")
        new = replace(pack, exceptions=(*pack.exceptions, holiday))
    begun = perf_counter()
    found = compare(pack, new, cases, zone=ZONE)
    spent = perf_counter() - begun
    print(f"\n{change}: {spent:.2f} s, {len(found.moved)} would move")
    assert found.moved
    assert spent <= 3
