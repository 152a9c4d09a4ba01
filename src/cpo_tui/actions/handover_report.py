"""What a successor must know of each open case of an officer: one page a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cpo_tui.actions.context import Context
from cpo_tui.actions.left_out import Keep, keep_for
from cpo_tui.domain import records
from cpo_tui.domain.demands import is_late
from cpo_tui.domain.numbers import format_a_number
from cpo_tui.domain.times import place_words
from cpo_tui.store import commitments, handovers, reader, worklist
from cpo_tui.store.connect import Connection

LAST_EVENTS = 5
DEMANDS = 8
"""How many of a case's demands stand on its page: the first in the order of work."""


def handover_file(
    context: Context,
    connection: Connection,
    officer: str,
    *,
    case_ids: Sequence[int] | None = None,
    include_protected: bool = False,
) -> dict[str, Any]:
    """The open cases of an officer, or the cases named, in the order in which they must be worked.

    What is protected stays out and is counted, unless it is asked for.
    """
    keep = keep_for(connection, asked=include_protected)
    ids = [one[0] for one in handovers.open_cases_of(connection, officer)] if case_ids is None else list(case_ids)
    cases: list[dict[str, Any]] = []
    for case_id in ids:
        row = reader.case_row(connection, case_id)
        if keep.whole(row.safeguards):
            keep.left_out += 1
            # That there is such a case is no secret from its next officer; what is in it is.
            cases.append({"reference": row.reference, "protected": True})
            continue
        cases.append({"reference": row.reference, "protected": False, **_case(context, connection, case_id, keep)})
    return {"officer": officer, "cases": cases, "left_out": keep.left_out}


def _case(context: Context, connection: Connection, case_id: int, keep: Keep) -> dict[str, Any]:
    row = reader.case_row(connection, case_id)
    now, zone = context.now, context.zone
    events: tuple[records.Event, ...] = reader.of_case(connection, records.Event, case_id)
    inquiries = [one for one in reader.inquiries_of(connection, case_id) if one.state not in records.SETTLED_INQUIRIES]
    demands = worklist.demands_of(connection, [case_id], context.office).get(case_id, [])
    clocks = [
        {
            "title": one.title, "place": place_words(one.act_by, one.due_at, now, zone), "due_at": one.due_at,
            "citation": one.citation or None, "late": is_late(one.due_at, now, zone),
        }
        for one in demands[:DEMANDS]
    ]  # fmt: skip
    said = [
        {
            "inquiry": one.inquiry,
            "enquirer": one.enquirer,
            "capacity": one.capacity,
            "subject": one.subject,
            "question": one.question,
            "answer": None,
            "due_at": one.due_at,
        }
        for one in inquiries
    ]
    promised = [
        {"words": one.words, "to": one.to_whom, "due_at": one.due_at}
        for one in commitments.promises(connection, case_id=case_id, settled=False)
    ]
    happened = [
        {"occurred_at": one.occurred_at, "kind": one.kind, "title": one.title, "body": one.body, "facts": one.facts}
        for one in events
        if one.superseded_by is None
    ]
    offers = handovers.waiting(connection, case_ids=(case_id,))
    return {
        "full_name": row.full_name, "a_number": format_a_number(row.a_number), "stage": row.stage, "custody_status": row.custody_status,
        "facility": row.facility, "language": row.language, "interpreter_needed": row.interpreter_needed,
        "waiting_on": row.waiting_on, "held_until": row.held_until, "next_hearing_at": row.next_hearing_at,
        "clocks": keep.of("clocks", clocks), "more_clocks": max(0, len(demands) - DEMANDS),
        "promises": keep.of("promises", promised), "inquiries": keep.of("inquiries", said),
        "risks": [*row.safeguards, *(["late"] if any(one["late"] for one in clocks) else [])],
        "missing_documents": row.missing_documents, "last_events": keep.of("events", happened)[:LAST_EVENTS],
        "note": offers[0].note if offers else None, "offered_to": offers[0].to_officer if offers else None,
    }  # fmt: skip
