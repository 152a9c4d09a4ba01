"""Small questions that verbs ask of the store inside their transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cpo_tui.store.changes import canonical
from cpo_tui.store.connect import Connection
from cpo_tui.store.reader import day


def reference_taken(connection: Connection, reference: str, *, except_id: int = 0) -> bool:
    """Whether another case has that reference."""
    row = connection.execute("SELECT 1 FROM cases WHERE reference = ? AND id != ?", (reference, except_id)).fetchone()
    return row is not None


def next_hearing(connection: Connection, case_id: int) -> int | None:
    """The id of the case's earliest hearing without an outcome."""
    sql = "SELECT id FROM hearings WHERE case_id = ? AND outcome IS NULL ORDER BY starts_at, id LIMIT 1"
    row = connection.execute(sql, (case_id,)).fetchone()
    return int(row[0]) if row else None


def open_holds(connection: Connection, case_id: int, *, waking_on: str | None = None) -> tuple[int, ...]:
    """The ids of the case's holds that run, or of those among them that wait for a kind of event."""
    sql = "SELECT id FROM holds WHERE case_id = ? AND ended_at IS NULL AND (?2 IS NULL OR wake_on = ?2) ORDER BY id"
    return tuple(
        int(row[0]) for row in connection.execute(sql.replace("case_id = ?", "case_id = ?1"), (case_id, waking_on))
    )


def open_tasks(connection: Connection, case_id: int) -> int:
    """How many tasks of the case are not done."""
    row = connection.execute("SELECT count(*) FROM tasks WHERE case_id = ? AND done_at IS NULL", (case_id,)).fetchone()
    return int(row[0])


def last_inquiry_number(connection: Connection, year: int) -> int:
    """The highest running number that an inquiry of the year has; 0 where there is none."""
    sql = "SELECT max(CAST(substr(inquiry, 6) AS INTEGER)) FROM inquiries WHERE inquiry GLOB ?"
    return int(connection.execute(sql, (f"{year}-[0-9]*",)).fetchone()[0] or 0)


def cases_of_inquiry(connection: Connection, inquiry_id: int) -> tuple[int, ...]:
    """The cases that an inquiry is about."""
    rows = connection.execute("SELECT case_id FROM inquiry_cases WHERE inquiry_id = ? ORDER BY id", (inquiry_id,))
    return tuple(int(row[0]) for row in rows)


def inquiry_named(connection: Connection, name: str) -> int | None:
    """The id of the inquiry with that number; None where there is none."""
    row = connection.execute("SELECT id FROM inquiries WHERE inquiry = ?", (name.strip(),)).fetchone()
    return int(row[0]) if row else None


def born_and_closed(connection: Connection, case_ids: Iterable[int]) -> list[tuple[date | None, date | None]]:
    """The birth date of the person and the closing day of each of these cases; None where there is none."""
    rows = connection.execute(
        "SELECT p.birth_date, c.closed_on FROM cases c JOIN persons p ON p.id = c.person_id"
        " WHERE c.id IN (SELECT value FROM json_each(?)) ORDER BY c.id",
        (canonical(list(case_ids)).decode(),),
    )
    return [(day(born), day(closed)) for born, closed in rows]
