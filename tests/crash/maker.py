"""One command line that makes a file, as it is or with one thing done wrong.

usage: maker.py HOW ARGS...

What the command says on standard output is the promise. HOW is `right`, `by pages` for the other way to copy a store, or a
negative control that a replay of power cuts must find at fault: one of `EXPORTS` with `backup: ` before it
of `BACKUPS`, or `letter: afterwards`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cpo_tui.actions import leaving, letters, permissions
from cpo_tui.cli.running import run_process
from cpo_tui.exchange import target
from cpo_tui.exchange.target import Target
from cpo_tui.store import backup as store_backup
from cpo_tui.store import copying
from cpo_tui.store.backup import Backup
from cpo_tui.store.connect import Connection, Store
from cpo_tui.store.verify import head_of


def unsynced_file() -> None:
    """Name the file before its bytes are on the disk."""
    Target.settle = lambda self: self.stream.flush()  # type: ignore[method-assign]


def unsynced_folder() -> None:
    """Say that it is done before the name is on the disk."""
    target._flush_folder = lambda folder: None


def in_place() -> None:
    """Write into the file that has the name."""

    @contextmanager
    def careless(path: str | Path, *, force: bool = False) -> Iterator[Target]:
        with Path(path).open("w+b") as stream:
            yield Target(Path(path), stream)
        Path(path).chmod(0o600)
        target._flush_folder(Path(path).parent)

    leaving.writing_to = careless  # type: ignore[attr-defined]


def open_at_first() -> None:
    """Make the file for all to read, and close it to them once it is whole."""
    opened, settled = os.open, Target.settle

    def careless(path: Any, flags: int, mode: int = 0o777) -> int:
        return opened(path, flags, 0o644 if str(path).endswith(".part") else mode)

    def closing(self: Target) -> None:
        os.fchmod(self.stream.fileno(), 0o600)
        settled(self)

    os.open, Target.settle = careless, closing  # type: ignore[assignment, method-assign]


def line_afterwards() -> None:
    """Give the file its name before its line is in the log."""
    noted, put = permissions.note, target._put
    waiting: list[Callable[[], None]] = []

    def later(context: Any, kind: str, *more: Any, **rest: Any) -> None:
        if kind == "export":
            waiting.append(lambda: noted(context, kind, *more, **rest))
        else:
            noted(context, kind, *more, **rest)

    def putting(*args: Any, **rest: Any) -> None:
        put(*args, **rest)
        for one in waiting:
            one()

    permissions.note, target._put = later, putting


def kept_afterwards() -> None:
    """Keep a letter when its file is there."""
    kept, written = letters.keep_letter, target.writing_to

    def sending(context: Any, name: str, case_id: int, to: Any, path: Any, **more: Any) -> Any:
        force, draft = more.pop("force"), letters.draft_letter(context, name, case_id, to, **more)
        with written(path, force=force) as file:
            file.write(letters.rendered(draft.letter, path))
        return file.path, kept(context, case_id, to, draft)

    letters.send_to_file = sending


EXPORTS = {
    "unsynced file": unsynced_file,
    "unsynced folder": unsynced_folder,
    "in place": in_place,
    "open at first": open_at_first,
    "line afterwards": line_afterwards,
}


BACKUP: Any = store_backup


def by_pages() -> None:
    """Copy a store as where its file cannot be held: page by page, through the library."""

    @contextmanager
    def not_held(store: Store) -> Iterator[Connection | None]:
        yield None

    copying.held = not_held


def copied(store: Store, to: Path) -> tuple[str, int, bool]:
    """Copy the file of a store, and wait for no disk."""
    with copying.held(store) as source:
        assert source is not None
        head, sets = head_of(source)
        to.write_bytes(store.path.read_bytes())
    return head, sets, False


def unsynced_copy() -> None:
    """Name the copy before its bytes are on the disk."""
    synced = BACKUP.sync
    BACKUP._fill = lambda store, partial, *_, **__: copied(store, partial)
    BACKUP.sync = lambda path: synced(path) if path.is_dir() else None


def unsynced_name() -> None:
    """Say that the copy is there before its name is on the disk."""
    synced = BACKUP.sync
    BACKUP.sync = lambda path: None if path.is_dir() else synced(path)


def copy_in_place() -> None:
    """Copy over the older copy."""

    def careless(store: Store, to: Path, **_: Any) -> Backup:
        head, sets, checked = copied(store, to)
        to.chmod(0o600)
        BACKUP.sync(to)
        BACKUP.sync(to.parent)
        return Backup(to, head, sets, to.stat().st_size, checked)

    BACKUP._copy = careless


def copy_open_at_first() -> None:
    """Make the copy for all to read, and close it to them once it is whole."""
    opened, synced = os.open, BACKUP.sync

    def careless(path: Any, flags: int, mode: int = 0o777) -> int:
        return opened(path, flags, 0o644 if str(path).endswith(".partial") else mode)

    def closing(path: Path) -> None:
        path.chmod(0o700 if path.is_dir() else 0o600)
        synced(path)

    os.open, BACKUP.sync = careless, closing  # type: ignore[assignment]


BACKUPS = {
    "unsynced file": unsynced_copy,
    "unsynced folder": unsynced_name,
    "in place": copy_in_place,
    "open at first": copy_open_at_first,
}
WAYS = {
    "by pages": by_pages,
    "letter: afterwards": kept_afterwards,
    **EXPORTS,
    **{f"backup: {name}": careless for name, careless in BACKUPS.items()},
}


def main(args: list[str]) -> int:
    """What the command line of this file asks for; the exit code."""
    how, *command = args
    if how != "right":
        WAYS[how]()
    return run_process(command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
