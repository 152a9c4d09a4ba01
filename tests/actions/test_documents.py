"""Documents in their first form."""

from __future__ import annotations

import pytest

from cpo_tui.actions import documents
from cpo_tui.actions.context import Context
from cpo_tui.domain.records import Document
from cpo_tui.errors import UsageError
from cpo_tui.store import reader


def of(context: Context, case_id: int = 1) -> tuple[Document, ...]:
    return reader.of_case(context.connection, Document, case_id)


def test_a_document_is_asked_for_today_or_received_on_its_day(context: Context) -> None:
    documents.add_document(context, [1], {"document": "I-862"})
    documents.add_document(context, [1], {"document": "passport", "received_on": "2026-02-27"})
    first, second = of(context)
    assert (first.state, str(first.requested_on)) == ("requested", "2026-03-02")
    assert (second.state, second.requested_on, str(second.received_on)) == ("received", None, "2026-02-27")
    assert reader.case_row(context.connection, 1).missing_documents == 1


def test_receiving_makes_it_no_longer_missing(context: Context) -> None:
    made = documents.add_document(context, [1], {"document": "I-862"}).made
    assert made is not None
    documents.mark_received(context, [made])
    assert (of(context)[0].state, str(of(context)[0].received_on)) == ("received", "2026-03-02")
    assert reader.case_row(context.connection, 1).missing_documents == 0


def test_fields_are_changed_and_checked(context: Context) -> None:
    made = documents.add_document(context, [1], {"document": "I-862", "signed_on": "2026-02-20"}).made
    assert made is not None
    documents.edit_document(context, made, {"state": "rejected", "notes": "No signature.\nAsk again."})
    assert of(context)[0].notes == "No signature.\nAsk again."
    assert reader.case_row(context.connection, 1).missing_documents == 1


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"document": " "},
        {"document": "x", "state": "lost"},
        {"document": "x", "received_on": "March"},
        {"document": "x", "colour": "red"},
        {"document": "x\x07"},
        {"document": "x", "signed_on": "2026-02-20", "expires_on": "2026-02-19"},
    ],
)
def test_what_is_wrong_is_refused(context: Context, values: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        documents.add_document(context, [1], values)
    assert of(context) == ()


def test_an_edit_is_held_against_what_the_file_says_already(context: Context) -> None:
    made = documents.add_document(context, [1], {"document": "EAD", "signed_on": "2026-02-20"}).made
    assert made is not None
    with pytest.raises(UsageError, match="expire before"):
        documents.edit_document(context, made, {"expires_on": "2026-02-19"})
