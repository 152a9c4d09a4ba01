"""The inverse of a change-set, row by row: the part of undo that knows the tables.

A field goes back only where it still holds what the set wrote, a made row goes away only where nothing was done with it
since; everything else is kept and named. What is written here is recorded like any other change.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cpo_tui.store import deadlines, documents, tallies
from cpo_tui.store.changes import Recorder, columns
from cpo_tui.store.connect import Connection
from cpo_tui.store.reader import changes_of

Values = dict[str, Any]

CHILDREN: dict[str, tuple[tuple[str, str], ...]] = {
    "cases": tuple(
        (table, "case_id")
        for table in (
            "events", "hearings", "holds", "tasks", "notes", "documents", "inquiry_cases", "communications", "disclosures",
            "promises", "coordinations", "letters", "safeguards", "representations", "consents", "clock_events",
            "legal_holds", "handovers", "retention_decisions",
        )
    ),
    "persons": (("cases", "person_id"),),
    "inquiries": tuple(
        (table, "inquiry_id")
        for table in ("inquiry_cases", "inquiry_steps", "communications", "disclosures", "promises", "letters")
    ),
    "documents": tuple((table, "document_id") for table in ("document_checks", "document_files", "custody_entries")),
}  # fmt: skip
"""Table → the tables whose rows hang on it, with the column that holds them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that an undo left as it is, and why."""

    case: str
    reason: str


@dataclass(frozen=True, slots=True)
class SetFacts:
    """What undo needs to know of a change-set."""

    id: int
    verb: str
    summary: str
    officer: str
    root_id: int | None
    batch_id: int | None


STRIDE = 200
"""Changes between two words about how far the work is."""
_STANDS = "COALESCE((SELECT u.verb FROM change_sets u WHERE u.root_id = s.id ORDER BY u.id DESC LIMIT 1), '') != 'undo'"


def next_undo(connection: Connection, officer: str) -> int | None:
    """The officer's latest change-set that stands; None where there is none."""
    sql = f"SELECT s.id FROM change_sets s WHERE s.officer = ? AND s.verb NOT IN ('undo', 'redo', 'destroy') AND {_STANDS} ORDER BY s.id DESC LIMIT 1"
    row = connection.execute(sql, (officer,)).fetchone()
    return int(row[0]) if row else None


def next_redo(connection: Connection, officer: str) -> int | None:
    """The officer's latest undo that still holds, unless something new was done after it."""
    sql = (
        "SELECT s.id, s.verb FROM change_sets s WHERE s.officer = ? AND s.verb != 'redo' AND NOT (s.verb = 'undo' AND"
        " (SELECT max(u.id) FROM change_sets u WHERE u.root_id = s.root_id) != s.id) ORDER BY s.id DESC LIMIT 1"
    )
    row = connection.execute(sql, (officer,)).fetchone()
    return int(row[0]) if row and row[1] == "undo" else None


def set_facts(connection: Connection, set_id: int) -> SetFacts | None:
    """The change-set of that id; None where there is none."""
    sql = "SELECT id, verb, COALESCE(summary, verb), officer, root_id, batch_id FROM change_sets WHERE id = ?"
    row = connection.execute(sql, (set_id,)).fetchone()
    return SetFacts(*row) if row else None


def is_undone(connection: Connection, set_id: int) -> bool:
    """Whether the set was taken back and not brought back since."""
    row = connection.execute(
        "SELECT verb FROM change_sets WHERE root_id = ? ORDER BY id DESC LIMIT 1", (set_id,)
    ).fetchone()
    return bool(row) and row[0] == "undo"


def reverse(recorder: Recorder, set_id: int, progress: Callable[[int, int], None] | None = None) -> list[Kept]:
    """Write the inverse of each change of a set, the last one first; give what was kept.

    `progress` is told how many changes are done, of how many; it may raise to stop.
    """
    kept: list[Kept] = []
    changes = changes_of(recorder.connection, set_id)
    for done, (case_id, reference, table, row_id, op, before, after) in enumerate(reversed(changes)):
        if progress is not None and done % STRIDE == 0:
            progress(done, len(changes))
        name = reference or f"{table} {row_id}"
        old: Values = json.loads(before) if before else {}
        new: Values = json.loads(after) if after else {}
        if not old and not new:
            kept.append(Kept(name, "its file was destroyed"))
            continue
        if op == "update":
            reasons = _put_back(recorder, case_id, table, row_id, old, new)
        elif op == "insert":
            reasons = _take_out(recorder, case_id, table, row_id, new)
        else:
            reasons = _put_in(recorder, case_id, table, row_id, old)
        kept.extend(Kept(name, reason) for reason in reasons)
    return kept


