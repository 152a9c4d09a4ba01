"""When the reply to an inquiry is due: from the office's reply standard, with its pauses, unless an officer gave a date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from cpo_tui.actions.context import Context
from cpo_tui.domain.cases import When
from cpo_tui.domain.inquiries import WAITS_FOR_ENQUIRER, InquiryStep, Running, clock_of
from cpo_tui.domain.records import Inquiry
from cpo_tui.errors import RuleError
from cpo_tui.rules.compute import Computation, compute
from cpo_tui.store import commitments, deadlines, inquiries


def reply_due(
    context: Context, received_at: When, subject: str | None, capacity: str | None, steps: Iterable[InquiryStep] = ()
) -> tuple[When | None, str | None]:
    """The date of the reply and where it comes from: a rule, or `waits-for-enquirer` for the day on which to ask again.

    `(None, None)` where no standard fits, or none governs on that day.
    """
    running = clock_of(received_at, steps, context.zone)
    if running.paused_since is not None:
        wait = commitments.pack_of(context.connection).lead("wait_for_enquirer")
        return _day(context, running.paused_since) + wait, WAITS_FOR_ENQUIRER
    found = computation(context, running, subject, capacity)
    return (found.due_at, found.rule.id) if found is not None else (None, None)


def computation(context: Context, running: Running, subject: str | None, capacity: str | None) -> Computation | None:
    """The arithmetic behind the date of a reply; None where no standard fits, or none governs on that day."""
    rule = commitments.pack_of(context.connection).standard_for(subject, capacity)
    if rule is None:
        return None
    pack = deadlines.pack_in_use(context.connection)
    try:
        return compute(pack, rule, running.start, zone=context.zone, pauses=running.pauses)
    except RuleError:
        # An office may have changed its pack so that the standard is gone: then nobody has set a date, and it says so.
        return None


def due_now(context: Context, inquiry: Inquiry) -> When | None:
    """The date by which the reply is due, as if the clock ran again from this moment."""
    found = inquiries.details(context.connection, inquiry.id)
    if found.standard != WAITS_FOR_ENQUIRER:
        return inquiry.due_at
    running = clock_of(inquiry.received_at, inquiries.steps_of(context.connection, inquiry.id), context.zone)
    since = running.paused_since
    today = date.fromisoformat(context.today)
    pauses = running.pauses
    if since is not None and _day(context, since) < today:
        pauses = (*pauses, (_day(context, since), today))
    reckoned = computation(context, Running(running.start, pauses), inquiry.subject, inquiry.capacity)
    return reckoned.due_at if reckoned is not None else None


def _day(context: Context, when: When) -> date:
    return when.astimezone(context.zone).date() if isinstance(when, datetime) else when
