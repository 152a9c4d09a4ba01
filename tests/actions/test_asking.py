"""Asking for what the gate finds missing: the letter goes out as it is kept, the clock stands still, and nothing is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpo_tui.actions import asking, cases, inquiries, timeline
from cpo_tui.actions.context import Context
from cpo_tui.actions.gate import gate
from cpo_tui.actions.undo import undo
from cpo_tui.errors import ExportError, Refused, UsageError
from cpo_tui.rules.disclosure_pack import disclosure_pack
from cpo_tui.store import disclosing
from cpo_tui.store import inquiries as stored

PACK = disclosure_pack()
NEEDS = [(one.id, need) for one in PACK.capacities.values() for need in one.needs]


def _asked(context: Context, capacity: str, enquirer: str = "Jo Ortiz", cases_of: tuple[int, ...] = (1,)) -> int:
    values = {"enquirer": enquirer, "capacity": capacity, "question": "Where is Ana?", "channel": "email"}
    made = inquiries.add_inquiry(context, list(cases_of), values).made
    assert made is not None
    return made


@pytest.fixture
def telling(context: Context) -> Context:
    """A case whose every fact would be something told."""
    values = {
        "full_name": "Ana Pérez", "a_number": "A212345678", "custody_status": "detained", "facility": "Tacoma",
        "stage": "appeal", "next_hearing_on": "2026-04-09",
    }  # fmt: skip
    cases.edit_case(context, 1, values)
    return context


@pytest.mark.parametrize(("capacity", "need"), NEEDS, ids=[f"{one}-{need}" for one, need in NEEDS])
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_missing_thing_has_its_letter_which_tells_nothing(
    telling: Context, capacity: str, need: str, language: str
) -> None:
    asked = asking.draft_request(telling, _asked(telling, capacity), need, language=language)
    assert asked.missing.letter == PACK.requirements[need].letter
    assert asked.draft.letter.language == language
    text = asked.draft.letter.text
    assert "Jo Ortiz" in text
    assert all(
        one not in text for one in ("Ana", "Pérez", "Tacoma", "212345678", "212 345 678", "R1", "9 April", "April 9")
    )


def test_the_letter_is_kept_and_the_inquiry_waits_for_the_enquirer(telling: Context, tmp_path: Path) -> None:
    inquiry = _asked(telling, "congress_member")
    asked, outcome = asking.ask_for_missing(telling, inquiry, path=tmp_path / "a.txt", address="12 Elm St")
    assert asked.missing.requirement == "waiver_60_001"
    assert (tmp_path / "a.txt").read_text(encoding="utf-8").startswith(asked.draft.letter.text[:20])
    kept = telling.connection.execute("SELECT template, inquiry_id, recipient, address, words FROM letters").fetchall()
    assert kept == [("privacy_waiver_request", inquiry, "Jo Ortiz", "12 Elm St", asked.draft.letter.text)]
    assert stored.details(telling.connection, inquiry).standard == "waits-for-enquirer"
    (step,) = stored.steps_of(telling.connection, inquiry)
    assert (step.state, step.note) == ("awaiting_enquirer", f"asked for {asked.missing.label}")
    (said,) = stored.said_about(telling.connection, inquiry_id=inquiry)
    assert (said.direction, said.body) == ("out", asked.draft.letter.text)
    assert disclosing.disclosed_from(telling.connection, 1) == ()
    # One change-set, one undo.
    assert outcome.change_set is not None
    undo(telling)
    assert telling.connection.execute("SELECT count(*) FROM letters").fetchone() == (0,)
    assert stored.steps_of(telling.connection, inquiry) == ()
    assert stored.details(telling.connection, inquiry).standard != "waits-for-enquirer"


def test_a_letter_that_cannot_be_written_is_not_kept(telling: Context, tmp_path: Path) -> None:
    inquiry = _asked(telling, "family")
    (tmp_path / "a.txt").write_text("mine")
    with pytest.raises(ExportError, match="exists already"):
        asking.ask_for_missing(telling, inquiry, path=tmp_path / "a.txt")
    with pytest.raises(UsageError, match="written as"):
        asking.ask_for_missing(telling, inquiry, path=tmp_path / "a.docx")
    assert telling.connection.execute("SELECT count(*) FROM letters").fetchone() == (0,)
    assert stored.steps_of(telling.connection, inquiry) == ()


def test_what_an_officer_vouched_for_counts_from_then_on(telling: Context) -> None:
    inquiry = _asked(telling, "person")
    assert [one.requirement for one in gate(telling, inquiry)[1].missing] == ["identity_check"]
    asking.vouch(telling, inquiry, "identity_check")
    assert gate(telling, inquiry)[1].missing == ()
    assert gate(telling, inquiry)[1].may
    undo(telling)
    assert gate(telling, inquiry)[1].missing
    for wrong in ("consent", "representation_ice", "waiver_60_001", "whatever"):
        with pytest.raises(UsageError, match="shown by a paper"):
            asking.vouch(telling, inquiry, wrong)


def test_nobody_is_asked_where_there_is_nothing_to_ask_for(telling: Context) -> None:
    timeline.add_flag(telling, [1], "contact_block", source="Luis Pérez")
    blocked, unlinked, press = (
        _asked(telling, "family", "Luis Pérez"), _asked(telling, "family", cases_of=()), _asked(telling, "press")
    )  # fmt: skip
    for inquiry in (blocked, unlinked, press):
        with pytest.raises(Refused, match="names nothing that a letter could ask for"):
            asking.draft_request(telling, inquiry)
    with pytest.raises(UsageError, match="is not missing here"):
        asking.draft_request(telling, _asked(telling, "ngo", "V. Visitor"), "waiver_60_001")
    with pytest.raises(Refused, match="has no name"):
        asking.draft_request(telling, _asked(telling, "attorney", ""))
