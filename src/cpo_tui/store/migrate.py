"""From an older schema to the newest: a verified backup first, then Alembic, one transaction a revision."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from cpo_tui.store.connect import Store, in_words, translated
from cpo_tui.store.copying import PAGES_AT_ONCE, by_pages
from cpo_tui.store.flushing import sync
from cpo_tui.store.soundness import check

MIGRATIONS = Path(__file__).with_name("migrations")
COPYING = "Keeping a verified copy before the store is brought to the form of this version"
CHECKING = "Reading every page of the copy"
CHANGING = "Bringing the store to the form of this version"
Migrating = Callable[[str, int, int], None]
"""Hears which of these is being done, and how much of it of how much; 0 of 0, again and again, while that is not known."""


def migrate(store: Store, revision: str, migrating: Migrating | None = None) -> Path:
    """Bring a store from `revision` to the newest schema, and give the path of the backup that was made before.

    Each revision is one transaction: where one fails, the store is as it was after the one before. `migrating` hears of the
    copy how many of its pages are made, from none to all of them, and last that everything is done.
    """
    from alembic import command

    tell = migrating if migrating is not None else _nobody
    with in_words(store):
        backup = backup_before(store, revision, tell)
    tell(CHANGING, 0, 0)
    try:
        with _engine(store).connect() as connection:
            command.upgrade(alembic_config(connection), "head")
            connection.commit()
    except driver.DatabaseError as error:
        raise translated(error, store) from error
    tell(CHANGING, 1, 1)
    return backup


def how_far(done: int, total: int, seconds: float) -> str:
    """How far a stage is, in words: its share, or the seconds since it began where that is not known."""
    return f"{100 * done // total} %" if total else f"{seconds:.0f} s"


def _nobody(_stage: str, _done: int, _total: int) -> None:
    """Nobody listens."""


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


def backup_before(store: Store, revision: str, tell: Migrating = _nobody) -> Path:
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
            source.execute("BEGIN")  # one state from the first page to the last, whatever others write meanwhile
            tell(COPYING, 0, 0)
            progress = by_pages(lambda done, total: tell(COPYING, done, total))
            source.backup(destination, pages=PAGES_AT_ONCE, progress=progress)
            check(destination, lambda: tell(CHECKING, 0, 0))
            destination.execute("PRAGMA journal_mode=DELETE").fetchone()
        finally:
            source.close()
            destination.close()
        partial.replace(target)
        sync(target.parent)  # the copy outlasts a power cut before anything of the store is changed
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{partial}{suffix}").unlink(missing_ok=True)
    return target
