"""Some rows by their ids, as the end of a condition: a stretch where the ids have no gap, else a list.

A stretch asks an index once, and an empty table not at all; a list asks it for each id. Whoever walks all cases in the
order of their ids has stretches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cpo_tui.store.changes import canonical


@dataclass(frozen=True, slots=True)
class Chosen:
    """A condition on a column of ids: `f"… WHERE case_id {chosen.sql}"` with `chosen.values`."""

    sql: str
    values: tuple[int, int] | tuple[str]


def chosen(ids: Sequence[int]) -> Chosen:
    """The condition for ids in ascending order, each of them once; in another order they are a list."""
    if ids and ids[-1] - ids[0] == len(ids) - 1 and all(map(int.__lt__, ids, ids[1:])):
        return Chosen("BETWEEN ? AND ?", (ids[0], ids[-1]))
    return Chosen("IN (SELECT value FROM json_each(?))", (canonical(list(ids)).decode(),))
