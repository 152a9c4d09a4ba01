"""Each step of a document's life: done, refused, undone, and told on the timeline."""

from __future__ import annotations

import pytest

from cpo_tui.actions import document_life as life
from cpo_tui.actions import document_review as review
from cpo_tui.actions import officers
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.undo import undo
from cpo_tui.domain.records import Document, Event
from cpo_tui.errors import Refused, UsageError
from cpo_tui.store import document_packs, reader


def row(context: Context, case_id: int = 1) -> Document:
    found = reader.of_case(context.connection, Document, case_id)
    assert len(found) == 1
    return found[0]


def told(context: Context, case_id: int = 1) -> list[str]:
    return sorted(event.kind for event in reader.of_case(context.connection, Event, case_id))


def test_the_whole_life_is_on_the_timeline_and_can_be_undone(context: Context) -> None:
    life.request(context, [1, 2], "notice to appear")
    assert (row(context).requirement, row(context).form, row(context).state) == ("doc-i862", "I-862", "requested")
    life.chase(context, [1], "I-862", note="left a message")
    assert (str(row(context).chased_on), row(context).chases) == ("2026-03-02", 1)
    life.receive(context, [1], "i862", {"served_on": "2026-03-01", "original": "yes"})
    assert (row(context).state, row(context).original) == ("received", True)
    review.reject(
        context,
        1,
        "I-862",
        "no signature",
        {"signature_present": "no"} if "signature_present" in checks(context) else {},
    )
    assert (row(context).state, row(context).decision_reason) == ("rejected", "no signature")
    life.request(context, [1], "I-862")
    assert (row(context).state, row(context).chases, row(context).received_on) == ("requested", None, None)
    life.receive(context, [1], "I-862")
    review.accept(context, 1, "I-862", dict.fromkeys(checks(context), "yes"))
    assert row(context).state == "accepted"
    life.expire(context, [1], "I-862")
    life.waive(context, 1, "I-862", "a copy is in the other file")
    assert (row(context).state, row(context).approver) == ("waived", "alvarez")
    assert len(told(context)) == 9
    while reader.of_case(context.connection, Document, 1):
        undo(context)
    assert told(context) == []
    assert context.connection.execute("SELECT count(*) FROM document_checks").fetchone() == (0,)


def checks(context: Context) -> tuple[str, ...]:
    pack = document_packs.pack_in_use(context.connection)
    assert pack is not None
    return pack.by_id["doc-i862"].checks


def test_what_cannot_be_done_is_refused_with_the_reason(context: Context) -> None:
    life.request(context, [1], "I-862")
    assert "chase it" in life.request(context, [1], "I-862").refused[0].reason
    life.receive(context, [1], "I-862")
    assert life.request(context, [1], "I-862").refused[0].reason == "it is received"
    assert life.chase(context, [1], "I-862").refused[0].reason == "it was not asked for"
    assert life.expire(context, [2], "I-862").refused[0].reason == "it is not on file"
    life.request(context, [2], "I-862")
    with pytest.raises(Refused, match="has not come in"):
        review.accept(context, 2, "I-862", rest="yes")
    with pytest.raises(Refused, match="nobody has answered"):
        review.accept(context, 1, "I-862")
    with pytest.raises(Refused, match="not complete"):
        review.accept(context, 1, "I-862", {checks(context)[0]: "no"}, rest="yes")
    with pytest.raises(UsageError, match="has no check"):
        review.accept(context, 1, "I-862", {"beauty": "yes"})
    with pytest.raises(UsageError, match="not an answer"):
        review.accept(context, 1, "I-862", {checks(context)[0]: "perhaps"})
    with pytest.raises(UsageError, match="Say why"):
        review.reject(context, 1, "I-862", " ")
    with pytest.raises(UsageError, match="no supplier"):
        life.request(context, [3], "I-862", supplied_by="nobody")
    with pytest.raises(UsageError, match="Name a document"):
        life.request(context, [3], " ")
    with pytest.raises(UsageError, match="no document #99"):
        life.receive(context, [3], "#99")


def test_what_always_ends_needs_its_end_and_not_before_its_beginning(context: Context) -> None:
    life.receive(context, [1], "travel document", {"signed_on": "2026-02-01"})
    with pytest.raises(Refused, match="always has an end"):
        review.accept(context, 1, "travel document", rest="yes")
    with pytest.raises(UsageError, match="expire before"):
        review.accept(context, 1, "travel document", rest="yes", values={"expires_on": "2026-01-31"})
    review.accept(context, 1, "travel document", rest="yes", values={"expires_on": "2027-01-31"})
    assert str(row(context).expires_on) == "2027-01-31"


def test_only_some_may_waive(context: Context) -> None:
    officers.add_officer(context, "root", role="admin")
    with acting(context.store, "root") as roots:
        officers.add_officer(roots, "boss", role="supervisor")
        officers.add_officer(roots, "alvarez", role="officer")
    with pytest.raises(Refused, match="may not waive"):
        life.waive(context, 1, "I-862", "because")
    with acting(context.store, "boss") as bosses:
        with pytest.raises(Refused, match="alvarez may not waive"):
            life.waive(bosses, 1, "I-862", "because", approver="alvarez")
        life.waive(bosses, 1, "I-862", "because")
    assert row(context).approver == "boss"
