"""Reports from the command line, and how they are held against the store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cpo


def test_a_case_file_is_written_checked_and_found_altered(work: Cpo, tmp_path: Path) -> None:
    work("add", "note", "C-2", "Hears badly")
    path = tmp_path / "file.html"
    done = work("report", "case", "A212-345-678", "-o", path, "--json")
    assert (done.code, done.json["subject"], done.json["format"]) == (0, "C-2", "html")
    assert "Hears badly" in path.read_text()
    checked = work("verify", "--report", path, "--json")
    assert (checked.code, checked.json["ok"], checked.json["mark"]["head"]) == (0, True, done.json["head"])
    assert work("report", "case", "C-2", "-o", path).code == 1
    path.write_text(path.read_text().replace("Hears", "Sees"))
    found = work("verify", "--report", path)
    assert (found.code, found.out.split("\t")[0]) == (3, "report_altered")
    assert work("verify", "--report", tmp_path / "nothing.md").code == 2


def test_without_a_file_the_report_is_on_stdout(work: Cpo) -> None:
    assert work("report", "case", "C-1").out.startswith("# Case file C-1\n")
    assert json.loads(work("report", "case", "C-1", "--json").out)["report"]["case"]["reference"] == "C-1"


@pytest.mark.parametrize("more", [("--format", "docx"), ("--timeline", "some"), ("--include-protected",)])
def test_a_wrong_call_is_one(work: Cpo, more: tuple[str, ...]) -> None:
    answer = work("report", "case", "C-1", *more)
    assert (answer.code, answer.out) == (2, "")


def test_a_handover_has_one_page_for_each_open_case(work: Cpo, tmp_path: Path) -> None:
    work("add", "task", "C-1", "Ring the sister", "--due", "2026-02-27")
    work("add", "flag", "C-3", "u_visa")
    work("close", "C-4", "--reason", "done")
    work("handover", "offer", "C-1", "--to", "okafor", "--note", "rings on Mondays")
    done = work("report", "handover", "alvarez", "--json").json["report"]
    assert next((one["reference"], one["protected"]) for one in done["cases"]) == ("C-1", False)
    by_reference = {one["reference"]: one for one in done["cases"]}
    assert set(by_reference) == {"C-1", "C-2", "C-3"}
    assert by_reference["C-3"] == {"reference": "C-3", "protected": True}
    first = by_reference["C-1"]
    assert (first["note"], first["offered_to"], first["risks"]) == ("rings on Mondays", "okafor", ["late"])
    assert first["clocks"][0]["title"] == "Ring the sister"
    path = tmp_path / "h.pdf"
    assert work("report", "handover", "alvarez", "-o", path).code == 0
    assert path.read_bytes().startswith(b"%PDF")
    assert work("verify", "--report", path).code == 0
    empty = work("report", "handover", "nobody")
    assert (empty.code, "open cases: 0" in empty.out) == (0, True)


def test_cases_of_a_leaver_are_shown_and_then_moved(work: Cpo) -> None:
    plan = work("handover", "leaver", "alvarez", "--to", "okafor", "--to", "tran", "--json")
    assert [one["to"] for one in plan.json] == ["okafor", "tran", "okafor", "tran"]
    assert work("list", "--query", "officer:okafor", "--json").json == []
    done = work(
        "handover", "leaver", "alvarez", "--to", "okafor", "--to", "tran", "--commit", "--reason", "left", "--json"
    )
    assert (done.code, len(done.json["done"])) == (0, 4)
    assert len(work("list", "--query", "officer:okafor", "--json").json) == 2


@pytest.mark.parametrize("name", ["caseload", "oversight"])
@pytest.mark.parametrize("form", ["md", "html", "json", "pdf"])
def test_reports_over_the_caseload_are_the_same_twice(work: Cpo, tmp_path: Path, name: str, form: str) -> None:
    first, second = tmp_path / f"a.{form}", tmp_path / f"b.{form}"
    assert work("report", name, "-o", first).code == 0
    assert work("report", name, "-o", second).code == 0
    assert first.read_bytes() == second.read_bytes()
    assert work("verify", "--report", first).code == 0
