"""A store as the first release made it."""

from __future__ import annotations

from pathlib import Path

from cpo_tui.store import migrate
from cpo_tui.store.connect import Store


def older_store(path: Path) -> Store:
    """A store as the first release made it, with a person and a case."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.touch(mode=0o600)
    store = Store(path)
    with migrate._engine(store).connect() as connection:
        from alembic import command

        command.upgrade(migrate.alembic_config(connection), "0001")
        connection.commit()
    writer = store.writer()
    values = [
        ("store_id", "1"),
        ("chain_key", "ab" * 32),
        ("created_at", "2026-03-02T14:00:00+00:00"),
        ("zone", "America/New_York"),
    ]
    writer.executemany("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", values)
    writer.execute("INSERT INTO persons(full_name) VALUES ('Ana Pérez')")
    writer.execute(
        "INSERT INTO cases(reference, person_id, lifecycle, opened_on) VALUES ('C-1', 1, 'open', '2026-01-05')"
    )
    writer.close()
    return store
