"""The whole of a pack is checked once it is read: names, types, versions, and what no rule may do."""

from __future__ import annotations

from collections.abc import Iterator

from cpo_tui.domain.demands import Severity
from cpo_tui.domain.facts import FactType
from cpo_tui.errors import RuleError
from cpo_tui.rules.conditions import Condition, names_in
from cpo_tui.rules.fields import nearest
from cpo_tui.rules.pack import DerivedEvent, Kind, Offset, Pack, Problem, Repeat, Roll, Rule, RuleStatus, Unit

_DATES = (FactType.DATE, FactType.DATETIME)


def check(pack: Pack, file: str) -> tuple[Problem, ...]:
    """Every error of a pack that has been read. Empty for a pack that can be used."""
    found = [*_facts(pack), *_events(pack), *_categories(pack), *_derived(pack)]
    for rule in pack.rules:
        found += [(rule.id, *fault) for fault in (*_names(pack, rule), *_condition(pack, rule), *_sense(rule))]
    found += [*_versions(pack), *_loops(pack)]
    return tuple(Problem(file, where, field, reason, near) for where, field, reason, near in found)


_Fault = tuple[str, str, str]
_Placed = tuple[str, str, str, str]


def _facts(pack: Pack) -> Iterator[_Placed]:
    spelled: dict[str, str] = {}
    for fact in pack.facts.values():
        other = spelled.setdefault(fact.identifier, fact.name)
        if other != fact.name:
            yield fact.name, "name", f"is spelled {fact.identifier} in conditions, as is {other}", ""
        if fact.identifier == "recorded":
            yield fact.name, "name", "is a word of conditions and cannot name a fact", ""
        if fact.derived and fact.derived != "age":
            yield fact.name, "derived", f"must be age, not {fact.derived!r}", "age"
        if fact.derived and (fact.of not in pack.facts or pack.facts[fact.of].type not in _DATES):
            dates = [one.name for one in pack.facts.values() if one.type in _DATES]
            yield fact.name, "of", f"must name a date: {fact.of!r}", nearest(fact.of, dates)
        for value in (value for _, value in fact.field_values):
            if fact.values and value not in fact.values:
                yield fact.name, "map", f"{value!r} is not one of its values", nearest(value, fact.values)


def _events(pack: Pack) -> Iterator[_Placed]:
    for event in pack.events.values():
        for field, names in (
            ("sets", [name for name, _ in event.sets]),
            ("takes", event.takes),
            ("clears", event.clears),
        ):
            for name in names:
                if name not in pack.facts:
                    yield event.kind, field, f"unknown fact {name!r}", nearest(name, pack.facts)


def _categories(pack: Pack) -> Iterator[_Placed]:
    known = sorted({event.category for event in pack.events.values()})
    for name in pack.location_categories:
        if name not in known:
            yield "", "location_categories", f"no event is of the category {name!r}", nearest(name, known)


def _derived(pack: Pack) -> Iterator[_Placed]:
    for derived in pack.derived:
        if derived.kind not in pack.events:
            yield derived.kind, "kind", "is not declared as an event", nearest(derived.kind, pack.events)
        if derived.from_fact and derived.from_fact not in pack.facts:
            yield (
                derived.kind,
                "from_fact",
                f"unknown fact {derived.from_fact!r}",
                nearest(derived.from_fact, pack.facts),
            )
        if derived.from_rule and derived.from_rule not in pack.by_id:
            yield (
                derived.kind,
                "from_rule",
                f"unknown rule {derived.from_rule!r}",
                nearest(derived.from_rule, pack.by_id),
            )
        for kind in derived.sources:
            if kind not in pack.events:
                yield derived.kind, "latest_of", f"unknown event {kind!r}", nearest(kind, pack.events)
        unknown = [name for name in derived.facts if name not in pack.facts]
        for name in unknown:
            yield derived.kind, "facts", f"unknown fact {name!r}", nearest(name, pack.facts)
        if derived.when and not unknown:
            for field, reason, near in _expression(pack, derived.when, derived.facts):
                yield derived.kind, field, reason, near


def _names(pack: Pack, rule: Rule) -> Iterator[_Fault]:
    kinds = [("trigger_event", kind) for kind in rule.triggers]
    kinds += [("satisfied_by", kind) for kind in rule.satisfied_by]
    kinds += [("ends_on", kind) for kind in rule.ends_on]
    yield from (
        (at, f"unknown event {one!r}", nearest(one, pack.events)) for at, one in kinds if one not in pack.events
    )
    unknown = [name for name in rule.facts if name not in pack.facts]
    yield from (("facts", f"unknown fact {name!r}", nearest(name, pack.facts)) for name in unknown)
    for name in rule.later_of:
        if name not in pack.events and (name not in pack.facts or pack.facts[name].type not in _DATES):
            yield "later_of", f"{name!r} is neither a date nor an event", nearest(name, [*pack.facts, *pack.events])
    yield from _dates_and_numbers(pack, rule)


def _dates_and_numbers(pack: Pack, rule: Rule) -> Iterator[_Fault]:
    offset = rule.offset
    for field, name, types in (
        ("anchor", rule.anchor, _DATES),
        ("extended_by_fact", rule.extended_by_fact, (FactType.INT,)),
        ("offset.ordered_fact", offset.ordered_fact if offset else "", _DATES),
        ("offset.amount_fact", offset.amount_fact if offset else "", (FactType.INT,)),
    ):
        if name and name not in pack.facts:
            yield field, f"unknown fact {name!r}", nearest(name, pack.facts)
        elif name and pack.facts[name].type not in types:
            yield field, f"{name} is a {pack.facts[name].type.value}, not a {types[0].value}", ""


