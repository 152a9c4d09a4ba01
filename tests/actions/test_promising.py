"""Promises are offered, made, kept, broken and explained, and an open one asks for attention."""

from __future__ import annotations

from datetime import date

import pytest

from cpo_tui.actions import inquiries, promising
from cpo_tui.actions.context import Context
from cpo_tui.errors import NotFound, Refused, UsageError
from cpo_tui.store import commitments, reader


def test_a_promise_is_offered_and_not_made(context: Context) -> None:
    assert [one.due_on for one in promising.offered(context, "Le llamo el martes.")] == [date(2026, 3, 3)]
    assert commitments.promises(context.connection) == ()


def test_an_open_promise_rules_the_case_until_it_is_kept(context: Context) -> None:
    made = promising.make_promise(context, 1, "call back", "2026-03-03", to_whom="J. Ortiz").made
    assert made is not None
    row = reader.case_row(context.connection, 1)
    assert (row.demand, row.demand_kind, str(row.due_at)) == ("Promise to J. Ortiz: call back", "promise", "2026-03-03")
    promising.keep_promise(context, made)
    assert reader.case_row(context.connection, 1).demand_kind == "untouched"
    with pytest.raises(Refused, match="kept already"):
        promising.break_promise(context, made, "x")
    promising.explain_promise(context, made, "a day late: no interpreter")
    one = commitments.promise(context.connection, made)
    assert (one.settled_as, one.reason) == ("kept", "a day late: no interpreter")


def test_a_broken_promise_says_why(context: Context) -> None:
    made = promising.make_promise(context, 1, "call back", "2026-03-03").made
    assert made is not None
    with pytest.raises(Refused):
        promising.explain_promise(context, made, "x")
    with pytest.raises(UsageError):
        promising.break_promise(context, made, " ")
    promising.break_promise(context, made, "the court closed early")
    assert [one.settled_as for one in commitments.promises(context.connection, settled=True)] == ["broken"]


def test_a_promise_on_an_inquiry_is_to_its_enquirer_and_on_its_case(context: Context) -> None:
    asked = inquiries.add_inquiry(context, [2], {"question": "Status?", "enquirer": "J. Ortiz"}).made
    promising.make_promise(context, None, "send copies", "2026-03-03", inquiry_id=asked)
    (one,) = commitments.promises(context.connection, inquiry_id=asked)
    assert (one.case_id, one.to_whom) == (2, "J. Ortiz")


def test_what_is_wrong_is_refused(context: Context) -> None:
    for case_id, words, due in ((1, " ", "2026-03-03"), (1, "call", "soon"), (None, "call", "2026-03-03")):
        with pytest.raises(UsageError):
            promising.make_promise(context, case_id, words, due)
    with pytest.raises(NotFound):
        promising.keep_promise(context, 9)
    assert commitments.promises(context.connection) == ()
