"""R-BAK-2: the power goes during a backup. At its name there is the older copy, or a whole new one that was checked."""

from __future__ import annotations

import json
import random
import re
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from tests.crash.disk import Disk, Left, lay, operations
from tests.crash.maker import BACKUPS
from tests.crash.replay import CARELESS, Making, Replay, Wrong, add_cases, prepared, replayed
from tests.crash.striking import tell

from cpo_tui.actions.context import office
from cpo_tui.errors import StoreError
from cpo_tui.store import access, backup, connect
from cpo_tui.store.connect import Connection
from cpo_tui.store.verify import verify

LEFT_OVER = re.compile(r"\.copy\.cpo\.[0-9a-f]{12}\.partial(-wal|-journal)?")


def _told(connection: Connection) -> frozenset[str]:
    """The heads of the backups that the access log tells of."""
    lines = access.entries(connection, access.Wanted(kind="backup", outcome="done"))
    return frozenset(str(line.detail["head"]) for line in lines)


def _backup(
    shim: Path, tmp_path: Path, *, over: bool, how: str = "right", cases: int = 100, some: int = 2, some_stores: int = 1
) -> Replay:
    run = tmp_path / "run"
    store, target = prepared(run, cases), run / "out" / "copy.cpo"
    args = ["backup", str(target), "--json"]
    if over:
        backup.backup(store, target)
        args.append("--force")
    making = Making(store.path, target, _told, lambda said: str(said["head"]), LEFT_OVER, args)
    with closing(store.reader()):  # while it is open what comes now stays in the log, and the backup has to move it
        add_cases(store, "J", cases // 4)
        assert store.path.with_name("a.cpo-wal").stat().st_size > 0
        replay = replayed(shim, making, how=how, some=some, some_stores=some_stores)
    _holds_all(replay)
    return replay


def _holds_all(replay: Replay) -> None:
    """What counts as the whole new copy in the replay is one: it verifies, and has the head that was told."""
    with closing(connect.open_store(replay.making.target).reader()) as connection:
        assert verify(connection, office(), expect_head=replay.word).problems == ()


@pytest.mark.parametrize("how", ["right", "by pages"])
@pytest.mark.parametrize("over", [False, True], ids=["new", "over"])
def test_r_bak_2_a_power_cut_leaves_the_older_copy_or_a_whole_new_one(
    log_shim: Path, tmp_path: Path, how: str, over: bool
) -> None:
    replay = _backup(log_shim, tmp_path, over=over, how=how)
    assert replay.tried > 200
    assert replay.wrong == set()


FOUND = CARELESS | {"in place": {Wrong.HALF, Wrong.UNLOGGED}}


@pytest.mark.parametrize("how", BACKUPS)
def test_r_bak_2_the_replay_notices_a_careless_copy(log_shim: Path, tmp_path: Path, how: str) -> None:
    assert _backup(log_shim, tmp_path, over=True, how=f"backup: {how}").wrong == FOUND[how]


def _restore(shim: Path, tmp_path: Path, *, some: int = 1) -> tuple[int, set[str]]:
    """Restore to where the log of a lost store lies; how many states were tried, and what was wrong in any."""
    run = tmp_path / "run"
    lost = prepared(run, 40)
    with closing(lost.reader()):
        add_cases(lost, "J", 40)
        log_beside = lost.path.with_name("a.cpo-wal").read_bytes()
    copy = backup.backup(lost, tmp_path / "copy.cpo")
    lost.path.unlink()
    lost.path.with_name("a.cpo-wal").write_bytes(log_beside)
    disk, log = Disk.of(run), tmp_path / "log"
    args = ["restore", str(copy.path), "--json"]
    making = Making(lost.path, lost.path, _told, lambda said: str(said["head"]), LEFT_OVER, args)
    assert making.run(shim, "right", log) == copy.head
    dice, tried, seen, wrong = random.Random(3), 0, set(), set()
    for operation in operations(log):
        disk.take(operation)
        for files in disk.within(lost.path.parent).every_cut(dice, some=some):
            tried += 1
            if str(lost.path) not in files:
                wrong |= {"lost"} if _says_done(disk.promised) else set()
            elif (key := frozenset(files.items())) not in seen:
                seen.add(key)
                wrong |= _restored(files, tmp_path / "cut" / lost.path.name, copy.head)
    return tried, wrong


def _says_done(promised: bytes) -> bool:
    try:
        return "head" in json.loads(promised)
    except ValueError:
        return False


def _restored(files: dict[str, Left], path: Path, head: str) -> set[str]:
    shutil.rmtree(path.parent, ignore_errors=True)
    path.parent.mkdir(mode=0o700)
    lay(files, path.parent)
    try:
        with closing(connect.open_store(path).writer()) as connection:
            return {str(one) for one in verify(connection, office(), expect_head=head).problems}
    except StoreError as error:
        return {error.message}


def test_r_bak_3_a_power_cut_leaves_no_store_or_the_whole_one(log_shim: Path, tmp_path: Path) -> None:
    tried, wrong = _restore(log_shim, tmp_path)
    assert tried > 100
    assert wrong == set()


def test_r_bak_3_a_log_of_another_store_beside_a_restored_one_would_be_found(tmp_path: Path) -> None:
    lost = prepared(tmp_path / "run", 40)
    with closing(lost.reader()):
        add_cases(lost, "J", 40)
        beside = Left(lost.path.with_name("a.cpo-wal").read_bytes(), 0o600)
    add_cases(lost, "K", 300)
    copy = backup.backup(lost, tmp_path / "copy.cpo")
    whole = Left(copy.path.read_bytes(), 0o600)
    path = tmp_path / "cut" / "a.cpo"
    assert _restored({"a.cpo": whole}, path, copy.head) == set()
    assert _restored({"a.cpo": whole, "a.cpo-wal": beside}, path, copy.head) != set()


@pytest.mark.slow
def test_a_restore_cut_in_every_way(log_shim: Path, tmp_path: Path) -> None:
    tried, wrong = _restore(log_shim, tmp_path, some=60)
    tell(f"a restore: {tried} states replayed, {len(wrong)} violations")
    assert wrong == set()


@pytest.mark.slow
@pytest.mark.parametrize("how", ["right", "by pages"])
@pytest.mark.parametrize("over", [False, True], ids=["new", "over"])
def test_a_backup_cut_in_every_way(log_shim: Path, tmp_path: Path, how: str, over: bool) -> None:
    replay = _backup(log_shim, tmp_path, over=over, how=how, cases=600, some=60, some_stores=8)
    tell(
        f"a backup, {how}, {'over one' if over else 'new'}: {replay.tried} states replayed, {len(replay.wrong)} violations"
    )
    assert replay.tried > 3000
    assert replay.wrong == set()
