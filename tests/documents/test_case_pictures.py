"""The pictures of a case say what its file says."""

from __future__ import annotations

from typing import Any

import pytest

from cpo_tui.documents.case_pictures import case_bands, custody_bands, other_bands, other_rows, stay_rows
from cpo_tui.documents.picture_text import as_text, lines
from cpo_tui.documents.pictures import Tone
from cpo_tui.documents.svg import as_svg


def content(**more: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "today": "2026-03-02", "stays": [], "clocks": [], "holds": [], "inquiries": [], "documents": [], "timeline": [],
        "hearings": [], "case": {"opened_on": None}, "other_cases": [],
    }  # fmt: skip
    return empty | more


STAYS: list[dict[str, Any]] = [
    {"first": "2025-12-04", "last": "2026-01-31", "custody": "detained", "words": "Booked in: Tacoma"},
    {"first": "2026-02-01", "last": None, "custody": "released", "words": "Parole"},
]


def clock(**more: Any) -> dict[str, Any]:
    return {
        "title": "90-day review", "from": "2025-12-04", "due_at": "2026-03-04", "open": True, "late": False, "closed_at": None,
        "status": "running",
    } | more  # fmt: skip


def test_days_in_detention_are_counted_with_both_ends() -> None:
    picture = custody_bands(content(stays=STAYS))
    assert picture is not None
    assert picture.title == "Custody: 59 days in detention"
    assert [row["days"] for row in stay_rows(content(stays=STAYS))] == ["59", "30"]
    assert {band.label: [one.tone for one in band.stretches] for band in picture.bands} == {
        "detained": [Tone.PLAIN],
        "released": [Tone.QUIET],
    }


def test_other_cases_of_the_person_have_bands_and_rows_of_their_own() -> None:
    before = {"first": "2020-01-30", "last": "2020-03-01", "custody": "detained", "words": "Booked in: Stewart"}
    file = content(
        other_cases=[
            {"case": "C-1", "protected": False, "stays": [before]},
            {"case": "C-2", "protected": True, "stays": []},
            {"case": "C-3", "protected": False, "stays": []},
        ]
    )
    picture = other_bands(file)
    assert picture is not None
    assert (
        picture.title == "In other cases: 32 days in detention"
    )  # 2 of January, 29 of a leap year's February, 1 of March
    assert [band.label for band in picture.bands] == ["C-1 detained"]
    assert [(row["case"], row["days"], row["words"]) for row in other_rows(file)] == [
        ("C-1", "32", "Booked in: Stewart"),
        ("C-2", "", "protected: open it"),
        ("C-3", "", "nothing on file says where"),
    ]
    assert other_bands(content()) is None
    assert other_rows(content()) == []


@pytest.mark.parametrize("width", [40, 76, 100])
def test_no_line_is_wider_than_asked_and_today_stands_in_one_column(width: int) -> None:
    clocks = [clock(), clock(title="Notice to a person whose name is long and longer", due_at="2026-01-04", late=True)]
    picture = case_bands(content(stays=STAYS, clocks=clocks))
    assert picture is not None
    text = ["".join(words for words, _ in line) for line in lines(picture, width)]
    assert all(len(line) <= width for line in text)
    columns = {line.index("│") for line in text if "│" in line}
    assert len(columns) == 1
    assert "late" in "\n".join(text) or width < 76
    assert "▒" in "\n".join(text)


def test_what_is_late_and_what_was_met_differ_without_colour() -> None:
    clocks = [
        clock(due_at="2026-01-04", late=True),
        clock(open=False, closed_at="2026-02-01", status="met"),
        clock(open=False, closed_at="2026-04-01", status="late_met"),
    ]
    picture = case_bands(content(clocks=clocks))
    assert picture is not None
    assert [band.stretches[-1].tone for band in picture.bands] == [Tone.BAD, Tone.BAD, Tone.GOOD]


def test_marks_are_pinned_events_and_hearings_to_come() -> None:
    timeline = [
        {"occurred_at": "2026-02-01", "kind": "nta_served", "title": None, "pinned": True},
        {"occurred_at": "2026-01-01", "kind": "phone_call", "title": "Rang", "pinned": False},
    ]
    hearings = [
        {"starts_at": "2026-03-12T08:30:00-05:00", "kind": "master", "outcome": None},
        {"starts_at": "2026-01-12T08:30:00-05:00", "kind": "master", "outcome": "held"},
    ]
    picture = case_bands(content(timeline=timeline, hearings=hearings))
    assert picture is not None
    assert [one.label for one in picture.marks] == ["nta served", "master"]


def test_nothing_on_file_is_no_picture_and_names_are_safe_in_svg() -> None:
    assert custody_bands(content()) is None
    assert case_bands(content()) is None
    stays = [{**STAYS[0], "custody": "<script>", "words": "\x1b[31m"}]
    picture = custody_bands(content(stays=stays))
    assert picture is not None
    assert "<script>" not in as_svg(picture)
    assert as_svg(picture) == as_svg(picture)
    assert "\x1b" not in as_text(picture)
