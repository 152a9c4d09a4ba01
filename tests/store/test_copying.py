"""A store's file is copied while it is held still, by a program of its own that compares what it wrote."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from io import FileIO
from pathlib import Path

import pytest

from cpo_tui.actions import keeping, timeline
from cpo_tui.actions.cases import add_case
from cpo_tui.actions.context import acting, office
from cpo_tui.errors import StoreError
from cpo_tui.store import backup, connect, copier, copying, keys
from cpo_tui.store.verify import head_of, verify

OTHER = """
import sys
from sqlcipher3 import dbapi2 as driver
connection = driver.connect(sys.argv[1], isolation_level=None, timeout=0.1)
for number in range(50):
    connection.execute("INSERT INTO meta VALUES (?, ?)", (f"other-{number}", "x" * 5000))
for how in ("PASSIVE", "FULL", "RESTART", "TRUNCATE"):
    connection.execute(f"PRAGMA wal_checkpoint({how})").fetchone()
connection.execute("INSERT INTO meta VALUES ('last', 'x')")
"""
"""Another program, which writes and then moves what it wrote into the file of the store in every way there is."""


@pytest.fixture(params=[False, True], ids=["plain", "encrypted"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> connect.Store:
    key = keys.StoreKey(os.urandom(32), os.urandom(16)) if request.param else None
    made = connect.create(tmp_path / "a.cpo", key, created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(made, "alvarez") as context:
        add_case(context, {"reference": "R1", "full_name": "Ana Pérez"})
        for number in range(40):
            timeline.add_note(context, [1], f"{number} {'x' * 900}")
    return made


@pytest.fixture
def plain(tmp_path: Path) -> connect.Store:
    return connect.create(tmp_path / "p.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")


def _hash(path: Path) -> str:
    """The hash of a file, taken by another process: one that closes a store's file drops its own locks on it."""
    code = "import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], 'rb').read()).hexdigest())"
    return subprocess.run([sys.executable, "-S", "-c", code, path], check=True, capture_output=True, text=True).stdout


def _other(path: Path) -> None:
    subprocess.run([sys.executable, "-c", OTHER, path], check=True)


