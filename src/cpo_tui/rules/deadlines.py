"""A deadline: one date that a rule gives a case, with its status, its reasons and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from cpo_tui.domain.cases import When
from cpo_tui.domain.demands import Demand, Step, before
from cpo_tui.domain.facts import Event, spoken_facts
from cpo_tui.rules.pack import Kind, Rule, Unit

RUNNING, PAUSED, CONTESTED = "running", "paused", "contested"
MET_IN_TIME, MET_LATE, TOO_EARLY = "met", "late_met", "too_early"
WAIVED_BY, ENDED, SHOWN, BLOCKED = "waived", "ended", "shown", "blocked"
OPEN_STATUSES = (RUNNING, PAUSED, CONTESTED, BLOCKED)
"""The statuses of a deadline that still asks for something."""

_NO_DEMAND = (Kind.NOT_BEFORE, Kind.POLICY_NOTICE)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One date (or check without a date) that a rule gives a case.

    `due_at` is None where the rule sets no date or where it cannot be known; `missing` then names what is not recorded.
    Under `applies=None` it is not known whether the rule applies at all. While `status` is `paused`, `due_at` is the
    date that would follow if the clock ran again on the first paused day: the true one is later.
    """

    rule: Rule
    pack_version: str
    trigger: Event
    round: int
    start: When
    due_at: When | None
    due_latest: When | None
    lead: timedelta
    status: str
    applies: bool | None = True
    closer: Event | None = None
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def key(self) -> str:
        """What identifies this deadline on its case through every recomputation."""
        return f"{self.rule.id}|{self.trigger.id}|{self.round}"

    @property
    def is_open(self) -> bool:
        """Whether it still asks for something."""
        return self.status in OPEN_STATUSES

    @property
    def act_by(self) -> When | None:
        """When the work has to begin for the due date to be met; None where there is no due date."""
        return before(self.due_at, self.lead) if self.due_at is not None else None

    @property
    def is_unnumbered(self) -> bool:
        """Whether its text demands promptness without a number: it has a beginning and no date."""
        return self.due_at is None and self.rule.offset is not None and self.rule.offset.unit is Unit.PROMPT

    @property
    def asks(self) -> bool:
        """Whether it asks something of an officer.

        A day before which something may not be done asks for nothing, nor do a milestone, the window of somebody else
        and a date that nothing on the timeline could ever answer.
        """
        rule = self.rule
        if not self.is_open or rule.kind in _NO_DEMAND or not rule.asks or not (rule.satisfied_by or rule.ends_on):
            return False
        return self.due_at is not None or (self.is_unnumbered and self.applies is True)

    @property
    def title(self) -> str:
        """The title of the rule, with what is missing where it is not known whether or when it applies."""
        missing = spoken_facts(self.missing)
        if self.applies is None:
            return f"{self.rule.title} (may apply: {missing} not recorded)"
        return f"{self.rule.title} ({missing} not recorded)" if missing else self.rule.title


def demand_of(deadline: Deadline) -> Demand | None:
    """What an open deadline asks of an officer; None for one that asks nothing (see `Deadline.asks`).

    A deadline that may apply says so in its title.
    """
    if not deadline.asks:
        return None
    unnumbered = deadline.is_unnumbered
    return Demand(
        kind="prompt" if unnumbered else "deadline",
        title=deadline.title,
        due_at=deadline.due_at,
        lead=deadline.lead,
        severity=deadline.rule.severity,
        rule=deadline.rule.id,
        pack_version=deadline.pack_version,
        citation=deadline.rule.source.citation,
        status=deadline.status,
        steps=deadline.steps,
        source=deadline.key,
        certain=deadline.applies is True,
        since=deadline.start if unnumbered else None,
    )
