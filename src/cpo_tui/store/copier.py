"""Copying one file and holding the copy against it, byte for byte: a program of its own, begun by `copying`.

It is told what to do by one line of JSON on standard input and tells how far it is on standard output. It runs in a
process of its own because a process that opens and closes the file of a store drops every lock that SQLite holds on it.
It gets no key, loads nothing of the package, and writes only to a file that is there already.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO

BLOCK = 1 << 18
TOLD_EVERY = 128
"""After how many blocks it is said how far the work is."""
AHEAD = 16 << 20
"""After so many bytes the system is asked to begin to bring them to the disk, so that little is left to wait for."""


class Differs(Exception):
    """What is there is not what was copied."""


def copy(source: FileIO, target: FileIO, size: int) -> None:
    """Write the first `size` bytes of a file to another; what is not on the disk at the end is on its way there."""
    block = bytearray(BLOCK)
    done = asked = 0
    while done < size:
        length = _filled(source, block, size - done)
        if not length:
            raise Differs("the store became shorter while it was copied")
        view, written = memoryview(block), 0
        while written < length:
            written += target.write(view[written:length]) or 0
        done += length
        if done - asked >= AHEAD:
            _send(target, asked, done - asked)
            asked = done
        _tell(done, 2 * size)


def _send(target: FileIO, start: int, length: int) -> None:
    """Ask the system to begin to write; where it cannot be asked, it writes when it is told to."""
    if sys.platform == "linux":
        os.posix_fadvise(target.fileno(), start, length, os.POSIX_FADV_DONTNEED)


def compare(source: FileIO, target: FileIO, size: int) -> None:
    """Raise `Differs` unless the second file is the first `size` bytes of the first one."""
    if os.fstat(target.fileno()).st_size != size:
        raise Differs("the copy has another size")
    ours, theirs = bytearray(BLOCK), bytearray(BLOCK)
    done = 0
    while done < size:
        length = _filled(source, ours, size - done)
        # What a last, shorter block leaves unfilled was equal before, and is compared once more.
        if not length or _filled(target, theirs, size - done) != length or ours != theirs:
            raise Differs(f"the copy differs after byte {done:,}")
        done += length
        _tell(size + done, 2 * size)


def _filled(file: FileIO, block: bytearray, most: int) -> int:
    view = memoryview(block)[: min(BLOCK, most)]
    done = 0
    while done < len(view) and (got := file.readinto(view[done:])):
        done += got
    return done


def _tell(done: int, total: int) -> None:
    if not (done // BLOCK) % TOLD_EVERY:
        sys.stdout.write(f"{done} {total}\n")
        sys.stdout.flush()


@contextmanager
def _opened(path: str, flags: int, mode: str) -> Iterator[FileIO]:
    with FileIO(os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)), mode) as file:
        yield file


def work(source: str, target: str, size: int, identity: list[int]) -> None:
    """Copy `size` bytes of the file whose device and number are `identity`, compare, and wait for the disk."""
    with _opened(source, os.O_RDONLY, "rb") as original:
        found = os.fstat(original.fileno())
        if [found.st_dev, found.st_ino] != identity:
            raise Differs("another file took the place of the store")
        with _opened(target, os.O_WRONLY, "wb") as made:
            copy(original, made, size)
            original.seek(0)
            with _opened(target, os.O_RDONLY, "rb") as written:
                compare(original, written, size)
            os.fsync(made.fileno())


def main() -> None:
    """Do what standard input says; the last line is `ok`, or `failed` with the error's number and words."""
    try:
        work(**json.loads(sys.stdin.readline()))
    except OSError as error:
        answer = f"failed {error.errno or 0} {error.strerror}"
    except Differs as error:
        answer = f"failed 0 {error}"
    else:
        answer = "ok"
    sys.stdout.write(f"{answer}\n")


if __name__ == "__main__":
    main()
