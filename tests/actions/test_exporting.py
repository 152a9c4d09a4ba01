"""Exports through the store: they come back as they went, keep what is protected in, and are logged."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cpo_tui.actions import timeline, undo
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.exporting import ExportOptions, export, look_ahead
from cpo_tui.actions.importing import ImportOptions, import_file
from cpo_tui.actions.quarantine import write_quarantine, write_refused
from cpo_tui.domain.columns import exported
from cpo_tui.errors import ExportError, Refused, UsageError
from cpo_tui.exchange.extracts import Options
from cpo_tui.store import access, connect
from cpo_tui.ui.flows.verbs import FLAGS

CORPORA = Path(__file__).resolve().parents[1] / "corpora"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Context]:
    store = connect.create(tmp_path / "e.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(store, "alvarez") as context:
        yield context


def _bring(context: Context, path: Path, **options: Any) -> Any:
    return import_file(context, path, ImportOptions(Options(**options)))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.mark.parametrize("name", ["formula_injection.csv", "markup_injection.csv", "unicode_names.csv"])
@pytest.mark.parametrize("form", ["csv", "raw", "jsonl", "xlsx"])
def test_what_went_in_comes_back_and_goes_in_again(name: str, form: str, empty: Context, tmp_path: Path) -> None:
    first = _bring(empty, CORPORA / name)
    target = tmp_path / f"out.{'csv' if form == 'raw' else form}"
    done = export(empty, target, ExportOptions(format="csv" if form == "raw" else form, raw=form == "raw"))
    assert done.rows == first.counts.created
    assert done.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    again = _bring(empty, target)
    assert (again.counts.created, again.counts.updated, again.counts.unchanged) == (0, 0, done.rows)
    if form == "raw":
        refused = {refusal.line for refusal in first.refusals}
        given = {
            row["a_number"]: (row["full_name"], row["notes"].replace("\r\n", "\n")) for row in _rows(CORPORA / name)
        }
        held = {row["a_number"]: (row["full_name"], row["notes"]) for row in _rows(target)}
        assert held == {number: values for number, values in given.items() if number in held}
        assert len(held) + len(refused) == len(given)


def test_every_cell_of_a_guarded_export_is_safe_to_open(empty: Context, tmp_path: Path) -> None:
    _bring(empty, CORPORA / "formula_injection.csv")
    export(empty, tmp_path / "out.csv", ExportOptions())
    for row in csv.reader((tmp_path / "out.csv").open(encoding="utf-8", newline="")):
        assert not any(cell[:1] in set("=+-@\t\r\n\x00%|\uff1d\uff0b\uff0d\uff20\uff05\uff5c") and cell for cell in row)


def test_all_kinds_come_back_into_an_empty_store(empty: Context, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text(
        'reference,full_name,interpreter_needed,lifecycle,closed_on,closure_reason\nR2,Ben,yes,open,,\nR1,"O\'Neil, =Ana",no,closed,2026-01-02,gone\n'
    )
    (tmp_path / "events.csv").write_text(
        "reference,kind,occurred_at,title,pinned\nR1,note,2026-01-05T09:00:00-05:00,+1,yes\nR2,call,2026-02-01,,no\n"
    )
    (tmp_path / "documents.csv").write_text('reference,document,form,state,notes\nR2,passport,,requested,"a\nb"\n')
    (tmp_path / "inquiries.csv").write_text(
        'inquiry,reference,received_at,channel,question\nI-1,R1; R2,2026-02-01,email,"Where, please?"\n'
    )
    kinds = ("cases", "events", "documents", "inquiries")
    for kind in kinds:
        _bring(empty, tmp_path / f"{kind}.csv")
    out = tmp_path / "out"
    out.mkdir()
    for kind in kinds:
        export(empty, out / f"{kind}.csv", ExportOptions(kind, raw=True))
    assert [row["reference"] for row in _rows(out / "cases.csv")] == ["R1", "R2"]
    assert _rows(out / "cases.csv")[0]["full_name"] == "O'Neil, =Ana"
    store = connect.create(tmp_path / "b.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(store, "alvarez") as other:
        for kind in kinds:
            report = _bring(other, out / f"{kind}.csv")
            assert report.outcome == "ok"
            export(other, out / f"{kind}-2.csv", ExportOptions(kind, raw=True))
            assert (out / f"{kind}-2.csv").read_bytes() == (out / f"{kind}.csv").read_bytes()


def test_columns_order_and_choice_of_cases(empty: Context, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("reference,officer\nR3,chen\nR1,weiss\nR2,chen\n")
    _bring(empty, tmp_path / "cases.csv")
    export(empty, tmp_path / "a.csv", ExportOptions(columns=("officer", "reference"), raw=True), [1, 3])
    assert (tmp_path / "a.csv").read_bytes() == b"officer,reference\r\nchen,R2\r\nchen,R3\r\n"
    export(empty, tmp_path / "b.csv", ExportOptions(columns=("reference",), raw=True, in_their_order=True), [2, 1, 3])
    assert [row["reference"] for row in _rows(tmp_path / "b.csv")] == ["R1", "R3", "R2"]
    for wrong in (
        ExportOptions(columns=("shoe",)),
        ExportOptions("shoes"),
        ExportOptions(format="doc"),
        ExportOptions(format="ics"),
    ):
        with pytest.raises(UsageError):
            export(empty, tmp_path / "c", wrong)


@pytest.mark.parametrize("flag", ["fear_claim", "protected_1367", "victim_of_trafficking"])
def test_a_flag_that_the_form_offers_keeps_its_case_out(empty: Context, tmp_path: Path, flag: str) -> None:
    (tmp_path / "cases.csv").write_text("reference\nR1\nR2\n")
    _bring(empty, tmp_path / "cases.csv")
    assert flag in FLAGS
    timeline.add_flag(empty, [1], flag)
    done = export(empty, tmp_path / "out.csv", ExportOptions())
    assert (done.rows, done.left_out) == (1, 1)
    assert "R1" not in (tmp_path / "out.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["cases", "events", "documents", "inquiries", "deadlines"])
def test_a_look_ahead_says_what_the_export_does_and_writes_nothing(empty: Context, tmp_path: Path, kind: str) -> None:
    (tmp_path / "cases.csv").write_text("reference\nR1\nR2\nR3\n")
    _bring(empty, tmp_path / "cases.csv")
    timeline.add_flag(empty, [1], "section_1367")
    timeline.add_event(empty, [1, 2], "contact", "2026-02-01", title="Asked about asylum")
    timeline.add_event(empty, [1, 2], "contact", "2026-02-01", title="Called")
    target, logged = tmp_path / "out.csv", len(access.entries(empty.connection, access.Wanted(kind="export")))
    seen = look_ahead(empty, target, ExportOptions(kind), [3, 1, 2])
    assert not target.exists()
    assert len(access.entries(empty.connection, access.Wanted(kind="export"))) == logged
    done = export(empty, target, ExportOptions(kind), [3, 1, 2])
    assert seen.summary.startswith(f"{done.rows:,} {kind} written to {target}")
    assert [one.reference for one in seen.refused] == ["R1"]
    assert [note.split()[0] for note in seen.notes] == (
        [str(done.left_out)] if kind != "cases" and done.left_out else []
    )
    assert seen.effects[0].references == ("R3", "R2")
    again = look_ahead(empty, target, ExportOptions(kind), [2])
    assert again.effects[0].what == "file replaced"
    assert "replaced" in again.notes[0]


def test_protected_categories_stay_out_unless_asked_for(empty: Context, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("reference\nR1\nR2\n")
    _bring(empty, tmp_path / "cases.csv")
    timeline.add_flag(empty, [1], "section_1367")
    (tmp_path / "events.csv").write_text(
        "reference,kind,occurred_at,title\nR1,note,2026-02-01,one\nR2,note,2026-02-01,Asked about ASYLUM\nR2,note,2026-02-02,plain\n"
    )
    _bring(empty, tmp_path / "events.csv")
    done = export(empty, tmp_path / "cases-out.csv", ExportOptions())
    assert (done.rows, done.left_out) == (1, 1)
    events = export(empty, tmp_path / "events-out.csv", ExportOptions("events"))
    assert (events.rows, events.left_out) == (1, 2)
    with pytest.raises((UsageError, Refused)):
        export(empty, tmp_path / "x.csv", ExportOptions(include_protected=True))
    assert not (tmp_path / "x.csv").exists()
    empty.connection.execute("INSERT INTO officers (login, role) VALUES ('alvarez', 'supervisor')")
    with pytest.raises(UsageError):
        export(empty, tmp_path / "x.csv", ExportOptions(include_protected=True))
    whole = export(empty, tmp_path / "x.csv", ExportOptions(include_protected=True, reason="court order"))
    assert (whole.rows, whole.left_out) == (2, 0)
    line = access.entries(empty.connection, access.Wanted(kind="export"))[0]
    assert line.detail["sha256"] == whole.sha256
    assert line.detail["rows"] == 2
    assert line.reason == "court order"


def test_nothing_is_written_over_without_force(empty: Context, tmp_path: Path) -> None:
    export(empty, tmp_path / "out.json", ExportOptions(format="json"))
    with pytest.raises(ExportError):
        export(empty, tmp_path / "out.json", ExportOptions(format="json"))
    assert json.loads((tmp_path / "out.json").read_text()) == []
    pieces: list[bytes] = []
    assert export(empty, pieces.append, ExportOptions(format="jsonl")).rows == 0


def test_a_calendar_of_deadlines_and_hearings(empty: Context, tmp_path: Path) -> None:
    from icalendar import Calendar

    (tmp_path / "cases.csv").write_text("reference,next_hearing_on\nR1,2026-05-01\nR2,\n")
    _bring(empty, tmp_path / "cases.csv")
    done = export(empty, tmp_path / "out.ics", ExportOptions("deadlines", "ics"))
    events = Calendar.from_ical((tmp_path / "out.ics").read_bytes()).walk("VEVENT")
    assert done.rows == len(list(events)) >= 1


def test_refused_records_are_corrected_and_imported_again(empty: Context, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text('reference;full_name;opened_on\nR1;"Ana; B";nope\nR2;Ben;2026-01-02\nR3;Cai;31/12/2025\n')
    report = _bring(empty, path)
    assert report.tally.quarantined == 2
    refused = tmp_path / "refused.csv"
    assert write_refused(empty, report, refused) == 2
    lines = refused.read_text().split("\n")
    assert lines[0] == "reference;full_name;opened_on;cpo:line;cpo:reason\r" or lines[0].startswith(
        "reference;full_name;opened_on;cpo:line;cpo:reason"
    )
    assert lines[1].startswith('R1;"Ana; B";nope;2;')
    refused.write_bytes(refused.read_bytes().replace(b"nope;", b"2026-02-03;").replace(b"31/12/2025;", b"12/31/2025;"))
    again = _bring(empty, refused)
    assert (again.counts.created, again.tally.quarantined) == (2, 0)
    assert empty.connection.execute("SELECT count(*) FROM cases").fetchone()[0] == 3
    with pytest.raises(ExportError):
        write_quarantine(empty, report.batch, refused)
    dry = import_file(empty, path, ImportOptions(Options(), dry_run=True, again=True))
    assert write_refused(empty, dry, tmp_path / "dry.csv") == 2
    undo.undo(empty, again.change_set)
    assert empty.connection.execute("SELECT count(*) FROM cases").fetchone()[0] == 1


def test_what_a_list_shows_is_written_in_its_order(empty: Context, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text(
        "reference,a_number,full_name\nR1,A999000001,Ana\nR2,A999000002,Ben\nR3,A999000003,Cy\n"
    )
    _bring(empty, tmp_path / "cases.csv")
    timeline.add_task(empty, [1], "Call counsel", "2026-03-09")
    timeline.add_task(empty, [3], "Serve notice", "2026-03-04")
    columns = exported(["demand", "act_by", "case", "missing_documents", "full_name"])
    assert columns == (
        "demand",
        "act_by",
        "due_at",
        "severity",
        "a_number",
        "reference",
        "missing_documents",
        "full_name",
    )
    done = export(empty, tmp_path / "list.csv", ExportOptions(columns=columns, in_their_order=True), [3, 1])
    rows = _rows(tmp_path / "list.csv")
    assert done.rows == 2
    assert [(row["demand"], row["due_at"], row["reference"], row["full_name"]) for row in rows] == [
        ("Serve notice", "2026-03-04", "R3", "Cy"),
        ("Call counsel", "2026-03-09", "R1", "Ana"),
    ]
    with pytest.raises(UsageError, match="twice"):
        export(empty, tmp_path / "x.csv", ExportOptions(columns=("reference", "reference")))
    with pytest.raises(UsageError, match="no column"):
        export(empty, tmp_path / "x.csv", ExportOptions("events", columns=("demand",)))


def test_what_the_list_says_of_protected_matters_stays_out_too(empty: Context, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("reference\nR1\nR2\n")
    _bring(empty, tmp_path / "cases.csv")
    timeline.add_task(empty, [1], "Send the asylum office the file", "2026-03-09")
    done = export(empty, tmp_path / "a.csv", ExportOptions(columns=("reference", "demand")))
    assert (done.rows, done.left_out) == (1, 1)
    assert b"asylum" not in (tmp_path / "a.csv").read_bytes()


def test_every_column_of_a_list_can_be_written(empty: Context, tmp_path: Path) -> None:
    from cpo_tui.domain.columns import COLUMNS as LIST
    from cpo_tui.store.exports import columns_of

    assert all(fact.exported for fact in LIST.values())
    assert {name for fact in LIST.values() for name in fact.exported} <= set(columns_of("cases"))
    export(empty, tmp_path / "a.csv", ExportOptions(columns=columns_of("cases"), raw=True))
    assert (tmp_path / "a.csv").read_text().strip().split(",") == list(columns_of("cases"))


def test_the_cells_of_a_workbook_are_typed_and_nothing_in_it_runs(empty: Context, tmp_path: Path) -> None:
    import zipfile
    from datetime import date

    from python_calamine import CalamineWorkbook

    (tmp_path / "cases.csv").write_text(
        "reference,full_name,birth_date,opened_on,notes,a_number\n"
        '=1+1,"@SUM(A1)",1970,2026-01-05,https://example.org,A012345678\n'
    )
    _bring(empty, tmp_path / "cases.csv")
    columns = ("reference", "full_name", "birth_date", "opened_on", "missing_documents", "notes", "a_number")
    export(empty, tmp_path / "a.xlsx", ExportOptions(format="xlsx", columns=columns))
    head, row = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    assert tuple(head) == columns
    assert row == ["=1+1", "@SUM(A1)", "1970", date(2026, 1, 5), 0.0, "https://example.org", "A012345678"]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        names = archive.namelist()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert 'state="frozen"' in sheet
    assert 'ySplit="1"' in sheet
    assert not [name for name in names if "external" in name.lower() or "vba" in name.lower()]


def test_a_calendar_keeps_to_its_standard(empty: Context, tmp_path: Path) -> None:
    from icalendar import Calendar

    title = "Naïve; commas, and a \\ " + "long " * 40
    (tmp_path / "cases.csv").write_text("reference\nR1\n")
    _bring(empty, tmp_path / "cases.csv")
    (tmp_path / "events.csv").write_text(
        "reference,kind,occurred_at,title,body\n"
        f'R1,note,2026-02-01T09:00-05:00,"{title}","first\nsecond"\nR1,note,2026-02-01T09:00-05:00,other,\nR1,note,2026-02-03,day,\n'
    )
    _bring(empty, tmp_path / "events.csv")
    assert export(empty, tmp_path / "a.ics", ExportOptions("events", "ics")).rows == 3
    data = (tmp_path / "a.ics").read_bytes()
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert (lines[0], lines[-2], lines[-1]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR", b"")
    calendar = Calendar.from_ical(data)
    assert (calendar["VERSION"], bool(calendar["PRODID"])) == ("2.0", True)
    events = list(calendar.walk("VEVENT"))
    assert len({str(event["UID"]) for event in events}) == 3, "entries with one name would replace one another"
    assert all("DTSTAMP" in event and "DTSTART" in event for event in events)
    assert str(events[0]["SUMMARY"]).startswith("R1: Naïve; commas, and a \\ long")
    assert str(events[0]["DESCRIPTION"]) == "first\nsecond"
    assert b"DTSTART:20260201T140000Z" in data
    assert b"DTSTART;VALUE=DATE:20260203" in data
    again = tmp_path / "b.ics"
    export(empty, again, ExportOptions("events", "ics"))
    assert [str(event["UID"]) for event in Calendar.from_ical(again.read_bytes()).walk("VEVENT")] == [
        str(event["UID"]) for event in events
    ]
