"""The facts of one case as its events tell them: each event is taken in once, and the facts after it are kept.

Whoever asks what was known when an event had happened looks it up; nothing is folded again for another rule or round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from cpo_tui.domain.cases import When
from cpo_tui.domain.facts import (
    EVENT_DATE,
    Event,
    EventDeclaration,
    FactDeclaration,
    FactTable,
    Folded,
    Value,
    field_value,
    show,
)


def fold(
    facts: Mapping[str, FactDeclaration],
    kinds: Mapping[str, EventDeclaration],
    fields: Mapping[str, object],
    events: Sequence[Event],
    *,
    use_fields: bool = True,
) -> Folded:
    """The facts of a case after `events`, which must be in order (see `facts.order`).

    A field of the case that is recorded is the present value and wins over events; where the two differ a warning says
    so. With `use_fields=False` the events win: that is the case as it stood when the last of `events` had happened.
    """
    folding = Folding(facts, kinds, fields, events)
    return folding.now() if use_fields else folding.after(len(events) - 1)


class Folding:
    """What the events of a case tell, in their order."""

    def __init__(
        self,
        facts: Mapping[str, FactDeclaration],
        kinds: Mapping[str, EventDeclaration],
        fields: Mapping[str, object],
        events: Iterable[Event],
    ) -> None:
        self._table = facts if isinstance(facts, FactTable) else FactTable(facts)
        self._kinds = kinds
        self._present = _present(self._table, fields)
        self._told: dict[str, Value] = {}
        self._since: dict[str, Event] = {}
        self._clashes: set[str] = set()
        self._warnings: list[str] = []
        self._standing: dict[str, Value] = dict(self._present)
        self._after: list[Folded] = []
        self.places: dict[str, list[int]] = {}
        """Which of the events speak of a fact: its name → their places, in order."""
        for event in events:
            self._take(event)

    def now(self) -> Folded:
        """The facts of the case now: its fields win over its events, and a warning says where they differ."""
        recorded, clashes, warnings = dict(self._told), set(self._clashes), list(self._warnings)
        for name, present in self._present.items():
            told = self._told.get(name)
            if told is not None and told != present:
                label = self._table[name].label or name
                warnings.append(f"{label}: the case says {show(present)}, its last event says {show(told)}")
            recorded[name] = present
            clashes.discard(name)
        return Folded(recorded, self._defaults(clashes), tuple(warnings))

    def after(self, place: int) -> Folded:
        """The facts as they stood when the event at `place` had happened; at -1, before any of them."""
        return self._after[place] if place >= 0 else Folded(self._present, self._table.defaults)

    def _take(self, event: Event) -> None:
        place = len(self._after)
        for name, value in told_by(event, self._kinds.get(event.kind)):
            self._tell(event, name, value)
            places = self.places.setdefault(name, [])
            if not places or places[-1] != place:
                places.append(place)
        self._after.append(Folded(dict(self._standing), self._defaults(self._clashes)))

    def _tell(self, event: Event, name: str, value: Value | None) -> None:
        last = self._since.get(name)
        rival = last is not None and last is not event and _no_order(last.occurred_at, event.occurred_at)
        self._since[name] = event
        if rival and value != self._told.get(name):
            self._told.pop(name, None)
            self._standing.pop(name, None)
            self._clashes.add(name)
            self._warnings.append(f"{name}: two entries of {event.occurred_at:%Y-%m-%d} contradict each other")
            return
        self._clashes.discard(name)
        if value is not None:
            self._told[name] = self._standing[name] = value
            return
        self._told.pop(name, None)
        self._standing.pop(name, None)
        if name in self._present:
            self._standing[name] = self._present[name]

    def _defaults(self, clashes: set[str]) -> Mapping[str, Value]:
        defaults = self._table.defaults
        return {name: value for name, value in defaults.items() if name not in clashes} if clashes else defaults


def _present(table: FactTable, fields: Mapping[str, object]) -> dict[str, Value]:
    """What the fields of the case say now."""
    values = ((name, field_value(fact, fields)) for name, fact in table.from_fields)
    return {name: value for name, value in values if value is not None}


def told_by(event: Event, kind: EventDeclaration | None) -> Iterable[tuple[str, Value | None]]:
    """The facts that one event sets, in the order clears, sets, own values; None means "no longer known"."""
    if kind is not None:
        yield from ((name, None) for name in kind.clears)
        for name, value in kind.sets:
            if name not in event.facts:
                yield name, event.occurred_at if value == EVENT_DATE else value
    yield from event.facts.items()


def _no_order(one: When, other: When) -> bool:
    """Whether nobody can say which of two entries came first."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one == other
    return (one.year, one.month, one.day) == (other.year, other.month, other.day)
