"""R-DUR-2: the power goes. What was synced is there; of what was not, all, nothing or any part may be there.

A run is written down operation by operation (`iolog.c`). For a point in it the files are rebuilt as a power cut there may
leave them (`disk.py`), and the store must open, verify, and hold the last promise that had been made.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.crash.disk import HOWS, Disk, Left, lay, operations
from tests.crash.striking import tell

from cpo_tui.actions.context import office
from cpo_tui.errors import StoreError
from cpo_tui.store import connect
from cpo_tui.store.verify import verify

HERE = Path(__file__).parent


def _problems(folder: Path, files: dict[str, Left], promised: bytes) -> list[str]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    lay(files, folder)
    heads = [line.split()[1].decode() for line in promised.split(b"\n")[:-1] if not line.startswith(b"failed")]
    try:
        connection = connect.open_store(folder / "a.cpo").writer()
    except StoreError as error:
        return [error.message]
    try:
        return [str(one) for one in verify(connection, office(), expect_head=heads[-1] if heads else None).problems]
    finally:
        connection.close()


def _cut_everywhere(
    shim: Path, tmp_path: Path, *, steps: int, every: int, options: tuple[str, ...] = ()
) -> tuple[int, int]:
    """Give how many states were tried, and how many of them were not as promised."""
    store = connect.create(tmp_path / "run" / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    disk = Disk.of(store.path.parent)
    log = tmp_path / "log"
    env = {**os.environ, "LD_PRELOAD": str(shim), "CPO_LOG_UNDER": f"{store.path.parent}/", "CPO_LOG_FILE": str(log)}
    command = [sys.executable, str(HERE / "worker.py"), str(store.path), str(steps), "7", *options]
    subprocess.run(command, check=True, env=env, stdout=subprocess.PIPE)
    dice, tried, wrong = random.Random(5), 0, 0
    for number, operation in enumerate(operations(log)):
        disk.take(operation)
        if number % every:
            continue
        for how in HOWS:
            tried += 1
            wrong += bool(_problems(tmp_path / "cut", disk.after_a_cut(how, dice), disk.promised))
    return tried, wrong


def test_r_dur_2_a_power_cut_loses_no_promise(log_shim: Path, tmp_path: Path) -> None:
    tried, wrong = _cut_everywhere(log_shim, tmp_path, steps=6, every=5)
    assert tried > 30
    assert wrong == 0


def test_r_dur_2_the_replay_notices_a_store_that_does_not_sync(log_shim: Path, tmp_path: Path) -> None:
    tried, wrong = _cut_everywhere(log_shim, tmp_path, steps=6, every=5, options=("--unsynced",))
    assert tried > 30
    assert wrong > 0


@pytest.mark.slow
def test_a_power_cut_at_every_operation(log_shim: Path, tmp_path: Path) -> None:
    tried, wrong = _cut_everywhere(log_shim, tmp_path, steps=60, every=1)
    tell(f"power cut: {tried} states replayed, {wrong} violations")
    assert tried > 500
    assert wrong == 0
