"""One export by the command line itself, or by a program that does one thing of it wrong.

usage: exporter.py STORE TARGET FORMAT HOW [--force]

What the command says on standard output is the promise. HOW is `right`, or a negative control that a replay of power cuts
must find at fault: `unsynced file`, `unsynced folder`, `in place`, `open at first`, `line afterwards`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cpo_tui.actions import leaving, permissions
from cpo_tui.cli.running import run_process
from cpo_tui.exchange import target
from cpo_tui.exchange.target import Target


def unsynced_file() -> None:
    """Name the file before its bytes are on the disk."""
    Target.settle = lambda self: self.stream.flush()  # type: ignore[method-assign]


def unsynced_folder() -> None:
    """Say that it is done before the name is on the disk."""
    target._flush_folder = lambda folder: None


def in_place() -> None:
    """Write into the file that has the name."""

    @contextmanager
    def careless(path: str | Path, *, force: bool = False) -> Iterator[Target]:
        with Path(path).open("w+b") as stream:
            yield Target(Path(path), stream)
        Path(path).chmod(0o600)
        target._flush_folder(Path(path).parent)

    leaving.writing_to = careless  # type: ignore[attr-defined]


def open_at_first() -> None:
    """Make the file for all to read, and close it to them once it is whole."""
    opened, settled = os.open, Target.settle

    def careless(path: Any, flags: int, mode: int = 0o777) -> int:
        return opened(path, flags, 0o644 if str(path).endswith(".part") else mode)

    def closing(self: Target) -> None:
        os.fchmod(self.stream.fileno(), 0o600)
        settled(self)

    os.open, Target.settle = careless, closing  # type: ignore[assignment, method-assign]


def line_afterwards() -> None:
    """Give the file its name before its line is in the log."""
    noted, put = permissions.note, target._put
    waiting: list[Callable[[], None]] = []

    def later(context: Any, kind: str, *more: Any, **rest: Any) -> None:
        if kind == "export":
            waiting.append(lambda: noted(context, kind, *more, **rest))
        else:
            noted(context, kind, *more, **rest)

    def putting(*args: Any, **rest: Any) -> None:
        put(*args, **rest)
        for one in waiting:
            one()

    permissions.note, target._put = later, putting


WRONGS = {
    "unsynced file": unsynced_file,
    "unsynced folder": unsynced_folder,
    "in place": in_place,
    "open at first": open_at_first,
    "line afterwards": line_afterwards,
}


def main(args: list[str]) -> int:
    """What the command line of this file asks for; the exit code."""
    store, out, form, how, *more = args
    if how != "right":
        WRONGS[how]()
    return run_process(["--store", store, "export", "cases", "--format", form, "-o", out, "--json", *more])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
