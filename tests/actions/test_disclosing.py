"""No answer goes around the gate, and what was told stays on record word for word."""

from __future__ import annotations

import pytest

from cpo_tui.actions import cases, inquiries, officers, timeline
from cpo_tui.actions.context import Context
from cpo_tui.actions.disclosing import (
    Answer,
    answer_inquiry,
    disclose,
    refuse_inquiry,
    status_answer,
)
from cpo_tui.actions.gate import consider, enquirer_of
from cpo_tui.actions.undo import undo
from cpo_tui.domain.records import Inquiry
from cpo_tui.errors import Refused
from cpo_tui.rules.disclosure_pack import disclosure_pack
from cpo_tui.rules.enquirer import Enquirer
from cpo_tui.store import disclosing, reader


@pytest.fixture
def asked(context: Context) -> tuple[int, int]:
    """A detained person's case, and an attorney's inquiry about it."""
    case_id = cases.add_case(
        context,
        {
            "reference": "F1",
            "full_name": "Ana Pérez",
            "stage": "final_order",
            "custody_status": "detained",
            "facility": "Tacoma",
        },
    ).done[0]
    values = {"enquirer": "Jesús Ortiz", "capacity": "attorney", "subject": "status", "due_at": "2026-03-03"}
    inquiry_id = inquiries.add_inquiry(context, [case_id], values).made
    assert inquiry_id is not None
    return case_id, inquiry_id


def _inquiry(context: Context, inquiry_id: int) -> Inquiry:
    return reader.record(context.connection, Inquiry, inquiry_id)


def test_without_a_g28_nothing_of_the_case_is_told(context: Context, asked: tuple[int, int]) -> None:
    case_id, inquiry_id = asked
    with pytest.raises(Refused) as caught:
        answer_inquiry(context, inquiry_id, Answer("The person is at Tacoma.", ("custody",)))
    assert caught.value.name == "disclosure"
    assert caught.value.details["missing"] == [{"requirement": "representation_ice", "letter": "g28_request"}]
    assert _inquiry(context, inquiry_id).state == "received"
    assert disclosing.disclosed_from(context.connection, case_id) == ()


def test_with_a_g28_the_answer_goes_out_and_stays_word_for_word(context: Context, asked: tuple[int, int]) -> None:
    case_id, inquiry_id = asked
    timeline.add_representation(context, case_id, "Jesús Ortiz", form="G-28", from_on="2025-12-11")
    decision = consider(context, case_id, enquirer_of(_inquiry(context, inquiry_id)))
    built = status_answer(context, case_id, decision)
    words = built.words
    assert built.categories == ("case_status", "custody")
    assert words == "The case is at this stage: final order.\nThe person is held at Tacoma."
    answer_inquiry(context, inquiry_id, Answer(words, ("case_status", "custody"), "email"))
    told = disclosing.disclosed_from(context.connection, case_id)
    assert [(one.words, one.ground, one.recipient, one.inquiry) for one in told] == [
        (words, "G-28 in force since 2025-12-11", "Jesús Ortiz", "2026-0001")
    ]
    assert _inquiry(context, inquiry_id).state == "answered"
    assert reader.case_row(context.connection, case_id).open_inquiries == 0
    undo(context)
    assert disclosing.disclosed_from(context.connection, case_id) == ()
    assert _inquiry(context, inquiry_id).state == "received"


def test_words_that_tell_a_claim_are_held_back_though_the_officer_did_not_say_so(
    context: Context, asked: tuple[int, int]
) -> None:
    case_id, inquiry_id = asked
    timeline.add_representation(context, case_id, "Jesús Ortiz", form="G-28", from_on="2025-12-11")
    with pytest.raises(Refused, match="asylum"):
        answer_inquiry(context, inquiry_id, Answer("Her credible fear interview is on Monday.", ("dates",)))


def test_an_override_needs_another_officer_who_may_give_it(context: Context, asked: tuple[int, int]) -> None:
    _, inquiry_id = asked
    officers.add_officer(context, "alvarez", role="admin")
    officers.add_officer(context, "okafor", role="officer")
    officers.add_officer(context, "tran", role="supervisor")
    answer = Answer("The person is at Tacoma.", ("custody",), override_reason="emergency in the family")
    for second in ("", "alvarez", "okafor", "nobody"):
        with pytest.raises(Refused, match="second officer"):
            answer_inquiry(
                context, inquiry_id, Answer(answer.words, answer.categories, override_reason="x", second_officer=second)
            )
    done = answer_inquiry(
        context, inquiry_id, Answer(answer.words, answer.categories, override_reason="x", second_officer="tran")
    )
    told = disclosing.disclosed_from(context.connection, done.done[0])
    assert [(one.override_by, one.override_reason) for one in told] == [("tran", "x")]


def test_a_late_reply_asks_once_why(context: Context, asked: tuple[int, int]) -> None:
    _, inquiry_id = asked
    inquiries.edit_inquiry(context, inquiry_id, {"received_at": "2026-02-20", "due_at": "2026-03-01"})
    with pytest.raises(Refused) as caught:
        answer_inquiry(context, inquiry_id, Answer("We look into it."))
    assert caught.value.name == "late_reason"
    answer_inquiry(context, inquiry_id, Answer("We look into it.", late_reason="waited for the court"))


def test_a_refusal_says_the_same_to_everybody(context: Context, asked: tuple[int, int]) -> None:
    _, inquiry_id = asked
    refuse_inquiry(context, inquiry_id, "contact block")
    assert _inquiry(context, inquiry_id).answer == disclosure_pack().refusal["en"]


def test_a_disclosure_without_an_inquiry_goes_through_the_gate_too(context: Context, asked: tuple[int, int]) -> None:
    case_id, _ = asked
    with pytest.raises(Refused):
        disclose(context, case_id, Enquirer("family", "Luis Pérez"), Answer("She is at Tacoma.", ("custody",)))
    timeline.add_consent(context, case_id, "Luis Pérez", scope="custody", signed_on="2026-02-01")
    disclose(context, case_id, Enquirer("family", "Luis Pérez"), Answer("She is at Tacoma.", ("custody",)))
    assert len(disclosing.disclosed_from(context.connection, case_id)) == 1


def test_an_inquiry_about_no_case_can_be_answered_but_tells_nothing(context: Context) -> None:
    inquiry_id = inquiries.add_inquiry(
        context, [], {"enquirer": "A. Reporter", "capacity": "press", "subject": "media"}
    ).made
    assert inquiry_id is not None
    with pytest.raises(Refused):
        answer_inquiry(context, inquiry_id, Answer("Yes.", ("existence",)))
    with pytest.raises(Refused):
        answer_inquiry(context, inquiry_id, Answer("The asylum case goes on."))
    answer_inquiry(context, inquiry_id, Answer("Please ask public affairs."))
