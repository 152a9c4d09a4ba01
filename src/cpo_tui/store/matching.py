"""What the store holds for the keys of an import: the questions that decide what is new and what is changed.

Every question is asked for a whole block of records at once.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cpo_tui.domain.names import search_key
from cpo_tui.store.bulk import listed
from cpo_tui.store.connect import Connection

_IN = "IN (SELECT value FROM json_each(?))"
_CASE_COLUMNS = (
    "c.reference, p.a_number, p.full_name, p.birth_date, p.nationality, p.language, p.interpreter_needed, c.lifecycle,"
    " c.stage, c.docket, COALESCE(c.custody_status, 'unknown'), c.facility, c.officer, c.team, c.opened_on, c.closed_on, c.closure_reason,"
    " c.waiting_on, (SELECT substr(min(h.starts_at), 1, 10) FROM hearings h WHERE h.case_id = c.id AND h.outcome IS NULL), c.notes"
)
CASE_FIELDS = (
    "reference", "a_number", "full_name", "birth_date", "nationality", "language", "interpreter_needed", "lifecycle",
    "stage", "docket", "custody_status", "facility", "officer", "team", "opened_on", "closed_on", "closure_reason",
    "waiting_on", "next_hearing_on", "notes",
)  # fmt: skip
"""The order in which `cases_now` gives the values of a case."""
PERSON_FIELDS = frozenset({"a_number", "full_name", "birth_date", "nationality", "language", "interpreter_needed"})


def has_cases(connection: Connection) -> bool:
    """Whether there is any case at all."""
    return connection.execute("SELECT 1 FROM cases LIMIT 1").fetchone() is not None


def by_reference(connection: Connection, references: Iterable[str]) -> dict[str, int]:
    """Reference → case id, for those that exist."""
    rows = connection.execute(f"SELECT reference, id FROM cases WHERE reference {_IN}", (listed(references),))
    return {str(reference): int(case_id) for reference, case_id in rows}


def by_field(connection: Connection, field: str, values: Iterable[Any]) -> dict[Any, int]:
    """Value of one field → case id, for those that exist; the oldest case where several have it."""
    if field not in CASE_FIELDS or field == "next_hearing_on":
        raise ValueError(field)
    column = f"p.{field}" if field in PERSON_FIELDS else f"c.{field}"
    sql = (
        f"SELECT {column}, min(c.id) FROM cases c JOIN persons p ON p.id = c.person_id WHERE {column} {_IN} GROUP BY 1"
    )
    return {value: int(case_id) for value, case_id in connection.execute(sql, (listed(values),))}


def by_person(connection: Connection, a_numbers: Iterable[str]) -> dict[tuple[str, str], int]:
    """(A-number, name as given) → case id, the oldest case where several fit."""
    sql = (
        "SELECT p.a_number, p.full_name, min(c.id) FROM persons p JOIN cases c ON c.person_id = p.id"
        f" WHERE p.a_number {_IN} GROUP BY 1, 2"
    )
    return {
        (str(number), str(name)): int(case_id)
        for number, name, case_id in connection.execute(sql, (listed(a_numbers),))
    }


def cases_now(connection: Connection, case_ids: Iterable[int]) -> dict[int, tuple[int, int, int, tuple[Any, ...]]]:
    """Case id → (person id, version of case, version of person, values in the order of `CASE_FIELDS`)."""
    sql = f"SELECT c.id, c.person_id, c.version, p.version, {_CASE_COLUMNS} FROM cases c JOIN persons p ON p.id = c.person_id WHERE c.id {_IN}"
    return {row[0]: (row[1], row[2], row[3], row[4:]) for row in connection.execute(sql, (listed(case_ids),))}


def references_like(connection: Connection, reference: str) -> set[str]:
    """The references that are this one, or this one with a number after it."""
    rows = connection.execute(
        "SELECT reference FROM cases WHERE reference = ?1 OR reference GLOB ?1 || '-[0-9]*'", (reference,)
    )
    return {str(row[0]) for row in rows}


def local_edits(connection: Connection, table: str, row_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Row id → field → the value before officers changed it since the last import that wrote it."""
    import json

    sql = (
        "SELECT g.row_id, s.verb, g.before, g.after FROM changes g JOIN change_sets s ON s.id = g.change_set_id"
        f" WHERE g.table_name = ? AND g.op = 'update' AND g.row_id {_IN} ORDER BY g.id"
    )
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for row_id, verb, before, after in connection.execute(sql, (table, listed(row_ids))):
        edits = found[int(row_id)]
        for field in json.loads(after):
            if verb == "import":
                edits.pop(field, None)
            else:
                edits.setdefault(field, json.loads(before).get(field))
    return {row_id: edits for row_id, edits in found.items() if edits}


