"""Documents one by one: those of the whole caseload that want somebody, and one with everything that is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cpo_tui.domain.cases import When
from cpo_tui.domain.records import Document
from cpo_tui.store import reader
from cpo_tui.store.attachments import Attached, Custody, custody_of, files_of
from cpo_tui.store.connect import Connection
from cpo_tui.store.document_packs import pack_in_use
from cpo_tui.store.reader import day, when

if TYPE_CHECKING:
    from cpo_tui.rules.document_pack import DocumentType


@dataclass(frozen=True, slots=True)
class PaperAtWork:
    """A document of an open case that wants somebody: why, and since or by when."""

    why: str
    """unreviewed · rejected · expiring · chase"""
    case_id: int
    reference: str
    full_name: str
    document_id: int
    document: str
    form: str | None
    on: date | None


def papers_at_work(
    connection: Connection, *, until: date, officer: str | None = None, limit: int = 2000
) -> tuple[PaperAtWork, ...]:
    """The documents of open cases that came in and were not reviewed, were rejected, expire or are chased by a day.

    In that order, each by its day; `officer` limits them to one officer's cases.
    """
    mine = "c.lifecycle IN ('open', 'reopened') AND (?1 IS NULL OR c.officer = ?1)"
    names = "c.id, c.reference, p.full_name"
    people = "JOIN cases c ON c.id = d.case_id JOIN persons p ON p.id = c.person_id"
    sql = (
        f"SELECT 'unreviewed', {names}, d.id, d.document, d.form, d.received_on, 1 AS place FROM documents d {people}"
        f" WHERE d.state = 'received' AND {mine}"
        f" UNION ALL SELECT 'rejected', {names}, d.id, d.document, d.form, d.decided_on, 2 FROM documents d {people}"
        f" WHERE d.state = 'rejected' AND {mine}"
        f" UNION ALL SELECT CASE d.kind WHEN 'chase' THEN 'chase' ELSE 'expiring' END, {names}, d.document_id, d.document,"
        f" d.form, d.due_at, CASE d.kind WHEN 'chase' THEN 4 ELSE 3 END FROM document_forecasts d {people}"
        f" WHERE d.kind IN ('chase', 'expires') AND d.due_at <= ?2 AND {mine} ORDER BY place, 8, 3 LIMIT ?3"
    )
    rows = connection.execute(sql, (officer, until.isoformat(), limit))
    return tuple(
        PaperAtWork(why, case_id, reference, name, row_id, document, form, day(on))
        for why, case_id, reference, name, row_id, document, form, on, _ in rows
    )


def cases_with_papers(connection: Connection) -> tuple[int, ...]:
    """The cases that have a document."""
    return tuple(int(row[0]) for row in connection.execute("SELECT DISTINCT case_id FROM documents"))


@dataclass(frozen=True, slots=True)
class CheckMade:
    """The answer to one completeness check: yes, no or not_applicable, by whom and when."""

    check: str
    answer: str
    at: When | None
    by: str | None


@dataclass(frozen=True, slots=True)
class PaperFile:
    """Everything that is known of one document. `kind` is None where the pack does not know it."""

    row: Document
    kind: DocumentType | None
    checks: tuple[CheckMade, ...]
    files: tuple[Attached, ...]
    """The versions of its file, the newest first."""
    custody: tuple[Custody, ...]


def paper_file(connection: Connection, document_id: int) -> PaperFile:
    """One document with its checks, the versions of its file and its chain of custody; raises `NotFound`."""
    row = reader.record(connection, Document, document_id)
    pack = pack_in_use(connection)
    made = connection.execute(
        'SELECT check_id, answer, at, "by" FROM document_checks WHERE document_id = ? ORDER BY id', (document_id,)
    )
    return PaperFile(
        row,
        pack.find(row.requirement, row.form, row.document) if pack is not None else None,
        tuple(CheckMade(check, answer, when(at), by) for check, answer, at, by in made),
        files_of(connection, document_id),
        custody_of(connection, document_id),
    )
