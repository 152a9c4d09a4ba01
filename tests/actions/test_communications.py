"""What came in is kept word for word; what goes out cannot be entered here."""

from __future__ import annotations

import inspect

import pytest

from cpo_tui.actions import inquiries, promising
from cpo_tui.actions.communications import log_communication
from cpo_tui.actions.context import Context
from cpo_tui.actions.undo import undo
from cpo_tui.errors import UsageError
from cpo_tui.store import inquiries as stored


def test_a_call_is_kept_on_its_case(context: Context) -> None:
    words = "Counsel rang.\r\nWe call back Tuesday."
    done = log_communication(context, 1, words, party="J. Ortiz", capacity="attorney", channel="phone")
    (said,) = stored.said_about(context.connection, case_id=1)
    assert (said.direction, said.party, said.summary, said.by) == ("in", "J. Ortiz", "Counsel rang.", "alvarez")
    assert said.body == "Counsel rang.\nWe call back Tuesday."
    assert [str(one.due_on) for one in promising.offered(context, words)] == ["2026-03-03"]
    assert done.summary == "kept what J. Ortiz said on R1"
    undo(context)
    assert stored.said_about(context.connection, case_id=1) == ()


def test_what_belongs_to_an_inquiry_takes_its_enquirer_and_case(context: Context) -> None:
    values = {"enquirer": "Ana López", "capacity": "family", "channel": "email", "question": "Where?"}
    made = inquiries.add_inquiry(context, [2], values).made
    log_communication(context, None, "Sends the form by post.", inquiry_id=made)
    (said,) = stored.said_about(context.connection, case_id=2)
    assert (said.party, said.capacity, said.channel, said.inquiry) == ("Ana López", "family", "email", "2026-0001")
    unlinked = inquiries.add_inquiry(context, [], {"question": "Who?"}).made
    log_communication(context, None, "Asks again.", inquiry_id=unlinked)
    assert len(stored.said_about(context.connection, inquiry_id=unlinked)) == 1


def test_two_hundred_thousand_characters_are_kept_whole(context: Context) -> None:
    words = "línea [bold]x[/] \N{SNOWMAN}\n" * 12_000
    log_communication(context, 1, words)
    assert stored.said_about(context.connection, case_id=1)[0].body == words.strip()


def test_what_is_wrong_is_refused_and_nothing_outgoing_can_be_entered(context: Context) -> None:
    with pytest.raises(UsageError, match="Say what was said"):
        log_communication(context, 1, " ")
    with pytest.raises(UsageError, match="about a case or an inquiry"):
        log_communication(context, None, "Hello.")
    with pytest.raises(UsageError):
        log_communication(context, 1, "Hello.", capacity="king")
    assert "direction" not in inspect.signature(log_communication).parameters
    assert stored.said_about(context.connection, case_id=1) == ()
