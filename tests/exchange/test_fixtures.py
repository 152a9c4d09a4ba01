"""The public releases beside the checkout: every record of each is read, none is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cpo_tui.errors import ImportRejected
from cpo_tui.exchange.layout import COLUMNS
from cpo_tui.exchange.profiles import builtin

TEAM = list(COLUMNS["cases"]).index("team")
PROFILES = {"i213": "ice-i213", "usbp": "usbp-apprehensions", "uscis": "uscis-i589"}


@pytest.fixture
def expected(shared: Path) -> list[dict[str, Any]]:
    path = shared / "data" / "EXPECTED.json"
    if not path.is_file():
        pytest.skip("the public releases are not here")
    found: list[dict[str, Any]] = json.loads(path.read_text())
    return found


def test_every_record_of_every_release_is_read(
    shared: Path, expected: list[dict[str, Any]], take: Callable[..., Any]
) -> None:
    for entry in expected:
        name = Path(entry["file"]).name
        taken = take(shared / "data" / entry["file"], profile=builtin(PROFILES[name.split("_")[0]]))
        assert taken.tally.passed == entry["real_records"], name
        assert taken.tally.quarantined == 0
        assert taken.extract.facts.delimiter == entry["delimiter"]
        assert taken.extract.facts.header_line == entry["preamble_lines"] + 1
        assert len(taken.extract.plan.header) == entry["columns"]
        assert [record.number for record in taken.checked] == list(range(1, entry["real_records"] + 1))


def test_redactions_are_nothing_everywhere(
    shared: Path, expected: list[dict[str, Any]], take: Callable[..., Any]
) -> None:
    taken = take(shared / "data/fixture/i213_seattle_sample.psv", profile=builtin("ice-i213"))
    assert taken.warnings["redacted"] >= 103 + 73 + 10
    assert not any("(b)(6)" in str(record.values) or "(b)(6)" in (record.source or "") for record in taken.checked)


def test_lines_of_records_over_several_lines(
    shared: Path, expected: list[dict[str, Any]], take: Callable[..., Any]
) -> None:
    path = shared / "data/fixture/i213_seattle_sample.psv"
    lines = path.read_bytes().split(b"\n")
    taken = take(path, profile=builtin("ice-i213"))
    for record in taken.checked:
        assert lines[record.line - 1].startswith(str(record.values[TEAM]).encode())


def test_a_key_that_is_redacted_everywhere_is_refused(
    shared: Path, expected: list[dict[str, Any]], take: Callable[..., Any]
) -> None:
    path = shared / "data/fixture/uscis_i589_affirmative_asylum_999.csv"
    with pytest.raises(ImportRejected) as caught:
        take(path, mapping=(("affirmative_case_id", "reference"),), key="reference")
    assert caught.value.name == "redacted_key"
    assert "affirmative_case_id" in caught.value.message
    taken = take(path, mapping=(("citizenship", "nationality"),), key="row")
    assert taken.tally.passed == 999


def test_a_release_without_its_profile_is_named(
    shared: Path, expected: list[dict[str, Any]], take: Callable[..., Any]
) -> None:
    with pytest.raises(ImportRejected) as caught:
        take(shared / "data/fixture/i213_seattle_sample.psv")
    assert caught.value.name == "missing_required_column"
    assert "--profile ice-i213" in caught.value.hint


def test_a_release_by_mapping_alone(shared: Path, expected: list[dict[str, Any]], take: Callable[..., Any]) -> None:
    taken = take(
        shared / "data/fixture/usbp_blaine_spokane_apprehensions_2012-2019.psv",
        key="row",
        delimiter="|",
        skip_lines=6,
        mapping=(("CITIZENSHIP", "nationality"), ("#2", "team"), ("APPR_DT_TIME", "")),
    )
    assert taken.tally.passed == 4711
    assert taken.rows[0]["nationality"] == "MEXICO"
    assert json.loads(taken.checked[0].source)["APPR_DT_TIME"] == "1/1/2012 11:34:00 AM"


def test_rows_written_by_r_with_na_and_row_names(
    shared: Path, expected: list[dict[str, Any]], take: Callable[..., Any]
) -> None:
    taken = take(shared / "data/ice/samples/ddp_detainers_st_cloud_2026_22rows.csv", profile=builtin("ice-detainers"))
    assert taken.tally.passed == 22
    first = taken.rows[0]
    assert (first["reference"], first["lifecycle"], first["stage"], first["birth_date"]) == (
        "00e8e54f78dbbfe579f409c4f14534ae7650e3c2", "open", "in_proceedings", "1996",
    )  # fmt: skip
    assert taken.checked[0].children[0][1][1] == "detainer_prepared"
    assert '"NA"' not in taken.checked[0].source
