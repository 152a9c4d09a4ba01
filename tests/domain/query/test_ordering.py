"""The orders of a list, and what must never order one."""

from __future__ import annotations

import pytest

from cpo_tui.domain.filters import FIELDS, is_about_work, parse
from cpo_tui.domain.query.ordering import BARRED, ORDERS, Order, parse_order
from cpo_tui.errors import UsageError


def test_orders_are_read_and_written() -> None:
    assert parse_order("due:desc") == Order("due", descending=True)
    assert parse_order("Act-By") == Order("act")
    for name in ORDERS:
        assert parse_order(str(Order(name, descending=True))) == Order(name, descending=True)


@pytest.mark.parametrize(
    "name", ["nationality", "language", "sex", "birth_date", "race", "religion:desc", "interpreter"]
)
def test_people_are_never_ordered_by_who_they_are(name: str) -> None:
    with pytest.raises(UsageError, match="never ordered"):
        parse_order(name)


def test_no_barred_attribute_is_an_order_though_it_may_be_a_filter() -> None:
    assert BARRED.isdisjoint(ORDERS)
    assert {"nationality", "language"} <= set(FIELDS)


@pytest.mark.parametrize(("text", "hint"), [("refrence", "reference"), ("due:down", "due:asc"), ("xyzzy", "One of")])
def test_errors_name_the_nearest(text: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_order(text)
    assert hint in caught.value.hint


@pytest.mark.parametrize("query", ["", "late", "officer:me due<7d", "-stage:intake", "custody:detained or has:inquiry"])
def test_tests_of_fields_are_about_work(query: str) -> None:
    assert is_about_work(parse(query))


@pytest.mark.parametrize(
    "query",
    ["garcia", "name:garcia", "a:212345678", "lifecycle:closed", "closed<30d", "stage:closed", "batch:7", "changed:today", "late or garcia"],
)  # fmt: skip
def test_words_and_what_is_closed_are_about_every_case(query: str) -> None:
    assert not is_about_work(parse(query))
