"""Backup, restore and change of key: whole or not at all, private, and checked before they count.

A copy is held against the store byte for byte, opened with its key, and must hold the same head and schema. That the
pages themselves are sound, in the store and so in the copy, is a longer check: it is made at once where the copy is
small, where it is asked for, and of every restore. No older backup may go because of a copy that it was not made of.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cpo_tui.errors import CpoError, ExportError, StoreError
from cpo_tui.store import copying, keys
from cpo_tui.store.connect import Connection, Store, guard, in_words, revision_of, transaction, unlock
from cpo_tui.store.copying import PAGES_AT_ONCE, Progress, by_pages
from cpo_tui.store.flushing import sync
from cpo_tui.store.media import refuse_removable
from cpo_tui.store.soundness import check
from cpo_tui.store.verify import head_of

READ_AT_ONCE = 64 << 20
"""Up to so many bytes every page of a copy is read and checked before it counts; it takes about a second."""
_SIDE_FILES = ("-wal", "-shm", "-journal")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished copy: where it is, the head of the chain that it holds, and whether each of its pages was read."""

    path: Path
    head: str
    change_sets: int
    size: int
    pages_checked: bool


def backup(
    store: Store, target: Path, *, force: bool = False, check_pages: bool = False, progress: Progress | None = None,
    before_named: Callable[[Backup], None] | None = None,
) -> Backup:  # fmt: skip
    """Copy a store while it is in use, under its own key, to `target` (0600).

    The copy is made beside the target, held against the store, and only then given its name; with `check_pages`, or up
    to `READ_AT_ONCE` bytes, each of its pages is checked first. `before_named` is told of it when it is whole and on the
    disk, and may still stop it. Raises `ExportError` where the target exists (unless `force`), is a link or is in use,
    `StoreError` where store or copy is damaged; then the target is as it was.
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
    _refuse_left_open(target)
    if store.key is None:
        refuse_removable(target)
    return _copy(
        store, target, replace=True, check_pages=check_pages, progress=progress, before_named=before_named or _ignore
    )


def _refuse_left_open(target: Path) -> None:
    """What lies beside an older copy, of work in it, would be taken for a part of the new one, which no longer opens then."""
    left = [f"{target.name}{suffix}" for suffix in _SIDE_FILES if os.path.lexists(f"{target}{suffix}")]
    if left:
        raise ExportError(
            f"Somebody works in {target}, or left it in the middle: {', '.join(left)} beside it is a part of it.",
            hint=f"Choose another name; or close it there, with cpo --store {target} verify where nobody works in it.",
            kind="in_use",
        )


def _ignore(_: Backup) -> None:
    """Tell nobody."""


def check_copy(store: Store, copy: Path) -> None:
    """Read every page of a finished backup of a store; raises `StoreError` unless each is sound."""
    with closing(Store(copy, store.key, store.busy_seconds).writer()) as connection, in_words(store):
        check(connection)
        connection.execute("PRAGMA journal_mode=DELETE").fetchone()  # one file, as it was made


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
    stale = [path for suffix in _SIDE_FILES if os.path.lexists(path := Path(f"{target}{suffix}"))]
    for path in stale:
        path.rename(f"{path}.stale-{secrets.token_hex(4)}")
    if stale:
        sync(target.parent)  # or a power cut puts one of them back beside what is restored
    return _copy(origin, target, replace=False, check_pages=True, progress=progress, before_named=_ignore)


def _copy(
    store: Store, target: Path, *, replace: bool, check_pages: bool, progress: Progress | None,
    before_named: Callable[[Backup], None],
) -> Backup:  # fmt: skip
    partial = target.with_name(f".{target.name}.{secrets.token_hex(6)}.partial")
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), 0o600))
    except OSError as error:
        raise ExportError(
            f"Nothing can be written at {target.parent}: {error.strerror}.", hint="Check the folder."
        ) from error
    try:
        with in_words(store):
            head, sets, checked = _fill(store, partial, progress, check_pages=check_pages)
        sync(partial)
        made = Backup(target, head, sets, partial.stat().st_size, checked)
        before_named(made)
        if replace:
            partial.replace(target)
        else:
            os.link(partial, target)
            partial.unlink()
        sync(target.parent)
    except OSError as error:
        if error.errno in _FULL:
            raise StoreError(
                "The disk is full. Nothing was left behind.", hint="Make room and try again.", kind="disk_full"
            ) from error
        raise ExportError(f"The copy to {target} failed: {error.strerror}.", hint="Nothing was left behind.") from error
    finally:
        _remove(partial)
    return made


def _remove(partial: Path) -> None:
    """Remove what is left of a copy in the making; what cannot be removed is named."""
    for suffix in ("", *_SIDE_FILES):
        left = Path(f"{partial}{suffix}")
        try:
            if os.path.lexists(left):
                left.unlink(missing_ok=True)
        except OSError as error:
            raise ExportError(
                f"{left} could not be removed: {error.strerror}.", hint="Remove it yourself: it is no backup."
            ) from error


def _fill(store: Store, partial: Path, progress: Progress | None, *, check_pages: bool) -> tuple[str, int, bool]:
    """Make the copy and hold it against its source: head, number of change-sets, whether its pages were read."""
    with copying.held(store) as source:
        if source is not None:
            was = _state(source)
            copying.copy_file(store.path, partial, was.size, progress)
    if source is None:
        was = _by_pages(store, partial, progress)
    check_pages = check_pages or was.size <= READ_AT_ONCE
    with closing(Store(partial, store.key, store.busy_seconds).writer()) as copy:
        if check_pages:
            check(copy)
        copy.execute("PRAGMA journal_mode=DELETE").fetchone()
        if _state(copy) != was:
            raise StoreError("The copy is not what was copied.", hint="Try again; then run cpo verify.", kind="damaged")
    return was.head, was.change_sets, check_pages


def _by_pages(store: Store, partial: Path, progress: Progress | None) -> _State:
    """The slower way, for a store whose file could not be held still: page by page, through the library."""
    with closing(store.reader()) as source, closing(Store(partial, store.key, store.busy_seconds).writer()) as copy:
        source.execute("BEGIN")  # one state from the first page to the last, whatever others write meanwhile
        was = _state(source)
        source.backup(copy, pages=PAGES_AT_ONCE, progress=by_pages(progress))
    return was


@dataclass(frozen=True, slots=True)
class _State:
    """What a copy and its source must have in common."""

    head: str
    change_sets: int
    revision: str | None
    schema: tuple[tuple[object, ...], ...]
    size: int


def _state(connection: Connection) -> _State:
    size = _number(connection, "page_count") * _number(connection, "page_size")
    schema = tuple(map(tuple, connection.execute("SELECT type, name, rootpage, sql FROM sqlite_master ORDER BY rowid")))
    return _State(*head_of(connection), revision_of(connection), schema, size)


def _number(connection: Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


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
