"""Those who work on cases: their absences and handovers, and what each keeps for themselves."""

from __future__ import annotations

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from cpo_tui.store.tables.columns import text_column


class Officer(SQLModel, table=True):
    """Someone who works on cases; closed by `active`, never deleted, because cases remember who had them."""

    __tablename__ = "officers"
    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(sa_type=Text, nullable=False, unique=True)
    name: str | None = text_column()
    team: str | None = text_column()
    role: str = Field(default="officer", sa_type=Text, sa_column_kwargs={"server_default": "officer"})
    active: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Absence(SQLModel, table=True):
    """When an officer is away, and who covers."""

    __tablename__ = "absences"
    id: int | None = Field(default=None, primary_key=True)
    officer: str = Field(sa_type=Text, nullable=False)
    from_on: str = Field(sa_type=Text, nullable=False)
    to_on: str = Field(sa_type=Text, nullable=False)
    cover: str | None = text_column()
    reason: str | None = text_column()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Handover(SQLModel, table=True):
    """A set of cases on its way from one officer to another, until it is accepted or sent back."""

    __tablename__ = "handovers"
    __table_args__ = (Index("handovers_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    from_officer: str | None = text_column()
    to_officer: str = Field(sa_type=Text, nullable=False)
    offered_at: str = Field(sa_type=Text, nullable=False)
    note: str | None = text_column()
    answered_at: str | None = text_column()
    answer: str | None = text_column()
    reason: str | None = text_column()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class SavedView(SQLModel, table=True):
    """A named query with its order and columns."""

    __tablename__ = "saved_views"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_type=Text, nullable=False, unique=True)
    query: str = Field(sa_type=Text, nullable=False)
    sort: str | None = text_column()
    columns: str | None = text_column()
    place: int | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Draft(SQLModel, table=True):
    """Half-written text, kept through a kill or a lock; not part of any case until it is sent."""

    __tablename__ = "drafts"
    __table_args__ = (Index("draft_once", "officer", "place", unique=True),)
    id: int | None = Field(default=None, primary_key=True)
    officer: str = Field(sa_type=Text, nullable=False)
    place: str = Field(sa_type=Text, nullable=False)
    words: str = Field(sa_type=Text, nullable=False)
    saved_at: str = Field(sa_type=Text, nullable=False)


class ViewState(SQLModel, table=True):
    """Where an officer was: view, filter, marks, place in the list, what was seen when."""

    __tablename__ = "view_state"
    __table_args__ = (Index("view_state_once", "officer", "name", unique=True),)
    id: int | None = Field(default=None, primary_key=True)
    officer: str = Field(sa_type=Text, nullable=False)
    name: str = Field(sa_type=Text, nullable=False)
    value: str | None = text_column()
