"""Runs of a program with a fault at one of its file operations."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HOWS = ("kill", "torn", "ENOSPC", "EIO")


@dataclass(frozen=True, slots=True)
class Program:
    """A program that writes under `folder`, and the shim that is put before it."""

    fault: Path
    folder: Path
    args: Sequence[str]

    def count(self) -> int:
        """How many file operations a run without a fault makes."""
        counted = self.folder.with_name(f"{self.folder.name}.count")
        ran = self._run(CPO_FAULT_COUNT=str(counted))
        assert ran.returncode == 0, ran.stderr.decode()
        return int(counted.read_text())

    def strike(self, point: int, how: str, *, sticky: bool = False) -> subprocess.CompletedProcess[bytes]:
        """Run it with a fault at operation `point`, and from then on where it is `sticky`."""
        more = {"CPO_FAULT_STICKY": "1"} if sticky else {}
        ran = self._run(CPO_FAULT_AT=str(point), CPO_FAULT_HOW=how, **more)
        assert b"Traceback" not in ran.stderr, f"{how} at {point}: {ran.stderr.decode()}"
        return ran

    def _run(self, **more: str) -> subprocess.CompletedProcess[bytes]:
        shared = self.folder.with_name(f"{self.folder.name}.seen")
        shared.write_bytes(bytes(8))
        env = {**os.environ, "LD_PRELOAD": str(self.fault), "CPO_FAULT_UNDER": f"{self.folder}/", **more}
        env["CPO_FAULT_SHARED"] = str(shared)
        return subprocess.run([sys.executable, *self.args], check=False, env=env, capture_output=True)


def tell(words: str) -> None:
    """A line for the note of a run by hand; pytest shows it with `-s`."""
    sys.stderr.write(f"\n{words}\n")
