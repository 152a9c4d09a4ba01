"""The place in the list of a case that has nothing but its opening and perhaps a hearing, told without asking the store.

This is `worklist.derived` for the cases of a plain extract, where it would be asked hundreds of thousands of times; a
test holds the two together. A case with a timeline goes the long way.
"""

from __future__ import annotations

from typing import Any

from cpo_tui.domain.cases import OPEN_LIFECYCLES
from cpo_tui.domain.demands import Demand, hearing_demand, in_order, untouched_demand
from cpo_tui.store.reader import when
from cpo_tui.store.worklist import Office, place, stored

REMEMBERED = 100_000
Place = tuple[Any, ...]
_NOWHERE: Place = ("",) * 10


class NewPlaces:
    """Gives the derived columns of new cases, from `last_touched_at` to `next_hearing_at` (`bulk.DERIVED_PLACE`)."""

    def __init__(self, office: Office, imported_at: str) -> None:
        self._office = office
        self._imported_at = imported_at
        self._hearings: dict[str, Demand | None] = {}
        self._opened: dict[str, tuple[str, Demand]] = {}
        self._places: dict[tuple[str, str], Place] = {}

    def of(self, opened_on: str, hearing_on: str, lifecycle: str) -> Place:
        """The columns for a case that was opened on a day (or "") and has a hearing on a day (or "")."""
        touched, untouched = self._untouched(opened_on)
        if lifecycle not in OPEN_LIFECYCLES:
            return (touched, *_NOWHERE, hearing_on)
        key = (opened_on, hearing_on)
        found = self._places.get(key)
        if found is None:
            if len(self._places) > REMEMBERED:
                self._places.clear()
            hearing = self._hearing(hearing_on) if hearing_on else None
            first = in_order([demand for demand in (hearing, untouched) if demand is not None], self._office.zone)[0]
            columns = tuple("" if value is None else value for value in place(first, self._office.zone))
            found = self._places[key] = (touched, *columns, hearing_on)
        return found

    def _untouched(self, opened_on: str) -> tuple[str, Demand]:
        found = self._opened.get(opened_on)
        if found is None:
            moment = when(opened_on or self._imported_at)
            if moment is None:
                raise ValueError(opened_on)
            found = self._opened[opened_on] = (
                stored(moment) or "",
                untouched_demand(moment, self._office.untouched_days),
            )
        return found

    def _hearing(self, day: str) -> Demand | None:
        if day not in self._hearings:
            moment = when(day)
            self._hearings[day] = (
                None
                if moment is None
                else hearing_demand(title="", starts_at=moment, outcome=None, source="hearings")
            )
        return self._hearings[day]
