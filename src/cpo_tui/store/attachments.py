"""Attached files: their bytes by content, the versions of each document's file, and its chain of custody."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from cpo_tui.domain.cases import When
from cpo_tui.errors import NotFound, StoreError
from cpo_tui.store.connect import Connection
from cpo_tui.store.reader import when

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Attached:
    """One version of the file of a document. `name` is text from outside and never a path."""

    id: int
    document_id: int
    name: str
    size: int
    sha256: str
    media_type: str | None
    added_at: When | None
    added_by: str | None
    superseded_by: int | None


@dataclass(frozen=True, slots=True)
class Custody:
    """One entry in the chain of custody of a document."""

    id: int
    at: When | None
    what: str
    place: str | None
    by: str | None
    note: str | None


def put_blob(connection: Connection, sha256: str, content: bytes) -> None:
    """Keep bytes under their hash, inside the caller's transaction; what is there already is not written again."""
    connection.execute("INSERT OR IGNORE INTO blobs (sha256, content) VALUES (?, ?)", (sha256, content))


def files_of(connection: Connection, document_id: int) -> tuple[Attached, ...]:
    """The versions of a document's file, newest first."""
    rows = connection.execute(
        "SELECT id, document_id, name, size, sha256, media_type, added_at, added_by, superseded_by FROM document_files"
        " WHERE document_id = ? ORDER BY id DESC",
        (document_id,),
    )
    return tuple(
        Attached(row_id, document, name, size, sha256, media_type, when(added_at), added_by, superseded_by)
        for row_id, document, name, size, sha256, media_type, added_at, added_by, superseded_by in rows
    )


def custody_of(connection: Connection, document_id: int) -> tuple[Custody, ...]:
    """The chain of custody of a document, in the order in which it was entered."""
    rows = connection.execute(
        "SELECT id, at, what, place, by, note FROM custody_entries WHERE document_id = ? ORDER BY id", (document_id,)
    )
    return tuple(Custody(row[0], when(row[1]), *row[2:]) for row in rows)


def content_of(connection: Connection, sha256: str) -> Iterator[bytes]:
    """The bytes under a hash, piece by piece; raises `NotFound`, or `StoreError` where they are not those any more."""
    digest = hashlib.sha256()
    for piece in _pieces(connection, sha256):
        digest.update(piece)
        yield piece
    if digest.hexdigest() != sha256:
        raise StoreError(
            "The attached file is not what was attached.",
            hint="Restore a backup: cpo restore FILE --store NEW.",
            kind="damaged",
        )


def _pieces(connection: Connection, sha256: str) -> Iterator[bytes]:
    row = connection.execute("SELECT length(content) FROM blobs WHERE sha256 = ?", (sha256,)).fetchone()
    if row is None:
        raise NotFound("The bytes of the attached file are not in the store.", hint="Run cpo verify.")
    for start in range(1, int(row[0]) + 1, CHUNK):
        piece = connection.execute("SELECT substr(content, ?, ?) FROM blobs WHERE sha256 = ?", (start, CHUNK, sha256))
        yield bytes(piece.fetchone()[0])


def damaged(connection: Connection) -> Iterator[tuple[str, str]]:
    """What is wrong with the kept bytes: where, and in which words. Streams; no file is ever whole in memory."""
    for (sha256,) in connection.execute("SELECT sha256 FROM blobs ORDER BY sha256").fetchall():
        digest = hashlib.sha256()
        for piece in _pieces(connection, sha256):
            digest.update(piece)
        if digest.hexdigest() != sha256:
            yield f"blobs {sha256[:12]}", "the bytes of an attached file are not those that were attached"
    sql = (
        "SELECT f.id, c.reference FROM document_files f JOIN documents d ON d.id = f.document_id"
        " JOIN cases c ON c.id = d.case_id WHERE f.sha256 NOT IN (SELECT sha256 FROM blobs) ORDER BY f.id"
    )
    for row_id, reference in connection.execute(sql):
        yield f"document_files row {row_id}", f"the bytes of the attached file are gone (case {reference})"
