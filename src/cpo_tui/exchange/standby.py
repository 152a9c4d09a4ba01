"""The process that reads a large file, begun before it is known what it has to be asked.

Starting it takes as long as reading some ten thousand rows, so a command that is given a large file begins it first and
loads the rest meanwhile. It waits for its task on standard input, and ends by itself when that closes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

WORTH_IT = 4 << 20
"""Bytes from which a file is read by a child: below, starting it costs more than it saves."""
_waiting: list[subprocess.Popen[bytes]] = []


def begin_for(path: str) -> None:
    """Begin the reader if there is a regular file of a size that is worth it at `path`."""
    if not _waiting and Path(path).is_file() and Path(path).stat().st_size >= WORTH_IT:
        _waiting.append(begun())


def take() -> subprocess.Popen[bytes] | None:
    """The reader that waits, if it still lives."""
    process = _waiting.pop() if _waiting else None
    return process if process is not None and process.poll() is None else None


def begun() -> subprocess.Popen[bytes]:
    """A new reader; what it says of itself is shown only with `CPO_DEBUG=1`."""
    return subprocess.Popen(
        [sys.executable, "-m", "cpo_tui.exchange.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("CPO_DEBUG") == "1" else subprocess.DEVNULL,
    )


def dismiss() -> None:
    """Let a reader that was not needed go."""
    process = take()
    if process is not None:
        if process.stdin is not None:
            process.stdin.close()
        process.wait()
