"""Reading whole kinds of records as a stream, in the order of references: what an export is made of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from cpo_tui.store.bulk import listed
from cpo_tui.store.connect import Connection

Row = tuple[Any, ...]
CHUNK = 500
SEPARATOR = b"\xff"
"""Stands between the cells of a row that comes as one text: a byte that no text in UTF-8 has."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "cases": (
        "reference", "a_number", "full_name", "birth_date", "nationality", "language", "interpreter_needed", "lifecycle",
        "stage", "docket", "custody_status", "facility", "officer", "team", "opened_on", "closed_on", "closure_reason",
        "waiting_on", "next_hearing_on", "notes",
    ),
    "events": ("reference", "kind", "occurred_at", "recorded_at", "title", "body", "source", "pinned", "facts"),
    "documents": (
        "reference", "document", "form", "state", "requested_on", "received_on", "signed_on", "served_on",
        "service_method", "service_language", "expires_on", "sha256", "kept_at", "notes",
    ),
    "inquiries": (
        "inquiry", "reference", "received_at", "channel", "enquirer", "capacity", "subject", "state", "due_at",
        "answered_at", "question", "answer",
    ),
    "deadlines": (
        "reference", "rule", "title", "severity", "citation", "due_at", "due_latest", "act_by", "status", "pack_version",
        "closed_at",
    ),
}  # fmt: skip
"""Kind → the columns of its rows."""

LISTED: dict[str, str] = {
    "act_by": "c.act_by",
    "due_at": "c.due_at",
    "demand": "c.demand",
    "severity": "c.severity",
    "citation": "c.citation",
    "missing_documents": "c.missing_documents",
    "open_inquiries": "c.open_inquiries",
    "safeguards": "c.safeguards",
    "held_until": "c.held_until",
    "stage_since": "c.stage_since",
    "assigned_at": "c.assigned_at",
    "last_touched_at": "c.last_touched_at",
    "next_hearing_at": "c.next_hearing_at",
}
"""What a list of cases shows beside the columns of their files, and where it is; it is written only where it is named."""


def columns_of(kind: str) -> tuple[str, ...]:
    """Every column that can be named for a kind: those of its files, then those of the list."""
    return (*COLUMNS[kind], *LISTED) if kind == "cases" else COLUMNS[kind]


_CASES: dict[str, str] = {
    "reference": "c.reference",
    "a_number": "CASE WHEN p.a_number IS NULL THEN NULL ELSE 'A' || p.a_number END",
    "full_name": "NULLIF(p.full_name, '')",
    **{name: f"p.{name}" for name in ("birth_date", "nationality", "language", "interpreter_needed")},
    **{name: f"c.{name}" for name in ("lifecycle", "stage", "docket")},
    "custody_status": "COALESCE(c.custody_status, 'unknown')",
    **{
        name: f"c.{name}"
        for name in ("facility", "officer", "team", "opened_on", "closed_on", "closure_reason", "waiting_on")
    },
    "next_hearing_on": "substr(c.next_hearing_at, 1, 10)",
    "notes": "c.notes",
}
"""Where each column of a case is."""
_OF_CASES = " FROM cases c JOIN persons p ON p.id = c.person_id"
_SELECT = {
    "cases": f"SELECT {', '.join(_CASES[name] for name in COLUMNS['cases'])}{_OF_CASES}",
    "events": (
        "SELECT c.reference, e.kind, e.occurred_at, e.recorded_at, e.title, e.body, e.source, e.pinned, e.facts"
        " FROM cases c JOIN events e ON e.case_id = c.id AND e.superseded_by IS NULL"
    ),
    "documents": (
        "SELECT c.reference, d.document, d.form, d.state, d.requested_on, d.received_on, d.signed_on, d.served_on,"
        " d.service_method, d.service_language, d.expires_on, d.sha256, d.kept_at, d.notes"
        " FROM cases c JOIN documents d ON d.case_id = c.id"
    ),
    "deadlines": (
        "SELECT c.reference, d.rule, d.title, d.severity, d.citation, d.due_at, d.due_latest, d.act_by, d.status,"
        " d.pack_version, d.closed_at FROM cases c JOIN deadlines d ON d.case_id = c.id"
    ),
}
_ORDER = {
    "cases": "c.reference",
    "events": "c.reference, e.occurred_at, e.id",
    "documents": "c.reference, d.id",
    "deadlines": "c.reference, d.due_key IS NULL, d.due_key, d.id",
    "inquiries": "i.inquiry",
}
_OF_INQUIRY = "(SELECT {what} FROM inquiry_cases l JOIN cases c ON c.id = l.case_id WHERE l.inquiry_id = i.id)"
_INQUIRIES = (
    "SELECT i.inquiry, " + _OF_INQUIRY.format(what="group_concat(c.reference, '; ' ORDER BY c.reference)")
    + ", i.received_at, i.channel, i.enquirer, i.capacity, i.subject, i.state, i.due_at, i.answered_at, i.question,"
    " i.answer FROM inquiries i"
)  # fmt: skip


_PROTECTED = "(SELECT case_id FROM safeguards WHERE ended_on IS NULL AND kind IN (SELECT value FROM json_each(?)))"
_PROTECTED_INQUIRIES = f"(SELECT inquiry_id FROM inquiry_cases WHERE case_id IN {_PROTECTED})"


def rows(
    connection: Connection,
    kind: str,
    case_ids: Sequence[int] | None = None,
    *,
    in_their_order: bool = False,
    without: Collection[str] = (),
    listed_too: bool = False,
) -> Iterator[Row]:
    """The rows of a kind, of some cases or of all, less those of cases that have one of the safeguards in `without`.

    In the order of references; with `in_their_order`, in the order of `case_ids`. With `listed_too`, cases have the
    columns of the list as well (`columns_of`).
    """
    select = _INQUIRIES if kind == "inquiries" else _SELECT[kind]
    if listed_too and kind == "cases":
        select = select.replace(" FROM cases c", f", {', '.join(LISTED.values())} FROM cases c")
    yield from _selected(connection, kind, select, case_ids, without, in_their_order=in_their_order)


