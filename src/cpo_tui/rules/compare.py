"""What a change of the law would do: which open deadlines would move, appear or vanish.

Only rules that differ between the two packs are evaluated, so the answer for thousands of cases is quick.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo

from cpo_tui.domain.cases import When
from cpo_tui.domain.facts import ClockEvent, Event
from cpo_tui.rules.deadlines import Deadline
from cpo_tui.rules.evaluate import deadlines_of
from cpo_tui.rules.governance import root
from cpo_tui.rules.pack import Pack, Rule


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

    A change of facts, events, derived events or calendars can touch any rule; words and leads move no date.
    """
    if (old.facts, old.events, old.derived, _closed(old)) != (new.facts, new.events, new.derived, _closed(new)):
        return frozenset((*old.by_id, *new.by_id))
    ids = {one for one in (*old.by_id, *new.by_id) if _matter(old.by_id.get(one)) != _matter(new.by_id.get(one))}
    # A date may follow from the date of a rule that changed.
    followers = {one.kind for one in new.derived if one.from_rule in ids}
    ids |= {rule.id for rule in new.rules if followers & {*rule.triggers, *rule.later_of}}
    return frozenset(ids | {rule.id for pack in (old, new) for rule in pack.rules if ids & {rule.supersedes, rule.superseded_by}})


def _closed(pack: Pack) -> object:
    return (pack.default_calendar, frozenset((one.calendar, one.on, one.closed) for one in pack.exceptions))


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
    for case in cases:
        was = _open(old, case, rules, roots[id(old)], zone)
        will = _open(new, case, rules, roots[id(new)], zone)
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


def _open(
    pack: Pack, case: CaseInput, rules: frozenset[str], roots: Mapping[str, str], zone: tzinfo
) -> dict[tuple[str, str, int], Deadline]:
    found = deadlines_of(pack, case.fields, case.events, case.clock_events, zone=zone, only=rules)
    return {(roots[one.rule.id], str(one.trigger.id), one.round): one for one in found if one.is_open}
