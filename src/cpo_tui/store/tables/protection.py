"""What protects a person, who speaks for them, and what was told to whom."""

from __future__ import annotations

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from cpo_tui.store.tables.columns import text_column


class Safeguard(SQLModel, table=True):
    """A flag that protects a person, since when, on whose word, and when it must be looked at again."""

    __tablename__ = "safeguards"
    __table_args__ = (Index("safeguards_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    kind: str = Field(sa_type=Text, nullable=False)
    since: str | None = text_column()
    review_on: str | None = text_column()
    source: str | None = text_column()
    ended_on: str | None = text_column()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Representation(SQLModel, table=True):
    """Who represents the person, under which form, from when to when."""

    __tablename__ = "representations"
    __table_args__ = (Index("representations_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    name: str = Field(sa_type=Text, nullable=False)
    form: str | None = text_column()
    scope: str | None = text_column()
    from_on: str | None = text_column()
    to_on: str | None = text_column()
    ended_at: str | None = text_column()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Consent(SQLModel, table=True):
    """What the person allowed to be told, to whom, and until when."""

    __tablename__ = "consents"
    __table_args__ = (Index("consents_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    recipient: str = Field(sa_type=Text, nullable=False)
    scope: str = Field(sa_type=Text, nullable=False)
    form: str | None = text_column()
    signed_on: str | None = text_column()
    expires_on: str | None = text_column()
    withdrawn_on: str | None = text_column()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Disclosure(SQLModel, table=True):
    """What was told from a file: word for word, to whom, on which ground; never altered."""

    __tablename__ = "disclosures"
    __table_args__ = (Index("disclosures_of_case", "case_id"), Index("disclosures_of_inquiry", "inquiry_id"))
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    inquiry_id: int | None = Field(default=None, foreign_key="inquiries.id")
    at: str = Field(sa_type=Text, nullable=False)
    by: str | None = text_column()
    recipient: str = Field(sa_type=Text, nullable=False)
    capacity: str = Field(sa_type=Text, nullable=False)
    channel: str | None = text_column()
    categories: str = Field(sa_type=Text, nullable=False)
    ground: str = Field(sa_type=Text, nullable=False)
    citation: str | None = text_column()
    consent_id: int | None = None
    words: str = Field(sa_type=Text, nullable=False)
    pack_version: str | None = text_column()
    override_reason: str | None = text_column()
    override_by: str | None = text_column()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
