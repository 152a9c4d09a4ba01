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


class MigrationLine:
    """What is done to a store of an older version, on stderr, only where a person watches: what it is, and how far below."""

    def __init__(self) -> None:
        self._stage = ""
        self._began = self._drawn = 0.0

    def tell(self, stage: str, done: int, total: int) -> None:
        """Draw what `migrate.Migrating` hears, where the last drawing is a while ago."""
        from cpo_tui.store.migrate import COPYING, how_far

        if not sys.stderr.isatty():
            return
        now = time.monotonic()
        if stage != self._stage:
            sys.stderr.write(f"{stage}…\n" if stage == COPYING else "")
            self._stage, self._began, self._drawn = stage, now, 0.0
        is_over = bool(total) and done == total
        if is_over and stage != COPYING:
            sys.stderr.write("\r\x1b[K")
        elif is_over or now - self._drawn >= EVERY:
            self._drawn = now
            what = "" if stage == COPYING else f"{stage}: "
            sys.stderr.write(f"\r\x1b[K  {what}{how_far(done, total, now - self._began)}")
        sys.stderr.flush()