def joined_cases(
    connection: Connection,
    columns: Sequence[str],
    case_ids: Sequence[int] | None = None,
    *,
    in_their_order: bool = False,
    without: Collection[str] = (),
    yes_no: Collection[str] = (),
    ended: bool = False,
) -> Iterator[bytes]:
    """The rows that `rows` gives of cases, each with its cells as one text in UTF-8 with `SEPARATOR` between them.

    The database joins them several times faster than a program that is handed each cell. Nothing is an empty cell, a
    flag in `yes_no` is yes or no. With `ended`, an empty cell more.
    """
    cells = [_as_text(_CASES.get(name) or LISTED[name], flag=name in yes_no) for name in columns]
    parts = ", ".join([*cells, *(["''"] if ended else [])])
    select = f"SELECT CAST(concat_ws(CAST(x'{SEPARATOR.hex()}' AS TEXT), {parts}) AS BLOB){_OF_CASES}"
    for (row,) in _selected(connection, "cases", select, case_ids, without, in_their_order=in_their_order):
        yield row


def _as_text(cell: str, *, flag: bool) -> str:
    return f"CASE WHEN {cell} IS NULL THEN '' WHEN {cell} THEN 'yes' ELSE 'no' END" if flag else f"COALESCE({cell}, '')"


def _selected(
    connection: Connection,
    kind: str,
    select: str,
    case_ids: Sequence[int] | None,
    without: Collection[str],
    *,
    in_their_order: bool,
) -> Iterator[Row]:
    order = _ORDER[kind]
    if case_ids is not None and in_their_order and kind != "inquiries":
        yield from _in_their_order(
            connection, f"{select} JOIN json_each(?) g ON g.value = c.id", order, case_ids, without
        )
        return
    tests, values = _left_in(kind, case_ids, without)
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    yield from connection.execute(f"{select}{where} ORDER BY {order}", tuple(values))


def _in_their_order(
    connection: Connection, select: str, order: str, case_ids: Sequence[int], without: Collection[str]
) -> Iterator[Row]:
    ids = iter(case_ids)
    where = f" WHERE c.id NOT IN {_PROTECTED}" if without else ""
    while chunk := list(islice(ids, CHUNK)):
        values = (listed(chunk), listed(without)) if without else (listed(chunk),)
        yield from connection.execute(f"{select}{where} ORDER BY g.key, {order}", values)


def _left_in(kind: str, case_ids: Sequence[int] | None, without: Collection[str]) -> tuple[list[str], list[str]]:
    """The conditions on rows and their values."""
    tests: list[str] = []
    values: list[str] = []
    if case_ids is not None:
        mine = "(SELECT value FROM json_each(?))"
        tests.append(
            f"i.id IN (SELECT inquiry_id FROM inquiry_cases WHERE case_id IN {mine})"
            if kind == "inquiries"
            else f"c.id IN {mine}"
        )
        values.append(listed(case_ids))
    if without:
        tests.append(f"i.id NOT IN {_PROTECTED_INQUIRIES}" if kind == "inquiries" else f"c.id NOT IN {_PROTECTED}")
        values.append(listed(without))
    return tests, values


def count_protected(connection: Connection, kind: str, case_ids: Sequence[int] | None, without: Collection[str]) -> int:
    """How many rows of a kind, of some cases or of all, are left out because of their cases' safeguards."""
    select = _INQUIRIES if kind == "inquiries" else _SELECT[kind]
    tests, values = _left_in(kind, case_ids, ())
    tests.append(f"i.id IN {_PROTECTED_INQUIRIES}" if kind == "inquiries" else f"c.id IN {_PROTECTED}")
    row = connection.execute(
        f"SELECT count(*) FROM ({select} WHERE {' AND '.join(tests)})", (*values, listed(without))
    ).fetchone()
    return int(row[0])


def protected_among(connection: Connection, case_ids: Sequence[int], without: Collection[str]) -> dict[int, str]:
    """The references of those of these cases that have one of the safeguards in `without`, by their ids."""
    sql = (
        f"SELECT c.id, c.reference FROM cases c WHERE c.id IN (SELECT value FROM json_each(?)) AND c.id IN {_PROTECTED}"
    )
    rows = connection.execute(sql, (listed(case_ids), listed(without)))
    return {int(case_id): str(reference) for case_id, reference in rows}


def protected_references(connection: Connection, without: Collection[str], *, but: int) -> list[str]:
    """The references of the cases that have one of the safeguards in `without`, less the case with the row id `but`."""
    rows = connection.execute(
        f"SELECT c.reference FROM cases c WHERE c.id IN {_PROTECTED} AND c.id <> ?", (listed(without), but)
    )
    return [str(row[0]) for row in rows]


def open_hearings(
    connection: Connection, case_ids: Sequence[int] | None = None, *, without: Collection[str] = ()
) -> Iterator[Row]:
    """The hearings to come of open cases: (row id, reference, when, kind, place), by reference."""
    tests, values = _left_in("hearings", case_ids, without)
    where = "".join(f" AND {test}" for test in tests)
    yield from connection.execute(
        "SELECT h.id, c.reference, h.starts_at, h.kind, h.place FROM hearings h JOIN cases c ON c.id = h.case_id"
        f" WHERE h.outcome IS NULL AND c.lifecycle IN ('open', 'reopened'){where} ORDER BY c.reference, h.starts_at",
        tuple(values),
    )