def open_hearing(connection: Connection, case_id: int) -> int | None:
    """The first hearing of a case that has no outcome yet."""
    row = connection.execute(
        "SELECT id FROM hearings WHERE case_id = ? AND outcome IS NULL ORDER BY starts_at LIMIT 1", (case_id,)
    ).fetchone()
    return int(row[0]) if row else None


def edited_hearings(connection: Connection, case_ids: Iterable[int]) -> dict[int, str | None]:
    """Case id → the day that the last extract gave for the next hearing, where an officer has changed it since.

    A hearing that an officer added, where the extract gave none, counts as changed from nothing.
    """
    sql = (
        "SELECT g.case_id, g.op, s.verb, g.before FROM changes g JOIN change_sets s ON s.id = g.change_set_id"
        f" WHERE g.table_name = 'hearings' AND g.case_id {_IN} ORDER BY g.id"
    )
    found: dict[int, str | None] = {}
    for case_id, op, verb, before in connection.execute(sql, (listed(case_ids),)):
        if verb == "import":
            found.pop(int(case_id), None)
        elif int(case_id) not in found:
            held = json.loads(before).get("starts_at") if op == "update" and before else None
            found[int(case_id)] = str(held)[:10] if held else None
    return found


def sources_of(connection: Connection, table: str, row_ids: Iterable[int], batch_id: int) -> dict[int, str]:
    """Row id → the other columns that this batch kept for it."""
    rows = connection.execute(
        f"SELECT row_id, fields FROM source_records WHERE table_name = ? AND batch_id = ? AND row_id {_IN}",
        (table, batch_id, listed(row_ids)),
    )
    return {int(row_id): str(fields) for row_id, fields in rows}


def latest_sources_of(connection: Connection, table: str, row_ids: Iterable[int]) -> dict[int, str]:
    """Row id → the other columns as the latest import that kept any found them."""
    rows = connection.execute(
        f"SELECT row_id, fields FROM source_records WHERE table_name = ? AND row_id {_IN} ORDER BY id",
        (table, listed(row_ids)),
    )
    return {int(row_id): str(fields) for row_id, fields in rows}


def all_sources_of(connection: Connection, table: str, row_ids: Iterable[int]) -> dict[int, set[str]]:
    """Row id → the texts of the other columns that any batch kept for it."""
    rows = connection.execute(
        f"SELECT row_id, fields FROM source_records WHERE table_name = ? AND row_id {_IN}", (table, listed(row_ids))
    )
    found: dict[int, set[str]] = defaultdict(set)
    for row_id, fields in rows:
        found[int(row_id)].add(str(fields))
    return found


Held = tuple[int, tuple[Any, ...]]
"""A row that exists: its id and its values in the order of the kind's file columns, without the reference."""

_CHILDREN = {
    "events": "kind, occurred_at, recorded_at, title, body, source, pinned, facts",
    "documents": (
        "document, form, state, requested_on, received_on, signed_on, served_on, service_method, service_language,"
        " expires_on, sha256, kept_at, notes"
    ),
    "hearings": "starts_at, kind, place, outcome",
}


def children_of(connection: Connection, table: str, case_ids: Iterable[int]) -> dict[int, list[Held]]:
    """Case id → its events (those that stand), documents or hearings, the oldest first."""
    stands = " AND superseded_by IS NULL" if table == "events" else ""
    found: dict[int, list[Held]] = defaultdict(list)
    sql = f"SELECT case_id, id, {_CHILDREN[table]} FROM {table} WHERE case_id {_IN}{stands} ORDER BY id"
    for case_id, row_id, *values in connection.execute(sql, (listed(case_ids),)):
        found[int(case_id)].append((int(row_id), tuple(values)))
    return found


def inquiries_now(connection: Connection, numbers: Iterable[str]) -> dict[str, Held]:
    """Inquiry number → its row: values in the order of the file's columns after number and reference."""
    sql = (
        "SELECT inquiry, id, received_at, channel, enquirer, capacity, subject, state, due_at, answered_at, question, answer"
        f" FROM inquiries WHERE inquiry {_IN}"
    )
    return {
        str(number): (int(row_id), tuple(values))
        for number, row_id, *values in connection.execute(sql, (listed(numbers),))
    }


