"""Backup, restore and change of key: whole or not at all, private, and checked before they count."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cpo_tui.errors import CpoError, ExportError, StoreError
from cpo_tui.store import keys
from cpo_tui.store.connect import Store, guard, in_words, transaction, unlock
from cpo_tui.store.media import refuse_removable
from cpo_tui.store.migrate import check
from cpo_tui.store.verify import head_of

PAGES_AT_ONCE = 2048
Progress = Callable[[int, int], None]
_SIDE_FILES = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished copy: where it is, and the head of the chain that it holds."""

    path: Path
    head: str
    change_sets: int
    size: int


def backup(store: Store, target: Path, *, force: bool = False, progress: Progress | None = None) -> Backup:
    """Copy a store while it is in use, under its own key, to `target` (0600).

    The copy is made beside the target, checked page by page, and only then given its name. Raises `ExportError` where
    the target exists (unless `force`) or is a link; then the target is as it was.
    """
    target = Path(os.path.abspath(target))
    if target.is_symlink():
        raise ExportError(f"{target} is a symbolic link.", hint="Name a file of its own.")
    if target.exists() and (not force or not target.is_file()):
        raise ExportError(
            f"There is something at {target} already.", hint="Choose another name, or add --force.", kind="exists"
        )
    if target == store.path:
        raise ExportError("A store cannot be backed up onto itself.", hint="Choose another name.")
    if store.key is None:
        refuse_removable(target)
    return _copy(store, target, replace=True, progress=progress)


def restore(source: Path, target: Path, passphrase: str | None, *, progress: Progress | None = None) -> Backup:
    """Make a store at `target` from a backup; nothing that exists is overwritten.

    Raises `WrongPassphrase` or `StoreError` before anything is written. Left-overs of an earlier store beside the
    target (`-wal`, `-shm`) are moved out of the way: they would make the restored one unreadable.
    """
    source, target = Path(os.path.abspath(source)), Path(os.path.abspath(target))
    guard(source)
    if os.path.lexists(target):
        raise StoreError(
            f"There is something at {target} already.", hint="Restore to another place: --store NEW.", kind="exists"
        )
    origin = Store(source, unlock(source, passphrase))
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for suffix in _SIDE_FILES:
        stale = Path(f"{target}{suffix}")
        if os.path.lexists(stale):
            stale.rename(f"{stale}.stale-{secrets.token_hex(4)}")
    return _copy(origin, target, replace=False, progress=progress)


def _copy(store: Store, target: Path, *, replace: bool, progress: Progress | None) -> Backup:
    partial = target.with_name(f".{target.name}.{secrets.token_hex(6)}.partial")
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), 0o600))
    except OSError as error:
        raise ExportError(
            f"Nothing can be written at {target.parent}: {error.strerror}.", hint="Check the folder."
        ) from error
    try:
        with in_words(store):
            head, sets = _fill(store, partial, progress)
        _sync(partial)
        if replace:
            partial.replace(target)
        else:
            os.link(partial, target)
            partial.unlink()
        _sync(target.parent)
    except OSError as error:
        raise ExportError(f"The copy to {target} failed: {error.strerror}.", hint="Nothing was left behind.") from error
    finally:
        for suffix in ("", *_SIDE_FILES):
            Path(f"{partial}{suffix}").unlink(missing_ok=True)
    return Backup(target, head, sets, target.stat().st_size)


def _fill(store: Store, partial: Path, progress: Progress | None) -> tuple[str, int]:
    source = store.reader()
    try:
        copy = Store(partial, store.key, store.busy_seconds).writer()
        try:
            source.backup(copy, pages=PAGES_AT_ONCE, progress=_told(progress))
            check(copy)
            found = head_of(copy)
            copy.execute("PRAGMA journal_mode=DELETE").fetchone()
        finally:
            copy.close()
    finally:
        source.close()
    return found


def _told(progress: Progress | None) -> Callable[[int, int, int], None] | None:
    if progress is None:
        return None
    return lambda _status, remaining, total: progress(total - remaining, total)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems cannot sync a folder; the file itself was synced by SQLite
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def rekey(store: Store, passphrase: str) -> Store:
    """Give an encrypted store a new passphrase, and give the store as it is opened from now on.

    Raises `UsageError` for a weak passphrase and `StoreError` for a plain store. Backups keep the key that they have.
    """
    if store.key is None:
        raise StoreError(
            "The store is not encrypted, so it has no passphrase to change.", hint="Make an encrypted one: cpo init."
        )
    keys.check_strength(passphrase)
    new = keys.derive(passphrase, store.key.salt)
    connection = store.writer()
    try:
        with in_words(store):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            connection.execute(f'PRAGMA rekey = "{new.pragma}"')
    finally:
        connection.close()
    changed = Store(store.path, new, store.busy_seconds)
    try:
        proof = changed.writer()
    except CpoError as error:
        raise StoreError("The passphrase was not changed.", hint="The old one still opens the store.") from error
    with transaction(proof, changed):
        proof.execute(
            "INSERT INTO meta(key, value) VALUES ('rekeyed', 1) ON CONFLICT(key) DO UPDATE SET value = value + 1"
        )
    proof.close()
    return changed
