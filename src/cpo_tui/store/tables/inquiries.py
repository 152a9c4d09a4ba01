"""Questions from outside, what was said and promised, and what other agencies were asked."""

from __future__ import annotations

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel

from cpo_tui.store.tables.columns import text_column

INBOX_KEY = "COALESCE(unixepoch(due_at) + 86399 * (length(due_at) = 10), 9000000000)"
INBOX_OPEN = "state NOT IN ('answered', 'closed', 'rejected')"


class Inquiry(SQLModel, table=True):
    """A question from outside with a clock of its own; it may be about none, one or several cases."""

    __tablename__ = "inquiries"
    __table_args__ = (
        Index("inquiries_by_receipt", "received_at"),
        Index("inquiries_inbox", text(INBOX_KEY), "id", sqlite_where=text(INBOX_OPEN)),
        Index("inquiries_of_cluster", "cluster", sqlite_where=text("cluster IS NOT NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    inquiry: str = Field(sa_type=Text, nullable=False, unique=True)
    received_at: str = Field(sa_type=Text, nullable=False)
    channel: str | None = text_column()
    enquirer: str | None = text_column()
    capacity: str | None = text_column()
    subject: str | None = text_column()
    state: str = Field(
        default="received", sa_type=Text, nullable=False, sa_column_kwargs={"server_default": "received"}
    )
    due_at: str | None = text_column()
    answered_at: str | None = text_column()
    question: str | None = text_column()
    answer: str | None = text_column()
    organisation: str | None = text_column()
    acknowledged_at: str | None = text_column()
    standard: str | None = text_column()
    cluster: str | None = text_column()
    asserted: str | None = text_column()
    late_reason: str | None = text_column()
    closing_reason: str | None = text_column()
    batch_id: int | None = None
    source_line: int | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class InquiryCase(SQLModel, table=True):
    """Which cases an inquiry is about."""

    __tablename__ = "inquiry_cases"
    __table_args__ = (
        Index("inquiries_of_case", "case_id"),
        Index("inquiry_case_once", "inquiry_id", "case_id", unique=True),
    )
    id: int | None = Field(default=None, primary_key=True)
    inquiry_id: int = Field(foreign_key="inquiries.id")
    case_id: int = Field(foreign_key="cases.id")
    batch_id: int | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class InquiryStep(SQLModel, table=True):
    """One step in the life of an inquiry: which state it came to, when, and on whose word."""

    __tablename__ = "inquiry_steps"
    __table_args__ = (Index("steps_of_inquiry", "inquiry_id"),)
    id: int | None = Field(default=None, primary_key=True)
    inquiry_id: int = Field(foreign_key="inquiries.id")
    state: str = Field(sa_type=Text, nullable=False)
    at: str = Field(sa_type=Text, nullable=False)
    by: str | None = text_column()
    note: str | None = text_column()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Communication(SQLModel, table=True):
    """Something that was said or sent, in or out, about a case or an inquiry."""

    __tablename__ = "communications"
    __table_args__ = (Index("communications_of_case", "case_id"), Index("communications_of_inquiry", "inquiry_id"))
    id: int | None = Field(default=None, primary_key=True)
    case_id: int | None = Field(default=None, foreign_key="cases.id")
    inquiry_id: int | None = Field(default=None, foreign_key="inquiries.id")
    at: str = Field(sa_type=Text, nullable=False)
    direction: str = Field(sa_type=Text, nullable=False)
    channel: str | None = text_column()
    party: str | None = text_column()
    capacity: str | None = text_column()
    summary: str | None = text_column()
    body: str | None = text_column()
    by: str | None = text_column()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Promise(SQLModel, table=True):
    """Something that somebody outside was promised, with its day."""

    __tablename__ = "promises"
    __table_args__ = (Index("promises_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int | None = Field(default=None, foreign_key="cases.id")
    inquiry_id: int | None = Field(default=None, foreign_key="inquiries.id")
    words: str = Field(sa_type=Text, nullable=False)
    due_at: str = Field(sa_type=Text, nullable=False)
    to_whom: str | None = text_column()
    made_at: str | None = text_column()
    made_by: str | None = text_column()
    settled_at: str | None = text_column()
    settled_as: str | None = text_column()
    reason: str | None = text_column()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Coordination(SQLModel, table=True):
    """A request to another agency: asked, due, chased, answered; a travel document has an expiry as well."""

    __tablename__ = "coordinations"
    __table_args__ = (Index("coordinations_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    kind: str = Field(sa_type=Text, nullable=False)
    agency: str = Field(sa_type=Text, nullable=False)
    subject: str | None = text_column()
    asked_on: str = Field(sa_type=Text, nullable=False)
    due_on: str | None = text_column()
    chased_on: str | None = text_column()
    chases: int | None = None
    answered_on: str | None = text_column()
    answer: str | None = text_column()
    expires_on: str | None = text_column()
    asked_by: str | None = text_column()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
