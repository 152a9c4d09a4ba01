"""Moves that even out the load are suggested by visible weights, edited, and only then carried out."""

from __future__ import annotations

import pytest

from cpo_tui.actions import balancing, handover, officers
from cpo_tui.actions.cases import assign_cases
from cpo_tui.actions.context import Context
from cpo_tui.errors import NotFound, UsageError
from cpo_tui.rules.workload import shipped_weights
from cpo_tui.store.handovers import waiting


@pytest.fixture
def staffed(context: Context) -> Context:
    """alvarez with the cases R1 to R4, okafor and tran with none, and lindqvist, who has left."""
    officers.add_officer(context, "alvarez", role="admin")
    for login in ("okafor", "tran", "lindqvist"):
        officers.add_officer(context, login)
    officers.set_active(context, "lindqvist", False)
    assign_cases(context, [1, 2, 3, 4], "alvarez")
    return context


def owners(context: Context) -> dict[str, str | None]:
    return dict(context.connection.execute("SELECT reference, officer FROM cases").fetchall())


def test_a_suggestion_writes_nothing_and_says_what_would_be(staffed: Context) -> None:
    before = owners(staffed)
    plan = balancing.plan(staffed, shipped_weights())
    assert owners(staffed) == before
    assert plan.shifts
    assert {one.to for one in plan.shifts} <= {"okafor", "tran"}
    assert sum(plan.after.values()) == pytest.approx(sum(plan.before.values()))
    among = ("alvarez", "okafor", "tran")
    spread = [
        max(loads[one] for one in among) - min(loads[one] for one in among) for loads in (plan.before, plan.after)
    ]
    assert spread[1] < spread[0]


def test_a_supervisor_edits_and_confirms(staffed: Context) -> None:
    handover.offer_cases(staffed, [4], "tran")
    plan = balancing.plan(staffed, shipped_weights(), among=("alvarez", "okafor"), keep=[4])
    assert 4 not in {one.case_id for one in plan.shifts}
    plan = balancing.edited(staffed, shipped_weights(), plan, to={4: "okafor"})
    done = balancing.carry_out(staffed, plan.shifts, reason="north is short")
    assert "R4" in done.references
    assert owners(staffed)["R4"] == "okafor"
    assert waiting(staffed.connection) == ()
    again = balancing.carry_out(staffed, plan.shifts, reason="north is short")
    assert again.done == ()
    assert all(one.reason == "alvarez does not have it any more" for one in again.refused)


def test_who_is_away_is_given_nothing_unless_named(staffed: Context) -> None:
    handover.add_absence(staffed, "okafor", "2026-03-01", "2026-03-10")
    assert {one.to for one in balancing.plan(staffed, shipped_weights()).shifts} == {"tran"}


def test_what_cannot_be_compared_or_moved_is_refused(staffed: Context) -> None:
    with pytest.raises(UsageError, match="Fewer than two"):
        balancing.plan(staffed, shipped_weights(), among=("tran",))
    with pytest.raises(NotFound, match="no officer nobody"):
        balancing.plan(staffed, shipped_weights(), among=("tran", "nobody"))
    with pytest.raises(UsageError, match="1 to 40"):
        balancing.plan(staffed, shipped_weights(), most=0)
    with pytest.raises(UsageError, match="why the cases move"):
        balancing.carry_out(staffed, (), reason=" ")
