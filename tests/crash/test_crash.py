"""Killed at any moment, out of disk, with failing writes: no acknowledged action is lost, none is half done.

The quick proofs run with every test run; the exhaustive ones by hand: `pytest -n 0 -m slow tests/crash`.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cpo_tui.actions.context import office
from cpo_tui.errors import StoreError
from cpo_tui.store import connect
from cpo_tui.store.verify import verify

HERE = Path(__file__).parent
WORKER = HERE / "worker.py"


@pytest.fixture
def store(tmp_path: Path) -> connect.Store:
    return connect.create(tmp_path / "store" / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")


@pytest.fixture(scope="session")
def fault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("the fault shim needs a C compiler and Linux")
    built = tmp_path_factory.mktemp("fault") / "iofault.so"
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", built, HERE / "iofault.c", "-ldl"], check=True)
    return built


def _command(store: connect.Store, steps: int, seed: int, *more: str) -> list[str]:
    return [sys.executable, str(WORKER), str(store.path), str(steps), str(seed), *more]


def _acknowledged(output: bytes) -> list[tuple[int, str]]:
    """The promises that were made; a torn last line was never a promise."""
    lines = output.decode().split("\n")[:-1]
    return [(int(line.split()[0]), line.split()[1]) for line in lines if not line.startswith("failed")]


def _violations(store: connect.Store, promised: list[tuple[int, str]]) -> list[str]:
    """What is not as promised: the last acknowledged head must be in the chain, and everything must verify."""
    try:
        connection = connect.open_store(store.path).writer()
    except StoreError as error:
        return [error.message]
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        head = promised[-1][1] if promised else None
        verdict = verify(connection, office(), expect_head=head)
        return [f"{one.kind} {one.where}: {one.message}" for one in verdict.problems]
    finally:
        connection.close()


def _kill_at_random(store: connect.Store, kills: int, seed: int) -> int:
    dice = random.Random(seed)
    promises = 0
    for round_number in range(kills):
        worker = subprocess.Popen(_command(store, 10_000, seed + round_number), stdout=subprocess.PIPE)
        assert worker.stdout is not None
        first = worker.stdout.readline()
        time.sleep(dice.uniform(0.0, 0.25))
        worker.send_signal(signal.SIGKILL)
        promised = _acknowledged(first + worker.stdout.read())
        worker.wait()
        promises += len(promised)
        assert _violations(store, promised) == []
    return promises


def test_r_dur_1_no_acknowledged_action_is_lost_to_a_kill(store: connect.Store) -> None:
    assert _kill_at_random(store, 12, seed=1) > 12


@pytest.mark.slow
def test_five_hundred_kills(store: connect.Store) -> None:
    assert _kill_at_random(store, 500, seed=1000) > 500


def _operations(fault: Path, store: connect.Store, steps: int, tmp_path: Path) -> int:
    count = tmp_path / "count"
    env = {
        **os.environ,
        "LD_PRELOAD": str(fault),
        "CPO_FAULT_UNDER": f"{store.path.parent}/",
        "CPO_FAULT_COUNT": str(count),
    }
    subprocess.run(_command(store, steps, 7), check=True, env=env, stdout=subprocess.PIPE)
    return int(count.read_text())


def _strike_everywhere(fault: Path, tmp_path: Path, how: str, steps: int, every: int, *, sticky: bool = False) -> int:
    """Repeat one run with a fault at each of its file operations; give how many points were tried."""
    fresh = connect.create(
        tmp_path / "count" / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York"
    )
    total = _operations(fault, fresh, steps, tmp_path / "count")
    assert total > steps
    points = range(1, total + 1, every)
    for point in points:
        folder = tmp_path / f"{how}-{sticky}-{point}"
        store = connect.create(folder / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
        env = {
            **os.environ, "LD_PRELOAD": str(fault), "CPO_FAULT_UNDER": f"{folder}/", "CPO_FAULT_AT": str(point),
            "CPO_FAULT_HOW": how, **({"CPO_FAULT_STICKY": "1"} if sticky else {}),
        }  # fmt: skip
        ran = subprocess.run(_command(store, steps, 7), check=False, env=env, capture_output=True)
        assert b"Traceback" not in ran.stderr, f"{how} at {point}: {ran.stderr.decode()}"
        assert _violations(store, _acknowledged(ran.stdout)) == [], f"{how} at operation {point}"
        shutil.rmtree(folder)
    return len(points)


@pytest.mark.parametrize("how", ["kill", "torn", "ENOSPC", "EIO"])
def test_r_dur_3_a_fault_at_an_operation_leaves_all_or_nothing(fault: Path, tmp_path: Path, how: str) -> None:
    assert _strike_everywhere(fault, tmp_path, how, steps=6, every=9) > 3


@pytest.mark.slow
@pytest.mark.parametrize("sticky", [False, True])
@pytest.mark.parametrize("how", ["kill", "torn", "ENOSPC", "EIO"])
def test_a_fault_at_every_operation(fault: Path, tmp_path: Path, how: str, sticky: bool) -> None:
    assert _strike_everywhere(fault, tmp_path, how, steps=20, every=1, sticky=sticky) > 60


def test_the_harness_notices_a_careless_program(store: connect.Store) -> None:
    ran = subprocess.run(_command(store, 5, 3, "--careless"), check=True, capture_output=True)
    assert _violations(store, _acknowledged(ran.stdout)) != []


def test_the_harness_notices_a_lost_promise(store: connect.Store, tmp_path: Path) -> None:
    subprocess.run(_command(store, 5, 3), check=True, capture_output=True)
    shutil.copytree(store.path.parent, tmp_path / "older")
    ran = subprocess.run(_command(store, 3, 4), check=True, capture_output=True)
    older = connect.Store(tmp_path / "older" / store.path.name)
    assert [text.split()[0] for text in _violations(older, _acknowledged(ran.stdout))] == ["head"]
