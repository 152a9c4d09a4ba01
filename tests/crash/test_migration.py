"""R-DUR-8: a migration that dies at any moment leaves a store that opens, with every row that it had."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.crash.striking import Program, started, tell
from tests.older import older_store

from cpo_tui.actions.context import office
from cpo_tui.store import connect, migrate, schema
from cpo_tui.store.connect import Connection, Store
from cpo_tui.store.verify import verify

OPEN = (
    "import sys; from pathlib import Path; from cpo_tui.store.connect import open_store; open_store(Path(sys.argv[1]))"
)


def _rows(connection: Connection) -> list[tuple[object, ...]]:
    sql = "SELECT c.reference, p.full_name, c.lifecycle FROM cases c JOIN persons p ON p.id = c.person_id"
    return [tuple(row) for row in connection.execute(sql)]


def _opening(fault: Path, store: Store) -> Program:
    return Program(started(fault), store.path.parent, ["-c", OPEN, str(store.path)])


def _kill_everywhere(fault: Path, tmp_path: Path, every: int) -> int:
    total = _opening(fault, older_store(tmp_path / "fresh" / "a.cpo")).count()
    points = range(1, total + 1, every)
    for point in points:
        folder = tmp_path / f"at-{point}"
        store = older_store(folder / "a.cpo")
        died = _opening(fault, store).strike(point, "kill")
        assert died.returncode == -9
        opened = connect.open_store(store.path)
        connection = opened.reader()
        assert connect.revision_of(connection) == schema.HEAD, point
        assert _rows(connection) == [("C-1", "Ana Pérez", "open")], point
        assert [
            one for one in verify(connection, office()).problems if one.kind in {"page", "reference", "chain"}
        ] == []
        connection.close()
        shutil.rmtree(folder)
    tell(f"a migration: {len(points)} points killed, 0 violations")
    return len(points)


def test_r_dur_8_a_migration_that_is_killed_loses_nothing(fault: Path, tmp_path: Path) -> None:
    assert _kill_everywhere(fault, tmp_path, every=37) > 3


@pytest.mark.slow
def test_a_migration_killed_at_every_operation(fault: Path, tmp_path: Path) -> None:
    assert _kill_everywhere(fault, tmp_path, every=1) > 60


def test_r_dur_8_the_copy_made_before_holds_the_old_schema(tmp_path: Path) -> None:
    store = older_store(tmp_path / "old" / "a.cpo")
    copy = migrate.migrate(store, "0001")
    kept = Store(copy).reader()
    assert connect.revision_of(kept) == "0001"
    assert _rows(kept) == [("C-1", "Ana Pérez", "open")]
    kept.close()
