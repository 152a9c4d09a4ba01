"""R-EXP-3: the power goes during an export. At its name there is what was there before, or all of the new file.

A whole command is written down operation by operation and cut at each of them (`disk.py`), store and folder together: the
names of the folder in every choice, the bytes in every way. What is held is in `Wrong`.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import pytest
from tests.crash.disk import HOWS, Disk, Left, lay, operations
from tests.crash.exporter import WRONGS
from tests.crash.striking import tell

from cpo_tui.actions.context import acting, office
from cpo_tui.actions.importing import ImportOptions, import_file
from cpo_tui.errors import StoreError
from cpo_tui.exchange.extracts import Options
from cpo_tui.store import access, connect
from cpo_tui.store.verify import verify

PROGRAM = Path(__file__).with_name("exporter.py")
LEFT_OVER = re.compile(r"\.cases\.[a-z]+\.[0-9a-f]{12}\.part")
BEFORE = b"what was there before\n" * 100


class Wrong(StrEnum):
    """What a cut may not leave."""

    HALF = "at the name there is neither what was there before nor the whole new file"
    LOST = "the export was said to be done, and the new file is not there"
    UNLOGGED = "the new file is there, and no line of the access log tells of it"
    STRANGE = "something is left beside the file that does not say what it is"
    LITTER = "the export was said to be done, and something is left beside the file"
    OPEN = "others can read it"
    STORE = "the store does not open or verify"


@dataclass
class Replay:
    """One export, cut at each of its operations."""

    folder: Path
    store: Path
    out: Path
    log: Path
    before: bytes | None
    after: bytes = b""
    tried: int = 0
    wrong: set[Wrong] = field(default_factory=set)
    _logged: dict[bytes, frozenset[str] | None] = field(default_factory=dict)

    def cut_everywhere(self, disk: Disk, *, some: int, some_stores: int) -> None:
        """Replay every state and gather what is wrong in any of them."""
        hows = (*HOWS[:-1], *[HOWS[-1]] * some_stores)
        dice, sha256 = random.Random(11), hashlib.sha256(self.after).hexdigest()
        stores: list[frozenset[str] | None] = []
        for operation in operations(self.log):
            disk.take(operation)
            done = _says_done(disk.promised, sha256)
            if not stores or operation.name.startswith(str(self.store.parent)):
                stores = [self._store_after(disk, how, dice) for how in hows]
            for files in disk.within(self.out).every_cut(dice, some=some):
                wrong = self._of_files(files, done=done)
                is_new = (found := files.get(str(self.target))) is not None and found.content == self.after
                for logged in stores:
                    self.tried += 1
                    self.wrong |= wrong
                    if logged is None:
                        self.wrong.add(Wrong.STORE)
                    elif (is_new or done) and sha256 not in logged and self.before != self.after:
                        self.wrong.add(Wrong.UNLOGGED)

    @property
    def target(self) -> Path:
        """Where the export goes."""
        return next(self.out.glob("cases.*"))

    def _of_files(self, files: dict[str, Left], *, done: bool) -> set[Wrong]:
        wrong = set()
        found = files.get(str(self.target))
        content = None if found is None else found.content
        if content not in (self.before, self.after):
            wrong.add(Wrong.HALF)
        if done and content != self.after:
            wrong.add(Wrong.LOST)
        beside = [name for name in files if name != str(self.target)]
        wrong |= {Wrong.STRANGE for name in beside if not LEFT_OVER.fullmatch(Path(name).name)}
        wrong |= {Wrong.LITTER for _ in beside if done}
        wrong |= {Wrong.OPEN for left in files.values() if left.mode & 0o077}
        return wrong

    def _store_after(self, disk: Disk, how: str, dice: random.Random) -> frozenset[str] | None:
        """The hashes of the exports that the access log tells of; None where the store is not sound."""
        files = disk.within(self.store.parent).after_a_cut(how, dice)
        key = hashlib.sha256(repr(sorted((name, one.mode) for name, one in files.items())).encode())
        for name in sorted(files):
            key.update(hashlib.sha256(files[name].content).digest())
        if key.digest() not in self._logged:
            self._logged[key.digest()] = self._told_by(files)
        return self._logged[key.digest()]

    def _told_by(self, files: dict[str, Left]) -> frozenset[str] | None:
        cut = self.folder / "cut"
        shutil.rmtree(cut, ignore_errors=True)
        cut.mkdir(mode=0o700)
        lay(files, cut)
        try:
            connection = connect.open_store(cut / self.store.name).writer()
        except StoreError:
            return None
        try:
            if verify(connection, office()).problems:
                return None
            lines = access.entries(connection, access.Wanted(kind="export", outcome="done"))
            return frozenset(str(line.detail["sha256"]) for line in lines)
        finally:
            connection.close()


def _says_done(promised: bytes, sha256: str) -> bool:
    """Whether the command has said all of what it says when it is done."""
    try:
        return bool(json.loads(promised)["sha256"] == sha256)
    except ValueError:
        return False


def _prepare(folder: Path, cases: int) -> None:
    """A folder with a store, and an empty one beside it for what is exported."""
    store = connect.create(folder / "store" / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    (folder / "out").mkdir()
    extract = folder.with_name("cases.csv")
    lines = (f"I-{number},Person {number},intake,2026-01-05\n" for number in range(cases))
    extract.write_text("reference,full_name,stage,opened_on\n" + "".join(lines), encoding="utf-8")
    with acting(store, "alvarez") as context:
        import_file(context, extract, ImportOptions(Options()))


def _replayed(
    shim: Path, tmp_path: Path, *, how: str = "right", form: str = "csv", before: bytes | None = BEFORE,
    cases: int = 600, some: int = 4, some_stores: int = 1,
) -> Replay:  # fmt: skip
    run = tmp_path / "run"
    _prepare(run, cases)
    target = run / "out" / f"cases.{form}"
    if before is not None:
        target.write_bytes(before)
        target.chmod(0o600)
    disk = Disk.of(run)
    replay = Replay(tmp_path, run / "store" / "a.cpo", run / "out", tmp_path / "log", before)
    env = {**os.environ, "LD_PRELOAD": str(shim), "CPO_LOG_UNDER": f"{run}/", "CPO_LOG_FILE": str(replay.log)}
    command = [sys.executable, str(PROGRAM), str(replay.store), str(target), form, how]
    command += ["--force"] if before is not None else []
    subprocess.run(command, check=True, env=env, stdout=subprocess.PIPE)
    replay.after = target.read_bytes()
    assert replay.after != before
    replay.cut_everywhere(disk, some=some, some_stores=some_stores)
    return replay


@pytest.mark.parametrize("before", [None, BEFORE], ids=["new", "over"])
def test_r_exp_3_a_power_cut_leaves_the_old_file_or_the_whole_new_one(
    log_shim: Path, tmp_path: Path, before: bytes | None
) -> None:
    replay = _replayed(log_shim, tmp_path, before=before)
    assert replay.tried > 200
    assert replay.wrong == set()


FOUND = {
    "unsynced file": {Wrong.HALF, Wrong.LOST},
    "unsynced folder": {Wrong.LOST, Wrong.LITTER},
    "in place": {Wrong.HALF, Wrong.UNLOGGED},
    "open at first": {Wrong.OPEN},
    "line afterwards": {Wrong.UNLOGGED},
}


@pytest.mark.parametrize("how", WRONGS)
def test_r_exp_3_the_replay_notices_a_careless_writer(log_shim: Path, tmp_path: Path, how: str) -> None:
    """Each is found at fault for what it does wrong, and for nothing else: what it does right is still right."""
    assert _replayed(log_shim, tmp_path, how=how).wrong == FOUND[how]


@pytest.mark.slow
@pytest.mark.parametrize("before", [None, BEFORE], ids=["new", "over"])
@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "xlsx"])
def test_an_export_cut_in_every_way(log_shim: Path, tmp_path: Path, form: str, before: bytes | None) -> None:
    replay = _replayed(log_shim, tmp_path, form=form, before=before, cases=5_000, some=60, some_stores=20)
    tell(
        f"an export as {form}, {'a new file' if before is None else 'over one'}: {replay.tried} states replayed, {len(replay.wrong)} violations"
    )
    assert replay.tried > 3000
    assert replay.wrong == set()
