"""R-DUR-2: the power goes. What was synced is there; of what was not, all, nothing or any part may be there.

A run is written down operation by operation (`iolog.c`). For a point in it the files are rebuilt as a power cut there may
leave them, and the store must open, verify, and hold the last promise that had been made. File sizes and directory entries
are taken to be ordered, as journalling file systems keep them.
"""

from __future__ import annotations

import os
import random
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.crash.striking import tell

from cpo_tui.actions.context import office
from cpo_tui.errors import StoreError
from cpo_tui.store import connect
from cpo_tui.store.verify import verify

HERE = Path(__file__).parent
SECTOR = 512
Operation = tuple[str, str, int, bytes]


def _operations(log: Path) -> Iterator[Operation]:
    raw = log.read_bytes()
    place = 0
    while place < len(raw):
        kind = chr(raw[place])
        name_size, where, size = struct.unpack_from("=qqq", raw, place + 1)
        place += 25
        name = raw[place : place + name_size].decode()
        place += name_size
        data = raw[place : place + size] if kind in "wa" else b""
        place += len(data)
        yield kind, name, where, data


@dataclass
class Disk:
    """Files as they were last synced, and what was done to each since."""

    synced: dict[str, bytes]
    waiting: dict[str, list[Operation]] = field(default_factory=dict)
    promised: bytes = b""

    def take(self, operation: Operation) -> None:
        kind, name, _, data = operation
        if kind == "a":
            self.promised += data
        elif kind == "s":
            self.synced[name] = _applied(self.synced.get(name, b""), self.waiting.pop(name, []))
        elif kind == "u":
            self.synced.pop(name, None)
            self.waiting.pop(name, None)
        else:
            self.waiting.setdefault(name, []).append(operation)

    def after_a_cut(self, how: str, dice: random.Random) -> dict[str, bytes]:
        """The files as a cut of the power may leave them: `none`, `all` or `some` of what was not synced."""
        found = dict(self.synced)
        for name, waiting in self.waiting.items():
            kept = {"none": [], "all": waiting}.get(how)
            if kept is None:
                kept = [_torn(one, dice) for one in waiting if dice.random() < 0.5]
            found[name] = _applied(found.get(name, b""), kept)
        return found


def _torn(operation: Operation, dice: random.Random) -> Operation:
    kind, name, where, data = operation
    if kind != "w" or len(data) <= SECTOR or dice.random() < 0.5:
        return operation
    return kind, name, where, data[: SECTOR * dice.randint(1, len(data) // SECTOR)]


def _applied(content: bytes, operations: list[Operation]) -> bytes:
    made = bytearray(content)
    for kind, _, where, data in operations:
        if kind == "t":
            made = made[:where] + bytes(max(0, where - len(made)))
        else:
            if len(made) < where:
                made += bytes(where - len(made))
            made[where : where + len(data)] = data
    return bytes(made)


def _problems(folder: Path, files: dict[str, bytes], promised: bytes) -> list[str]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    for name, content in files.items():
        path = folder / Path(name).name
        path.write_bytes(content)
        path.chmod(0o600)
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
    began = {str(path): path.read_bytes() for path in store.path.parent.iterdir() if not path.name.endswith("-shm")}
    log = tmp_path / "log"
    env = {**os.environ, "LD_PRELOAD": str(shim), "CPO_LOG_UNDER": f"{store.path.parent}/", "CPO_LOG_FILE": str(log)}
    command = [sys.executable, str(HERE / "worker.py"), str(store.path), str(steps), "7", *options]
    subprocess.run(command, check=True, env=env, stdout=subprocess.PIPE)
    disk, dice, tried, wrong = Disk(began), random.Random(5), 0, 0
    for number, operation in enumerate(_operations(log)):
        disk.take(operation)
        if number % every:
            continue
        for how in ("none", "all", "some"):
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
