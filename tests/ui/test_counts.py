"""Counts stand in columns at every width, the number before its word, and nothing runs over the edge."""

from __future__ import annotations

import re

import pytest

from cpo_tui.ui.entries.counts import Counts, counts
from cpo_tui.ui.widgets.cells import width_of
from cpo_tui.ui.widgets.entry_list import Entry

FIGURES = ("met", "met_late", "open_late", "open_in_time")
ROWS = [
    Counts(name, {**dict(zip(FIGURES, values, strict=True)), "queries": {"met": "m", "open_late": "o"}}, note)
    for name, values, note in (
        ("due process", (1201, 0, 2, 98), ""),
        ("us-warrantless-arrest-custody-decision-48h", (7, 31, 0, 0), "median 12 d"),
        ("a \x1b[31m name", (0, 0, 0, None), ""),
        ("監護権の審査", (1, 1, 1, 1), ""),
    )
]


def lines(entry: Entry) -> list[str]:
    return ["".join(words for words, _ in left) for left, _ in entry.rows]


def places(entry: Entry) -> list[tuple[str, int, int]]:
    """Each word of a figure with its line and the cell in which it begins."""
    return [
        (found[0], number, width_of(line[: found.start()]))
        for number, line in enumerate(lines(entry))
        for found in re.finditer(r"\b(met late|open late|open in time|met)(?=  |$)", line)
    ]


@pytest.mark.parametrize("width", [200, 118, 80, 78, 60, 40, 30])
def test_every_figure_stands_in_its_column(width: int) -> None:
    made = counts(ROWS, FIGURES, width)
    assert len({tuple(places(one)) for one in made}) == 1
    assert len(places(made[0])) == len(FIGURES)
    for one in made:
        for left, right in one.rows:
            assert sum(width_of(words) for words, _ in [*left, *right]) <= width
        assert "\x1b" not in "".join(lines(one))


def test_the_number_comes_first_and_none_is_a_point() -> None:
    first, second, third, _ = counts(ROWS, FIGURES, 120)
    assert "1,201 met  " in lines(first)[0]
    assert " · met late" in lines(first)[0]
    assert " – open in time" in lines(third)[0]
    assert ("31", "late") in [(words.strip(), role) for words, role in second.rows[0][0]]


def test_figures_that_open_something_are_the_key() -> None:
    first, second, third, _ = counts(ROWS, FIGURES, 40)
    assert first.key == (("met", "1,201", "m"), ("open late", "2", "o"))
    assert second.key == (("met", "7", "m"),)
    assert third.key == ("nothing",)
    assert counts([], FIGURES, 80) == []


def test_where_there_is_room_a_row_is_a_line() -> None:
    assert [len(one.rows) for one in counts(ROWS, FIGURES, 118)] == [1, 1, 1, 1]
    assert {len(one.rows) for one in counts(ROWS, FIGURES, 40)} == {3}  # the name, and two figures a line
