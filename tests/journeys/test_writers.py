"""Several writers at once, and one that is killed: nothing that was acknowledged is lost."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.journeys.conftest import Program


def test_several_writers_lose_nothing(program: Program) -> None:
    """Four processes write notes at once; every acknowledged note is there."""
    program("add", "case", "--reference", "C-1")
    lines = "".join(f"C-1\tnote {number}\n" for number in range(12))
    command = [
        sys.executable,
        "-m",
        "cpo_tui",
        "--store",
        str(program.store),
        "--busy-timeout",
        "60",
        "add",
        "note",
        "-",
    ]
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    acknowledged = []
    for process in running:
        out, err = process.communicate(lines, timeout=300)
        assert process.returncode == 0, err
        acknowledged += [int(line.partition("\t")[0]) for line in out.splitlines()]
    assert sorted(acknowledged) == list(range(2, 50))
    assert len(program.json("show", "C-1")["notes"]) == 48
    assert program.json("verify")["ok"] is True


def test_a_writer_that_is_killed_leaves_whole_change_sets(program: Program) -> None:
    """What was acknowledged before the kill is there, and nothing of what was not finished."""
    program("add", "case", "--reference", "C-1")
    process = subprocess.Popen(
        [sys.executable, "-m", "cpo_tui", "--store", str(program.store), "add", "note", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    for number in range(8):
        process.stdin.write(f"C-1\tnote {number}\n")
    process.stdin.flush()
    acknowledged = [process.stdout.readline() for _ in range(5)]
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    bodies = {note["body"] for note in program.json("show", "C-1")["notes"]}
    assert {f"note {number}" for number in range(5)} <= bodies
    assert len(acknowledged) == 5
    verdict = program.json("verify")
    assert (verdict["ok"], verdict["change_sets"]) == (True, len(bodies) + 1)
