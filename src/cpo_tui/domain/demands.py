"""Demands: what can need an officer, and the one date that rules the list.

A *demand* is anything that can need an officer: a deadline of the law, a hearing, a task, a hold that wakes, a case
that nobody has touched. It has a `due_at` and a lead, and `act_by = due_at - lead`. The place of a case in the list is
its earliest `act_by`. There are no points and no weights: an officer can check it with a calendar. Nothing here depends
on the present, so the result is stored and indexed.

Dates: a demand is due on a *day* of the office (it ends at the day's end) or at a *moment*. A lead of hours on a day
is counted in whole days, because a day has no hour to count from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from cpo_tui.domain.cases import When


class Severity(StrEnum):
    """The class of what is at stake; it chooses a lead and a glyph, never a rank by itself."""

    DUE_PROCESS = "due_process"
    STATUTORY = "statutory"
    REGULATORY = "regulatory"
    POLICY = "policy"
    SERVICE = "service"

    @property
    def glyph(self) -> str:
        """The sign before the words, so that no class is told by colour alone."""
        return _GLYPHS[self]

    @property
    def label(self) -> str:
        """The words of the class."""
        return self.value.replace("_", " ")


_GLYPHS = {
    Severity.DUE_PROCESS: "▲",
    Severity.STATUTORY: "◆",
    Severity.REGULATORY: "●",
    Severity.POLICY: "○",
    Severity.SERVICE: "·",
}
_ORDER = {severity: place for place, severity in enumerate(Severity)}

DEFAULT_LEADS: dict[Severity, timedelta] = {
    Severity.DUE_PROCESS: timedelta(hours=72),
    Severity.STATUTORY: timedelta(hours=48),
    Severity.REGULATORY: timedelta(hours=24),
    Severity.POLICY: timedelta(hours=24),
    Severity.SERVICE: timedelta(0),
}
"""Lead by class, for a demand whose rule or pack does not set its own."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the arithmetic behind a date; `on` is the day that the step is about, where it is about one."""

    text: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that a case asks of an officer."""

    kind: str
    """deadline · hearing · hearing_outcome · task · hold · untouched · inquiry · document · promise …"""
    title: str
    due_at: When | None
    """None for a duty without a number in its text ("without delay"): it is open from its first moment and never late."""
    lead: timedelta = timedelta(0)
    severity: Severity = Severity.SERVICE
    rule: str | None = None
    pack_version: str | None = None
    citation: str = ""
    status: str = "open"
    steps: tuple[Step, ...] = field(default=())
    source: str = ""
    """Table and row that the demand comes from, such as `tasks:7`."""
    certain: bool = True
    """False where a fact is not recorded that decides whether this is asked at all; the title names it."""
    since: When | None = None
    """For a demand without a due date: when its duty began."""

    @property
    def act_by(self) -> When:
        """When the work has to begin for the due date to be met; without a due date, when the duty began."""
        if self.due_at is not None:
            return before(self.due_at, self.lead)
        if self.since is None:
            raise ValueError(f"a demand needs a due date or a beginning: {self.title}")
        return self.since


def before(due_at: When, lead: timedelta) -> When:
    """`due_at` less `lead`: a moment for a moment, a day for a day (a part of a day counts as a whole one)."""
    if isinstance(due_at, datetime):
        return due_at - lead
    return due_at - timedelta(days=-(-lead // timedelta(days=1)))


def sort_key(when: When, zone: tzinfo) -> int:
    """Where `when` stands in time, in whole seconds since 1970 UTC: a moment itself, a day at its last second."""
    if isinstance(when, datetime):
        return int(when.timestamp())
    return int(datetime.combine(when, time(23, 59, 59), zone).timestamp())


def begin_key(when: When, zone: tzinfo) -> int:
    """The second at which `when` begins: a moment itself, a day at its midnight in the office's zone."""
    if isinstance(when, datetime):
        return int(when.timestamp())
    return int(datetime.combine(when, time.min, zone).timestamp())


def in_order(demands: Iterable[Demand], zone: tzinfo) -> tuple[Demand, ...]:
    """The demands as they must be worked: by `act_by`, then `due_at`, then class, then title.

    A duty without a number, and one of which it is not known whether it applies, stand behind every certain date: they
    are shown, but they cannot push a case with a date of its own down the list.
    """
    return tuple(sorted(demands, key=lambda demand: _place(demand, zone)))


def order_of(demand: Demand, zone: tzinfo) -> tuple[bool, bool, int, int, int, str]:
    """What `in_order` sorts a demand by."""
    return _place(demand, zone)


def _place(demand: Demand, zone: tzinfo) -> tuple[bool, bool, int, int, int, str]:
    last = demand.due_at if demand.due_at is not None else demand.act_by
    undated = demand.due_at is None
    return (
        not demand.certain,
        undated,
        sort_key(demand.act_by, zone),
        sort_key(last, zone),
        _ORDER[demand.severity],
        demand.title,
    )


def is_late(due_at: When | None, now: datetime, zone: tzinfo) -> bool:
    """Whether the due date has passed; a day has passed when it has ended in the office's zone. Without one: never."""
    return due_at is not None and sort_key(due_at, zone) < int(now.timestamp())


def is_now(act_by: When, due_at: When | None, now: datetime, zone: tzinfo) -> bool:
    """Whether the time to act has come and the due date has not passed."""
    return begin_key(act_by, zone) <= int(now.timestamp()) and not is_late(due_at, now, zone)


HEARING_LEAD = timedelta(days=2)
"""The file goes to the attorney two days before a hearing, until a pack says otherwise."""


def hearing_demand(*, title: str, starts_at: When, outcome: str | None, source: str) -> Demand | None:
    """What a hearing asks for: readiness before it and its outcome after it; nothing once the outcome is recorded.

    It is one demand with the hearing's own date, so that a hearing that passed without an outcome is late by itself.
    """
    if outcome:
        return None
    day = starts_at.date() if isinstance(starts_at, datetime) else starts_at
    steps = (
        Step("hearing set", day),
        Step("the file is made ready two days before, until a rule says otherwise", day - timedelta(days=2)),
        Step("open until its outcome is recorded"),
    )
    return Demand(
        "hearing",
        f"Hearing: {title}" if title else "Hearing",
        starts_at,
        HEARING_LEAD,
        Severity.REGULATORY,
        steps=steps,
        source=source,
    )


def untouched_demand(last_touched: When, days: int) -> Demand:
    """The demand that no case can escape: somebody must look at it once in `days` days."""
    day = last_touched.date() if isinstance(last_touched, datetime) else last_touched
    steps = (
        Step("last touched", day),
        Step(f"+ {days} calendar days: a case that nobody has touched asks for attention", day + timedelta(days=days)),
    )
    return Demand(
        "untouched", f"Review: not touched for {days} days", day + timedelta(days=days), steps=steps, source="case"
    )
