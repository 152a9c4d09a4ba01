"""Views on the command line."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest
    from tests.cli.conftest import Cpo


def test_views_are_saved_shared_and_listed(work: Cpo, monkeypatch: pytest.MonkeyPatch) -> None:
    before = work("view", "list", "--json").json
    assert [one["key"] for one in before[:10]] == list("1234567890")
    assert before[0]["name"] == "My day"
    saved = work(
        "view", "save", "Oldest", "--query", "age>0d", "--sort", "age:desc", "--columns", "age case", "--place", "2"
    )
    assert saved.code == 0
    line = work("view", "show", "oldest").out
    assert line == 'view = {name = "Oldest", query = "age>0d", sort = "opened", columns = "age case"}\n'
    assert work("view", "delete", "oldest").code == 0
    assert work("view", "show", "oldest").code == 2
    monkeypatch.setattr("sys.stdin", io.StringIO(line))
    assert work("view", "paste", "-", "--json").json["views"] == ["Oldest"]
    assert work("view", "move", "oldest", "1").code == 0
    assert work("view", "--json").json[0]["name"] == "Oldest"


def test_a_list_of_a_view_is_in_its_order(work: Cpo) -> None:
    assert work("view", "save", "By name", "--query", "lifecycle:open", "--sort", "reference:desc").code == 0
    listed = [case["reference"] for case in work("list", "--view", "by name", "--json").json]
    assert listed == ["C-4", "C-3", "C-2", "C-1"]
    other = [case["reference"] for case in work("list", "--view", "by name", "--sort", "reference", "--json").json]
    assert other == listed[::-1]


def test_a_wrong_view_is_refused_with_the_way_on(work: Cpo) -> None:
    answer = work("view", "save", "A", "--columns", "act_bye")
    assert answer.code == 2
    assert "Did you mean act_by?" in answer.err
    answer = work("view", "paste", "view = {")
    assert answer.code == 2
    assert "Line 1" in answer.err
    answer = work("list", "--view", "my dya")
    assert answer.code == 2
    assert "my day" in answer.err.lower()
