"""The verbs that end a consent or a representation before its time, or say that its time was up."""

from __future__ import annotations

from datetime import date

from cpo_tui.actions.cases import one_case
from cpo_tui.actions.context import Context, Outcome, change_set
from cpo_tui.domain.fields import parse_day
from cpo_tui.domain.records import Consent, Representation
from cpo_tui.errors import NotFound, Refused, UsageError
from cpo_tui.store import reader


def withdraw_consent(context: Context, consent_id: int, *, on: str = "", reason: str | None = None) -> Outcome:
    """End a consent from a day on; from then the gate does not count it any more."""
    one = reader.record(context.connection, Consent, consent_id)
    if one.withdrawn_on is not None:
        raise Refused(f"The consent was withdrawn on {one.withdrawn_on:%Y-%m-%d}.", hint="Undo takes that back.")
    day = parse_day("on", on) if on else date.fromisoformat(context.today)
    if one.signed_on is not None and day < one.signed_on:
        raise UsageError("The consent would be withdrawn before it was signed.", hint="Check the date.")
    row = one_case(context, one.case_id)
    with change_set(context, "withdraw consent", reason=reason) as sealed:
        sealed.recorder.update("consents", consent_id, {"withdrawn_on": day.isoformat()}, case_id=row.id)
        sealed.summary = f"consent for {one.recipient} withdrawn on {row.reference}"
    return Outcome(sealed.change_set, (row.id,), (row.reference,), (), sealed.summary, consent_id)


def end_representation(context: Context, representation_id: int, *, on: str = "", reason: str | None = None) -> Outcome:
    """End a representation on a day; after that day its form gives no ground to tell anything."""
    one = reader.record(context.connection, Representation, representation_id)
    day = parse_day("on", on) if on else date.fromisoformat(context.today)
    if one.from_on is not None and day < one.from_on:
        raise UsageError("The representation would end before it began.", hint="Check the date.")
    row = one_case(context, one.case_id)
    with change_set(context, "end representation", reason=reason) as sealed:
        fields = {"to_on": day.isoformat(), "ended_at": context.at}
        sealed.recorder.update("representations", representation_id, fields, case_id=row.id)
        sealed.summary = f"representation by {one.name} ended on {row.reference}"
    return Outcome(sealed.change_set, (row.id,), (row.reference,), (), sealed.summary, representation_id)


def consent_named(context: Context, case_id: int, recipient: str) -> int:
    """The consent for this recipient that was not withdrawn, the newest; raises `NotFound`."""
    found = [
        one
        for one in reader.of_case(context.connection, Consent, case_id)
        if one.withdrawn_on is None and _same(one.recipient, recipient)
    ]
    if not found:
        raise NotFound(f"There is no consent for {recipient!r} that runs.", hint="See them: cpo show CASE.")
    return max(one.id for one in found)


def representation_named(context: Context, case_id: int, name: str) -> int:
    """The representation by this name, the newest; raises `NotFound`."""
    found = [one for one in reader.of_case(context.connection, Representation, case_id) if _same(one.name, name)]
    if not found:
        raise NotFound(f"There is no representation by {name!r}.", hint="See them: cpo show CASE.")
    return max(one.id for one in found)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
