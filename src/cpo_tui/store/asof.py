"""The file of a case as it was known at an earlier moment: the rows of today, with every later change taken back.

What an officer wrote has its values before and after in the log; what an import brought has the moment of its import.
So the file can be rewound without ever having been copied. The rewound rows are laid into a store of their own in memory,
in which the dates are worked out anew under the rules that were adopted then; so everything that can be read of a case
today can be read of it as of a day. The rows of an import that was taken back since are gone and cannot be shown.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from cpo_tui.errors import NotFound
from cpo_tui.store import sources, worklist
from cpo_tui.store.changes import canonical, is_derived
from cpo_tui.store.connect import Connection, in_memory
from cpo_tui.store.worklist import Office

Values = dict[str, Any]
Rows = dict[str, dict[int, Values]]

_IN = "IN (SELECT value FROM json_each(?))"
_OF_CASE = (
    "events", "hearings", "holds", "tasks", "notes", "documents", "safeguards", "representations", "consents",
    "inquiry_cases", "clock_events", "communications", "disclosures", "promises", "coordinations", "letters",
    "legal_holds", "handovers", "retention_decisions",
)  # fmt: skip
_OF_DOCUMENT = ("document_checks", "document_files", "custody_entries")
_OWN = ("chain_key", "imports_head", "tally:deadlines", "tally:document_forecasts")
"""What belongs to the rows of the store itself, and not to those of a view."""


@contextmanager
def as_of(connection: Connection, case_id: int, moment: datetime, office: Office) -> Iterator[Connection]:
    """A small store in memory that holds the one case as it was known at `moment`, under its own row ids.

    Raises `NotFound` where the case was not known yet.
    """
    rows = _rewound(connection, case_id, moment.astimezone(UTC).timestamp())
    past = in_memory()
    try:
        _fill(past, connection, rows)
        worklist.recompute(past, [case_id], office)
        past.execute("PRAGMA query_only=ON")
        yield past
    finally:
        past.close()


def _fill(past: Connection, connection: Connection, rows: Rows) -> None:
    for table, of_table in rows.items():
        for row_id, values in sorted(of_table.items()):
            given = {name: value for name, value in values.items() if value is not None and not is_derived(table, name)}
            given["id"] = row_id
            past.execute(
                f"INSERT INTO {table} ({', '.join(given)}) VALUES ({','.join('?' * len(given))})", tuple(given.values())
            )
    kept = [tuple(row) for row in connection.execute("SELECT key, value FROM meta") if row[0] not in _OWN]
    kept.append(("chain_key", secrets.token_hex(32)))  # a key of its own: that of the store stays where it is
    past.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", kept)


def _rewound(connection: Connection, case_id: int, at: float) -> Rows:
    """Every row of the case as it was, by table and id, with the rules that were adopted and the log until then."""
    rows = _present(connection, case_id)
    _leave_out_later_imports(connection, rows, at)
    for table, row_id, op, before, after in _later_changes(connection, case_id, rows, at):
        _take_back(rows[table], row_id, op, before, after)
    case = rows["cases"].get(case_id)
    if case is None or int(case["person_id"]) not in rows["persons"]:
        raise NotFound("The case was not known then.", hint="Give a later date, or see cpo history CASE.")
    linked = {int(link["inquiry_id"]) for link in rows["inquiry_cases"].values()}
    rows["inquiries"] = {row_id: values for row_id, values in rows["inquiries"].items() if row_id in linked}
    batches = {int(row["batch_id"]) for of_table in rows.values() for row in of_table.values() if row.get("batch_id")}
    rows["import_batches"] = {}
    for batch in batches:
        rows["import_batches"] |= _read(connection, "import_batches", "id = ?", batch)
    return rows | _log(connection, case_id, at)


def _present(connection: Connection, case_id: int) -> Rows:
    """Every row of the case by table and id, as it is now."""
    rows = {"cases": _read(connection, "cases", "id = ?", case_id), "packs": _read(connection, "packs", "?", 1)}
    for table, ids in _SHARED.items():
        rows[table] = _read(connection, table, f"id IN ({ids})", case_id)
    for table in _OF_CASE:
        rows[table] = _read(connection, table, "case_id = ?", case_id)
    for table in _OF_DOCUMENT:
        rows[table] = _read(connection, table, "document_id IN (SELECT id FROM documents WHERE case_id = ?)", case_id)
    rows["source_records"] = _read(connection, "source_records", f"id IN (SELECT id FROM ({sources.OWNED}))", case_id)
    return rows


_SHARED = {
    "persons": "SELECT person_id FROM cases WHERE id = ?1 UNION SELECT json_extract(coalesce(after, before),"
    " '$.person_id') FROM changes WHERE table_name = 'cases' AND case_id = ?1 AND op != 'update'",
    "inquiries": "SELECT inquiry_id FROM inquiry_cases WHERE case_id = ?1 UNION SELECT json_extract(coalesce(after, before),"
    " '$.inquiry_id') FROM changes WHERE table_name = 'inquiry_cases' AND case_id = ?1",
}
"""What a case hangs on or shares with others → the ids that it has or ever had."""


def _read(connection: Connection, table: str, where: str, value: int) -> dict[int, Values]:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {where}", (value,))
    names = [column[0] for column in cursor.description]
    return {int(row[names.index("id")]): dict(zip(names, row, strict=True)) for row in cursor}


def _leave_out_later_imports(connection: Connection, rows: Rows, at: float) -> None:
    batches = {int(row["batch_id"]) for of_table in rows.values() for row in of_table.values() if row.get("batch_id")}
    later = {
        int(row[0])
        for row in connection.execute(
            f"SELECT id FROM import_batches WHERE id {_IN} AND unixepoch(imported_at, 'subsec') > ?",
            (canonical(sorted(batches)).decode(), at),
        )
    }
    for table, of_table in rows.items():
        rows[table] = {row_id: row for row_id, row in of_table.items() if row.get("batch_id") not in later}


def _later_changes(
    connection: Connection, case_id: int, rows: Mapping[str, Mapping[int, Values]], at: float
) -> list[tuple[str, int, str, Values, Values]]:
    """The changes after the moment, the last one first."""
    shared = "".join(f" OR (g.table_name = '{table}' AND g.row_id IN ({ids}))" for table, ids in _SHARED.items())
    found = connection.execute(
        "SELECT g.table_name, g.row_id, g.op, g.before, g.after FROM changes g JOIN change_sets s ON s.id = g.change_set_id"
        f" WHERE unixepoch(s.at, 'subsec') > ?2 AND (g.case_id = ?1 OR g.table_name = 'packs'{shared}) ORDER BY g.id DESC",
        (case_id, at),
    )
    return [
        (str(table), int(row_id), str(op), json.loads(before or "{}"), json.loads(after or "{}"))
        for table, row_id, op, before, after in found
        if table in rows
    ]


def _take_back(rows: dict[int, Values], row_id: int, op: str, before: Values, after: Values) -> None:
    if op == "insert":
        rows.pop(row_id, None)
    elif op == "delete":
        rows[row_id] = {"id": row_id, **before}
    elif row_id in rows:
        rows[row_id].update({name: before.get(name) for name in after})


def _log(connection: Connection, case_id: int, at: float) -> Rows:
    """What was done to the case until then, from which follows when it was last touched; values are left out."""
    of_case = (
        "id IN (SELECT change_set_id FROM changes WHERE case_id = ?1) OR root_id IN"
        " (SELECT change_set_id FROM changes WHERE case_id = ?1)"
    )
    sets = {
        row_id: values
        for row_id, values in _read(connection, "change_sets", of_case, case_id).items()
        if datetime.fromisoformat(values["at"]).timestamp() <= at
    }
    cursor = connection.execute(
        "SELECT id, change_set_id, case_id, table_name, row_id, op FROM changes WHERE case_id = ?", (case_id,)
    )
    names = [column[0] for column in cursor.description]
    changes = {int(row[0]): dict(zip(names, row, strict=True)) for row in cursor if row[1] in sets}
    return {"change_sets": sets, "changes": changes}
