"""R-BAK-1 to R-BAK-5: copies under load, whole or not there, restored in a drill; damage is said and never a traceback."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.trust.conftest import MARKER, PASSPHRASE, Run, fill

from cpo_tui.actions.context import Context, acting, office
from cpo_tui.actions.stores import make_store
from cpo_tui.actions.trust import back_up, restore_store
from cpo_tui.errors import CpoError, StoreError
from cpo_tui.store import backup, connect
from cpo_tui.store.backup import backup as copied
from cpo_tui.store.changes import WRITABLE
from cpo_tui.store.connect import Connection, Store, open_store
from cpo_tui.store.verify import head_of, verify

BUSY = """
import sys
from pathlib import Path
from cpo_tui.actions import timeline
from cpo_tui.actions.context import acting
from cpo_tui.store.connect import Store
with acting(Store(Path(sys.argv[1]), None, 60), "tran") as context:
    print("ready", flush=True)
    while True:
        timeline.add_note(context, [1, 2, 3], "x" * 500)
"""


@pytest.fixture
def writing(context: Context) -> Iterator[subprocess.Popen[str]]:
    """Another process that writes as fast as it can."""
    running = subprocess.Popen([sys.executable, "-c", BUSY, str(context.store.path)], stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    assert running.stdout.readline() == "ready\n"
    yield running
    running.kill()
    running.communicate()


def test_r_bak_1_a_copy_made_under_load_is_one_state_of_the_store(
    context: Context, writing: subprocess.Popen[str], tmp_path: Path
) -> None:
    for number in range(3):
        first = head_of(context.connection)[1]
        # The copy alone: the line in the log would have to wait its turn behind a program that never pauses.
        made = copied(context.store, tmp_path / f"{number}.cpo")
        assert writing.poll() is None
        last = head_of(context.connection)[1]
        assert first <= made.change_sets <= last
        copy = open_store(made.path).reader()
        assert verify(copy, office(), expect_head=made.head).problems == ()
        copy.close()


def test_r_bak_2_a_copy_that_fails_leaves_the_old_one_and_nothing_half(
    context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "b" / "copy.cpo"
    target.parent.mkdir()
    back_up(context, target)
    before = target.read_bytes()

    def damaged(_connection: Connection) -> None:
        raise StoreError("The store is damaged: page 3.")

    monkeypatch.setattr(backup, "check", damaged)
    with pytest.raises(StoreError, match="page 3"):
        back_up(context, target, force=True)
    assert target.read_bytes() == before
    assert list(target.parent.iterdir()) == [target]


def _contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    connection = store.reader()
    found = {table: connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in WRITABLE}
    connection.close()
    return found


def test_r_bak_3_the_drill_backup_wipe_restore(encrypted: Store, tmp_path: Path) -> None:
    with acting(encrypted, "alvarez") as context:
        made = back_up(context, tmp_path / "copy.cpo")
        log = context.store.path.with_name("e.cpo-wal").read_bytes()
    before = _contents(encrypted)
    for path in encrypted.path.parent.iterdir():
        path.unlink()
    encrypted.path.with_name("e.cpo-wal").write_bytes(log or b"\0" * 4096)
    with pytest.raises(CpoError):
        restore_store(made.path, encrypted.path, "the wrong passphrase of mine", "alvarez")
    assert not encrypted.path.exists()
    restore_store(made.path, encrypted.path, PASSPHRASE, "alvarez")
    restored = open_store(encrypted.path, PASSPHRASE)
    assert _contents(restored) == before
    with pytest.raises(StoreError, match="already"):
        restore_store(made.path, encrypted.path, PASSPHRASE, "alvarez")


def _small(tmp_path: Path, *, passphrase: str | None) -> Path:
    made = make_store(tmp_path / "small.cpo", passphrase)
    with acting(made, "alvarez") as context:
        fill(context, 2)
    connection = made.writer()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    connection.close()
    return made.path


@pytest.mark.parametrize("passphrase", [PASSPHRASE, None], ids=["encrypted", "plain"])
def test_r_bak_5_a_flipped_byte_in_any_page_is_said_and_never_a_traceback(
    tmp_path: Path, passphrase: str | None
) -> None:
    path = _small(tmp_path, passphrase=passphrase)
    whole = path.read_bytes()
    pages = len(whole) // 4096
    key = open_store(path, passphrase).key
    found = 0
    for page in range(1, pages):
        damaged = tmp_path / "damaged.cpo"
        bytes_ = bytearray(whole)
        for offset in (page * 4096 + 3, page * 4096 + 2000):
            bytes_[offset] ^= 0x5A
        damaged.write_bytes(bytes_)
        damaged.chmod(0o600)
        for suffix in ("-wal", "-shm"):
            Path(f"{damaged}{suffix}").unlink(missing_ok=True)
        try:
            connection, beside = Store(damaged, key).reader(), Store(damaged, key).reader()
            problems = verify(connection, office()).problems
            assert bool(verify(connection, office(), beside=beside).problems) == bool(problems)
            connection.close()
            beside.close()
        except CpoError:
            found += 1
        else:
            found += bool(problems)
    assert found == pages - 1 if passphrase else found > (pages - 1) // 4


def test_r_bak_5_a_flipped_byte_in_a_free_page_is_said_too(tmp_path: Path) -> None:
    path = _small(tmp_path, passphrase=PASSPHRASE)
    store = Store(path, open_store(path, PASSPHRASE).key)
    writer = store.writer()
    writer.execute("CREATE TABLE passing (words TEXT)")
    writer.executemany("INSERT INTO passing VALUES (?)", (("x" * 3000,) for _ in range(20)))
    writer.execute("DROP TABLE passing")
    (free,) = writer.execute("PRAGMA freelist_count").fetchone()
    writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    writer.close()
    assert free >= 20
    reader = store.reader()
    assert verify(reader, office()).ok
    reader.close()
    whole, found = path.read_bytes(), 0
    for page in range(len(whole) // 4096 - free, len(whole) // 4096):
        damaged = bytearray(whole)
        damaged[page * 4096 + 2000] ^= 0x5A
        path.write_bytes(damaged)
        reader = store.reader()
        found += [one.kind for one in verify(reader, office()).problems] != []
        reader.close()
    assert found == free


def test_r_bak_5_the_command_line_says_damaged(tmp_path: Path, cpo: Run) -> None:
    path = _small(tmp_path, passphrase=PASSPHRASE)
    content = bytearray(path.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 + 100] ^= 0xFF
    path.write_bytes(content)
    for command in (("list",), ("show", "C-1"), ("verify",), ("add", "note", "C-1", "x"), ("doctor",)):
        answer = cpo("--store", path, *command, code=None)
        assert answer.returncode in {1, 3} or command == ("doctor",), (command, answer)
        assert MARKER not in answer.stderr


def test_r_bak_2_a_copy_is_read_by_the_library_alone_only_with_the_key(encrypted: Store, tmp_path: Path) -> None:
    with acting(encrypted, "alvarez") as context:
        made = back_up(context, tmp_path / "copy.cpo")
    shutil.copy(made.path, tmp_path / "taken")
    plain = sqlite3.connect(tmp_path / "taken")
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        plain.execute("SELECT * FROM cases")
    plain.close()
    with pytest.raises(StoreError):
        connect.open_store(made.path, "not the passphrase of it")
