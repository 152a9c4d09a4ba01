"""The process that reads a large file, begun before it is known what it has to be asked.

Starting it takes as long as reading some ten thousand rows, so a command that is given a large file begins it first and
loads the rest meanwhile. It waits for its task on standard input, and ends by itself when that closes.
"""

from __future__ import annotations

from pathlib import Path

from cpo_tui.child import Child

WORTH_IT = 4 << 20
"""Bytes from which a file is read by a child: below, starting it costs more than it saves."""
_waiting: list[Child] = []


def begin_for(path: str) -> None:
    """Begin the reader if there is a regular file of a size that is worth it at `path`."""
    if not _waiting and Path(path).is_file() and Path(path).stat().st_size >= WORTH_IT:
        _waiting.append(begun())


def take() -> Child | None:
    """The reader that waits, if it still lives."""
    child = _waiting.pop() if _waiting else None
    return child if child is not None and child.lives else None


def begun() -> Child:
    """A new reader."""
    return Child("cpo_tui.exchange.worker")


def dismiss() -> None:
    """Let a reader that was not needed go."""
    child = take()
    if child is not None:
        child.end()
