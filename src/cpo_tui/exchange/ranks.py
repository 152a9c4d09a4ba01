"""Which of several rows of one case is the latest: a number that grows with the day or moment that its profile names."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence

from cpo_tui.exchange.columns import Column
from cpo_tui.exchange.mapping import Plan
from cpo_tui.exchange.profiles import Profile
from cpo_tui.exchange.values import Rule, Stored, reader

NEVER = 0
"""The rank of a row without a day."""


def rank_of(value: Stored) -> int:
    """A stored day or moment as a number of twelve digits, to the minute; `NEVER` for nothing."""
    text = str(value or "")
    day, clock = text[:10].replace("-", ""), text[11:16].replace(":", "")
    return int(day + (clock if len(clock) == 4 else "0000")) if len(day) == 8 and day.isdecimal() else NEVER  # noqa: PLR2004 - digits of a day and of a time


def rank_maker(plan: Plan, columns: Mapping[str, Column]) -> Callable[[Sequence[str]], int] | None:
    """The function from a row's cells to its rank; None where the profile names no column for it, or none is there."""
    names = plan.profile.latest if plan.profile is not None else ()
    found = [columns[name] for name in names if name in columns]
    if not found:
        return None

    def rank(row: Sequence[str]) -> int:
        return next((at for column in found if (at := rank_of(column.value(row[column.index])))), NEVER)

    return rank


def kept_rank(profile: Profile, texts: Iterable[str]) -> int:
    """The rank of the latest of the rows that were kept beside a case (JSON each), whatever the release called its columns."""
    ways = [
        (column, reader(Rule(column.name, "moment", column.formats)))
        for name in profile.latest
        if (column := profile.column(name)) is not None
    ]
    best = NEVER
    for text in texts:
        cells = json.loads(text)
        for column, read in ways:
            cell = next((cells[name] for name in column.names if name in cells), "")
            at = rank_of(read(cell).value) if cell else NEVER
            if at:
                best = max(best, at)
                break
    return best


class Ranks:
    """The rank of the row that says how each case stands, by the id of the case: eight bytes a case."""

    def __init__(self) -> None:
        from array import array

        self._ranks = array("q")

    def of(self, row_id: int) -> int | None:
        """The rank so far; None for a case that was not met."""
        return (self._ranks[row_id] - 1 if self._ranks[row_id] else None) if row_id < len(self._ranks) else None

    def set(self, row_id: int, rank: int) -> None:
        """Remember a rank."""
        if row_id >= len(self._ranks):
            self._ranks.frombytes(bytes(8 * max(4096, row_id + 1 - len(self._ranks), len(self._ranks) // 2)))
        self._ranks[row_id] = rank + 1
