"""The list: order, queries, views, shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cpo

KEYS = {
    "reference", "a_number", "full_name", "stage", "custody_status", "officer", "waiting_on", "act_by", "due_at", "demand",
    "severity", "citation", "late", "act_now", "missing_documents", "open_inquiries", "safeguards",
}  # fmt: skip


@pytest.fixture
def dated(work: Cpo) -> Cpo:
    """Four cases: one late, one to act on now, one due in a week, one with nothing but the review of an untouched case."""
    work("add", "task", "C-3", "Late", "--due", "2026-02-27")
    work("add", "hearing", "C-1", "--at", "2026-03-03T08:30-05:00")
    work("add", "task", "C-2", "Next week", "--due", "2026-03-09")
    return work


def references(answer: object) -> list[str]:
    return [case["reference"] for case in answer]  # type: ignore[attr-defined]


def test_the_list_is_in_the_order_of_act_by(dated: Cpo) -> None:
    listed = dated("list", "--json").json
    assert references(listed) == ["C-3", "C-1", "C-2", "C-4"]
    assert all(set(case) >= KEYS for case in listed)
    assert [(case["late"], case["act_now"]) for case in listed] == [
        (True, False),
        (False, True),
        (False, False),
        (False, False),
    ]
    assert listed[0]["due_at"] == "2026-02-27"
    assert listed[1]["due_at"] == "2026-03-03T08:30:00-05:00"
    assert listed[1]["act_by"] == "2026-03-01T08:30:00-05:00"


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--limit", "2"], ["C-3", "C-1"]),
        (["--query", "late"], ["C-3"]),
        (["-q", "now"], ["C-1"]),
        (["-q", "due<8d"], ["C-3", "C-1", "C-2"]),
        (["-q", "late or now"], ["C-3", "C-1"]),
        (["-q", "-late"], ["C-1", "C-2", "C-4"]),
        (["-q", "212345678"], ["C-2"]),
        (["-q", "person"], ["C-3", "C-1", "C-2", "C-4"]),
        (["-q", "officer:me"], ["C-3", "C-1", "C-2", "C-4"]),
        (["-q", ""], ["C-3", "C-1", "C-2", "C-4"]),
        (["--view", "Late"], ["C-3"]),
        (["--view", "all open"], ["C-3", "C-1", "C-2", "C-4"]),
        (["--view", "unassigned"], []),
        (["--sort", "reference"], ["C-1", "C-2", "C-3", "C-4"]),
        (["--sort", "reference:desc", "--limit", "1"], ["C-4"]),
    ],
)
def test_queries_views_orders_and_limits(dated: Cpo, args: list[str], expected: list[str]) -> None:
    answer = dated("list", *args, "--json")
    assert answer.code == 0, answer.err
    assert references(answer.json) == expected


def test_closed_cases_are_listed_only_where_they_are_asked_for(dated: Cpo) -> None:
    dated("close", "C-4", "--reason", "x")
    assert references(dated("list", "--json").json) == ["C-3", "C-1", "C-2"]
    assert "C-4" in references(dated("list", "-q", "person", "--json").json)


@pytest.mark.parametrize(
    ("args", "kind", "words"),
    [
        (["-q", "offficer:me"], "query", "officer"),
        (["-q", "due<soon"], "query", ""),
        (["-q", "stage:nowhere"], "query", ""),
        (["--view", "layt"], "usage", "late"),
        (["--sort", "nationality"], "usage", ""),
        (["--sort", "due:up"], "usage", "desc"),
        (["--view", "late", "-q", "late"], "usage", ""),
    ],
)
def test_what_cannot_be_read_points_at_the_place(dated: Cpo, args: list[str], kind: str, words: str) -> None:
    answer = dated("list", *args, "--json")
    error = answer.json["error"]
    assert (answer.code, error["kind"]) == (2, kind)
    assert words in error["hint"]
    if kind == "query":
        assert {"at", "length"} <= set(error)


def test_piped_it_is_lines_with_tabs_and_the_words_of_an_officer(dated: Cpo) -> None:
    lines = [line.split("\t") for line in dated("list").out.splitlines()]
    assert lines[0][0] == "reference"
    when = lines[0].index("when")
    assert [line[0] for line in lines[1:]] == ["C-3", "C-1", "C-2", "C-4"]
    assert [line[when] for line in lines[1:]] == ["LATE 3 d", "now · due Tue", "9 Mar", "1 Apr"]
    assert len({len(line) for line in lines}) == 1


def test_an_empty_store_is_an_empty_list(cpo: Cpo) -> None:
    cpo("init", "--no-encryption")
    assert cpo("list", "--json").json == []
    assert cpo("list").out.count("\n") == 1


def test_hostile_names_are_shown_as_they_are_and_obeyed_by_nothing(cpo: Cpo) -> None:
    cpo("init", "--no-encryption")
    name = "[/foo] {x} $(id) " + "é" * 300
    assert cpo("add", "case", "--reference", "C-1", "--name", name).code == 0
    assert cpo("list", "--json").json[0]["full_name"] == name
    assert name in cpo("list").out
    refused = cpo("add", "case", "--reference", "C-2", "--name", "a\x1b]0;owned\x07b", "--json")
    assert (refused.code, refused.json["error"]["kind"]) == (2, "usage")
    assert "\x1b" not in refused.out + refused.err
