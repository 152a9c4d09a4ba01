"""What a change of the law would do: which open deadlines would move, appear or vanish.

Only rules that differ between the two packs are evaluated, so the answer for thousands of cases is quick.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo

from cpo_tui.domain.cases import When
from cpo_tui.domain.facts import ClockEvent, Event, local_day
from cpo_tui.rules.deadlines import Deadline
from cpo_tui.rules.evaluate import deadlines_on
from cpo_tui.rules.governance import root
from cpo_tui.rules.pack import Pack, Roll, Rule
from cpo_tui.rules.timeline import Timeline


@dataclass(frozen=True, slots=True)
class CaseInput:
    """What the rules need of one case."""

    reference: str
    fields: Mapping[str, object]
    events: tuple[Event, ...] = ()
    clock_events: tuple[ClockEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One open deadline that differs; `before` is None where it appears, `after` where it vanishes."""

    reference: str
    rule: str
    before: When | None
    after: When | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What would change, case by case. A deadline whose date becomes known or unknown counts as moved."""

    moved: tuple[Change, ...] = ()
    appear: tuple[Change, ...] = ()
    vanish: tuple[Change, ...] = ()
    rules: frozenset[str] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        """Whether anything would change."""
        return bool(self.moved or self.appear or self.vanish)


def changed_rules(old: Pack, new: Pack) -> frozenset[str]:
    """The ids of the rules whose dates can differ between two packs, with every other version of them.

    A change of facts or events can touch any rule, one of a calendar those that count its days; words and leads move
    no date.
    """
    if not _same_vocabulary(old, new):
        return frozenset((*old.by_id, *new.by_id))
    ids = {one for one in (*old.by_id, *new.by_id) if _matter(old.by_id.get(one)) != _matter(new.by_id.get(one))}
    changed = {one.calendar for one in {*old.exceptions} ^ {*new.exceptions}}
    if changed:
        ids |= {rule.id for pack in (old, new) for rule in pack.rules if _counts_days_of(rule, changed)}
    ids |= _followers(new, ids)
    tied = {rule.id for pack in (old, new) for rule in pack.rules if ids & {rule.supersedes, rule.superseded_by}}
    return frozenset(ids | tied)


def _followers(pack: Pack, ids: Container[str]) -> set[str]:
    """The rules whose dates follow, by derived events, from those of the rules that changed, and so on."""
    rules: set[str] = set()
    kinds: set[str] = set()
    size = -1
    while len(rules) + len(kinds) > size:
        size = len(rules) + len(kinds)
        moved = [
            one for one in pack.derived if one.from_rule in rules or one.from_rule in ids or kinds & {*one.sources}
        ]
        kinds |= {one.kind for one in moved}
        rules |= {rule.id for rule in pack.rules if kinds & {*rule.triggers, *rule.later_of}}
    return rules


def _same_vocabulary(old: Pack, new: Pack) -> bool:
    return (old.facts, old.events, old.derived) == (new.facts, new.events, new.derived)


def _counts_days_of(rule: Rule, calendars: Container[str]) -> bool:
    """Whether a holiday of one of these calendars can move a date of the rule; those of one nation touch their union."""
    offset, count = rule.offset, rule.count
    if offset is None or not (
        count.skip_closed or count.roll is not Roll.NONE or offset.cutoff or offset.min_business_days
    ):
        return False
    return count.calendar in calendars or count.calendar in ("uk_any", "uk_case")


def _matter(rule: Rule | None) -> Rule | None:
    """A rule without what moves no date."""
    if rule is None:
        return None
    return replace(rule, title="", actor="", applies_when="", notes="", lead=None, status_notes=(), jurisdiction="")


def compare(old: Pack, new: Pack, cases: Iterable[CaseInput], *, zone: tzinfo) -> Comparison:
    """How the open deadlines of these cases differ between two packs. Nothing is changed.

    A deadline that another version of its rule takes over is one that moved, under the new version's id.
    """
    rules = changed_rules(old, new)
    moved: list[Change] = []
    appear: list[Change] = []
    vanish: list[Change] = []
    if not rules:
        return Comparison()
    roots = {id(pack): {one: root(pack, pack.by_id[one]) for one in rules if one in pack.by_id} for pack in (old, new)}
    shared = _same_vocabulary(old, new)
    starts = _kinds_that_start(old, rules) | _kinds_that_start(new, rules)
    derived = any(one.kind in starts for one in new.derived) or not shared
    days = _only_days(old, new) if shared else ()
    for case in cases:
        if not derived and not any(event.kind in starts for event in case.events):
            continue
        timeline = Timeline(old, case.fields, case.events, zone, case.clock_events)
        found = deadlines_on(timeline, only=rules)
        if days and not any(_may_cross(one, days, zone) for one in found):
            continue
        was = _open(found, roots[id(old)])
        if not shared:
            timeline = Timeline(new, case.fields, case.events, zone, case.clock_events)
        will = _open(deadlines_on(timeline.under(new), only=rules), roots[id(new)])
        for key, deadline in was.items():
            after = will.get(key)
            if after is None:
                vanish.append(Change(case.reference, deadline.rule.id, deadline.due_at, None))
            elif (after.due_at, after.missing) != (deadline.due_at, deadline.missing):
                moved.append(Change(case.reference, after.rule.id, deadline.due_at, after.due_at, after.missing))
        appear += [
            Change(case.reference, deadline.rule.id, None, deadline.due_at, deadline.missing)
            for key, deadline in will.items()
            if key not in was
        ]
    return Comparison(tuple(moved), tuple(appear), tuple(vanish), rules)


def _kinds_that_start(pack: Pack, rules: Container[str]) -> frozenset[str]:
    return frozenset(kind for rule in pack.rules if rule.id in rules for kind in rule.triggers)


def _open(found: Iterable[Deadline], roots: Mapping[str, str]) -> dict[tuple[str, str, int], Deadline]:
    return {(roots[one.rule.id], str(one.trigger.id), one.round): one for one in found if one.is_open}


def _only_days(old: Pack, new: Pack) -> tuple[date, ...]:
    """The days that are closed in one pack and open in the other, where nothing else differs; else nothing."""
    if [_matter(rule) for rule in old.rules] != [_matter(rule) for rule in new.rules]:
        return ()
    return tuple(one.on for one in {*old.exceptions} ^ {*new.exceptions})


def _may_cross(deadline: Deadline, days: Iterable[date], zone: tzinfo) -> bool:
    """Whether one of these days can lie on the way from the start of a deadline to its date."""
    if deadline.due_at is None or deadline.rule.anchor:
        return True
    first, last = sorted((local_day(deadline.start, zone), local_day(deadline.due_latest or deadline.due_at, zone)))
    return any(first <= day <= last for day in days)
