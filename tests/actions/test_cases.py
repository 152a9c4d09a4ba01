"""The verbs on cases: what each does, what it refuses, and that a refusal changes nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cpo_tui.actions import cases, inquiries, timeline
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.deeds import deed, line_of, perform, read_deed
from cpo_tui.domain.cases import CaseRow
from cpo_tui.errors import Conflict, NotFound, ReadOnly, UsageError
from cpo_tui.store import reader
from cpo_tui.store.connect import Store


def row(context: Context, case_id: int = 1) -> CaseRow:
    return reader.case_row(context.connection, case_id)


def sets(context: Context) -> int:
    return len(reader.history(context.connection))


def test_a_case_is_made_from_typed_values(context: Context) -> None:
    values = {
        "reference": "C-9", "full_name": "García López, María", "a_number": "A 212-345-678", "birth_date": "1990-05-01",
        "stage": "final order", "custody_status": "Detained", "interpreter_needed": "yes", "next_hearing_on": "2026-04-09",
        "opened_on": "2026-02-27",
    }  # fmt: skip
    outcome = cases.add_case(context, values, reason="came by fax")
    assert outcome.made is not None
    made = row(context, outcome.made)
    assert (made.reference, made.a_number, made.stage, made.custody_status) == (
        "C-9",
        "212345678",
        "final_order",
        "detained",
    )
    assert made.interpreter_needed is True
    assert str(made.next_hearing_at) == "2026-04-09"
    assert str(made.stage_since) == "2026-02-27"
    entry = reader.history(context.connection, made.id)[0]
    assert (entry.verb, entry.officer, entry.reason) == ("add case", "alvarez", "came by fax")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "needs a reference"),
        ({"reference": " "}, "cannot be empty"),
        ({"reference": "C-9", "stage": "finalorder"}, "stage cannot be"),
        ({"reference": "C-9", "birth_date": "01/05/1990"}, "is not a date"),
        ({"reference": "C-9", "a_number": "12"}, "is not an A-number"),
        ({"reference": "C-9", "full_name": "Ev\x1bil"}, "cannot be stored"),
        ({"reference": "C-9", "colour": "red"}, "no field"),
        ({"reference": "C" * 1001}, "longer than"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_made(context: Context, values: dict[str, str], words: str) -> None:
    before = sets(context)
    with pytest.raises(UsageError, match=words):
        cases.add_case(context, values)
    assert sets(context) == before
    assert reader.counts(context.connection) == (4, 4)


def test_a_reference_is_given_once(context: Context) -> None:
    with pytest.raises(Conflict):
        cases.add_case(context, {"reference": "R1"})
    with pytest.raises(Conflict):
        cases.edit_case(context, 2, {"reference": "R1"})
    assert row(context, 2).reference == "R2"


def test_editing_sets_clears_and_says_what(context: Context) -> None:
    outcome = cases.edit_case(context, 1, {"facility": "Tacoma", "language": "Spanish", "stage": "appeal"})
    assert outcome.summary == "edited facility, language, stage of R1"
    assert (row(context).facility, row(context).language, row(context).stage) == ("Tacoma", "Spanish", "appeal")
    assert row(context).stage_since is not None
    cases.edit_case(context, 1, {"facility": ""})
    assert row(context).facility is None
    again = cases.edit_case(context, 1, {"language": "Spanish"})
    assert (again.change_set, again.summary) == (None, "nothing changed")


def test_an_edit_of_what_somebody_else_changed_shows_both_values(context: Context, store: Store) -> None:
    version = row(context).version
    with acting(store, "okafor") as other:
        cases.edit_case(other, 1, {"facility": "Tacoma"})
    with pytest.raises(Conflict) as caught:
        cases.edit_case(context, 1, {"facility": "Aurora"}, version=version)
    assert caught.value.details == {"yours": {"facility": "Aurora"}, "theirs": {"facility": "Tacoma"}}
    assert row(context).facility == "Tacoma"


def test_a_case_is_not_closed_by_editing(context: Context) -> None:
    with pytest.raises(UsageError, match="set by closing"):
        cases.edit_case(context, 1, {"closed_on": "2026-03-02"})


def test_assigning_gives_one_verdict_per_case_in_one_change_set(context: Context) -> None:
    cases.assign_cases(context, [2], "okafor")
    cases.close_cases(context, [3], "done")
    before = sets(context)
    outcome = cases.assign_cases(context, [1, 2, 3, 4, 4, 99], "okafor", reason="leave")
    assert outcome.references == ("R1", "R4")
    assert {refusal.reference: refusal.reason for refusal in outcome.refused} == {
        "R2": "okafor has it already", "R3": "the case is closed", "@99": "the case is gone",
    }  # fmt: skip
    assert sets(context) == before + 1
    assert (row(context, 1).officer, row(context, 4).officer, row(context, 3).officer) == (
        "okafor",
        "okafor",
        "alvarez",
    )
    assert outcome.as_json()["refused"][0] == {"case": "R2", "reason": "okafor has it already"}


def test_where_every_case_is_refused_nothing_is_recorded(context: Context) -> None:
    before = sets(context)
    outcome = cases.assign_cases(context, [1, 2], "alvarez")
    assert (outcome.change_set, outcome.done, len(outcome.refused)) == (None, (), 2)
    assert sets(context) == before


def test_nobody_can_have_a_case(context: Context) -> None:
    cases.assign_cases(context, [1], " ")
    assert row(context).officer is None


def test_a_stage_is_known_and_its_age_begins_anew(context: Context) -> None:
    with pytest.raises(UsageError) as caught:
        cases.stage_cases(context, [1], "apeal")
    assert "appeal" in caught.value.hint
    cases.stage_cases(context, [1, 2], "Appeal")
    assert row(context, 2).stage == "appeal"
    assert cases.stage_cases(context, [1], "appeal").refused[0].reason == "it is at appeal already"


def test_a_hold_wakes_and_never_hides(context: Context) -> None:
    cases.hold_cases(context, [1], "2026-03-30", wake_on="travel_document_received", reason="asked for")
    held = row(context)
    assert (str(held.held_until), held.demand, str(held.due_at)) == (
        "2026-03-30",
        "Wake from hold: asked for",
        "2026-03-30",
    )
    cases.hold_cases(context, [1], "2026-03-20")
    assert str(row(context).held_until) == "2026-03-20"
    cases.wake_cases(context, [1])
    assert row(context).held_until is None
    assert cases.wake_cases(context, [1]).refused[0].reason == "it is not held"


@pytest.mark.parametrize(("today", "until"), [(2, "2026-03-09"), (5, "2026-03-12")])
def test_a_kept_step_means_another_day_on_another_day(context: Context, today: int, until: str) -> None:
    there = replace(context, now=datetime(2026, 3, today, 15, 0, tzinfo=UTC))
    kept = read_deed(deed("hold", until="+7d").as_text())
    perform(there, [1], kept)
    assert str(row(context).held_until) == until
    perform(there, [2], deed("task", title="Call", due="+7d"))
    assert str(row(context, 2).due_at) == until
    assert line_of(kept, query="late") == "cpo hold --query late --until +7d"


def test_an_event_wakes_the_hold_that_waits_for_it(context: Context) -> None:
    cases.hold_cases(context, [1, 2], "2026-04-01", wake_on="travel_document_received")
    timeline.add_event(context, [1], "hearing_held", "2026-03-01")
    assert row(context, 1).held_until is not None
    timeline.add_event(context, [1], "Travel document received", "2026-03-02")
    assert row(context, 1).held_until is None
    assert row(context, 2).held_until is not None


@pytest.mark.parametrize("until", ["2026-03-02", "2020-01-01", "soon", "2026-02-30"])
def test_a_hold_ends_after_today(context: Context, until: str) -> None:
    with pytest.raises(UsageError):
        cases.hold_cases(context, [1], until)
    assert row(context).held_until is None


def test_a_case_with_open_work_is_not_closed(context: Context) -> None:
    timeline.add_task(context, [1], "Call back", "2026-03-05")
    inquiries.add_inquiry(context, [1, 2], {"question": "Where?"})
    outcome = cases.close_cases(context, [1, 2, 3], "removed")
    assert outcome.references == ("R3",)
    assert [refusal.reason for refusal in outcome.refused] == [
        "it has 1 open task and 1 open inquiry",
        "it has 1 open inquiry",
    ]


def test_closing_ends_what_was_asked_and_reopening_brings_it_back(context: Context) -> None:
    cases.hold_cases(context, [1], "2026-04-01")
    cases.close_cases(context, [1], "removed")
    closed = row(context)
    assert (closed.lifecycle, closed.act_by, closed.demand, closed.held_until) == ("closed", None, "", None)
    assert reader.person_of(context.connection, 1)["closure_reason"] == "removed"
    with pytest.raises(UsageError):
        cases.close_cases(context, [2], "  ")
    assert cases.close_cases(context, [1], "again").refused[0].reason == "the case is closed"
    cases.reopen_cases(context, [1], "remanded")
    assert row(context).lifecycle == "reopened"
    assert row(context).act_by is not None
    assert cases.reopen_cases(context, [1], "x").refused[0].reason == "the case is open"


def test_a_case_waits_on_somebody(context: Context) -> None:
    cases.wait_on(context, [1], "third party")
    assert row(context).waiting_on == "third_party"
    cases.wait_on(context, [1], "")
    assert row(context).waiting_on is None


def test_read_only_changes_nothing(store: Store, context: Context) -> None:
    before = sets(context)
    with acting(store, "alvarez", read_only=True) as looking, pytest.raises(ReadOnly):
        cases.assign_cases(looking, [1], "okafor")
    assert sets(context) == before


def test_a_case_that_is_not_there_is_said(context: Context) -> None:
    with pytest.raises(NotFound):
        cases.edit_case(context, 77, {"facility": "x"})
