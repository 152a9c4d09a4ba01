"""The law that was adopted, what was done to its clocks, and the dates that follow."""

from __future__ import annotations

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel

from cpo_tui.store.tables.columns import text_column


class Deadline(SQLModel, table=True):
    """A date that a rule gives a case, as it was last computed; every column follows from events, clocks and the pack."""

    __tablename__ = "deadlines"
    __table_args__ = (
        Index("deadlines_of_case", "case_id"),
        Index("deadlines_by_rule", "rule"),
        Index("deadlines_by_due", "due_key", sqlite_where=text("due_key IS NOT NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    key: str = Field(sa_type=Text, nullable=False)
    rule: str = Field(sa_type=Text, nullable=False)
    kind: str = Field(sa_type=Text, nullable=False)
    title: str = Field(sa_type=Text, nullable=False)
    severity: str = Field(sa_type=Text, nullable=False)
    citation: str = Field(sa_type=Text, nullable=False)
    caution: str | None = text_column()
    pack: str = Field(sa_type=Text, nullable=False)
    pack_version: str = Field(sa_type=Text, nullable=False)
    trigger_id: str | None = text_column()
    trigger_kind: str | None = text_column()
    trigger_at: str | None = text_column()
    round: int = Field(default=1, nullable=False)
    due_at: str | None = text_column()
    due_latest: str | None = text_column()
    due_key: int | None = None
    act_by: str | None = text_column()
    lead_seconds: int = Field(default=0, nullable=False)
    status: str = Field(sa_type=Text, nullable=False)
    applies: int | None = None
    asks: int = Field(default=0, nullable=False)
    missing: str | None = text_column()
    warnings: str | None = text_column()
    closed_at: str | None = text_column()


class ClockEvent(SQLModel, table=True):
    """What was done to a running clock: pause, resume, extend, unextend, waive, meet, contest, or why it was late."""

    __tablename__ = "clock_events"
    __table_args__ = (Index("clock_events_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    rule: str = Field(sa_type=Text, nullable=False)
    kind: str = Field(sa_type=Text, nullable=False)
    on_at: str = Field(sa_type=Text, nullable=False)
    amount: int | None = None
    until: str | None = text_column()
    trigger_id: str | None = text_column()
    reason: str | None = text_column()
    approver: str | None = text_column()
    recorded_at: str = Field(sa_type=Text, nullable=False)
    recorded_by: str | None = text_column()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class AdoptedPack(SQLModel, table=True):
    """A rule pack that the office adopted, word for word; the newest of each name is the one in use."""

    __tablename__ = "packs"
    id: int | None = Field(default=None, primary_key=True)
    pack: str = Field(sa_type=Text, nullable=False)
    pack_version: str = Field(sa_type=Text, nullable=False)
    content: str = Field(sa_type=Text, nullable=False)
    adopted_at: str = Field(sa_type=Text, nullable=False)
    adopted_by: str | None = text_column()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
