"""Tallies of derived rows: deadlines and forecasts, which nobody writes by hand and which are many.

They follow from the record, so they have neither changes nor seals. For each of their tables the store keeps one number:
the sum of a keyed hash of every row. Whoever replaces rows through here moves it on; a row that was altered, added or
removed by other means leaves it behind, and `verify` finds that by adding the rows up, without working out a single date.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Iterable, Sequence
from typing import Any

from cpo_tui.store.changes import canonical, chain_key
from cpo_tui.store.connect import Connection

Row = tuple[Any, ...]
_SIZE = 16
_ALL = (1 << (8 * _SIZE)) - 1
_FORM = 2
"""The version of the marshal format in which a row is hashed, as for seals."""
_IN = "IN (SELECT value FROM json_each(?))"
_AT_ONCE = 400


def replace_rows(
    connection: Connection, table: str, columns: Sequence[str], case_ids: Sequence[int], rows: Sequence[Row]
) -> None:
    """Let these rows (their first value is the case) stand in place of those of the cases; nothing where they do already."""
    listed = canonical(list(case_ids)).decode()
    names = ", ".join(columns)
    before = connection.execute(
        f"SELECT {names} FROM {table} WHERE case_id {_IN} ORDER BY case_id, id", (listed,)
    ).fetchall()
    if before == sorted(rows, key=lambda row: int(row[0])):
        return
    total = kept(connection, table)
    if total is None:
        total = counted(connection, table, columns)[0]
    key = chain_key(connection)
    total = (total - _sum(key, before) + _sum(key, rows)) & _ALL
    connection.execute(f"DELETE FROM {table} WHERE case_id {_IN}", (listed,))
    connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({','.join('?' * len(columns))})", rows)
    connection.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
        (_name(table), f"{total:032x}"),
    )


def kept(connection: Connection, table: str) -> int | None:
    """The tally that the store keeps of a table; None where it has none yet."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (_name(table),)).fetchone()
    return int(str(row[0]), 16) if row else None


def counted(connection: Connection, table: str, columns: Sequence[str]) -> tuple[int, int]:
    """The tally of the rows as they lie in the store, and how many they are; streams."""
    key, total, number = chain_key(connection), 0, 0
    rows = connection.execute(f"SELECT {', '.join(columns)} FROM {table}")
    while page := rows.fetchmany(_AT_ONCE):
        total += _sum(key, page)
        number += len(page)
    return total & _ALL, number


def _sum(key: bytes, rows: Iterable[Row]) -> int:
    begun, dumps, read = hashlib.blake2b(digest_size=_SIZE, key=key), marshal.dumps, int.from_bytes
    total = 0
    for row in rows:
        digest = begun.copy()
        digest.update(dumps(row, _FORM))
        total += read(digest.digest(), "big")
    return total


def _name(table: str) -> str:
    return f"tally:{table}"
