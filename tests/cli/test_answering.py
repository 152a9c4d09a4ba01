"""Answers from the command line go through the gate, all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cpo


@pytest.fixture
def asked(work: Cpo) -> Cpo:
    """A detained person's case `C-1`, and inquiry 2026-0001 of an attorney about it."""
    work("edit", "C-1", "custody_status=detained", "facility=Tacoma", "stage=final_order")
    answer = work(
        "add",
        "inquiry",
        "C-1",
        "Where is she?",
        "--from",
        "Jesús Ortiz",
        "--capacity",
        "attorney",
        "--due",
        "2026-03-05",
    )
    assert answer.code == 0
    return work


def mandate(work: Cpo) -> None:
    work("add", "representation", "C-1", "--name", "Jesús Ortiz", "--form", "G-28", "--from", "2025-12-11")


def test_the_gate_says_what_is_missing_and_tells_nobody(asked: Cpo) -> None:
    before = len(asked("history", "--json").json)
    (found,) = asked("answer", "2026-0001", "--check", "--json").json
    assert found["reference"] == "C-1"
    assert [one["letter"] for one in found["missing"]] == ["g28_request"]
    assert "custody" not in {one["category"] for one in found["may"]}
    assert asked("answer", "2026-0001", "--check").out.startswith("case\tverdict\t")
    assert len(asked("history", "--json").json) == before


def test_without_a_mandate_nothing_goes_out(asked: Cpo) -> None:
    answer = asked("answer", "2026-0001", "The person is at Tacoma.", "--tell", "custody", "--json")
    assert (answer.code, answer.json["error"]["kind"]) == (1, "disclosure")
    assert answer.json["error"]["missing"]
    slip = asked(
        "disclose",
        "C-1",
        "She is detained in Tacoma.",
        "--to",
        "A. Stranger",
        "--capacity",
        "press",
        "--tell",
        "custody",
        "--json",
    )
    assert slip.json["error"]["kind"] == "disclosure"
    assert asked("show", "C-1", "--json").json["inquiries"][0]["state"] == "received"


def test_with_a_mandate_the_answer_settles_the_inquiry(asked: Cpo) -> None:
    mandate(asked)
    answer = asked("answer", "2026-0001", "She is held at Tacoma.", "--tell", "custody", "--channel", "email", "--json")
    assert (answer.code, answer.json["done"]) == (0, ["C-1"])
    shown = asked("show", "C-1", "--json").json
    assert (shown["open_inquiries"], shown["inquiries"][0]["answer"]) == (0, "She is held at Tacoma.")
    assert asked("answer", "2026-0001", "Again.", "--json").json["error"]["kind"] == "refused"
    assert asked("undo", "--json").code == 0
    assert asked("show", "C-1", "--json").json["open_inquiries"] == 1


def test_something_is_told_without_settling_the_inquiry(asked: Cpo) -> None:
    mandate(asked)
    told = asked("disclose", "2026-0001", "She is held at Tacoma.", "--tell", "custody", "--json")
    assert (told.code, told.json["done"]) == (0, ["C-1"])
    assert asked("show", "C-1", "--json").json["open_inquiries"] == 1
    named = asked(
        "disclose",
        "C-1",
        "She is held at Tacoma.",
        "--to",
        "Jesús Ortiz",
        "--capacity",
        "attorney",
        "--tell",
        "custody",
        "--json",
    )
    assert named.code == 0


def test_a_refusal_tells_nothing_and_keeps_its_reason_inside(asked: Cpo) -> None:
    assert asked("answer", "2026-0001", "--refuse", "--json").code == 2
    assert asked("answer", "2026-0001", "text", "--refuse", "--reason", "x", "--json").code == 2
    answer = asked("answer", "2026-0001", "--refuse", "--reason", "no consent on file", "--json")
    assert (answer.code, answer.json["done"]) == (0, ["C-1"])
    inquiry = asked("show", "C-1", "--json").json["inquiries"][0]
    assert inquiry["state"] == "rejected"
    assert "consent" not in inquiry["answer"]


def test_an_override_needs_a_second_officer_who_may(asked: Cpo) -> None:
    asked("officer", "add", "alvarez", "--role", "admin")
    asked("officer", "add", "beaumont", "--role", "supervisor")
    asked("officer", "add", "tran")
    args = ("answer", "2026-0001", "The person is at Tacoma.", "--tell", "custody", "--override", "court order")
    for second in ("", "alvarez", "tran", "nobody"):
        assert asked(*args, "--second", second, "--json").json["error"]["kind"] == "not_permitted"
    assert asked(*args, "--second", "beaumont", "--json").code == 0


@pytest.mark.parametrize(
    ("args", "kind"),
    [
        (["answer", "2026-9999", "x"], "not_found"),
        (["answer", "2026-0001"], "usage"),
        (["answer", "2026-0001", "x", "--tell", "nonsense"], "usage"),
        (["disclose", "C-9", "x", "--to", "y"], "not_found"),
        (["disclose", "C-1", "x"], "usage"),
        (["disclose", "C-1", "x", "--to", "y", "--capacity", "king"], "usage"),
        (["disclose", "2026-0001", "x", "--to", "y"], "usage"),
    ],
)
def test_what_is_wrong_is_said(asked: Cpo, args: list[str], kind: str) -> None:
    assert asked(*args, "--json").json["error"]["kind"] == kind
