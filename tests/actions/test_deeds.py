"""Deeds: the same as the command line, rehearsed without a trace, kept as routines; and holds that wake."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path

import pytest

from cpo_tui.actions import cases, documents, inquiries, timeline
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.deeds import OVER_QUERY, VERBS, Deed, deed, line_of, perform, read_deed, read_line
from cpo_tui.actions.demo import fill
from cpo_tui.actions.rehearsal import rehearse
from cpo_tui.actions.routines import Routine, delete_routine, find_routine, routines, run_routine, save_routine
from cpo_tui.actions.stores import make_store
from cpo_tui.actions.undo import undo
from cpo_tui.errors import CpoError, NotFound, UsageError
from cpo_tui.store import deadlines, reader, verify, worklist
from cpo_tui.store.connect import Connection, Store, transaction

DEEDS = (
    deed("assign", to="okafor", reason="on leave"),
    deed("assign", to=""),
    deed("stage", to="appeal"),
    deed("offer", to="okafor", note="The brother rings\non Mondays.", reason="new post"),
    deed("wait", on="counsel"),
    deed("hold", until="2027-04-01", wake_on="document"),
    deed("wake"),
    deed("close", reason="it's over"),
    deed("reopen", reason="remanded"),
    deed("note", body="- a list\n- of two"),
    deed("event", kind="contact", at="2026-03-02", title="Called"),
    deed("task", title="Call back", due="2026-03-05"),
    deed("flag", kind="medical", review_on="2026-04-01"),
    deed("document", document="I-862", state="requested"),
    deed("request"),
    deed("request", document="passport"),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = make_store(tmp_path / "store.cpo", None)
    with acting(made, "alvarez") as context:
        for number in range(1, 4):
            cases.add_case(context, {"reference": f"C-{number}", "full_name": f"Person {number}", "officer": "alvarez"})
    return made


@pytest.mark.parametrize("wanted", DEEDS, ids=line_of)
def test_a_deed_survives_its_line_and_its_text(wanted: Deed) -> None:
    query = "officer:me 'two words' or \"quoted words\""
    assert read_line(line_of(wanted, query=query)) == (query, wanted)
    assert read_deed(wanted.as_text()) == wanted


def rows_of(context: Context) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    tables = context.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'")
    return {str(name): list(context.connection.execute(f"SELECT * FROM {name}")) for (name,) in tables.fetchall()}


def test_every_verb_over_a_query_has_an_example_here() -> None:
    assert {one.verb for one in DEEDS} == set(OVER_QUERY)
    assert set(VERBS) - set(OVER_QUERY) == {"inquiry"}


@pytest.mark.parametrize(
    "line",
    [
        "cpo list --query late", "assign --to okafor", "cpo assign --query late --frm okafor", "cpo assign --query",
        "cpo assign C-1 --query late --to okafor", "cpo assign --query 'late", "",
    ],
)  # fmt: skip
def test_a_line_that_is_no_verb_over_a_query_is_refused(line: str) -> None:
    with pytest.raises(UsageError):
        read_line(line)


@pytest.mark.parametrize("wanted", DEEDS, ids=line_of)
def test_a_rehearsal_says_what_the_verb_does_and_leaves_no_trace(store: Store, wanted: Deed) -> None:
    with acting(store, "alvarez") as context:
        before = rows_of(context)
        seen = rehearse(context, perform, [1, 2, 3], wanted)
        assert rows_of(context) == before
        assert context.sealed == []
        outcome = perform(context, [1, 2, 3], wanted)
        assert len(outcome.done) == seen.cases
        assert outcome.refused == seen.refused
        assert bool(seen.effects) == bool(outcome.change_set)
        if outcome.change_set is not None:
            back = rehearse(context, undo)
            assert back.cases == len(outcome.done)
        assert verify.verify(context.connection, context.office).ok


def test_a_rehearsal_raises_what_the_verb_raises(store: Store) -> None:
    with acting(store, "alvarez") as context, pytest.raises(UsageError, match="would have ended"):
        rehearse(context, perform, [1], deed("hold", until="2001-01-01"))


def test_routines_are_kept_replaced_run_and_deleted(store: Store) -> None:
    with acting(store, "alvarez") as context:
        save_routine(context, Routine("To Okafor", "person 1", deed("assign", to="tran")))
        save_routine(context, Routine("to okafor", "person 1", deed("assign", to="okafor")))
        save_routine(context, Routine("none", "facility:Nowhere", deed("wake")))
        known = routines(context.connection, "alvarez")
        assert [one.name for one in known] == ["none", "to okafor"]
        assert routines(context.connection, "okafor") == ()
        assert run_routine(context, find_routine(known, "TO OKAFOR")).references == ("C-1",)
        assert reader.case_row(context.connection, 1).officer == "okafor"
        assert run_routine(context, find_routine(known, "none")).change_set is None
        delete_routine(context, "none")
        with pytest.raises(NotFound):
            find_routine(routines(context.connection, "alvarez"), "none")
        for wrong in (Routine("", "late", deed("wake")), Routine("x", "offcer:me", deed("wake"))):
            with pytest.raises(CpoError):
                save_routine(context, wrong)
        with pytest.raises(UsageError):
            save_routine(context, Routine("x", "late", deed("inquiry", question="?")))


def _held(context: Context, case_id: int) -> bool:
    return reader.case_row(context.connection, case_id).held_until is not None


def test_a_hold_wakes_when_what_it_waits_for_comes(store: Store) -> None:
    with acting(store, "alvarez") as context:
        for case_id, cause in ((1, "document"), (2, "inquiry"), (3, "hearing")):
            cases.hold_cases(context, [case_id], "2027-04-01", wake_on=cause)
        documents.add_document(context, [1], {"document": "passport", "state": "requested"})
        inquiries.add_inquiry(context, [1], {"question": "?"})
        assert [_held(context, one) for one in (1, 2, 3)] == [True, True, True], "another cause does not wake it"
        document = context.connection.execute("SELECT id FROM documents").fetchone()[0]
        documents.mark_received(context, [document])
        inquiries.add_inquiry(context, [2], {"question": "?"})
        timeline.add_hearing(context, [3], "2027-03-01")
        assert [_held(context, one) for one in (1, 2, 3)] == [False, False, False]
        undo(context)
        assert _held(context, 3), "undo puts the hold back with what woke it"


def test_what_moves_no_date_is_not_worked_out_again_and_a_full_working_out_finds_nothing_else(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, 30, 5)
    asked: list[int] = []
    ask = deadlines.recompute

    def counted(connection: Connection, case_ids: Sequence[int], zone: tzinfo) -> object:
        asked.extend(case_ids)
        return ask(connection, case_ids, zone)

    monkeypatch.setattr(deadlines, "recompute", counted)
    with acting(store, "alvarez") as context:
        every = [int(row[0]) for row in context.connection.execute("SELECT id FROM cases")]
        for wanted in (
            deed("assign", to="okafor"),
            deed("hold", until="2027-04-01"),
            deed("wake"),
            deed("note", body="Wing moved."),
            deed("task", title="Call", due="2026-03-05"),
        ):
            assert perform(context, every, wanted).change_set is not None
        undo(context)
        assert asked == []
        kept = rows_of(context)
        with transaction(context.connection, context.store):
            worklist.recompute_all(context.connection, context.office)
        after = rows_of(context)
        for table in ("cases", "deadlines", "document_forecasts"):
            assert [row[1:] for row in after[table]] == [row[1:] for row in kept[table]]
        perform(context, every[:2], deed("stage", to="appeal"))
        assert asked.count(every[0]) == 2, "a stage is a fact that rules ask about"
