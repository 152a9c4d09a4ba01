"""Promises are found in what officers write, and what is nobody's promise is let be: measured on labelled lines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.domain.promises import find_promises

TODAY = date(2026, 3, 2)  # a Monday
LABELLED = [
    (None if label == "-" else date.fromisoformat(label), text)
    for label, text in (
        line.split("\t", 1)
        for line in (Path(__file__).parent / "promises.tsv").read_text(encoding="utf-8").splitlines()
    )
]
"""Made for this test: the day that is promised, or None, and what an officer wrote on that Monday."""


def test_precision_and_recall_on_the_labelled_lines() -> None:
    assert len(LABELLED) >= 120
    right = wrong = missed = 0
    mistakes = []
    for due, text in LABELLED:
        found = [one.due_on for one in find_promises(text, TODAY)]
        right += due is not None and found == [due]
        wrong += bool(found) and found != [due]
        missed += due is not None and found != [due]
        if found != ([due] if due else []):
            mistakes.append((text, due, found))
    assert right / (right + wrong) >= 0.97, mistakes
    assert right / (right + missed) >= 0.93, mistakes


def test_each_sentence_is_a_promise_of_its_own() -> None:
    found = find_promises("Will call back Tuesday. Hearing is on Friday. Le llamo el jueves.", TODAY)
    assert [(one.words, one.due_on) for one in found] == [
        ("Will call back Tuesday", date(2026, 3, 3)),
        ("Le llamo el jueves", date(2026, 3, 5)),
    ]


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 3, 2), date(2026, 3, 3)),
        (date(2026, 3, 3), date(2026, 3, 10)),
        (date(2026, 3, 7), date(2026, 3, 10)),
    ],
)
def test_a_weekday_is_the_next_one_and_never_today(today: date, due: date) -> None:
    assert [one.due_on for one in find_promises("Will call back Tuesday", today)] == [due]


def test_a_day_that_does_not_exist_is_no_day() -> None:
    assert find_promises("I will send it by February 30.", TODAY) == ()
    assert find_promises("I will send it on 2026-13-45.", TODAY) == ()


@given(st.text(max_size=400))
def test_no_text_makes_it_fail_and_no_promise_lies_behind(text: str) -> None:
    assert all(one.due_on >= TODAY for one in find_promises(text, TODAY))


def test_a_pasted_file_costs_little() -> None:
    assert len(find_promises("will call back tuesday about the man and " * 5000, TODAY)) <= 1
