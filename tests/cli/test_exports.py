"""Files out, from the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cpo


@pytest.fixture
def filled(work: Cpo) -> Cpo:
    """Four cases, one closed; the name of one would be a formula in a spreadsheet."""
    work("edit", "C-1", "full_name==1+1", "facility=Tacoma")
    work("add", "task", "C-1", "Late", "--due", "2026-02-27")
    work("add", "event", "C-1", "nta_served", "--at", "2026-03-01", "--title", "Served")
    work("add", "document", "C-2", "I-862", "--received", "2026-03-01")
    work("add", "inquiry", "C-1", "C-2", "Where?", "--from", "J. Ortiz", "--capacity", "family")
    work("close", "C-4", "--reason", "x")
    return work


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_stdout_is_the_data_and_nothing_else(filled: Cpo) -> None:
    answer = filled("export")
    assert answer.code == 0
    assert [row["reference"] for row in rows(answer.out)] == ["C-1", "C-2", "C-3", "C-4"]
    assert rows(answer.out)[0]["full_name"] == "'=1+1"
    raw = filled("export", "--raw")
    assert rows(raw.out)[0]["full_name"] == "=1+1"
    assert "cpo:guarded" not in raw.out


def test_a_query_a_view_and_columns_say_what(filled: Cpo) -> None:
    found = filled("export", "--query", "late", "--columns", "reference,facility", "--raw").out
    assert found == "reference,facility\r\nC-1,Tacoma\r\n"
    assert filled("export", "--view", "Late", "--columns", "reference", "--raw").out == "reference\r\nC-1\r\n"
    assert filled("export", "--query", "facility:nowhere", "--columns", "reference", "--raw").out == "reference\r\n"


def test_json_to_stdout_is_one_document(filled: Cpo) -> None:
    assert [case["reference"] for case in filled("export", "--json").json] == ["C-1", "C-2", "C-3", "C-4"]
    lines = filled("export", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["reference"] for line in lines] == ["C-1", "C-2", "C-3", "C-4"]


@pytest.mark.parametrize(
    ("kind", "count"), [("cases", 4), ("events", 1), ("documents", 1), ("inquiries", 1), ("deadlines", None)]
)
def test_a_file_is_private_hashed_and_not_overwritten(
    filled: Cpo, tmp_path: Path, kind: str, count: int | None
) -> None:
    import hashlib

    path = tmp_path / f"{kind}.csv"
    answer = filled("export", kind, "-o", path, "--json")
    assert answer.code == 0, answer.err
    if count is not None:
        assert answer.json["rows"] == count
    assert path.stat().st_mode & 0o777 == 0o600
    assert answer.json["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    again = filled("export", kind, "-o", path, "--json")
    assert (again.code, again.json["error"]["kind"]) == (1, "exists")
    assert filled("export", kind, "-o", path, "--force").code == 0


def test_the_name_of_the_file_says_the_format(filled: Cpo, tmp_path: Path) -> None:
    for name, begins in (("a.xlsx", b"PK"), ("a.json", b"["), ("a.jsonl", b"{"), ("a.csv", b"reference,")):
        assert filled("export", "-o", tmp_path / name).code == 0
        assert (tmp_path / name).read_bytes().startswith(begins), name
    assert filled("export", "deadlines", "-o", tmp_path / "a.ics").code == 0
    assert (tmp_path / "a.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize(
    "args",
    [
        ["horses"],
        ["--format", "pdf"],
        ["--columns", "reference,colour"],
        ["--query", "nonsense:x"],
        ["--query", "late", "--view", "late"],
        ["--include-protected"],
        ["cases", "--format", "ics"],
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(filled: Cpo, tmp_path: Path, args: list[str]) -> None:
    answer = filled("export", *args, "-o", tmp_path / "x", "--json")
    assert answer.code == 2
    assert answer.json["error"]["hint"]
    assert not (tmp_path / "x").exists()


def test_r_exp_4_protected_rows_stay_out_unless_there_is_a_reason(filled: Cpo, tmp_path: Path) -> None:
    filled("add", "flag", "C-3", "asylum")
    kept = filled("export", "--raw")
    assert "C-3" not in {row["reference"] for row in rows(kept.out)}
    assert "stayed out" in kept.err
    all_of_them = filled("export", "--raw", "--include-protected", "--reason", "order")
    assert "C-3" in {row["reference"] for row in rows(all_of_them.out)}
    log = filled("access-log", "--kind", "export", "--json").json
    assert log[0]["reason"] == "order"


def test_a_link_or_a_folder_is_not_written_through(filled: Cpo, tmp_path: Path) -> None:
    (tmp_path / "target").write_text("mine")
    (tmp_path / "link.csv").symlink_to(tmp_path / "target")
    for place in (tmp_path / "link.csv", tmp_path, tmp_path / "none" / "x.csv"):
        assert filled("export", "-o", place, "--json").code == 1, place
    assert (tmp_path / "target").read_text() == "mine"


def test_refused_rows_are_written_corrected_and_imported(work: Cpo, tmp_path: Path) -> None:
    source, refused = tmp_path / "in.csv", tmp_path / "refused.csv"
    source.write_text("reference,a_number,full_name\nD-1,12,Short\nD-2,A212345670,Fine\n")
    assert work("import", source, "--quarantine", refused, "--json").code == 3
    text = refused.read_text()
    assert text.splitlines()[0] == "reference,a_number,full_name,cpo:line,cpo:reason"
    assert refused.stat().st_mode & 0o777 == 0o600
    refused.write_text(text.replace("D-1,12,", "D-1,A212345671,"))
    again = work("import", refused, "--json")
    assert (again.code, again.json["created"]) == (0, 1), again.out
    other = tmp_path / "other.csv"
    assert work("quarantine", "--batch", "1", "-o", other, "--json").json["rows"] == 1
    assert work("quarantine", "--batch", "1", "-o", other, "--json").json["error"]["kind"] == "exists"


def test_the_columns_and_the_order_of_the_list_are_those_of_the_file(filled: Cpo, tmp_path: Path) -> None:
    listed = [case["reference"] for case in filled("list", "--json").json]
    found = filled("export", "--query", "", "--as-listed", "--format", "json").json
    assert [case["reference"] for case in found] == listed
    assert list(found[0])[:4] == ["act_by", "due_at", "severity", "demand"]
    by_name = filled("export", "--sort", "name:desc", "--columns", "full_name", "--format", "json").json
    names = [case["full_name"] for case in by_name]
    assert names == sorted(names, reverse=True)
    assert filled("export", "--sort", "shoe").code == 2


def test_the_columns_and_the_order_of_a_saved_view_are_those_of_its_file(filled: Cpo) -> None:
    saved = filled("view", "save", "Names", "--query", "", "--columns", "stage full_name", "--sort", "name:desc")
    assert saved.code == 0
    found = filled("export", "--view", "Names", "--as-listed", "--format", "json").json
    assert list(found[0]) == ["stage", "full_name"]
    names = [case["full_name"] for case in found]
    assert names == sorted(names, reverse=True)
    assert next(iter(filled("export", "--view", "Names", "--format", "json").json[0])) == "reference"
