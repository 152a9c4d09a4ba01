"""Reads of the store as plain values: never a row of an object mapper, never a write.

Every function takes an open connection, so that a caller decides on its own snapshot of the store.
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from cpo_tui.domain.cases import CaseRow, When
from cpo_tui.errors import Ambiguous, NotFound
from cpo_tui.store.connect import Connection

if TYPE_CHECKING:
    from cpo_tui.domain import records

T = TypeVar("T")

_CASE_COLUMNS = (
    "c.id, c.version, c.reference, p.a_number, p.full_name, c.lifecycle, c.stage, c.docket, c.custody_status, c.facility,"
    " c.officer, c.team, c.waiting_on, p.nationality, p.language, p.interpreter_needed, c.opened_on, c.stage_since,"
    " c.assigned_at, c.last_touched_at, c.act_by, c.due_at, c.demand, c.demand_kind, c.severity, c.citation, c.rule,"
    " c.held_until, c.missing_documents, c.open_inquiries, c.safeguards, c.next_hearing_at"
)
_CASES = "cases c JOIN persons p ON p.id = c.person_id"


def when(value: str | None) -> When | None:
    """The stored form of a date, read: ten characters are a day, more are a moment with its offset."""
    if value is None:
        return None
    return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)  # noqa: PLR2004


def day(value: str | None) -> date | None:
    """The stored form of a day, read."""
    return None if value is None else date.fromisoformat(value[:10])


def references_of(connection: Connection, case_ids: Sequence[int]) -> dict[int, str]:
    """The references of cases by their id; a case that is gone is not in it."""
    sql = "SELECT id, reference FROM cases WHERE id IN (SELECT value FROM json_each(?))"
    return {int(case_id): str(name) for case_id, name in connection.execute(sql, (json.dumps(list(case_ids)),))}


def case_rows(connection: Connection, ids: Sequence[int]) -> dict[int, CaseRow]:
    """The rows of these cases by id; an id that is gone is absent."""
    marks = ",".join("?" * len(ids))
    found = connection.execute(f"SELECT {_CASE_COLUMNS} FROM {_CASES} WHERE c.id IN ({marks})", tuple(ids))
    return {row[0]: _case_row(row) for row in found}


def case_row(connection: Connection, case_id: int) -> CaseRow:
    """The row of one case; raises `NotFound`."""
    rows = case_rows(connection, (case_id,))
    if not rows:
        raise NotFound(f"There is no case @{case_id}.", hint="See the caseload: cpo list.")
    return rows[case_id]


def others_of_number(connection: Connection, case: CaseRow) -> list[CaseRow]:
    """The other cases with the A-number of this one, by reference; none where it has no number."""
    if not case.a_number:
        return []
    found = connection.execute(
        f"SELECT {_CASE_COLUMNS} FROM {_CASES} WHERE p.a_number = ? AND c.id <> ? ORDER BY c.reference",
        (case.a_number, case.id),
    )
    return [_case_row(row) for row in found]


def _case_row(row: Sequence[Any]) -> CaseRow:
    (
        case_id, version, reference, a_number, full_name, lifecycle, stage, docket, custody, facility, officer, team,
        waiting_on, nationality, language, interpreter, opened_on, stage_since, assigned_at, touched, act_by, due_at,
        demand, demand_kind, severity, citation, rule, held_until, missing, inquiries, safeguards, hearing,
    ) = row  # fmt: skip
    return CaseRow(
        case_id, version, reference, a_number, full_name, lifecycle, stage, docket, custody or "unknown", facility,
        officer, team, waiting_on, nationality, language, None if interpreter is None else bool(interpreter),
        day(opened_on), when(stage_since), when(assigned_at), when(touched), when(act_by), when(due_at), demand or "",
        demand_kind or "", severity or "", citation or "", rule, day(held_until), missing, inquiries,
        tuple(safeguards.split(",")) if safeguards else (), when(hearing),
    )  # fmt: skip


def person_of(connection: Connection, case_id: int) -> dict[str, Any]:
    """The person of a case and the fields of the case that the list does not show, by column name."""
    cursor = connection.execute(
        "SELECT p.id AS person_id, p.version AS person_version, p.birth_date, p.birth_precision, c.closed_on,"
        " c.closure_reason, c.notes, c.batch_id, c.source_line"
        f" FROM {_CASES} WHERE c.id = ?",
        (case_id,),
    )
    row = cursor.fetchone()
    if row is None:
        raise NotFound(f"There is no case @{case_id}.", hint="See the caseload: cpo list.")
    return dict(zip([column[0] for column in cursor.description], row, strict=True))


def find_case(connection: Connection, name: str) -> int:
    """The id of the case that `name` means: a reference, an A-number in any spelling, or `@` and a row id.

    Raises `NotFound`, or `Ambiguous` with the references that fit.
    """
    from cpo_tui.domain.numbers import parse_a_number

    text = name.strip()
    if text.startswith("@"):
        digits = text[1:]
        if digits.isascii() and digits.isdigit() and len(digits) < 19:  # noqa: PLR2004 - fits an SQLite integer
            row = connection.execute("SELECT id FROM cases WHERE id = ?", (int(digits),)).fetchone()
            if row:
                return int(row[0])
        raise NotFound(f"There is no case {text}.", hint="See the caseload: cpo list.")
    row = connection.execute("SELECT id FROM cases WHERE reference = ?", (text,)).fetchone()
    if row:
        return int(row[0])
    digits = parse_a_number(text) or ""
    found = connection.execute(
        f"SELECT c.id, c.reference FROM {_CASES} WHERE p.a_number = ? ORDER BY c.id LIMIT 21", (digits,)
    ).fetchall()
    if len(found) == 1:
        return int(found[0][0])
    if found:
        matches = [str(reference) for _, reference in found]
        raise Ambiguous(f"{text} fits {len(found)} cases.", hint=f"Name one: {', '.join(matches)}.", matches=matches)
    raise NotFound(f"There is no case {text!r}.", hint="Search for it: cpo list --query NAME.")


_TABLES = {
    "Event": "events",
    "Hearing": "hearings",
    "Hold": "holds",
    "Task": "tasks",
    "Note": "notes",
    "Document": "documents",
    "Inquiry": "inquiries",
    "Safeguard": "safeguards",
    "Representation": "representations",
    "Consent": "consents",
}
_ORDER = {
    "events": "occurred_at DESC, id DESC",
    "hearings": "starts_at DESC, id DESC",
    "holds": "until, id",
    "tasks": "due_at, id",
    "notes": "written_at DESC, id DESC",
    "documents": "document, id",
    "safeguards": "kind, id",
    "representations": "from_on, id",
    "consents": "expires_on, id",
}


def of_case(connection: Connection, kind: type[T], case_id: int) -> tuple[T, ...]:
    """The records of one kind (`records.Event`, `records.Task` …) that hang on a case, in their natural order."""
    if kind.__name__ == "Inquiry":
        return inquiries_of(connection, case_id)  # type: ignore[return-value]
    table = _TABLES[kind.__name__]
    sql = f"SELECT {_names(kind)} FROM {table} WHERE case_id = ? ORDER BY {_ORDER[table]}"
    return tuple(_read(kind, connection.execute(sql, (case_id,))))


def record(connection: Connection, kind: type[T], row_id: int) -> T:
    """One record of a kind by its id; raises `NotFound`."""
    table = _TABLES[kind.__name__]
    found = list(_read(kind, connection.execute(f"SELECT {_names(kind)} FROM {table} WHERE id = ?", (row_id,))))
    if not found:
        raise NotFound(f"There is no row {row_id} in {table}.", hint="Refresh: it may have been undone.")
    return found[0]


def table_of(kind: type) -> str:
    """The table in which the records of `kind` lie."""
    return _TABLES[kind.__name__]


def inquiries_of(connection: Connection, case_id: int) -> tuple[records.Inquiry, ...]:
    """The inquiries that are about a case, newest first."""
    from cpo_tui.domain import records

    names = ", ".join(f"i.{name}" for name in _field_names(records.Inquiry))
    sql = (
        f"SELECT {names} FROM inquiries i JOIN inquiry_cases l ON l.inquiry_id = i.id"
        " WHERE l.case_id = ? ORDER BY i.received_at DESC, i.id DESC"
    )
    return tuple(_read(records.Inquiry, connection.execute(sql, (case_id,))))


def history(connection: Connection, case_id: int | None = None, *, limit: int = 200) -> tuple[records.ChangeSet, ...]:
    """The change-sets of a case, or of the whole store, newest first."""
    from cpo_tui.domain import records

    where, parameters = "", []
    if case_id is not None:
        where = "WHERE s.id IN (SELECT change_set_id FROM changes WHERE case_id = ?)"
        parameters.append(case_id)
    sql = (
        "SELECT s.id, s.at, s.officer, s.verb, s.reason, s.summary, s.source, s.root_id, s.batch_id, s.count,"
        " COALESCE((SELECT verb = 'undo' FROM change_sets u WHERE u.root_id = s.id ORDER BY u.id DESC LIMIT 1), 0)"
        f" FROM change_sets s {where} ORDER BY s.id DESC LIMIT ?"
    )
    return tuple(_read(records.ChangeSet, connection.execute(sql, (*parameters, limit))))


def changes_of(connection: Connection, change_set: int) -> tuple[tuple[Any, ...], ...]:
    """The changes of a set: `(case_id, reference, table, row_id, op, before JSON, after JSON)`, in the order made."""
    sql = (
        "SELECT g.case_id, c.reference, g.table_name, g.row_id, g.op, g.before, g.after FROM changes g"
        " LEFT JOIN cases c ON c.id = g.case_id WHERE g.change_set_id = ? ORDER BY g.id"
    )
    return tuple(tuple(row) for row in connection.execute(sql, (change_set,)))


def counts(connection: Connection) -> tuple[int, int]:
    """How many cases are open and how many there are in all."""
    row = connection.execute("SELECT sum(lifecycle IN ('open','reopened')), count(*) FROM cases").fetchone()
    return int(row[0] or 0), int(row[1])


def has_cases(connection: Connection) -> bool:
    """Whether there is any case at all."""
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM cases)").fetchone()[0])


def officers(connection: Connection) -> tuple[str, ...]:
    """The logins that have cases or are known, in alphabetical order."""
    sql = "SELECT officer FROM cases WHERE officer IS NOT NULL UNION SELECT login FROM officers ORDER BY 1"
    return tuple(str(row[0]) for row in connection.execute(sql))


def references(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    """The references of these cases by id."""
    from cpo_tui.store.changes import canonical

    rows = connection.execute(
        "SELECT id, reference FROM cases WHERE id IN (SELECT value FROM json_each(?))", (canonical(list(ids)).decode(),)
    )
    return {int(case_id): str(reference) for case_id, reference in rows}


def data_version(connection: Connection) -> int:
    """A number that changes when another connection has committed."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _names(kind: Any) -> str:
    return ", ".join(_field_names(kind))


@cache
def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def readers_of(kind: Any) -> tuple[Any, ...]:
    """For each field of a kind of record, what turns its stored form into its value; None where they are the same."""
    hints = get_type_hints(kind)
    return tuple(_reader_of(hints[name]) for name in _field_names(kind))


def _reader_of(hint: Any) -> Any:
    options = set(get_args(hint)) if get_origin(hint) in {Union, types.UnionType} else {hint}
    if datetime in options:
        return when
    if date in options:
        return day
    if bool in options:
        return _known_or_none if types.NoneType in options else bool
    return None


def _known_or_none(value: int | None) -> bool | None:
    """A flag that may be unknown: neither yes nor no where nothing is stored."""
    return None if value is None else bool(value)


def _read(kind: type[T], rows: Iterable[Sequence[Any]]) -> Iterable[T]:
    make: Any = kind
    readers = readers_of(make)
    for row in rows:
        yield make(*(value if read is None else read(value) for read, value in zip(readers, row, strict=True)))
