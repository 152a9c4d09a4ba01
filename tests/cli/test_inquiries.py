"""Inquiries from the command line: inbox, gate, answers, and nothing lost of what is pasted in."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Cpo


@pytest.fixture
def asked(work: Cpo) -> Cpo:
    """Three inquiries: of counsel and of a sister about `C-1`, and one of the press about no case."""
    for words in (
        ("C-1", "Where is Person One held?", "--from", "J. Ortiz", "--capacity", "attorney", "--channel", "email"),
        ("C-1", "¿Dónde está detenida?", "--from", "Ana López", "--capacity", "family", "--channel", "phone"),
        ("How many?", "--from", "A. Reporter", "--capacity", "press"),
    ):
        made = work("add", "inquiry", *words)
        assert made.code == 0, made.err
    return work


def _numbers(answer: object) -> list[str]:
    return [one["inquiry"] for one in answer.json]  # type: ignore[attr-defined]


def test_the_inbox_and_its_views(asked: Cpo, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _numbers(asked("inbox", "--json")) == ["2026-0001", "2026-0002", "2026-0003"]
    assert _numbers(asked("inbox", "mine", "--json")) == ["2026-0001", "2026-0002"]
    assert _numbers(asked("inbox", "unlinked", "--json")) == ["2026-0003"]
    assert _numbers(asked("inbox", "--text", "lopez detenida", "--json")) == ["2026-0002"]
    assert _numbers(asked("inbox", "late", "--json")) == []
    assert _numbers(asked("inquiry", "list", "--case", "C-1", "--limit", "1", "--json")) == ["2026-0001"]
    assert asked("inbox", "soon").code == 2
    monkeypatch.setenv("CPO_NOW", "2026-03-09T23:30:00-04:00")
    assert _numbers(asked("inbox", "today", "--json")) == ["2026-0001", "2026-0002", "2026-0003"]
    assert _numbers(asked("inbox", "late", "--json")) == []
    monkeypatch.setenv("CPO_NOW", "2026-03-10T00:30:00-04:00")
    assert _numbers(asked("inbox", "today", "--json")) == []
    late = asked("inbox", "late", "--json")
    assert [(one["late"], one["age"], one["standard"]) for one in late.json[:1]] == [
        (True, "6-10 d", "us-inquiry-reply-local")
    ]


def test_the_gate_says_why_before_one_writes(asked: Cpo) -> None:
    (found,) = asked("gate", "2026-0001", "--json").json
    assert (found["reference"], found["may"]) == ("C-1", [])
    assert [(one["requirement"], one["letter"]) for one in found["missing"]] == [("representation_ice", "g28_request")]
    assert "asylum" in {one["category"] for one in found["never"]}
    assert "nothing of a case" in asked("gate", "2026-0003").out
    assert asked("gate", "2026-0009", "--json").json["error"]["kind"] == "not_found"


def test_a_status_answer_tells_only_what_this_enquirer_may_know(asked: Cpo) -> None:
    asked("edit", "C-1", "stage=fear_screening", "custody_status=detained", "facility=Tacoma")
    refused = asked("answer", "2026-0001", "--status", "--json")
    assert refused.code != 0
    asked("add", "representation", "C-1", "--name", "J. Ortiz", "--form", "G-28", "--from", "2025-12-11")
    assert asked("answer", "2026-0001", "--status", "--language", "es", "--json").code == 0
    shown = asked("inquiry", "show", "2026-0001", "--json").json
    assert shown["answer"] == "La etapa del caso es: en trámite.\nLa persona está detenida en Tacoma."
    assert [one["state"] for one in shown["steps"]] == ["answered"]


def test_an_expired_line_is_not_inserted(asked: Cpo) -> None:
    assert asked("answer", "2026-0003", "--line", "ombudsman", "--json").json["error"]["kind"] == "expired_line"
    assert asked("answer", "2026-0003", "--line", "nothing").code == 2
    assert asked("answer", "2026-0003", "--line", "public_affairs").code == 0
    assert {one["id"]: one["expired"] for one in asked("inquiry", "lines", "--json").json}["ombudsman"]


def test_a_matter_is_suggested_joined_and_answered_one_by_one(asked: Cpo) -> None:
    shown = asked("inquiry", "show", "2026-0001", "--json").json
    assert [one["inquiry"] for one in shown["suggested"]] == ["2026-0002"]
    assert asked("answer", "2026-0001", "We look into it.", "--matter").code == 2
    assert asked("inquiry", "join", "2026-0001", "2026-0002").code == 0
    asked("add", "representation", "C-1", "--name", "J. Ortiz", "--form", "G-28", "--from", "2025-12-11")
    answer = asked("answer", "2026-0001", "Held in Tacoma.", "--tell", "custody", "--matter", "--json")
    assert answer.code == 3
    assert (answer.json["done"], [one["case"] for one in answer.json["refused"]]) == (["2026-0001"], ["2026-0002"])
    assert asked("inquiry", "unjoin", "2026-0002", "--json").json["done"] == ["2026-0002", "2026-0001"]


def test_a_life_from_the_command_line(asked: Cpo) -> None:
    for words in (
        ("acknowledge", "2026-0001", "2026-0002"),
        ("await", "2026-0001"),
        ("draft", "2026-0001"),
        ("clear", "2026-0001"),
        ("link", "2026-0003", "C-2", "C-3"),
        ("unlink", "2026-0003", "C-3", "--reason", "wrong person"),
        ("reject", "2026-0002", "--reason", "contact block"),
        ("reopen", "2026-0002", "--reason", "mistake"),
        ("explain-late", "2026-0002", "--reason", "x"),
    ):
        done = asked("inquiry", *words, "--json")
        assert done.code == 0, (words, done.err)
        assert done.json["done"]
    assert asked("inquiry", "close", "2026-0003").code == 1
    assert asked("inquiry", "close", "2026-0003", "--reason", "withdrawn").code == 0
    assert "unexpected: withdrawn" in asked("inquiry", "show", "2026-0003").out
    assert asked("verify", "--json").json["ok"]


def test_numbers_come_from_stdin_too(asked: Cpo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"2026-0001\n2026-0003\n")))
    assert asked("inquiry", "acknowledge", "-", "--json").json["done"] == ["2026-0001", "2026-0003"]


def test_promises_and_requests_from_the_command_line(asked: Cpo) -> None:
    found = asked("promise", "find", "Le llamo el martes. The hearing is on Friday.", "--json").json
    assert found == [{"words": "Le llamo el martes", "due_on": "2026-03-03"}]
    assert asked("promise", "make", "2026-0001", "call back", "--due", "2026-03-03", "--inquiry").code == 0
    assert [(one["case"], one["to_whom"]) for one in asked("promise", "list", "--json").json] == [("C-1", "J. Ortiz")]
    assert asked("promise", "break", "1", "--reason", "court closed").code == 0
    assert asked("promise", "explain", "1", "--reason", "court closed at noon").code == 0
    assert asked("promise", "list", "--json").json == []
    assert asked("coordinate", "ask", "C-1", "consulate", "--kind", "travel_document").code == 0
    (request,) = asked("coordinate", "list", "--json").json
    assert (request["due_on"], request["next_chase"], request["goes_up_to"]) == ("2026-04-01", "2026-03-16", None)
    assert asked("coordinate", "chase", "1").code == 0
    assert asked("coordinate", "answer", "1", "Issued.", "--expires", "2026-09-02").code == 0
    assert asked("coordinate", "list", "--all", "--json").json[0]["expires_on"] == "2026-09-02"
    asked("add", "consent", "C-1", "--to", "Ana López", "--scope", "custody", "--signed-on", "2026-02-01")
    assert asked("consent", "withdraw", "C-1", "--to", "Ana López").code == 0
    asked("add", "representation", "C-1", "--name", "J. Ortiz", "--form", "G-28")
    assert asked("representation", "end", "C-1", "--name", "J. Ortiz").code == 0


HOSTILE = "[bold red]Where?[/] {x} <b>now</b> =cmd|'/c calc'!A1 \u2019"


def test_what_is_pasted_is_kept_whole_or_refused_with_the_place(asked: Cpo) -> None:
    long = "Where is she? " * 15_000
    assert asked("add", "inquiry", "C-1", long).code == 0
    assert asked("inquiry", "show", "2026-0004", "--json").json["question"] == long.strip()
    assert asked("add", "inquiry", "C-1", HOSTILE).code == 0
    shown = asked("inquiry", "show", "2026-0005", "--json").json
    assert shown["question"] == HOSTILE
    assert HOSTILE in asked("inquiry", "show", "2026-0005").out
    escape = asked("add", "inquiry", "C-1", "Where\x1b]0;owned\x07 is she?", "--json")
    assert (escape.code, escape.json["error"]["kind"]) == (2, "usage")
    assert "character 6" in escape.json["error"]["message"]
    assert asked("add", "inquiry", "C-1", "Line one\r\nline two").code == 0


def test_bad_input_is_refused_in_words(asked: Cpo) -> None:
    unknown = asked("add", "inquiry", "C-77", "Where?", "--json")
    assert unknown.json["error"]["kind"] == "not_found"
    nobody = asked("add", "inquiry", "C-1", "Where?")
    assert nobody.code == 0
    assert (
        asked("answer", "2026-0004", "Tacoma.", "--tell", "custody", "--json")
        .json["error"]["message"]
        .startswith("The enquirer has no name")
    )
    early = asked("add", "inquiry", "C-1", "Where?", "--received", "2026-03-02", "--due", "2026-03-01", "--json")
    assert (early.code, "due before" in early.json["error"]["message"]) == (2, True)
    ended = asked(
        "add",
        "consent",
        "C-1",
        "--to",
        "A B",
        "--scope",
        "x",
        "--signed-on",
        "2026-03-02",
        "--expires-on",
        "2026-03-01",
    )
    assert (ended.code, "before it was signed" in ended.err) == (2, True)


def test_two_consents_that_disagree_the_narrower_holds_and_it_says_so(asked: Cpo) -> None:
    for scope in ("custody, dates", "custody"):
        asked("add", "consent", "C-1", "--to", "Ana López", "--scope", scope, "--signed-on", "2026-02-01")
    (found,) = asked("gate", "2026-0002", "--json").json
    told = {one["category"] for one in found["may"]}
    assert "custody" in told
    assert "dates" not in told
    assert found["notes"] == ["Two consents disagree; the narrower one holds."]
    assert "narrower" in asked("gate", "2026-0002").out


def test_what_is_missing_is_asked_for_by_its_letter(asked: Cpo, tmp_path: Path) -> None:
    asked("add", "inquiry", "C-1", "Is she well?", "--from", "Rep. Doe", "--capacity", "congress_member")
    number = next(one["inquiry"] for one in asked("inbox", "--json").json if one["enquirer"] == "Rep. Doe")
    seen = asked("inquiry", "ask", number, "--preview", "--language", "es", "--json")
    assert (seen.code, seen.json["letter"]) == (0, "privacy_waiver_request")
    assert "60-001" in seen.json["words"]
    assert asked("inquiry", "show", number, "--json").json["steps"] == []
    target = tmp_path / "carta.txt"
    sent = asked("inquiry", "ask", number, "--language", "es", "-o", target, "--json")
    assert (sent.code, sent.json["requirement"], target.exists()) == (0, "waiver_60_001", True)
    shown = asked("inquiry", "show", number, "--json").json
    assert [one["state"] for one in shown["steps"]] == ["awaiting_enquirer"]
    assert shown["communications"][0]["summary"].startswith("asked for")
    assert asked("inquiry", "vouch", number, "waiver_60_001").code == 2


def test_a_call_is_kept_and_its_promise_offered(asked: Cpo) -> None:
    said = asked("add", "communication", "C-1", "Counsel rang. We call back Tuesday.", "--from", "J. Ortiz")
    assert said.code == 0
    assert "cpo promise make C-1 " in said.err
    assert "--due 2026-03-03" in said.err
    assert asked("add", "communication", "C-1", " ").code == 2


def test_everything_that_was_said_told_promised_and_asked_is_in_the_file(asked: Cpo) -> None:
    asked("add", "representation", "C-1", "--name", "J. Ortiz", "--form", "G-28", "--from", "2025-12-11")
    asked("edit", "C-1", "custody_status=detained", "facility=Tacoma")
    assert asked("answer", "2026-0001", "She is held in Tacoma.", "--tell", "custody").code == 0
    asked("add", "communication", "C-1", "Counsel rang.", "--from", "J. Ortiz")
    asked("promise", "make", "C-1", "call back", "--due", "2026-03-05")
    asked("coordinate", "ask", "C-1", "consulate", "--kind", "travel_document")
    file = asked("show", "C-1", "--told", "--json").json
    assert [(one["direction"], one["party"]) for one in file["communications"]] == [
        ("in", "J. Ortiz"),
        ("out", "J. Ortiz"),
    ]
    (told,) = file["disclosures"]
    assert (told["words"], told["categories"], told["recipient"]) == ("She is held in Tacoma.", ["custody"], "J. Ortiz")
    assert told["ground"].startswith("G-28 in force")
    assert [one["words"] for one in file["promises"]] == ["call back"]
    assert [one["agency"] for one in file["requests"]] == ["consulate"]
    assert "disclosures (1)" in asked("show", "C-1").out
    assert "events" not in file
