"""Killed at any moment, out of disk, with failing writes: no acknowledged action is lost, none is half done.

The quick proofs run with every test run; the exhaustive ones by hand: `pytest -n 0 -m slow tests/crash`.
"""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.crash.striking import HOWS, Program, forked, started, tell

from cpo_tui.actions.context import office
from cpo_tui.errors import StoreError
from cpo_tui.store import connect
from cpo_tui.store.verify import verify

HERE = Path(__file__).parent
WORKER = HERE / "worker.py"


@pytest.fixture
def store(tmp_path: Path) -> connect.Store:
    return connect.create(tmp_path / "store" / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")


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
    promises = _kill_at_random(store, 500, seed=1000)
    tell(f"500 kills, {promises} promises, 0 violations")
    assert promises > 500


def _fresh(folder: Path) -> connect.Store:
    return connect.create(folder / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")


def _strike_everywhere(
    fault: Path, tmp_path: Path, how: str, steps: int, every: int, *, sticky: bool = False, more: tuple[str, ...] = ()
) -> int:
    """Repeat one run with a fault at each of its file operations; give how many points were tried."""

    with forked(fault, tmp_path) as run:

        def program(store: connect.Store) -> Program:
            return Program(run, store.path.parent, [str(store.path), str(steps), "7", *more])

        total = program(_fresh(tmp_path / "fresh" / "s")).count()
        assert total > steps
        points = range(1, total + 1, every)
        for point in points:
            folder = tmp_path / f"{how}-{sticky}-{point}"
            store = _fresh(folder / "s")
            ran = program(store).strike(point, how, sticky=sticky)
            assert _violations(store, _acknowledged(ran.stdout)) == [], f"{how} at operation {point}"
            assert _half_made(store) == [], f"{how} at operation {point}"
            shutil.rmtree(folder)
    tell(f"{how}{' from then on' if sticky else ''}{' '.join(('', *more))}: {len(points)} points, 0 violations")
    return len(points)


def _half_made(store: connect.Store) -> list[str]:
    """Copies and exports that have their name and are not whole."""
    wrong = []
    for path in (store.path.parent / "out").glob("*"):
        if path.name.startswith("."):
            continue  # what a killed run was still making: it has no name that anybody would take for a copy
        if path.suffix == ".jsonl":
            text = path.read_text(encoding="utf-8")
            whole = not text or text.endswith("\n")
            wrong += [] if whole and all(json.loads(line) for line in text.splitlines()) else [path.name]
        elif path.suffix == ".cpo":
            wrong += _violations(connect.Store(path), [])
    return wrong


@pytest.mark.parametrize("how", HOWS)
def test_r_dur_3_a_fault_at_an_operation_leaves_all_or_nothing(fault: Path, tmp_path: Path, how: str) -> None:
    assert _strike_everywhere(fault, tmp_path, how, steps=6, every=9) > 3


@pytest.mark.slow
@pytest.mark.parametrize("sticky", [False, True])
@pytest.mark.parametrize("how", HOWS)
def test_a_fault_at_every_operation(fault: Path, tmp_path: Path, how: str, sticky: bool) -> None:
    assert _strike_everywhere(fault, tmp_path, how, steps=20, every=1, sticky=sticky) > 60


@pytest.mark.parametrize("how", HOWS)
def test_r_dur_3_a_fault_in_a_command_leaves_all_or_nothing(fault: Path, tmp_path: Path, how: str) -> None:
    """The commands themselves, with an import, a backup and an export among them."""
    assert _strike_everywhere(fault, tmp_path, how, steps=4, every=61, more=("--commands",)) > 3


@pytest.mark.slow
@pytest.mark.parametrize("how", HOWS)
def test_a_fault_at_every_operation_of_the_commands(fault: Path, tmp_path: Path, how: str) -> None:
    assert _strike_everywhere(fault, tmp_path, how, steps=10, every=1, more=("--commands",)) > 60


def test_the_harness_notices_a_careless_program(store: connect.Store) -> None:
    ran = subprocess.run(_command(store, 5, 3, "--careless"), check=True, capture_output=True)
    assert _violations(store, _acknowledged(ran.stdout)) != []


def test_the_harness_notices_a_lost_promise(store: connect.Store, tmp_path: Path) -> None:
    subprocess.run(_command(store, 5, 3), check=True, capture_output=True)
    shutil.copytree(store.path.parent, tmp_path / "older")
    ran = subprocess.run(_command(store, 3, 4), check=True, capture_output=True)
    older = connect.Store(tmp_path / "older" / store.path.name)
    assert [text.split()[0] for text in _violations(older, _acknowledged(ran.stdout))] == ["head"]


BACKUP = "import sys; from cpo_tui.cli.running import run; sys.exit(run(['--store', sys.argv[1], 'backup', sys.argv[2], '--force']))"


def _strike_a_backup(fault: Path, tmp_path: Path, how: str, every: int) -> int:
    """Replace an older copy by a newer one, with a fault at an operation of either program; an old one or a whole new one
    must be there after it.
    """
    prepared = _fresh(tmp_path / "ready" / "s")
    subprocess.run(_command(prepared, 4, 7), check=True, stdout=subprocess.DEVNULL)
    (prepared.path.parent / "out").mkdir(mode=0o700)
    shutil.copy(prepared.path, prepared.path.parent / "out" / "copy.cpo")
    subprocess.run(_command(prepared, 2, 8), check=True, stdout=subprocess.DEVNULL)

    def program(name: str) -> tuple[Program, connect.Store]:
        folder = tmp_path / name / "s"
        shutil.copytree(prepared.path.parent, folder)
        args = ["-c", BACKUP, str(folder / "a.cpo"), str(folder / "out" / "copy.cpo")]
        return Program(started(fault), folder, args), connect.Store(folder / "a.cpo")

    points = range(1, program("count")[0].count() + 1, every)
    for point in points:
        struck, store = program(f"{how}-{point}")
        struck.strike(point, how)
        assert _violations(store, []) == [], f"{how} at operation {point}"
        assert (store.path.parent / "out" / "copy.cpo").exists(), f"{how} at operation {point}"
        assert _half_made(store) == [], f"{how} at operation {point}"
        shutil.rmtree(store.path.parent.parent)
    tell(f"a backup, {how}: {len(points)} points, 0 violations")
    return len(points)


@pytest.mark.slow
@pytest.mark.parametrize("how", HOWS)
def test_a_fault_at_every_operation_of_a_backup(fault: Path, tmp_path: Path, how: str) -> None:
    assert _strike_a_backup(fault, tmp_path, how, every=1) > 10
