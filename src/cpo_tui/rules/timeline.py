"""One case as the rules see it: its usable events in order, what follows from them, and its facts at any point."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from cpo_tui.domain.cases import When
from cpo_tui.domain.facts import (
    EVENT_DATE,
    ClockEvent,
    Event,
    Folded,
    Value,
    add_months,
    age_on,
    coerce,
    event_warnings,
    first_instant,
    local_day,
    localise,
    order,
    plausible,
)
from cpo_tui.domain.folding import Folding
from cpo_tui.rules.conditions import Answer
from cpo_tui.rules.pack import DerivedEvent, Pack, Rule, Unit
from cpo_tui.rules.runs import Occurrence

MOST_ADDED = 10_000
"""No extension is longer than this, in any unit."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about the record that does not fit; `event` is the entry that it is about, where it is about one."""

    text: str
    event: int | str | None = None


class Timeline:
    """The events of one case in the order in which they happened; entries that cannot be right are set aside."""

    def __init__(
        self,
        pack: Pack,
        fields: Mapping[str, object],
        events: Iterable[Event],
        zone: tzinfo,
        clock_events: Iterable[ClockEvent] = (),
    ) -> None:
        self.pack = pack
        self.fields = fields
        self.zone = zone
        self._born = _day_of(fields.get("birth_date"))
        self._closed = _day_of(fields.get("closed"))
        self.usable: list[Event] = []
        self.unusable: list[Event] = []
        self.flags: list[Flag] = []
        for event in order((self._settled(event) for event in events), zone):
            self._place(event)
        self.by_kind: dict[str, list[Event]] = {}
        for event in self.usable:
            self.by_kind.setdefault(event.kind, []).append(event)
        self._clock: dict[str, list[ClockEvent]] = {}
        for one in sorted(clock_events, key=self._clock_place):
            if self._is_possible(one):
                self._clock.setdefault(one.rule, []).append(one)
        self._derived: dict[str, tuple[Occurrence, ...]] = {}
        self._folded: Folded | None = None
        self._history: Folding | None = None
        self._instants = [first_instant(event.occurred_at, zone) for event in self.usable]

    def under(self, pack: Pack) -> Timeline:
        """The same case under another pack that declares the same facts and events."""
        other = copy(self)
        other.pack = pack
        other.forget()
        return other

    def forget(self) -> None:
        """Forget what was derived by the rules of a pack."""
        self._derived = {}

    @property
    def history(self) -> Folding:
        """What the events of this case tell, one after the other."""
        if self._history is None:
            self._history = Folding(self.pack.facts, self.pack.events, self.fields, self.usable)
        return self._history

    def _clock_place(self, one: ClockEvent) -> tuple[datetime, str, int, str, str]:
        return (first_instant(one.on, self.zone), one.kind, one.amount, str(one.until), str(one.trigger))

    def _is_possible(self, one: ClockEvent) -> bool:
        """Whether an act on a clock can be counted; one that cannot be right is flagged and left out."""
        possible = plausible(one.on) and (one.until is None or plausible(one.until)) and 0 <= one.amount <= MOST_ADDED
        if not possible:
            until = f" until {one.until:%Y-%m-%d}" if one.until is not None else ""
            what = f"{one.kind} of {one.rule} on {one.on:%Y-%m-%d}{until}, {one.amount}"
            self.flags.append(Flag(f"{what}: cannot be right; it is not counted"))
        return possible

    def clock_events(self, rule_id: str) -> tuple[ClockEvent, ...]:
        """What was done to the clocks of one rule, in order."""
        return tuple(self._clock.get(rule_id, ()))

    def _settled(self, event: Event) -> Event:
        """The event with a zone and with values of the declared types.

        A time without an offset is one of the office's wall, the earlier of two. A value of another type than its fact
        has is not used: what cannot be read is unknown.
        """
        if event.facts:
            event = replace(event, facts=self._typed(event))
        when = event.occurred_at
        if not isinstance(when, datetime) or when.tzinfo is not None:
            return event
        local = localise(when, self.zone)
        if local.warning:
            self.flags.append(Flag(local.warning, event.id))
        return replace(event, occurred_at=local.earliest)

    def _typed(self, event: Event) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for name, raw in event.facts.items():
            fact = self.pack.facts.get(name)
            value = raw if fact is None else coerce(fact, raw)
            if value is not None:
                found[name] = value
            elif fact is not None and raw is not None:
                text = f"{fact.label or name}: {raw!r} is not a {fact.type.value}; it is not used"
                self.flags.append(Flag(text, event.id))
        return found

    def _place(self, event: Event) -> None:
        kind = self.pack.events.get(event.kind)
        warnings = event_warnings(event, kind, self.zone, born=self._born, closed=self._closed)
        self.flags += [Flag(text, event.id) for text in warnings]
        possible = plausible(event.occurred_at, event.recorded_at)
        (self.usable if possible and not self._before_birth(event) else self.unusable).append(event)

    def _before_birth(self, event: Event) -> bool:
        return self._born is not None and local_day(event.occurred_at, self.zone) < self._born

    @property
    def facts(self) -> Folded:
        """The facts of the case now."""
        if self._folded is None:
            derived = self._simple_derived()
            folded = self._with(derived).now() if derived else self.history.now()
            self.flags += [Flag(text) for text in folded.warnings]
            self._folded = folded
        return self._folded

    def _with(self, derived: Iterable[Event]) -> Folding:
        events = order([*self.usable, *derived], self.zone)
        return Folding(self.pack.facts, self.pack.events, self.fields, events)

    def place_of(self, moment: When) -> int:
        """The place in `usable` of the last event that had begun by `moment`; -1 where there is none."""
        return bisect_right(self._instants, first_instant(moment, self.zone)) - 1

    def occurrences(self, kind: str) -> tuple[Occurrence, ...]:
        """What can start a rule of this kind: recorded events, else what is derived from others."""
        found = self._derived.get(kind)
        if found is not None:
            return found
        recorded = self.by_kind.get(kind)
        if recorded:
            found = self._derived[kind] = tuple([Occurrence(event, event.occurred_at) for event in recorded])
        else:
            self._derived[kind] = ()
            made = [one for derived in self.pack.derived_by_kind.get(kind, ()) for one in self._derive(derived)]
            found = self._derived[kind] = tuple(made)
        return found

    def _simple_derived(self) -> list[Event]:
        """Derived events that only repeat others, so that they may set facts too."""
        kinds = {derived.kind for derived in self.pack.derived if derived.sources and not derived.when}
        return [one.event for kind in kinds if kind not in self.by_kind for one in self.occurrences(kind)]

    def _derive(self, derived: DerivedEvent) -> list[Occurrence]:
        found = self._derive_from(derived)
        if derived.when and found:
            condition = self.pack.condition(derived.when, derived.facts)
            found = [one for one in found if condition.answer(self.facts).value is not False]
        return [one for one in found if plausible(one.event.occurred_at)]

    def _derive_from(self, derived: DerivedEvent) -> list[Occurrence]:
        if derived.from_rule:
            return self._from_rule(derived)
        if derived.from_fact:
            when = self.facts.get(derived.from_fact)
            return [self._made(derived, when, when, derived.from_fact)] if isinstance(when, date) else []
        sources = [one for kind in derived.sources for one in self.occurrences(kind)]
        if derived.latest_of and sources:
            sources = [
                max(sources, key=lambda one: (first_instant(one.event.occurred_at, self.zone), str(one.event.id)))
            ]
        return [self._made(derived, one.event.occurred_at, one.known, one.event.id) for one in sources]

    def _from_rule(self, derived: DerivedEvent) -> list[Occurrence]:
        from cpo_tui.rules.evaluate import deadlines_of_rule  # a date may follow from the date of another rule

        rule = self.pack.by_id[derived.from_rule]
        return [
            self._made(derived, deadline.due_at, deadline.trigger.occurred_at, deadline.trigger.id)
            for deadline in deadlines_of_rule(rule, self)
            if deadline.due_at is not None
        ]

    def _made(self, derived: DerivedEvent, when: When, known: When, source: int | str) -> Occurrence:
        if derived.amount:
            day = local_day(when, self.zone)
            months = derived.unit is Unit.MONTHS
            when = add_months(day, derived.amount) if months else day + timedelta(days=derived.amount)
        return Occurrence(Event(f"{derived.kind}:{source}", derived.kind, when), known)

    def look(self, name: str, own: Mapping[str, Value]) -> Value | None:
        """The value of a fact for one trigger: its own, then the case's, then the date of an event of that name."""
        found = own.get(name)
        if found is None:
            found = self.facts.get(name)
        if found is None:
            kinds = [name] if name in self.pack.events else self._kinds_that_date(name)
            dates = [one.event.occurred_at for kind in kinds for one in self.occurrences(kind)]
            found = max(dates, key=lambda when: first_instant(when, self.zone)) if dates else None
        return found

    def _kinds_that_date(self, name: str) -> list[str]:
        made = {derived.kind for derived in self.pack.derived}
        return [kind for kind in made if (name, EVENT_DATE) in self.pack.events[kind].sets]

    def own_facts(self, rule: Rule, trigger: Event) -> dict[str, Value]:
        """What the trigger itself says: the values entered with it, and ages on its day."""
        own = dict(trigger.facts)
        for name in self.pack.ages.get(rule.id, ()):
            if name in own:
                continue
            fact = self.pack.facts[name]
            birth = self.look(fact.of, own)
            if isinstance(birth, date):
                own[name] = age_on(local_day(birth, self.zone), local_day(trigger.occurred_at, self.zone))
        return own

    def answer(self, rule: Rule, own: Mapping[str, Value], facts: Folded | None = None) -> Answer:
        """Whether a rule applies, by the facts of now or by those given."""
        return self.pack.condition(rule.when, rule.facts).answer(self.facts if facts is None else facts, own)


def _day_of(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and value:
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None
    return None
