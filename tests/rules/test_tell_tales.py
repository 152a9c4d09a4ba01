"""What the words of an answer give away: protected matters by their words, and the facts of the case themselves."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.rules.disclosure_pack import disclosure_pack
from cpo_tui.rules.tell_tales import CaseFacts, facts_told, told_unawares

ZONE = ZoneInfo("America/New_York")
FACTS = CaseFacts("ERO-20400129", "212345678", "Tacoma NWIPC", datetime.fromisoformat("2026-04-10T01:30+00:00"))
PLACE, HEARING, NUMBER, REFERENCE = (
    "the place of custody", "the date of the next hearing", "the A-number", "the reference of the case",
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("We will look into it.", set()),
        ("She is held at the Tacoma NWIPC.", {PLACE}),
        ("she is at TACÓMA-free tacoma nwipc, unit 4", {PLACE}),
        ("Tacoma is a city.", set()),
        ("The hearing is on April 9 at 9:30.", {HEARING}),
        ("La audiencia es el 9 de abril.", {HEARING}),
        ("2026-04-09", {HEARING}),
        ("04/09/2026", {HEARING}),
        ("9 Apr", {HEARING}),
        ("April 10", set()),
        ("Her number is A212345678.", {NUMBER}),
        ("A 212 345 678", {NUMBER}),
        ("file 212345678, ERO-20400129", {NUMBER, REFERENCE}),
        ("2123456789", set()),
    ],
)
def test_facts_of_the_case_are_seen_in_an_answer(words: str, found: set[str]) -> None:
    assert set(facts_told(FACTS, words, zone=ZONE)) == found


def test_a_number_that_the_enquirer_wrote_is_no_news_but_a_place_is() -> None:
    asked = "Is A212345678 held at Tacoma NWIPC?"
    assert set(facts_told(FACTS, "A212345678 is at Tacoma NWIPC.", asked=asked, zone=ZONE)) == {PLACE}


def test_a_case_without_facts_gives_nothing_away() -> None:
    assert facts_told(CaseFacts(), "Tacoma, April 9, A212345678", zone=ZONE) == {}
    assert facts_told(CaseFacts(facility="LA"), "la persona", zone=ZONE) == {}
    assert set(facts_told(CaseFacts(next_hearing_at=date(2026, 5, 1)), "May 1", zone=ZONE)) == {HEARING}


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_text_makes_it_fail(words: str, fact: str) -> None:
    facts_told(CaseFacts(fact, fact, fact), words, zone=ZONE)
    assert told_unawares(disclosure_pack(), words, list(disclosure_pack().categories)) == ()


@pytest.mark.parametrize("rules", ["us-ice-ero", "uk-home-office"])
def test_each_word_of_a_protected_matter_gives_it_away(rules: str) -> None:
    pack = disclosure_pack(rules)
    for category in pack.categories.values():
        for word in category.words:
            assert category in told_unawares(pack, f"It is about {word.upper()}, as we said.", ())
            assert category not in told_unawares(pack, word, (category.id,))
