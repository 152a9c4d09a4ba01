"""What a rule needs besides its trigger: the date it is anchored to, the length, the dates that may be later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cpo_tui.domain.cases import When
from cpo_tui.domain.facts import Value, plausible
from cpo_tui.rules.pack import Rule, Unit

MOST = 10_000
"""No length that a case gives is longer than this, in any unit; a longer one is not a length but a slip."""

Look = Callable[[str], Value | None]
"""Gives the value of a fact (or the date of an event) by its name; None where it is not recorded."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one clock. `missing` names what is not recorded; without a `start` or an `amount` there is no date."""

    start: When | None
    amount: int | None
    unit: Unit
    ordered: When | None = None
    extension: int = 0
    later: tuple[When, ...] = ()
    missing: tuple[str, ...] = ()
    blocked: bool = False
    """Whether something is missing without which no date can be said at all."""


def terms(rule: Rule, start: When, look: Look, *, repeated: bool = False) -> Terms:
    """The terms of a rule for a clock that starts at `start`; `repeated` for the second and later rounds of a cycle."""
    offset = rule.offset
    if offset is None:
        return Terms(start, None, Unit.PROMPT)
    missing: list[str] = []
    unit, amount = offset.unit, offset.amount
    if repeated and rule.recurring is not None:
        unit, amount = rule.recurring.unit, rule.recurring.amount
    elif offset.amount_fact:
        given = look(offset.amount_fact)
        amount = given if isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= MOST else None
        missing += [] if amount is not None else [offset.amount_fact]
    begin: When | None = start
    if rule.anchor and not repeated:
        begin = _date(look, rule.anchor)
        missing += [] if begin is not None else [rule.anchor]
    ordered = _date(look, offset.ordered_fact) if offset.ordered_fact else None
    if unit is Unit.AS_ORDERED and ordered is None:
        missing.append(offset.ordered_fact)
    blocked = bool(missing)
    later = [(name, _date(look, name)) for name in rule.later_of]
    missing += [name for name, when in later if when is None]
    extra = look(rule.extended_by_fact) if rule.extended_by_fact else 0
    if rule.extended_by_fact and not isinstance(extra, int):
        missing.append(rule.extended_by_fact)
    return Terms(
        start=begin,
        amount=amount,
        unit=unit,
        ordered=ordered,
        extension=min(extra, MOST) if isinstance(extra, int) and extra > 0 else 0,
        later=tuple(when for _, when in later if when is not None),
        missing=tuple(missing),
        blocked=blocked,
    )


def _date(look: Look, name: str) -> When | None:
    """A date that can be counted from; one that cannot be right counts as not recorded."""
    found = look(name)
    return found if isinstance(found, date) and plausible(found) else None
