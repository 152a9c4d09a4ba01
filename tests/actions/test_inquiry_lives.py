"""The life of an inquiry: steps, a clock that stands still for the enquirer, and what is unusual is marked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cpo_tui.actions import disclosing, inquiries, inquiry_lives
from cpo_tui.actions.context import Context
from cpo_tui.actions.undo import undo
from cpo_tui.domain.records import Inquiry
from cpo_tui.errors import Refused, UsageError
from cpo_tui.store import inquiries as stored
from cpo_tui.store import reader


@pytest.fixture
def asked(context: Context) -> int:
    values = {"enquirer": "J. Ortiz", "capacity": "attorney", "question": "Status?", "channel": "email"}
    made = inquiries.add_inquiry(context, [1], values).made
    assert made is not None
    return made


def _of(context: Context, inquiry_id: int) -> Inquiry:
    return reader.record(context.connection, Inquiry, inquiry_id)


def _states(context: Context, inquiry_id: int) -> list[str]:
    return [step.state for step in stored.steps_of(context.connection, inquiry_id)]


@pytest.mark.parametrize(
    ("values", "rule", "due"),
    [
        ({"capacity": "attorney"}, "us-inquiry-reply-local", "2026-03-09"),
        ({"capacity": "congress_member"}, "us-congressional-inquiry-reply", "2026-03-16"),
        ({"capacity": "person"}, "us-detainee-request-3bd", "2026-03-05"),
        ({"capacity": "press", "subject": "FOIA"}, "us-foia-20bd", "2026-03-30"),
        ({"subject": "FOIA or Privacy Act", "capacity": "attorney"}, "us-foia-20bd", "2026-03-30"),
    ],
)
def test_the_reply_is_due_by_the_standard_of_who_asks_what(
    context: Context, values: dict[str, str], rule: str, due: str
) -> None:
    made = inquiries.add_inquiry(context, [1], {"question": "Status?", **values}).made
    assert made is not None
    assert str(_of(context, made).due_at) == due
    assert stored.details(context.connection, made).standard == rule
    assert str(reader.case_row(context.connection, 1).due_at) == due


def test_a_date_that_an_officer_gives_wins(context: Context, asked: int) -> None:
    inquiries.edit_inquiry(context, asked, {"due_at": "2026-03-04"})
    inquiry_lives.await_input(context, [asked])
    context.now += timedelta(days=1)
    inquiry_lives.draft_inquiry(context, [asked])
    assert _of(context, asked).due_at == date(2026, 3, 4)
    inquiries.edit_inquiry(context, asked, {"due_at": ""})
    assert _of(context, asked).due_at == date(2026, 3, 9)


def test_the_clock_stands_still_while_the_enquirer_has_to_answer(context: Context, asked: int) -> None:
    inquiry_lives.await_input(context, [asked], reason="asked for the waiver")
    assert _of(context, asked).state == "awaiting_input"
    assert _of(context, asked).due_at == date(2026, 3, 16)
    assert reader.case_row(context.connection, 1).demand == "Ask again, or answer J. Ortiz"
    context.now += timedelta(days=3)
    inquiry_lives.draft_inquiry(context, [asked])
    # Asked on Monday; Tuesday and Wednesday do not count; Thursday is the first of five business days.
    assert _of(context, asked).due_at == date(2026, 3, 11)
    assert _states(context, asked) == ["awaiting_enquirer", "drafted"]


def test_the_clock_runs_while_the_office_looks_something_up(context: Context, asked: int) -> None:
    inquiry_lives.await_input(context, [asked], enquirer=False)
    context.now += timedelta(days=3)
    inquiry_lives.draft_inquiry(context, [asked])
    assert _of(context, asked).due_at == date(2026, 3, 9)


def test_a_whole_life_and_its_undo(context: Context, asked: int) -> None:
    inquiry_lives.acknowledge(context, [asked])
    inquiry_lives.draft_inquiry(context, [asked])
    inquiry_lives.clear_inquiry(context, [asked])
    disclosing.answer_inquiry(context, asked, disclosing.Answer("We look into it."))
    inquiry_lives.close_inquiry(context, [asked])
    assert _states(context, asked) == ["acknowledged", "drafted", "cleared", "answered", "closed"]
    inquiry_lives.reopen_inquiry(context, [asked], reason="asked again")
    assert _of(context, asked).state == "acknowledged"
    assert reader.case_row(context.connection, 1).open_inquiries == 1
    undo(context)
    assert (_of(context, asked).state, _states(context, asked)[-1]) == ("closed", "closed")


def test_reopening_starts_the_clock_anew(context: Context, asked: int) -> None:
    disclosing.answer_inquiry(context, asked, disclosing.Answer("We look into it."))
    context.now += timedelta(days=28)
    inquiry_lives.reopen_inquiry(context, [asked], reason="asked again")
    assert _of(context, asked).due_at == date(2026, 4, 6)


def test_an_acknowledgement_tells_nothing_and_is_kept(context: Context, asked: int) -> None:
    inquiry_lives.acknowledge(context, [asked], language="es")
    (said,) = stored.said_about(context.connection, inquiry_id=asked)
    assert (said.direction, said.body) == ("out", "Hemos recibido su pregunta y le responderemos.")
    assert [one.reason for one in inquiry_lives.acknowledge(context, [asked]).refused] == [
        "it was acknowledged already"
    ]


def test_what_is_unusual_needs_a_reason_and_is_marked(context: Context, asked: int) -> None:
    with pytest.raises(Refused, match="unusual"):
        inquiry_lives.clear_inquiry(context, [asked])
    inquiry_lives.clear_inquiry(context, [asked], reason="cleared by phone")
    (step,) = stored.steps_of(context.connection, asked)
    assert (step.state, step.unexpected, step.note) == ("cleared", True, "unexpected: cleared by phone")
    with pytest.raises(UsageError):
        inquiry_lives.reopen_inquiry(context, [asked], reason=" ")


def test_each_inquiry_has_its_own_verdict(context: Context, asked: int) -> None:
    other = inquiries.add_inquiry(context, [], {"question": "Where?"}).made
    assert other is not None
    inquiry_lives.draft_inquiry(context, [other])
    outcome = inquiry_lives.clear_inquiry(context, [asked, other, 99])
    assert outcome.references == ("2026-0002",)
    assert [one.reference for one in outcome.refused] == ["2026-0001", "@99"]


def test_a_late_reply_is_explained_once(context: Context, asked: int) -> None:
    context.now += timedelta(days=30)
    with pytest.raises(Refused, match="late"):
        disclosing.answer_inquiry(context, asked, disclosing.Answer("We look into it."))
    inquiry_lives.explain_late(context, [asked], "waited for the court")
    disclosing.answer_inquiry(context, asked, disclosing.Answer("We look into it."))
    assert stored.details(context.connection, asked).late_reason == "waited for the court"


def test_a_reply_is_not_late_because_the_enquirer_kept_us_waiting(context: Context, asked: int) -> None:
    inquiry_lives.await_input(context, [asked])
    context.now += timedelta(days=60)
    disclosing.answer_inquiry(context, asked, disclosing.Answer("We look into it."))
    assert _of(context, asked).state == "answered"


def test_an_inquiry_without_a_standard_is_still_a_demand(context: Context, asked: int) -> None:
    connection = context.connection
    connection.execute(
        "INSERT INTO meta(key, value) VALUES ('pack', 'uk-home-office') ON CONFLICT(key) DO UPDATE SET value = excluded.value"
    )
    made = inquiries.add_inquiry(context, [2], {"question": "Status?", "capacity": "attorney"}).made
    assert made is not None
    assert _of(context, made).due_at is None
    assert reader.case_row(connection, 2).open_inquiries == 1
    mp = inquiries.add_inquiry(context, [3], {"question": "Status?", "capacity": "congress_member"}).made
    assert mp is not None
    assert stored.details(connection, mp).standard == "uk-mp-correspondence-20wd"
