"""When the reply to an inquiry is due: from the office's reply standard, with its pauses, unless an officer gave a date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from cpo_tui.actions.context import Context
from cpo_tui.domain.cases import When
from cpo_tui.domain.inquiries import WAITS_FOR_ENQUIRER, InquiryStep, Running, clock_of
from cpo_tui.domain.records import Inquiry
from cpo_tui.errors import RuleError
from cpo_tui.rules.compute import Computation, compute
from cpo_tui.store import commitments, deadlines, inquiries, reader

if TYPE_CHECKING:
    from cpo_tui.rules.pack import Pack
    from cpo_tui.rules.service import ServicePack


def reply_due(
    context: Context, received_at: When, subject: str | None, capacity: str | None, steps: Iterable[InquiryStep] = ()
) -> tuple[When | None, str | None]:
    """The date of the reply and where it comes from: a rule, or `waits-for-enquirer` for the day on which to ask again.

    `(None, None)` where no standard fits, or none governs on that day.
    """
    return standards_of(context).reply_due(received_at, subject, capacity, steps)


@dataclass(frozen=True, slots=True)
class Standards:
    """The reply standards of an office, taken once for as many inquiries as there are."""

    service: ServicePack
    rules: Pack
    zone: tzinfo

    def reply_due(
        self, received_at: When, subject: str | None, capacity: str | None, steps: Iterable[InquiryStep] = ()
    ) -> tuple[When | None, str | None]:
        """What `reply_due` gives."""
        running = clock_of(received_at, steps, self.zone)
        if running.paused_since is not None:
            return _day(running.paused_since, self.zone) + self.service.lead("wait_for_enquirer"), WAITS_FOR_ENQUIRER
        found = self.computation(running, subject, capacity)
        return (found.due_at, found.rule.id) if found is not None else (None, None)

    def computation(self, running: Running, subject: str | None, capacity: str | None) -> Computation | None:
        """The arithmetic behind the date of a reply; None where no standard fits, or none governs on that day."""
        rule = self.service.standard_for(subject, capacity)
        if rule is None:
            return None
        try:
            return compute(self.rules, rule, running.start, zone=self.zone, pauses=running.pauses)
        except RuleError:
            # An office may have changed its pack so that the standard is gone: then nobody has set a date, and it says so.
            return None


def standards_of(context: Context) -> Standards:
    """The reply standards that hold in this office now."""
    connection = context.connection
    return Standards(commitments.pack_of(connection), deadlines.pack_in_use(connection), context.zone)


def due_now(context: Context, inquiry: Inquiry) -> When | None:
    """The date by which the reply is due, as if the clock ran again from this moment."""
    found = inquiries.details(context.connection, inquiry.id)
    if found.standard != WAITS_FOR_ENQUIRER:
        return inquiry.due_at
    running = clock_of(inquiry.received_at, inquiries.steps_of(context.connection, inquiry.id), context.zone)
    since = running.paused_since
    today = date.fromisoformat(context.today)
    pauses = running.pauses
    if since is not None and _day(since, context.zone) < today:
        pauses = (*pauses, (_day(since, context.zone), today))
    reckoned = standards_of(context).computation(Running(running.start, pauses), inquiry.subject, inquiry.capacity)
    return reckoned.due_at if reckoned is not None else None


def is_before(one: str, other: str) -> bool:
    """Whether a stored date lies before another one; where one of them is a day, only days are compared."""
    first, second = reader.when(one), reader.when(other)
    if isinstance(first, datetime) and isinstance(second, datetime):
        return first < second
    return one[:10] < other[:10]


def _day(when: When, zone: tzinfo) -> date:
    return when.astimezone(zone).date() if isinstance(when, datetime) else when
