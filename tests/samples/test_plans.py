"""Plans: numbers that are never given twice, and days in an order that can be."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import islice

import pytest

from cpo_tui.domain.cases import CUSTODY_STATUSES, DOCKETS, LIFECYCLES, STAGES, WAITING_ON
from cpo_tui.domain.numbers import read_a_number
from cpo_tui.errors import UsageError
from cpo_tui.samples.plans import MOST_CASES, plans
from cpo_tui.samples.scenarios import DECK, SCENARIOS

TODAY = date(2026, 3, 2)
MANY = list(plans(20_000, 5, TODAY))


def test_references_and_numbers_are_unique_and_references_ascend() -> None:
    references = [plan.reference for plan in MANY]
    assert references == sorted(set(references))
    assert len({plan.a_number for plan in MANY}) == len(MANY)


def test_numbers_are_of_the_invented_ranges_and_need_no_repair() -> None:
    numbers = [read_a_number(plan.a_number) for plan in MANY]
    assert not any(number.warnings for number in numbers)
    assert {number.digits[:2] for number in numbers} == {"99", "00"}
    assert Counter(number.digits[:4] == "0099" for number in numbers)[True] == pytest.approx(800, abs=150)


def test_a_caseload_is_begun_at_once_however_large() -> None:
    assert len(list(islice(plans(MOST_CASES, 1, TODAY), 3))) == 3


@pytest.mark.parametrize("cases", [-1, MOST_CASES + 1])
def test_a_number_of_cases_that_cannot_be_is_refused_at_once(cases: int) -> None:
    with pytest.raises(UsageError, match="cannot be made"):
        plans(cases, 1, TODAY)


def test_a_smaller_caseload_is_the_beginning_of_a_larger_one() -> None:
    assert list(plans(100, 5, TODAY)) == MANY[:100]


def test_days_are_in_order() -> None:
    today = TODAY.toordinal()
    for plan in MANY[:3_000]:
        assert plan.birth < plan.opened <= plan.anchor < today
        assert plan.opened <= plan.touched < today
        assert not plan.closed or plan.anchor <= plan.closed < today
        low, high = plan.scenario.ages
        assert low <= (plan.opened - plan.birth) / 365.25 < high + 1.01


def test_words_are_of_the_vocabulary() -> None:
    for scenario in SCENARIOS:
        assert scenario.stage in STAGES
        assert scenario.docket in DOCKETS
        assert scenario.custody in CUSTODY_STATUSES
        assert scenario.waiting_on in WAITING_ON
        assert scenario.lifecycle in LIFECYCLES
        assert bool(scenario.closure) == (scenario.lifecycle in {"closed", "transferred"})


def test_the_mix_is_that_of_the_deck() -> None:
    rounds = len(MANY) // len(DECK)
    met = Counter(plan.scenario.name for plan in MANY[: rounds * len(DECK)])
    assert met == {scenario.name: scenario.cards * rounds for scenario in SCENARIOS}
    officers = Counter(plan.officer.login for plan in MANY)
    assert officers["alvarez"] / len(MANY) == pytest.approx(0.6, abs=0.03)
    assert set(officers) == {"alvarez", "okafor", "lindqvist", "tran", ""}
