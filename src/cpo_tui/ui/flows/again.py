"""What `.` does: the last verb once more, on the cases that are marked now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Again:
    """The last thing that was done in this run with cases, with the words that it was done with."""

    do: Callable[[Sequence[int]], Awaitable[object]]
    over_list: bool = False
    """Whether without marks it is about the whole list, not about the case under the cursor."""