def _condition(pack: Pack, rule: Rule) -> Iterator[_Fault]:
    if rule.when and all(name in pack.facts for name in rule.facts):
        yield from _expression(pack, rule.when, rule.facts)


def _expression(pack: Pack, when: str, facts: tuple[str, ...]) -> Iterator[_Fault]:
    spelled = {pack.facts[name].identifier: name for name in facts}
    everywhere = {fact.identifier: fact.name for fact in pack.facts.values()}
    dotted = {name: fact.identifier for name, fact in pack.facts.items() if "." in name}
    unknown = [name for name in names_in(when) if name not in spelled]
    for name in unknown:
        written = next((one for one in dotted if one in when and one.startswith(f"{name}.")), "")
        if written:
            yield "when", f"{written} is written with a dot", dotted[written]
        elif name in everywhere:
            yield "when", f"uses {everywhere[name]}, which `facts` does not list", ""
        else:
            yield "when", f"unknown fact {name!r}", nearest(name, everywhere)
    if unknown:
        return
    try:
        condition = Condition(when, tuple(pack.facts[name] for name in facts))
    except RuleError as error:
        yield "when", error.message, ""
        return
    for fault in condition.faults():
        yield "when", fault, ""


def _sense(rule: Rule) -> Iterator[_Fault]:
    """What a rule may not say, whatever its names."""
    protective = rule.severity is Severity.DUE_PROCESS or rule.kind is Kind.MAX_DURATION
    repeats = rule.recurring is not None
    backwards = rule.effective_from and rule.effective_to and rule.effective_from > rule.effective_to
    for wrong, field, reason in (
        (
            protective and rule.pausable and not rule.pause_citation,
            "pausable",
            "a clock that protects a person is paused only by law: give pause_citation",
        ),
        (
            rule.kind is Kind.MAX_DURATION and rule.count.roll is Roll.FORWARD,
            "count.roll",
            "a limit on detention never rolls forward",
        ),
        (
            repeats and not rule.satisfied_by,
            "recurring",
            "a rule that repeats needs satisfied_by: the event that ends one round",
        ),
        (
            repeats and not rule.ends_on,
            "recurring",
            "a rule that repeats needs ends_on: the events that end the cycle",
        ),
        (rule.anchored and not repeats, "anchored", "belongs to a rule that repeats"),
        (rule.repeat is Repeat.EACH and not rule.satisfied_by, "repeat", "each needs satisfied_by"),
        (
            rule.status is RuleStatus.SUPERSEDED and rule.effective_to is None,
            "effective_to",
            "a superseded rule needs its last day in force",
        ),
        (backwards, "effective_to", "lies before effective_from"),
    ):
        if wrong:
            yield field, reason, ""
    if rule.offset is not None:
        yield from _sense_of_offset(rule, rule.offset)


def _sense_of_offset(rule: Rule, offset: Offset) -> Iterator[_Fault]:
    hours = offset.unit is Unit.HOURS
    for wrong, field, reason in (
        (
            offset.before and rule.count.roll is Roll.FORWARD,
            "count.roll",
            "a rule that counts back never rolls forward past its event",
        ),
        (offset.before and rule.recurring is not None, "recurring", "a rule that counts back cannot repeat"),
        (offset.before and hours and rule.count.skip_closed, "count.skip", "hours are counted back without skipping"),
        (hours and offset.cutoff is not None, "offset.cutoff", "belongs to rules that count days"),
        (hours and rule.count.roll is not Roll.NONE, "count.roll", "hours do not roll; they may skip closed days"),
        (hours and offset.at is not None, "offset.at", "belongs to rules that count days"),
        (not hours and offset.min_business_days, "offset.min_business_days", "belongs to rules that count hours"),
    ):
        if wrong:
            yield field, reason, ""


def _versions(pack: Pack) -> Iterator[_Placed]:
    for rule in pack.rules:
        for field, other in (("supersedes", rule.supersedes), ("superseded_by", rule.superseded_by)):
            if other and other not in pack.by_id:
                yield rule.id, field, f"unknown rule {other!r}", nearest(other, pack.by_id)
        for field, step in (("supersedes", "supersedes"), ("superseded_by", "superseded_by")):
            seen, current = {rule.id}, rule
            while (name := getattr(current, step)) in pack.by_id:
                if name in seen:
                    yield rule.id, field, f"goes round in a circle through {name}", ""
                    break
                seen.add(name)
                current = pack.by_id[name]
        later = pack.by_id.get(rule.superseded_by)
        if later is not None and later.supersedes and later.supersedes != rule.id:
            yield rule.id, "superseded_by", f"{later.id} says that it supersedes {later.supersedes}", ""


def _loops(pack: Pack) -> Iterator[_Placed]:
    """Derived events that would have to be known before themselves."""
    made_from: dict[str, set[str]] = {}
    for derived in pack.derived:
        made_from.setdefault(derived.kind, set()).update(_needs(pack, derived))
    for kind, sources in made_from.items():
        seen: set[str] = set()
        waiting = list(sources)
        while waiting:
            name = waiting.pop()
            if name == kind:
                yield kind, "derived_event", "is made from itself", ""
                break
            if name not in seen:
                seen.add(name)
                waiting += made_from.get(name, ())


def _needs(pack: Pack, derived: DerivedEvent) -> set[str]:
    rule = pack.by_id.get(derived.from_rule)
    if rule is None:
        return set(derived.sources)
    return {*rule.triggers, *rule.later_of}
