"""The cases of a list as pages over its ids: what is seen is fetched, and nothing else is held."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence

from cpo_tui.domain.cases import CaseRow

Fetch = Callable[[Sequence[int]], Mapping[int, CaseRow]]
"""The rows of these cases by id; an id that is gone is absent."""

PAGE = 64
KEPT = 64
"""Pages held at once: some four thousand rows, whatever the length of the list."""


class CasePages:
    """An order of case ids, taken once, with the rows of the pages that were last looked at.

    The order does not move while it is worked on. `ids` is an `array('q')`, eight bytes a case.
    """

    def __init__(self, ids: array[int], fetch: Fetch) -> None:
        self.ids = ids
        self._fetch = fetch
        self._pages: OrderedDict[int, Mapping[int, CaseRow]] = OrderedDict()
        self.fetched = 0
        """How many pages were fetched: what a test of speed counts."""

    def __len__(self) -> int:
        return len(self.ids)

    def id_at(self, place: int) -> int:
        """The id of the case at a place, counted from 0."""
        return self.ids[place]

    def row_at(self, place: int) -> CaseRow | None:
        """The case at a place; None where it is gone from the store."""
        return self._page(place // PAGE).get(self.ids[place])

    def place_of(self, case_id: int) -> int | None:
        """The place of a case; None where the list does not hold it."""
        try:
            return self.ids.index(case_id)
        except ValueError:
            return None

    def forget(self, case_ids: Iterable[int] | None = None) -> None:
        """Fetch the pages of these cases anew when they are next seen; of all cases where none are named."""
        if case_ids is None:
            self._pages.clear()
            return
        changed = set(case_ids)
        stale = [number for number, rows in self._pages.items() if not changed.isdisjoint(rows)]
        for number in stale:
            del self._pages[number]

    def _page(self, number: int) -> Mapping[int, CaseRow]:
        rows = self._pages.get(number)
        if rows is not None:
            self._pages.move_to_end(number)
            return rows
        rows = self._fetch(self.ids[number * PAGE : (number + 1) * PAGE])
        self.fetched += 1
        self._pages[number] = rows
        if len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        return rows
