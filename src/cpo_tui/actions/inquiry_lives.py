"""The verbs that move inquiries through their life; each step is a row of its own in the same change-set.

An inquiry is reopened, closed or drafted whatever its state, because the record must match what happened; a step that
the usual order does not know needs a reason and is marked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cpo_tui.actions.context import Context, Outcome, Refusal, change_set
from cpo_tui.actions.inquiry_clock import reply_due
from cpo_tui.domain.fields import parse_text
from cpo_tui.domain.inquiries import AWAITING_ENQUIRER, REOPENED, UNEXPECTED, InquiryStep, expected, state_after
from cpo_tui.domain.records import SETTLED_INQUIRIES, Inquiry
from cpo_tui.errors import NotFound, Refused, UsageError
from cpo_tui.store import commitments, inquiries, lookups, reader
from cpo_tui.store.changes import Recorder
from cpo_tui.store.worklist import stored

Apply = Callable[[Recorder, Inquiry], str | None]
"""What a verb does to one inquiry; None when it was done, or the reason for which it is left alone."""


def over_inquiries(
    context: Context, verb: str, ids: Sequence[int], apply: Apply, *, reason: str | None, words: str
) -> Outcome:
    """Run a verb over inquiries: one transaction, one change-set, one verdict per inquiry.

    The outcome names inquiries by their numbers; `words` is the summary with `{n}` for them.
    """
    done: list[tuple[int, str]] = []
    refused: list[Refusal] = []
    with change_set(context, verb, reason=reason) as sealed:
        for inquiry_id in dict.fromkeys(ids):
            try:
                inquiry = reader.record(context.connection, Inquiry, inquiry_id)
            except NotFound:
                refused.append(Refusal(inquiry_id, f"@{inquiry_id}", "the inquiry is gone"))
                continue
            why_not = apply(sealed.recorder, inquiry)
            if why_not is None:
                done.append((inquiry_id, inquiry.inquiry))
                sealed.recorder.touch(lookups.cases_of_inquiry(context.connection, inquiry_id))
            else:
                refused.append(Refusal(inquiry_id, inquiry.inquiry, why_not))
        sealed.summary = words.replace("{n}", done[0][1] if len(done) == 1 else f"{len(done):,} inquiries")
    summary = sealed.summary if sealed.change_set else "nothing changed"
    return Outcome(
        sealed.change_set, tuple(one for one, _ in done), tuple(name for _, name in done), tuple(refused), summary
    )


@dataclass(frozen=True, slots=True)
class _Move:
    """One step for one inquiry."""

    step: str
    reason: str = ""
    must_say_why: bool = False
    keeps: str = ""
    """The field that keeps the reason."""


def acknowledge(context: Context, ids: Sequence[int], *, language: str = "en") -> Outcome:
    """Tell enquirers that their question has come; nothing of any case is told."""
    line = commitments.pack_of(context.connection).lines.get("acknowledged")
    today = context.now.astimezone(context.zone).date()
    words = line.words(language, today) if line is not None and today <= line.expires_on else None

    def apply(recorder: Recorder, inquiry: Inquiry) -> str | None:
        if inquiry.state in SETTLED_INQUIRIES:
            return f"it is {inquiry.state} already"
        if inquiries.details(context.connection, inquiry.id).acknowledged_at is not None:
            return "it was acknowledged already"
        add_step(context, recorder, inquiry.id, "acknowledged")
        fields = {"acknowledged_at": context.at} | ({"state": "acknowledged"} if inquiry.state == "received" else {})
        recorder.update("inquiries", inquiry.id, fields)
        said = {
            "inquiry_id": inquiry.id, "at": context.at, "direction": "out", "channel": inquiry.channel,
            "party": inquiry.enquirer, "capacity": inquiry.capacity, "summary": f"acknowledged {inquiry.inquiry}",
            "body": words, "by": context.actor.officer,
        }  # fmt: skip
        recorder.insert("communications", said)
        return None

    return over_inquiries(context, "acknowledge inquiry", ids, apply, reason=None, words="acknowledged {n}")


def await_input(context: Context, ids: Sequence[int], *, enquirer: bool = True, reason: str = "") -> Outcome:
    """Wait for something that the answer needs; the clock stands still only while the enquirer has to give it."""
    step = AWAITING_ENQUIRER if enquirer else "awaiting_input"
    words = "{n} waits for the enquirer" if enquirer else "{n} waits for input"
    return _move(context, "await input", ids, _Move(step, reason), words)


def draft_inquiry(context: Context, ids: Sequence[int], *, reason: str = "") -> Outcome:
    """Say that an answer is being written; a clock that stood still runs again."""
    return _move(context, "draft inquiry", ids, _Move("drafted", reason), "{n} is being drafted")


def clear_inquiry(context: Context, ids: Sequence[int], *, reason: str = "") -> Outcome:
    """Say that a drafted answer was looked at and may go out; the gate is asked again when it does."""
    return _move(context, "clear inquiry", ids, _Move("cleared", reason), "{n} is cleared")


def close_inquiry(context: Context, ids: Sequence[int], *, reason: str = "") -> Outcome:
    """Put answered inquiries away; one that was never answered needs a reason."""
    return _move(context, "close inquiry", ids, _Move("closed", reason, keeps="closing_reason"), "closed {n}")


def reopen_inquiry(context: Context, ids: Sequence[int], *, reason: str) -> Outcome:
    """Take up settled inquiries again; the clock starts anew."""
    return _move(context, "reopen inquiry", ids, _Move(REOPENED, reason, must_say_why=True), "reopened {n}")


def explain_late(context: Context, ids: Sequence[int], reason: str) -> Outcome:
    """Say why replies are late; it is asked for once."""
    why = parse_text("reason", reason.strip(), multiline=True)
    if not why:
        raise UsageError("Say why the reply is late.", hint="Give --reason.")

    def apply(recorder: Recorder, inquiry: Inquiry) -> str | None:
        recorder.update("inquiries", inquiry.id, {"late_reason": why})
        return None

    return over_inquiries(context, "explain late reply", ids, apply, reason=why, words="explained the delay of {n}")


def _move(context: Context, verb: str, ids: Sequence[int], move: _Move, words: str) -> Outcome:
    why = parse_text("reason", move.reason.strip(), multiline=True)
    if move.must_say_why and not why:
        raise UsageError("Say why.", hint="Give --reason; it stays on the record.")

    def apply(recorder: Recorder, inquiry: Inquiry) -> str | None:
        usual = expected(inquiry.state, move.step)
        if state_after(move.step, acknowledged=False) == inquiry.state and move.step not in {
            AWAITING_ENQUIRER,
            "awaiting_input",
        }:
            return f"it is {inquiry.state.replace('_', ' ')} already"
        if not usual and not why:
            return f"from {inquiry.state.replace('_', ' ')} this is unusual: say why"
        take_step(context, recorder, inquiry, move.step, why if usual else f"{UNEXPECTED}{why}")
        if move.keeps and why:
            recorder.update("inquiries", inquiry.id, {move.keeps: why})
        return None

    outcome = over_inquiries(context, verb, ids, apply, reason=why or None, words=words)
    if len(ids) == 1 and outcome.refused:
        refusal = outcome.refused[0]
        raise Refused(f"{refusal.reference}: {refusal.reason}.", hint="Give --reason where it happened all the same.")
    return outcome


def add_step(context: Context, recorder: Recorder, inquiry_id: int, step: str, note: str = "") -> None:
    """Write one step of a life."""
    values = {
        "inquiry_id": inquiry_id,
        "state": step,
        "at": context.at,
        "by": context.actor.officer,
        "note": note or None,
    }
    recorder.insert("inquiry_steps", values)


def take_step(context: Context, recorder: Recorder, inquiry: Inquiry, step: str, note: str = "") -> None:
    """Write one step, the state that follows from it, and the date of the reply where a standard gives it."""
    add_step(context, recorder, inquiry.id, step, note)
    kept = inquiries.details(context.connection, inquiry.id)
    state = state_after(step, acknowledged=kept.acknowledged_at is not None)
    fields: dict[str, str | None] = {"state": state}
    if step == REOPENED:
        fields |= {"answered_at": None, "late_reason": None, "closing_reason": None}
    if state not in SETTLED_INQUIRIES and (kept.standard is not None or inquiry.due_at is None):
        steps: tuple[InquiryStep, ...] = inquiries.steps_of(context.connection, inquiry.id)
        due, standard = reply_due(context, inquiry.received_at, inquiry.subject, inquiry.capacity, steps)
        fields |= {"due_at": stored(due), "standard": standard}
    recorder.update("inquiries", inquiry.id, fields)