def test_nobody_moves_a_page_into_a_file_that_is_held(plain: connect.Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.touch(0o600)
    with copying.held(plain) as reader:
        assert reader is not None
        before, head = _hash(plain.path), head_of(reader)
        _other(plain.path)
        assert _hash(plain.path) == before
        assert reader.execute("SELECT count(*) FROM meta WHERE key LIKE 'other-%'").fetchone() == (0,)
        copying.copy_file(plain.path, copy, plain.path.stat().st_size)
        assert hashlib.sha256(copy.read_bytes()).hexdigest() == before.strip()
    with closing(plain.reader()) as reader:
        assert head_of(reader) == head
        assert reader.execute("SELECT count(*) FROM meta WHERE key IN ('other-49', 'last')").fetchone() == (2,)


def test_the_same_program_moves_pages_into_a_file_that_is_not_held(plain: connect.Store) -> None:
    with closing(plain.reader()) as reader:
        reader.execute("SELECT count(*) FROM meta").fetchone()
        before = _hash(plain.path)
        _other(plain.path)
        assert _hash(plain.path) != before


def test_a_file_is_held_though_much_waits_in_its_log(store: connect.Store) -> None:
    with acting(store, "alvarez") as context:
        timeline.add_note(context, [1], "still in the log")
        with copying.held(store) as reader:
            assert reader is not None
            assert head_of(reader) == head_of(context.connection)


def test_a_reader_that_stays_behind_lets_the_copy_be_made_by_pages(
    store: connect.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "HELD_WITHIN", 0.05)
    monkeypatch.setattr(copying, "copy_file", _never)
    with closing(store.reader()) as behind, acting(store, "alvarez") as context:
        behind.execute("BEGIN")
        behind.execute("SELECT count(*) FROM cases").fetchone()
        timeline.add_note(context, [1], "after it began")
        with copying.held(store) as reader:
            assert reader is None
        made = backup.backup(store, tmp_path / "copy")
        assert (made.head, made.change_sets) == head_of(context.connection)
    with closing(connect.Store(made.path, store.key).reader()) as copy:
        assert verify(copy, office(), expect_head=made.head).ok


def _never(*_: object) -> None:
    raise AssertionError("the file was copied though it was not held")


def test_a_copy_is_told_from_what_was_copied(tmp_path: Path) -> None:
    size = 3 * copier.BLOCK + 100
    content = os.urandom(size)
    (tmp_path / "a").write_bytes(content)
    (tmp_path / "b").touch()
    found = (tmp_path / "a").stat()
    asked = (str(tmp_path / "a"), str(tmp_path / "b"), size, [found.st_dev, found.st_ino])
    copier.work(*asked)
    assert (tmp_path / "b").read_bytes() == content
    with pytest.raises(copier.Differs, match="another file"):
        copier.work(*asked[:3], [found.st_dev, found.st_ino + 1])
    with pytest.raises(copier.Differs, match="shorter"):
        copier.work(*asked[:2], size + 1, asked[3])
    for place in (0, copier.BLOCK, size - 1):
        changed = bytearray(content)
        changed[place] ^= 1
        (tmp_path / "b").write_bytes(changed)
        with FileIO(asked[0]) as one, FileIO(asked[1]) as other, pytest.raises(copier.Differs, match="differs"):
            copier.compare(one, other, size)
    for other_size in (content[:-1], content + b"x"):
        (tmp_path / "b").write_bytes(other_size)
        with FileIO(asked[0]) as one, FileIO(asked[1]) as other, pytest.raises(copier.Differs, match="another size"):
            copier.compare(one, other, size)


@pytest.mark.parametrize(
    ("program", "error"),
    [
        ("import sys; sys.stdin.read()", "stopped"),
        ("print('262144 524288', flush=True); raise SystemExit(1)", "stopped"),
        ("print('failed 0 the copy differs')", "differs"),
        ("print('failed 28 No space left on device')", "disk is full"),
    ],
)
def test_a_program_that_does_not_say_that_all_is_well_made_no_copy(
    plain: connect.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, error: str
) -> None:
    (tmp_path / "program.py").write_text(program)
    monkeypatch.setattr(copying, "_COPIER", tmp_path / "program.py")
    target = tmp_path / "out" / "copy"
    target.parent.mkdir()
    with pytest.raises(StoreError, match=error):
        backup.backup(plain, target)
    assert list(target.parent.iterdir()) == []


@pytest.fixture
def damage(store: connect.Store) -> Callable[[], None]:
    """Spoil the page at which the notes begin, which nothing reads that only looks at the head of the chain."""

    def spoil() -> None:
        with closing(store.writer()) as writer:
            (page,) = writer.execute("SELECT rootpage FROM sqlite_master WHERE name = 'notes'").fetchone()
            writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        with store.path.open("r+b") as file:
            file.seek((page - 1) * 4096)
            file.write(b"\x55" * 4096)

    return spoil


def test_r_bak_2_a_damaged_page_is_found_where_pages_are_read(
    store: connect.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[], None]
) -> None:
    damage()
    with pytest.raises(StoreError):
        backup.backup(store, tmp_path / "small")
    monkeypatch.setattr(backup, "READ_AT_ONCE", 0)
    with pytest.raises(StoreError):
        backup.backup(store, tmp_path / "asked", check_pages=True)
    assert not (tmp_path / "small").exists()
    assert not (tmp_path / "asked").exists()
    made = backup.backup(store, tmp_path / "large")
    assert not made.pages_checked
    with pytest.raises(StoreError):
        backup.check_copy(store, made.path)


def test_r_bak_4_no_older_backup_goes_for_a_damaged_one(
    store: connect.Store, monkeypatch: pytest.MonkeyPatch, damage: Callable[[], None]
) -> None:
    monkeypatch.setattr(backup, "READ_AT_ONCE", 0)
    with acting(store, "alvarez") as context:
        first = keeping.keep_copy(context, "test")
        timeline.add_task(context, [1], "call back", "2026-03-09")
        second = keeping.keep_copy(context, "test")
        assert [one.path for one in keeping.copies_of(store.path)] == [second]
        assert first != second
        timeline.add_task(context, [1], "call again", "2026-03-09")
    damage()
    with acting(store, "alvarez") as context, pytest.raises(StoreError):
        keeping.keep_copy(context, "test")
    assert [one.path for one in keeping.copies_of(store.path)] == [second]
