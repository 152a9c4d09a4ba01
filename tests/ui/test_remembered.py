"""The officer's place as text: what is written is read, and nothing breaks on what is not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.domain.columns import COLUMNS
from cpo_tui.store.seen import Look
from cpo_tui.ui.remembered import (
    MOST_LOOKED,
    MOST_QUERIES,
    Layout,
    Remembered,
    look_text,
    marks_text,
    read_look,
    read_marks,
    read_remembered,
)
from cpo_tui.ui.widgets.columns import BY_ID


@given(st.sets(st.integers(1, 5000)), st.sampled_from([1, 3000, 10**12]))
def test_marks_come_back(marks: set[int], last: int) -> None:
    marks = {*marks, last}
    assert read_marks(marks_text([*marks])) == marks


def test_very_many_marks_come_back_and_take_little_room() -> None:
    marks = {one for one in range(1, 300_001) if one % 10 not in {3, 7}}
    text = marks_text([*marks])
    assert len(text) < 60_000
    assert read_marks(text) == marks
    assert read_marks(text[:-9]) != marks  # what is cut off is no reason to fail
    assert read_marks("bits:%%%") == set()


@given(st.text())
def test_what_is_no_state_is_no_state(text: str) -> None:
    kept = {"caseload": text}
    assert isinstance(read_remembered(kept), Remembered)
    assert isinstance(read_marks(text), set)
    assert isinstance(read_look(text, "alvarez", 7), Look)


def test_the_place_comes_back() -> None:
    here = Remembered("Late", "late", 7, 3, True, {"late": Layout("age:desc", "act_by demand:40")}, ["a", "b"])
    assert read_remembered({"caseload": here.as_text()}) == here


def test_a_layout_of_another_version_is_left_out() -> None:
    here = Remembered("Late", "late", layouts={"late": Layout("", "a_column_of_tomorrow")})
    assert read_remembered({"caseload": here.as_text()}).layouts == {"late": Layout()}


def test_questions_are_remembered_once_and_not_for_ever() -> None:
    here = Remembered()
    for number in (*range(MOST_QUERIES + 5), 10):
        here.note_query(f"age>{number}d")
    assert len(here.queries) == MOST_QUERIES
    assert here.queries[-1] == "age>10d"
    assert here.queries.count("age>10d") == 1


def test_of_very_many_looks_the_latest_are_kept() -> None:
    look = Look("alvarez", 5, {case: case for case in range(MOST_LOOKED + 10)})
    again = read_look(look_text(look), "alvarez", 0)
    assert again.since == 5
    assert len(again.cases) == MOST_LOOKED
    assert MOST_LOOKED + 9 in again.cases


def test_every_column_that_can_be_named_can_be_shown() -> None:
    assert set(BY_ID) == set(COLUMNS)
