"""What is wanting about one document on one day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.rules.checklists import CheckAnswer, ChecklistItem, HeldDocument, RequiredItem
from cpo_tui.rules.document_pack import DocumentType, Expiry, LanguageRule
from cpo_tui.rules.gaps import Gap, Reason, expiry_warnings, gaps, next_change, open_checks, unreviewed
from cpo_tui.rules.pack import Source

DAY = date(2026, 3, 2)
SERVED = ("dated", "service_date_and_method", "language_of_service_recorded")
SOURCE = Source("8 CFR 1.1", "text", "high")


def kind(checks: tuple[str, ...] = ("dated",), **more: object) -> DocumentType:
    return DocumentType("doc-x", "X", "I-1", "intake", "always", "true", "office", checks, SOURCE, **more)  # type: ignore[arg-type]


def item(document: DocumentType, held: HeldDocument | None = None, needed_on: date | None = None) -> ChecklistItem:
    return ChecklistItem(RequiredItem(document, ("list",)), held, needed_on)


def gap(document: DocumentType, held: HeldDocument | None, on: date = DAY) -> Gap | None:
    found = gaps([item(document, held)], on)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("not_asked", Reason.NOT_ASKED),
        ("requested", Reason.NOT_RECEIVED),
        ("received", None),
        ("accepted", None),
        ("rejected", Reason.REJECTED),
        ("expired", Reason.EXPIRED),
        ("waived", None),
    ],
)
def test_each_state_of_a_document(state: str, reason: Reason | None) -> None:
    found = gap(kind(), HeldDocument(state))
    assert (found.reason if found else None) == reason


def test_a_document_counts_on_its_last_day() -> None:
    held = HeldDocument("accepted", expires_on=DAY)
    assert gap(kind(), held, DAY) is None
    found = gap(kind(), held, DAY + timedelta(days=1))
    assert found is not None
    assert (found.reason, found.since) == (Reason.EXPIRED, DAY)


def test_a_waived_document_never_expires() -> None:
    assert gap(kind(), HeldDocument("waived", expires_on=date(2020, 1, 1))) is None


def test_a_document_that_has_an_end_must_say_when() -> None:
    passport = kind(expires=Expiry.REQUIRED)
    found = gap(passport, HeldDocument("accepted"))
    assert found is not None
    assert found.reason is Reason.EXPIRY_UNKNOWN
    assert gap(passport, HeldDocument("accepted", expires_on=date(2027, 1, 1))) is None


def test_a_failed_check_is_named() -> None:
    answers = {"dated": CheckAnswer.NO, "signature_present": CheckAnswer.YES, "other": CheckAnswer.NO}
    found = gap(kind(("dated", "signature_present")), HeldDocument("accepted", checks=answers))
    assert found is not None
    assert (found.reason, found.checks) == (Reason.CHECK_FAILED, ("dated",))


def test_service_is_wanting_until_it_is_recorded() -> None:
    notice = kind(SERVED, language=LanguageRule.RECORDED)
    unserved = gap(notice, HeldDocument("accepted"))
    mute = gap(notice, HeldDocument("accepted", served_on=DAY))
    assert unserved is not None
    assert mute is not None
    assert unserved.reason is Reason.NOT_SERVED
    assert mute.reason is Reason.LANGUAGE_UNKNOWN
    assert gap(notice, HeldDocument("accepted", served_on=DAY, service_language="es")) is None
    checked = dict.fromkeys(SERVED, CheckAnswer.YES)
    assert gap(notice, HeldDocument("accepted", checks=checked)) is None


def test_an_item_that_may_be_needed_is_no_certain_gap() -> None:
    unsure = ChecklistItem(RequiredItem(kind(), ("list",), None, ("represented",)))
    (found,) = gaps([unsure], DAY)
    assert not found.certain
    (sure,) = gaps([item(kind())], DAY)
    assert sure.certain


def test_warnings_before_an_expiry() -> None:
    passport = kind(expires=Expiry.REQUIRED, warn=(timedelta(days=60), timedelta(days=30), timedelta(days=14)))
    held = HeldDocument("accepted", expires_on=date(2026, 6, 30))
    assert expiry_warnings(item(passport, held)) == (
        date(2026, 5, 1),
        date(2026, 5, 31),
        date(2026, 6, 16),
        date(2026, 6, 30),
    )
    assert expiry_warnings(item(passport)) == ()
    assert expiry_warnings(item(passport, HeldDocument("waived", expires_on=DAY))) == ()


def test_what_is_open_and_what_nobody_has_reviewed() -> None:
    there = item(kind(("dated", "signature_present")), HeldDocument("received", checks={"dated": CheckAnswer.YES}))
    assert open_checks(there) == ("signature_present",)
    assert open_checks(item(kind())) == ("dated",)
    assert unreviewed([there, item(kind(), HeldDocument("accepted"))]) == (there,)


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
items = st.lists(
    st.builds(
        item,
        st.sampled_from([kind(), kind(expires=Expiry.REQUIRED)]),
        st.none()
        | st.builds(
            HeldDocument, st.sampled_from(["requested", "received", "accepted", "waived"]), expires_on=st.none() | days
        ),
        st.none() | days,
    ),
    max_size=6,
)


@given(items, days)
def test_nothing_changes_before_the_next_change(found: list[ChecklistItem], on: date) -> None:
    now = gaps(found, on)
    change = next_change(found, on)
    last = date(2027, 12, 31) if change is None else change - timedelta(days=1)
    assert gaps(found, last) == now
    assert change is None or change > on
