"""What an import keeps beside the record is held against its seals: nobody alters it unseen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cpo_tui.actions import cases, documents
from cpo_tui.actions.context import Context, acting, office
from cpo_tui.actions.importing import ImportOptions, import_file
from cpo_tui.actions.undo import undo
from cpo_tui.errors import Refused
from cpo_tui.exchange.extracts import Options
from cpo_tui.store import connect, migrate, schema, seals
from cpo_tui.store.connect import Store
from cpo_tui.store.verify import verify

HEADER = "reference,full_name,opened_on,bed\n"
GOOD = "X-1,Ana Silva,2026-01-05,12\nX-2,Bo Lind,2026-01-06,13\nX-3,Ci Weiss,2026-01-07,14\n"
BAD = ",Nobody,2026-01-08,15\nX-9,Somebody,2026-13-40,16\n"


def _import(context: Context, path: Path, rows: str) -> dict[str, object]:
    path.write_text(HEADER + rows, encoding="utf-8")
    return import_file(context, path, ImportOptions(Options())).as_json()


@pytest.fixture
def imported(tmp_path: Path) -> Iterator[Context]:
    """Three imports: rows and refusals, only refusals, rows again."""
    store = connect.create(tmp_path / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(store, "alvarez") as opened:
        assert _import(opened, tmp_path / "one.csv", GOOD + BAD)["quarantined"] == 2
        only_refused = _import(opened, tmp_path / "two.csv", BAD)
        assert (only_refused["quarantined"], only_refused["change_set"]) == (2, None)
        _import(opened, tmp_path / "three.csv", "X-4,Di Moreau,2026-01-09,17\n")
        yield opened


def _found(store: Store, *statements: str) -> list[tuple[str, str]]:
    writer = store.writer()
    writer.execute("PRAGMA foreign_keys=OFF")
    for statement in statements:
        writer.execute(statement)
    writer.close()
    reader = store.reader()
    try:
        return [(one.kind, one.where) for one in verify(reader, office()).problems]
    finally:
        reader.close()


_ADDED = (
    "INSERT INTO import_rows (batch_id, line, kind, reasons, raw, fields) VALUES (1, 9, 'bad_date', '[]', x'', '{}')"
)


@pytest.mark.parametrize(
    ("statement", "kind", "where"),
    [
        ('UPDATE source_records SET fields = \'{"bed":"99"}\' WHERE id = 2', "row_altered", "source_records row 2"),
        ("UPDATE source_records SET row_id = 1 WHERE id = 3", "row_altered", "source_records row 3"),
        ("DELETE FROM source_records WHERE id = 1", "row_deleted", "source_records row 1"),
        ("UPDATE import_rows SET raw = x'4e6f' WHERE id = 1", "row_altered", "import_rows row 1"),
        ("UPDATE import_rows SET reasons = '[]' WHERE id = 2", "row_altered", "import_rows row 2"),
        ("UPDATE import_rows SET batch_id = 1 WHERE id = 4", "row_altered", "import_rows row 4"),
        ("DELETE FROM import_rows WHERE id = 3", "row_deleted", "import_rows row 3"),
        (_ADDED, "row_added", "import_rows row 5"),
        ("UPDATE import_batches SET imported_by = 'okafor' WHERE id = 1", "import", "import 1"),
        ("UPDATE import_batches SET sha256 = 'ab' WHERE id = 2", "import", "import 2"),
        ("UPDATE import_batches SET report = '{}' WHERE id = 2", "import", "import 2"),
        ("DELETE FROM import_batches WHERE id = 2", "import", "import 2"),
        ("DELETE FROM import_batches WHERE id = 3", "import", "imports"),
        ("UPDATE import_batches SET seal = NULL WHERE id = 3", "import", "import 3"),
        ("DELETE FROM meta WHERE key = 'imports_head'", "import", "imports"),
    ],
)
def test_what_is_altered_in_the_journal_is_named(imported: Context, statement: str, kind: str, where: str) -> None:
    assert _found(imported.store) == []
    found = [one for one in _found(imported.store, statement) if one[0] not in {"page", "reference"}]
    assert (kind, where) in found
    assert kind == "import" or found == [(kind, where)]


def test_refused_records_cannot_go_together_with_their_seals(imported: Context) -> None:
    found = _found(
        imported.store, "DELETE FROM import_rows WHERE batch_id = 2", "DELETE FROM import_seals WHERE batch_id = 2"
    )
    assert found == [("import", "import 2")]


def test_an_import_that_was_taken_back_leaves_a_sound_journal(imported: Context, tmp_path: Path) -> None:
    undo(imported)
    assert imported.connection.execute("SELECT count(*) FROM source_records WHERE batch_id = 3").fetchone() == (0,)
    assert _found(imported.store) == []
    _import(imported, tmp_path / "four.csv", "X-5,Ed Novak,2026-01-10,18\n")  # its ids are none that were used before
    assert _found(imported.store) == []
    assert _found(imported.store, "DELETE FROM source_records WHERE id = 5") == [
        ("row_deleted", "source_records row 5")
    ]


def test_a_case_that_was_worked_on_keeps_its_columns_when_its_import_is_taken_back(imported: Context) -> None:
    cases.assign_cases(imported, [2], "okafor")
    undo(imported, 1)
    kept = imported.connection.execute("SELECT row_id FROM source_records WHERE batch_id = 1").fetchall()
    assert [row[0] for row in kept] == [2]
    assert _found(imported.store) == []


def _as_before(store: Store) -> None:
    """Make of a store what the release before had: no seal of what is beside the record."""
    writer = store.writer()
    for statement in (
        "ALTER TABLE import_batches DROP COLUMN seal",
        "DELETE FROM import_seals WHERE table_name IN ('source_records', 'import_rows')",
        "DELETE FROM meta WHERE key = 'imports_head'",
        "UPDATE alembic_version SET version_num = '0012'",
    ):
        writer.execute(statement)
    writer.close()


def test_what_was_imported_before_is_sealed_by_the_migration(
    imported: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = imported.store
    cases.assign_cases(imported, [2], "okafor")
    undo(imported, 1)  # leaves a gap in the ids
    _as_before(store)
    monkeypatch.setattr(seals, "BLOCK_ROWS", 1)
    migrate.migrate(store, "0012")
    reader = store.reader()
    assert connect.revision_of(reader) == schema.HEAD
    reader.close()
    assert _found(store) == []
    found = _found(store, "UPDATE import_rows SET line = 7 WHERE id = 4", "DELETE FROM import_batches WHERE id = 3")
    assert ("row_altered", "import_rows row 4") in found
    assert ("import", "imports") in found


def test_taking_back_what_only_brought_columns_is_recorded(imported: Context, tmp_path: Path) -> None:
    brought = _import(imported, tmp_path / "four.csv", "X-1,Ana Silva,2026-01-05,44\n")
    assert (brought["unchanged"], brought["created"], brought["updated"]) == (1, 0, 0)
    set_id = brought["change_set"]
    assert isinstance(set_id, int)
    done = undo(imported, set_id)
    assert (done.change_set, done.reversed) == (set_id + 1, 1)
    with pytest.raises(Refused):
        undo(imported, set_id)
    assert _found(imported.store) == []


def test_a_row_that_stays_when_its_import_is_taken_back_keeps_its_columns(imported: Context, tmp_path: Path) -> None:
    papers = tmp_path / "papers.csv"
    papers.write_text("reference,document,shelf\nX-1,I-862,7\nX-2,I-862,8\n", encoding="utf-8")
    brought = import_file(imported, papers, ImportOptions(Options(kind="documents"))).as_json()
    documents.mark_received(imported, [1])
    undo(imported, brought["change_set"])
    left = imported.connection.execute("SELECT fields FROM source_records WHERE table_name = 'documents'").fetchall()
    assert [row[0] for row in left] == ['{"shelf":"7"}']
    assert _found(imported.store) == []
