"""What is settled about a case before its story is told: the person, the scenario, and the days that matter.

A plan is all that `cases.csv` needs, so that a million rows of it can be written without a single event being told.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from cpo_tui.errors import UsageError
from cpo_tui.samples.days import working_day, working_day_back
from cpo_tui.samples.dice import Dice, dealt
from cpo_tui.samples.people import Person, invent
from cpo_tui.samples.places import CASELOADS, COUNSEL, COURTS, PLACES, Officer
from cpo_tui.samples.scenarios import DECK, Scenario

MOST_CASES = 9_000_000
"""More would run out of invented A-numbers."""

_FIRST_A_NUMBER = 990_000_000
_STRIDE = 5_718_211
_FIRST_OLD_A_NUMBER = 9_900_000
_OLD_FORMS = 100_000
_OLD_STRIDE = 61_803
# The strides have no factor in common with the size of their range: numbers look unordered and none comes twice.
_FIRST_SERIAL = 20_400_000
_HEARING_MINUTES = (8 * 60 + 30, 9 * 60, 10 * 60 + 30, 13 * 60, 14 * 60 + 30)
_A_YEAR = 364


class Plan(NamedTuple):
    """One case in outline; days are ordinals, and 0 where there is none."""

    reference: str
    a_number: str
    person: Person
    birth: int
    scenario: Scenario
    officer: Officer
    facility: str
    opened: int
    anchor: int
    """The day of the event that defines the scenario."""
    hearing: int
    hearing_minute: int
    court: str
    touched: int
    closed: int
    counsel: str
    notes: str


def plans(cases: int, seed: int, today: date) -> Iterator[Plan]:
    """So many plans, in the order of their references; raises `UsageError` for a number that cannot be."""
    if not 0 <= cases <= MOST_CASES:
        raise UsageError(f"A sample of {cases:,} cases cannot be made.", hint=f"Ask for 0 to {MOST_CASES:,} cases.")
    return _plans(cases, seed, today.toordinal())


def _plans(cases: int, seed: int, today: int) -> Iterator[Plan]:
    dice = Dice(2 * seed)
    cards = dealt(dice, DECK)
    serial = _FIRST_SERIAL
    for index in range(cases):
        serial += 1 + dice.below(6)
        yield _plan(dice, next(cards), f"ERO-{serial}", _a_number(dice, index), today)


def _plan(dice: Dice, scenario: Scenario, reference: str, a_number: str, today: int) -> Plan:
    between = dice.between
    anchor = today - between(*scenario.anchor)
    if scenario.on_working_day:
        anchor = working_day_back(anchor)
    opened = anchor - between(*scenario.before)
    touched = max(working_day_back(today - between(*scenario.touched)), opened)
    age = between(*scenario.ages) * 1461 // 4 + 1 + dice.below(_A_YEAR)
    return Plan(
        reference,
        a_number,
        invent(dice),
        opened - age,
        scenario,
        dice.pick(CASELOADS),
        dice.pick(PLACES[scenario.place]),
        opened,
        anchor,
        _hearing(dice, scenario, today),
        dice.pick(_HEARING_MINUTES),
        dice.pick(COURTS),
        touched,
        max(touched, anchor) if scenario.closure else 0,
        dice.pick(COUNSEL) if dice.chance(scenario.counsel) else "",
        dice.pick(scenario.notes) if scenario.notes and dice.chance(72) else "",
    )


def _a_number(dice: Dice, index: int) -> str:
    """An A-number out of a range that is not in use; a few are old ones of seven digits, padded to nine."""
    if index < _OLD_FORMS and dice.chance(4):
        return f"A{_FIRST_OLD_A_NUMBER + index * _OLD_STRIDE % _OLD_FORMS:09}"
    return f"A{_FIRST_A_NUMBER + index * _STRIDE % MOST_CASES:09}"


def _hearing(dice: Dice, scenario: Scenario, today: int) -> int:
    """The day of the next hearing, on a day on which courts sit; 0 where none is set."""
    if scenario.hearing is None:
        return 0
    ahead = dice.between(*scenario.hearing)
    return working_day(today + ahead) if ahead >= 0 else working_day_back(today + ahead)
