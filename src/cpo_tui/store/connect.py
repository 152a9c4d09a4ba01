"""The one place that opens the store: driver, key, pragmas, transactions and the guards before them.

Every connection has WAL, `synchronous=FULL`, foreign keys and a busy timeout, and begins its own transactions
(`isolation_level=None`): a driver that begins them by itself loses updates between processes.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2 as driver

from cpo_tui.errors import Busy, Locked, StoreError, WrongPassphrase
from cpo_tui.store import keys, schema, tries, watermarks
from cpo_tui.store.filesystems import refuse_shared

DatabaseError: type[Exception] = driver.DatabaseError
"""What the driver raises for a store that it cannot read."""

if TYPE_CHECKING:
    # SQLCipher's driver has the interface of the standard one, and no types of its own.
    from sqlite3 import Connection as Connection  # noqa: PLC0414 - a name of this module for the others
else:
    Connection = driver.Connection

READ_WRITE, NO_FOLLOW, FULL_MUTEX = 0x2, 0x01000000, 0x00010000
PLAIN_HEADER = b"SQLite format 3\x00"
OLDEST_SQLITE = (3, 51, 3)
BUSY_SECONDS = 10.0
"""How long a writer waits for another before it says so."""

_PRAGMAS: tuple[str, ...] = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "secure_delete=FAST",
    "temp_store=MEMORY",
    "mmap_size=0",
    "cache_size=-16000",
)


@dataclass(frozen=True, slots=True)
class Store:
    """A store that passed its guards: where it is and how it is opened."""

    path: Path
    key: keys.StoreKey | None = None
    busy_seconds: float = BUSY_SECONDS
    warning: str = ""
    """What must be said to whoever opens it, such as that it is an older copy; empty where all is as it was left."""
    kept: Path | None = None
    """The copy that was kept because the store was of an older version when it was opened; None where it was not."""

    def reader(self) -> Connection:
        """A new connection that can only read; readers are never held up by a writer."""
        connection = _open(self)
        connection.execute("PRAGMA query_only=ON")
        return connection

    def writer(self) -> Connection:
        """A new connection that may write; use `transaction` for each change."""
        return _open(self)


def _open(store: Store) -> Connection:
    try:
        connection: Any = driver.connect(
            str(store.path),
            timeout=store.busy_seconds,
            check_same_thread=False,
            isolation_level=None,
            flags=READ_WRITE | NO_FOLLOW | FULL_MUTEX,
        )
    except driver.OperationalError as error:
        message = f"The store {store.path} cannot be opened: {error}."
        raise StoreError(message, hint="Check the path and its permissions.") from error
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        if store.key is not None:
            connection.set_key(store.key.pragma)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except driver.DatabaseError as error:
        connection.close()
        raise translated(error, store) from error
    opened: Connection = connection
    return opened


def in_memory() -> Connection:
    """A new, empty store in memory, for what is worked out and thrown away; nothing of it reaches a disk."""
    connection: Any = driver.connect(":memory:", isolation_level=None)
    connection.executescript(f"BEGIN;\n{schema.schema_sql()}\nCOMMIT;")
    opened: Connection = connection
    return opened


def translated(error: Exception, store: Store) -> StoreError:
    """The driver's error in words for people; the wording of SQLite is kept where it says more."""
    text = str(error)
    if "not a database" in text or "hmac check failed" in text:
        if store.key is not None:
            return WrongPassphrase(
                "The passphrase does not open this store.", hint="Try again, or check which store it is."
            )
        return StoreError(
            f"{store.path} is not a store of cpo, or it is damaged.",
            hint="Restore a backup: cpo restore FILE --store NEW.",
        )
    if "locked" in text or "busy" in text:
        return Busy(
            f"Another program is writing to the store; waited {store.busy_seconds:g} s.",
            hint="Nothing was changed. Try again when the other work has ended, or wait longer with --busy-timeout.",
        )
    if "full" in text:
        return StoreError("The disk is full. Nothing was changed.", hint="Make room and try again.", kind="disk_full")
    if "disk I/O" in text:
        return StoreError(
            "The disk reported an error. Nothing was changed.",
            hint="Check the disk, then run cpo verify.",
            kind="disk_error",
        )
    if "readonly" in text:
        return StoreError(
            f"The store {store.path} cannot be written.", hint="Check its permissions and those of its folder."
        )
    if "malformed" in text:
        return StoreError(
            "The store is damaged.", hint="Restore a backup: cpo restore FILE --store NEW.", kind="damaged"
        )
    return StoreError(f"The store answered: {text}.", hint="Run cpo doctor.")