def _current(connection: Connection, table: str, row_id: int, names: list[str]) -> Values | None:
    known = columns(connection, table)
    listed = ", ".join(name for name in names if name in known)
    row = connection.execute(f"SELECT {listed} FROM {table} WHERE id = ?", (row_id,)).fetchone()
    return None if row is None else dict(zip(names, row, strict=True))


def _put_back(recorder: Recorder, case_id: int | None, table: str, row_id: int, old: Values, new: Values) -> list[str]:
    current = _current(recorder.connection, table, row_id, list(new))
    if current is None:
        return ["it is gone"]
    since = [name for name in new if current[name] != new[name]]
    fields = {name: old[name] for name in new if name not in since}
    if fields:
        recorder.update(table, row_id, fields, case_id=case_id)
    return [f"{name.replace('_', ' ')} was changed since" for name in since]


def _take_out(recorder: Recorder, case_id: int | None, table: str, row_id: int, new: Values) -> list[str]:
    current = _current(recorder.connection, table, row_id, list(new))
    if current is None:
        return []
    if current != new:
        return ["it was changed since"]
    child = _first_child(recorder.connection, table, row_id)
    if child is not None:
        return [f"it has {child.replace('_', ' ')} that were added since"]
    recorder.delete(table, row_id, case_id=case_id)
    return []


def _put_in(recorder: Recorder, case_id: int | None, table: str, row_id: int, old: Values) -> list[str]:
    if recorder.connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (row_id,)).fetchone():
        return ["its place is taken"]
    recorder.insert(table, {"id": row_id, **old}, case_id=case_id)
    return []


def _first_child(connection: Connection, table: str, row_id: int) -> str | None:
    for child, column in CHILDREN.get(table, ()):
        if connection.execute(f"SELECT 1 FROM {child} WHERE {column} = ? LIMIT 1", (row_id,)).fetchone():
            return child
    return None


