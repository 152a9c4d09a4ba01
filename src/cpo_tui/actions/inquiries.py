"""The verbs on inquiries in their first form: log one, and move it through its life."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cpo_tui.actions.context import Context, Outcome, change_set
from cpo_tui.actions.timeline import parse_when
from cpo_tui.domain.fields import parse_choice, parse_text
from cpo_tui.domain.records import CAPACITIES, INQUIRY_STATES, Inquiry
from cpo_tui.errors import NotFound, UsageError
from cpo_tui.store import lookups, reader
from cpo_tui.store.worklist import stored

_LINES = ("channel", "enquirer", "subject")
_TEXTS = ("question", "answer")
_MOMENTS = ("received_at", "due_at", "answered_at")


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
            parsed[name] = parse_text(name, text, multiline=True).strip() or None
        elif name == "state":
            parsed[name] = parse_choice(name, value, dict.fromkeys(INQUIRY_STATES, ""))
        elif name == "capacity":
            parsed[name] = parse_choice(name, value, dict.fromkeys(CAPACITIES, "")) if value else None
        else:
            raise UsageError(
                f"An inquiry has no field {name!r}.",
                hint=f"Fields: {', '.join((*_LINES, *_MOMENTS, *_TEXTS, 'state', 'capacity'))}.",
            )
    return parsed


def add_inquiry(
    context: Context, case_ids: Sequence[int], values: Mapping[str, str], *, reason: str | None = None
) -> Outcome:
    """Log an inquiry about none, one or several cases; it gets the next number of its year."""
    parsed = parse_inquiry(context, {"received_at": "now", **values})
    if not parsed.get("question") and not parsed.get("subject"):
        raise UsageError("Say what was asked.", hint="Give the subject or the text of the question.")
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
    """Change an inquiry; an answer's text makes it answered now unless a state is given too."""
    parsed = parse_inquiry(context, values)
    inquiry = reader.record(context.connection, Inquiry, inquiry_id)
    if parsed.get("state") == "answered" and not (inquiry.answered_at or parsed.get("answered_at")):
        parsed["answered_at"] = context.at
    answered = parsed.get("answered_at")
    if answered and reader.when(answered) is not None:
        _check_order(inquiry.received_at, reader.when(answered))
    with change_set(context, "edit inquiry", reason=reason) as sealed:
        cases = lookups.cases_of_inquiry(context.connection, inquiry_id)
        sealed.recorder.update("inquiries", inquiry_id, parsed, version=version)
        sealed.recorder.touch(cases)
        sealed.summary = f"inquiry {inquiry.inquiry}: {', '.join(parsed)}"
    names = reader.references(context.connection, cases)
    changed = sealed.change_set is not None
    return Outcome(
        sealed.change_set, cases, tuple(names.values()), (), sealed.summary if changed else "nothing changed"
    )


def _check_order(received: object, answered: object) -> None:
    if isinstance(received, datetime) and isinstance(answered, datetime):
        wrong = answered < received
    else:
        wrong = str(answered)[:10] < str(received)[:10]
    if wrong:
        raise UsageError("The answer would be earlier than the question.", hint="Check both dates.")
