"""Chance is the same everywhere, and a deck is dealt out whole."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.samples.dice import Dice, dealt, weighted


def test_a_seed_gives_the_same_sequence_in_every_version() -> None:
    # Other numbers here would mean other people in every sample that anybody has made.
    dice = Dice(1)
    assert [dice.below(1 << 32) for _ in range(4)] == [577090037, 2444712010, 3639700191, 3445702192]


@given(st.integers(0, 2**40), st.integers(-50, 50), st.integers(0, 100))
def test_between_stays_between(seed: int, low: int, span: int) -> None:
    dice = Dice(seed)
    assert all(low <= dice.between(low, low + span) <= low + span for _ in range(20))


@given(st.integers(0, 2**40), st.integers(1, 30))
def test_every_round_of_a_deck_has_every_card_once(seed: int, size: int) -> None:
    cards = list(islice(dealt(Dice(seed), range(size)), 3 * size))
    assert Counter(cards) == dict.fromkeys(range(size), 3)
    assert all(sorted(cards[place : place + size]) == list(range(size)) for place in (0, size, 2 * size))


def test_weights_are_kept() -> None:
    assert Counter(weighted((("a", 3), ("b", 1)))) == {"a": 3, "b": 1}


def test_a_chance_comes_about_as_often_as_it_says() -> None:
    dice = Dice(5)
    assert 2_700 < sum(dice.chance(30) for _ in range(10_000)) < 3_300
    assert not any(dice.chance(0) for _ in range(100))
    assert all(dice.chance(100) for _ in range(100))
