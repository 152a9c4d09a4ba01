"""The place of a case in the list: its earliest demand, and never no place at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cpo_tui.actions import cases, inquiries, timeline
from cpo_tui.actions.context import Context, acting, office
from cpo_tui.actions.demo import demo_store
from cpo_tui.domain.cases import CaseRow
from cpo_tui.domain.demands import begin_key, sort_key
from cpo_tui.store import connect, reader, worklist
from cpo_tui.store.chosen import chosen


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    store = connect.create(tmp_path / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(store, "alvarez") as opened:
        cases.add_case(opened, {"reference": "R1", "full_name": "García López, María", "a_number": "A212345678"})
        yield opened


def row(context: Context) -> CaseRow:
    return reader.case_row(context.connection, 1)


def test_without_any_other_demand_nobody_touching_it_is_one(context: Context) -> None:
    found = row(context)
    assert (found.demand_kind, str(found.act_by), str(found.due_at)) == ("untouched", "2026-04-01", "2026-04-01")
    assert found.severity == "service"


def test_the_earliest_demand_by_when_one_must_begin_sets_the_place(context: Context) -> None:
    timeline.add_task(context, [1], "Later", "2026-03-20")
    timeline.add_hearing(context, [1], "2026-03-21", kind="master")
    assert row(context).demand == "Hearing: master"
    assert str(row(context).act_by) == "2026-03-19"
    timeline.add_task(context, [1], "Sooner", "2026-03-18T09:00-04:00")
    assert row(context).demand == "Sooner"
    assert [demand.title for demand in worklist.demands_of(context.connection, [1], office())[1]] == [
        "Sooner", "Hearing: master", "Later", "Review: not touched for 30 days",
    ]  # fmt: skip


def test_the_keys_are_those_of_the_dates_in_the_offices_zone(context: Context) -> None:
    timeline.add_hearing(context, [1], "2026-03-21", kind="master")
    found, zone = row(context), office().zone
    assert found.act_by is not None
    assert found.due_at is not None
    keys = context.connection.execute("SELECT act_key, act_from, due_key FROM cases").fetchone()
    assert tuple(keys) == (sort_key(found.act_by, zone), begin_key(found.act_by, zone), sort_key(found.due_at, zone))


def test_every_demand_says_how_it_came_about(context: Context) -> None:
    timeline.add_event(context, [1], "arrest_warrantless", "2026-03-02T08:00-05:00")
    timeline.add_task(context, [1], "Call", "2026-03-20")
    timeline.add_hearing(context, [1], "2026-03-21")
    cases.hold_cases(context, [1], "2026-03-25")
    inquiries.add_inquiry(context, [1], {"question": "Where?", "due_at": "2026-03-05"})
    found = worklist.explained(context.connection, 1, office())
    assert {demand.kind for demand in found} >= {"task", "hearing", "hold", "inquiry", "untouched", "deadline"}
    assert all(demand.steps for demand in found)
    assert all(demand.citation for demand in found if demand.kind == "deadline")
    assert found[0].act_by == row(context).act_by


def test_a_closed_case_asks_for_nothing(context: Context) -> None:
    cases.close_cases(context, [1], "removed")
    assert worklist.demands_of(context.connection, [1], office()) == {}
    assert (
        context.connection.execute("SELECT act_key, act_by, demand, severity FROM cases").fetchone()[:] == (None,) * 4
    )


def test_a_touch_moves_the_review_and_an_undo_moves_it_back(context: Context) -> None:
    context.now = context.now.replace(month=3, day=12)
    timeline.add_note(context, [1], "called")
    assert str(row(context).act_by) == "2026-04-11"
    from cpo_tui.actions.undo import undo

    undo(context)
    assert str(row(context).act_by) == "2026-04-01"


def test_an_event_that_was_entered_ahead_is_no_touch(context: Context) -> None:
    before = row(context).last_touched_at
    timeline.add_event(context, [1], "interview_booked", "2026-06-01")
    touched = row(context).last_touched_at
    assert touched is not None
    assert before is not None
    assert str(touched)[:10] == "2026-03-02"


def test_recomputing_changes_nothing_that_is_true_already(context: Context) -> None:
    timeline.add_event(context, [1], "arrest_warrantless", "2026-03-02T08:00-05:00")
    timeline.add_hearing(context, [1], "2026-03-21")
    names = ", ".join(worklist.DERIVED_COLUMNS)
    before = context.connection.execute(f"SELECT {names} FROM cases").fetchall()
    worklist.recompute_all(context.connection, office())
    assert context.connection.execute(f"SELECT {names} FROM cases").fetchall() == before


class TestFindingACase:
    @pytest.mark.parametrize("name", ["R1", " R1 ", "A212345678", "212345678", "A 212-345-678", "a212 345 678", "@1"])
    def test_by_each_of_its_names(self, context: Context, name: str) -> None:
        assert reader.find_case(context.connection, name) == 1

    @pytest.mark.parametrize("name", ["", "R2", "@2", "@", "@x", "@99999999999999999999", "A999999999", "%", "'; --"])
    def test_what_names_none_is_said(self, context: Context, name: str) -> None:
        from cpo_tui.errors import CpoError

        with pytest.raises(CpoError) as caught:
            reader.find_case(context.connection, name)
        assert caught.value.name == "not_found"

    def test_an_a_number_of_two_cases_lists_them(self, context: Context) -> None:
        from cpo_tui.errors import Ambiguous

        cases.add_case(context, {"reference": "R2", "a_number": "212345678"})
        with pytest.raises(Ambiguous) as caught:
            reader.find_case(context.connection, "A212345678")
        assert caught.value.details["matches"] == ["R1", "R2"]
        assert reader.find_case(context.connection, "R2") == 2

    def test_a_reference_that_looks_like_another_cases_a_number_comes_first(self, context: Context) -> None:
        made = cases.add_case(context, {"reference": "212345678"}).made
        assert reader.find_case(context.connection, "212345678") == made


def test_cases_without_a_gap_in_their_ids_are_worked_out_as_a_list_of_them_is() -> None:
    with demo_store(120) as store, acting(store, "alvarez") as opened:
        ids = [row[0] for row in opened.connection.execute("SELECT id FROM cases ORDER BY id")]
        assert chosen(ids).values == (ids[0], ids[-1])
        assert len(chosen(ids[::-1]).values) == len(chosen(ids[::2]).values) == 1
        stretch = worklist.derived(opened.connection, ids, office())
        assert sorted(stretch) == ids
        assert stretch == worklist.derived(opened.connection, ids[::-1], office())
        for case_id in ids[::7]:
            assert worklist.derived(opened.connection, [case_id], office()) == {case_id: stretch[case_id]}


def test_only_ids_in_order_and_without_a_gap_are_a_stretch() -> None:
    assert chosen([3, 4, 5]).values == (3, 5)
    assert [len(chosen(ids).values) for ids in ([], [1, 3], [1, 3, 2, 4], [1, 1, 3], [5, 4, 3], [1, 2, 2, 4])] == [
        1
    ] * 6
