"""The file of a case as it was known at an earlier moment: the rows of today, with every later change taken back.

What an officer wrote has its values before and after in the log; what an import brought has the moment of its import.
So the file can be rewound without ever having been copied. The rows of an import that was taken back since are gone
and cannot be shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, TypeVar

from cpo_tui.errors import NotFound
from cpo_tui.store.changes import canonical
from cpo_tui.store.connect import Connection
from cpo_tui.store.reader import readers_of, table_of, when

T = TypeVar("T")
Values = dict[str, Any]

_IN = "IN (SELECT value FROM json_each(?))"
_CHILDREN = (
    "events", "hearings", "holds", "tasks", "notes", "documents", "safeguards", "representations", "consents",
    "inquiry_cases",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PastFile:
    """A case as it was known at a moment."""

    moment: datetime
    case: Mapping[str, Any]
    """The columns of the case that officers and imports write."""
    person: Mapping[str, Any]
    _rows: Mapping[str, Mapping[int, Values]]

    def of(self, kind: type[T]) -> tuple[T, ...]:
        """The records of one kind (`records.Event`, `records.Task` …), the newest first."""
        make: Any = kind
        rows = self._rows[table_of(make)]
        names = [field.name for field in fields(make)]
        readers = readers_of(make)
        found = []
        for row_id in sorted(rows, reverse=True):
            values = {**rows[row_id], "id": row_id}
            given = (values.get(name) for name in names)
            found.append(
                make(
                    *(
                        one if read is None or one is None else read(one)
                        for one, read in zip(given, readers, strict=True)
                    )
                )
            )
        return tuple(found)


def file_as_of(connection: Connection, case_id: int, moment: datetime) -> PastFile:
    """The file of a case as it was known at `moment`; raises `NotFound` where the case was not known yet."""
    at = moment.astimezone(UTC).timestamp()
    rows = _present(connection, case_id)
    _leave_out_later_imports(connection, rows, at)
    for table, row_id, op, before, after in _later_changes(connection, case_id, rows, at):
        _take_back(rows[table], row_id, op, before, after)
    case = rows["cases"].get(case_id)
    person = rows["persons"].get(int(case["person_id"])) if case is not None else None
    if case is None or person is None:
        raise NotFound("The case was not known then.", hint="Give a later date, or see cpo history CASE.")
    linked = {int(link["inquiry_id"]) for link in rows["inquiry_cases"].values()}
    inquiries = {row_id: values for row_id, values in rows["inquiries"].items() if row_id in linked}
    return PastFile(moment, _dated(case), person, {**rows, "inquiries": inquiries})


def _dated(values: Values) -> Values:
    """The values with their days and moments read."""
    return {
        name: when(value)
        if value is not None and name.endswith(("_on", "_at", "_since")) and name != "waiting_on"
        else value
        for name, value in values.items()
    }


def _present(connection: Connection, case_id: int) -> dict[str, dict[int, Values]]:
    """Every row of the case by table and id, as it is now."""
    rows = {
        "cases": _read(connection, "cases", "id = ?", case_id),
        "persons": _read(connection, "persons", "id = (SELECT person_id FROM cases WHERE id = ?)", case_id),
    }
    for table in _CHILDREN:
        rows[table] = _read(connection, table, "case_id = ?", case_id)
    rows["inquiries"] = _read(
        connection,
        "inquiries",
        "id IN (SELECT inquiry_id FROM inquiry_cases WHERE case_id = ?1 UNION SELECT json_extract(coalesce(after, before),"
        " '$.inquiry_id') FROM changes WHERE table_name = 'inquiry_cases' AND case_id = ?1)",
        case_id,
    )
    return rows


def _read(connection: Connection, table: str, where: str, case_id: int) -> dict[int, Values]:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {where}", (case_id,))
    names = [column[0] for column in cursor.description]
    return {int(row[0]): dict(zip(names, row, strict=True)) for row in cursor}


def _leave_out_later_imports(connection: Connection, rows: dict[str, dict[int, Values]], at: float) -> None:
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
    found = connection.execute(
        "SELECT g.table_name, g.row_id, g.op, g.before, g.after FROM changes g JOIN change_sets s ON s.id = g.change_set_id"
        " WHERE unixepoch(s.at, 'subsec') > ?1 AND (g.case_id = ?2"
        " OR (g.table_name = 'persons' AND g.row_id IN (SELECT value FROM json_each(?3)))"
        " OR (g.table_name = 'inquiries' AND g.row_id IN (SELECT value FROM json_each(?4)))) ORDER BY g.id DESC",
        (at, case_id, canonical(sorted(rows["persons"])).decode(), canonical(sorted(rows["inquiries"])).decode()),
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
