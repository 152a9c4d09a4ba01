"""From an older schema to the newest: a verified backup first, then Alembic, one transaction a revision."""

from __future__ import annotations

import os
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
    """A copy of the store beside it, under the same key, checked before it counts; named after revision and moment."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    target = store.path.with_name(f"{store.path.name}.before-{revision}-{stamp}")
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), 0o600))
    copy = Store(target, store.key, store.busy_seconds)
    source, destination = store.reader(), copy.writer()
    try:
        source.backup(destination)
        check(destination)
    except BaseException:
        destination.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{target}{suffix}").unlink(missing_ok=True)
        raise
    finally:
        source.close()
        destination.close()
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
