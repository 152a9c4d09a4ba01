"""Reading whole kinds of records as a stream, in the order of references: what an export is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from cpo_tui.store.bulk import listed
from cpo_tui.store.connect import Connection

Row = tuple[Any, ...]
CHUNK = 500

COLUMNS: dict[str, tuple[str, ...]] = {
    "cases": (
        "reference", "a_number", "full_name", "birth_date", "nationality", "language", "interpreter_needed", "lifecycle",
        "stage", "docket", "custody_status", "facility", "officer", "team", "opened_on", "closed_on", "closure_reason",
        "waiting_on", "next_hearing_on", "notes",
    ),
    "events": ("reference", "kind", "occurred_at", "recorded_at", "title", "body", "source", "pinned"),
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
"""Kind → the columns of its rows; after them comes one more value, the safeguards of the case."""

_SELECT = {
    "cases": (
        "SELECT c.reference, CASE WHEN p.a_number IS NULL THEN NULL ELSE 'A' || p.a_number END, NULLIF(p.full_name, ''),"
        " p.birth_date, p.nationality, p.language, p.interpreter_needed, c.lifecycle, c.stage, c.docket, COALESCE(c.custody_status, 'unknown'),"
        " c.facility, c.officer, c.team, c.opened_on, c.closed_on, c.closure_reason, c.waiting_on,"
        " (SELECT substr(min(h.starts_at), 1, 10) FROM hearings h WHERE h.case_id = c.id AND h.outcome IS NULL),"
        " c.notes, c.safeguards FROM cases c JOIN persons p ON p.id = c.person_id"
    ),
    "events": (
        "SELECT c.reference, e.kind, e.occurred_at, e.recorded_at, e.title, e.body, e.source, e.pinned, c.safeguards"
        " FROM cases c JOIN events e ON e.case_id = c.id AND e.superseded_by IS NULL"
    ),
    "documents": (
        "SELECT c.reference, d.document, d.form, d.state, d.requested_on, d.received_on, d.signed_on, d.served_on,"
        " d.service_method, d.service_language, d.expires_on, d.sha256, d.kept_at, d.notes, c.safeguards"
        " FROM cases c JOIN documents d ON d.case_id = c.id"
    ),
    "deadlines": (
        "SELECT c.reference, d.rule, d.title, d.severity, d.citation, d.due_at, d.due_latest, d.act_by, d.status,"
        " d.pack_version, d.closed_at, c.safeguards FROM cases c JOIN deadlines d ON d.case_id = c.id"
    ),
}
_ORDER = {
    "cases": "c.reference",
    "events": "c.reference, e.occurred_at, e.id",
    "documents": "c.reference, d.id",
    "deadlines": "c.reference, d.due_key IS NULL, d.due_key, d.id",
}
_OF_INQUIRY = "(SELECT {what} FROM inquiry_cases l JOIN cases c ON c.id = l.case_id WHERE l.inquiry_id = i.id)"
_INQUIRIES = (
    "SELECT i.inquiry, " + _OF_INQUIRY.format(what="group_concat(c.reference, '; ' ORDER BY c.reference)")
    + ", i.received_at, i.channel, i.enquirer, i.capacity, i.subject, i.state, i.due_at, i.answered_at, i.question,"
    " i.answer, " + _OF_INQUIRY.format(what="group_concat(c.safeguards)") + " FROM inquiries i"
)  # fmt: skip


def rows(connection: Connection, kind: str, case_ids: Sequence[int] | None = None, *, in_their_order: bool = False) -> Iterator[Row]:
    """The rows of a kind, each with the safeguards of its case as a last value; of some cases, or of all.

    In the order of references; with `in_their_order`, in the order of `case_ids`.
    """
    if kind == "inquiries":
        yield from _inquiries(connection, case_ids)
        return
    select, order = _SELECT[kind], _ORDER[kind]
    if case_ids is None:
        yield from connection.execute(f"{select} ORDER BY {order}")
        return
    if not in_their_order:
        yield from connection.execute(f"{select} WHERE c.id IN (SELECT value FROM json_each(?)) ORDER BY {order}", (listed(case_ids),))
        return
    ids = iter(case_ids)
    while chunk := list(islice(ids, CHUNK)):
        yield from connection.execute(
            f"{select} JOIN json_each(?) g ON g.value = c.id ORDER BY g.key, {order}", (listed(chunk),)
        )


def _inquiries(connection: Connection, case_ids: Sequence[int] | None) -> Iterator[Row]:
    if case_ids is None:
        yield from connection.execute(f"{_INQUIRIES} ORDER BY i.inquiry")
        return
    about = " WHERE i.id IN (SELECT inquiry_id FROM inquiry_cases WHERE case_id IN (SELECT value FROM json_each(?)))"
    yield from connection.execute(f"{_INQUIRIES}{about} ORDER BY i.inquiry", (listed(case_ids),))


def open_hearings(connection: Connection, case_ids: Sequence[int] | None = None) -> Iterator[Row]:
    """The hearings to come of open cases: (row id, reference, when, kind, place, safeguards), by reference."""
    where = "" if case_ids is None else " AND c.id IN (SELECT value FROM json_each(?))"
    yield from connection.execute(
        "SELECT h.id, c.reference, h.starts_at, h.kind, h.place, c.safeguards FROM hearings h JOIN cases c ON c.id = h.case_id"
        f" WHERE h.outcome IS NULL AND c.lifecycle IN ('open', 'reopened'){where} ORDER BY c.reference, h.starts_at",
        () if case_ids is None else (listed(case_ids),),
    )
