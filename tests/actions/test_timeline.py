"""Events, notes, tasks, hearings, flags, representation and consent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from cpo_tui.actions import timeline
from cpo_tui.actions.context import Context
from cpo_tui.domain import records
from cpo_tui.domain.cases import CaseRow
from cpo_tui.errors import CpoError, Refused, UsageError
from cpo_tui.store import reader

T = TypeVar("T")


def of(context: Context, kind: type[T], case_id: int = 1) -> tuple[T, ...]:
    return reader.of_case(context.connection, kind, case_id)


def row(context: Context, case_id: int = 1) -> CaseRow:
    return reader.case_row(context.connection, case_id)


def test_an_event_keeps_when_it_happened_and_when_we_learnt_it(context: Context) -> None:
    timeline.add_event(
        context, [1], "NTA served", "2026-02-27T14:00-05:00", title="Served", body="In Spanish.\nBy hand.", source="EARM",
        facts={"service.method": "mail", "ref": "1"},
    )  # fmt: skip
    (event,) = of(context, records.Event)
    assert (event.kind, event.title, event.source, event.recorded_by) == ("nta_served", "Served", "EARM", "alvarez")
    assert event.occurred_at.isoformat() == "2026-02-27T14:00:00-05:00"
    assert event.recorded_at.isoformat() == "2026-03-02T14:00:00+00:00"
    assert event.facts == '{"ref": "1", "service.method": "mail"}'


@pytest.mark.parametrize(
    "when",
    [
        "",
        "yesterday",
        "2026-13-01",
        "2026-02-30",
        "1899-12-31",
        "2200-01-01",
        "2026-03-08T02:30",
        "2026-11-01T01:30",
        "٢٠٢٦-٠٣-٠٢",
    ],
)
def test_a_date_that_cannot_be_certain_is_refused(context: Context, when: str) -> None:
    with pytest.raises(UsageError):
        timeline.add_event(context, [1], "nta_served", when)
    assert of(context, records.Event) == ()


def test_a_moment_without_an_offset_is_the_offices(context: Context) -> None:
    timeline.add_event(context, [1], "call", "2026-07-01T09:00")
    assert of(context, records.Event)[0].occurred_at.isoformat() == "2026-07-01T09:00:00-04:00"


def test_a_correction_supersedes_and_the_first_stays(context: Context) -> None:
    made = timeline.add_event(context, [1], "order_final", "2026-02-27").made
    assert made is not None
    corrected = timeline.correct_event(context, made, {"occurred_at": "2026-02-28"}, reason="misread")
    first, second = sorted(of(context, records.Event), key=lambda event: event.id)
    assert (first.superseded_by, str(first.occurred_at)) == (corrected.made, "2026-02-27")
    assert (second.superseded_by, str(second.occurred_at), second.kind) == (None, "2026-02-28", "order_final")
    with pytest.raises(Refused):
        timeline.correct_event(context, made, {"occurred_at": "2026-02-26"})


def test_a_note_goes_on_many_cases_at_once(context: Context) -> None:
    outcome = timeline.add_note(context, [1, 2, 3], "Wing moved.\nTold by phone.")
    assert outcome.references == ("R1", "R2", "R3")
    assert [of(context, records.Note, case_id)[0].body for case_id in (1, 2, 3)] == ["Wing moved.\nTold by phone."] * 3
    assert len({entry.id for case_id in (1, 2, 3) for entry in reader.history(context.connection, case_id)[:1]}) == 1


@pytest.mark.parametrize("body", ["", "  \n ", "a\x1b[31m", "a\u202eb", "a\x00b", "x" * 65_537])
def test_a_note_that_is_empty_or_would_act_on_a_terminal_is_refused(context: Context, body: str) -> None:
    with pytest.raises(UsageError):
        timeline.add_note(context, [1], body)
    assert of(context, records.Note) == ()


def test_a_note_is_reworded_and_the_earlier_wording_stays_in_the_history(context: Context) -> None:
    made = timeline.add_note(context, [1], "first").made
    assert made is not None
    timeline.edit_note(context, made, "second")
    assert of(context, records.Note)[0].body == "second"
    latest = reader.history(context.connection, 1)[0]
    ((_, _, table, _, op, before, after),) = reader.changes_of(context.connection, latest.id)
    assert (table, op, before, after) == ("notes", "update", '{"body":"first"}', '{"body":"second"}')


def test_a_task_sets_the_place_of_the_case_until_it_is_done(context: Context) -> None:
    made = timeline.add_task(context, [1], "Call back", "2026-03-05").made
    assert made is not None
    assert (row(context).demand, str(row(context).due_at)) == ("Call back", "2026-03-05")
    timeline.edit_task(context, made, "Call counsel back", "2026-03-04T16:00-05:00")
    assert (row(context).demand, str(row(context).due_at)) == ("Call counsel back", "2026-03-04 16:00:00-05:00")
    timeline.finish_task(context, made)
    assert row(context).demand_kind == "untouched"
    with pytest.raises(Refused):
        timeline.finish_task(context, made)


def test_a_hearing_is_prepared_two_days_before_and_asks_for_its_outcome(context: Context) -> None:
    made = timeline.add_hearing(context, [1], "2026-03-12T08:30-04:00", kind="master", place="Tacoma").made
    assert made is not None
    assert row(context).demand == "Hearing: master, Tacoma"
    assert str(row(context).act_by) == "2026-03-10 08:30:00-04:00"
    timeline.record_hearing(context, made, "continued")
    assert row(context).next_hearing_at is None
    assert row(context).demand_kind == "untouched"


def test_a_flag_goes_up_once_and_asks_for_its_review(context: Context) -> None:
    timeline.add_flag(context, [1, 2], "Possible US citizen", review_on="2026-03-04")
    assert row(context).safeguards == ("possible_us_citizen",)
    assert row(context).demand == "Review safeguard: possible us citizen"
    assert timeline.add_flag(context, [1, 3], "possible-us-citizen").refused[0].reference == "R1"
    assert row(context, 3).safeguards == ("possible_us_citizen",)


def test_representation_and_consent_are_entered_with_their_days(context: Context) -> None:
    timeline.add_representation(context, 1, "J. Ortiz", form="G-28", from_on="2025-12-11")
    timeline.add_consent(
        context, 1, "Ana López", scope="custody place", signed_on="2026-02-20", expires_on="2026-08-20"
    )
    assert of(context, records.Representation)[0].name == "J. Ortiz"
    assert str(of(context, records.Consent)[0].expires_on) == "2026-08-20"
    with pytest.raises(UsageError, match="before it was signed"):
        timeline.add_consent(context, 1, "x", scope="y", signed_on="2026-02-20", expires_on="2026-02-19")
    with pytest.raises(UsageError):
        timeline.add_representation(context, 1, " ")


@pytest.mark.parametrize(
    "verb",
    [
        lambda context: timeline.finish_task(context, 99),
        lambda context: timeline.edit_note(context, 99, "x"),
        lambda context: timeline.correct_event(context, 99, {}),
        lambda context: timeline.record_hearing(context, 99, "held"),
        lambda context: timeline.add_consent(context, 99, "x", scope="y", signed_on="2026-02-20"),
    ],
)
def test_what_is_not_there_is_said(context: Context, verb: Callable[[Context], Any]) -> None:
    with pytest.raises(CpoError) as caught:
        verb(context)
    assert caught.value.name == "not_found"
