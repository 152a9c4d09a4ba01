"""Imports: the file, what was refused, what no field of ours holds, and the seals of all of it."""

from __future__ import annotations

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from cpo_tui.store.tables.columns import text_column


class ImportBatch(SQLModel, table=True):
    """One import: the file by its content, what was read, and what became of it."""

    __tablename__ = "import_batches"
    __table_args__ = (Index("batches_by_content", "sha256"),)
    id: int | None = Field(default=None, primary_key=True)
    change_set_id: int | None = None
    file: str = Field(sa_type=Text, nullable=False)
    sha256: str = Field(sa_type=Text, nullable=False)
    kind: str = Field(sa_type=Text, nullable=False)
    profile: str | None = text_column()
    options: str | None = text_column()
    imported_at: str = Field(sa_type=Text, nullable=False)
    imported_by: str | None = text_column()
    report: str | None = text_column()
    seal: str | None = text_column()
    """A keyed hash over the seal of the batch before, this row and the seals of what the import kept beside the record."""


class ImportRow(SQLModel, table=True):
    """A refused record with its raw text, its line and every reason."""

    __tablename__ = "import_rows"
    __table_args__ = (Index("rows_of_batch", "batch_id"),)
    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="import_batches.id")
    line: int = Field(nullable=False)
    kind: str = Field(sa_type=Text, nullable=False)
    reasons: str = Field(sa_type=Text, nullable=False)
    raw: bytes | None = None
    fields: str | None = text_column()


class SourceRecord(SQLModel, table=True):
    """The columns of an imported record that no field of ours holds, so that nothing of the extract is lost."""

    __tablename__ = "source_records"
    __table_args__ = (Index("sources_of_row", "table_name", "row_id"), Index("sources_of_batch", "batch_id"))
    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="import_batches.id")
    line: int = Field(nullable=False)
    table_name: str = Field(sa_type=Text, nullable=False)
    row_id: int = Field(nullable=False)
    fields: str = Field(sa_type=Text, nullable=False)


class ImportSeals(SQLModel, table=True):
    """The seals of the rows that an import wrote in bulk, eight bytes a row, in blocks of consecutive ids."""

    __tablename__ = "import_seals"
    __table_args__ = (Index("seals_of_table", "table_name", "first_id"), Index("seals_of_batch", "batch_id"))
    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(nullable=False)
    table_name: str = Field(sa_type=Text, nullable=False)
    first_id: int = Field(nullable=False)
    seals: bytes = Field(nullable=False)
