"""Deadlines and their clocks from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cpo

ARREST = "us-warrantless-arrest-custody-decision-48h"
BRIEF = "us-bia-brief-21d"


@pytest.fixture
def running(work: Cpo) -> Cpo:
    """`C-1` was arrested this morning, `C-2` a week ago."""
    work("add", "event", "C-1", "arrest_warrantless", "--at", "2026-03-02T08:00-05:00")
    work("add", "event", "C-2", "arrest_warrantless", "--at", "2026-02-23T08:00-05:00")
    return work


def due(answer: object, rule: str = ARREST) -> dict[str, object]:
    return {one["reference"]: one["due_at"] for one in answer if one["rule"] == rule}  # type: ignore[attr-defined]


def test_the_earliest_comes_first(running: Cpo) -> None:
    found = running("deadlines", "--json").json
    assert due(found) == {"C-1": "2026-03-04T08:00:00-05:00", "C-2": "2026-02-25T08:00:00-05:00"}
    dated = [one["due_at"] for one in found if one["due_at"]]
    assert dated == sorted(dated)
    assert {one["late"] for one in found if one["reference"] == "C-2" and one["rule"] == ARREST} == {True}


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--case", "C-1"], {"C-1"}),
        (["--query", "officer:me"], {"C-1", "C-2"}),
        (["--within", "24h"], {"C-2"}),
        (["--within", "3d"], {"C-1", "C-2"}),
        (["--status", "late"], {"C-2"}),
        (["--status", "met"], set()),
        (["--status", "all"], {"C-1", "C-2"}),
    ],
)
def test_they_are_found_by_case_query_time_and_status(running: Cpo, args: list[str], expected: set[str]) -> None:
    assert set(due(running("deadlines", *args, "--json").json)) == expected


@pytest.mark.parametrize(
    "args",
    [
        ["--status", "nonsense"],
        ["--within", "soon"],
        ["--limit", "0"],
        ["--case", "C-1", "--query", "late"],
        ["--query", "nonsense:x"],
    ],
)
def test_what_is_wrong_is_said(running: Cpo, args: list[str]) -> None:
    assert running("deadlines", *args, "--json").code == 2


def test_an_event_that_meets_it_closes_it(running: Cpo) -> None:
    assert running("clock", "meet", "C-1", ARREST, "--on", "2026-03-02T10:00-05:00", "--json").json["done"] == ["C-1"]
    assert "C-1" not in due(running("deadlines", "--json").json)
    found = running("deadlines", "--case", "C-1", "--status", "met", "--json").json
    assert ARREST in {one["rule"] for one in found}
    assert running("undo").code == 0
    assert "C-1" in due(running("deadlines", "--json").json)


def test_a_clock_that_protects_a_person_is_not_paused(running: Cpo) -> None:
    answer = running("clock", "pause", "C-1", ARREST, "--reason", "x", "--json")
    assert answer.code in {1, 2}
    assert answer.json["error"]["kind"] == "refused"


def test_a_clock_is_waived_with_a_reason_and_a_case_without_it_is_refused(running: Cpo) -> None:
    answer = running("clock", "waive", "C-1", "C-3", ARREST, "--reason", "in writing", "--approver", "lopez", "--json")
    assert (answer.code, answer.json["done"]) == (3, ["C-1"])
    assert answer.json["refused"][0]["case"] == "C-3"
    assert running("clock", "waive", "C-2", ARREST, "--json").code == 2
    assert (
        running("clock", "waive", "C-2", "us-nonsense", "--reason", "x", "--json").json["error"]["kind"] == "not_found"
    )


def test_lateness_is_explained_once(running: Cpo) -> None:
    assert running("explain-late", "C-2", ARREST, "--reason", "transferred on the day", "--json").code == 0
    again = running("explain-late", "C-2", ARREST, "--reason", "again", "--json")
    assert (again.code, again.json["change_set"]) == (1, None)
