"""Chance that comes out the same everywhere: one seed, one sequence, in every version of Python.

Only `getrandbits` of the Mersenne Twister is used. The convenient methods of `random.Random` have changed what they
draw between versions of Python; the bits have not.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A reproducible source of choices."""

    __slots__ = ("_bits",)

    def __init__(self, seed: int) -> None:
        self._bits = random.Random(seed).getrandbits  # noqa: S311 - invented people, not secrets

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit` - 1."""
        return (self._bits(32) * limit) >> 32

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + ((self._bits(32) * (high - low + 1)) >> 32)

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[(self._bits(32) * len(choices)) >> 32]

    def chance(self, percent: int) -> bool:
        """True in `percent` of a hundred cases."""
        return (self._bits(32) * 100) >> 32 < percent

    def hex(self, digits: int) -> str:
        """A word of so many hexadecimal digits."""
        return f"{self._bits(4 * digits):0{digits}x}"


def weighted(pairs: Iterable[tuple[T, int]]) -> tuple[T, ...]:
    """Each choice as often as its weight says, so that `Dice.pick` meets it that often."""
    return tuple(choice for choice, weight in pairs for _ in range(weight))


def dealt(dice: Dice, deck: Sequence[T]) -> Iterator[T]:
    """The cards of a deck without end: shuffled, dealt out whole, shuffled again.

    Dealing instead of drawing keeps the mix of a small sample as it is in a large one.
    """
    while True:
        cards = list(deck)
        for place in range(len(cards) - 1, 0, -1):
            other = dice.below(place + 1)
            cards[place], cards[other] = cards[other], cards[place]
        yield from cards
