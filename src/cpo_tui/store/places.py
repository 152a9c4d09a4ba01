"""The place in the list of a case that has nothing but its opening and perhaps a hearing, told without asking the store.

This is `worklist.derived` for the cases of a plain extract, where it would be asked hundreds of thousands of times; a
test holds the two together. A case with a timeline goes the long way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from cpo_tui.domain.cases import OPEN_LIFECYCLES
from cpo_tui.domain.demands import Demand, hearing_demand, order_of, untouched_demand
from cpo_tui.store.reader import when
from cpo_tui.store.worklist import Office, place, stored

Place = tuple[Any, ...]
_NOWHERE: Place = ("",) * 10
REMEMBERED = 20_000
_Order = tuple[bool, bool, int, int, int, str]


class _Places(dict[tuple[str, str, str], Place]):
    """What a case has → its columns; cases without a hearing that were opened on one day have the same."""

    def __init__(self, of: Callable[[str, str, str], Place]) -> None:
        super().__init__()
        self._of = of

    def __missing__(self, has: tuple[str, str, str]) -> Place:
        found = self._of(*has)
        if not has[1]:
            self[has] = found
        return found


class NewPlaces:
    """Gives the derived columns of new cases, from `last_touched_at` to `next_hearing_at` (`bulk.DERIVED_PLACE`).

    What a day means is worked out once; of a case's two demands the one that comes first in the list's order is taken.
    """

    def __init__(self, office: Office, imported_at: str) -> None:
        self._office = office
        self._imported_at = imported_at
        self._hearings: dict[str, tuple[_Order, Place] | None] = {"": None}
        self._opened: dict[str, tuple[str, _Order, Place]] = {}
        self._places = _Places(self.of)

    def of_all(self, opened: Iterable[str], hearings: Iterable[str], lifecycles: Iterable[str]) -> Iterable[Place]:
        """The columns for many cases, each as `of` gives them."""
        if len(self._places) > REMEMBERED:
            self._places.clear()
        return map(self._places.__getitem__, zip(opened, hearings, lifecycles, strict=True))

    def of(self, opened_on: str, hearing_on: str, lifecycle: str) -> Place:
        """The columns for a case that was opened on a day (or "") and has a hearing on a day (or "")."""
        touched, order, columns = self._opened.get(opened_on) or self._untouched(opened_on)
        if lifecycle not in OPEN_LIFECYCLES:
            return (touched, *_NOWHERE, hearing_on)
        hearing = self._hearings[hearing_on] if hearing_on in self._hearings else self._hearing(hearing_on)
        if hearing is not None and hearing[0] < order:
            columns = hearing[1]
        return (touched, *columns, hearing_on)

    def _untouched(self, opened_on: str) -> tuple[str, _Order, Place]:
        moment = when(opened_on or self._imported_at)
        if moment is None:
            raise ValueError(opened_on)
        demand = untouched_demand(moment, self._office.untouched_days)
        found = self._opened[opened_on] = (
            stored(moment) or "",
            order_of(demand, self._office.zone),
            self._columns(demand),
        )
        return found

    def _hearing(self, day: str) -> tuple[_Order, Place] | None:
        moment = when(day)
        demand = None if moment is None else hearing_demand(title="", starts_at=moment, outcome=None, source="hearings")
        found = None if demand is None else (order_of(demand, self._office.zone), self._columns(demand))
        self._hearings[day] = found
        return found

    def _columns(self, demand: Demand) -> Place:
        return tuple("" if value is None else value for value in place(demand, self._office.zone))
