"""Whatever is altered behind the product's back is found and named; what the product does itself is not."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cpo_tui.actions import cases, documents, permissions, timeline
from cpo_tui.actions.context import Context, acting, office
from cpo_tui.actions.importing import ImportOptions, import_file
from cpo_tui.actions.undo import redo, undo
from cpo_tui.errors import StoreError
from cpo_tui.exchange.extracts import Options
from cpo_tui.store import connect, deadlines, migrate, verifier, worklist
from cpo_tui.store.changes import WRITABLE
from cpo_tui.store.keys import StoreKey
from cpo_tui.store.verifier import Verifier
from cpo_tui.store.verify import Problem, Verdict, verify


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    store = connect.create(tmp_path / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(store, "alvarez") as opened:
        for number in range(5):
            made = cases.add_case(opened, {"reference": f"R{number}", "full_name": f"Person {number}"})
            timeline.add_note(opened, made.done, f"note {number}")
        cases.assign_cases(opened, [1, 2, 3], "okafor")
        undo(opened)
        redo(opened)
        yield opened


def _problems(context: Context, *statements: str) -> list[Problem]:
    writer = context.store.writer()
    writer.execute("PRAGMA foreign_keys=OFF")
    for statement in statements:
        writer.execute(statement)
    writer.close()
    reader = context.store.reader()
    try:
        return list(verify(reader, office()).problems)
    finally:
        reader.close()


def test_what_the_product_did_is_sound(context: Context) -> None:
    assert _problems(context) == []


@pytest.mark.parametrize(
    ("statement", "kind", "where"),
    [
        ("UPDATE cases SET stage = 'intake' WHERE id = 2", "row_altered", "cases row 2"),
        ("UPDATE cases SET officer = NULL WHERE id = 1", "row_altered", "cases row 1"),
        ("UPDATE persons SET full_name = 'Somebody Else' WHERE id = 3", "row_altered", "persons row 3"),
        ("UPDATE notes SET body = 'rewritten' WHERE id = 4", "row_altered", "notes row 4"),
        ("UPDATE cases SET version = 1 WHERE id = 1", "row_altered", "cases row 1"),
        ("UPDATE notes SET version = 2 WHERE id = 4", "row_altered", "notes row 4"),
        ("DELETE FROM notes WHERE id = 1", "row_deleted", "notes row 1"),
        ("INSERT INTO notes (case_id, body, written_at) VALUES (1, 'x', '2026-01-01')", "row_added", "notes row 6"),
        ("UPDATE cases SET act_key = 0, act_by = '1970-01-01' WHERE id = 5", "derived", "cases row 5"),
        ("UPDATE cases SET search_key = 'nobody' WHERE id = 5", "derived", "cases row 5"),
        ("INSERT INTO case_search(case_search) VALUES ('delete-all')", "search", "cases row 1"),
    ],
)
def test_a_row_altered_behind_our_back_is_named(context: Context, statement: str, kind: str, where: str) -> None:
    assert (kind, where) in [(problem.kind, problem.where) for problem in _problems(context, statement)]


@pytest.mark.parametrize("row_id", [0, -5, -(1 << 63)])
@pytest.mark.parametrize("sealed", [False, True])
def test_a_row_with_a_number_that_cpo_never_gives_is_named(
    context: Context, tmp_path: Path, row_id: int, sealed: bool
) -> None:
    if sealed:
        extract = tmp_path / "more.csv"
        extract.write_text("reference,full_name,odd\nI-1,Ana,x\n", encoding="utf-8")
        import_file(context, extract, ImportOptions(Options()))
    found = _problems(
        context,
        f"INSERT INTO notes (id, case_id, body, written_at) VALUES ({row_id}, 1, 'x', '2026-01-01')",
        f"INSERT INTO events (id, case_id, kind, occurred_at, recorded_at) VALUES ({row_id}, 1, 'nta_served', '2026-01-01',"
        " '2026-01-01')",
        f"INSERT INTO source_records (id, batch_id, line, table_name, row_id, fields) VALUES ({row_id}, 1, 1, 'cases', 1, '{{}}')",
    )
    named = {(problem.kind, problem.where) for problem in found}
    assert {("row_added", f"{table} row {row_id}") for table in ("notes", "events", "source_records")} <= named


UNREADABLE = (
    ("DELETE FROM persons WHERE id = 3", "cases row 3"),
    ("UPDATE cases SET opened_on = 'one day' WHERE id = 3", "cases row 3"),
    ("UPDATE changes SET before = 'no json', after = 'no json' WHERE id = 6", "change-set 4"),
    ("UPDATE changes SET after = '[1]' WHERE id = 6", "change-set 4"),
    ("UPDATE changes SET after = x'ff00' WHERE id = 6", "change-set 4"),
    ("UPDATE changes SET change_set_id = 'x' WHERE id = 6", "change-set -1"),
    ("UPDATE change_sets SET officer = x'ff00' WHERE id = 5", "change-set 5"),
    ("UPDATE change_sets SET hash = 'ñ' WHERE id = 5", "change-set 5"),
    ("UPDATE import_batches SET file = x'ff00'", "import 1"),
    ("UPDATE import_batches SET seal = 'ñ'", "import 1"),
    ("UPDATE import_seals SET seals = 'ñ' WHERE table_name = 'cases'", "cases row 6"),
    ("UPDATE import_seals SET first_id = 'ñ' WHERE table_name = 'cases'", "cases row 6"),
    ("UPDATE access_log SET officer = x'ff00'", "access_log"),
    ("UPDATE meta SET value = 'none' WHERE key = 'tally:deadlines'", "deadlines"),
)


@pytest.mark.parametrize(("statement", "where"), UNREADABLE, ids=[one[0] for one in UNREADABLE])
def test_what_cannot_be_read_is_named_and_hides_nothing_else(
    context: Context, tmp_path: Path, statement: str, where: str
) -> None:
    timeline.add_event(context, [1], "nta_served", "2026-02-26")
    extract = tmp_path / "more.csv"
    extract.write_text("reference,full_name,odd\nI-1,Ana,x\n", encoding="utf-8")
    import_file(context, extract, ImportOptions(Options()))
    permissions.note(context, "verify", "ok")
    found = _problems(context, *_WITHOUT_GUARDS, statement, "UPDATE cases SET act_by = '1970-01-01' WHERE id = 5")
    assert {where, "cases row 5"} <= {problem.where for problem in found}


_WITHOUT_GUARDS = tuple(
    f"DROP TRIGGER {name}" for name in ("change_sets_are_final", "changes_are_final", "access_log_is_final")
)


def test_a_gap_is_one_finding_however_wide_it_is(context: Context) -> None:
    found = _problems(
        context,
        *_WITHOUT_GUARDS,
        "UPDATE change_sets SET id = 1000000000000 WHERE id = (SELECT max(id) FROM change_sets)",
    )
    assert ("change-sets 13 to 999999999999", "are missing") in {(one.where, one.message) for one in found}


def test_a_store_whose_key_of_the_chain_is_none_is_damaged(context: Context) -> None:
    with pytest.raises(StoreError, match="no key for its chain"):
        _problems(context, "UPDATE meta SET value = 'none' WHERE key = 'chain_key'")


def test_an_access_log_from_before_it_had_a_seal_is_sealed_by_the_migration(context: Context) -> None:
    for _ in range(2):
        permissions.note(context, "verify", "ok")
    writer = context.store.writer()
    writer.execute("DELETE FROM meta WHERE key = 'access_head'")
    writer.execute("UPDATE alembic_version SET version_num = '0014'")
    writer.close()
    migrate.migrate(context.store, "0014")
    assert _problems(context) == []
    permissions.note(context, "verify", "ok")
    assert _problems(context) == []


@pytest.mark.parametrize(
    ("statements", "where"),
    [
        (("UPDATE change_sets SET officer = 'nobody' WHERE id = 3",), "change-set 3"),
        (("UPDATE change_sets SET reason = 'invented' WHERE id = 11",), "change-set 11"),
        (("DELETE FROM changes WHERE change_set_id = 4", "DELETE FROM change_sets WHERE id = 4"), "change-set 4"),
        (("DELETE FROM change_sets WHERE id = 12",), "change-set 12"),
        (("UPDATE changes SET after = '{}' WHERE change_set_id = 2",), "change-set 2"),
        (("DELETE FROM changes WHERE change_set_id = 6",), "change-set 6"),
    ],
)
def test_a_record_that_was_rewritten_is_named(context: Context, statements: tuple[str, ...], where: str) -> None:
    guards = ("change_sets_are_final", "change_sets_stay", "changes_are_final", "changes_stay")
    found = _problems(context, *(f"DROP TRIGGER {name}" for name in guards), *statements)
    assert where in [problem.where for problem in found if problem.kind == "chain"]


def test_an_older_copy_is_found_by_a_head_that_was_kept(context: Context, tmp_path: Path) -> None:
    from cpo_tui.store.backup import backup

    old = backup(context.store, tmp_path / "old")
    cases.close_cases(context, [1], "removed")
    reader = context.store.reader()
    kept = verify(reader, office(), expect_head=old.head)
    assert kept.ok
    put_back = connect.open_store(old.path).reader()
    assert verify(put_back, office()).ok
    assert [problem.kind for problem in verify(put_back, office(), expect_head=kept.head).problems] == ["head"]


def test_the_log_cannot_be_rewritten_by_plain_sql(context: Context) -> None:
    writer = context.store.writer()
    for statement in (
        "UPDATE changes SET after = '{}'",
        "DELETE FROM changes",
        "DELETE FROM change_sets",
        "UPDATE change_sets SET at = ''",
    ):
        with pytest.raises(connect.DatabaseError):
            writer.execute(statement)
    writer.close()


@pytest.fixture
def imported(tmp_path: Path) -> Iterator[Context]:
    store = connect.create(tmp_path / "b.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    extract = tmp_path / "extract.csv"
    rows = (f"X-{n},Person {n},in_proceedings,2026-01-05,2026-04-0{n % 9 + 1}" for n in range(900))
    extract.write_text("\n".join(["reference,full_name,stage,opened_on,next_hearing_on", *rows]), encoding="utf-8")
    with acting(store, "alvarez") as opened:
        import_file(opened, extract, ImportOptions(Options()))
        cases.assign_cases(opened, [3, 5], "okafor")
        yield opened


@pytest.mark.parametrize(
    ("statement", "kind", "where"),
    [
        ("UPDATE cases SET stage = 'intake' WHERE id = 700", "row_altered", "cases row 700"),
        ("UPDATE cases SET stage = 'intake' WHERE id = 3", "row_altered", "cases row 3"),
        ("UPDATE cases SET officer = 'nobody' WHERE id = 5", "row_altered", "cases row 5"),
        ("UPDATE hearings SET place = 'Elsewhere' WHERE id = 17", "row_altered", "hearings row 17"),
        ("UPDATE cases SET version = 1 WHERE id = 3", "row_altered", "cases row 3"),
        ("UPDATE cases SET version = 2 WHERE id = 4", "row_altered", "cases row 4"),
        ("DELETE FROM hearings WHERE id = 1", "row_deleted", "hearings row 1"),
        ("DELETE FROM hearings WHERE id = 900", "row_deleted", "hearings row 900"),
        (
            "INSERT INTO hearings (id, case_id, starts_at) VALUES (901, 1, '2026-03-02')",
            "row_added",
            "hearings row 901",
        ),
        ("UPDATE persons SET language = 'es' WHERE id = 411", "row_altered", "persons row 411"),
    ],
)
def test_a_sealed_row_that_was_altered_is_named_and_no_other(
    imported: Context, statement: str, kind: str, where: str
) -> None:
    assert _problems(imported) == []
    found = [(problem.kind, problem.where) for problem in _problems(imported, statement)]
    assert [one for one in found if one[0] not in {"derived", "page"}] == [(kind, where)]


def test_a_column_that_no_import_writes_is_held_too(tmp_path: Path) -> None:
    store = connect.create(tmp_path / "c.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    papers = tmp_path / "documents.csv"
    papers.write_text("reference,document,state,requested_on\nR0,I-862,requested,2026-02-02\n", encoding="utf-8")
    with acting(store, "alvarez") as context:
        cases.add_case(context, {"reference": "R0", "full_name": "Person 0"})
        assert import_file(context, papers, ImportOptions(Options(kind="documents"))).as_json()["created"] == 1
        found = _problems(context, "UPDATE documents SET decision_reason = 'invented'")
    assert [(one.kind, one.where) for one in found] == [("row_altered", "documents row 1")]
    assert "decision_reason" in found[0].message


def test_every_row_is_counted_once(imported: Context) -> None:
    reader = imported.store.reader()
    total = sum(reader.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in WRITABLE)
    assert verify(reader, office()).rows == total == 3 * 900
    reader.close()


@pytest.fixture
def dated(context: Context) -> Context:
    """Cases with events, and so with deadlines and forecasts."""
    timeline.add_event(context, [1, 2, 3], "nta_served", "2026-02-27")
    timeline.add_event(context, [2], "order_final", "2026-02-28")
    documents.add_document(context, [1, 2], {"document": "I-862"})
    return context


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        (
            "UPDATE deadlines SET due_at = '2099-01-01' WHERE id = (SELECT max(id) FROM deadlines)",
            "deadlines of case row",
        ),
        ("UPDATE deadlines SET status = 'waived' WHERE case_id = 2", "deadlines of case row 2"),
        ("UPDATE deadlines SET title = 'nothing' WHERE case_id = 1", "deadlines of case row 1"),
        (
            "DELETE FROM deadlines WHERE id = (SELECT max(id) FROM deadlines WHERE case_id = 2)",
            "deadlines of case row 2",
        ),
        ("DELETE FROM document_forecasts WHERE case_id = 1", "document_forecasts of case row 1"),
        ("UPDATE document_forecasts SET document = 'other' WHERE case_id = 1", "document_forecasts of case row 1"),
        (
            "INSERT INTO deadlines (case_id, key, rule, kind, title, severity, citation, pack, pack_version, round, status,"
            " lead_seconds, asks) VALUES (5, 'k', 'r', 'review', 't', 'policy', 'c', 'p', '1', 1, 'running', 0, 0)",
            "deadlines of case row 5",
        ),
    ],
)
def test_a_date_changed_behind_the_record_names_its_case(dated: Context, statement: str, where: str) -> None:
    assert _problems(dated) == []
    found = [one for one in _problems(dated, statement) if one.kind == "derived"]
    assert found
    assert any(one.where.startswith(where) for one in found), found


def test_dates_are_not_worked_out_where_their_sum_fits(dated: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    wanted = deadlines.wanted_rows

    def counted(*args: Any) -> Any:
        asked.append(1)
        return wanted(*args)

    monkeypatch.setattr(deadlines, "wanted_rows", counted)
    assert verify(dated.connection, office()).problems == ()
    assert asked == []
    assert verify(dated.connection, office(), replay=True).problems == ()
    assert asked == [1]


def test_a_sum_is_begun_where_there_was_none(dated: Context) -> None:
    dated.connection.execute("DELETE FROM meta WHERE key LIKE 'tally:%'")
    timeline.add_event(dated, [4], "nta_served", "2026-02-27")
    assert verify(dated.connection, office(), replay=True).problems == ()
    undo(dated)
    assert verify(dated.connection, office(), replay=True).problems == ()


def test_what_another_writes_meanwhile_is_no_finding(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    worked_out = worklist.derived

    def and_then_another_acts(*args: Any) -> Any:
        found = worked_out(*args)
        cases.assign_cases(context, [1], "tran")
        timeline.add_task(context, [1], "Call the clerk", "2026-03-03")
        return found

    monkeypatch.setattr("cpo_tui.store.verify_derived.derived", and_then_another_acts)
    reader = context.store.reader()
    try:
        assert verify(reader, office()).problems == ()
        assert not reader.in_transaction
    finally:
        reader.close()


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Context]:
    """An encrypted store of which the other process works out what follows from the record."""
    monkeypatch.setattr(verifier, "WORTH_IT", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    key = StoreKey(os.urandom(32), os.urandom(16))
    store = connect.create(tmp_path / "d.cpo", key, created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(store, "alvarez") as opened:
        for number in range(3):
            cases.add_case(opened, {"reference": f"R{number}", "full_name": f"Person {number}"})
        timeline.add_event(opened, [1], "nta_served", "2026-02-27")
        yield opened


def _verified(context: Context) -> Verdict:
    with closing(context.store.reader()) as reader:
        return verify(reader, office(), store=context.store)


def _refuse(*_: Any, **__: Any) -> Any:
    raise AssertionError("this is the work of the other process")


def test_the_other_process_finds_what_this_one_would(secret: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    secret.connection.execute("UPDATE cases SET search_key = 'nobody' WHERE id = 2")
    secret.connection.execute("DELETE FROM deadlines WHERE case_id = 1")
    with closing(secret.store.reader()) as reader:
        alone = verify(reader, office())
    monkeypatch.setattr("cpo_tui.store.verify.derived_problems", _refuse)
    assert {problem.kind for problem in alone.problems} == {"derived"}
    assert _verified(secret) == alone


@pytest.mark.parametrize("how", ["another commits before both read", "the other process is gone"])
def test_without_an_answer_of_the_other_process_all_is_done_here(
    secret: Context, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    begin = Verifier.begin
    begun: list[Verifier] = []

    def disturbed(this: Verifier, asked: Any, *, replay: bool) -> None:
        if how == "another commits before both read":
            secret.connection.execute("UPDATE cases SET search_key = 'nobody' WHERE id = 2")
        else:
            this._child.process.kill()
            this._child.process.wait()
        begin(this, asked, replay=replay)
        begun.append(this)
        assert this.found() is None

    monkeypatch.setattr(Verifier, "begin", disturbed)
    assert _verified(secret).ok  # what was written after this process began to read is no finding
    assert len(begun) == 1


def test_the_key_reaches_the_other_process_by_its_standard_input_alone(
    secret: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[tuple[Any, dict[str, Any]]] = []
    popen = subprocess.Popen

    def noted(command: Any, **options: Any) -> Any:
        begun.append((command, options))
        return popen(command, **options)

    monkeypatch.setattr(subprocess, "Popen", noted)
    assert _verified(secret).ok
    [(command, options)] = begun
    assert "env" not in options
    assert secret.store.key is not None
    told = [*command, *(f"{name}={value}" for name, value in os.environ.items())]
    assert not any(secret.store.key.pragma[2:-1] in one or str(secret.store.path) in one for one in told)
