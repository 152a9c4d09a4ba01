"""One command that makes a file, cut at each of its operations: store and folder together, as `disk.py` says.

The names of the folder are tried in every choice, the bytes in every way. What is held is in `Wrong`.
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
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from tests.crash.disk import HOWS, Disk, Left, lay, operations

from cpo_tui.actions.context import acting, office
from cpo_tui.actions.importing import ImportOptions, import_file
from cpo_tui.errors import StoreError
from cpo_tui.exchange.extracts import Options
from cpo_tui.store import connect
from cpo_tui.store.connect import Connection, Store
from cpo_tui.store.verify import verify

MAKER = Path(__file__).with_name("maker.py")


class Wrong(StrEnum):
    """What a cut may not leave."""

    HALF = "at the name there is neither what was there before nor the whole new file"
    LOST = "it was said to be done, and the new file is not there"
    UNLOGGED = "the new file is there, and the store does not tell of it"
    STRANGE = "something is left beside the file that does not say what it is"
    LITTER = "it was said to be done, and something is left beside the file"
    OPEN = "others can read it"
    STORE = "the store does not open or verify"


CARELESS = {
    "unsynced file": {Wrong.HALF, Wrong.LOST},
    "unsynced folder": {Wrong.LOST, Wrong.LITTER},
    "open at first": {Wrong.OPEN},
}
"""What each of the careless writers that any of the makers can be is found at fault for, and nothing else."""


def older(target: Path, content: bytes | None) -> tuple[str, ...]:
    """Put an older file at the target, and give the option with which it is written over; nothing for None."""
    if content is None:
        return ()
    target.write_bytes(content)
    target.chmod(0o600)
    return ("--force",)


@dataclass
class Making:
    """A command that makes a file at `target` from a store, and what is known of it.

    `told` gives what the store tells of files that were made, each by one word; `word` finds that of the new one in what
    the command said at its end.
    """

    store: Path
    target: Path
    told: Callable[[Connection], frozenset[str]]
    word: Callable[[dict[str, object]], str]
    left_over: re.Pattern[str]
    args: Sequence[str]

    def run(self, shim: Path, how: str, log: Path) -> str:
        """Run it with the shim before it, and give the word of the new file."""
        under = self.store.parent.parent
        env = {**os.environ, "LD_PRELOAD": str(shim), "CPO_LOG_UNDER": f"{under}/", "CPO_LOG_FILE": str(log)}
        command = [sys.executable, str(MAKER), how, "--store", str(self.store), *self.args]
        return self.word(json.loads(subprocess.run(command, check=True, env=env, stdout=subprocess.PIPE).stdout))


@dataclass
class Replay:
    """What was made, cut everywhere."""

    making: Making
    folder: Path
    """Where stores are laid as a cut left them."""
    before: bytes | None
    after: bytes
    word: str
    tried: int = 0
    wrong: set[Wrong] = field(default_factory=set)
    _told: dict[bytes, frozenset[str] | None] = field(default_factory=dict)

    def cut_everywhere(self, disk: Disk, log: Path, *, some: int, some_stores: int) -> None:
        """Replay every state and gather what is wrong in any of them."""
        hows = (*HOWS[:-1], *[HOWS[-1]] * some_stores)
        dice = random.Random(11)
        stores: list[frozenset[str] | None] = []
        out = self.making.target.parent
        for operation in operations(log):
            disk.take(operation)
            done = self._says_done(disk.promised)
            if not stores or operation.name.startswith(str(self.making.store.parent)):
                stores = [self._store_after(disk, how, dice) for how in hows]
            for files in disk.within(out).every_cut(dice, some=some):
                wrong = self._of_files(files, done=done)
                is_new = (found := files.get(str(self.making.target))) is not None and found.content == self.after
                for told in stores:
                    self.tried += 1
                    self.wrong |= wrong
                    if told is None:
                        self.wrong.add(Wrong.STORE)
                    elif (is_new or done) and self.word not in told:
                        self.wrong.add(Wrong.UNLOGGED)

    def _says_done(self, promised: bytes) -> bool:
        """Whether the command has said all of what it says when it is done."""
        try:
            return self.making.word(json.loads(promised)) == self.word
        except ValueError:
            return False

    def _of_files(self, files: dict[str, Left], *, done: bool) -> set[Wrong]:
        wrong = set()
        target = str(self.making.target)
        content = None if (found := files.get(target)) is None else found.content
        if content not in (self.before, self.after):
            wrong.add(Wrong.HALF)
        if done and content != self.after:
            wrong.add(Wrong.LOST)
        beside = [name for name in files if name != target]
        wrong |= {Wrong.STRANGE for name in beside if not self.making.left_over.fullmatch(Path(name).name)}
        wrong |= {Wrong.LITTER for _ in beside if done}
        wrong |= {Wrong.OPEN for left in files.values() if left.mode & 0o077}
        return wrong

    def _store_after(self, disk: Disk, how: str, dice: random.Random) -> frozenset[str] | None:
        """What the store tells of files that were made; None where it is not sound."""
        files = disk.within(self.making.store.parent).after_a_cut(how, dice)
        key = hashlib.sha256(repr(sorted((name, one.mode) for name, one in files.items())).encode())
        for name in sorted(files):
            key.update(hashlib.sha256(files[name].content).digest())
        if key.digest() not in self._told:
            self._told[key.digest()] = self._told_by(files)
        return self._told[key.digest()]

    def _told_by(self, files: dict[str, Left]) -> frozenset[str] | None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(mode=0o700)
        lay(files, self.folder)
        try:
            connection = connect.open_store(self.folder / self.making.store.name).writer()
        except StoreError:
            return None
        try:
            return None if verify(connection, office()).problems else self.making.told(connection)
        finally:
            connection.close()


def prepared(run: Path, cases: int) -> Store:
    """A folder `store` with a store of so many cases, and an empty one, `out`, beside it for what is made."""
    store = connect.create(run / "store" / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    (run / "out").mkdir()
    add_cases(store, "I", cases)
    return store


def add_cases(store: Store, prefix: str, number: int) -> None:
    """Import so many cases."""
    extract = store.path.parent.parent.with_name("cases.csv")
    lines = (f"{prefix}-{one},Person {one},intake,2026-01-05\n" for one in range(number))
    extract.write_text("reference,full_name,stage,opened_on\n" + "".join(lines), encoding="utf-8")
    with acting(store, "alvarez") as context:
        import_file(context, extract, ImportOptions(Options()))


def replayed(shim: Path, making: Making, *, how: str = "right", some: int = 4, some_stores: int = 1) -> Replay:
    """Let it be made, in one of the ways of `maker.py`, and cut it everywhere."""
    run = making.store.parent.parent
    before = making.target.read_bytes() if making.target.exists() else None
    disk, log = Disk.of(run), run.with_name("log")
    word = making.run(shim, how, log)
    replay = Replay(making, run.with_name("cut"), before, making.target.read_bytes(), word)
    assert replay.after != before
    replay.cut_everywhere(disk, log, some=some, some_stores=some_stores)
    return replay
