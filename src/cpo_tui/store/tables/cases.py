"""What a case is made of: the person, the case, and what happens in it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from cpo_tui.store.tables.columns import text_column

WORKLIST = (
    "act_key", "id", "due_key", "act_from", "officer", "stage", "custody_status", "severity", "waiting_on", "docket",
    "lifecycle", "facility", "demand_kind", "batch_id", "held_until", "missing_documents", "open_inquiries", "safeguards",
    "next_hearing_at", "opened_on", "last_touched_at", "team", "stage_since", "assigned_at", "closed_on", "person_id",
)  # fmt: skip


class Person(SQLModel, table=True):
    """A person as the file knows them; names are kept code point for code point as given."""

    __tablename__ = "persons"
    id: int | None = Field(default=None, primary_key=True)
    full_name: str = Field(sa_type=Text, nullable=False)
    a_number: str | None = text_column(index=True)
    birth_date: str | None = text_column()
    birth_precision: str | None = text_column()
    nationality: str | None = text_column()
    language: str | None = text_column()
    interpreter_needed: int | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Case(SQLModel, table=True):
    """One case of one person, from initiation to resolution."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("lifecycle IN ('open','closed','reopened','transferred')", name="lifecycle_is_known"),
        # The order of the list, with the fields that it is filtered by: a query reads this and not the wide table.
        Index("cases_worklist", *WORKLIST),
        Index("cases_by_officer", "officer", "act_key", "id"),
        Index("cases_by_batch", "batch_id", sqlite_where=text("batch_id IS NOT NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(sa_type=Text, nullable=False, unique=True)
    person_id: int = Field(foreign_key="persons.id", index=True)
    lifecycle: str = Field(default="open", sa_type=Text, nullable=False, sa_column_kwargs={"server_default": "open"})
    stage: str | None = text_column()
    docket: str | None = text_column()
    custody_status: str | None = text_column()
    facility: str | None = text_column()
    officer: str | None = text_column()
    team: str | None = text_column()
    opened_on: str | None = text_column()
    closed_on: str | None = text_column()
    closure_reason: str | None = text_column()
    waiting_on: str | None = text_column()
    notes: str | None = text_column()
    stage_since: str | None = text_column()
    assigned_at: str | None = text_column()
    batch_id: int | None = None
    source_line: int | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    # derived
    search_key: str | None = text_column()
    last_touched_at: str | None = text_column()
    act_key: int | None = None
    act_from: int | None = None
    due_key: int | None = None
    act_by: str | None = text_column()
    due_at: str | None = text_column()
    demand: str | None = text_column()
    demand_kind: str | None = text_column()
    severity: str | None = text_column()
    citation: str | None = text_column()
    rule: str | None = text_column()
    held_until: str | None = text_column()
    missing_documents: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    open_inquiries: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    safeguards: str | None = text_column()
    next_hearing_at: str | None = text_column()


class Event(SQLModel, table=True):
    """One thing that happened, when it happened and when we learnt it; a correction supersedes, nothing is overwritten."""

    __tablename__ = "events"
    __table_args__ = (Index("events_of_case", "case_id", "occurred_at"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    kind: str = Field(sa_type=Text, nullable=False)
    occurred_at: str = Field(sa_type=Text, nullable=False)
    recorded_at: str = Field(sa_type=Text, nullable=False)
    recorded_by: str | None = text_column()
    title: str | None = text_column()
    body: str | None = text_column()
    source: str | None = text_column()
    facts: str | None = text_column()
    pinned: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    superseded_by: int | None = None
    batch_id: int | None = None
    source_line: int | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Hearing(SQLModel, table=True):
    """A hearing or other appointment with a date that others set."""

    __tablename__ = "hearings"
    __table_args__ = (Index("hearings_of_case", "case_id", "starts_at"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    starts_at: str = Field(sa_type=Text, nullable=False)
    kind: str | None = text_column()
    place: str | None = text_column()
    outcome: str | None = text_column()
    batch_id: int | None = None
    source_line: int | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Hold(SQLModel, table=True):
    """A case set aside until a day; it never hides the case and never outlives its wake date."""

    __tablename__ = "holds"
    __table_args__ = (Index("holds_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    until: str = Field(sa_type=Text, nullable=False)
    wake_on: str | None = text_column()
    reason: str | None = text_column()
    set_by: str | None = text_column()
    set_at: str | None = text_column()
    ended_at: str | None = text_column()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Task(SQLModel, table=True):
    """Something that somebody said they would do, with a date."""

    __tablename__ = "tasks"
    __table_args__ = (Index("tasks_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    title: str = Field(sa_type=Text, nullable=False)
    due_at: str = Field(sa_type=Text, nullable=False)
    done_at: str | None = text_column()
    set_by: str | None = text_column()
    set_at: str | None = text_column()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Note(SQLModel, table=True):
    """A note on the file; earlier wordings stay in the change-sets."""

    __tablename__ = "notes"
    __table_args__ = (Index("notes_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    body: str = Field(sa_type=Text, nullable=False)
    written_at: str = Field(sa_type=Text, nullable=False)
    written_by: str | None = text_column()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
