"""Keeping what came in: a call, a message, somebody at the counter. What goes out is kept by the gate, never here."""

from __future__ import annotations

from cpo_tui.actions.cases import one_case
from cpo_tui.actions.context import Context, Outcome, change_set
from cpo_tui.actions.timeline import parse_when
from cpo_tui.domain.fields import parse_choice, parse_text
from cpo_tui.domain.records import CAPACITIES, Inquiry
from cpo_tui.errors import UsageError
from cpo_tui.store import lookups, reader
from cpo_tui.store.worklist import stored

LONGEST = 1_000_000
"""Characters of what was said; a whole pasted letter is kept as it came."""


def log_communication(
    context: Context,
    case_id: int | None,
    words: str,
    *,
    party: str = "",
    capacity: str = "",
    channel: str = "",
    at: str = "now",
    inquiry_id: int | None = None,
) -> Outcome:
    """Keep what somebody said or sent about a case, or about an inquiry and so on its first case.

    Promises in it are offered by `promising.offered`. It is always incoming: only the gate keeps what went out.
    """
    said = parse_text("words", words.replace("\r\n", "\n").replace("\r", "\n"), multiline=True, limit=LONGEST).strip()
    if not said:
        raise UsageError("Say what was said.", hint="For example: asks to be called on Tuesday.")
    moment = parse_when(context, "at", at or "now")
    number = ""
    if inquiry_id is not None:
        inquiry = reader.record(context.connection, Inquiry, inquiry_id)
        number, party, capacity = inquiry.inquiry, party or inquiry.enquirer or "", capacity or inquiry.capacity or ""
        channel = channel or inquiry.channel or ""
        linked = lookups.cases_of_inquiry(context.connection, inquiry_id)
        case_id = case_id if case_id is not None else next(iter(linked), None)
    if case_id is None and inquiry_id is None:
        raise UsageError("A communication is about a case or an inquiry.", hint="Name one.")
    row = one_case(context, case_id) if case_id is not None else None
    values = {
        "case_id": case_id, "inquiry_id": inquiry_id, "at": stored(moment), "direction": "in",
        "channel": parse_text("channel", channel.strip()) or None, "party": parse_text("from", party.strip()) or None,
        "capacity": parse_choice("capacity", capacity, dict.fromkeys(CAPACITIES, "")) if capacity.strip() else None,
        "summary": said.splitlines()[0][:200], "body": said, "by": context.actor.officer,
    }  # fmt: skip
    with change_set(context, "log communication") as sealed:
        made = sealed.recorder.insert("communications", values, case_id=case_id)
        whom = values["party"] or "somebody"
        sealed.summary = f"kept what {whom} said on {row.reference if row is not None else number}"
    done = (row.id,) if row is not None else ()
    return Outcome(sealed.change_set, done, (row.reference,) if row else (), (), sealed.summary, made)
