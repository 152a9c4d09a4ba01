"""Cases pass from hand to hand and are never with nobody; what would move is shown before it moves."""

from __future__ import annotations

import pytest

from cpo_tui.actions import handover, officers
from cpo_tui.actions.cases import assign_cases, close_cases
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.undo import undo
from cpo_tui.errors import NotFound, Refused, UsageError
from cpo_tui.store.handovers import absences, of_case, waiting


@pytest.fixture
def staffed(context: Context) -> Context:
    """alvarez (admin) with R1 to R4, and okafor, tran and lindqvist, who has left."""
    officers.add_officer(context, "alvarez", role="admin", team="north")
    for login, team in (("okafor", "north"), ("tran", "south"), ("lindqvist", "south")):
        officers.add_officer(context, login, team=team)
    officers.set_active(context, "lindqvist", False)
    return context


def owner(context: Context, case_id: int) -> str | None:
    found: str | None = context.connection.execute("SELECT officer FROM cases WHERE id = ?", (case_id,)).fetchone()[0]
    return found


def test_an_offer_moves_nothing_until_it_is_accepted(staffed: Context) -> None:
    done = handover.offer_cases(staffed, [1, 2], "okafor", note="the brother rings on Mondays")
    assert done.references == ("R1", "R2")
    assert owner(staffed, 1) == "alvarez"
    with acting(staffed.store, "okafor") as okafor:
        handover.accept_cases(okafor, [1])
        handover.send_back_cases(okafor, [2], "the file is elsewhere")
    assert [owner(staffed, case_id) for case_id in (1, 2)] == ["okafor", "alvarez"]
    assert [(one.answer, one.reason) for one in of_case(staffed.connection, 2)] == [
        ("sent_back", "the file is elsewhere")
    ]
    assert waiting(staffed.connection) == ()


def test_only_who_was_asked_answers_and_only_once(staffed: Context) -> None:
    handover.offer_cases(staffed, [1], "okafor")
    assert handover.accept_cases(staffed, [1]).refused[0].reason == "it is offered to okafor"
    assert handover.accept_cases(staffed, [2]).refused[0].reason == "nobody offered it"
    assert handover.offer_cases(staffed, [1], "tran").refused[0].reason == "it is offered to okafor already"
    with acting(staffed.store, "tran") as tran:
        assert handover.take_back_cases(tran, [1]).refused[0].reason == "it was offered by alvarez"
    handover.take_back_cases(staffed, [1])
    assert waiting(staffed.connection, officer="okafor") == ()
    with pytest.raises(UsageError, match="Say why"):
        handover.send_back_cases(staffed, [1], " ")


def test_an_accepted_handover_is_undone_as_one(staffed: Context) -> None:
    handover.offer_cases(staffed, [1], "okafor")
    with acting(staffed.store, "okafor") as okafor:
        done = handover.accept_cases(okafor, [1])
        undo(okafor, done.change_set)
    assert owner(staffed, 1) == "alvarez"
    assert [one.to_officer for one in waiting(staffed.connection)] == ["okafor"]


def test_nobody_who_left_is_given_anything(staffed: Context) -> None:
    with pytest.raises(Refused, match="lindqvist has left"):
        handover.offer_cases(staffed, [1], "lindqvist")
    with pytest.raises(NotFound, match="no officer nobody"):
        handover.offer_cases(staffed, [1], "nobody")
    assert handover.offer_cases(staffed, [1], "alvarez").refused[0].reason == "alvarez has it already"


def test_a_plan_writes_nothing_and_spreads_evenly(staffed: Context) -> None:
    assign_cases(staffed, [4], "tran")
    moves = handover.plan_moves(staffed, "alvarez")
    assert [(move.reference, move.to) for move in moves] == [("R1", "okafor"), ("R2", "okafor"), ("R3", "tran")]
    assert owner(staffed, 1) == "alvarez"
    done = handover.move_cases(staffed, "alvarez", moves, reason="left")
    assert done.references == ("R1", "R2", "R3")
    assert [owner(staffed, case_id) for case_id in (1, 2, 3, 4)] == ["okafor", "okafor", "tran", "tran"]


def test_a_plan_by_team_names_the_cases_that_nobody_fits(staffed: Context) -> None:
    staffed.connection.execute("UPDATE cases SET team = 'south' WHERE id = 2")
    moves = handover.plan_moves(staffed, "alvarez", rule="team")
    assert [move.to for move in moves] == [None, "tran", None, None]
    done = handover.move_cases(staffed, "alvarez", moves, reason="left")
    assert (done.references, len(done.refused)) == (("R2",), 3)


def test_what_changed_since_the_plan_is_left_alone(staffed: Context) -> None:
    moves = handover.plan_moves(staffed, "alvarez", receivers=["okafor"])
    assign_cases(staffed, [1], "tran")
    close_cases(staffed, [2], "done")
    done = handover.move_cases(staffed, "alvarez", moves, reason="left")
    assert [one.reference for one in done.refused] == ["R1", "R2"]
    assert owner(staffed, 1) == "tran"
    with pytest.raises(UsageError, match="why the cases move"):
        handover.move_cases(staffed, "alvarez", moves, reason="")


def test_an_absence_has_a_cover_and_an_end(staffed: Context) -> None:
    handover.add_absence(staffed, "alvarez", "2026-03-01", "2026-03-10", cover="okafor")
    with pytest.raises(Refused, match="away from 2026-03-01"):
        handover.add_absence(staffed, "alvarez", "2026-03-10", "2026-03-11")
    assert {move.to for move in handover.plan_moves(staffed, "alvarez", rule="cover")} == {"okafor"}
    handover.end_absence(staffed, "alvarez")
    assert [one.to_on.isoformat() for one in absences(staffed.connection)] == ["2026-03-01"]
    with pytest.raises(NotFound, match="Nobody covers"):
        handover.plan_moves(staffed, "alvarez", rule="cover")
    with pytest.raises(NotFound, match="not away"):
        handover.end_absence(staffed, "alvarez")


def test_what_was_covered_comes_back_but_not_what_went_elsewhere(staffed: Context) -> None:
    handover.add_absence(staffed, "alvarez", "2026-03-01", "2026-03-10", cover="okafor")
    moves = handover.plan_moves(staffed, "alvarez", rule="cover")
    handover.move_cases(staffed, "alvarez", moves, reason="leave", covering=True)
    assert {owner(staffed, move.case_id) for move in moves} == {"okafor"}
    assign_cases(staffed, [2], "tran")
    done = handover.return_cases(staffed, "alvarez", reason="back")
    assert [(one.reference, one.reason) for one in done.refused] == [("R2", "tran has it now")]
    assert (owner(staffed, 1), owner(staffed, 2)) == ("alvarez", "tran")
    assert handover.return_cases(staffed, "alvarez").done == ()
