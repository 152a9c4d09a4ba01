"""One date of one rule, with its steps and without any case: what `cpo compute` shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from cpo_tui.domain.cases import When
from cpo_tui.domain.demands import Step
from cpo_tui.domain.facts import (
    Folded,
    Value,
    first_instant,
    last_instant,
    local_day,
    localise,
    plausible,
    value_from_text,
)
from cpo_tui.errors import RuleError, UsageError
from cpo_tui.rules.clocks import Clock, Pause, reckon
from cpo_tui.rules.durations import extension_from_text
from cpo_tui.rules.explanation import Origin, no_date_steps, steps, when_words
from cpo_tui.rules.fields import nearest
from cpo_tui.rules.governance import refusal
from cpo_tui.rules.pack import Pack, Rule, Unit
from cpo_tui.rules.terms import Terms, terms


@dataclass(frozen=True, slots=True)
class Computation:
    """A date, or why there is none. `due_latest` is given where the time of day of the trigger is not known."""

    rule: Rule
    pack_name: str
    pack_version: str
    due_at: When | None
    due_latest: When | None
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]
    missing: tuple[str, ...] = ()


def compute(
    pack: Pack,
    rule_id: str,
    trigger: When,
    *,
    zone: tzinfo,
    pauses: Sequence[tuple[When, When]] = (),
    extensions: Sequence[str] = (),
    facts: Mapping[str, Value] | None = None,
) -> Computation:
    """The date of a rule for a trigger, with steps and warnings.

    A trigger without an offset is a time on the office's wall. `pauses` are FROM (first paused day) and TO (the day on
    which the clock runs again); `extensions` are in the rule's own unit; `facts` give anchors, later dates and lengths.
    Raises `RuleError` where no such rule exists, where another version governs the trigger's day, or for a date that
    cannot be right; `NotFound`-like errors name the nearest rule.
    """
    rule = pack.rule(rule_id)
    given = dict(facts or {})
    warnings: list[str] = []
    start, latest_start = _wall(trigger, zone, warnings)
    if not plausible(start):
        raise RuleError(f"{start:%Y-%m-%d} cannot be right as a trigger.", hint="Check the year.")
    refused = refusal(pack, rule, local_day(start, zone))
    if refused:
        raise RuleError(f"{refused}.", kind="not_governing")
    if rule.caution:
        warnings.append(f"{rule.id}: {rule.caution}")
    if pauses and not rule.pausable:
        warnings.append("the law does not allow this clock to be paused; the pause is computed only to show its effect")
    warnings += _condition_warnings(pack, rule, given)
    found = terms(rule, start, given.get)
    warnings += [f"not recorded: {name}" for name in found.missing]
    origin = Origin(_origin_words(pack, rule))
    if found.blocked or rule.offset is None or found.unit is Unit.PROMPT or found.start is None:
        text = _no_date(rule, found)
        shown = no_date_steps(pack, start, text, zone, origin, rule.source.citation)
        return Computation(rule, pack.name, pack.version, None, None, shown, tuple(warnings), found.missing)
    if found.unit is Unit.AS_ORDERED:
        text = f"the order gives the date: {when_words(found.ordered, zone)}" if found.ordered else ""
        shown = no_date_steps(pack, start, text, zone, origin, rule.source.citation)
        return Computation(rule, pack.name, pack.version, found.ordered, None, shown, tuple(warnings), found.missing)
    added = [extension_from_text(text, found.unit) for text in extensions]
    extension = found.extension + sum(added)
    by_fact = [found.extension] if found.extension else []
    extended = tuple(Step(f"extended by {found.unit.words(amount)}") for amount in (*by_fact, *added))
    origin = replace(origin, extended=extended, when=start if rule.anchor else None)
    stood = tuple(_pause(begin, end) for begin, end in pauses)
    calendar = pack.calendars.get(rule.count.calendar, _nation(given))
    clock = Clock(rule, found.start, found.amount or 0, found.unit, extension, stood, found.later)
    reckoned = reckon(clock, calendar, zone)
    due_latest = reckoned.due_latest
    if not rule.anchor and first_instant(latest_start, zone) != first_instant(start, zone):
        late = reckon(replace(clock, start=latest_start), calendar, zone).due_at
        due_latest = late if last_instant(late, zone) != last_instant(reckoned.due_at, zone) else due_latest
    if due_latest is not None:
        warnings.append("the time of day of the trigger is not certain: the earliest possible date is shown")
    shown = steps(pack, clock, reckoned, calendar, zone, origin)
    return Computation(
        rule, pack.name, pack.version, reckoned.due_at, due_latest, shown, tuple(warnings), found.missing
    )


def facts_from_text(pack: Pack, pairs: Sequence[str]) -> dict[str, Value]:
    """Facts typed as NAME=VALUE. A kind of event may be named too, with its date. Raises `UsageError`."""
    found: dict[str, Value] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        name = name.strip()
        fact = pack.facts.get(name)
        if fact is None and name not in pack.events:
            fact = next((one for one in pack.facts.values() if one.identifier == name), None)
        if not equals:
            raise UsageError(f"{pair!r} is not NAME=VALUE.", hint="For example --fact hearing.date=2026-03-20.")
        if fact is not None:
            found[fact.name] = value_from_text(fact, text.strip())
        elif name in pack.events:
            found[name] = _date_from_text(name, text.strip())
        else:
            near = nearest(name, [*pack.facts, *pack.events])
            raise UsageError(f"{pack.name} has no fact {name!r}.", hint=f"Did you mean {near}?" if near else "")
    return found


def _date_from_text(name: str, text: str) -> date | datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{name} must be a date, not {text!r}.", hint="Write 2026-03-02.") from error
    return moment.date() if len(text) <= len("2026-03-02") else moment


def _wall(trigger: When, zone: tzinfo, warnings: list[str]) -> tuple[When, When]:
    """The trigger as the earliest and the latest that it can mean."""
    if not isinstance(trigger, datetime):
        return trigger, trigger
    local = localise(trigger, zone)
    if local.warning:
        warnings.append(local.warning)
    return local.earliest, local.latest


def _pause(begin: When, end: When) -> Pause:
    if not (plausible(begin) and plausible(end)):
        raise RuleError(f"A pause from {begin} to {end} cannot be right.", hint="Check the years.")
    if _day(end) < _day(begin):
        raise RuleError(f"A pause cannot end ({end}) before it begins ({begin}).", hint="Write FROM..TO.")
    return Pause(begin, end)


def _day(when: When) -> date:
    return when.date() if isinstance(when, datetime) else when


def _nation(facts: Mapping[str, Value]) -> str | None:
    nation = facts.get("case.nation")
    return nation if isinstance(nation, str) else None


def _origin_words(pack: Pack, rule: Rule) -> str:
    labels = [pack.events[kind].label for kind in rule.triggers]
    return f"{' or '.join(labels) if rule.triggers else 'start'}:"


def _condition_warnings(pack: Pack, rule: Rule, given: Mapping[str, Value]) -> list[str]:
    """Only where facts were given at all: a bare date is asked for the date, not for whether the rule applies."""
    named = {name: value for name, value in given.items() if name in rule.facts}
    if not named:
        return []
    answer = pack.condition(rule.when, rule.facts).answer(Folded(named, {}))
    return [f"with these facts the rule does not apply: {rule.applies_when}"] if answer.value is False else []


def _no_date(rule: Rule, found: Terms) -> str:
    if found.blocked:
        return f"no date can be given: {', '.join(found.missing)} is not recorded"
    if rule.offset is None:
        return "this rule gives no date: it says which text governed, or what to check"
    return "the text gives no number: the time that has passed is shown, never a limit that it does not set"
