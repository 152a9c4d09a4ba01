"""Pages over ids: what is looked at is fetched once, and what changed is fetched anew."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from tests.ui.conftest import pages_of, row_of

from cpo_tui.domain.cases import CaseRow
from cpo_tui.ui.reads.pages import KEPT, PAGE, CasePages


def test_a_page_is_fetched_once() -> None:
    pages = pages_of([row_of(number) for number in range(1, 1001)])
    for place in range(PAGE):
        row = pages.row_at(place)
        assert row is not None
        assert row.id == place + 1
    assert pages.fetched == 1
    assert pages.row_at(999) is not None
    assert pages.fetched == 2


def test_only_so_many_pages_are_held() -> None:
    asked: list[int] = []

    def fetch(ids: Sequence[int]) -> dict[int, CaseRow]:
        asked.append(ids[0])
        return {one: row_of(one) for one in ids}

    pages = CasePages(array("q", range(1, PAGE * (KEPT + 10) + 1)), fetch)
    for place in range(0, len(pages), PAGE):
        pages.row_at(place)
    assert len(asked) == KEPT + 10
    pages.row_at(len(pages) - 1)
    assert len(asked) == KEPT + 10
    pages.row_at(0)
    assert len(asked) == KEPT + 11


def test_changed_cases_are_fetched_anew_and_their_neighbours_stay() -> None:
    rows = {number: row_of(number) for number in range(1, 201)}
    pages = CasePages(array("q", rows), lambda ids: {one: rows[one] for one in ids if one in rows})
    pages.row_at(0)
    pages.row_at(100)
    rows[1] = row_of(1, demand="Another thing")
    before = pages.fetched
    pages.forget([1])
    first = pages.row_at(0)
    assert first is not None
    assert first.demand == "Another thing"
    pages.row_at(100)
    assert pages.fetched == before + 1
    del rows[1]
    pages.forget()
    assert pages.row_at(0) is None


def test_of_a_page_only_what_has_changed_is_fetched() -> None:
    asked: list[list[int]] = []

    def fetch(ids: Sequence[int]) -> dict[int, CaseRow]:
        asked.append(list(ids))
        return {one: row_of(one) for one in ids if one != 7 or len(asked) == 1}

    pages = CasePages(array("q", range(1, 1001)), fetch)
    pages.row_at(0)
    pages.forget([9, 7, 900])
    pages.forget([3])
    assert pages.row_at(6) is None, "it is gone from the store"
    assert [pages.row_at(place) is not None for place in (2, 7, 8)] == [True, True, True]
    assert asked[1:] == [[3, 7, 9]]


def test_places_are_found_by_id() -> None:
    pages = pages_of([row_of(number) for number in (5, 3, 9)])
    assert pages.place_of(9) == 2
    assert pages.place_of(4) is None
    assert [pages.id_at(place) for place in range(len(pages))] == [5, 3, 9]
