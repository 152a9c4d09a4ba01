"""Processes of our own that read or reckon beside this one: to begin one, ask it, hear it, and let it go.

A child is a module of the package that is run as a program. It is asked through its standard input, never by an argument
or a variable, and answers through its standard output. Messages are values that `marshal` knows, each after its length.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from contextlib import suppress
from typing import IO, Any

_FORM = 4
_LENGTH = 8
_PIPE = 1 << 20


def is_possible() -> bool:
    """Whether there is an interpreter to begin another one with; a frozen program has none."""
    return bool(sys.executable)


class Child:
    """A module of the package, begun as a program; what it says of itself is shown only with `CPO_DEBUG=1`."""

    def __init__(self, module: str) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own program, by the name of its module
            [sys.executable, "-P", "-m", module],  # -P: what lies in the folder that one works in is no part of us
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("CPO_DEBUG") == "1" else subprocess.DEVNULL,
        )

    @property
    def lives(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    def send(self, message: Any) -> None:
        """Ask it something; raises `BrokenPipeError` where it is gone."""
        if self.process.stdin is not None:
            send(self.process.stdin, message)

    def asked_all(self) -> None:
        """Close its standard input: there is nothing more to ask."""
        if self.process.stdin is not None:
            self.process.stdin.close()

    def receive(self) -> Any:
        """Its next message, waited for; raises `EOFError` where it is gone before a whole one came."""
        if self.process.stdout is None:
            raise EOFError
        return receive(self.process.stdout)

    def widen(self) -> None:
        """Let the pipe from it hold a block, where the system allows it, so that it need not wait for us."""
        if self.process.stdout is None or sys.platform != "linux":
            return
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(self.process.stdout.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)

    def stop(self) -> None:
        """Stop it where it stands; whoever waits for a message hears that it is gone."""
        self.process.kill()

    def end(self) -> None:
        """Stop it, and leave nothing of it behind."""
        self.stop()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with suppress(OSError):  # what was still to be sent has nobody to hear it
                    stream.close()
        self.process.wait()


def send(stream: IO[bytes], message: Any) -> None:
    """Write a message, and let it go at once."""
    data = marshal.dumps(message, _FORM)
    stream.write(len(data).to_bytes(_LENGTH, "big"))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read a message; raises `EOFError` where the other side is gone before a whole one came."""
    head = stream.read(_LENGTH)
    size = int.from_bytes(head, "big")
    data = stream.read(size) if len(head) == _LENGTH else b""
    if not data or len(data) != size:
        raise EOFError
    return marshal.loads(data)  # noqa: S302 - from our own program
