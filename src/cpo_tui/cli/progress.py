"""How far long work has come: one line on stderr, only where a person watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY = 0.2
"""Seconds between two drawings."""


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A function to tell how much is done of how much; None where nobody would see it."""
    if not sys.stderr.isatty():
        yield None
        return
    drawn = [0.0]

    def tell(done: int, total: int) -> None:
        now = time.monotonic()
        if now - drawn[0] >= EVERY:
            drawn[0] = now
            part = f" of about {total:,}" if total > done else ""
            sys.stderr.write(f"\r\x1b[K{what}: {done:,}{part}")
            sys.stderr.flush()

    try:
        yield tell
    finally:
        if drawn[0]:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