def standards_kept(connection: Connection, inquiry_ids: Iterable[int]) -> dict[int, str]:
    """Inquiry id → the rule that its due date comes from; none for those whose date somebody gave, or that have none."""
    sql = f"SELECT id, standard FROM inquiries WHERE standard IS NOT NULL AND id {_IN}"
    return {int(row_id): str(standard) for row_id, standard in connection.execute(sql, (listed(inquiry_ids),))}


def links_of(connection: Connection, inquiry_ids: Iterable[int]) -> dict[int, set[int]]:
    """Inquiry id → the cases that it is about."""
    found: dict[int, set[int]] = defaultdict(set)
    for inquiry_id, case_id in connection.execute(
        f"SELECT inquiry_id, case_id FROM inquiry_cases WHERE inquiry_id {_IN}", (listed(inquiry_ids),)
    ):
        found[int(inquiry_id)].add(int(case_id))
    return found


def missing_cases(connection: Connection, seen: Sequence[int], first_new: int) -> dict[int, str]:
    """The open cases older than `first_new` that a whole extract did not have: id → reference.

    `seen[case_id]` is true for those that it had.
    """
    rows = connection.execute(
        "SELECT id, reference FROM cases WHERE id < ? AND lifecycle IN ('open', 'reopened') ORDER BY id", (first_new,)
    )
    return {int(case_id): str(name) for case_id, name in rows if case_id >= len(seen) or not seen[case_id]}


FOLDED_AT_MOST = 20_000
"""Persons whose names are folded to find others of the same name and birth date; a larger import is looked through by A-number only."""


def look_alikes(connection: Connection, first_person: int, limit: int) -> tuple[int, tuple[Mapping[str, Any], ...]]:
    """New persons that may be others that the store has: how many groups, and the first with all their cases.

    By A-number; and by folded name and birth date, where not more than `FOLDED_AT_MOST` persons come into question.
    """
    groups = _of_one_number(connection, first_person)
    known = {frozenset(ids) for _, ids in groups}
    groups += [group for group in _of_one_name(connection, first_person) if frozenset(group[1]) not in known]
    shown = [{**said, "cases": _references(connection, ids)} for said, ids in groups[:limit]]
    return len(groups), tuple(shown)


Group = tuple[dict[str, Any], tuple[int, ...]]
"""What some persons have in common, and their ids."""


def _of_one_number(connection: Connection, first_person: int) -> list[Group]:
    # The ids are collected of the few numbers that several persons have, not of every number.
    sql = (
        "WITH shared AS MATERIALIZED (SELECT a_number FROM persons WHERE a_number IS NOT NULL GROUP BY a_number"
        " HAVING count(*) > 1 AND max(id) >= ?)"
        " SELECT a_number, json_group_array(id) FROM persons WHERE a_number IN shared GROUP BY a_number"
    )
    return [
        ({"a_number": str(number)}, tuple(json.loads(ids))) for number, ids in connection.execute(sql, (first_person,))
    ]


def _of_one_name(connection: Connection, first_person: int) -> list[Group]:
    sql = "SELECT count(*) FROM (SELECT 1 FROM persons WHERE id >= ? AND full_name != '' AND length(birth_date) = 10 LIMIT ?)"
    if connection.execute(sql, (first_person, FOLDED_AT_MOST + 1)).fetchone()[0] > FOLDED_AT_MOST:
        return []  # the new ones alone are too many, which is known before their days are collected
    sql = (
        "SELECT id, full_name, birth_date FROM persons WHERE full_name != '' AND birth_date IN"
        " (SELECT birth_date FROM persons WHERE id >= ? AND length(birth_date) = 10) LIMIT ?"
    )
    found = connection.execute(sql, (first_person, FOLDED_AT_MOST + 1)).fetchall()
    if len(found) > FOLDED_AT_MOST:
        return []
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row_id, name, born in found:
        groups[search_key(str(name)), str(born)].append(int(row_id))
    return [
        ({"name": name, "birth_date": born}, tuple(ids))
        for (name, born), ids in groups.items()
        if len(ids) > 1 and max(ids) >= first_person
    ]


def _references(connection: Connection, persons: Iterable[int]) -> list[str]:
    rows = connection.execute(f"SELECT reference FROM cases WHERE person_id {_IN} ORDER BY id", (listed(persons),))
    return [str(row[0]) for row in rows]