@contextmanager
def in_words(store: Store) -> Iterator[None]:
    """Errors of the driver leave as `StoreError`, whatever was being read or written."""
    try:
        yield
    except driver.IntegrityError:
        raise
    except driver.DatabaseError as error:
        raise translated(error, store) from error


def driver_versions() -> tuple[tuple[int, ...], str | None]:
    """The version of SQLite in the driver, and that of its encryption; None where it has none."""
    connection = driver.connect(":memory:")
    try:
        row = connection.execute("PRAGMA cipher_version").fetchone()
    finally:
        connection.close()
    return tuple(driver.sqlite_version_info), str(row[0]) if row else None


@contextmanager
def transaction(connection: Connection, store: Store, *, keep: bool = True) -> Iterator[Connection]:
    """One write transaction: all of it, or nothing; with `keep=False` nothing in any case, which is a rehearsal.

    Takes the write lock at its beginning, so that what is read inside is still true when it is written. Driver errors
    leave as `StoreError`; every exception rolls back.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
    except driver.OperationalError as error:
        raise translated(error, store) from error
    try:
        yield connection
        connection.execute("COMMIT" if keep else "ROLLBACK")
    except BaseException as error:
        with suppress(driver.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        if isinstance(error, driver.DatabaseError) and not isinstance(error, driver.IntegrityError):
            raise translated(error, store) from error
        raise


def is_encrypted(path: Path) -> bool:
    """Whether the store at `path` needs a key. Call it before a connection is open: closing a file drops its locks."""
    return _header(path) != PLAIN_HEADER


def unlock(path: Path, passphrase: str | None) -> keys.StoreKey | None:
    """The key of the store at `path`: None for a plain one; raises `Locked` where it needs a passphrase."""
    header = _header(path)
    if header == PLAIN_HEADER:
        return None
    if passphrase is None:
        raise Locked(
            "The store is encrypted and no passphrase was given.",
            hint="Put it on the first line of a file and name that in CPO_PASSPHRASE_FILE, or run cpo on a terminal.",
        )
    return keys.derive(passphrase, header)


def salt_of(path: Path) -> bytes:
    """The first sixteen bytes of the store at `path`: the salt of an encrypted one, which stays with the file."""
    return _header(path)


def _header(path: Path) -> bytes:
    guard(path)
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    try:
        header = os.read(descriptor, 16)
    finally:
        os.close(descriptor)
    if len(header) < keys.SALT_BYTES:
        raise StoreError(
            f"{path} is not a store of cpo: it is too short.", hint="Give the path of a store, or make one: cpo init."
        )
    return header


def guard(path: Path) -> None:
    """Refuse what must not be opened: nothing there, a link, not a file, not ours, readable by others, an old SQLite."""
    check_driver()
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        raise StoreError(
            f"There is no store at {path}.", hint="Make one: cpo init. Or look around first: cpo demo.", kind="no_store"
        ) from None
    except OSError as error:
        raise StoreError(f"The store {path} cannot be reached: {error.strerror}.", hint="Check the path.") from error
    if stat.S_ISLNK(found.st_mode):
        raise StoreError(
            f"{path} is a symbolic link; a store is opened only by its own path.",
            hint=f"Use {os.path.realpath(path)} instead.",
        )
    if not stat.S_ISREG(found.st_mode):
        raise StoreError(f"{path} is not a file.", hint="Give the path of a store, or make one: cpo init.")
    if sys.platform == "win32":
        return
    if found.st_uid != os.geteuid():
        raise StoreError(
            f"The store {path} belongs to somebody else.",
            hint=f"Its owner can give it to you: chown {os.geteuid()} {path}",
        )
    if found.st_mode & 0o077:
        raise StoreError(
            f"Others on this machine can read the store {path}.",
            hint=f"Close it to them: chmod 600 {path}",
            kind="open_to_others",
        )
    refuse_shared(path)


def check_driver() -> None:
    """Refuse an SQLite in which two writers can damage a store (fixed in 3.51.3)."""
    if driver.sqlite_version_info < OLDEST_SQLITE:
        raise StoreError(
            f"SQLite {driver.sqlite_version} is too old to be safe.",
            hint="Install a newer sqlcipher3.",
            kind="old_sqlite",
        )


def check_new(path: Path) -> None:
    """Refuse a place where there is something already, a link included, before a passphrase is asked for."""
    if os.path.lexists(path):
        what = "a symbolic link" if path.is_symlink() else "something"
        raise StoreError(
            f"There is {what} at {path} already.", hint="Choose another place: --store PATH.", kind="exists"
        )
    check_driver()
    refuse_shared(path)


def create(path: Path, key: keys.StoreKey | None = None, *, created_at: str, zone: str) -> Store:
    """A new, empty store at `path`, 0600; `created_at` is an ISO moment, `zone` the office's zone.

    Refuses what exists, and any symbolic link. Where anything fails, nothing is left behind.
    """
    path = Path(os.path.abspath(path))
    check_new(path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), 0o600))
    except OSError as error:
        raise StoreError(
            f"No store can be made at {path}: {error.strerror}.", hint="Check the folder and its permissions."
        ) from error
    store = Store(path, key)
    with ExitStack() as unfinished:
        for suffix in ("", "-wal", "-shm", "-journal"):
            unfinished.callback(Path(f"{path}{suffix}").unlink, missing_ok=True)
        connection = _open(store)
        try:
            _build(connection, store, created_at, zone)
        finally:
            connection.close()
        unfinished.pop_all()
    return store


def _build(connection: Connection, store: Store, created_at: str, zone: str) -> None:
    import secrets

    try:
        connection.executescript(f"BEGIN IMMEDIATE;\n{schema.schema_sql()}\nCOMMIT;")
        with transaction(connection, store):
            connection.executemany(
                "INSERT INTO meta(key, value) VALUES (?, ?)",
                [
                    ("store_id", secrets.token_hex(8)),
                    ("chain_key", secrets.token_hex(32)),
                    ("created_at", created_at),
                    ("zone", zone),
                ],
            )
    except driver.OperationalError as error:
        raise translated(error, store) from error


def open_store(
    path: Path,
    passphrase: str | None = None,
    *,
    busy_seconds: float = BUSY_SECONDS,
    migrating: Callable[[str, int, int], None] | None = None,
) -> Store:
    """The store at `path`, guarded, unlocked and at the schema's newest revision.

    Raises `Locked`, `WrongPassphrase` or `StoreError`; a store of an older schema is migrated after a backup, which takes
    a while for a large one: `migrating` hears how far it is (`migrate.Migrating`), and nothing where it is not needed.
    """
    path = Path(os.path.abspath(path))
    tries.check(path)
    store = Store(path, unlock(path, passphrase), busy_seconds)
    try:
        connection = _open(store)
    except WrongPassphrase:
        tries.count_wrong(path)
        raise
    tries.settle(path)
    try:
        revision = revision_of(connection)
        if revision is not None:
            store = replace(store, warning=watermarks.look(connection, begin=True))
    finally:
        connection.close()
    if revision == schema.HEAD:
        return store
    if revision is None:
        raise StoreError(
            f"{path} is a database, but not a store of cpo.", hint="Give the path of a store, or make one: cpo init."
        )
    if revision > schema.HEAD:
        raise StoreError(
            f"The store is of a newer version (schema {revision}; this program knows {schema.HEAD}).",
            hint="Use the newer cpo that made it.",
            kind="newer_schema",
        )
    from cpo_tui.store.migrate import migrate

    return replace(store, kept=migrate(store, revision, migrating))


def revision_of(connection: Connection) -> str | None:
    """The revision of the schema that a store has; None for a database that is not a store."""
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except driver.OperationalError:
        return None
    return str(row[0]) if row else None
