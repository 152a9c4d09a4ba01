"""The journal of imports: which file came when, what was refused of it, and what of it no field of ours holds.

Each row of what an import kept beside the record has a seal, like the rows of the record. The seals of a batch, and the
batch itself, are under one keyed hash that goes over that of the batch before it, and the newest is under the head: an
import that is altered, left out or exchanged is named, also one that made no change-set because it only refused records.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cpo_tui.store import seals
from cpo_tui.store.changes import GENESIS, chain_key, is_link, link
from cpo_tui.store.connect import Connection
from cpo_tui.store.problems import Problem, missing

_HEAD = "imports_head"
_COLUMNS = "id, change_set_id, file, sha256, kind, profile, options, imported_at, imported_by, report"


def seal_batch(connection: Connection, batch_id: int) -> None:
    """Seal the newest batch, in the caller's transaction, when all its rows and its own are written."""
    key = chain_key(connection)
    before = connection.execute(
        "SELECT seal FROM import_batches WHERE id < ? ORDER BY id DESC LIMIT 1", (batch_id,)
    ).fetchone()
    row = connection.execute(f"SELECT {_COLUMNS} FROM import_batches WHERE id = ?", (batch_id,)).fetchone()
    seal = _seal(connection, key, str(before[0]) if before else GENESIS, row)
    connection.execute("UPDATE import_batches SET seal = ? WHERE id = ?", (seal, batch_id))
    connection.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
        (_HEAD, _head(key, batch_id, seal)),
    )


def problems(connection: Connection) -> Iterator[Problem]:
    """Every batch that is not as it was sealed. The rows of the journal are held against their seals with all others."""
    key = chain_key(connection)
    last, seal = 0, GENESIS
    for *row, kept in connection.execute(f"SELECT {_COLUMNS}, seal FROM import_batches ORDER BY id"):
        yield from missing("import", "import", last + 1, row[0] - 1)
        if not is_link(key, seal, _content(connection, row), kept):
            yield Problem("import", f"import {row[0]}", "was altered, or the one before it was")
        last, seal = int(row[0]), str(kept)
    head = connection.execute("SELECT value FROM meta WHERE key = ?", (_HEAD,)).fetchone()
    expected = _head(key, last, seal) if last else None
    if (str(head[0]) if head else None) != expected:
        yield Problem("import", "imports", "the last of them is not the one that was made last")


def seal_all(connection: Connection) -> None:
    """Seal everything that was imported before there were seals of it: what is there is what it says."""
    stamp = seals.Stamp(chain_key(connection))
    for table in seals.JOURNAL:
        for batch_id, first, block in _stretches(connection, table, stamp):
            connection.execute(
                "INSERT INTO import_seals (batch_id, table_name, first_id, seals) VALUES (?, ?, ?, ?)",
                (batch_id, table, first, block),
            )
    for (batch_id,) in connection.execute("SELECT id FROM import_batches ORDER BY id").fetchall():
        seal_batch(connection, int(batch_id))


def _seal(connection: Connection, key: bytes, before: str, row: Any) -> str:
    return link(key, before, _content(connection, row))


def _content(connection: Connection, row: Any) -> list[Any]:
    return [*row, seals.blocks_digest(connection, row[0], journal=True)]


def _head(key: bytes, batch_id: int, seal: str) -> str:
    """The seals lie beside the batches; the head cannot be made from them without the key."""
    return link(key, GENESIS, [batch_id, seal])


def _stretches(connection: Connection, table: str, stamp: seals.Stamp) -> Iterator[tuple[int, int, bytes]]:
    """The rows of a table in blocks of one batch without a gap in their ids: (batch, first id, seals) each."""
    names = ", ".join(f"COALESCE({name}, '')" for name in seals.SEALED_COLUMNS[table])
    batch_id, first = 0, 0
    rows: list[tuple[Any, ...]] = []
    for row_id, *values in connection.execute(f"SELECT id, {names} FROM {table} ORDER BY id"):
        if rows and (values[0] != batch_id or row_id != first + len(rows) or len(rows) == seals.BLOCK_ROWS):
            yield batch_id, first, stamp.seals(table, first, rows)
            rows = []
        if not rows:
            batch_id, first = values[0], row_id
        rows.append(tuple(values))
    if rows:
        yield batch_id, first, stamp.seals(table, first, rows)
