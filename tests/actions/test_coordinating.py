"""Requests to other agencies: due, chased up a ladder, answered; a travel document ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cpo_tui.actions import coordinating
from cpo_tui.actions.context import Context
from cpo_tui.errors import Refused, UsageError
from cpo_tui.store import commitments, reader


def _row(context: Context) -> tuple[str, str]:
    row = reader.case_row(context.connection, 1)
    return row.demand, str(row.due_at)


def test_a_request_is_chased_and_goes_up_after_two_chases(context: Context) -> None:
    made = coordinating.ask_agency(context, 1, "USCIS", subject="A-file").made
    assert made is not None
    assert _row(context) == ("Chase USCIS: A-file", "2026-03-09")
    coordinating.chase_agency(context, made, on="2026-03-09")
    assert _row(context) == ("Chase USCIS: A-file", "2026-03-16")
    coordinating.chase_agency(context, made, on="2026-03-16")
    assert _row(context) == ("Raise with supervisor, USCIS has not answered: A-file", "2026-03-23")
    coordinating.record_answer(context, made, "Sent.", on="2026-03-17")
    assert reader.case_row(context.connection, 1).demand_kind == "untouched"
    with pytest.raises(Refused, match="answered already"):
        coordinating.chase_agency(context, made)


def test_a_due_date_before_the_first_chase_comes_first(context: Context) -> None:
    coordinating.ask_agency(context, 1, "jail", due_on="2026-03-03")
    assert _row(context)[1] == "2026-03-03"


def test_a_travel_document_ends_and_another_one_takes_its_place(context: Context) -> None:
    made = coordinating.ask_agency(context, 1, "consulate", kind="travel document").made
    assert made is not None
    coordinating.record_answer(context, made, "Issued.", expires_on="2026-03-20")
    row = reader.case_row(context.connection, 1)
    assert (row.demand, row.act_by, row.due_at) == (
        "Travel document from consulate ends", date(2026, 3, 20) - timedelta(days=30), date(2026, 3, 20),
    )  # fmt: skip
    coordinating.ask_agency(context, 1, "consulate", kind="travel_document")
    assert _row(context)[0] == "Chase consulate: travel document"


def test_an_agency_that_is_not_listed_is_chased_too(context: Context) -> None:
    coordinating.ask_agency(context, 1, "County Recorder", subject="birth record")
    assert _row(context) == ("Chase County Recorder: birth record", "2026-03-09")


def test_what_is_wrong_is_refused(context: Context) -> None:
    for values in ({"due_on": "2026-03-01"}, {"asked_on": "yesterday"}):
        with pytest.raises(UsageError):
            coordinating.ask_agency(context, 1, "eoir", **values)
    with pytest.raises(UsageError):
        coordinating.ask_agency(context, 1, " ")
    made = coordinating.ask_agency(context, 1, "eoir").made
    assert made is not None
    for words, on, expires in (("", "", ""), ("x", "2026-03-01", ""), ("x", "2026-03-02", "2026-03-01")):
        with pytest.raises(UsageError):
            coordinating.record_answer(context, made, words, on=on, expires_on=expires)
    with pytest.raises(UsageError):
        coordinating.chase_agency(context, made, on="2026-02-01")
    assert len(commitments.coordinations(context.connection, answered=False)) == 1
