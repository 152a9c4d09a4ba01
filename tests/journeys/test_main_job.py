"""The main job from end to end: import, see, open, record, undo, export, and import again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.journeys.conftest import Program

KINDS = ("cases", "events", "documents", "inquiries")


def test_an_officer_works_an_extract(program: Program, another: Callable[[str], Program], tmp_path: Path) -> None:
    folder = tmp_path / "extract"
    program("sample", "--cases", 80, "--seed", 5, "-o", folder)
    files = [folder / f"{kind}.csv" for kind in KINDS]

    # import
    reports = program.json("import", *files)
    assert [report["outcome"] for report in reports] == ["ok"] * 4
    for report in reports:
        assert (
            report["rows_read"]
            == report["created"] + report["updated"] + report["unchanged"] + report["quarantined"]
            > 0
        )
    assert reports[0]["created"] == 80

    # list: every open case has its place, in the order of act_by
    listed = program.json("list")
    assert 0 < len(listed) <= 80
    assert all(case["act_by"] and case["demand"] for case in listed)
    mine = program.json("list", "--query", "officer:me act<7d")
    assert {case["officer"] for case in mine} == {"alvarez"}

    # show and why
    first = mine[0]["reference"]
    shown = program.json("show", first)
    assert shown["timeline"]
    why = program.json("why", first)
    assert why["act_by"] == mine[0]["act_by"]

    # add event, in a batch of two cases
    second = mine[1]["reference"]
    before = {name: program.json("show", name) for name in (first, second)}
    added = program.json(
        "add", "event", first, second, "note_added", "--at", "2026-03-02T08:30-05:00", "--title", "Called counsel"
    )
    assert added["done"] == [first, second]
    assert program.json("show", first)["timeline"][0]["title"] == "Called counsel"

    # assign by query, and take both back
    assigned = program.json(
        "assign", "--query", f"reference:{first} or reference:{second}", "--to", "okafor", "--reason", "leave"
    )
    assert sorted(assigned["done"]) == sorted([first, second])
    assert program.json("show", second)["officer"] == "okafor"
    assert program.json("undo")["reversed"] == 2
    assert program.json("undo")["reversed"] >= 2
    for name in (first, second):
        after = program.json("show", name)
        for key in ("officer", "act_by", "due_at", "demand", "timeline", "last_touched_at"):
            assert after[key] == before[name][key], key

    # the record holds
    verdict = program.json("verify")
    assert verdict["ok"] is True
    assert [entry["verb"] for entry in program.json("history", "--limit", 4)] == ["undo", "undo", "assign", "add event"]

    # export, and import into an empty store: the same caseload
    out = tmp_path / "out"
    out.mkdir()
    for kind in KINDS:
        program("export", kind, "--include-protected", "--reason", "moving house", "-o", out / f"{kind}.csv")
    copy = another("copy")
    for kind, report in zip(KINDS, copy.json("import", *(out / f"{kind}.csv" for kind in KINDS)), strict=True):
        assert (kind, report["outcome"], report["quarantined"]) == (kind, "ok", 0)
    again = copy.json("list")
    same = ("reference", "full_name", "a_number", "stage", "officer", "act_by", "due_at", "demand", "missing_documents")
    assert [{key: case[key] for key in same} for case in again] == [{key: case[key] for key in same} for case in listed]

    # and back into the first: nothing is new
    for report in program.json("import", *(out / f"{kind}.csv" for kind in KINDS)):
        assert (report["created"], report["updated"]) == (0, 0), report
