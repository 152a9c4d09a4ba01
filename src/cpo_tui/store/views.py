"""The views of the store: those that the product ships with, with what the office has made of them.

A saved view of the same name stands for a shipped one; a saved one with the place 0 takes it away.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from cpo_tui.domain.views import SHIPPED, View, folded
from cpo_tui.store.connect import Connection

TAKEN_AWAY = 0
"""The place of a shipped view that the office does not want to see."""


class Saved(NamedTuple):
    """A row of the saved views."""

    id: int
    view: View
    place: int | None


def saved(connection: Connection) -> tuple[Saved, ...]:
    """The rows as they stand, in the order in which they were made."""
    rows = connection.execute('SELECT id, name, "query", sort, columns, place FROM saved_views ORDER BY id')
    return tuple(Saved(int(row[0]), View(row[1], row[2], row[3] or "", row[4] or ""), row[5]) for row in rows)


def views(connection: Connection) -> tuple[View, ...]:
    """Every view in the order of the line at the top: by its place, a saved one before a shipped one."""
    shipped = {folded(view.name): (place, view) for place, view in enumerate(SHIPPED, start=1)}
    placed: list[tuple[int, int, View]] = []
    for row in saved(connection):
        place, usual = shipped.pop(folded(row.view.name), (len(SHIPPED), row.view))
        if row.place != TAKEN_AWAY:
            placed.append((row.place or place, 0, replace(row.view, short=usual.short)))
    placed += [(place, 1, view) for place, view in shipped.values()]
    return tuple(view for _, _, view in sorted(placed, key=lambda one: one[:2]))
