"""The life of an inquiry: its steps, which of them are expected, and when its clock stands still.

Transitions are recorded facts. An unexpected one is accepted with a reason and marked, because the record must match
what happened; it is never blocked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from cpo_tui.domain.cases import When
from cpo_tui.domain.demands import begin_key

AWAITING_ENQUIRER = "awaiting_enquirer"
"""The step by which the clock stands still: it is the enquirer's move, and the inquiry itself awaits input."""
WAITS_FOR_ENQUIRER = "waits-for-enquirer"
"""In place of a reply standard: the date is not for a reply, but for asking the enquirer again."""
REOPENED = "reopened"
UNEXPECTED = "unexpected: "
"""What the note of a step begins with that the usual order of things does not know."""

_NEXT: dict[str, frozenset[str]] = {
    "received": frozenset({"acknowledged", "awaiting_input", AWAITING_ENQUIRER, "drafted", "answered", "rejected"}),
    "acknowledged": frozenset({"awaiting_input", AWAITING_ENQUIRER, "drafted", "answered", "rejected"}),
    "awaiting_input": frozenset({"acknowledged", AWAITING_ENQUIRER, "awaiting_input", "drafted", "answered", "rejected"}),
    "drafted": frozenset({"awaiting_input", AWAITING_ENQUIRER, "cleared", "answered", "rejected"}),
    "cleared": frozenset({"drafted", "awaiting_input", AWAITING_ENQUIRER, "answered", "rejected"}),
    "answered": frozenset({"closed", REOPENED}),
    "closed": frozenset({REOPENED}),
    "rejected": frozenset({"closed", REOPENED}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class InquiryStep:
    """One step in the life of an inquiry."""

    id: int
    inquiry_id: int
    state: str
    """A state of an inquiry, or `awaiting_enquirer` or `reopened`."""
    at: When
    by: str | None
    note: str | None

    @property
    def unexpected(self) -> bool:
        """Whether the usual order of things does not know it."""
        return (self.note or "").startswith(UNEXPECTED)


def expected(state: str, step: str) -> bool:
    """Whether a step is usual from a state."""
    return step in _NEXT.get(state, frozenset())


def next_steps(state: str) -> tuple[str, ...]:
    """The usual steps from a state, in the order of a life."""
    order = (
        "acknowledged",
        "awaiting_input",
        AWAITING_ENQUIRER,
        "drafted",
        "cleared",
        "answered",
        "closed",
        "rejected",
        REOPENED,
    )
    return tuple(step for step in order if expected(state, step))


def state_after(step: str, *, acknowledged: bool) -> str:
    """The state of an inquiry after a step."""
    if step == AWAITING_ENQUIRER:
        return "awaiting_input"
    if step == REOPENED:
        return "acknowledged" if acknowledged else "received"
    return step


@dataclass(frozen=True, slots=True)
class Running:
    """Where the clock of an inquiry stands: since when it counts, where it stood still, and whether it does now."""

    start: When
    pauses: tuple[tuple[When, When], ...]
    paused_since: When | None = None


def clock_of(received_at: When, steps: Iterable[InquiryStep], zone: tzinfo) -> Running:
    """The clock of an inquiry, from its steps in the order in which they were made.

    It counts from the receipt, or anew from the last time that the inquiry was reopened. It stands still from the day on
    which the enquirer was asked for something until the next step; a pause within one day is none.
    """
    start, paused = received_at, None
    pauses: list[tuple[When, When]] = []
    for step in steps:
        if paused is not None and step.state != AWAITING_ENQUIRER:
            if _day(paused, zone) < _day(step.at, zone):
                pauses.append((_day(paused, zone), _day(step.at, zone)))
            paused = None
        if step.state == AWAITING_ENQUIRER and paused is None:
            paused = step.at
        if step.state == REOPENED:
            start, pauses = step.at, []
    return Running(start, tuple(pauses), paused)


def _day(when: When, zone: tzinfo) -> date:
    return when.astimezone(zone).date() if isinstance(when, datetime) else when


BANDS: tuple[tuple[int, str], ...] = (
    (2, "0-2 d"), (5, "3-5 d"), (10, "6-10 d"), (20, "11-20 d"), (30, "21-30 d"), (40, "31-40 d"), (50, "41-50 d"),
)  # fmt: skip
"""Up to how many whole days of age, and the words of that band; older ones are `over 50 d`."""
OLDEST = "over 50 d"


def age_band(received_at: When, now: datetime, zone: tzinfo) -> str:
    """The ageing band of an inquiry, by whole days since its receipt."""
    days = max(0, int(now.timestamp()) - begin_key(received_at, zone)) // 86_400
    return next((words for limit, words in BANDS if days <= limit), OLDEST)
