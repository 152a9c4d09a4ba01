"""Opening what is to be read: only a regular file that stays as it is, or standard input kept aside.

A pipe, a device or a folder is refused before a byte is read, so nothing can hang. The content is hashed first (the
file is known by its content) and again while it is read: a file that changes meanwhile is refused.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from cpo_tui import config
from cpo_tui.domain.text import safe
from cpo_tui.exchange.records import rejected

CHUNK = 1 << 18
"""Bytes that are read at a time."""
IN_MEMORY = 1 << 23
"""Bytes of standard input that are kept in memory; the rest goes to a private file without a name."""
STDIN = "-"


@dataclass(slots=True)
class Source:
    """A file to import: its name, its content hash and size, and its bytes, any number of times."""

    name: str
    sha256: str
    """Empty for a file that is only glanced at."""
    size: int
    stream: BinaryIO
    _stamp: tuple[int, ...] | None = None

    @property
    def suffix(self) -> str:
        """The lower-case suffix of the name, with its dot."""
        return Path(self.name).suffix.lower()

    def head(self, size: int = 4096) -> bytes:
        """The first bytes."""
        self.stream.seek(0)
        return self.stream.read(size)

    def chunks(self, *, from_: int = 0) -> Iterator[bytes]:
        """The bytes from an offset to the end; raises `ImportRejected` where they are no longer those that were hashed."""
        digest = hashlib.sha256()
        self.stream.seek(0)
        skipped = from_
        while data := self.stream.read(CHUNK):
            digest.update(data)
            if skipped:
                data, skipped = data[skipped:], max(0, skipped - len(data))
            if data:
                yield data
        if self.sha256 and digest.hexdigest() != self.sha256:
            raise _changed(self.name)

    def check_unchanged(self) -> None:
        """Raise `ImportRejected` where the file was written to since it was opened."""
        if self._stamp is not None and _stamp(os.fstat(self.stream.fileno())) != self._stamp:
            raise _changed(self.name)


@contextmanager
def glanced_at(path: str | Path) -> Iterator[Source]:
    """The file at `path` for a look at its beginning: it is not hashed, so that a large one is opened at once.

    Raises `ImportRejected` for what cannot be read safely.
    """
    descriptor = _open(Path(path))
    with os.fdopen(descriptor, "rb", buffering=0) as stream:
        found = os.fstat(descriptor)
        yield Source(str(path), "", found.st_size, stream, _stamp(found))


@contextmanager
def open_source(path: str | Path) -> Iterator[Source]:
    """The file at `path`, or standard input for `-`; raises `ImportRejected` for what cannot be read safely."""
    if str(path) == STDIN:
        with _spooled(sys.stdin.buffer) as stream:
            yield _source("-", stream, None)
        return
    descriptor = _open(Path(path))
    with os.fdopen(descriptor, "rb", buffering=0) as stream:
        found = os.fstat(descriptor)
        yield _source(str(path), stream, _stamp(found))


def source_of(data: bytes, name: str = "memory.csv") -> Source:
    """A source of bytes that are at hand."""
    return _source(name, io.BytesIO(data), None)


def _source(name: str, stream: BinaryIO, stamp: tuple[int, ...] | None) -> Source:
    digest, size = hashlib.sha256(), 0
    stream.seek(0)
    while data := stream.read(CHUNK):
        digest.update(data)
        size += len(data)
    stream.seek(0)
    return Source(name, digest.hexdigest(), size, stream, stamp)


def _open(path: Path) -> int:
    try:
        descriptor = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        )
    except OSError as error:
        raise _not_opened(path, error) from error
    except ValueError as error:
        raise rejected("not_found", f"{safe(str(path))!r} is not a path: {error}.", hint="Check the name.") from error
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return descriptor
    os.close(descriptor)
    what = (
        "a folder"
        if stat.S_ISDIR(mode)
        else "a pipe"
        if stat.S_ISFIFO(mode)
        else "a device"
        if stat.S_ISCHR(mode) or stat.S_ISBLK(mode)
        else "not a file"
    )
    raise rejected("not_a_file", f"{safe(str(path))} is {what}.", hint="Give a file, or - to read standard input.")


def _not_opened(path: Path, error: OSError) -> Exception:
    name = safe(str(path))
    if error.errno == errno.ENOENT:
        return rejected("not_found", f"There is no file {name}.", hint="Check the path.")
    if error.errno == errno.ELOOP:
        return rejected(
            "not_a_file", f"{name} is a symbolic link that leads back to itself.", hint="Give the file itself."
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        return rejected("unreadable", f"{name} may not be read.", hint="Check its permissions.")
    return rejected("unreadable", f"{name} cannot be opened: {error.strerror}.", hint="Check the path.")


def _stamp(found: os.stat_result) -> tuple[int, ...]:
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def _changed(name: str) -> Exception:
    return rejected(
        "source_changed",
        f"{safe(name)} changed while it was read. Nothing was imported.",
        hint="Wait until it is complete, then import it again.",
    )


def changed_since(name: str) -> Exception:
    """The error for a file that is not the one any more that a dry run has shown."""
    return rejected(
        "source_changed",
        f"{safe(name)} was changed since it was looked at. Nothing was imported.",
        hint="Look at it again: what it would do may be something else now.",
    )


@contextmanager
def _spooled(pipe: BinaryIO) -> Iterator[BinaryIO]:
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(config.state_dir())) as kept:
        while data := pipe.read(CHUNK):
            kept.write(data)
        yield cast("BinaryIO", kept)
