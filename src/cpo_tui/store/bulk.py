"""Writing an import: many rows at once, with ids given out beforehand, sealed, and their places in the list kept true.

Rows go in with few statements of many rows each, because a statement costs more than a row. Nothing here decides
anything: what is new and what is changed is decided in `exchange.merging`, and every row written here has a seal.

A text column never holds the empty text, so the empty text stands for NULL on the way in: binding None costs the driver
more than all the rest of a row.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Self

from cpo_tui.store import journal
from cpo_tui.store.changes import chain_key
from cpo_tui.store.connect import Connection
from cpo_tui.store.seals import JOURNAL, SEALED_COLUMNS, Sealer, Stamp

Row = tuple[Any, ...]
ROWS_AT_ONCE = 50
CHUNK = 500
SORTED_LATER = 64 << 20
"""Bytes of the largest file for which an index is sorted at the end: its memory grows with the rows."""
TABLES = ("persons", "cases", "events", "hearings", "documents", "inquiries", "inquiry_cases")
"""The tables that an import makes rows of, parents first."""
_NOT_NULL = {
    "persons": {"full_name"},
    "cases": {"reference", "person_id", "lifecycle"},
    "events": {"case_id", "kind", "occurred_at", "recorded_at", "pinned"},
    "hearings": {"case_id", "starts_at"},
    "documents": {"case_id", "document", "state"},
    "inquiries": {"inquiry", "received_at", "state"},
    "inquiry_cases": {"inquiry_id", "case_id"},
}
DERIVED_PLACE = (
    "search_key", "last_touched_at", "act_key", "act_from", "due_key", "act_by", "due_at", "demand", "demand_kind",
    "severity", "citation", "rule", "next_hearing_at",
)  # fmt: skip
"""Derived columns that a new case is written with, where they are known without asking the rules."""


class BulkWriter:
    """Writes the rows of one import inside the caller's transaction.

    `first_ids` holds the id from which each table's new rows are numbered; the caller numbers them and may leave gaps.
    """

    def __init__(self, connection: Connection, batch_id: int) -> None:
        self.connection = connection
        self.batch_id = batch_id
        self.written = 0
        self.key = chain_key(connection)
        """The key of the seals."""
        self._sealer = Sealer(connection, batch_id, self.key)
        self.first_ids = {table: _next_id(connection, table) for table in (*TABLES, *JOURNAL)}
        self._next_ids = dict(self.first_ids)
        self._statements: dict[tuple[str, int], str] = {}
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS import_touched (id INTEGER PRIMARY KEY)")
        connection.execute("DELETE FROM import_touched")

    def take_ids(self, table: str, count: int) -> int:
        """Ids for `count` new rows of a table; gives the first."""
        first = self._next_ids[table]
        self._next_ids[table] = first + count
        return first

    @property
    def stamp(self) -> Stamp:
        """What seals the rows of this import."""
        return self._sealer.stamp

    def add(self, table: str, first_id: int, rows: Sequence[Row], derived: Sequence[Row] | None = None) -> None:
        """Write rows with the ids `first_id`, `first_id + 1` …; values in the order of `SEALED_COLUMNS`, "" for NULL.

        `derived`, for cases, are the values of `DERIVED_PLACE` beside each row.
        """
        if rows:
            seals = self.stamp.seals(table, first_id, rows)
            self.add_prepared(
                table, first_id, flattened(first_id, rows, derived), seals, with_place=derived is not None
            )

    def add_prepared(
        self, table: str, first_id: int, blocks: Iterable[tuple[int, Row]], seals: bytes, *, with_place: bool
    ) -> None:
        """Write rows that were sealed and flattened elsewhere: (how many, all their values with their ids) each."""
        self._sealer.add_sealed(table, first_id, seals)
        for count, values in blocks:
            self.connection.execute(self._statement(table, count, with_place=with_place), values)
            self.written += count

    def _statement(self, table: str, count: int, *, with_place: bool) -> str:
        key = (f"{table}+" if with_place else table, count)
        if key not in self._statements:
            names = SEALED_COLUMNS[table] + (DERIVED_PLACE if with_place else ())
            marks = ", ".join("?" if name in _NOT_NULL[table] else "NULLIF(?, '')" for name in names)
            values = ", ".join([f"(?, {marks})"] * count)
            self._statements[key] = f"INSERT INTO {table} (id, {', '.join(names)}) VALUES {values}"
        return self._statements[key]

    def keep_sources(self, table: str, rows: Iterable[tuple[int, int, str]]) -> None:
        """Keep the other columns of records: (line, row id, JSON) each."""
        self._keep("source_records", [(self.batch_id, line, table, row_id, fields) for line, row_id, fields in rows])

    def refuse(self, rows: Iterable[tuple[int, str, str, bytes, str]]) -> None:
        """Keep refused records: (line, kind, reasons as JSON, raw text in UTF-8, fields as JSON) each."""
        self._keep("import_rows", [(self.batch_id, *row) for row in rows])

    def _keep(self, table: str, rows: Sequence[Row]) -> None:
        """Write rows of the journal, each under its seal."""
        if not rows:
            return
        first = self.take_ids(table, len(rows))
        self._sealer.add(table, first, rows)
        names = SEALED_COLUMNS[table]
        self.connection.executemany(
            f"INSERT INTO {table} (id, {', '.join(names)}) VALUES (?{', ?' * len(names)})",
            ((row_id, *row) for row_id, row in enumerate(rows, first)),
        )

    def touch(self, case_ids: Iterable[int]) -> None:
        """Ask for the places of these cases to be recomputed at the end."""
        self.connection.executemany(
            "INSERT OR IGNORE INTO import_touched VALUES (?)", ((case_id,) for case_id in case_ids)
        )

    def touched(self) -> Iterator[list[int]]:
        """The cases whose places have to be recomputed, in chunks."""
        last = 0
        while ids := [
            row[0]
            for row in self.connection.execute(
                "SELECT id FROM import_touched WHERE id > ? ORDER BY id LIMIT ?", (last, CHUNK)
            )
        ]:
            yield ids
            last = ids[-1]

    def finish(self) -> str:
        """Write the last seals; gives the digest of all for the change-set."""
        return self._sealer.finish()


def flattened(first_id: int, rows: Sequence[Row], derived: Sequence[Row] | None = None) -> list[tuple[int, Row]]:
    """Rows as they are bound, some at once: how many, and their ids and values one after the other."""
    if not rows:
        return []
    ids = zip(range(first_id, first_id + len(rows)))
    parts = zip(ids, rows, strict=True) if derived is None else zip(ids, rows, derived, strict=True)
    values = tuple(chain.from_iterable(chain.from_iterable(parts)))
    width = len(values) // len(rows)
    return [
        (min(ROWS_AT_ONCE, len(rows) - start), values[start * width : (start + ROWS_AT_ONCE) * width])
        for start in range(0, len(rows), ROWS_AT_ONCE)
    ]


def _next_id(connection: Connection, table: str) -> int:
    """The first id that no row has or had under a seal, so that an undone import never shares ids with a new one."""
    row = connection.execute(f"SELECT COALESCE(max(id), 0) FROM {table}").fetchone()
    used = connection.execute(
        "SELECT COALESCE(max(first_id + length(seals) / 8), 1) FROM import_seals WHERE table_name = ?", (table,)
    ).fetchone()
    logged = connection.execute(
        "SELECT COALESCE(max(row_id), 0) FROM changes WHERE table_name = ?", (table,)
    ).fetchone()
    return max(int(row[0]) + 1, int(used[0]), int(logged[0]) + 1)


class quick_indexes:  # noqa: N801 - used as the statement that it is
    """Within it, the search index is filled by `catch_up`, not by a trigger for each new case.

    With `later` (for a store without cases) these indexes are left out until the end as well, because sorting one once
    costs less than keeping it sorted; the sorting is done in memory, so it is not for the largest files. What is taken away is put back inside the caller's transaction, so nobody ever sees a
    store without it; where the transaction fails, it was never away.
    """

    def __init__(self, connection: Connection, first_id: int, *, later: Sequence[str] = ()) -> None:
        self._connection = connection
        self._next_id = first_id
        self._names = ("case_search_insert", *later)
        self._later: list[str] = []

    def __enter__(self) -> Self:
        for name in self._names:
            kind, sql = self._connection.execute(
                "SELECT type, sql FROM sqlite_master WHERE name = ?", (name,)
            ).fetchone()
            self._connection.execute(f"DROP {kind} {name}")
            self._later.append(str(sql))
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            return
        self.catch_up()
        for sql in self._later:
            self._connection.execute(sql)

    def catch_up(self) -> None:
        """Put the cases that are new since the last time into the search index."""
        last = int(self._connection.execute("SELECT COALESCE(max(id), 0) FROM cases").fetchone()[0])
        if last >= self._next_id:
            self._connection.execute(
                "INSERT INTO case_search (rowid, search_key) SELECT id, search_key FROM cases"
                " WHERE id BETWEEN ? AND ? AND search_key IS NOT NULL",
                (self._next_id, last),
            )
            self._next_id = last + 1


def listed(values: Iterable[Any]) -> str:
    """Values as the JSON list that queries take them in."""
    return json.dumps(list(values), ensure_ascii=False)


def begin_batch(connection: Connection, values: Mapping[str, Any]) -> int:
    """Write the row of a new batch; gives its id."""
    names = ", ".join(values)
    cursor = connection.execute(
        f"INSERT INTO import_batches ({names}) VALUES ({', '.join('?' * len(values))})", tuple(values.values())
    )
    return int(cursor.lastrowid or 0)


def finish_batch(connection: Connection, batch_id: int, change_set: int | None, report: str) -> None:
    """Say which change-set a batch became, and what it reported; the last thing that is written of it, and sealed."""
    connection.execute(
        "UPDATE import_batches SET change_set_id = ?, report = ? WHERE id = ?", (change_set, report, batch_id)
    )
    journal.seal_batch(connection, batch_id)
