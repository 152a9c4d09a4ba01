"""From an older schema to the newest: a verified backup first, then Alembic, one transaction a revision."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from cpo_tui.errors import StoreError
from cpo_tui.store.connect import Connection, Store, translated

MIGRATIONS = Path(__file__).with_name("migrations")


def migrate(store: Store, revision: str) -> Path:
    """Bring a store from `revision` to the newest schema, and give the path of the backup that was made before.

    Each revision is one transaction: where one fails, the store is as it was after the one before.
    """
    from alembic import command

    backup = backup_before(store, revision)
    try:
        with _engine(store).connect() as connection:
            command.upgrade(alembic_config(connection), "head")
            connection.commit()
    except driver.DatabaseError as error:
        raise translated(error, store) from error
    return backup


def alembic_config(connection: Any) -> Any:
    """Alembic's settings for one SQLAlchemy connection; there is no ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _engine(store: Store) -> Any:
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import NullPool

    engine = create_engine(
        "sqlite+pysqlite://", creator=store.writer, module=driver, hide_parameters=True, poolclass=NullPool
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def backup_before(store: Store, revision: str) -> Path:
    """A copy of the store beside it, under the same key, named after revision and moment.

    It has that name only once it was checked, so that a copy that was broken off is never taken for a backup.
    """
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
    target = store.path.with_name(f"{store.path.name}.before-{revision}-{stamp}")
    partial = target.with_name(f".{target.name}.partial")
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), 0o600))
    try:
        source, destination = store.reader(), Store(partial, store.key, store.busy_seconds).writer()
        try:
            source.backup(destination)
            check(destination)
            destination.execute("PRAGMA journal_mode=DELETE").fetchone()
        finally:
            source.close()
            destination.close()
        partial.replace(target)
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{partial}{suffix}").unlink(missing_ok=True)
    return target


def check(connection: Connection) -> None:
    """Raise `StoreError` unless every page and every reference of the database is sound."""
    problems = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]
    problems += [
        f"{row[0]} row {row[1]} refers to a missing {row[2]}" for row in connection.execute("PRAGMA foreign_key_check")
    ][:3]
    if problems:
        raise StoreError(
            f"The store is damaged: {problems[0]}.",
            hint="Restore a backup: cpo restore FILE --store NEW.",
            kind="damaged",
        )
