"""A program on a pseudo-terminal that is typed into: what each key costs until the first and the last byte of its picture."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

_CONTROL = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")
SILENCE = 0.04
"""Seconds without output after which a picture counts as painted."""


class Typed:
    """A program on its terminal; leaving the block ends it."""

    def __init__(
        self, command: Sequence[str], env: dict[str, str] | None = None, size: tuple[int, int] = (36, 120)
    ) -> None:
        self.began = time.perf_counter()
        self._child, self._terminal = pty.fork()
        if self._child == 0:
            os.execvpe(  # noqa: S606 - the program itself, on its own terminal
                command[0],
                list(command),
                {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})},
            )
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)
        os.close(self._terminal)

    def wait_for(self, pattern: str, seconds: float = 60) -> float:
        """Seconds from the start until something is on the screen."""
        seen, wanted = b"", re.compile(pattern.encode())
        while not wanted.search(_CONTROL.sub(b"", seen)):
            if time.perf_counter() - self.began > seconds:
                raise AssertionError(_CONTROL.sub(b"", seen)[-1500:].decode("utf-8", "replace"))
            if select.select([self._terminal], [], [], 0.01)[0]:
                seen += os.read(self._terminal, 1 << 16)
        return time.perf_counter() - self.began

    def rest(self, silence: float = 1.0) -> None:
        """Wait until nothing is painted any more."""
        self._drain(silence, 20)

    def press(self, key: str, silence: float = SILENCE) -> tuple[float, float]:
        """Milliseconds from a key to the first and to the last byte of what it paints."""
        pressed = time.perf_counter()
        os.write(self._terminal, key.encode())
        first, last = self._drain(silence, 5)
        return (first - pressed) * 1000, (last - pressed) * 1000

    def settled(self, keys: Iterable[str]) -> list[float]:
        """Milliseconds from each key to the last byte of its picture, in ascending order."""
        return sorted(self.press(key)[1] for key in keys)

    def until(self, key: str, pattern: bytes) -> float:
        """Milliseconds from a key until something that fits is painted."""
        pressed = time.perf_counter()
        os.write(self._terminal, key.encode())
        seen, wanted = b"", re.compile(pattern)
        while time.perf_counter() < pressed + 5:
            if select.select([self._terminal], [], [], 0.5)[0]:
                seen += os.read(self._terminal, 1 << 16)
                if wanted.search(seen):
                    break
        return (time.perf_counter() - pressed) * 1000

    @property
    def peak_mb(self) -> float:
        """The most memory that the program has held."""
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{self._child}/status").read_text())
        return int(found[1]) / 1024 if found else 0.0

    def _drain(self, silence: float, seconds: float) -> tuple[float, float]:
        first = last = time.perf_counter()
        painted = False
        deadline = last + seconds
        while time.perf_counter() < deadline:
            if not select.select([self._terminal], [], [], silence if painted or silence > SILENCE else 0.5)[0]:
                break
            try:
                os.read(self._terminal, 1 << 16)
            except OSError:
                break
            last = time.perf_counter()
            first = first if painted else last
            painted = True
        return first, last


def p(times: Sequence[float], share: float) -> float:
    """The time that a share of ascending times does not exceed."""
    return times[min(len(times) - 1, int(len(times) * share))]
