"""What a verification can find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as the record says."""

    kind: str
    """page · reference · chain · import · row_altered · row_added · row_deleted · seal · search · derived · blob · head"""
    where: str
    message: str


def missing(kind: str, name: str, first: int, last: int) -> Iterator[Problem]:
    """That nothing is there from one number to another; one problem, however many they are; none where `first` comes after."""
    if first == last:
        yield Problem(kind, f"{name} {first}", "is missing")
    elif first < last:
        yield Problem(kind, f"{name}s {first} to {last}", "are missing")
