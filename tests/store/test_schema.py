"""The schema is told once: tables, the script, and the migrations must say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cpo_tui.errors import StoreError
from cpo_tui.store import connect, migrate, schema


def _described(connection: connect.Connection) -> dict[str, object]:
    """Tables by their columns (a column that was added later stands last), everything else by its text."""
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'case_search_%'"
        " AND (name NOT LIKE 'inquiry_search_%' OR type = 'trigger')"
    ).fetchall()
    described: dict[str, object] = {}
    for kind, name, sql in rows:
        if kind == "table" and not sql.startswith("CREATE VIRTUAL"):
            columns = connection.execute(f"PRAGMA table_info({name})").fetchall()
            keys = connection.execute(f"PRAGMA foreign_key_list({name})").fetchall()
            described[name] = (sorted(row[1:] for row in columns), sorted(row[2:5] for row in keys))
        else:
            described[name] = re.sub(r"\s+", " ", sql).strip()
    described.pop("alembic_version")
    return described


def _empty(path: Path) -> connect.Store:
    path.touch(mode=0o600)
    return connect.Store(path)


def test_the_script_is_what_the_tables_generate() -> None:
    assert schema.schema_sql() == schema.generate()


def test_the_migrations_end_where_the_script_is(tmp_path: Path) -> None:
    made = connect.create(tmp_path / "made.cpo", created_at="2026-03-02T14:00:00+00:00", zone="UTC")
    grown = _empty(tmp_path / "grown.cpo")
    grown.writer().close()
    migrate.migrate(grown, "0000")
    with_script, with_alembic = made.reader(), grown.reader()
    assert _described(with_alembic) == _described(with_script)
    assert connect.revision_of(with_alembic) == schema.HEAD


def test_a_store_of_a_newer_schema_is_refused(tmp_path: Path) -> None:
    store = connect.create(tmp_path / "new.cpo", created_at="2026-03-02T14:00:00+00:00", zone="UTC")
    writer = store.writer()
    writer.execute("UPDATE alembic_version SET version_num = '9999'")
    writer.close()
    with pytest.raises(StoreError) as caught:
        connect.open_store(store.path)
    assert caught.value.name == "newer_schema"
    assert "9999" in caught.value.message
