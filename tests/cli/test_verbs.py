"""The verbs from the command line: one verdict per case, and the exit code that says how it went."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Answer, Cpo


def typed(monkeypatch: pytest.MonkeyPatch, text: str | bytes) -> None:
    """Let `text` be what stands on stdin."""
    raw = text.encode() if isinstance(text, str) else text
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))


def officers(work: Cpo) -> dict[str, str]:
    return {case["reference"]: case["officer"] for case in work("list", "--json").json}


def test_all_done_is_nought(work: Cpo) -> None:
    answer = work("assign", "C-1", "A212345678", "@3", "--to", "okafor", "--reason", "leave", "--json")
    assert answer.code == 0
    assert answer.json == {"change_set": 5, "done": ["C-1", "C-2", "C-3"], "refused": []}
    assert officers(work) == {"C-1": "okafor", "C-2": "okafor", "C-3": "okafor", "C-4": "alvarez"}
    assert work("history", "--json").json[0]["reason"] == "leave"


def test_some_refused_is_three(work: Cpo) -> None:
    answer = work("assign", "C-1", "C-9", "A999999999", "--to", "okafor", "--json")
    assert answer.code == 3
    assert answer.json["done"] == ["C-1"]
    assert [refusal["case"] for refusal in answer.json["refused"]] == ["C-9", "A999999999"]
    plain = work("assign", "C-2", "C-9", "--to", "okafor")
    assert plain.code == 3
    assert plain.out == "assigned C-2 to okafor (change-set 6)\n"
    assert plain.err == "refused: C-9: There is no case 'C-9'.\n"


def test_all_refused_is_one_and_changes_nothing(work: Cpo) -> None:
    answer = work("assign", "C-1", "C-2", "--to", "alvarez", "--json")
    assert (answer.code, answer.json["change_set"], answer.json["done"]) == (1, None, [])
    assert len(answer.json["refused"]) == 2
    plain = work("assign", "C-8", "C-9", "--to", "x")
    assert (plain.code, plain.out) == (1, "")
    assert plain.err.splitlines()[-1] == "error: Nothing was changed: every case was refused."
    assert len(work("history", "--json").json) == 4


def test_one_name_that_fits_none_is_an_error(work: Cpo) -> None:
    answer = work("assign", "C-9", "--to", "okafor", "--json")
    assert (answer.code, answer.json["error"]["kind"]) == (1, "not_found")


def test_one_name_that_fits_several_lists_them(work: Cpo) -> None:
    work("add", "case", "--reference", "C-5", "--a-number", "212345678")
    answer = work("show", "A212345678", "--json")
    assert (answer.code, answer.json["error"]["kind"]) == (1, "ambiguous")
    assert answer.json["error"]["matches"] == ["C-2", "C-5"]


def test_nothing_changed_is_nought(work: Cpo) -> None:
    work("edit", "C-1", "team=north")
    answer = work("edit", "C-1", "team=north")
    assert (answer.code, answer.out) == (0, "nothing changed\n")


def test_a_verb_over_a_query(work: Cpo) -> None:
    work("edit", "C-1", "facility=Tacoma")
    work("edit", "C-3", "facility=Tacoma")
    answer = work("stage", "--query", "facility:tacoma", "--to", "appeal", "--json")
    assert sorted(answer.json["done"]) == ["C-1", "C-3"]
    nothing = work("stage", "--query", "facility:nowhere", "--to", "appeal", "--json")
    assert (nothing.code, nothing.json["error"]["kind"]) == (1, "not_found")
    wrong = work("stage", "--query", "facilty:tacoma", "--to", "appeal", "--json")
    assert (wrong.code, wrong.json["error"]["kind"], wrong.json["error"]["at"]) == (2, "query", 0)


def test_names_from_stdin(work: Cpo, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "\ufeffC-1\r\n\n  A212345678  \nC-9\n")
    answer = work("assign", "-", "--to", "okafor", "--json")
    assert (answer.code, answer.json["done"]) == (3, ["C-1", "C-2"])
    typed(monkeypatch, b"C-1\n\xff\xfe\n")
    broken = work("assign", "-", "--to", "tran", "--json")
    assert (broken.code, broken.json["error"]["kind"]) == (1, "encoding")
    assert "Line 2" in broken.json["error"]["message"]
    typed(monkeypatch, "")
    assert work("assign", "-", "--to", "tran", "--json").code == 2
    assert officers(work)["C-1"] == "okafor"


def test_notes_from_stdin_are_each_acknowledged(work: Cpo, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "C-1\tCalled counsel.\n\nC-9\tnobody\nno tab\nC-2\tA second \ttab stays.\nC-3\t\x1b[31m\n")
    answer = work("add", "note", "-")
    assert answer.code == 3
    assert answer.out == "5\tC-1\tnoted on C-1\n6\tC-2\tnoted on C-2\n"
    assert [line.split(":")[1].strip() for line in answer.err.splitlines()] == ["line 3", "line 4", "line 6"]
    assert work("show", "C-2", "--json").json["notes"][0]["body"] == "A second \ttab stays."


def test_notes_from_stdin_as_json_lines(work: Cpo, monkeypatch: pytest.MonkeyPatch) -> None:
    import json

    typed(monkeypatch, "C-1\tone\nC-9\ttwo\n")
    answer = work("add", "note", "-", "--json")
    first, second = (json.loads(line) for line in answer.out.splitlines())
    assert first == {"change_set": 5, "done": ["C-1"], "refused": [], "line": 1}
    assert (second["change_set"], second["refused"][0]["case"]) == (None, "C-9")


def check(answer: Answer, *done: str) -> None:
    assert answer.code == 0, answer.err
    assert answer.json["done"] == list(done)
    assert answer.json["change_set"] is not None


def test_every_verb_does_what_it_says(work: Cpo) -> None:
    check(work("edit", "C-1", "full_name=García López", "next_hearing_on=2026-04-09", "--json"), "C-1")
    check(work("stage", "C-1", "C-2", "--to", "final order", "--json"), "C-1", "C-2")
    check(work("wait", "C-1", "--on", "court", "--json"), "C-1")
    check(work("hold", "C-1", "--until", "2026-03-20", "--reason", "asked", "--json"), "C-1")
    shown = work("show", "C-1", "--json").json
    assert (shown["full_name"], shown["stage"], shown["waiting_on"]) == ("García López", "final_order", "court")
    assert (shown["held_until"], shown["next_hearing_at"]) == ("2026-03-20", "2026-04-09")
    check(work("wake", "C-1", "--json"), "C-1")
    check(work("close", "C-1", "--reason", "removed", "--json"), "C-1")
    shown = work("show", "C-1", "--json").json
    assert (shown["lifecycle"], shown["closure_reason"], shown["act_by"], shown["demands"]) == (
        "closed",
        "removed",
        None,
        [],
    )
    assert "C-1" not in officers(work)
    assert [case["reference"] for case in work("list", "-q", "lifecycle:closed", "--json").json] == ["C-1"]
    check(work("reopen", "C-1", "--reason", "remanded", "--json"), "C-1")
    assert "C-1" in officers(work)


def test_what_is_added_is_shown(work: Cpo) -> None:
    check(
        work(
            "add",
            "event",
            "C-1",
            "nta_served",
            "--at",
            "2026-03-01T14:00-05:00",
            "--title",
            "Served",
            "--fact",
            "ref=1",
            "--json",
        ),
        "C-1",
    )
    check(work("add", "note", "C-1", "Called.", "--json"), "C-1")
    check(work("add", "task", "C-1", "Call back", "--due", "2026-03-05", "--json"), "C-1")
    check(work("add", "hearing", "C-1", "--at", "2026-04-09T08:30-04:00", "--kind", "master", "--json"), "C-1")
    check(work("add", "document", "C-1", "C-2", "I-862", "--received", "today", "--json"), "C-1", "C-2")
    check(
        work("add", "inquiry", "C-1", "C-2", "Where?", "--from", "J. Ortiz", "--capacity", "attorney", "--json"),
        "C-1",
        "C-2",
    )
    check(work("add", "flag", "C-1", "medical", "--review-on", "2026-03-09", "--json"), "C-1")
    check(
        work("add", "representation", "C-1", "--name", "J. Ortiz", "--form", "G-28", "--from", "2025-12-11", "--json"),
        "C-1",
    )
    check(
        work("add", "consent", "C-1", "--to", "Ana", "--scope", "place", "--signed-on", "2026-02-20", "--json"), "C-1"
    )
    shown = work("show", "C-1", "--json").json
    assert shown["timeline"][0]["occurred_at"] == "2026-03-01T14:00:00-05:00"
    assert shown["documents"][0]["received_on"] == "2026-03-02"
    assert (shown["inquiries"][0]["enquirer"], shown["open_inquiries"]) == ("J. Ortiz", 1)
    assert shown["safeguards"] == ["medical"]
    for name in ("notes", "tasks", "hearings", "representations", "consents", "safeguard_records"):
        assert len(shown[name]) == 1, name
    plain = work("show", "C-1")
    assert plain.code == 0
    for words in ("J. Ortiz", "Call back", "nta_served", "I-862"):
        assert words in plain.out
    only = work("show", "C-1", "--documents", "--json").json
    assert "timeline" not in only
    assert len(only["documents"]) == 1


def test_an_inquiry_need_not_be_about_a_case(work: Cpo) -> None:
    assert work("add", "inquiry", "How many?", "--from", "A. Reporter", "--json").json["done"] == []


def test_a_file_is_named_by_what_it_holds(work: Cpo, tmp_path) -> None:  # type: ignore[no-untyped-def]
    import hashlib

    file = tmp_path / "I-862.pdf"
    file.write_bytes(b"%PDF" * 1000)
    check(work("add", "document", "C-1", "I-862", "--received", "2026-03-02", "--file", file, "--json"), "C-1")
    document = work("show", "C-1", "--json").json["documents"][0]
    assert document["sha256"] == hashlib.sha256(b"%PDF" * 1000).hexdigest()
    assert document["kept_at"] == "in the store"
    for wrong in (tmp_path, tmp_path / "none"):
        assert work("add", "document", "C-1", "x", "--file", wrong, "--json").code == 1
    assert len(work("show", "C-1", "--json").json["documents"]) == 1


def test_undo_and_redo(work: Cpo) -> None:
    work("assign", "C-1", "C-2", "--to", "okafor")
    assert work("undo", "--json").json == {"reversed": 2, "kept": [], "change_set": 6}
    assert officers(work)["C-1"] == "alvarez"
    assert work("redo", "--json").json == {"reversed": 2, "kept": [], "change_set": 7}
    assert officers(work)["C-1"] == "okafor"
    assert [entry["undone"] for entry in work("history", "--limit", "3", "--json").json] == [False, False, False]
    assert work("history", "C-4", "--json").json[0]["summary"] == "added case C-4"


def test_an_undo_that_keeps_something_is_three(work: Cpo) -> None:
    work("edit", "C-1", "team=north", "facility=Tacoma")
    work("--officer", "okafor", "edit", "C-1", "team=south")
    answer = work("undo", "5", "--json")
    assert (answer.code, answer.json["kept"]) == (3, [{"case": "C-1", "reason": "team was changed since"}])
    assert work("undo", "99", "--json").json["error"]["kind"] == "not_found"


def test_why_adds_up(work: Cpo) -> None:
    work("add", "event", "C-1", "arrest_warrantless", "--at", "2026-03-02T08:00-05:00")
    work("add", "task", "C-1", "Call back", "--due", "2026-03-20")
    why = work("why", "C-1", "--json").json
    listed = next(case for case in work("list", "--json").json if case["reference"] == "C-1")
    assert why["reference"] == "C-1"
    assert why["act_by"] == listed["act_by"] == why["demands"][0]["act_by"]
    for demand in why["demands"]:
        assert set(demand) >= {
            "kind",
            "title",
            "due_at",
            "lead",
            "act_by",
            "rule",
            "pack_version",
            "citation",
            "status",
            "steps",
        }
        assert demand["steps"]
        assert all(set(step) == {"date", "text"} for step in demand["steps"])
    assert {"deadline", "task", "untouched"} <= {demand["kind"] for demand in why["demands"]}
    plain = work("why", "C-1")
    assert "Call back" in plain.out
    assert "= due Fri 20 Mar 2026" in plain.out
    closed = work("close", "C-2", "--reason", "x")
    assert closed.code == 0
    assert work("why", "C-2").out == "C-2 is closed: nothing asks for attention.\n"


def test_keys_come_from_the_register(work: Cpo) -> None:
    keys = work("keys", "--json").json
    assert all(set(entry) == {"id", "key", "label", "help", "screen", "group"} for entry in keys)
    assert len({entry["id"] for entry in keys}) == len(keys) > 20
    assert work("keys").out.startswith("screen\tgroup\tkey\tid\thelp\n")
