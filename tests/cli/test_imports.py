"""Files in, from the command line: reports, exit codes, profiles, past imports, refused records."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cpo

REPORT = {
    "batch", "change_set", "file", "sha256", "profile", "outcome", "dry_run", "rows_read", "created", "updated", "unchanged",
    "quarantined", "blank_rows_skipped", "disappeared", "quarantine_kinds", "warning_kinds", "changes", "seconds", "error",
}  # fmt: skip

GOOD = "reference,a_number,full_name\nC-1,A212345678,García\nC-2,A212345679,Nguyễn\n"


@pytest.fixture
def empty(cpo: Cpo) -> Cpo:
    """The command line on an empty plain store."""
    assert cpo("init", "--no-encryption").code == 0
    return cpo


def written(folder: Path, text: str, name: str = "cases.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def holds(report: dict[str, int]) -> bool:
    """The law of conservation."""
    return report["rows_read"] == report["created"] + report["updated"] + report["unchanged"] + report["quarantined"]


def test_a_good_file_is_nought_and_comes_again_as_nothing_new(empty: Cpo, tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    answer = empty("import", path, "--json")
    assert answer.code == 0
    assert set(answer.json) >= REPORT
    assert (answer.json["outcome"], answer.json["created"], answer.json["change_set"]) == ("ok", 2, 1)
    assert holds(answer.json)
    assert [case["reference"] for case in empty("list", "--sort", "reference", "--json").json] == ["C-1", "C-2"]
    again = empty("import", path, "--json")
    assert (again.code, again.json["created"], again.json["unchanged"]) == (0, 0, 2)
    assert len(empty("history", "--json").json) == 1


def test_a_changed_file_updates_and_says_what(empty: Cpo, tmp_path: Path) -> None:
    empty("import", written(tmp_path, GOOD))
    answer = empty("import", written(tmp_path, GOOD.replace("Nguyễn", "Nguyễn Văn An")), "--json")
    assert (answer.json["updated"], answer.json["unchanged"]) == (1, 1)
    assert answer.json["changes"] == [
        {"reference": "C-2", "field": "full_name", "from": "Nguyễn", "to": "Nguyễn Văn An"}
    ]
    plain = empty("import", written(tmp_path, GOOD))
    assert "C-2\tfull_name\tNguyễn Văn An\t→\tNguyễn" in plain.out


def test_refused_rows_are_three_and_kept_with_their_line(empty: Cpo, tmp_path: Path) -> None:
    text = GOOD + "C-3,12,short number\nC-4,A212345680,ev\x1bil\n"
    answer = empty("import", written(tmp_path, text), "--json")
    assert answer.code == 3
    assert (answer.json["outcome"], answer.json["quarantined"], answer.json["created"]) == ("partial", 2, 2)
    assert holds(answer.json)
    rows = empty("quarantine", "--json").json
    assert [(row["line"], row["kind"]) for row in rows] == [(4, "invalid_a_number"), (5, "control_char")]
    assert all(set(row) == {"batch", "file", "line", "kind", "reasons", "raw", "fields"} for row in rows)
    shown = empty("quarantine", "--batch", "1")
    assert "\x1b" not in shown.out
    assert empty("quarantine", "--batch", "9", "--json").json["error"]["kind"] == "not_found"
    plain = empty("import", written(tmp_path, text + "\n"), "--again")
    assert "refused: invalid_a_number: 1" in plain.err


def test_a_rejected_file_is_one_with_its_report_and_nothing_done(empty: Cpo, tmp_path: Path) -> None:
    answer = empty("import", written(tmp_path, "Alien No,Nombre\n1,2\n"), "--json")
    assert answer.code == 1
    assert set(answer.json) >= REPORT
    assert (answer.json["outcome"], answer.json["batch"]) == ("rejected", None)
    assert answer.json["error"]["hint"]
    plain = empty("import", written(tmp_path, "Alien No,Nombre\n1,2\n"))
    assert (plain.code, plain.out) == (1, "")
    assert plain.err.startswith("error: ")
    assert "--map" in plain.err
    assert empty("history", "--json").json == []


@pytest.mark.parametrize("name", ["missing.csv", "folder", "empty.csv", "binary.csv", "zip.csv"])
def test_what_is_no_file_to_import_is_said(empty: Cpo, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "binary.csv").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "zip.csv").write_bytes(b"PK\x03\x04" + bytes(100))
    answer = empty("import", tmp_path / name, "--json")
    assert (answer.code, answer.json["outcome"]) == (1, "rejected")
    assert answer.json["error"]["message"]
    assert answer.json["error"]["hint"]


def test_several_files_are_a_list_and_one_that_is_rejected_makes_it_three(empty: Cpo, tmp_path: Path) -> None:
    good, bad = written(tmp_path, GOOD), written(tmp_path, "nothing\nx\n", "bad.csv")
    answer = empty("import", good, bad, "--json")
    assert (answer.code, [report["outcome"] for report in answer.json]) == (3, ["ok", "rejected"])


def test_a_dry_run_is_the_run_without_its_commit(empty: Cpo, tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    dry = empty("import", path, "--dry-run", "--json").json
    assert (dry["dry_run"], dry["created"], dry["batch"]) == (True, 2, None)
    assert empty("list", "--json").json == []
    assert empty("--read-only", "import", path, "--dry-run", "--json").json["created"] == 2
    assert empty("--read-only", "import", path, "--json").json["error"]["kind"] == "read_only"
    wet = empty("import", path, "--json").json
    same = REPORT - {"batch", "change_set", "dry_run", "seconds"}
    assert {name: dry[name] for name in same} == {name: wet[name] for name in same}


def test_columns_are_mapped_by_hand(empty: Cpo, tmp_path: Path) -> None:
    path = written(tmp_path, "id;Alien No;Name = full;DOB\nx;A212345678;García;05/01/1990\n")
    args = [
        "--map",
        "Alien No=a_number",
        "--map",
        "Name = full=full_name",
        "--map",
        "#4=birth_date",
        "--delimiter",
        ";",
    ]
    answer = empty("import", path, *args, "--date-format", "DOB=%d/%m/%Y", "--json")
    assert (answer.code, answer.json["created"]) == (0, 1), answer.out
    case = empty("show", "A212345678", "--json").json
    assert (case["full_name"], case["birth_date"]) == ("García", "1990-01-05")
    for wrong in (
        ["--map", "x"],
        ["--map", "=y"],
        ["--date-format", "DOB="],
        ["--skip-lines", "-1"],
        ["--kind", "horses"],
    ):
        assert empty("import", path, *wrong, "--json").code == 2, wrong


def test_stdin_is_a_file(empty: Cpo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GOOD.encode())))
    answer = empty("import", "-", "--json")
    assert (answer.code, answer.json["created"]) == (0, 2), answer.out


def test_an_undo_takes_an_import_back(empty: Cpo, tmp_path: Path) -> None:
    empty("import", written(tmp_path, GOOD))
    (batch,) = empty("batches", "--json").json
    assert (batch["batch"], batch["created"], batch["undone"]) == (1, 2, False)
    assert empty("undo", "--json").code == 0
    assert empty("list", "--json").json == []
    assert empty("batches", "--json").json[0]["undone"] is True
    assert empty("batches").out.startswith("batch\t")


def test_profiles_are_listed_and_shown(cpo: Cpo, tmp_path: Path) -> None:
    names = {profile["name"] for profile in cpo("profiles", "--json").json}
    assert {"ice-i213", "eoir-cases", "usbp-apprehensions"} <= names
    shown = cpo("profiles", "show", "ice-i213", "--json").json
    assert (shown["name"], shown["kind"]) == ("ice-i213", "cases")
    assert cpo("profiles", "show", "ice-i213").code == 0
    wrong = cpo("profiles", "show", "ice-i214", "--json")
    assert wrong.code == 2
    assert "ice-i213" in wrong.json["error"]["hint"]


def test_an_inquiry_about_several_cases_has_a_row_for_each(work: Cpo, tmp_path: Path) -> None:
    header = "inquiry,reference,received_at,enquirer,question\n"
    row = "2026-0900,{},2026-03-01,J. Ortiz,Where are they?\n"
    path = written(tmp_path, header + row.format("C-1") + row.format("C-2") + row.format("C-2"), "inquiries.csv")
    answer = work("import", path, "--json")
    assert (answer.code, answer.json["created"], answer.json["quarantine_kinds"]) == (3, 2, {"duplicate_row": 1})
    assert holds(answer.json)
    assert [work("show", case, "--json").json["open_inquiries"] for case in ("C-1", "C-2", "C-3")] == [1, 1, 0]
    more = written(tmp_path, header + row.format("C-2") + row.format("C-3") + row.format("C-1"), "inquiries.csv")
    again = work("import", more, "--json")
    assert (again.json["created"], again.json["updated"], again.json["unchanged"]) == (0, 1, 2)
    assert work("show", "C-3", "--json").json["open_inquiries"] == 1
    other = written(tmp_path, header + row.format("C-1") + row.format("C-2").replace("Where", "Why"), "inquiries.csv")
    assert work("import", other, "--json").json["quarantine_kinds"] == {"conflict_in_file": 1}
    assert work("verify", "--json").json["ok"] is True
    for _ in range(2):
        assert work("undo", "--json").json["kept"] == []
    assert work("show", "C-1", "--json").json["open_inquiries"] == 0


def test_one_conflict_is_taken_from_the_file_and_the_others_stand(empty: Cpo, tmp_path: Path) -> None:
    first = "reference,full_name,officer\nC-1,Ana,chen\nC-2,Ben,chen\n"
    assert empty("import", written(tmp_path, first)).code == 0
    assert empty("assign", "C-1", "C-2", "--to", "okafor").code == 0
    path = written(tmp_path, first.replace("chen", "weiss"), "next.csv")
    dry = empty("import", path, "--dry-run", "--json").json
    assert [(one["reference"], one["field"]) for one in dry["conflicts"]] == [("C-1", "officer"), ("C-2", "officer")]
    answer = empty("import", path, "--take", "C-2=officer", "--json").json
    assert (answer["updated"], answer["conflict_count"]) == (1, 1)
    officers = {case["reference"]: case["officer"] for case in empty("list", "--json").json}
    assert officers == {"C-1": "okafor", "C-2": "weiss"}
    assert empty("import", path, "--take", "C-2", "--json").code == 2


def test_how_a_file_is_read_is_saved_as_a_profile(empty: Cpo, tmp_path: Path) -> None:
    path = written(tmp_path, "Alien No;Whole Name\nA212345678;García\n")
    options = ("--map", "Alien No=a_number", "--map", "Whole Name=full_name", "--save-profile", "county")
    assert empty("import", path, *options, "--dry-run").code == 0
    assert "county" in {one["name"] for one in empty("profiles", "--json").json}
    assert empty("import", path, "--profile", "county", "--json").json["created"] == 1
    again = empty("import", path, *options, "--json")
    assert (again.code, again.json["error"]["kind"]) == (1, "exists"), "a profile is not replaced"
    assert empty("import", path, "--profile", "county", "--save-profile", "other").code == 2
