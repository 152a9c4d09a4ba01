"""How fast the main job is: each figure as a ratio against a peer in the same run.

`pytest -n 0 -m benchmark -s tests/benchmarks`; the figures are printed, and only the stated limits are asserted.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cpo_tui.samples import write

pytestmark = pytest.mark.benchmark
CPO = str(Path(sys.executable).with_name("cpo"))
ROUNDS = 7

EMPTY_APP = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self): yield Static("ready-now")
Empty().run()
"""
DATA_TABLE = """
from textual.app import App
from textual.widgets import DataTable
class Table(App):
    def compose(self): yield DataTable(cursor_type="row")
    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns(*"ABCDEFGH")
        table.add_rows([tuple(f"ready-now {row} {column}" for column in range(8)) for row in range(1000)])
Table().run()
"""


def _median(command: list[str], rounds: int = ROUNDS) -> float:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write(folder, 100_000, 1, date(2026, 3, 2), kinds=("cases",))
    return folder


@pytest.fixture(scope="module")
def ten_thousand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("store")
    (folder / "sample").mkdir()
    write(folder / "sample", 10_000, 1, date.today(), kinds=("cases",))
    env = {"CPO_STORE": str(folder / "a.cpo"), "CPO_OFFICER": "alvarez", "XDG_STATE_HOME": str(folder)}
    os.environ.update(env)
    for command in (["init", "--no-encryption"], ["import", str(folder / "sample" / "cases.csv")]):
        subprocess.run([CPO, *command], check=True, capture_output=True)
    yield env
    for name in env:
        os.environ.pop(name)


def test_version_against_the_import_of_typer() -> None:
    ours, peer = _median([CPO, "--version"]), _median([sys.executable, "-c", "import typer"])
    print(f"\ncpo --version: {ours / peer:.2f} x import typer")
    assert ours <= 1.5 * peer


def test_first_rows_against_an_empty_application(measure: Callable[..., Any], ten_thousand: dict[str, str]) -> None:
    pairs = [
        (
            measure([CPO], "LATE|today|now", "j", 1, ten_thousand).ready,
            measure([sys.executable, "-c", EMPTY_APP], "ready-now", "j", 1).ready,
        )
        for _ in range(ROUNDS)
    ]
    ratio = statistics.median(ours / peer for ours, peer in pairs)
    print(f"\nfirst rows at 10,000 cases: {ratio:.2f} x an empty Textual application")
    assert ratio <= 2


@pytest.mark.parametrize("key", ["j", "\x1b[6~", "\x1b[F"], ids=["down", "page down", "end"])
def test_a_key_against_textuals_own_table(measure: Callable[..., Any], ten_thousand: dict[str, str], key: str) -> None:
    ours = measure([CPO], "LATE|today|now", key, env=ten_thousand)
    peer = measure([sys.executable, "-c", DATA_TABLE], "ready-now", key)
    print(
        f"\np50 {ours.p50 / peer.p50:.2f} x, p95 {ours.p95 / peer.p95:.2f} x DataTable(1000); peak {ours.peak_mb:.0f} MB"
    )
    assert ours.p95 <= peer.p95


def test_import_against_the_shell_of_sqlite(files: Path, tmp_path: Path) -> None:
    shell = shutil.which("sqlite3")
    if shell is None:
        pytest.skip("the sqlite3 shell is not here")
    source = files / "cases.csv"
    script = f".mode csv\n.import {source} cases\n"
    peer, ours = [], []
    for number in range(3):
        began = time.perf_counter()
        subprocess.run(
            [shell, str(tmp_path / f"peer-{number}.db")], input=script.encode(), check=True, capture_output=True
        )
        peer.append(time.perf_counter() - began)
        env = {**os.environ, "CPO_STORE": str(tmp_path / f"ours-{number}.cpo")}
        subprocess.run([CPO, "init", "--no-encryption"], check=True, env=env, capture_output=True)
        began = time.perf_counter()
        subprocess.run([CPO, "import", str(source)], check=True, env=env, capture_output=True)
        ours.append(time.perf_counter() - began)
    ratio = statistics.median(ours) / statistics.median(peer)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nimport of 100,000 rows: {ratio:.1f} x sqlite3 .import; peak {peak:.0f} MB")
    assert ratio <= 10
    assert peak < 300
