"""The chase ladder."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.rules.chases import Chase, next_chase
from cpo_tui.rules.document_pack import Supplier

CONSULATE = Supplier("consulate", "the consulate", timedelta(days=30), timedelta(days=14), 2, "headquarters")
ASKED = date(2026, 1, 30)


def test_the_first_chase_is_counted_from_the_request() -> None:
    # 30 January + 30: one day of January and 28 of February are left
    assert next_chase(CONSULATE, ASKED) == Chase(date(2026, 3, 1), 1)


def test_each_later_one_is_counted_from_the_last() -> None:
    assert next_chase(CONSULATE, ASKED, [date(2026, 3, 4)]) == Chase(date(2026, 3, 18), 2)


def test_after_two_chases_it_goes_up() -> None:
    assert next_chase(CONSULATE, ASKED, [date(2026, 3, 4), date(2026, 3, 18)]) == Chase(
        date(2026, 4, 1), 3, "headquarters"
    )


def test_a_chase_before_a_new_request_counts_from_the_request() -> None:
    assert next_chase(CONSULATE, date(2026, 3, 10), [date(2026, 3, 4)]).on == date(2026, 3, 24)


@given(st.lists(st.dates(date(2026, 2, 1), date(2026, 12, 31)), max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_chases_never_matters(chased: list[date], chance: object) -> None:
    assert next_chase(CONSULATE, ASKED, chased) == next_chase(CONSULATE, ASKED, reversed(chased))
    assert next_chase(CONSULATE, ASKED, chased).on > max([ASKED, *chased])
