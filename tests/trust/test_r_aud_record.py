"""R-AUD-1 to R-AUD-7: who did what when, in the same transaction, in a chain that shows what was changed behind it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.trust.conftest import MARKER, PASSPHRASE, Run

from cpo_tui.actions import cases, timeline
from cpo_tui.actions.context import Context, acting, office
from cpo_tui.actions.exporting import ExportOptions, export
from cpo_tui.actions.trust import back_up, change_passphrase, restore_store, verify_store
from cpo_tui.actions.undo import undo
from cpo_tui.store import access, changes, connect
from cpo_tui.store.connect import Connection, Store
from cpo_tui.store.verify import head_of, verify

MILLISECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00")


def test_r_aud_1_every_act_leaves_its_line_with_who_when_where_and_without_a_name(
    encrypted: Store, tmp_path: Path
) -> None:
    with acting(encrypted, "alvarez") as context:
        export(context, tmp_path / "out.csv", ExportOptions())
        back_up(context, tmp_path / "copy.cpo")
        verify_store(context)
        changed = change_passphrase(context, "another long passphrase of mine")
    restore_store(tmp_path / "copy.cpo", tmp_path / "again.cpo", PASSPHRASE, "tran")
    with acting(changed, "tran") as context:
        lines = access.entries(context.connection)
        sets = context.connection.execute("SELECT at, officer, source, verb FROM change_sets").fetchall()
    assert [one.kind for one in reversed(lines)] == ["export", "backup", "verify", "rekey"]
    for one in lines:
        assert MILLISECOND.fullmatch(one.at)
        assert (one.officer, one.source, one.outcome) == ("alvarez", "cli", one.outcome)
        assert MARKER not in str(one)
    digest = next(one.detail for one in lines if one.kind == "export")
    assert len(str(digest["sha256"])) == 64
    assert digest["rows"] == 3
    assert all(MILLISECOND.fullmatch(at) and officer and source and verb for at, officer, source, verb in sets)
    with acting(connect.open_store(tmp_path / "again.cpo", PASSPHRASE), "tran") as context:
        newest = access.entries(context.connection)[0]
        assert (newest.kind, newest.officer) == ("restore", "tran")


def test_r_aud_1_a_refusal_is_a_line_too(encrypted: Store, cpo: Run) -> None:
    cpo("--store", encrypted.path, "officer", "add", "root", "--role", "admin")
    cpo("--store", encrypted.path, "--officer", "okafor", "access-log", code=1)
    with acting(encrypted, "root") as context:
        (line,) = access.entries(context.connection, access.Wanted(kind="read_access_log"))
    assert (line.officer, line.outcome) == ("okafor", "refused")


def test_r_aud_2_no_record_no_change(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    before = head_of(context.connection)

    def fail(*_args: object) -> str:
        raise OSError("no chain")

    monkeypatch.setattr(changes, "link", fail)
    with pytest.raises(OSError, match="no chain"):
        cases.assign_cases(context, [1, 2], "okafor")
    monkeypatch.undo()
    assert head_of(context.connection) == before
    assert context.connection.execute("SELECT DISTINCT officer FROM cases").fetchall() == [("alvarez",)]


def _behind(connection: Connection, sql: str, *values: object) -> None:
    """Change something as somebody would who has the key, but not the product."""
    connection.execute("PRAGMA query_only=OFF")
    for name, table in connection.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        if table in {"change_sets", "changes", "access_log"}:
            connection.execute(f"DROP TRIGGER {name}")
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute(sql, values)


@pytest.mark.parametrize("column", ["at", "officer", "verb", "reason", "summary", "source", "count", "digest", "hash"])
def test_r_aud_3_one_byte_of_any_field_of_a_change_set_is_found_and_named(context: Context, column: str) -> None:
    total = context.connection.execute("SELECT max(id) FROM change_sets").fetchone()[0]
    for set_id in (1, total // 2, total):
        context.connection.execute("BEGIN")
        _behind(
            context.connection, f"UPDATE change_sets SET {column} = COALESCE({column}, '') || 'x' WHERE id = ?", set_id
        )
        problems = verify(context.connection, office()).problems
        context.connection.execute("ROLLBACK")
        assert problems[0].kind == "chain"
        assert problems[0].where == f"change-set {set_id}"


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM change_sets WHERE id = 3", "DELETE FROM changes WHERE change_set_id = 3",
        "UPDATE changes SET change_set_id = 4 WHERE change_set_id = 3", "UPDATE changes SET after = replace(after, 'a', 'b') WHERE change_set_id = 3",
        "INSERT INTO changes (change_set_id, case_id, table_name, row_id, op, after) VALUES (3, 1, 'notes', 999, 'insert', '{}')",
    ],
)  # fmt: skip
def test_r_aud_3_what_was_deleted_inserted_or_swapped_is_found(context: Context, sql: str) -> None:
    _behind(context.connection, sql)
    problems = verify(context.connection, office()).problems
    assert any(problem.kind == "chain" and "3" in problem.where for problem in problems), problems


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        ("UPDATE cases SET facility = 'Elsewhere' WHERE id = 2", "row_altered"),
        ("UPDATE persons SET full_name = 'Somebody Else' WHERE id = 2", "row_altered"),
        ("DELETE FROM tasks WHERE id = 2", "row_deleted"),
        ("INSERT INTO notes (case_id, body, written_at, written_by) VALUES (2, 'x', '2026-03-02', 'x')", "row_added"),
        ("UPDATE cases SET act_key = '2040-01-01' WHERE id = 2", "derived"),
    ],
)
def test_r_aud_4_a_row_changed_behind_the_record_names_its_case(context: Context, sql: str, kind: str) -> None:
    _behind(context.connection, sql)
    problems = [problem for problem in verify(context.connection, office()).problems if problem.kind == kind]
    assert problems
    if kind != "row_deleted":
        assert "C-2" in problems[0].message


def test_r_aud_5_a_record_cut_at_its_end_or_put_back_is_found_by_a_head_that_was_kept(
    context: Context, tmp_path: Path
) -> None:
    kept = back_up(context, tmp_path / "older.cpo")
    timeline.add_note(context, [1], "later")
    newer, _ = head_of(context.connection)
    assert verify(context.connection, office(), expect_head=kept.head).problems == ()
    older = connect.open_store(tmp_path / "older.cpo").reader()
    assert [one.kind for one in verify(older, office(), expect_head=newer).problems] == ["head"]
    older.close()


@pytest.mark.parametrize(
    ("sql", "where"),
    [
        ("UPDATE access_log SET officer = 'tran' WHERE id = 2", "access_log"),
        ("UPDATE access_log SET outcome = 'none' WHERE id = 3", "access_log"),
        ("DELETE FROM access_log WHERE id = 2", "access_log row 2"),
        ("DELETE FROM access_log WHERE id = 4", "access_log"),
        ("INSERT INTO access_log (at, officer, kind, outcome) VALUES ('2026', 'x', 'view', 'seen')", "access_log"),
    ],
)
def test_r_aud_3_the_access_log_cannot_be_rewritten_unseen(
    context: Context, tmp_path: Path, sql: str, where: str
) -> None:
    for number in range(4):
        back_up(context, tmp_path / f"{number}.cpo")
    assert verify(context.connection, office()).problems == ()
    _behind(context.connection, sql)
    problems = verify(context.connection, office()).problems
    assert {one.kind for one in problems} == {"access_log"}
    assert problems[0].where == where


def test_r_aud_3_a_log_that_lost_its_seal_is_named_from_then_on(context: Context, tmp_path: Path) -> None:
    back_up(context, tmp_path / "a.cpo")
    context.connection.execute("DELETE FROM meta WHERE key = 'access_head'")
    assert [one.kind for one in verify(context.connection, office()).problems] == ["access_log"]
    back_up(context, tmp_path / "b.cpo")
    assert [one.kind for one in verify(context.connection, office()).problems] == ["access_log"]


@pytest.mark.parametrize("table", ["change_sets", "changes", "access_log"])
@pytest.mark.parametrize("sql", ["DELETE FROM {}", "UPDATE {} SET id = id + 1000"])
def test_r_aud_6_the_record_is_append_only(context: Context, tmp_path: Path, table: str, sql: str) -> None:
    back_up(context, tmp_path / "x.cpo")
    with pytest.raises(connect.DatabaseError, match="never"):
        context.connection.execute(sql.format(table))


def test_r_aud_7_undo_appends_and_never_deletes(context: Context) -> None:
    before = context.connection.execute("SELECT count(*) FROM changes").fetchone()[0]
    _, sets = head_of(context.connection)
    cases.assign_cases(context, [1, 2], "okafor")
    undone = undo(context)
    assert undone.reversed == 2
    assert head_of(context.connection)[1] == sets + 2
    assert context.connection.execute("SELECT count(*) FROM changes").fetchone()[0] == before + 4
    assert verify(context.connection, office()).problems == ()
