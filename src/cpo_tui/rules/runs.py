"""The life of one rule on one case: when it starts to run, what closes it, and when its next round begins.

An event closes only what was running before it. Where only the day is known, a closing first goes to what was running
when that day began; only if there was nothing does it go to what began on the same day. So a report made and the next
one ordered on one day close the old round and leave the new one open, and a duty that arose and was met on one day is
met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from cpo_tui.domain.cases import When
from cpo_tui.domain.facts import Event, first_instant, last_instant, local_day
from cpo_tui.rules.pack import Repeat, Rule

MET, WAIVED = "@met", "@waived"
"""Kinds of event that an officer's own act on a clock is turned into."""

REFERENCE = "ref"
"""The value by which an answer names the request that it answers."""

MOST_ROUNDS = 2000
"""No case has more rounds of one cycle; a cycle that would is a fault of the pack."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something that can start a rule. `known` is when it could first be known: a date in the future may be known now."""

    event: Event
    known: When


@dataclass(slots=True)
class Run:
    """One round of a rule on one case. `start` is what it is counted from; `opened` when it could first be closed."""

    trigger: Event
    start: When
    opened: datetime
    round: int = 1
    closer: Event | None = None
    closed_as: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nothing has closed this round."""
        return self.closer is None


class _Entry(NamedTuple):
    """One thing that happens to the runs. `rank` settles what comes first at one moment."""

    at: datetime
    rank: int
    closes: str
    event: Event
    known: When | None = None


_EARLIER_FIRST, _STARTS, _CLOSES = range(3)
_JUST_AFTER = timedelta(microseconds=1)


GridDue = Callable[[Run], datetime]
"""The last instant of a round, by the arithmetic of the rule; it is asked only for cycles on a fixed grid."""


def runs_of(
    rule: Rule,
    starts: Sequence[Occurrence],
    closers: Sequence[Event],
    enders: Sequence[Event],
    zone: tzinfo,
    grid_due: GridDue,
) -> tuple[Run, ...]:
    """Every round of a rule, in the order in which they began."""
    if len(starts) == 1 and not closers and not enders:
        (only,) = starts
        return (Run(only.event, only.event.occurred_at, first_instant(only.known, zone)),)
    runs: list[Run] = []
    spent: set[int | str] = set()
    for entry in _entries(rule, starts, closers, enders, zone):
        if entry.closes and entry.event.id not in spent:
            closed = _closed_by(rule, runs, entry)
            if closed:
                spent.add(entry.event.id)
                runs += _close(rule, closed, entry, zone, grid_due)
        if entry.known is not None:
            _start(rule, runs, entry, zone)
    return tuple(runs)


def _entries(
    rule: Rule, starts: Iterable[Occurrence], closers: Iterable[Event], enders: Iterable[Event], zone: tzinfo
) -> list[_Entry]:
    found: list[_Entry] = []
    starting: set[int | str] = set()
    vague: set[date] = set()
    for one in starts:
        starting.add(one.event.id)
        if not isinstance(one.known, datetime):
            vague.add(one.known)
        kind = one.event.kind
        closes = "satisfied" if kind in rule.satisfied_by else "ended" if kind in rule.ends_on else ""
        found.append(_Entry(first_instant(one.known, zone), _STARTS, closes, one.event, one.known))
    for word, events in (("satisfied", closers), ("ended", enders)):
        for event in events:
            if event.id in starting or (word == "ended" and event.kind in rule.satisfied_by):
                continue
            closes = "waived" if event.kind == WAIVED else word
            timed = isinstance(event.occurred_at, datetime)
            if not timed or (vague and local_day(event.occurred_at, zone) in vague):
                day = local_day(event.occurred_at, zone)
                found.append(_Entry(first_instant(day, zone), _EARLIER_FIRST, closes, event))
            found.append(_Entry(last_instant(event.occurred_at, zone), _CLOSES, closes, event))
    found.sort(key=lambda entry: (entry.at, entry.rank, entry.closes == "ended", entry.event.kind, str(entry.event.id)))
    return found


def _start(rule: Rule, runs: list[Run], entry: _Entry, zone: tzinfo) -> None:
    if rule.repeat is Repeat.RESTART:
        begins = first_instant(entry.event.occurred_at, zone)
        if any(run.is_open and first_instant(run.start, zone) > begins for run in runs):
            return  # the latest by date stays, also where it was known first
        runs[:] = [run for run in runs if not run.is_open]
    elif rule.repeat is Repeat.FIRST and any(run.is_open for run in runs):
        return
    runs.append(Run(entry.event, entry.event.occurred_at, entry.at))


def _close(rule: Rule, closed: Iterable[Run], entry: _Entry, zone: tzinfo, grid_due: GridDue) -> list[Run]:
    """Close these runs; give the rounds that begin with that."""
    begun: list[Run] = []
    at = last_instant(entry.event.occurred_at, zone)
    for run in closed:
        run.closer, run.closed_as = entry.event, entry.closes
        if rule.recurring is None or entry.event.kind in rule.ends_on:
            continue
        if not rule.anchored:
            begun.append(Run(run.trigger, entry.event.occurred_at, at + _JUST_AFTER, run.round + 1))
            continue
        following = Run(run.trigger, run.start, at + _JUST_AFTER, run.round + 1)
        while grid_due(following) < at and following.round < MOST_ROUNDS:
            following.closer, following.closed_as = entry.event, entry.closes
            begun.append(following)
            following = Run(run.trigger, run.start, at + _JUST_AFTER, following.round + 1)
        begun.append(following)
    return begun


def _closed_by(rule: Rule, runs: list[Run], entry: _Entry) -> list[Run]:
    """The runs that an event closes: those that were running before it."""
    strictly = entry.rank != _CLOSES
    running = [
        run for run in runs if run.is_open and (run.opened < entry.at or (run.opened == entry.at and not strictly))
    ]
    aimed = entry.event.facts.get("@trigger")
    if aimed is not None:
        running = [run for run in running if run.trigger.id == aimed]
    if rule.repeat is not Repeat.EACH or entry.closes != "satisfied" or not running:
        return running
    reference = entry.event.facts.get(REFERENCE)
    named = [run for run in running if reference is not None and run.trigger.facts.get(REFERENCE) == reference]
    if named:
        return named
    unnamed = [run for run in running if reference is None or run.trigger.facts.get(REFERENCE) is None]
    return unnamed[:1]
