"""The verbs on requests to other agencies: ask, chase, answer. A travel document is a request whose answer has an end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from cpo_tui.actions.cases import one_case
from cpo_tui.actions.context import Context, Outcome, change_set
from cpo_tui.domain.fields import parse_day, parse_text
from cpo_tui.errors import Refused, UsageError
from cpo_tui.rules.service import plain
from cpo_tui.store import commitments


def ask_agency(
    context: Context,
    case_id: int,
    agency: str,
    *,
    kind: str = "request",
    subject: str = "",
    asked_on: str = "",
    due_on: str = "",
) -> Outcome:
    """Enter a request to another agency; without a due date the agency's own, from the service pack, is set."""
    row = one_case(context, case_id)
    if not row.is_open:
        raise Refused(f"{row.reference} is {row.lifecycle}.", hint="Reopen it first: cpo reopen.")
    whom = parse_text("agency", agency.strip())
    if not whom:
        raise UsageError("Say who is asked.", hint="For example: eoir, uscis, consulate, jail, orr.")
    asked = parse_day("asked", asked_on) if asked_on else date.fromisoformat(context.today)
    due = parse_day("due", due_on) if due_on else asked + commitments.pack_of(context.connection).agency(whom).due
    if due < asked:
        raise UsageError("The answer would be due before it was asked for.", hint="Check both dates.")
    known = commitments.pack_of(context.connection).agencies
    values = {
        "case_id": case_id, "kind": plain(parse_text("kind", kind)) or "request", "agency": plain(whom) if plain(whom) in known else whom,
        "subject": parse_text("subject", subject.strip()) or None, "asked_on": asked.isoformat(), "due_on": due.isoformat(),
        "chases": 0, "asked_by": context.actor.officer,
    }  # fmt: skip
    with change_set(context, "ask agency") as sealed:
        made = sealed.recorder.insert("coordinations", values, case_id=case_id)
        sealed.summary = f"asked {whom} on {row.reference}"
    return Outcome(sealed.change_set, (case_id,), (row.reference,), (), sealed.summary, made)


def chase_agency(context: Context, request_id: int, *, on: str = "") -> Outcome:
    """Enter that a request was chased; the next step of the agency's ladder follows from it."""
    one = _open(context, request_id)
    day = parse_day("on", on) if on else date.fromisoformat(context.today)
    if day < one.asked_on:
        raise UsageError("It would be chased before it was asked.", hint="Check the date.")
    fields = {"chased_on": day.isoformat(), "chases": one.chases + 1}
    return _write(context, one, "chase agency", fields, f"chased {one.agency} ({one.chases + 1})")


def record_answer(context: Context, request_id: int, answer: str, *, on: str = "", expires_on: str = "") -> Outcome:
    """Enter what an agency answered; a travel document has a last day of validity."""
    one = _open(context, request_id)
    words = parse_text("answer", answer.strip(), multiline=True)
    if not words:
        raise UsageError("Say what was answered.", hint="For example: issued; refused; no record.")
    day = parse_day("on", on) if on else date.fromisoformat(context.today)
    expires = parse_day("expires", expires_on) if expires_on else None
    if day < one.asked_on:
        raise UsageError("The answer would be earlier than the request.", hint="Check the date.")
    if expires is not None and expires < day:
        raise UsageError("It would end before it came.", hint="Check both dates.")
    fields = {"answered_on": day.isoformat(), "answer": words, "expires_on": expires.isoformat() if expires else None}
    return _write(context, one, "agency answered", fields, f"{one.agency} answered")


def _open(context: Context, request_id: int) -> commitments.Coordination:
    one = commitments.coordination(context.connection, request_id)
    if one.answered_on is not None:
        raise Refused("The request was answered already.", hint="Undo takes that back.")
    return one


def _write(
    context: Context, one: commitments.Coordination, verb: str, fields: Mapping[str, object], words: str
) -> Outcome:
    row = one_case(context, one.case_id)
    with change_set(context, verb) as sealed:
        sealed.recorder.update("coordinations", one.id, fields, case_id=one.case_id)
        sealed.summary = f"{words} on {row.reference}"
    return Outcome(sealed.change_set, (row.id,), (row.reference,), (), sealed.summary, one.id)
