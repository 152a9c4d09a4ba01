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
