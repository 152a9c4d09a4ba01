"""Where a person was, from what happened: stretches of days, each in one custody and at one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Stay:
    """A stretch of days in one custody, both days inclusive; `last` is None while it goes on."""

    first: date
    last: date | None
    custody: str
    words: str

    def days(self, today: date) -> int:
        """How many days it took or has taken; the first day counts."""
        return max(1, ((self.last or today) - self.first).days + 1)


@dataclass(frozen=True, slots=True)
class Step:
    """One event that says in which custody the person is from that day on, or only where; `words` say the place."""

    day: date
    custody: str | None
    words: str


def stays(steps: Iterable[Step]) -> tuple[Stay, ...]:
    """The stretches that steps, in the order in which they happened, lead to.

    A step into the custody that is already there begins no new stretch, unless it says that the place is another one
    (a step without a custody of its own). Of several steps of one day the last one holds.
    """
    found: list[Stay] = []
    for step in steps:
        before = found[-1] if found else None
        custody = step.custody or (before.custody if before is not None else "detained")
        if before is not None and before.custody == custody and step.custody is not None:
            continue
        if before is not None and before.first == step.day:
            found.pop()
            if found and found[-1].custody == custody and step.custody is not None:
                found[-1] = Stay(found[-1].first, None, custody, found[-1].words)
                continue
        elif before is not None:
            found[-1] = Stay(before.first, date.fromordinal(step.day.toordinal() - 1), before.custody, before.words)
        found.append(Stay(step.day, None, custody, step.words))
    return tuple(found)
