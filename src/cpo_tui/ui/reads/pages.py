"""The rows of a list as pages over its ids: what is seen is fetched, and nothing else is held."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from cpo_tui.domain.cases import CaseRow

T = TypeVar("T")

PAGE = 64
KEPT = 64
"""Pages held at once: some four thousand rows, whatever the length of the list."""


class Pages(Generic[T]):
    """An order of ids, taken once, with the rows of the pages that were last looked at.

    The order does not move while it is worked on. `ids` is an `array('q')`, eight bytes a row; `fetch` gives rows by
    their ids, without those that are gone.
    """

    def __init__(self, ids: array[int], fetch: Callable[[Sequence[int]], Mapping[int, T]]) -> None:
        self.ids = ids
        self._fetch = fetch
        self._pages: OrderedDict[int, Mapping[int, T]] = OrderedDict()
        self._stale: dict[int, set[int]] = {}
        """By page the rows that have changed since it was fetched."""
        self.fetched = 0
        """How many reads were made: what a test of speed counts."""

    def __len__(self) -> int:
        return len(self.ids)

    def id_at(self, place: int) -> int:
        """The id of the row at a place, counted from 0."""
        return self.ids[place]

    def row_at(self, place: int) -> T | None:
        """The row at a place; None where it is gone from the store."""
        return self._page(place // PAGE).get(self.ids[place])

    def place_of(self, row_id: int) -> int | None:
        """The place of a row; None where the list does not hold it."""
        try:
            return self.ids.index(row_id)
        except ValueError:
            return None

    def forget(self, row_ids: Iterable[int] | None = None) -> None:
        """Fetch these rows anew when their pages are next seen; every row where none are named."""
        if row_ids is None:
            self._pages.clear()
            self._stale.clear()
            return
        changed = set(row_ids)
        for number, rows in self._pages.items():
            stale = {row_id for row_id in rows if row_id in changed}
            if stale:
                self._stale.setdefault(number, set()).update(stale)

    def _page(self, number: int) -> Mapping[int, T]:
        rows = self._pages.get(number)
        if rows is not None:
            self._pages.move_to_end(number)
            return self._renewed(number, rows) if number in self._stale else rows
        rows = self._fetch(self.ids[number * PAGE : (number + 1) * PAGE])
        self.fetched += 1
        self._pages[number] = rows
        if len(self._pages) > KEPT:
            gone, _ = self._pages.popitem(last=False)
            self._stale.pop(gone, None)
        return rows

    def _renewed(self, number: int, rows: Mapping[int, T]) -> Mapping[int, T]:
        """A page with its stale rows as they are now: after a verb on one case the others need not be read again."""
        stale = self._stale.pop(number)
        self.fetched += 1
        kept = {row_id: row for row_id, row in rows.items() if row_id not in stale}
        self._pages[number] = {**kept, **self._fetch(sorted(stale))}
        return self._pages[number]


class CasePages(Pages[CaseRow]):
    """The cases of a list."""
