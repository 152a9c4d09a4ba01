"""Inquiries in their first form."""

from __future__ import annotations

import pytest

from cpo_tui.actions import inquiries
from cpo_tui.actions.context import Context
from cpo_tui.actions.disclosing import Answer, answer_inquiry
from cpo_tui.errors import NotFound, UsageError
from cpo_tui.store import reader


def test_an_inquiry_gets_the_next_number_of_its_year(context: Context) -> None:
    for _ in range(2):
        inquiries.add_inquiry(context, [], {"question": "How many?"})
    outcome = inquiries.add_inquiry(
        context,
        [1, 2, 1],
        {"question": "Where is she?", "enquirer": "J. Ortiz", "capacity": "Attorney", "due_at": "2026-03-05"},
    )
    (inquiry,) = reader.inquiries_of(context.connection, 2)
    assert (inquiry.inquiry, inquiry.capacity, inquiry.state) == ("2026-0003", "attorney", "received")
    assert outcome.references == ("R1", "R2")
    row = reader.case_row(context.connection, 1)
    assert (row.open_inquiries, row.demand, str(row.due_at)) == (1, "Reply to J. Ortiz", "2026-03-05")


def test_answering_lets_every_case_of_it_go(context: Context) -> None:
    made = inquiries.add_inquiry(context, [1, 2], {"question": "Where?", "due_at": "2026-03-05"}).made
    assert made is not None
    outcome = answer_inquiry(context, made, Answer("We look into it."))
    assert set(outcome.references) == {"R1", "R2"}
    for case_id in (1, 2):
        row = reader.case_row(context.connection, case_id)
        assert (row.open_inquiries, row.demand_kind) == (0, "untouched")
    assert reader.inquiries_of(context.connection, 1)[0].answered_at is not None


@pytest.mark.parametrize("due", ["2026-03-01", "2026-03-02T08:00-05:00"])
def test_an_answer_is_not_due_before_its_question(context: Context, due: str) -> None:
    with pytest.raises(UsageError, match="due before"):
        inquiries.add_inquiry(context, [1], {"question": "Where?", "due_at": due})
    assert reader.inquiries_of(context.connection, 1) == ()


@pytest.mark.parametrize("values", [{"state": "answered"}, {"answer": "In Tacoma."}, {"answered_at": "today"}])
def test_no_answer_goes_around_the_gate_by_editing(context: Context, values: dict[str, str]) -> None:
    made = inquiries.add_inquiry(context, [1], {"question": "Where?"}).made
    assert made is not None
    with pytest.raises(UsageError, match="gate"):
        inquiries.edit_inquiry(context, made, values)
    assert reader.inquiries_of(context.connection, 1)[0].answer is None


@pytest.mark.parametrize(
    "values", [{}, {"question": "  "}, {"question": "x", "capacity": "king"}, {"question": "x", "ip": "1"}]
)
def test_what_is_wrong_is_refused(context: Context, values: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        inquiries.add_inquiry(context, [1], values)
    assert reader.inquiries_of(context.connection, 1) == ()


def test_an_inquiry_about_a_case_that_is_not_there_is_not_logged(context: Context) -> None:
    with pytest.raises(NotFound):
        inquiries.add_inquiry(context, [1, 99], {"question": "x"})
    assert reader.inquiries_of(context.connection, 1) == ()
