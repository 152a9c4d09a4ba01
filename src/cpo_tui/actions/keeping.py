"""Backups that are made without being asked for, before what is hard to take back and once a day, and their thinning.

They lie in a private folder beside the store, under the store's own key, named after the day of the office. They protect
from mistakes and from a damaged file, not from the loss of the disk: for that there is `cpo backup`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cpo_tui.actions import permissions
from cpo_tui.actions.context import Context
from cpo_tui.config import private_folder
from cpo_tui.domain import thinning
from cpo_tui.errors import StoreError
from cpo_tui.store import backup
from cpo_tui.store.connect import Connection, Store
from cpo_tui.store.verify import head_of

_NAME = re.compile(r"(\d{4}-\d\d-\d\d)-(\d+)\.cpo")


@dataclass(frozen=True, slots=True)
class Copy:
    """One automatic backup: the day of the office, the number of change-sets in it, and where it is."""

    day: date
    change_sets: int
    path: Path


def folder_of(store: Path) -> Path:
    """Where the automatic backups of a store lie."""
    return store.with_name(f"{store.name}.backups")


def copies_of(store: Path) -> tuple[Copy, ...]:
    """The automatic backups of a store, newest first."""
    return tuple(sorted(_found(folder_of(store)), key=lambda one: (one.day, one.change_sets), reverse=True))


def _found(folder: Path) -> Iterator[Copy]:
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        match = _NAME.fullmatch(path.name)
        if match is not None:
            yield Copy(date.fromisoformat(match[1]), int(match[2]), path)


def keep_copy(context: Context, cause: str) -> Path | None:
    """Make an automatic backup and thin the older ones; None where the newest one holds all there is, or none may be made.

    The first change-set of a store, and a run that is read-only, need none. Raises `StoreError` or `ExportError` where it
    cannot be made: then what it should precede must not begin.
    """
    if context.read_only:
        return None
    sets = _sets(context.connection)
    known = copies_of(context.store.path)
    if not sets or (known and known[0].change_sets == sets):
        return None
    target = private_folder(folder_of(context.store.path)) / f"{context.today}-{sets:09d}.cpo"
    made = backup.backup(context.store, target, force=True)
    gone = thin(context.store, checked=made.path if made.pages_checked else None)
    permissions.note(context, "backup", "automatic", detail={"cause": cause, "head": made.head, "removed": gone})
    return target


def keep_daily(context: Context) -> Path | None:
    """The backup of the day, where there is none of it yet."""
    known = copies_of(context.store.path)
    if known and known[0].day.isoformat() >= context.today:
        return None
    return keep_copy(context, "daily")


def thin(store: Store, *, checked: Path | None = None) -> int:
    """Remove the automatic backups that are not kept, and give how many went; of a day the newest one stays.

    None goes before each page of the newest one has been read and found sound, so that a store that is damaged unseen
    never crowds out the copies from before; `checked` is one whose pages were read already. Where the newest is damaged
    it is removed itself, and `StoreError` says that the store is.
    """
    copies = copies_of(store.path)
    days = thinning.kept(one.day for one in copies)
    seen: set[date] = set()
    going: list[Copy] = []
    for one in copies:
        if one.day in days and one.day not in seen:
            seen.add(one.day)
        else:
            going.append(one)
    if going and copies[0].path != checked:
        try:
            backup.check_copy(store, copies[0].path)
        except StoreError:
            copies[0].path.unlink(missing_ok=True)
            raise
    for one in going:
        one.path.unlink(missing_ok=True)
    return len(going)


def _sets(connection: Connection) -> int:
    return head_of(connection)[1]