def remove_batch(recorder: Recorder, batch_id: int) -> tuple[int, list[Kept]]:
    """Remove what an import made and nobody has touched since; give how many rows went and what was kept.

    A case that was edited, or that got something of its own since, stays whole, with all that came with it.
    """
    connection = recorder.connection
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS kept_cases (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM kept_cases")
    connection.execute(
        "INSERT INTO kept_cases SELECT c.id FROM cases c JOIN persons p ON p.id = c.person_id"
        " WHERE c.batch_id = ? AND (c.version > 1 OR p.version > 1)",
        (batch_id,),
    )
    for table, _ in CHILDREN["cases"]:
        foreign = "t.batch_id IS NOT ?2 OR t.version > 1" if table in _IMPORTED else "1"
        connection.execute(
            f"INSERT OR IGNORE INTO kept_cases SELECT c.id FROM cases c JOIN {table} t ON t.case_id = c.id"
            f" WHERE c.batch_id = ?1 AND ({foreign})",
            (batch_id, batch_id) if table in _IMPORTED else (batch_id,),
        )
    kept = [
        Kept(str(row[0]), "it was worked on since")
        for row in connection.execute("SELECT reference FROM cases WHERE id IN kept_cases ORDER BY id")
    ]
    removed = _remove_children(recorder, batch_id, kept)
    persons = [
        row[0]
        for row in connection.execute(
            "SELECT person_id FROM cases WHERE batch_id = ? AND id NOT IN kept_cases", (batch_id,)
        )
    ]
    going = [
        row[0]
        for row in connection.execute("SELECT id FROM cases WHERE batch_id = ? AND id NOT IN kept_cases", (batch_id,))
    ]
    for start in range(0, len(going), _AT_ONCE):
        some = going[start : start + _AT_ONCE]
        tallies.replace_rows(connection, "deadlines", deadlines.WRITTEN, some, ())
        tallies.replace_rows(connection, "document_forecasts", documents.WRITTEN, some, ())
    gone = connection.execute("DELETE FROM cases WHERE batch_id = ? AND id NOT IN kept_cases", (batch_id,)).rowcount
    connection.executemany("DELETE FROM persons WHERE id = ?", ((person,) for person in persons))
    return removed + max(gone, 0) + _remove_sources(connection, batch_id), kept


def _remove_sources(connection: Connection, batch_id: int) -> int:
    """Take out the columns that an import kept beside rows, but for rows of its own that stay.

    Gives how many stood beside rows from before: all that an import may have brought, and then what there is to undo.
    """
    own, others = (
        " OR ".join(
            f"(table_name = '{table}' AND EXISTS (SELECT 1 FROM {table} t WHERE t.id = row_id AND t.batch_id {made} ?1))"
            for table in _TOLD_OF
        )
        for made in ("IS", "IS NOT")
    )
    (beside,) = connection.execute(
        f"SELECT count(*) FROM source_records WHERE batch_id = ?1 AND ({others})", (batch_id,)
    ).fetchone()
    connection.execute(f"DELETE FROM source_records WHERE batch_id = ?1 AND NOT ({own})", (batch_id,))
    return int(beside)


_TOLD_OF = ("cases", "events", "hearings", "documents", "inquiries")
"""The tables beside whose rows an import keeps columns; each row knows its batch."""
_AT_ONCE = 500
"""Cases whose derived rows are in memory at once."""
_IMPORTED = ("events", "hearings", "documents", "inquiry_cases")
"""The tables whose rows an import makes, and that know their batch."""


_WORKED_ON = {
    "documents": " OR ".join(
        f"EXISTS (SELECT 1 FROM {child} WHERE {column} = t.id)" for child, column in CHILDREN["documents"]
    ),
    "inquiry_cases": "(SELECT version FROM inquiries WHERE id = t.inquiry_id) > 1 OR "
    + " OR ".join(
        f"EXISTS (SELECT 1 FROM {child} WHERE {column} = t.inquiry_id)"
        for child, column in CHILDREN["inquiries"]
        if child != "inquiry_cases"
    ),
}
"""What shows that an imported row was worked on, besides a newer version of its own."""


def _remove_children(recorder: Recorder, batch_id: int, kept: list[Kept]) -> int:
    connection = recorder.connection
    removed = 0
    for table in _IMPORTED:
        mine = f"{table} t WHERE t.batch_id = ?1 AND t.case_id NOT IN kept_cases"
        worked_on = f"(t.version > 1 OR {_WORKED_ON.get(table, '0')})"
        named = f"SELECT (SELECT reference FROM cases WHERE id = t.case_id) FROM {mine} AND {worked_on}"
        why = f"one of its {table.replace('inquiry_cases', 'inquiries')} was worked on since"
        kept.extend(Kept(str(row[0]), why) for row in connection.execute(named, (batch_id,)))
        elsewhere = f"SELECT DISTINCT t.case_id FROM {table} t JOIN cases c ON c.id = t.case_id WHERE t.batch_id = ?1 AND c.batch_id IS NOT ?1"
        recorder.touch(int(row[0]) for row in connection.execute(elsewhere, (batch_id,)))
        removed += _count(
            connection, f"DELETE FROM {table} WHERE id IN (SELECT t.id FROM {mine} AND NOT {worked_on})", batch_id
        )
    unlinked = " AND ".join(
        f"id NOT IN (SELECT {column} FROM {child} WHERE {column} IS NOT NULL)"
        for child, column in CHILDREN["inquiries"]
    )
    removed += _count(connection, f"DELETE FROM inquiries WHERE batch_id = ?1 AND version = 1 AND {unlinked}", batch_id)
    left = connection.execute("SELECT inquiry FROM inquiries WHERE batch_id = ?", (batch_id,))
    kept.extend(Kept(f"inquiry {row[0]}", "it was worked on since") for row in left)
    return removed


def _count(connection: Connection, sql: str, batch_id: int) -> int:
    return max(connection.execute(sql, (batch_id,)).rowcount, 0)
