"""The record itself: the store's own facts, the chain of changes, who looked, and what may not be destroyed."""

from __future__ import annotations

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel

from cpo_tui.store.tables.columns import text_column


class Meta(SQLModel, table=True):
    """Facts about the store itself: its id, the chain's key, the zone in which its days were counted."""

    __tablename__ = "meta"
    key: str = Field(primary_key=True, sa_type=Text)
    value: str | None = text_column()


class ChangeSet(SQLModel, table=True):
    """One transaction that changed the store: who, when, which verb, why; each holds the hash of the one before."""

    __tablename__ = "change_sets"
    __table_args__ = (Index("sets_of_root", "root_id", sqlite_where=text("root_id IS NOT NULL")),)
    id: int | None = Field(default=None, primary_key=True)
    at: str = Field(sa_type=Text, nullable=False)
    officer: str = Field(sa_type=Text, nullable=False)
    verb: str = Field(sa_type=Text, nullable=False)
    reason: str | None = text_column()
    summary: str | None = text_column()
    source: str | None = text_column()
    root_id: int | None = None
    batch_id: int | None = None
    count: int = Field(default=0, nullable=False)
    digest: str = Field(sa_type=Text, nullable=False)
    hash: str = Field(sa_type=Text, nullable=False)


class Change(SQLModel, table=True):
    """One row that a change-set made, altered or removed, with the values before and after."""

    __tablename__ = "changes"
    __table_args__ = (
        Index("changes_of_set", "change_set_id"),
        Index("changes_of_case", "case_id", sqlite_where=text("case_id IS NOT NULL")),
        Index("changes_of_row", "table_name", "row_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    change_set_id: int = Field(foreign_key="change_sets.id")
    case_id: int | None = None
    table_name: str = Field(sa_type=Text, nullable=False)
    row_id: int = Field(nullable=False)
    op: str = Field(sa_type=Text, nullable=False)
    before: str | None = text_column()
    after: str | None = text_column()


class Access(SQLModel, table=True):
    """One line of the access log: who did or saw what, with what outcome; ids of records, never names."""

    __tablename__ = "access_log"
    id: int | None = Field(default=None, primary_key=True)
    at: str = Field(sa_type=Text, nullable=False)
    officer: str = Field(sa_type=Text, nullable=False)
    source: str | None = text_column()
    kind: str = Field(sa_type=Text, nullable=False)
    outcome: str = Field(sa_type=Text, nullable=False)
    detail: str | None = text_column()
    reason: str | None = text_column()


class LegalHold(SQLModel, table=True):
    """A hold that keeps a case from being destroyed, merged or made anonymous."""

    __tablename__ = "legal_holds"
    __table_args__ = (Index("legal_holds_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    reason: str = Field(sa_type=Text, nullable=False)
    placed_at: str = Field(sa_type=Text, nullable=False)
    placed_by: str | None = text_column()
    lifted_at: str | None = text_column()
    lifted_by: str | None = text_column()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class RetentionDecision(SQLModel, table=True):
    """What was decided about a file whose retention period has ended: kept until a day, or to be destroyed."""

    __tablename__ = "retention_decisions"
    __table_args__ = (Index("retention_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    schedule: str = Field(sa_type=Text, nullable=False)
    decision: str = Field(sa_type=Text, nullable=False)
    until: str | None = text_column()
    reason: str = Field(sa_type=Text, nullable=False)
    decided_at: str = Field(sa_type=Text, nullable=False)
    decided_by: str | None = text_column()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Destruction(SQLModel, table=True):
    """The certificate of a destroyed file: under which schedule, who approved and who did it, and how much went."""

    __tablename__ = "destructions"
    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(sa_type=Text, nullable=False)
    schedule: str = Field(sa_type=Text, nullable=False)
    pack: str = Field(sa_type=Text, nullable=False)
    pack_version: str = Field(sa_type=Text, nullable=False)
    citation: str | None = text_column()
    began_on: str | None = text_column()
    due_on: str | None = text_column()
    approved_at: str | None = text_column()
    approved_by: str | None = text_column()
    approval: str | None = text_column()
    destroyed_at: str = Field(sa_type=Text, nullable=False)
    destroyed_by: str | None = text_column()
    reason: str | None = text_column()
    contents: str = Field(sa_type=Text, nullable=False)
    emptied: str = Field(sa_type=Text, nullable=False)
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Redaction(SQLModel, table=True):
    """The digest of a change-set after the values of a destroyed file were taken out of it, under its certificate."""

    __tablename__ = "redactions"
    __table_args__ = (Index("redactions_of_set", "change_set_id"), Index("redactions_of_destruction", "destruction_id"))
    id: int | None = Field(default=None, primary_key=True)
    destruction_id: int = Field(foreign_key="destructions.id")
    change_set_id: int = Field(foreign_key="change_sets.id")
    digest: str = Field(sa_type=Text, nullable=False)
