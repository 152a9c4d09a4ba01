"""When Python looks for cycles of objects: rarely, or not, while many short-lived ones are made that have none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = 500_000
"""So many more objects made than freed before the collector looks again; Python's own figure is 700."""


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Within it, cycles are looked for rarely: rows, events and deadlines are short-lived and have none."""
    before = gc.get_threshold()
    gc.set_threshold(max(RARELY, before[0]), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def not_collecting() -> Iterator[None]:
    """Within it, cycles are not looked for at all: for work on a bounded number of cases, whose objects have none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
