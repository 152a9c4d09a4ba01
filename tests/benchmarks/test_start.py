"""What a start costs, against a bare import of Typer in the same run. By hand: `pytest -n 0 -m benchmark tests/benchmarks/test_start.py -s`."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.benchmark

ROUNDS = 15


def seconds(*command: str) -> float:
    """The median of so many runs, each a process of its own."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=dict(os.environ))
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def cpo(*args: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "cpo_tui", *args)


def test_the_version_costs_no_more_than_half_again_of_importing_typer(capsys: pytest.CaptureFixture[str]) -> None:
    typer, version = seconds(sys.executable, "-c", "import typer"), seconds(*cpo("--version"))
    with capsys.disabled():
        sys.stdout.write(f"\ncpo --version: {version / typer:.2f} x import typer ({typer * 1000:.0f} ms)\n")
    assert version <= 1.5 * typer


def test_a_list_of_ten_thousand_cases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = ("--store", str(tmp_path / "a.cpo"))
    for args in (("init", "--no-encryption"), ("sample", "--cases", "10000", "--only", "cases", "-o", str(tmp_path))):
        subprocess.run(cpo(*store, *args), check=True, capture_output=True)
    subprocess.run(cpo(*store, "import", str(tmp_path / "cases.csv")), check=True, capture_output=True)
    typer = seconds(sys.executable, "-c", "import typer")
    listed = seconds(*cpo(*store, "list", "--json", "--limit", "50"))
    with capsys.disabled():
        sys.stdout.write(
            f"\ncpo list --limit 50 of 10,000: {listed / typer:.2f} x import typer ({listed * 1000:.0f} ms)\n"
        )
    assert listed <= 6 * typer
