"""Backups are whole, private and the same; a restore never overwrites; a new passphrase replaces the old."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cpo_tui.actions import cases
from cpo_tui.actions.context import acting, office
from cpo_tui.errors import CpoError, ExportError, StoreError, WrongPassphrase
from cpo_tui.store import backup, connect, keys
from cpo_tui.store.verify import verify

PASSPHRASE = "correct horse battery staple nine"
MakeStore = Callable[[str, str | None], connect.Store]


@pytest.fixture
def make_store(tmp_path: Path) -> MakeStore:
    def make(name: str, passphrase: str | None = None) -> connect.Store:
        key = keys.new_key(passphrase) if passphrase else None
        store = connect.create(tmp_path / name, key, created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
        with acting(store, "alvarez") as context:
            cases.add_case(context, {"reference": "R1", "full_name": "Marker Person"})
        return store

    return make


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_a_backup_restores_to_the_same_store(make_store: MakeStore, tmp_path: Path, passphrase: str | None) -> None:
    store = make_store("a.cpo", passphrase)
    made = backup.backup(store, tmp_path / "copy")
    assert oct(made.path.stat().st_mode & 0o777) == "0o600"
    assert sorted(path.name for path in tmp_path.iterdir() if "copy" in path.name) == ["copy"]
    backup.restore(made.path, tmp_path / "new" / "b.cpo", passphrase)
    again = connect.open_store(tmp_path / "new" / "b.cpo", passphrase)
    verdict = verify(again.reader(), office(), expect_head=made.head)
    assert verdict.ok
    assert verdict.head == verify(store.reader(), office()).head


def test_an_encrypted_backup_holds_no_name(make_store: MakeStore, tmp_path: Path) -> None:
    plain = backup.backup(make_store("plain.cpo", None), tmp_path / "plain")
    sealed = backup.backup(make_store("sealed.cpo", PASSPHRASE), tmp_path / "sealed")
    assert b"Marker Person" in plain.path.read_bytes()
    assert b"Marker Person" not in sealed.path.read_bytes()


def test_nothing_is_overwritten(make_store: MakeStore, tmp_path: Path) -> None:
    store = make_store("a.cpo", None)
    (tmp_path / "there").write_text("precious")
    (tmp_path / "link").symlink_to(tmp_path / "there")
    with pytest.raises(ExportError):
        backup.backup(store, tmp_path / "there")
    with pytest.raises(ExportError):
        backup.backup(store, tmp_path / "link", force=True)
    copy = backup.backup(store, tmp_path / "copy")
    with pytest.raises(StoreError):
        backup.restore(copy.path, store.path, None)
    assert (tmp_path / "there").read_text() == "precious"


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("suffix", ["-wal", "-journal"])
def test_what_lies_beside_an_older_copy_is_never_taken_for_a_part_of_the_new_one(
    make_store: MakeStore, tmp_path: Path, suffix: str, force: bool
) -> None:
    store, target = make_store("a.cpo", None), tmp_path / "copy"
    if force:
        backup.backup(store, target)
    before = target.read_bytes() if force else None
    (tmp_path / f"copy{suffix}").write_bytes(os.urandom(4096))
    with pytest.raises(ExportError) as refused:
        backup.backup(store, target, force=force)
    assert refused.value.name == "in_use"
    assert (target.read_bytes() if target.exists() else None) == before
    assert (tmp_path / f"copy{suffix}").exists()


def test_a_restore_survives_a_stale_log_beside_it(make_store: MakeStore, tmp_path: Path) -> None:
    copy = backup.backup(make_store("a.cpo", None), tmp_path / "copy")
    (tmp_path / "new.cpo-wal").write_bytes(os.urandom(4096))
    backup.restore(copy.path, tmp_path / "new.cpo", None)
    assert verify(connect.open_store(tmp_path / "new.cpo").reader(), office()).ok


def test_a_wrong_passphrase_restores_nothing(make_store: MakeStore, tmp_path: Path) -> None:
    copy = backup.backup(make_store("a.cpo", PASSPHRASE), tmp_path / "copy")
    with pytest.raises(WrongPassphrase):
        backup.restore(copy.path, tmp_path / "new.cpo", "another passphrase altogether")
    assert not (tmp_path / "new.cpo").exists()


def test_a_new_passphrase_replaces_the_old(make_store: MakeStore) -> None:
    store = make_store("a.cpo", PASSPHRASE)
    backup.rekey(store, "entirely different words every time")
    with pytest.raises(WrongPassphrase):
        connect.open_store(store.path, PASSPHRASE)
    again = connect.open_store(store.path, "entirely different words every time")
    assert verify(again.reader(), office()).ok


@pytest.mark.parametrize("weak", ["short", "password password", "aaaaaaaaaaaaaaaaaaaa", "passphrase1234567"])
def test_a_weak_passphrase_is_refused(make_store: MakeStore, weak: str) -> None:
    store = make_store("a.cpo", PASSPHRASE)
    with pytest.raises(CpoError) as caught:
        backup.rekey(store, weak)
    assert caught.value.name == "weak_passphrase"
    assert connect.open_store(store.path, PASSPHRASE)
