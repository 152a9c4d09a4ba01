"""Closed files with what their retention depends on, the decisions on them, and the certificates of those destroyed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cpo_tui.rules.retention import FileFacts, RetentionPack, read_retention, shipped
from cpo_tui.store.changes import canonical
from cpo_tui.store.connect import Connection
from cpo_tui.store.reader import day


@dataclass(frozen=True, slots=True)
class Decision:
    """The newest decision on a file: `retain` until a day, or `destroy`."""

    decision: str
    until: date | None
    reason: str
    at: str
    by: str | None
    schedule: str


@dataclass(frozen=True, slots=True)
class ClosedFile:
    """A closed case with the facts that its schedule asks for, whether a legal hold stands on it, and the newest decision."""

    case_id: int
    reference: str
    facts: FileFacts
    held: bool
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was destroyed, under which schedule, who approved it and who did it; moments are ISO in UTC."""

    id: int
    reference: str
    schedule: str
    pack: str
    pack_version: str
    citation: str | None
    began_on: date | None
    due_on: date | None
    approved_at: str | None
    approved_by: str | None
    approval: str | None
    destroyed_at: str
    destroyed_by: str | None
    reason: str | None
    contents: Mapping[str, int]
    """How many rows of each table went, and how many bytes of attached files (`bytes`)."""


def pack_in_use(connection: Connection) -> RetentionPack:
    """The newest retention pack that the office adopted; the one that comes with cpo where it adopted none.

    Raises `PackError` where this program cannot read the adopted one: under other schedules than the office's own,
    nothing may be destroyed.
    """
    row = connection.execute(
        "SELECT content FROM packs WHERE pack = ? ORDER BY id DESC LIMIT 1", (shipped().name,)
    ).fetchone()
    return shipped() if row is None else read_retention(str(row[0]), shipped().name)


def closed_files(
    connection: Connection, *, closed_by: date | None = None, case_ids: Sequence[int] | None = None
) -> Iterator[ClosedFile]:
    """The closed cases, those closed first before the others; with `closed_by`, only those closed by that day."""
    sql = """
        SELECT c.id, c.reference, c.closed_on, p.birth_date, c.closure_reason,
          (SELECT json_group_array(DISTINCT e.kind) FROM events e WHERE e.case_id = c.id AND e.superseded_by IS NULL),
          (SELECT json_group_array(DISTINCT s.kind) FROM safeguards s WHERE s.case_id = c.id),
          EXISTS (SELECT 1 FROM legal_holds h WHERE h.case_id = c.id AND h.lifted_at IS NULL),
          d.decision, d.until, d.reason, d.decided_at, d.decided_by, d.schedule
        FROM cases c JOIN persons p ON p.id = c.person_id
          LEFT JOIN retention_decisions d ON d.id = (SELECT max(id) FROM retention_decisions WHERE case_id = c.id)
        WHERE c.lifecycle = 'closed' AND c.closed_on IS NOT NULL AND (?1 IS NULL OR c.closed_on <= ?1)
          AND (?2 IS NULL OR c.id IN (SELECT value FROM json_each(?2))) ORDER BY c.closed_on, c.id"""
    listed = None if case_ids is None else canonical(list(case_ids)).decode()
    for row in connection.execute(sql, (None if closed_by is None else closed_by.isoformat(), listed)):
        closed = day(row[2])
        if closed is None:
            continue
        decided = None if row[8] is None else Decision(row[8], day(row[9]), row[10], row[11], row[12], row[13])
        facts = FileFacts(closed, _birth(row[3]), row[4], frozenset(json.loads(row[5])), frozenset(json.loads(row[6])))
        yield ClosedFile(int(row[0]), str(row[1]), facts, bool(row[7]), decided)


def _birth(value: str | None) -> date | None:
    """A birth date that is known to the day; of a year or a month alone no period can run."""
    return day(value) if value is not None and len(value) == len("2026-03-02") else None


def certificates(connection: Connection, certificate: int | None = None) -> tuple[Certificate, ...]:
    """The certificates, the newest first; or the one of that number."""
    rows = connection.execute(
        "SELECT id, reference, schedule, pack, pack_version, citation, began_on, due_on, approved_at, approved_by,"
        " approval, destroyed_at, destroyed_by, reason, contents FROM destructions WHERE ?1 IS NULL OR id = ?1"
        " ORDER BY id DESC",
        (certificate,),
    )
    return tuple(_certificate(row) for row in rows)


def _certificate(row: Sequence[Any]) -> Certificate:
    number, reference, schedule, pack, version, citation, began, due, *rest = row
    approved_at, approved_by, approval, destroyed_at, destroyed_by, reason, contents = rest
    return Certificate(
        number, reference, schedule, pack, version, citation, day(began), day(due), approved_at, approved_by, approval,
        destroyed_at, destroyed_by, reason, json.loads(contents),
    )  # fmt: skip
