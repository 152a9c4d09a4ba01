"""A program on a pseudo-terminal, and how long it takes to paint: to its first rows, and after each key."""

from __future__ import annotations

import fcntl
import math
import os
import pty
import re
import select
import signal
import statistics
import struct
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

_CONTROL = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")
SILENCE = 0.04
"""Seconds without output after which a picture counts as painted."""


@dataclass(frozen=True)
class Painted:
    """Seconds to the first rows, milliseconds from a key to the end of its picture, and the most memory in MB.

    A program that paints nothing on the key has no times of keys: they are not numbers, and compare as false.
    """

    ready: float
    p50: float
    p95: float
    peak_mb: float


Measure = Callable[..., "Painted"]


@pytest.fixture
def measure() -> Measure:
    """The way to measure a program on a terminal."""
    return measured


def measured(
    command: list[str],
    ready: str,
    key: str | tuple[str, ...],
    presses: int = 60,
    env: dict[str, str] | None = None,
    then: tuple[str, str] | None = None,
) -> Painted:
    """Start a program, wait for its first rows, press a key (or some in turn) again and again, and kill it.

    With `then`, a key that leads elsewhere and what is seen there: the first rows are those after that key.
    """
    began = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(  # noqa: S606 - the program itself, on its own terminal
            command[0], command, {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
        )
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    first = _wait_for(child, terminal, ready, began)
    if then is not None:
        _drain(terminal, 0.5)
        began = time.perf_counter()
        os.write(terminal, then[0].encode())
        first = _wait_for(child, terminal, then[1], began)
    _drain(terminal, 0.5)
    times = []
    keys = (key,) if isinstance(key, str) else key
    for number in range(presses):
        pressed = time.perf_counter()
        os.write(terminal, keys[number % len(keys)].encode())
        last = _drain(terminal, SILENCE)
        if last is not None:
            times.append((last - pressed) * 1000)
    status = Path(f"/proc/{child}/status").read_text()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)
    times.sort()
    peak = re.search(r"VmHWM:\s+(\d+)", status)
    return Painted(first, *_key_times(times), int(peak[1]) / 1024 if peak else 0.0)


def _wait_for(child: int, terminal: int, words: str, began: float) -> float:
    """Read until words are seen; gives the seconds since `began`."""
    seen, pattern = b"", re.compile(words.encode())
    while not pattern.search(_CONTROL.sub(b"", seen)):
        if time.perf_counter() - began > 60:
            os.kill(child, signal.SIGKILL)
            raise AssertionError(_CONTROL.sub(b"", seen)[-1500:].decode("utf-8", "replace"))
        if select.select([terminal], [], [], 0.01)[0]:
            seen += os.read(terminal, 1 << 16)
    return time.perf_counter() - began


def _key_times(times: list[float]) -> tuple[float, float]:
    """The median and the 95th percentile of sorted times; not a number where no key painted anything."""
    if not times:
        return math.nan, math.nan
    return statistics.median(times), times[int(len(times) * 0.95) - 1]


def _drain(terminal: int, silence: float) -> float | None:
    last = None
    deadline = time.perf_counter() + 2
    while time.perf_counter() < deadline:
        if not select.select([terminal], [], [], silence)[0]:
            if last is not None:
                break
            continue
        try:
            os.read(terminal, 1 << 16)
        except OSError:
            break
        last = time.perf_counter()
    return last
