"""R-DUR-4 to R-DUR-7: the library, the pragmas, the place, and nobody but SQLite touching the file."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver
from tests.trust.conftest import SOURCE

from cpo_tui.actions.context import acting
from cpo_tui.actions.stores import make_store
from cpo_tui.errors import StoreError
from cpo_tui.store import connect, filesystems, migrate
from cpo_tui.store.connect import Store, open_store


@pytest.mark.parametrize("version", [(3, 51, 2), (3, 40, 1), (3, 7, 0)])
def test_r_dur_4_an_old_sqlite_is_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int]
) -> None:
    monkeypatch.setattr(driver, "sqlite_version_info", version)
    with pytest.raises(StoreError, match="too old to be safe") as refused:
        open_store(store.path)
    assert refused.value.name == "old_sqlite"
    with pytest.raises(StoreError, match="too old to be safe"):
        make_store(store.path.with_name("new.cpo"), None)


def test_r_dur_5_the_pragmas_hold_on_every_connection(encrypted: Store, store: Store) -> None:
    for one in (encrypted, store):
        with acting(one, "alvarez") as context, migrate._engine(one).connect() as engine:
            raw = engine.connection.dbapi_connection
            reader, writer = one.reader(), one.writer()
            for connection in (reader, writer, context.connection, raw):
                found = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in (
                    "journal_mode", "synchronous", "foreign_keys", "trusted_schema", "temp_store", "mmap_size", "cell_size_check",
                )]  # fmt: skip
                assert found == ["wal", 2, 1, 0, 2, 0, 1]
            assert reader.execute("PRAGMA query_only").fetchone()[0] == 1
            reader.close()
            writer.close()


MOUNTS = """\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 22 0:30 / /mnt/team\\040share rw - nfs4 server:/share rw
41 22 0:31 / /home/al/remote rw - fuse.sshfs al@host: rw
42 22 0:32 / /mnt/c rw - 9p drvfs rw
43 22 0:33 / /mnt/disk rw - fuseblk /dev/sdb1 rw
44 22 0:34 / /mnt/win rw - cifs //server/share rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/mnt/team share/a.cpo", "nfs4"), ("/home/al/remote/x/a.cpo", "fuse.sshfs"), ("/mnt/c/a.cpo", "9p"),
        ("/mnt/disk/a.cpo", "fuseblk"), ("/home/al/a.cpo", "ext4"), ("/mnt/teamshare/a.cpo", "ext4"), ("/mnt/win/a", "cifs"),
    ],
)  # fmt: skip
def test_r_dur_6_the_file_system_is_that_of_the_nearest_mount(path: str, kind: str) -> None:
    assert filesystems.kind_in(MOUNTS, Path(path)) == kind


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "9p", "smb3", "fuse.sshfs", "fuse.rclone", "ceph"])
def test_r_dur_6_a_store_on_a_share_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(filesystems, "kind_of", lambda _path: kind)
    with pytest.raises(StoreError, match="network share") as refused:
        open_store(store.path)
    assert refused.value.name == "shared_folder"
    with pytest.raises(StoreError, match="network share"):
        make_store(store.path.with_name("b.cpo"), None)
    assert not store.path.with_name("b.cpo").exists()


@pytest.mark.parametrize(
    "folder", ["Dropbox", "OneDrive - County Office", "Google Drive", "Nextcloud", "iCloud Drive", "Dropbox (Office)"]
)
def test_r_dur_6_a_store_in_a_synchronised_folder_is_refused(tmp_path: Path, folder: str) -> None:
    with pytest.raises(StoreError, match="synchronised") as refused:
        make_store(tmp_path / folder / "cases" / "a.cpo", None)
    assert refused.value.name == "shared_folder"
    assert not (tmp_path / folder).exists()


def test_r_dur_6_the_mark_of_a_synchroniser_is_seen(tmp_path: Path) -> None:
    (tmp_path / "plain" / ".stfolder").mkdir(parents=True)
    with pytest.raises(StoreError, match="synchronised"):
        make_store(tmp_path / "plain" / "a.cpo", None)
    make_store(tmp_path / "Boxes" / "a.cpo", None)


_TOUCHES = {"open", "read_bytes", "read_text", "write_bytes", "write_text", "copy", "copy2", "copyfile", "move"}
_MAY = {
    "connect.py": "the header of a file that no connection has open yet, and a new empty file",
    "keys.py": "the passphrase file",
    "tries.py": "the count of wrong passphrases in the folder of state",
    "backup.py": "new copies under a name of their own",
    "migrate.py": "a new copy under a name of its own",
    "copier.py": "a program of its own, whose closing of a file drops no lock of ours",
    "flushing.py": "folders, and copies that no connection has open",
    "filesystems.py": "the system's list of mounts",
    "media.py": "properties of a device, as the system tells them",
    "watermarks.py": "what was last seen of a store, in the folder of state",
    "schema.py": "the schema script of the package",
}


def test_r_dur_7_only_one_module_opens_files_of_the_store() -> None:
    """Opening and closing a database file in its own process drops its locks."""
    found = set()
    for path in [*(SOURCE / "store").rglob("*.py"), *(SOURCE / "actions").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func).rpartition(".")
                ours = name[2] in _TOUCHES and (name[2] != "copy" or name[0] == "shutil")
                if ours and path.parent.name == "store":
                    found.add(path.name)
    assert found <= set(_MAY), found - set(_MAY)


WRITE = """
import sys
from pathlib import Path
from cpo_tui.actions import cases
from cpo_tui.actions.context import acting
from cpo_tui.store.connect import Store
with acting(Store(Path(sys.argv[1]), None, 0.3), "tran") as context:
    cases.add_case(context, {"reference": "OTHER"})
"""


def test_r_dur_7_looking_at_a_store_drops_no_lock_of_the_same_process(store: Store) -> None:
    writer = store.writer()
    writer.execute("BEGIN IMMEDIATE")
    other = [sys.executable, "-c", WRITE, str(store.path)]
    before = subprocess.run(other, check=False, capture_output=True, text=True)
    assert "Busy" in before.stderr
    connect.guard(store.path)
    after = subprocess.run(other, check=False, capture_output=True, text=True)
    assert "Busy" in after.stderr
    writer.execute("ROLLBACK")
    writer.close()
    assert subprocess.run(other, check=False, capture_output=True).returncode == 0
