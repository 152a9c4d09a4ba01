"""Legal holds: who may, on what, and how they end."""

from __future__ import annotations

import pytest

from cpo_tui.actions import cases
from cpo_tui.actions.context import Context, acting, office
from cpo_tui.actions.legal_holds import lift_hold, place_hold
from cpo_tui.actions.officers import add_officer
from cpo_tui.actions.undo import undo
from cpo_tui.errors import Refused, UsageError
from cpo_tui.store.legal_holds import all_holds
from cpo_tui.store.verify import verify


def test_a_hold_is_placed_once_and_lifted_with_a_reason(context: Context) -> None:
    placed = place_hold(context, [1, 2], "litigation 26-0117")
    assert placed.references == ("R1", "R2")
    again = place_hold(context, [2, 3], "another")
    assert (again.references, [one.reference for one in again.refused]) == (("R3",), ["R2"])
    assert next((one.case, one.reason, one.placed_by) for one in all_holds(context.connection)) == (
        "R1",
        "litigation 26-0117",
        "alvarez",
    )
    assert lift_hold(context, [1, 4], "settled").references == ("R1",)
    assert [one.case for one in all_holds(context.connection)] == ["R2", "R3"]
    assert [one.lifted_by for one in all_holds(context.connection, lifted=True)] == ["alvarez", None, None]
    assert verify(context.connection, office()).problems == ()


def test_without_a_reason_nothing_is_held(context: Context) -> None:
    with pytest.raises(UsageError, match="reason"):
        place_hold(context, [1], "  ")


def test_an_officer_may_not_place_one(context: Context) -> None:
    add_officer(context, "root", role="admin")
    with acting(context.store, "okafor") as officer, pytest.raises(Refused, match="legal hold"):
        place_hold(officer, [1], "mine")
    assert tuple(all_holds(context.connection)) == ()


def test_the_making_of_a_held_case_is_not_undone(context: Context) -> None:
    made = cases.add_case(context, {"reference": "R9", "full_name": "Nine"})
    assert made.made is not None
    place_hold(context, [made.made], "litigation")
    undone = undo(context, made.change_set)
    assert [one.reason for one in undone.kept] != []
    assert context.connection.execute("SELECT count(*) FROM cases WHERE reference = 'R9'").fetchone() == (1,)
