"""Saving, moving and deleting views, each undone again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cpo_tui.actions import views as verbs
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.stores import make_store
from cpo_tui.actions.undo import redo, undo
from cpo_tui.domain.views import SHIPPED, View, view_line
from cpo_tui.errors import CpoError, ReadOnly, UsageError
from cpo_tui.store.verify import verify
from cpo_tui.store.views import views


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with acting(make_store(tmp_path / "store.cpo", None), "alvarez") as context:
        yield context


def names(context: Context) -> list[str]:
    return [view.name for view in views(context.connection)]


MINE = View("Late, mine", "officer:me late", "due:desc", "act_by demand:40 full_name")


def test_a_saved_view_stands_where_it_was_put_and_goes_with_undo(context: Context) -> None:
    verbs.save_view(context, MINE, place=2)
    assert names(context)[:3] == ["My day", "Late, mine", "Late"]
    assert views(context.connection)[1] == MINE
    undo(context)
    assert names(context) == [view.name for view in SHIPPED]
    redo(context)
    assert names(context)[1] == "Late, mine"


def test_a_shipped_view_is_edited_in_its_place_and_keeps_its_short_name(context: Context) -> None:
    verbs.save_view(
        context, View("due-process CLOCKS", "severity:due_process officer:me"), instead_of="Due-process clocks"
    )
    changed = views(context.connection)[3]
    assert changed == View("due-process CLOCKS", "severity:due_process officer:me", short="Due process")
    assert len(names(context)) == len(SHIPPED)


def test_a_renamed_view_takes_the_old_one_away(context: Context) -> None:
    verbs.save_view(context, View("Mine today", "officer:me act:today"), instead_of="My day", place=1)
    assert names(context)[0] == "Mine today"
    assert "My day" not in names(context)
    verbs.save_view(context, View("Now", "officer:me now"), instead_of="Mine today", place=1)
    assert "Mine today" not in names(context)
    undo(context)
    assert "Mine today" in names(context)


def test_deleting_puts_a_shipped_view_away_until_it_is_saved_again(context: Context) -> None:
    verbs.delete_view(context, "held")
    assert "Held" not in names(context)
    verbs.save_view(context, View("Held", "hold:yes"))
    assert names(context).index("Held") == 6
    verbs.save_view(context, MINE)
    verbs.delete_view(context, "late mine".replace(" ", ", "))
    assert "Late, mine" not in names(context)
    undo(context)
    assert "Late, mine" in names(context)
    with pytest.raises(UsageError, match="no view"):
        verbs.delete_view(context, "nothing like it")


def test_moving_leaves_the_others_in_their_order(context: Context) -> None:
    verbs.move_view(context, "Held", 1)
    rest = [view.name for view in SHIPPED if view.name != "Held"]
    assert names(context) == ["Held", *rest]
    verbs.move_view(context, "Held", 99)
    assert names(context) == [*rest, "Held"]


def test_pasting_is_all_or_none(context: Context) -> None:
    good = view_line(MINE)
    with pytest.raises(UsageError, match="Line 2"):
        verbs.paste_views(context, f'{good}\nview = {{name = "B", query = "laet:yes"}}')
    assert "Late, mine" not in names(context)
    outcome = verbs.paste_views(context, good)
    assert outcome.references == ("Late, mine",)
    assert "Late, mine" in names(context)


def test_a_view_that_cannot_be_read_is_not_saved(context: Context) -> None:
    for wrong in (View("", "late"), View("A", "laet:yes"), View("A", "", "sex"), View("A", "", "", "colour")):
        with pytest.raises(CpoError):
            verbs.save_view(context, wrong)
    assert names(context) == [view.name for view in SHIPPED]


def test_a_read_only_run_saves_nothing(context: Context) -> None:
    context.read_only = True
    with pytest.raises(ReadOnly):
        verbs.save_view(context, MINE)


def test_the_record_holds_after_all_of_it(context: Context) -> None:
    verbs.save_view(context, MINE, place=1)
    verbs.move_view(context, "Held", 1)
    verbs.delete_view(context, "Late")
    undo(context)
    assert verify(context.connection, context.office).ok
