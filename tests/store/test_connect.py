"""The guards before a store is opened, and what a writer and a reader can count on."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from cpo_tui.errors import Busy, CpoError, Locked, StoreError, UsageError, WrongPassphrase
from cpo_tui.store import connect, keys, schema

AT, ZONE = "2026-03-02T14:00:00+00:00", "America/New_York"
PASSPHRASE = "seven herons cross a grey lake"


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "ITERATIONS", 1_000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mine.cpo"


def made(path: Path) -> connect.Store:
    return connect.create(path, created_at=AT, zone=ZONE)


def refused(path: Path, passphrase: str | None = None) -> CpoError:
    with pytest.raises(CpoError) as caught:
        connect.open_store(path, passphrase)
    assert caught.value.hint
    return caught.value


def test_a_new_store_is_private_and_of_the_newest_schema(path: Path) -> None:
    store = made(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    reader = store.reader()
    assert connect.revision_of(reader) == schema.HEAD
    for pragma, value in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("trusted_schema", 0)):
        assert reader.execute(f"PRAGMA {pragma}").fetchone()[0] == value
    reader.close()


def test_missing_folders_are_made_private(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        made(tmp_path / "a" / "b" / "mine.cpo")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700


def test_nothing_that_exists_is_made_anew(path: Path) -> None:
    path.write_bytes(b"something of mine")
    with pytest.raises(StoreError) as caught:
        made(path)
    assert caught.value.name == "exists"
    assert path.read_bytes() == b"something of mine"


def test_no_store_is_made_through_a_link(tmp_path: Path, path: Path) -> None:
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError) as caught:
        made(path)
    assert caught.value.name == "exists"
    assert not (tmp_path / "elsewhere").exists()


def test_where_making_fails_nothing_is_left(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "schema_sql", lambda: "CREATE TABLE broken (")
    with pytest.raises(StoreError):
        made(path)
    assert list(path.parent.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="No store can be made"):
        made(tmp_path / "file" / "mine.cpo")


def test_no_store_is_said_with_the_way_to_one(path: Path) -> None:
    error = refused(path)
    assert error.name == "no_store"
    assert "cpo init" in error.hint


def test_a_link_is_not_opened(tmp_path: Path, path: Path) -> None:
    made(path)
    link = tmp_path / "link.cpo"
    link.symlink_to(path)
    error = refused(link)
    assert "symbolic link" in error.message
    assert str(path) in error.hint


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_store_that_others_can_read_is_refused_with_the_command_that_mends_it(path: Path, mode: int) -> None:
    made(path)
    path.chmod(mode)
    error = refused(path)
    assert error.name == "open_to_others"
    assert f"chmod 600 {path}" in error.hint
    path.chmod(0o600)
    assert connect.open_store(path).path == path


def test_a_folder_or_a_pipe_is_no_store(tmp_path: Path, path: Path) -> None:
    assert "not a file" in refused(tmp_path).message
    os.mkfifo(path)
    assert "not a file" in refused(path).message


def test_an_empty_and_a_short_file_are_no_store(path: Path) -> None:
    for content in (b"", b"SQLite"):
        path.write_bytes(content)
        path.chmod(0o600)
        assert "too short" in refused(path).message


def test_another_database_is_no_store(path: Path) -> None:
    store = made(path)
    writer = store.writer()
    writer.execute("DROP TABLE alembic_version")
    writer.close()
    assert "not a store of cpo" in refused(path).message


def test_a_store_of_a_newer_schema_is_refused_and_left_alone(path: Path) -> None:
    store = made(path)
    writer = store.writer()
    writer.execute("UPDATE alembic_version SET version_num = '9999'")
    writer.close()
    error = refused(path)
    assert error.name == "newer_schema"
    assert "9999" in error.message
    reader = store.reader()
    assert connect.revision_of(reader) == "9999"
    reader.close()


def test_a_damaged_header_is_said(path: Path) -> None:
    made(path)
    with path.open("r+b") as file:
        file.seek(16)
        file.write(b"\xff" * 200)
    assert isinstance(refused(path), StoreError)


class TestEncrypted:
    @pytest.fixture
    def encrypted(self, path: Path) -> Path:
        connect.create(path, keys.new_key(PASSPHRASE), created_at=AT, zone=ZONE)
        return path

    def test_it_opens_with_its_passphrase_and_with_no_other(self, encrypted: Path) -> None:
        assert connect.is_encrypted(encrypted)
        assert b"SQLite format" not in encrypted.read_bytes()[:100]
        reader = connect.open_store(encrypted, PASSPHRASE).reader()
        assert reader.execute("SELECT count(*) FROM cases").fetchone()[0] == 0
        reader.close()
        assert isinstance(refused(encrypted, PASSPHRASE + "s"), WrongPassphrase)
        assert isinstance(refused(encrypted), Locked)

    def test_its_key_shows_nothing_of_itself(self, encrypted: Path) -> None:
        store = connect.open_store(encrypted, PASSPHRASE)
        assert store.key is not None
        secret = store.key.pragma[2:66]
        assert secret not in repr(store)
        assert PASSPHRASE not in repr(store)

    def test_no_file_beside_it_is_readable_by_others_or_holds_words(self, encrypted: Path) -> None:
        store = connect.open_store(encrypted, PASSPHRASE)
        writer = store.writer()
        with connect.transaction(writer, store):
            writer.execute("INSERT INTO persons (full_name) VALUES ('Heronius Testperson')")
        for beside in encrypted.parent.iterdir():
            assert stat.S_IMODE(beside.stat().st_mode) & 0o077 == 0
            assert b"Heronius" not in beside.read_bytes()
        writer.close()

    @pytest.mark.parametrize("weak", ["short", "aaaaaaaaaaaaaaaaaaaa", "password password", "12345678901234"])
    def test_a_weak_passphrase_is_refused(self, weak: str) -> None:
        with pytest.raises(UsageError) as caught:
            keys.new_key(weak)
        assert caught.value.name == "weak_passphrase"
        assert weak not in caught.value.message + caught.value.hint


class TestPassphraseFile:
    def test_its_first_line_is_the_passphrase(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file = tmp_path / "secret"
        file.write_bytes("fünf Störche über dem See \r\nsecond line\n".encode())
        monkeypatch.setenv("CPO_PASSPHRASE_FILE", str(file))
        assert keys.passphrase_from_file() == "fünf Störche über dem See "

    @pytest.mark.parametrize("content", [b"", b"\nsecond\n", b"\xff\xfe\x00"])
    def test_one_that_holds_none_is_said(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
        file = tmp_path / "secret"
        file.write_bytes(content)
        monkeypatch.setenv("CPO_PASSPHRASE_FILE", str(file))
        with pytest.raises(Locked):
            keys.passphrase_from_file()

    def test_one_that_is_missing_is_said(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CPO_PASSPHRASE_FILE", str(tmp_path / "none"))
        with pytest.raises(Locked, match="cannot be read"):
            keys.passphrase_from_file()


class TestWriters:
    def test_a_second_writer_waits_and_then_says_that_the_store_is_busy(self, path: Path) -> None:
        first = made(path)
        second = connect.open_store(path, busy_seconds=0.05)
        holder, waiter, reader = first.writer(), second.writer(), second.reader()
        with connect.transaction(holder, first):
            holder.execute("INSERT INTO meta (key, value) VALUES ('held', '1')")
            with pytest.raises(Busy) as caught, connect.transaction(waiter, second):
                pytest.fail("two writers at once")
            assert "0.05 s" in caught.value.message
            assert reader.execute("SELECT count(*) FROM meta WHERE key = 'held'").fetchone()[0] == 0
        with connect.transaction(waiter, second):
            assert waiter.execute("SELECT value FROM meta WHERE key = 'held'").fetchone()[0] == "1"
        for connection in (holder, waiter, reader):
            connection.close()

    def test_a_waiting_writer_goes_on_when_the_first_is_done(self, path: Path) -> None:
        store = made(path)
        holder = store.writer()
        holder.execute("BEGIN IMMEDIATE")
        written = threading.Event()

        def write() -> None:
            writer = store.writer()
            with connect.transaction(writer, store):
                writer.execute("INSERT INTO meta (key, value) VALUES ('after', '1')")
            writer.close()
            written.set()

        thread = threading.Thread(target=write)
        thread.start()
        assert not written.is_set()
        holder.execute("COMMIT")
        thread.join(timeout=10)
        assert written.is_set()
        holder.close()

    def test_what_fails_inside_is_taken_back_whole(self, path: Path) -> None:
        store = made(path)
        writer = store.writer()

        def fail_half_way() -> None:
            with connect.transaction(writer, store):
                writer.execute("INSERT INTO meta (key, value) VALUES ('half', '1')")
                writer.execute("INSERT INTO nowhere VALUES (1)")

        with pytest.raises(StoreError):
            fail_half_way()
        assert writer.execute("SELECT count(*) FROM meta WHERE key = 'half'").fetchone()[0] == 0
        assert not writer.in_transaction
        writer.close()

    def test_a_full_store_says_so_and_keeps_what_it_had(self, path: Path) -> None:
        store = made(path)
        writer = store.writer()
        pages = writer.execute("PRAGMA page_count").fetchone()[0]
        writer.execute(f"PRAGMA max_page_count={pages}")
        with pytest.raises(StoreError) as caught, connect.transaction(writer, store):
            writer.execute("INSERT INTO meta (key, value) VALUES ('big', ?)", ("x" * 1_000_000,))
        assert caught.value.name == "disk_full"
        writer.close()
        assert connect.open_store(path)

    def test_a_reader_cannot_write(self, path: Path) -> None:
        reader = made(path).reader()
        with pytest.raises(connect.DatabaseError):
            reader.execute("INSERT INTO meta (key, value) VALUES ('x', '1')")
        reader.close()
