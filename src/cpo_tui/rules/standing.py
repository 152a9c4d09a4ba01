"""How a round of a rule stands: running, paused, met in time or late, ended, shown, or without a date that can be said."""

from __future__ import annotations

from datetime import tzinfo

from cpo_tui.domain.cases import When
from cpo_tui.domain.facts import Event, first_instant, last_instant
from cpo_tui.rules.deadlines import (
    BLOCKED,
    ENDED,
    MET_IN_TIME,
    MET_LATE,
    PAUSED,
    RUNNING,
    SHOWN,
    TOO_EARLY,
    WAIVED_BY,
)
from cpo_tui.rules.pack import Kind, Rule


def settled(
    rule: Rule, due: When | None, latest: When | None, closer: Event, closed_as: str, zone: tzinfo
) -> tuple[str, tuple[str, ...]]:
    """The status of a round that `closer` closed, and what makes it doubtful.

    `latest` is given where the date itself is not certain; what was done on the day of the due date, at a time that
    nobody recorded, counts as in time and says that it cannot be known.
    """
    if closed_as in ("ended", "waived"):
        return (ENDED if closed_as == "ended" else WAIVED_BY), ()
    if due is None:
        return MET_IN_TIME, ()
    done_first = first_instant(closer.occurred_at, zone)
    done_last = last_instant(closer.occurred_at, zone)
    if rule.kind is Kind.NOT_BEFORE:
        early = done_last < first_instant(due, zone)
        return (TOO_EARLY if early else MET_IN_TIME), ()
    if done_first > last_instant(latest if latest is not None else due, zone):
        return MET_LATE, ()
    if done_last > last_instant(due, zone):
        return MET_IN_TIME, ("whether it was met in time cannot be known: a time of day is not recorded",)
    return MET_IN_TIME, ()


def unsettled(rule: Rule, due: When | None, open_pause: When | None, *, blocked: bool) -> str:
    """The status of a round that nothing has closed; `blocked` where a term without which there is no date is missing."""
    if rule.offset is None and not rule.satisfied_by:
        return SHOWN
    if open_pause is not None:
        return PAUSED
    return BLOCKED if due is None and blocked else RUNNING
