"""Routines on the command line: a verb over a query under a name, looked at, run, and let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Cpo

LINE = "cpo assign --query 'lifecycle:open' --to okafor"


def test_a_routine_is_saved_looked_at_run_and_deleted(work: Cpo) -> None:
    saved = work("routine", "save", "to okafor", LINE, "--json").json
    assert saved == {
        "name": "to okafor",
        "query": "lifecycle:open",
        "line": "cpo assign --query lifecycle:open --to okafor",
    }
    ahead = work("run", "to okafor", "--dry-run", "--json").json
    assert ahead["rehearsal"] is True
    assert ahead["cases"] == 4
    assert {one["after"] for one in ahead["effects"]} == {"okafor"}
    assert "C-1" not in {one["reference"] for one in work("list", "--query", "officer:okafor", "--json").json}
    assert "4" in work("run", "to okafor", "--dry-run").out
    done = work("run", "TO OKAFOR", "--json")
    assert done.code == 0
    assert sorted(done.json["done"]) == ["C-1", "C-2", "C-3", "C-4"]
    again = work("run", "to okafor", "--json")
    assert again.code == 1
    assert again.json["done"] == []
    assert LINE.replace("'", "") in work("routine", "list").out.replace("'", "")
    assert work("routine", "delete", "to okafor").code == 0
    assert work("run", "to okafor").code == 1
    assert work("routine", "list", "--json").json == []


def test_a_line_that_is_no_verb_over_a_query_is_refused(work: Cpo) -> None:
    answer = work("routine", "save", "x", "cpo list --query late")
    assert answer.code == 2
    assert "hint:" in answer.err
