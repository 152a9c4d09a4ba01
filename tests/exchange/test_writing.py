"""Files out: the guard, formats, and targets that are written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.errors import ExportError
from cpo_tui.exchange.calendars import Entry, calendar_of
from cpo_tui.exchange.guard import guarded, unguarded
from cpo_tui.exchange.sheets import write_xlsx
from cpo_tui.exchange.target import writing_to
from cpo_tui.exchange.writing import Sheet, write_csv, write_joined_csv, write_json

TRIGGERS = "=+-@\t\r\n\x00%|\uff1d\uff0b\uff0d\uff20\uff05\uff5c"
SHEET = Sheet(
    ("reference", "opened_on", "interpreter_needed", "notes"),
    frozenset({"opened_on"}),
    frozenset({"interpreter_needed"}),
)


@given(st.text())
def test_r_exp_1_the_guard_can_be_taken_off(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in set(TRIGGERS)


@given(st.text(alphabet="'=+-@%| \t\r\nax\uff1d\ufeff", max_size=6))
def test_the_guard_on_dangerous_texts(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text).lstrip(" \ufeff\u00a0")[:1] not in set(TRIGGERS)


def test_r_exp_1_no_cell_of_the_corpora_is_run_by_a_spreadsheet(corpora: Path) -> None:
    for path in (*corpora.glob("*.csv"), *corpora.glob("malformed/*.csv")):
        for line in path.read_bytes().decode("latin-1").split("\n")[:200]:
            for cell in line.split(","):
                assert guarded(cell)[:1] not in set(TRIGGERS)


@given(
    st.lists(
        st.tuples(
            st.text(max_size=9),
            st.none() | st.dates().map(date.isoformat),
            st.none() | st.sampled_from([0, 1]),
            st.none() | st.text(),
        ),
        max_size=6,
    )
)
def test_csv_says_that_it_is_guarded(rows: list[tuple[Any, ...]]) -> None:
    pieces: list[bytes] = []
    assert write_csv(pieces.append, SHEET, rows) == len(rows)
    read = list(csv.reader(io.StringIO(b"".join(pieces).decode("utf-8", "surrogatepass"), newline=""), strict=True))
    assert read[0] == [*SHEET.columns, "cpo:guarded"]
    for row, cells in zip(rows, read[1:], strict=True):
        assert cells[-1] == ""
        assert [unguarded(cell) for cell in (cells[0], cells[3])] == [row[0], row[3] or ""]
        assert cells[2] == {None: "", 0: "no", 1: "yes"}[row[2]]


EDGES = st.text(
    alphabet="'=+-@%| \t\r\n\x00\x1c\x7fax1,\"\u0085\u00a0\u00e1\u1680\u10d0\u2003\u200f\u2060\u3000\u3042\uff1d\ufeff",
    max_size=5,
)


@given(
    st.lists(
        st.tuples(*[st.none() | EDGES | st.text(alphabet=st.characters(exclude_categories=["Cs"]))] * 3), max_size=6
    ),
    st.booleans(),
)
def test_joined_rows_are_written_like_others(rows: list[tuple[str | None, ...]], guard: bool) -> None:
    sheet = Sheet(("reference", "facility", "notes"))
    assert _joined(sheet, rows, guard=guard) == _plain(sheet, rows, guard=guard)


def test_every_character_that_the_guard_minds_is_minded_in_joined_rows() -> None:
    sheet = Sheet(("a", "b"))
    characters = [chr(code) for code in (*range(0x3100), *range(0xFE00, 0x10000))]
    minded = [text for one in characters for text in (one, one + "=") if guarded(text) != text]
    assert len(minded) > 40
    for text in minded:
        for row in ((text, "x"), ("x", text)):
            assert _joined(sheet, [("R", "x"), row]) == _plain(sheet, [("R", "x"), row])


@pytest.mark.parametrize("row", [b"a\xffb", b"a\xffb\xffc\xff", b"a\xc3\xffb\xff"])
def test_a_joined_row_that_does_not_fit_is_not_written(row: bytes) -> None:
    with pytest.raises(ValueError):
        write_joined_csv(lambda _: None, Sheet(("a", "b")), [row])


def _joined(sheet: Sheet, rows: list[tuple[str | None, ...]], *, guard: bool = True) -> bytes:
    pieces: list[bytes] = []
    joined = [b"\xff".join([*[(cell or "").encode() for cell in row], *([b""] if guard else [])]) for row in rows]
    assert write_joined_csv(pieces.append, sheet, joined, guard=guard) == len(rows)
    return b"".join(pieces)


def _plain(sheet: Sheet, rows: list[tuple[str | None, ...]], *, guard: bool = True) -> bytes:
    pieces: list[bytes] = []
    write_csv(pieces.append, sheet, rows, guard=guard)
    return b"".join(pieces)


def test_json_and_json_lines() -> None:
    rows = [("R1", "2026-01-02", 1, "a\nb"), ("R2", None, None, None)]
    for lines in (False, True):
        pieces: list[bytes] = []
        write_json(pieces.append, SHEET, rows, lines=lines)
        text = b"".join(pieces).decode()
        found = [json.loads(line) for line in text.split("\n") if line] if lines else json.loads(text)
        assert found[0] == {"reference": "R1", "opened_on": "2026-01-02", "interpreter_needed": True, "notes": "a\nb"}
        assert found[1]["notes"] is None
    empty: list[bytes] = []
    write_json(empty.append, SHEET, [])
    assert json.loads(b"".join(empty)) == []


def test_a_workbook_comes_back(tmp_path: Path, take: Callable[..., Any]) -> None:
    rows = [
        ("R1", "2026-01-02", 1, "=1+1"),
        ("=cmd", "1899-12-01", 0, "a\nb"),
        ("0012", None, None, None),
        ("R4", "2026-02-03", None, "12345678901234567890"),
    ]
    with writing_to(tmp_path / "out.xlsx") as target:
        assert write_xlsx(target.stream, SHEET, rows, title="cases", folder=tmp_path) == 4
        target.take_file()
    taken = take(tmp_path / "out.xlsx")
    found = [(row["reference"], row["opened_on"], row["interpreter_needed"], row["notes"]) for row in taken.rows]
    assert found == [rows[0], rows[2], rows[3]]
    assert [refusal.kind for refusal in taken.refusals] == ["implausible_date"]
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx")).get_sheet_by_index(0).to_python()
    assert sheet[1] == ["R1", date(2026, 1, 2), "yes", "=1+1"]


def test_several_sheets_with_titles_above_their_headers(tmp_path: Path, take: Callable[..., Any]) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(tmp_path / "many.xlsx"))
    for name, first in (("FY2024", 1), ("Notes", 0), ("FY2025", 10)):
        page = book.add_worksheet(name)
        if not first:
            page.write(0, 0, "nothing here")
            continue
        page.write(0, 0, "Some agency")
        page.write_row(6, 0, ["A_Number", "Full_Name", "Opened_On", "notes"])
        for offset in range(3):
            page.write_number(7 + offset, 0, 999000000 + first + offset)
            page.write_string(7 + offset, 1, f"Person {first + offset}")
            page.write_datetime(
                7 + offset, 2, datetime(2026, 1, 1 + offset), book.add_format({"num_format": "m/d/yyyy"})
            )
    book.close()
    taken = take(tmp_path / "many.xlsx")
    assert taken.tally.passed == 6
    assert [record.number for record in taken.checked] == [1, 2, 3, 4, 5, 6]
    assert [record.line for record in taken.checked] == [8, 9, 10, 8, 9, 10]
    assert taken.rows[0]["a_number"] == "999000001"
    assert taken.rows[5]["opened_on"] == "2026-01-03"
    assert taken.extract.facts.parts == ("FY2024", "FY2025")
    assert taken.warnings["sheet_skipped"] == 1


def test_r_exp_2_json_lines_come_back(take: Callable[..., Any]) -> None:
    pieces: list[bytes] = []
    write_json(pieces.append, SHEET, [("R1", "2026-01-02", 1, 'a\nb,"c"'), ("R2", None, 0, None)], lines=True)
    taken = take(
        b"".join(pieces)
        + b'{"reference": "R3", "shoe": 42}\n\n{"reference": }\n[1]\n{"reference":"R4","reference":"R5"}\n',
        name="x.jsonl",
    )
    assert [(row["reference"], row["interpreter_needed"], row["notes"]) for row in taken.rows] == [
        ("R1", 1, 'a\nb,"c"'),
        ("R2", 0, None),
        ("R3", None, None),
    ]
    assert taken.checked[2].source == '{"shoe":"42"}'
    assert [(refusal.kind, refusal.line) for refusal in taken.refusals] == [
        ("malformed_json", 5),
        ("malformed_json", 6),
        ("malformed_json", 7),
    ]


def test_a_calendar_follows_its_standard() -> None:
    from icalendar import Calendar

    stamped = datetime(2026, 3, 2, 14, tzinfo=UTC)
    entries = [
        Entry(
            "a@cpo", "R1: Custody review, due; \\ now\nat once", date(2026, 3, 5), "8 CFR 241.4", lead=timedelta(days=3)
        ),
        Entry("b@cpo", "R2: hearing " + "long " * 40 + "é", datetime(2026, 3, 6, 9, 30, tzinfo=UTC), "", "NYC"),
    ]
    data = b"".join(calendar_of(entries, stamped=stamped))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.endswith(b"END:VCALENDAR\r\n")
    events = list(Calendar.from_ical(data).walk("VEVENT"))
    assert [str(one["uid"]) for one in events] == ["a@cpo", "b@cpo"]
    assert events[0].decoded("dtstart") == date(2026, 3, 5)
    assert str(events[0]["summary"]) == entries[0].title
    assert events[1].decoded("dtstart") == entries[1].at


def test_r_exp_3_a_target_is_private_and_whole_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"

    def fail() -> None:
        with writing_to(path) as target:
            target.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list(tmp_path.iterdir()) == []
    with writing_to(path) as target:
        target.write(b"whole")
    assert path.read_bytes() == b"whole"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(ExportError) as caught, writing_to(path):
        pass
    assert caught.value.name == "exists"
    with writing_to(path, force=True) as target:
        target.write(b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_r_exp_3_a_link_at_the_target_is_replaced_and_never_followed(tmp_path: Path) -> None:
    victim, link = tmp_path / "victim", tmp_path / "out.csv"
    victim.write_text("mine")
    link.symlink_to(victim)
    with pytest.raises(ExportError), writing_to(link):
        pass
    with writing_to(link, force=True) as target:
        target.write(b"x")
    assert victim.read_text() == "mine"
    assert not link.is_symlink()


def test_r_exp_5_targets_that_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    open_to_all = tmp_path / "open"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    for path in (tmp_path, tmp_path / "pipe", Path("/dev/null"), tmp_path / "no" / "x.csv", open_to_all / "x.csv"):
        with pytest.raises(ExportError) as caught, writing_to(path, force=True):
            pass
        assert caught.value.hint


def test_sources_that_are_no_files(tmp_path: Path, take: Callable[..., Any]) -> None:
    from cpo_tui.errors import ImportRejected

    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path, kind in (
        (tmp_path, "not_a_file"),
        (tmp_path / "pipe", "not_a_file"),
        (Path("/dev/zero"), "not_a_file"),
        (tmp_path / "loop", "not_a_file"),
        (tmp_path / "none", "not_found"),
    ):
        with pytest.raises(ImportRejected) as caught:
            take(path)
        assert caught.value.name == kind


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    from cpo_tui.errors import ImportRejected
    from cpo_tui.exchange.extracts import Options, open_extract
    from cpo_tui.exchange.sources import open_source

    path = tmp_path / "growing.csv"
    path.write_text("reference\n" + "".join(f"R{number}\n" for number in range(100_000)))
    with open_source(path) as source:
        batches = open_extract(source, Options()).batches()
        next(batches)
        with path.open("a") as file:
            file.write("R-more\n")
        with pytest.raises(ImportRejected) as caught:
            list(batches)
    assert caught.value.name == "source_changed"
