"""Runs of a program with a fault at one of its file operations."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cpo_tui.store import connect

ROOT = Path(__file__).parents[2]
HOWS = ("kill", "torn", "ENOSPC", "EIO")


Run = Callable[[Sequence[str], Mapping[str, str]], "subprocess.CompletedProcess[bytes]"]
"""Runs a program with these arguments, and with these variables beside those of the tests."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program that writes under `folder`, and how it is run with the shim before it."""

    run: Run
    folder: Path
    args: Sequence[str]

    def count(self) -> int:
        """How many file operations a run without a fault makes."""
        ran, reached = self._run()
        assert ran.returncode == 0, ran.stderr.decode()
        return reached

    def strike(self, point: int, how: str, *, sticky: bool = False) -> subprocess.CompletedProcess[bytes]:
        """Run it with a fault at operation `point`, and from then on where it is `sticky`."""
        more = {"CPO_FAULT_STICKY": "1"} if sticky else {}
        ran, reached = self._run(CPO_FAULT_AT=str(point), CPO_FAULT_HOW=how, **more)
        assert b"Traceback" not in ran.stderr, f"{how} at {point}: {ran.stderr.decode()}"
        assert reached >= point, f"{how} at {point}: the run ended before it, at operation {reached}"
        return ran

    def _run(self, **more: str) -> tuple[subprocess.CompletedProcess[bytes], int]:
        """The run, and how many operations it made together with the programs that it began."""
        seen = self.folder.with_name(f"{self.folder.name}.seen")
        seen.write_bytes(bytes(8))
        ran = self.run(self.args, {"CPO_FAULT_UNDER": f"{self.folder}/", "CPO_FAULT_SEEN": str(seen), **more})
        return ran, int.from_bytes(seen.read_bytes(), sys.byteorder)


def started(fault: Path) -> Run:
    """A way to run Python programs, each of which is started with the shim before it."""

    def run(args: Sequence[str], more: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
        env = {**os.environ, "LD_PRELOAD": str(fault), **more}
        return subprocess.run([sys.executable, *args], check=False, env=env, capture_output=True)

    return run


@contextmanager
def forked(fault: Path, folder: Path) -> Iterator[Run]:
    """A way to run the worker that forks one that is warm; `folder` holds what it writes.

    Only what a run does is in it: with a start of Python for each strike, three quarters of the time were the start.
    """
    store = connect.create(folder / "warm" / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    out, err = folder / "out", folder / "err"
    trunk = subprocess.Popen(
        [sys.executable, "-m", "tests.crash.forking", str(store.path)],
        cwd=ROOT,
        env={**os.environ, "LD_PRELOAD": str(fault)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    wishes, ends = trunk.stdin, trunk.stdout
    assert wishes is not None
    assert ends is not None

    def run(args: Sequence[str], more: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
        wanted = {"args": list(args), "env": dict(more), "out": str(out), "err": str(err)}
        wishes.write(f"{json.dumps(wanted)}\n".encode())
        wishes.flush()
        code = os.waitstatus_to_exitcode(int(ends.readline()))
        return subprocess.CompletedProcess(args, code, out.read_bytes(), err.read_bytes())

    with trunk:
        yield run
        wishes.close()
    assert trunk.returncode == 0


def tell(words: str) -> None:
    """A line for the note of a run by hand; pytest shows it with `-s`."""
    sys.stderr.write(f"\n{words}\n")
