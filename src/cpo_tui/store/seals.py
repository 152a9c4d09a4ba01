"""Seals of imported rows: what lets `verify` name a single row that was altered, added or removed behind our back.

A row that an officer wrote has its change in the log. A row that an import wrote in bulk has no change of its own; it
has a *seal*, eight bytes of a keyed hash over its values. Seals lie in blocks in the order of row ids, and the hash of
all blocks is part of the import's change-set, so that neither a row nor its seal can be exchanged unseen.
"""

from __future__ import annotations

import hashlib
import json
import marshal
from collections.abc import Iterable, Sequence
from typing import Any

from cpo_tui.store.connect import Connection

SEAL_BYTES = 8
BLOCK_ROWS = 4096
_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
_FORM = 2
"""The version of the marshal format in which a row is hashed: lengths before texts, nothing shared, frozen for good."""


class Stamp:
    """Makes the seals of rows under one key; quick, because an import seals every row that it writes."""

    def __init__(self, key: bytes) -> None:
        self._begun = hashlib.blake2b(digest_size=SEAL_BYTES, key=key)

    def seals(self, table: str, first_id: int, rows: Iterable[tuple[Any, ...]]) -> bytes:
        """The seals of rows with the ids `first_id`, `first_id + 1` …, one after the other.

        Values are whole numbers, texts and bytes, in the order of `SEALED_COLUMNS`; nothing is the empty text.
        """
        begun, dumps, form = self._begun, marshal.dumps, _FORM
        if table in ADDED_LATER:
            rows = (row if row[-1] != "" else row[:-1] for row in rows)
        found = []
        for row_id, row in enumerate(rows, first_id):
            digest = begun.copy()
            digest.update(dumps((table, row_id, row), form))
            found.append(digest.digest())
        return b"".join(found)


def seal(key: bytes, table: str, row_id: int, values: Sequence[Any]) -> bytes:
    """The seal of one row: `values` in the order of `SEALED_COLUMNS`, None, whole numbers, text and bytes only."""
    return Stamp(key).seals(table, row_id, [tuple("" if value is None else value for value in values)])


class Sealer:
    """Collects the seals of one import's rows, table by table, in the order of their ids."""

    def __init__(self, connection: Connection, batch_id: int, key: bytes) -> None:
        self._connection = connection
        self._batch_id = batch_id
        self.stamp = Stamp(key)
        self._open: dict[str, tuple[int, bytearray]] = {}
        self._all = hashlib.sha256()

    def add(self, table: str, first_id: int, rows: Iterable[Sequence[Any]]) -> None:
        """Seal rows that have the ids `first_id`, `first_id + 1` …, and follow the rows that were added before."""
        plain = (tuple("" if value is None else value for value in row) for row in rows)
        self.add_sealed(table, first_id, self.stamp.seals(table, first_id, plain))

    def add_sealed(self, table: str, first_id: int, seals: bytes) -> None:
        """The same for seals that were made elsewhere (with `seal`, under the same key)."""
        started = self._open.get(table)
        if started is None:
            self._open[table] = (first_id, bytearray(seals))
        else:
            first, block = started
            if first + len(block) // SEAL_BYTES != first_id:
                self._write(table)
                self._open[table] = (first_id, bytearray(seals))
            else:
                block += seals
        if len(self._open[table][1]) >= BLOCK_ROWS * SEAL_BYTES:
            self._write(table)

    def _write(self, table: str) -> None:
        first, block = self._open.pop(table)
        self._connection.execute(
            "INSERT INTO import_seals (batch_id, table_name, first_id, seals) VALUES (?, ?, ?, ?)",
            (self._batch_id, table, first, bytes(block)),
        )
        if table not in JOURNAL:
            self._all.update(_encode((table, first)).encode() + block)

    def finish(self) -> str:
        """Write what is left and give the hash of the blocks of the record, for the change-set of the import."""
        for table in sorted(self._open):
            self._write(table)
        return self._all.hexdigest()


def blocks_digest(connection: Connection, batch_id: int, *, journal: bool = False) -> str:
    """The hash of a batch's blocks as they lie in the store, to be held against its change-set.

    With `journal`, that of its blocks of the `JOURNAL` instead, to be held against the seal of the batch.
    """
    content = hashlib.sha256()
    rows = connection.execute(
        "SELECT table_name, first_id, seals FROM import_seals WHERE batch_id = ? ORDER BY id", (batch_id,)
    )
    for table, first, block in rows:
        if not (isinstance(table, str) and isinstance(first, int) and isinstance(block, bytes)):
            content.update(b"\0")  # no import writes such a block, and no change-set or batch has its hash
        elif (table in JOURNAL) == journal:
            content.update(_encode((table, first)).encode() + block)
    return content.hexdigest()


JOURNAL = ("source_records", "import_rows")
"""What an import keeps beside the rows of the record: columns that no field holds, and refused records.

Their seals belong to the batch, not to its change-set: an import that only refused records has none."""


SEALED_COLUMNS: dict[str, tuple[str, ...]] = {
    "persons": ("full_name", "a_number", "birth_date", "birth_precision", "nationality", "language", "interpreter_needed"),
    "cases": (
        "reference", "person_id", "lifecycle", "stage", "docket", "custody_status", "facility", "officer", "team",
        "opened_on", "closed_on", "closure_reason", "waiting_on", "notes", "stage_since", "assigned_at", "batch_id",
        "source_line",
    ),
    "events": (
        "case_id", "kind", "occurred_at", "recorded_at", "recorded_by", "title", "body", "source", "facts", "pinned",
        "superseded_by", "batch_id", "source_line",
    ),
    "hearings": ("case_id", "starts_at", "kind", "place", "outcome", "batch_id", "source_line"),
    "documents": (
        "case_id", "document", "form", "state", "requested_on", "received_on", "signed_on", "served_on",
        "service_method", "service_language", "expires_on", "sha256", "kept_at", "notes", "batch_id", "source_line",
    ),
    "inquiries": (
        "inquiry", "received_at", "channel", "enquirer", "capacity", "subject", "state", "due_at", "answered_at",
        "question", "answer", "batch_id", "source_line", "standard",
    ),
    "inquiry_cases": ("inquiry_id", "case_id", "batch_id"),
    "source_records": ("batch_id", "line", "table_name", "row_id", "fields"),
    "import_rows": ("batch_id", "line", "kind", "reasons", "raw", "fields"),
}  # fmt: skip
"""The columns that a seal covers, in its order: all that an import writes, nothing that is derived."""

ADDED_LATER = frozenset({"inquiries"})
"""Tables whose last sealed column came later: where it holds nothing it is left out, so that older seals still hold."""
