"""What another version of the pack would change, as entries: a line a rule, and its cases where it is opened. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from cpo_tui.domain.cases import When
from cpo_tui.domain.facts import spoken_facts
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.widgets.cells import clip, fit, shown
from cpo_tui.ui.widgets.entry_list import Entry, Row
from cpo_tui.ui.widgets.roles import Part

if TYPE_CHECKING:
    from cpo_tui.rules.compare import Change, Comparison
    from cpo_tui.rules.pack import Rule

MOST_CHANGES = 500
"""Changes of one rule that are listed; the counts are of all."""
MIDDLE = 60
KINDS = (("moved", "move"), ("appear", "appear"), ("vanish", "vanish"))
"""The kinds of change as a comparison names them, and the verb of the heading."""

GroupKey = tuple[str, str]
"""The kind of change and the id of the rule."""


@dataclass(frozen=True, slots=True)
class ChangeKey:
    """The key of one change: its group, and the case's reference with its place, for a case may have several."""

    group: GroupKey
    place: int
    reference: str


def changes_of(found: Comparison, kind: str) -> tuple[Change, ...]:
    """The changes of one kind."""
    return {"moved": found.moved, "appear": found.appear, "vanish": found.vanish}[kind]


def grouped(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """Changes by the id of their rule, the rule with the most of them first."""
    groups: dict[str, list[Change]] = {}
    for one in changes:
        groups.setdefault(one.rule, []).append(one)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))


def counts(found: Comparison) -> list[Part]:
    """How many dates move, appear and vanish, in one line."""
    parts: list[Part] = []
    for kind, verb in KINDS:
        number = len(changes_of(found, kind))
        parts += [(" · ", "faint")] if parts else []
        parts += [(f"{number:,}", "strong" if number else "faint"), (f" {verb}", "ink" if number else "faint")]
    return parts


def adoption_entries(
    found: Comparison, rules: Mapping[str, Rule], opened: GroupKey | None, moment: Moment, width: int
) -> list[Entry]:
    """The groups, with the cases of the opened one beneath it."""
    if not found:
        lines: tuple[Row, ...] = (
            ([], []), ([("   No open date would change.", "ink")], []),
            ([("   Words, sources or leads may be other ones; the pack can be adopted all the same.", "quiet")], []),
        )  # fmt: skip
        return [Entry(None, lines)]
    entries: list[Entry] = []
    for kind, verb in KINDS:
        groups = grouped(changes_of(found, kind))
        if not groups:
            continue
        blank: list[Row] = [([], [])] if entries else []
        total = sum(map(len, groups.values()))
        words = f" {total:,} open {'date' if total == 1 else 'dates'} would {verb}"
        entries.append(Entry(None, (*blank, ([(words, "head")], []))))
        for rule_id, changes in groups.items():
            key = (kind, rule_id)
            entries.append(
                Entry(key, (_group_row(rules.get(rule_id), rule_id, len(changes), width, is_open=key == opened),))
            )
            if key == opened:
                entries += _changes(key, changes, moment, width)
    return entries


def _group_row(rule: Rule | None, rule_id: str, number: int, width: int, *, is_open: bool) -> Row:
    title = shown(rule.title) if rule is not None else shown(rule_id)
    title += " ?" if rule is not None and rule.caution else ""
    left: list[Part] = [(" ▾ " if is_open else " ▸ ", "you" if is_open else "faint"), (title, "ink")]
    right: list[Part] = [(clip(shown(rule_id), max(8, width // 3)), "faint"), ("  ", "")] if width >= MIDDLE else []
    return left, [*right, (f"{number:>6,} ", "ink")]


def _changes(key: GroupKey, changes: Sequence[Change], moment: Moment, width: int) -> list[Entry]:
    entries = []
    for place, one in enumerate(changes[:MOST_CHANGES]):
        before = moment.full(one.before) if one.before is not None else "no date" if key[0] == "moved" else ""
        after = moment.full(one.after) if one.after is not None else ""
        if not after and key[0] != "vanish":
            after = f"no date: {shown(spoken_facts(one.missing))} not recorded" if one.missing else "no date"
        left: list[Part] = [("     ", ""), (fit(shown(one.reference), 18), "quiet")]
        if before and after:
            left += [(before, "quiet"), (" → ", "you"), (after, "ink")]
        else:
            left.append((before or after, "ink"))
        days = _days(one)
        right: list[Part] = [(days, "quiet"), (" ", "")] if days and width >= MIDDLE else []
        entries.append(Entry(ChangeKey(key, place, one.reference), ((left, right),)))
    if len(changes) > MOST_CHANGES:
        entries.append(Entry(None, (([(f"     and {len(changes) - MOST_CHANGES:,} more", "faint")], []),)))
    return entries


def _days(one: Change) -> str:
    """By how many days a date would move; empty where it is not known, or where it is hours."""
    if one.before is None or one.after is None:
        return ""
    days = (_day(one.after) - _day(one.before)).days
    if not days:
        return ""
    return f"{abs(days)} {'day' if abs(days) == 1 else 'days'} {'later' if days > 0 else 'EARLIER'}"


def _day(when: When) -> date:
    return when.date() if isinstance(when, datetime) else when
