"""What hangs on a case: the rows of its timeline, checklist, inquiries and the rest, as the screens and reports see them.

A field that ends in `_on` is a day; one that ends in `_at` is a moment with its zone, or a day where only the day is
known. Missing values are None.
"""

# ruff: noqa: PLC0414 - the words of the states are reached through their records too

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cpo_tui.domain.cases import When
from cpo_tui.domain.states import CAPACITIES as CAPACITIES
from cpo_tui.domain.states import CHANNELS as CHANNELS
from cpo_tui.domain.states import DOCUMENT_STATES as DOCUMENT_STATES
from cpo_tui.domain.states import INQUIRY_STATES as INQUIRY_STATES
from cpo_tui.domain.states import MISSING_STATES as MISSING_STATES
from cpo_tui.domain.states import SETTLED_INQUIRIES as SETTLED_INQUIRIES


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the timeline."""

    id: int
    case_id: int
    kind: str
    occurred_at: When
    recorded_at: When
    recorded_by: str | None
    title: str | None
    body: str | None
    source: str | None
    facts: str | None
    pinned: bool
    superseded_by: int | None
    version: int


@dataclass(frozen=True, slots=True)
class Hearing:
    """A hearing or other appointment that others set."""

    id: int
    case_id: int
    starts_at: When
    kind: str | None
    place: str | None
    outcome: str | None
    version: int


@dataclass(frozen=True, slots=True)
class Hold:
    """A case set aside until a day."""

    id: int
    case_id: int
    until: date
    wake_on: str | None
    reason: str | None
    set_by: str | None
    set_at: When | None
    ended_at: When | None
    version: int


@dataclass(frozen=True, slots=True)
class Task:
    """Something that somebody said they would do."""

    id: int
    case_id: int
    title: str
    due_at: When
    done_at: When | None
    set_by: str | None
    set_at: When | None
    version: int


@dataclass(frozen=True, slots=True)
class Note:
    """A note on the file."""

    id: int
    case_id: int
    body: str
    written_at: When
    written_by: str | None
    version: int


@dataclass(frozen=True, slots=True)
class Document:
    """A document that the file needs or has."""

    id: int
    case_id: int
    document: str
    form: str | None
    state: str
    requested_on: date | None
    received_on: date | None
    signed_on: date | None
    served_on: date | None
    service_method: str | None
    service_language: str | None
    expires_on: date | None
    sha256: str | None
    kept_at: str | None
    notes: str | None
    version: int
    requirement: str | None = None
    edition: str | None = None
    supplied_by: str | None = None
    original: bool | None = None
    translation: str | None = None
    chased_on: date | None = None
    chases: int | None = None
    decided_on: date | None = None
    decision_reason: str | None = None
    approver: str | None = None


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question from outside, with a clock of its own."""

    id: int
    inquiry: str
    received_at: When
    channel: str | None
    enquirer: str | None
    capacity: str | None
    subject: str | None
    state: str
    due_at: When | None
    answered_at: When | None
    question: str | None
    answer: str | None
    version: int


@dataclass(frozen=True, slots=True)
class Safeguard:
    """A flag that protects a person."""

    id: int
    case_id: int
    kind: str
    since: date | None
    review_on: date | None
    source: str | None
    ended_on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class Representation:
    """Who represents the person."""

    id: int
    case_id: int
    name: str
    form: str | None
    scope: str | None
    from_on: date | None
    to_on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class Consent:
    """What the person allowed to be told, and to whom."""

    id: int
    case_id: int
    recipient: str
    scope: str
    form: str | None
    signed_on: date | None
    expires_on: date | None
    withdrawn_on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """One entry of the history: who did what, when and why."""

    id: int
    at: When
    officer: str
    verb: str
    reason: str | None
    summary: str | None
    source: str | None
    root_id: int | None
    batch_id: int | None
    count: int
    undone: bool
