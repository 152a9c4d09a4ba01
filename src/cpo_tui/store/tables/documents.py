"""Documents from the request to the expiry, their files and custody, and the letters that were sent."""

from __future__ import annotations

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from cpo_tui.store.tables.columns import text_column


class Document(SQLModel, table=True):
    """A document that the file needs or has, from the request to its expiry."""

    __tablename__ = "documents"
    __table_args__ = (Index("documents_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    document: str = Field(sa_type=Text, nullable=False)
    form: str | None = text_column()
    state: str = Field(
        default="requested", sa_type=Text, nullable=False, sa_column_kwargs={"server_default": "requested"}
    )
    requested_on: str | None = text_column()
    received_on: str | None = text_column()
    signed_on: str | None = text_column()
    served_on: str | None = text_column()
    service_method: str | None = text_column()
    service_language: str | None = text_column()
    expires_on: str | None = text_column()
    sha256: str | None = text_column()
    kept_at: str | None = text_column()
    notes: str | None = text_column()
    requirement: str | None = text_column()
    edition: str | None = text_column()
    supplied_by: str | None = text_column()
    original: int | None = None
    translation: str | None = text_column()
    chased_on: str | None = text_column()
    chases: int | None = None
    decided_on: str | None = text_column()
    decision_reason: str | None = text_column()
    approver: str | None = text_column()
    batch_id: int | None = None
    source_line: int | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class DocumentForecast(SQLModel, table=True):
    """What the documents of a case ask for, as it was last computed: what will be missing, chases, ends of validity."""

    __tablename__ = "document_forecasts"
    __table_args__ = (Index("forecasts_of_case", "case_id", "kind"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", ondelete="CASCADE")
    kind: str = Field(sa_type=Text, nullable=False)
    document: str = Field(sa_type=Text, nullable=False)
    form: str | None = text_column()
    requirement: str | None = text_column()
    document_id: int | None = None
    reason: str | None = text_column()
    step: str | None = text_column()
    due_at: str | None = text_column()
    lead_seconds: int = Field(default=0, nullable=False)
    citation: str | None = text_column()


class DocumentCheck(SQLModel, table=True):
    """One completeness check of a document: yes, no or not applicable, by whom and when."""

    __tablename__ = "document_checks"
    __table_args__ = (Index("check_once", "document_id", "check_id", unique=True),)
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="documents.id")
    check_id: str = Field(sa_type=Text, nullable=False)
    answer: str = Field(sa_type=Text, nullable=False)
    at: str = Field(sa_type=Text, nullable=False)
    by: str | None = text_column()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class DocumentFile(SQLModel, table=True):
    """An attached file, in the store itself; a new version supersedes the old one and never overwrites it."""

    __tablename__ = "document_files"
    __table_args__ = (Index("files_of_document", "document_id"),)
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="documents.id")
    name: str = Field(sa_type=Text, nullable=False)
    size: int = Field(nullable=False)
    sha256: str = Field(sa_type=Text, nullable=False)
    media_type: str | None = text_column()
    added_at: str = Field(sa_type=Text, nullable=False)
    added_by: str | None = text_column()
    superseded_by: int | None = None
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Blob(SQLModel, table=True):
    """The bytes of attached files, by their content; each lies here once."""

    __tablename__ = "blobs"
    sha256: str = Field(primary_key=True, sa_type=Text)
    content: bytes = Field(nullable=False)


class CustodyEntry(SQLModel, table=True):
    """One entry in the chain of custody of a document: received, moved, copied, released."""

    __tablename__ = "custody_entries"
    __table_args__ = (Index("custody_of_document", "document_id"),)
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="documents.id")
    at: str = Field(sa_type=Text, nullable=False)
    what: str = Field(sa_type=Text, nullable=False)
    place: str | None = text_column()
    by: str | None = text_column()
    note: str | None = text_column()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class Letter(SQLModel, table=True):
    """A letter as it was sent: template and version, the address as it stood, the words."""

    __tablename__ = "letters"
    __table_args__ = (Index("letters_of_case", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    inquiry_id: int | None = Field(default=None, foreign_key="inquiries.id")
    template: str = Field(sa_type=Text, nullable=False)
    template_version: str = Field(sa_type=Text, nullable=False)
    language: str = Field(sa_type=Text, nullable=False)
    recipient: str | None = text_column()
    address: str | None = text_column()
    words: str = Field(sa_type=Text, nullable=False)
    made_at: str = Field(sa_type=Text, nullable=False)
    made_by: str | None = text_column()
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
