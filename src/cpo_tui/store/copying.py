"""A copy of the store's own file while it is in use: quick, because no page is decrypted.

Pages reach the file only by a checkpoint. A reader that begins when all of them have been moved there needs nothing from
the log beside it, and while it reads no checkpoint moves another one: what such a reader sees is what lies in the file.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from cpo_tui.errors import StoreError
from cpo_tui.store.connect import Connection, Store

HELD_WITHIN = 2.0
"""Seconds after which another program that writes or reads without a pause has kept the file from being held."""
PAGES_AT_ONCE = 2048
"""How many pages the library copies between two words about how far it is."""
_PAUSE = 0.02
_COPIER = Path(__file__).with_name("copier.py")
Progress = Callable[[int, int], None]


@contextmanager
def held(store: Store) -> Iterator[Connection | None]:
    """A reader that sees exactly what lies in the store's file, and keeps it so until the end of the block.

    Others read and write meanwhile; what they write stays in the log. None where it could not be had `HELD_WITHIN`, or
    where a file that others have open cannot be copied by a program beside this one.
    """
    if sys.platform == "win32" or not sys.executable or not _COPIER.is_file():
        yield None
        return
    with closing(store.reader()) as reader, closing(replace(store, busy_seconds=HELD_WITHIN).writer()) as gate:
        until = time.monotonic() + (HELD_WITHIN if _has_log(reader) else 0)
        while not (is_held := _hold(reader, gate)) and time.monotonic() < until:
            time.sleep(_PAUSE)
        gate.close()
        yield reader if is_held else None


def _hold(reader: Connection, gate: Connection) -> bool:
    """Begin a read at a moment in which everything has been moved into the file; `gate` keeps writers out for it."""
    _moved(reader)  # most of it, while others go on
    try:
        gate.execute("BEGIN IMMEDIATE")
    except driver.OperationalError:
        return False
    try:
        if not _moved(reader):
            return False
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return True
    finally:
        gate.execute("ROLLBACK")


def _has_log(connection: Connection) -> bool:
    """Whether the store has its log; on a medium that cannot be written it has none."""
    return bool(connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal")


def _moved(connection: Connection) -> bool:
    """Move what is in the log into the file; whether all of it is there now. Waits for nobody."""
    busy, pages, moved = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return bool(not busy and pages == moved >= 0)


def copy_file(source: Path, target: Path, size: int, progress: Progress | None = None) -> None:
    """Copy the first `size` bytes of a store that is `held` to a file that is there, and hold both against each other.

    Raises `OSError` where the disk fails, and `StoreError` where the copy is not what was copied.
    """
    found = source.stat()
    asked = {
        "source": str(source), "target": str(target), "size": size, "identity": [found.st_dev, found.st_ino],
    }  # fmt: skip
    process = subprocess.Popen(  # noqa: S603 - our own program, by its own path
        [sys.executable, "-I", "-S", str(_COPIER)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
    )  # fmt: skip
    with process:
        try:
            last = _followed(process, asked, progress)
        finally:
            process.kill()
    word, _, rest = last.partition(" ")
    if word == "ok":
        return
    number, _, words = rest.partition(" ")
    if word == "failed" and number not in {"", "0"}:
        raise OSError(int(number), words, str(target))
    raise StoreError(
        f"The copy was not made: {words or 'the program that copies stopped'}.",
        hint="Nothing was left behind. Try again; then run cpo verify.",
        kind="copy_failed",
    )


def _followed(process: subprocess.Popen[str], asked: dict[str, object], progress: Progress | None) -> str:
    """Let the program begin, tell how far it is, and give its last line; empty where it stopped without one."""
    if process.stdin is None or process.stdout is None:
        raise StoreError("The program that copies was not begun.", kind="internal")
    with suppress(BrokenPipeError):  # it is gone; it has no last line then
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.close()
    last = ""
    for line in process.stdout:
        last = line.rstrip("\n")
        done, _, total = last.partition(" ")
        if progress is not None and done.isdigit():
            progress(int(done), int(total))
    return "" if last[:1].isdigit() else last


def by_pages(progress: Progress | None) -> Callable[[int, int, int], None] | None:
    """The same progress, as the library tells it: a status, how many pages remain, and of how many."""
    if progress is None:
        return None
    return lambda _status, remaining, total: progress(total - remaining, total)
