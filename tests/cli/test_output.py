"""What is written: data that no terminal obeys, lines that scripts can cut, JSON that loses nothing."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.cli.output import Output, as_json, cell, duration, fitted

OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
CORPORA = Path(__file__).resolve().parents[1] / "corpora"


def hostile() -> list[str]:
    found = []
    for name in ("escape_injection.csv", "markup_injection.csv"):
        with (CORPORA / name).open(encoding="utf-8", newline="") as file:
            found += [value for row in csv.reader(file) for value in row]
    return found


@given(st.text() | st.sampled_from(hostile()))
def test_json_loses_nothing_and_holds_nothing_that_is_obeyed(text: str) -> None:
    written = as_json({"value": text})
    assert json.loads(written) == {"value": text}
    assert not OBEYED.search(written)


@given(st.text() | st.sampled_from(hostile()))
def test_a_cell_is_one_line_without_tabs_that_nothing_obeys(text: str) -> None:
    written = cell(text)
    assert not OBEYED.search(written)
    assert not set("\t\n\r") & set(written)


def test_json_keeps_letters_readable() -> None:
    assert as_json({"name": "García 李小龙"}) == '{"name": "García 李小龙"}'


@dataclass(frozen=True)
class Thing:
    at: datetime
    on: date | None


def test_dates_are_iso_with_their_offset_and_nothing_is_null() -> None:
    thing = Thing(datetime(2026, 3, 2, 14, tzinfo=UTC), None)
    assert json.loads(as_json(thing)) == {"at": "2026-03-02T14:00:00+00:00", "on": None}
    assert json.loads(as_json([date(2026, 3, 2), timedelta(hours=36), Path("/x")])) == ["2026-03-02", "36h", "/x"]
    with pytest.raises(TypeError):
        as_json(object())


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(0), "0"),
        (timedelta(days=2), "2d"),
        (timedelta(hours=36), "36h"),
        (timedelta(hours=72), "3d"),
        (timedelta(minutes=90), "1.5h"),
    ],
)
def test_lengths_are_in_the_words_of_the_packs(length: timedelta, words: str) -> None:
    assert duration(length) == words


def test_moments_in_a_table_are_the_offices(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cell(datetime(2026, 3, 2, 14, tzinfo=UTC)) == "2026-03-02T09:00-05:00"
    assert [cell(value) for value in (None, True, False, ("a", "b"), 7)] == ["", "yes", "no", "a, b", "7"]


def test_piped_a_table_is_lines_with_tabs(capsys: pytest.CaptureFixture[str]) -> None:
    Output().table(("case", "name"), [("C-1", "[b]García[/b]\x1b[31m"), ("C-2", "a\tb\nc")])
    assert capsys.readouterr().out == "case\tname\nC-1\t[b]García[/b]␛[31m\nC-2\ta b⏎c\n"


def test_on_a_terminal_a_table_is_drawn_and_markup_is_shown_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    Output(terminal=True).table(
        ("case", "name"), [("C-1", "[b]García[/b] :smile:\x1b[31m"), ("C-2", "李小龙")], right=("case",)
    )
    shown = capsys.readouterr().out
    assert "[b]García[/b] :smile:␛[31m" in shown
    assert "李小龙" in shown
    assert "\x1b" not in shown


def test_with_colour_only_our_own_escapes_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    Output(terminal=True, color=True).heading("notes\x1b]0;x\x07")
    assert capsys.readouterr().out == "\n\x1b[1mnotes␛]0;x␇\x1b[0m\n"


@pytest.mark.parametrize("variable", ["NO_COLOR", None])
def test_no_colour_where_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch, variable: str | None) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert Output.of_process().color
    if variable:
        monkeypatch.setenv(variable, "1")
    assert not Output.of_process(no_color=variable is None).color


@pytest.mark.parametrize(
    ("natural", "room", "widths"),
    [
        ([10, 20, 30], 100, [10, 20, 30]),
        ([10, 20, 30], 50, [10, 20, 20]),
        ([10, 60, 30], 60, [10, 25, 25]),
        ([40, 40], 4, [8, 8]),
        ([3, 40], 20, [3, 17]),
    ],
)
def test_the_widest_columns_give_way_first(natural: list[int], room: int, widths: list[int]) -> None:
    assert fitted(natural, room) == widths


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("one_line", [True, False])
def test_no_drawn_line_is_wider_than_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int, one_line: bool
) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", str(width))
    rows = [("C-1", "李小龙" * 20, 3, "a long text with words " * 9), ("C-20", "Ana", 12, "short")]
    Output(terminal=True).table(("case", "name", "n", "what"), rows, right=("n",), one_line=one_line)
    lines = capsys.readouterr().out.splitlines()
    assert max(cell_len(line) for line in lines) <= width
    if one_line:
        assert len(lines) == 4
        assert "…" in lines[2]
    else:
        assert len(lines) > 4
