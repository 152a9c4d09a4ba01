"""Undo and redo: any sequence of verbs, taken back, ends where it began."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cpo_tui.actions import cases, documents, inquiries, timeline
from cpo_tui.actions.context import Cancelled, Context, acting, office
from cpo_tui.actions.undo import preview_undo, redo, undo
from cpo_tui.domain.cases import CaseRow
from cpo_tui.errors import NotFound, Refused
from cpo_tui.store import connect, inverse, reader, worklist
from cpo_tui.store.changes import WRITABLE, canonical
from cpo_tui.store.connect import Connection, Store
from cpo_tui.store.verify import verify


def digest(connection: Connection) -> str:
    """A fingerprint of every row that actions may write, derived columns included, versions left out."""
    content = hashlib.sha256()
    for table in sorted(WRITABLE):
        cursor = connection.execute(f"SELECT * FROM {table} ORDER BY id")
        names = [column[0] for column in cursor.description]
        for row in cursor:
            content.update(
                canonical({name: value for name, value in zip(names, row, strict=True) if name != "version"})
            )
    return content.hexdigest()


def row(context: Context, case_id: int = 1) -> CaseRow:
    return reader.case_row(context.connection, case_id)


def test_an_undo_tells_how_far_it_is_and_can_be_stopped(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inverse, "STRIDE", 2)
    cases.stage_cases(context, [1, 2, 3, 4], "appeal")
    moved = digest(context.connection)
    told: list[tuple[int, int]] = []

    def stop_at_two(done: int, total: int) -> None:
        told.append((done, total))
        if done == 2:
            raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        undo(replace(context, progress=stop_at_two))
    assert told == [(0, 4), (2, 4)]
    assert digest(context.connection) == moved
    undo(context)
    assert row(context, 4).stage != "appeal"


@pytest.mark.parametrize("verb", ["assign", "undo"])
def test_who_asks_it_to_stop_before_the_commit_finds_nothing_changed(context: Context, verb: str) -> None:
    cases.stage_cases(context, [1, 2, 3, 4], "appeal")
    before, sealed = digest(context.connection), list(context.sealed)
    told: list[int] = []

    def stop_at_the_end(done: int, total: int) -> None:
        told.append(done)
        if done == total and len(told) > 1:  # the first time that all is done, the list has not been put right
            raise Cancelled("Stopped.")

    stopped = replace(context, progress=stop_at_the_end)
    with pytest.raises(Cancelled):
        undo(stopped) if verb == "undo" else cases.assign_cases(stopped, [1, 2], "okafor")
    assert (digest(context.connection), context.sealed) == (before, sealed)


def test_an_undo_puts_back_and_a_redo_brings_back(context: Context) -> None:
    before = digest(context.connection)
    cases.assign_cases(context, [1, 2, 3], "okafor", reason="leave")
    after = digest(context.connection)
    assert preview_undo(context) == "assigned 3 cases to okafor"
    undone = undo(context, reason="wrong officer")
    assert (undone.reversed, undone.kept, undone.summary) == (3, (), "undid assigned 3 cases to okafor")
    assert digest(context.connection) == before
    assert redo(context).reversed == 3
    assert digest(context.connection) == after
    undo(context)
    assert digest(context.connection) == before


def test_undo_goes_back_through_all_that_one_did(context: Context) -> None:
    for number in range(4, 0, -1):
        assert preview_undo(context) == f"added case R{number}"
        undo(context)
    assert reader.counts(context.connection) == (0, 0)
    with pytest.raises(NotFound, match="nothing to undo"):
        undo(context)
    for _ in range(4):
        redo(context)
    assert reader.counts(context.connection) == (4, 4)
    with pytest.raises(NotFound, match="nothing to redo"):
        redo(context)


def test_a_new_act_ends_what_could_be_redone(context: Context) -> None:
    cases.assign_cases(context, [1], "okafor")
    undo(context)
    cases.assign_cases(context, [2], "okafor")
    with pytest.raises(NotFound):
        redo(context)


def test_each_officer_undoes_their_own(store: Store, context: Context) -> None:
    with acting(store, "okafor") as other:
        cases.assign_cases(other, [1], "okafor")
    assert preview_undo(context) == "added case R4"
    undo(context)
    assert row(context, 1).officer == "okafor"


def test_what_was_changed_since_is_kept_and_named(store: Store, context: Context) -> None:
    set_id = cases.edit_case(context, 1, {"facility": "Tacoma", "language": "Spanish"}).change_set
    with acting(store, "okafor") as other:
        cases.edit_case(other, 1, {"facility": "Aurora"})
    undone = undo(context, set_id)
    assert undone.as_json()["kept"] == [{"case": "R1", "reason": "facility was changed since"}]
    assert (row(context).facility, row(context).language) == ("Aurora", None)


def test_a_case_that_was_worked_on_since_is_kept(context: Context) -> None:
    timeline.add_note(context, [1], "worked on")
    first = reader.history(context.connection)[-1]
    undone = undo(context, first.id)
    assert (undone.change_set, undone.reversed) == (None, 0)
    assert {kept.case for kept in undone.kept} >= {"R1"}
    assert row(context).reference == "R1"


def test_an_undo_is_not_undone_but_redone(context: Context) -> None:
    cases.assign_cases(context, [1], "okafor")
    undone = undo(context)
    with pytest.raises(Refused, match="is an undo itself"):
        undo(context, undone.change_set)
    assigned = reader.history(context.connection)[1]
    with pytest.raises(Refused, match="undone already"):
        undo(context, assigned.id)


def test_a_change_set_that_is_not_there_is_said(context: Context) -> None:
    with pytest.raises(NotFound):
        undo(context, 4711)


def test_undo_survives_a_restart(store: Store, context: Context) -> None:
    before = digest(context.connection)
    cases.hold_cases(context, [1, 2], "2026-04-01", reason="document asked for")
    with acting(connect.open_store(store.path), "alvarez") as later:
        assert preview_undo(later) == "held 2 cases until 2026-04-01"
        undo(later)
        assert digest(later.connection) == before


FIELDS = st.sampled_from(
    [
        {"facility": "Tacoma"}, {"facility": ""}, {"language": "Spanish", "team": "North"}, {"next_hearing_on": "2026-04-09"},
        {"next_hearing_on": ""}, {"full_name": "Nguyễn Văn An"}, {"birth_date": "1990-05-01", "waiting_on": "court"},
    ]
)  # fmt: skip
SOME = st.lists(st.integers(min_value=1, max_value=4), min_size=1, max_size=3)
DAYS = st.sampled_from(["2026-03-03", "2026-03-20", "2026-05-01"])


class Work(RuleBasedStateMachine):
    """Verbs, undos and redos in any order; the digests of the states that can be gone back to are kept on a pile."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "a.cpo"
        store = connect.create(path, created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
        self.opened = acting(store, "alvarez")
        self.context = self.opened.__enter__()
        self.past: list[str] = []
        self.future: list[str] = []
        self.made = 0

    @initialize()
    def four_cases(self) -> None:
        for number in range(1, 5):
            self._do(cases.add_case, {"reference": f"R{number}", "full_name": f"Person {number}"})

    def _do(self, verb: Any, *values: Any, **named: Any) -> None:
        self.context.now += timedelta(minutes=7)
        before = digest(self.context.connection)
        outcome = verb(self.context, *values, **named)
        if outcome.change_set is None:
            assert digest(self.context.connection) == before
            return
        self.past.append(before)
        self.future.clear()

    def _there(self, some: list[int]) -> list[int]:
        return [case_id for case_id in some if case_id in reader.case_rows(self.context.connection, some)]

    @rule(some=SOME, officer=st.sampled_from(["okafor", "lopez", ""]))
    def assign(self, some: list[int], officer: str) -> None:
        self._do(cases.assign_cases, some, officer)

    @rule(some=SOME, stage=st.sampled_from(["intake", "appeal", "final_order"]))
    def move(self, some: list[int], stage: str) -> None:
        self._do(cases.stage_cases, some, stage)

    @rule(some=SOME, day=DAYS)
    def hold(self, some: list[int], day: str) -> None:
        self._do(cases.hold_cases, some, day, wake_on="call")

    @rule(some=SOME)
    def wake(self, some: list[int]) -> None:
        self._do(cases.wake_cases, some)

    @rule(some=SOME)
    def close(self, some: list[int]) -> None:
        self._do(cases.close_cases, some, "done")

    @rule(some=SOME)
    def reopen(self, some: list[int]) -> None:
        self._do(cases.reopen_cases, some, "remanded")

    @rule(some=SOME, fields=FIELDS)
    def edit(self, some: list[int], fields: dict[str, str]) -> None:
        for case_id in self._there(some[:1]):
            self._do(cases.edit_case, case_id, fields)

    @rule(
        some=SOME,
        kind=st.sampled_from(["call", "order_final", "arrest_warrantless"]),
        day=st.sampled_from(["2026-02-27", "2026-03-01"]),
    )
    def event(self, some: list[int], kind: str, day: str) -> None:
        self._do(timeline.add_event, some, kind, day)

    @rule(some=SOME, day=DAYS)
    def task(self, some: list[int], day: str) -> None:
        self._do(timeline.add_task, some, "Call back", day)

    @rule(some=SOME)
    def note(self, some: list[int]) -> None:
        self._do(timeline.add_note, some, "noted")

    @rule(some=SOME)
    def flag(self, some: list[int]) -> None:
        self._do(timeline.add_flag, some, "medical", review_on="2026-03-10")

    @rule(some=SOME)
    def document(self, some: list[int]) -> None:
        self._do(documents.add_document, some, {"document": "I-862"})

    @rule(some=SOME)
    def inquiry(self, some: list[int]) -> None:
        self._do(inquiries.add_inquiry, self._there(some), {"question": "Where?", "due_at": "2026-03-04"})

    @rule()
    def another_case(self) -> None:
        self.made += 1
        self._do(cases.add_case, {"reference": f"N{self.made}", "next_hearing_on": "2026-04-02"})

    @precondition(lambda self: self.past)
    @rule()
    def take_back(self) -> None:
        self.context.now += timedelta(minutes=7)
        before = digest(self.context.connection)
        undone = undo(self.context)
        assert undone.kept == ()
        assert digest(self.context.connection) == self.past.pop()
        self.future.append(before)

    @precondition(lambda self: self.future)
    @rule()
    def bring_back(self) -> None:
        self.context.now += timedelta(minutes=7)
        before = digest(self.context.connection)
        redone = redo(self.context)
        assert redone.kept == ()
        assert digest(self.context.connection) == self.future.pop()
        self.past.append(before)

    @invariant()
    def every_open_case_has_its_place(self) -> None:
        missing = self.context.connection.execute(
            "SELECT reference FROM cases WHERE (lifecycle IN ('open', 'reopened')) != (act_by IS NOT NULL AND act_key IS NOT NULL)"
        ).fetchall()
        assert missing == []

    def teardown(self) -> None:
        try:
            looking = self.context.store.reader()
            assert verify(looking, office()).problems == ()
            looking.close()
            while self.past:
                undo(self.context)
                assert digest(self.context.connection) == self.past.pop()
            assert reader.counts(self.context.connection) == (0, 0)
            worklist.recompute_all(self.context.connection, office())
        finally:
            self.opened.__exit__(None, None, None)
            self.folder.cleanup()


TestWork = Work.TestCase
TestWork.settings = settings(
    max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
