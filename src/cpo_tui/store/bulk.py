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
from typing import Any, NamedTuple, Self

from cpo_tui.store import journal
from cpo_tui.store.changes import chain_key
from cpo_tui.store.connect import Connection
from cpo_tui.store.seals import JOURNAL, SEALED_COLUMNS, Sealer, Stamp

Row = tuple[Any, ...]
ROWS_AT_ONCE = 50
_SIZES = (ROWS_AT_ONCE, 10, 1)
"""Rows of one statement: few sizes, because a statement that is prepared again costs more than its rows."""
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


class Flat(NamedTuple):
    """Rows as they are bound, some at once; a row is its id, its sealed and its derived values."""

    shared: tuple[tuple[int, Any], ...] = ()
    """Which value of a row is the same in all: its place, and the value. It is not among the others."""
    emptied: tuple[int, ...] = ()
    """The places of the others that hold the empty text in some row."""
    blocks: Sequence[tuple[int, Row]] = ()
    """How many rows, and their values one after the other."""


_Form = tuple[str, bool, tuple[int, ...], tuple[int, ...], tuple[int, ...]]


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
        self._flattener = Flattener()
        self._statements: dict[tuple[_Form, int], str] = {}
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
            flat = self._flattener.flat(table, first_id, rows, derived)
            self.add_prepared(table, first_id, flat, seals, with_place=derived is not None)

    def add_prepared(self, table: str, first_id: int, flat: Flat, seals: bytes, *, with_place: bool) -> None:
        """Write rows that were sealed and laid out elsewhere."""
        self._sealer.add_sealed(table, first_id, seals)
        shared, emptied, blocks = flat
        names = ("id", *SEALED_COLUMNS[table], *(DERIVED_PLACE if with_place else ()))
        absent = {place for place, value in shared if value == "" and names[place] not in _NOT_NULL[table]}
        once = tuple(value for place, value in shared if place not in absent)
        bound = {place: number for number, (place, _) in enumerate(one for one in shared if one[0] not in absent)}
        form = (table, with_place, tuple(absent), tuple(bound), emptied)
        for count, values in blocks:
            statement = self._statements.get((form, count))
            if statement is None:
                marks = [
                    (name, bound.get(place), place in emptied and name not in _NOT_NULL[table])
                    for place, name in enumerate(names)
                    if place not in absent
                ]
                statement = self._statements[form, count] = _statement(table, count, marks, len(once))
            self.connection.execute(statement, once + values)
            self.written += count

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


def _statement(table: str, count: int, marks: Sequence[tuple[str, int | None, bool]], once: int) -> str:
    """The statement for so many rows: of each column its name, which of the first `once` values it has or None, and
    whether it may be empty.
    """
    each = sum(shared is None for _, shared, _ in marks)
    rows = []
    for row in range(count):
        number = once + row * each
        cells = []
        for _, shared, may_be_empty in marks:
            if shared is None:
                number += 1
            mark = f"?{number if shared is None else shared + 1}"
            cells.append(f"NULLIF({mark}, '')" if may_be_empty else mark)
        rows.append(f"({', '.join(cells)})")
    return f"INSERT INTO {table} ({', '.join(name for name, _, _ in marks)}) VALUES {', '.join(rows)}"


class Flattener:
    """Lays out the rows of one import as they are bound; what it has seen of a column is said to the statement.

    Whoever binds a value pays as much as whoever stores it, so a value that all rows of a block have is bound once, and
    a column without any is left out. What varied once is never looked at again, so that the statements are few.
    """

    def __init__(self) -> None:
        self._varying: dict[str, set[int]] = {table: {0} for table in TABLES}
        self._emptied: dict[str, set[int]] = {table: set() for table in TABLES}

    def flat(self, table: str, first_id: int, rows: Sequence[Row], derived: Sequence[Row] | None = None) -> Flat:
        """Rows with the ids `first_id`, `first_id + 1` …, `derived` beside them."""
        if not rows:
            return Flat()
        columns: list[Sequence[Any]] = [range(first_id, first_id + len(rows)), *zip(*rows, strict=True)]
        if derived is not None:
            columns += zip(*derived, strict=True)
        varying, emptied = self._varying[table], self._emptied[table]
        shared: list[tuple[int, Any]] = []
        for place, column in enumerate(columns):
            if place not in varying:
                if column.count(column[0]) == len(column):
                    shared.append((place, column[0]))
                    continue
                varying.add(place)
            if place and place not in emptied and "" in column:
                emptied.add(place)
        left = {place for place, _ in shared}
        kept = [column for place, column in enumerate(columns) if place not in left]
        values: list[Any] = [None] * (len(kept) * len(rows))
        for place, column in enumerate(kept):
            values[place :: len(kept)] = column
        return Flat(tuple(shared), tuple(sorted(emptied)), _blocks(tuple(values), len(rows)))


def flattened_again(rows: Sequence[Row]) -> Flat:
    """Rows that have their ids already."""
    if not rows:
        return Flat()
    return Flat((), tuple(range(1, len(rows[0]))), _blocks(tuple(chain.from_iterable(rows)), len(rows)))


def unflattened(flat: Flat) -> list[Row]:
    """The rows again, each with its id first."""
    shared, _, blocks = flat
    rows: list[Row] = []
    for count, values in blocks:
        width = len(values) // count
        for start in range(0, len(values), width):
            row = list(values[start : start + width])
            for place, value in shared:
                row.insert(place, value)
            rows.append(tuple(row))
    return rows


def _blocks(values: Row, count: int) -> list[tuple[int, Row]]:
    width = len(values) // count
    found: list[tuple[int, Row]] = []
    start = 0
    for size in _SIZES:
        while count - start >= size:
            found.append((size, values[start * width : (start + size) * width]))
            start += size
    return found


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
