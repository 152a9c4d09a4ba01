"""One matter by many doors is suggested, and different matters are not: measured on labelled pairs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from cpo_tui.domain.clusters import Asked, folded, names_in, suggest, suggested_among


def _asked(number: int, text: str) -> Asked:
    day, channel, enquirer, case_ids, names, subject, question = text.split("|")
    ids = frozenset(int(one) for one in case_ids.split(",") if one)
    words = frozenset(folded(names).split())
    return Asked(
        number, f"2026-{number:04d}", date(2026, 3, int(day)), channel, enquirer, subject, question, ids, words
    )


PAIRS = [
    (label == "yes", _asked(1, first), _asked(2, second))
    for label, first, second in (
        line.split("\t") for line in (Path(__file__).parent / "clusters.tsv").read_text(encoding="utf-8").splitlines()
    )
]
"""Made for this test: whether two inquiries ask the same, and what was asked."""


def test_precision_and_recall_on_the_labelled_pairs() -> None:
    assert len(PAIRS) >= 40
    right = wrong = missed = 0
    mistakes = []
    for same, one, other in PAIRS:
        found = bool(suggest(one, [other]))
        assert found == bool(suggest(other, [one])), "who asks first must not matter"
        right += same and found
        wrong += found and not same
        missed += same and not found
        if found != same:
            mistakes.append((one.question, other.question, same))
    assert right / (right + wrong) >= 0.95, mistakes
    assert right / (right + missed) >= 0.9, mistakes


def test_a_suggestion_says_why() -> None:
    one = _asked(1, "2|email|Jesús Ortiz|1|Ana Pérez|bond|How much is the bond?")
    other = _asked(2, "3|phone|Luis Pérez|1|Ana Pérez|bond|How is the bond paid?")
    assert [(found.inquiry, found.why) for found in suggest(one, [other])] == [
        ("2026-0002", "the same case; both about bond; by phone")
    ]


def test_what_is_joined_already_is_not_suggested_again() -> None:
    _, one, other = PAIRS[0]
    assert suggest(one, [other])
    assert suggest(replace(one, cluster="K1"), [replace(other, cluster="K1")]) == ()
    assert suggest(one, [one]) == ()


def test_names_are_runs_of_capital_letters() -> None:
    assert names_in("Where is Ana Pérez de la Cruz held? Please call me.") == {"ana", "perez", "cruz"}
    assert names_in("where is she") == frozenset()


def test_all_that_have_another_beside_them_are_those_for_which_one_is_suggested() -> None:
    for _, one, other in PAIRS:
        found = suggested_among([one, other])
        assert found == (frozenset({1, 2}) if suggest(one, [other]) else frozenset())
    every = [replace(each, id=number) for number, each in enumerate(each for _, *pair in PAIRS for each in pair)]
    assert suggested_among(every) == {one.id for one in every if suggest(one, every)}
    assert suggested_among([]) == frozenset()
