"""Views as text: what is written is read, and what cannot be read says where and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.domain.columns import COLUMNS, Chosen, parse_columns, write_columns
from cpo_tui.domain.query.ordering import AGES, BARRED, ORDERS, Order, parse_order
from cpo_tui.domain.views import KEYS, SHIPPED, View, checked, find_view, read_views, view_line
from cpo_tui.errors import UsageError

names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).filter(
    lambda text: text.isprintable() and " ".join(text.split()) == text
)
chosen = st.lists(st.sampled_from(list(COLUMNS)), unique=True, max_size=6).flatmap(
    lambda ids: st.tuples(*(st.builds(Chosen, st.just(one), st.sampled_from([0, 3, 40, 120])) for one in ids))
)


@given(names, st.text(st.characters(codec="utf-8"), max_size=40), st.sampled_from([*ORDERS, *AGES]), chosen)
def test_a_shared_line_brings_the_view_back(name: str, words: str, order: str, columns: tuple[Chosen, ...]) -> None:
    query = " ".join(words.replace('"', " ").split())
    view = View(name, f'"{query}"' if query else "", str(parse_order(order)), write_columns(columns))
    line = view_line(checked(view))
    assert line.isprintable()
    assert read_views(f"# shared\n\n{line}\n") == (checked(view),)


def test_every_shipped_view_can_be_shared_and_ten_have_a_key() -> None:
    assert len(SHIPPED) >= len(KEYS) == 10
    for view in SHIPPED:
        (back,) = read_views(view_line(view))
        assert (back.name, back.query, back.order) == (view.name, view.query, view.order)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no view in this text"),
        ("hello", "Line 1 is not a view"),
        ('view = {name = "A"}', "needs a name and a query"),
        ('view = {name = "A", query = "late", colour = "red"}', "'colour' is not a part"),
        ('view = {name = "A", query = 3}', "'query' is not a part"),
        ('view = {name = " ", query = ""}', "needs a name"),
        ('view = {name = "A\\u001b", query = ""}', "can be printed"),
        ('view = {name = "A", query = "laet:yes"}', "Line 1"),
        ('view = {name = "A", query = "", sort = "nationality"}', "never ordered by nationality"),
        ('view = {name = "A", query = "", columns = "act_by nmae"}', "no column 'nmae'"),
        ('view = {name = "A", query = "", columns = "act_by:9999"}', "no width"),
        ('view = {name = "A", query = "late"}\nview = {', "Line 2"),
        ("x" * 5000, "longer than"),
    ],
)
def test_what_cannot_be_read_says_where(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_views(text)
    assert said in caught.value.message


def test_a_view_is_found_by_any_of_its_names() -> None:
    assert find_view(SHIPPED, "MY DAY").name == "My day"
    assert find_view(SHIPPED, "due process").name == "Due-process clocks"
    with pytest.raises(UsageError, match="no view") as caught:
        find_view(SHIPPED, "lat")
    assert "late" in caught.value.hint


@given(chosen)
def test_columns_are_written_and_read(columns: tuple[Chosen, ...]) -> None:
    assert parse_columns(write_columns(columns)) == columns


def test_no_column_orders_people_by_what_they_are() -> None:
    for fact in COLUMNS.values():
        assert fact.order == "" or fact.order in ORDERS
        assert fact.order not in BARRED


def test_the_oldest_come_first_when_ages_fall() -> None:
    assert parse_order("age:desc") == Order("opened")
    assert parse_order("untouched") == Order("touched", descending=True)
