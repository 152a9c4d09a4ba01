"""Which version of a rule governs a day. Versions are tied by `supersedes` and `superseded_by`."""

from __future__ import annotations

from datetime import date

from cpo_tui.rules.pack import Pack, Rule, RuleStatus


def governs(rule: Rule, day: date) -> bool:
    """Whether a rule is the law for a trigger on that day; its effective dates are both inclusive.

    A proposed rule never governs; a vacated one only while it was in force, which needs a last day.
    """
    if rule.status is RuleStatus.PROPOSED or (rule.status is RuleStatus.VACATED and rule.effective_to is None):
        return False
    begun = rule.effective_from is None or rule.effective_from <= day
    return begun and (rule.effective_to is None or day <= rule.effective_to)


def is_timeless(pack: Pack, rule: Rule) -> bool:
    """Whether a rule is the law on every day: it has no other version and no effective dates."""
    known = pack.timeless.get(rule.id)
    if known is None:
        alone = len(versions(pack, rule)) == 1 and rule.effective_from is None and rule.effective_to is None
        known = pack.timeless[rule.id] = alone and governs(rule, date.min)
    return known


def displaced(pack: Pack, rule: Rule, day: date) -> Rule | None:
    """The version that stands in the place of another on that day, though the other's own dates include it.

    A waiver for a year displaces the rule that it waives for that year; before and after, the rule governs.
    """
    return next(
        (
            one
            for one in versions(pack, rule)
            if one.enabled and one.id != rule.id and rule.id == one.supersedes and governs(one, day)
        ),
        None,
    )


def versions(pack: Pack, rule: Rule) -> tuple[Rule, ...]:
    """Every version of a rule, in the order of their effective dates, the rule itself included."""
    known = pack.versions.get(rule.id)
    if known is not None:
        return known
    found: dict[str, Rule] = {}
    waiting = [rule.id]
    while waiting:
        one = pack.by_id.get(waiting.pop())
        if one is None or one.id in found:
            continue
        found[one.id] = one
        waiting += [name for name in (one.supersedes, one.superseded_by) if name]
        waiting += [other.id for other in pack.rules if one.id in (other.supersedes, other.superseded_by)]
    known = tuple(sorted(found.values(), key=lambda one: (one.effective_from or date.min, one.id)))
    pack.versions.update(dict.fromkeys(found, known))
    return known


def root(pack: Pack, rule: Rule) -> str:
    """The id of the first version of a rule: what all its versions have in common."""
    return versions(pack, rule)[0].id


def governing(pack: Pack, rule: Rule, day: date) -> Rule | None:
    """The version of a rule that governs a trigger on that day; None where none does."""
    return next(
        (one for one in versions(pack, rule) if one.enabled and governs(one, day) and not displaced(pack, one, day)),
        None,
    )


def refusal(pack: Pack, rule: Rule, day: date) -> str:
    """Why a rule gives no date for a trigger on that day, naming the version that does; empty where it governs."""
    instead = displaced(pack, rule, day)
    if governs(rule, day) and instead is None:
        return ""
    if rule.status is RuleStatus.PROPOSED:
        reason = f"{rule.id} is only proposed: it is not law and gives no date"
    elif rule.status is RuleStatus.VACATED and rule.effective_to is None:
        reason = f"{rule.id} was vacated and gives no date"
    elif instead is not None and governs(rule, day):
        reason = f"{rule.id} was displaced on {day:%Y-%m-%d}"
    elif rule.effective_from is not None and day < rule.effective_from:
        reason = f"{rule.id} governs triggers from {rule.effective_from:%Y-%m-%d}, not one of {day:%Y-%m-%d}"
    else:
        last = f"{rule.effective_to:%Y-%m-%d}" if rule.effective_to else "a day before"
        reason = f"{rule.id} ({rule.status.value}) governed triggers until {last}, not one of {day:%Y-%m-%d}"
    other = governing(pack, rule, day)
    return f"{reason}; {other.id} governs that day" if other is not None else f"{reason}; no other version governs it"


def takes_over(rule: Rule, day: date, closed: date | None) -> bool:
    """Whether a version also governs what began before it and was still running on its first day."""
    begins = rule.effective_from
    return (
        rule.enabled
        and rule.governs_running
        and begins is not None
        and day < begins
        and (closed is None or closed >= begins)
    )
