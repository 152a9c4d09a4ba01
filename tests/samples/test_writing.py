"""The files: the same bytes for the same seed, readable by the importer without a single remark."""

from __future__ import annotations

import csv
import stat
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from cpo_tui import samples
from cpo_tui.domain.records import CAPACITIES, CHANNELS, DOCUMENT_STATES, INQUIRY_STATES
from cpo_tui.errors import UsageError
from cpo_tui.exchange.extracts import Options, open_extract
from cpo_tui.exchange.layout import COLUMNS as READ_COLUMNS
from cpo_tui.exchange.layout import KEYS
from cpo_tui.exchange.sources import open_source
from cpo_tui.samples import COLUMNS
from cpo_tui.samples.plans import Plan

TODAY = date(2026, 3, 2)
CASES = 300


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sample")
    samples.write(made, CASES, 9, TODAY)
    return made


def rows(folder: Path, kind: str) -> list[dict[str, str]]:
    with (folder / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_columns_are_those_that_the_importer_knows() -> None:
    known = {kind: tuple(fields) for kind, fields in READ_COLUMNS.items()}
    assert known == {**COLUMNS, "events": (*COLUMNS["events"], "facts")}  # invented events are told without facts


def test_the_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    counts = samples.write(tmp_path, CASES, 9, TODAY)
    for kind in COLUMNS:
        assert (tmp_path / f"{kind}.csv").read_bytes() == (folder / f"{kind}.csv").read_bytes()
        assert counts[kind] == len(rows(folder, kind)) > 0


def test_another_seed_or_day_gives_others(folder: Path, tmp_path: Path) -> None:
    for name, seed, today in (("seed", 10, TODAY), ("day", 9, date(2026, 3, 3))):
        (tmp_path / name).mkdir()
        samples.write(tmp_path / name, CASES, seed, today, kinds=("cases",))
        assert (tmp_path / name / "cases.csv").read_bytes() != (folder / "cases.csv").read_bytes()


def test_cases_alone_are_the_same_cases(folder: Path, tmp_path: Path) -> None:
    assert samples.write(tmp_path, CASES, 9, TODAY, kinds=("cases",)) == {"cases": CASES}
    assert [path.name for path in tmp_path.iterdir()] == ["cases.csv"]
    assert (tmp_path / "cases.csv").read_bytes() == (folder / "cases.csv").read_bytes()


def test_rows_of_the_caseload_are_those_of_the_files(folder: Path) -> None:
    told = list(samples.caseload(CASES, 9, TODAY))
    for kind, made in (
        ("cases", [one.case for one in told]),
        ("events", [row for one in told for row in one.events]),
        ("documents", [row for one in told for row in one.documents]),
        ("inquiries", [row for one in told for row in one.inquiries]),
    ):
        assert [tuple(row.values()) for row in rows(folder, kind)] == made


@pytest.mark.parametrize("kind", list(COLUMNS))
def test_the_importer_reads_every_row_without_a_remark(folder: Path, kind: str) -> None:
    with open_source(folder / f"{kind}.csv") as source:
        extract = open_extract(source, Options(kind=kind))
        batches = list(extract.batches())
    assert [refusal for batch in batches for refusal in batch.refusals] == []
    assert sum(1 for batch in batches for _ in batch.checked()) == len(rows(folder, kind))
    assert dict(extract.warnings) == {}


def test_values_are_of_the_vocabularies(folder: Path) -> None:
    assert {row["state"] for row in rows(folder, "documents")} <= set(DOCUMENT_STATES)
    inquiries = rows(folder, "inquiries")
    assert {row["state"] for row in inquiries} <= set(INQUIRY_STATES)
    assert {row["channel"] for row in inquiries} <= set(CHANNELS)
    assert {row["capacity"] for row in inquiries} <= set(CAPACITIES)
    assert {"attorney", "family", "congress_member", "consulate"} <= {row["capacity"] for row in inquiries}


@pytest.mark.parametrize("kind", ["events", "documents"])
def test_no_key_comes_twice(folder: Path, kind: str) -> None:
    met = Counter(tuple(row[name] for name in KEYS[kind]) for row in rows(folder, kind))
    assert [key for key, count in met.items() if count > 1] == []


def test_an_inquiry_about_several_cases_says_the_same_in_each_row(folder: Path) -> None:
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows(folder, "inquiries"):
        found.setdefault(row["inquiry"], []).append({**row, "reference": ""})
    assert any(len(several) > 1 for several in found.values())
    assert all(several.count(several[0]) == len(several) for several in found.values())


def test_children_name_cases_that_exist(folder: Path) -> None:
    references = {row["reference"] for row in rows(folder, "cases")}
    for kind in ("events", "documents", "inquiries"):
        assert {row["reference"] for row in rows(folder, kind)} <= references


def test_documents_were_asked_for_before_they_came_and_inquiries_answered_after(folder: Path) -> None:
    today = TODAY.isoformat()
    for row in rows(folder, "documents"):
        days = [row[name] for name in ("requested_on", "received_on") if row[name]]
        assert days == sorted(days)
        assert all(row[name] <= today for name in ("requested_on", "received_on", "signed_on", "served_on"))
        assert row["state"] != "expired" or row["expires_on"] < today
        assert row["state"] in {"expired", ""} or not row["expires_on"] or row["expires_on"] > today
        assert row["sha256"] == "" or len(row["sha256"]) == 64
    for row in rows(folder, "inquiries"):
        assert row["received_at"][:10] < today
        assert row["due_at"] >= row["received_at"][:10]
        assert not row["answered_at"] or row["received_at"] < row["answered_at"]
        assert bool(row["answered_at"]) == bool(row["answer"]) == (row["state"] in {"answered", "closed"})


def test_some_inquiries_are_late_due_today_and_ahead(folder: Path) -> None:
    today = TODAY.isoformat()
    due = [row["due_at"] for row in rows(folder, "inquiries") if not row["answered_at"]]
    assert any(day < today for day in due)
    assert any(day == today for day in due)
    assert any(day > today for day in due)


def test_only_the_owner_can_read_the_files(folder: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no such modes")
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_nothing_is_overwritten_and_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("mine", encoding="utf-8")
    (tmp_path / "events.csv").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match=r"events\.csv exists already"):
        samples.write(tmp_path, 3, 1, TODAY)
    assert (tmp_path / "elsewhere").read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "events.csv"]


def test_a_write_that_is_stopped_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cpo_tui.samples import plans, writing

    def stopped(*given: object) -> Iterator[Plan]:
        yield from islice(plans.plans(*given), 5)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, "plans", stopped)
    with pytest.raises(KeyboardInterrupt):
        samples.write(tmp_path, 100, 1, TODAY)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no sample file 'hearings'"):
        samples.write(tmp_path, 1, 1, TODAY, kinds=("hearings",))


def test_no_cases_give_files_with_headers_only(tmp_path: Path) -> None:
    assert samples.write(tmp_path, 0, 1, TODAY) == dict.fromkeys(COLUMNS, 0)
    assert all(len((tmp_path / f"{kind}.csv").read_text(encoding="utf-8").splitlines()) == 1 for kind in COLUMNS)


def test_a_million_are_begun_at_once() -> None:
    assert len(list(islice(samples.caseload(1_000_000, 1, TODAY), 2))) == 2


def test_the_package_needs_only_the_standard_library() -> None:
    code = "import sys; import cpo_tui.samples; print('\\n'.join(m.split('.')[0] for m in sys.modules))"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert not loaded & {"textual", "rich", "typer", "sqlmodel", "sqlalchemy", "sqlcipher3", "holidays", "pydantic"}
