"""The verbs that log an inquiry and correct what was logged. It is answered through the gate (`disclosing`), never here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cpo_tui.actions.context import Context, Outcome, change_set
from cpo_tui.actions.inquiry_clock import is_before, reply_due
from cpo_tui.actions.timeline import parse_when
from cpo_tui.domain.fields import parse_choice, parse_text
from cpo_tui.domain.records import CAPACITIES, SETTLED_INQUIRIES, Inquiry
from cpo_tui.errors import NotFound, UsageError
from cpo_tui.store import inquiries as stored_inquiries
from cpo_tui.store import lookups, reader
from cpo_tui.store.worklist import stored

_LINES = ("channel", "enquirer", "subject", "organisation")
_TEXTS = ("question",)
_MOMENTS = ("received_at", "due_at")
LONGEST_QUESTION = 1_000_000
"""Characters of a question; a whole pasted letter with its annexes is kept as it came."""
_BY_THE_GATE = frozenset({"answer", "answered_at", "state"})
"""What changes only when an inquiry is answered or moved by its own verbs."""


def parse_inquiry(context: Context, values: Mapping[str, str]) -> dict[str, Any]:
    """The stored form of typed values of an inquiry; raises `UsageError` for a name or value that is wrong."""
    parsed: dict[str, Any] = {}
    for name, text in values.items():
        value = text.strip()
        if name in _MOMENTS:
            parsed[name] = stored(parse_when(context, name, value)) if value else None
        elif name in _LINES:
            parsed[name] = parse_text(name, value) or None
        elif name in _TEXTS:
            pasted = text.replace("\r\n", "\n").replace("\r", "\n")
            parsed[name] = parse_text(name, pasted, multiline=True, limit=LONGEST_QUESTION).strip() or None
        elif name in _BY_THE_GATE:
            raise UsageError(
                f"{name.replace('_', ' ')} is not edited: an answer goes out through the gate.",
                hint="Answer it: cpo answer INQUIRY; or move it: cpo inquiry acknowledge, await, draft, close, reject.",
            )
        elif name == "capacity":
            parsed[name] = parse_choice(name, value, dict.fromkeys(CAPACITIES, "")) if value else None
        else:
            raise UsageError(
                f"An inquiry has no field {name!r}.",
                hint=f"Fields: {', '.join((*_LINES, *_MOMENTS, *_TEXTS, 'capacity'))}.",
            )
    return parsed


def add_inquiry(
    context: Context, case_ids: Sequence[int], values: Mapping[str, str], *, reason: str | None = None
) -> Outcome:
    """Log an inquiry about none, one or several cases; it gets the next number of its year."""
    parsed = parse_inquiry(context, {"received_at": "now", **values})
    _check_received(context, parsed["received_at"])
    if not parsed.get("question") and not parsed.get("subject"):
        raise UsageError("Say what was asked.", hint="Give the subject or the text of the question.")
    if parsed.get("due_at"):
        _check_order(parsed["received_at"], parsed["due_at"], "The answer would be due before the question came.")
    else:
        received = reader.when(parsed["received_at"]) or context.now
        due, standard = reply_due(context, received, parsed.get("subject"), parsed.get("capacity"))
        parsed |= {"due_at": stored(due), "standard": standard}
    with change_set(context, "add inquiry", reason=reason) as sealed:
        rows = reader.case_rows(context.connection, list(case_ids))
        missing = [case_id for case_id in case_ids if case_id not in rows]
        if missing:
            raise NotFound(f"There is no case @{missing[0]}.", hint="See the caseload: cpo list.")
        number = _next_number(context)
        inquiry_id = sealed.recorder.insert("inquiries", {"inquiry": number, **parsed})
        for case_id in dict.fromkeys(case_ids):
            link = {"inquiry_id": inquiry_id, "case_id": case_id}
            sealed.recorder.insert("inquiry_cases", link, case_id=case_id)
        sealed.summary = f"logged inquiry {number}"
    references = tuple(rows[case_id].reference for case_id in dict.fromkeys(case_ids))
    return Outcome(sealed.change_set, tuple(case_ids), references, (), sealed.summary, inquiry_id)


def _next_number(context: Context) -> str:
    year = context.now.astimezone(context.zone).year
    return f"{year}-{lookups.last_inquiry_number(context.connection, year) + 1:04d}"


def edit_inquiry(
    context: Context,
    inquiry_id: int,
    values: Mapping[str, str],
    *,
    version: int | None = None,
    reason: str | None = None,
) -> Outcome:
    """Correct an inquiry; where no officer gave a due date it follows from the subject, the capacity and the receipt."""
    parsed = parse_inquiry(context, values)
    inquiry = reader.record(context.connection, Inquiry, inquiry_id)
    kept = stored_inquiries.details(context.connection, inquiry_id)
    received = parsed.get("received_at") or stored(inquiry.received_at)
    if "received_at" in parsed and parsed["received_at"] is None:
        raise UsageError("An inquiry has a day of receipt.", hint="Write 2026-03-02, or today.")
    if parsed.get("received_at"):
        _check_received(context, received)
    if inquiry.answered_at is not None:
        _check_order(received, stored(inquiry.answered_at), "The answer would be earlier than the question.")
    if parsed.get("due_at"):
        _check_order(received, parsed["due_at"], "The answer would be due before the question came.")
        parsed["standard"] = None
    elif inquiry.state not in SETTLED_INQUIRIES and ("due_at" in parsed or kept.standard or inquiry.due_at is None):
        merged = {"subject": inquiry.subject, "capacity": inquiry.capacity} | parsed
        steps = stored_inquiries.steps_of(context.connection, inquiry_id)
        start = reader.when(received) or inquiry.received_at
        due, standard = reply_due(context, start, merged["subject"], merged["capacity"], steps)
        parsed |= {"due_at": stored(due), "standard": standard}
    with change_set(context, "edit inquiry", reason=reason) as sealed:
        cases = lookups.cases_of_inquiry(context.connection, inquiry_id)
        sealed.recorder.update("inquiries", inquiry_id, parsed, version=version)
        sealed.recorder.touch(cases)
        sealed.summary = f"inquiry {inquiry.inquiry}: {', '.join(values)}"
    names = reader.references(context.connection, cases)
    changed = sealed.change_set is not None
    return Outcome(
        sealed.change_set, cases, tuple(names.values()), (), sealed.summary if changed else "nothing changed"
    )


def _check_order(received: object, other: object, words: str) -> None:
    """Raise where a date lies before the receipt."""
    if is_before(str(other), str(received)):
        raise UsageError(words, hint="Check both dates.")


def _check_received(context: Context, received: object) -> None:
    """Raise where an inquiry would come only after this moment."""
    came = reader.when(str(received))
    ahead = came > context.now if isinstance(came, datetime) else str(received)[:10] > context.today
    if ahead:
        raise UsageError("The inquiry would come only later.", hint="Check the day of receipt.")
