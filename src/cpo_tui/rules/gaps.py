"""What will be missing, expired or incomplete on a day: the day of the next step as well as today.

Pure. The items come from `checklists.joined`. Nothing that is not known against a document is held against it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cpo_tui.rules.checklists import CheckAnswer, ChecklistItem, HeldDocument
from cpo_tui.rules.document_pack import DocumentType, Expiry, LanguageRule

ONE_DAY = timedelta(days=1)


class Reason(StrEnum):
    """Why a document is wanting."""

    NOT_ASKED = "not asked for"
    NOT_RECEIVED = "asked for, not received"
    REJECTED = "rejected"
    EXPIRED = "expired"
    EXPIRY_UNKNOWN = "expiry not recorded"
    NOT_SERVED = "not served"
    LANGUAGE_UNKNOWN = "language of service not recorded"
    CHECK_FAILED = "not complete"


@dataclass(frozen=True, slots=True)
class Gap:
    """What is wanting about one document. `certain` is false where it is not known whether the document is needed."""

    item: ChecklistItem
    reason: Reason
    certain: bool
    since: date | None = None
    """The last day of a document that has expired."""
    checks: tuple[str, ...] = ()
    """The checks that were answered no."""


def gaps(items: Iterable[ChecklistItem], on: date) -> tuple[Gap, ...]:
    """What will be missing or expired on a day, in the order of the items; at most one gap for each document.

    A document counts on its last day and has expired on the next. A document that a rule wants by a later day than
    `on` is no gap yet. One that was received and not reviewed is no gap: nothing is known against it.
    """
    found = ((item, _gap(item, on)) for item in items)
    return tuple(
        Gap(item, reason, item.required.applies is True, since, checks)
        for item, told in found
        if told is not None
        for reason, since, checks in (told,)
    )


_Told = tuple[Reason, date | None, tuple[str, ...]]


def _gap(item: ChecklistItem, on: date) -> _Told | None:
    if item.state == "waived" or (item.needed_on is not None and item.needed_on > on):
        return None
    held = item.held
    if held is None or held.state not in ("received", "accepted"):
        reason = {"requested": Reason.NOT_RECEIVED, "rejected": Reason.REJECTED, "expired": Reason.EXPIRED}
        return reason.get(item.state, Reason.NOT_ASKED), held.expires_on if held else None, ()
    return _incomplete(item.document, held, on)


def _incomplete(document: DocumentType, held: HeldDocument, on: date) -> _Told | None:
    """What is wanting about a document that is there."""
    if held.expires_on is not None and held.expires_on < on:
        return Reason.EXPIRED, held.expires_on, ()
    failed = tuple(check for check in document.checks if held.checks.get(check) is CheckAnswer.NO)
    if failed:
        return Reason.CHECK_FAILED, None, failed
    if document.expires is Expiry.REQUIRED and held.expires_on is None:
        return Reason.EXPIRY_UNKNOWN, None, ()
    if (
        "service_date_and_method" in document.checks
        and held.served_on is None
        and not _passed(held, "service_date_and_method")
    ):
        return Reason.NOT_SERVED, None, ()
    named = "language_of_service_recorded" if "language_of_service_recorded" in document.checks else "language_used"
    served = held.served_on is not None and document.language is LanguageRule.RECORDED
    if served and not held.service_language and not _passed(held, named):
        return Reason.LANGUAGE_UNKNOWN, None, ()
    return None


def _passed(held: HeldDocument, check: str) -> bool:
    """Whether a check was answered, and not with no."""
    return held.checks.get(check) in (CheckAnswer.YES, CheckAnswer.NOT_APPLICABLE)


def next_change(items: Iterable[ChecklistItem], after: date) -> date | None:
    """The first day after `after` on which `gaps` can differ: a document expires or is wanted; None if none will."""
    days = [item.needed_on for item in items if item.needed_on is not None] + [
        item.held.expires_on + ONE_DAY
        for item in items
        if item.held is not None and item.held.expires_on is not None and item.held.expires_on < date.max
    ]
    return min((day for day in days if day > after), default=None)


def unreviewed(items: Iterable[ChecklistItem]) -> tuple[ChecklistItem, ...]:
    """The documents that came in and that nobody has accepted or rejected."""
    return tuple(item for item in items if item.state == "received")


def open_checks(item: ChecklistItem) -> tuple[str, ...]:
    """The completeness checks that nobody has answered for a document."""
    answered = item.held.checks if item.held is not None else {}
    return tuple(check for check in item.document.checks if check not in answered)


def expiry_warnings(item: ChecklistItem) -> tuple[date, ...]:
    """The days on which the expiry of a document has to be spoken of, the earliest first, its last day included."""
    last = item.held.expires_on if item.held is not None else None
    if last is None or item.state == "waived":
        return ()
    return (*(last - lead for lead in item.document.warn), last)
