"""Where a store must not lie: on a network share, where locks do not hold, or in a folder that a program copies away.

A write-ahead log needs shared memory between its users; on a network share they overwrite each other unseen. A folder
that is synchronised copies the store page by page while it is written, and puts older pages back.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from cpo_tui.errors import StoreError

NETWORK_TYPES = frozenset(
    {
        "nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "afpfs", "ncpfs", "ceph", "glusterfs",
        "gpfs", "lustre", "beegfs", "orangefs", "ocfs2", "gfs2", "davfs", "webdav", "coda", "pvfs2", "virtiofs", "drvfs",
    }
)  # fmt: skip
"""File systems that other machines write to as well."""
_REMOTE_FUSE = re.compile(
    r"fuse\.(sshfs|rclone|s3fs|gcsfuse|davfs2?|gvfsd-fuse|glusterfs|ceph|curlftpfs|onedriver|google-drive.*|dropbox.*|smbnetfs|juicefs|goofys|blobfuse.*)"
)
_SYNCED_NAMES = re.compile(
    r"(dropbox|onedrive|google ?drive|googledrive|my drive|icloud ?drive|mobile documents|nextcloud|owncloud|box sync|box"
    r"|pcloud ?drive|pclouddrive|mega ?sync|megasync|seafile|syncthing|creative cloud files|cloudstorage)( -.*| \(.*)?",
    re.IGNORECASE,
)  # fmt: skip
_SYNC_MARKS = (".stfolder", ".dropbox", ".dropbox.cache", ".owncloudsync.log", ".seafile-data", ".sync.ffs_db")
MOUNTS = Path("/proc/self/mountinfo")
_HINT = "Keep it on a disk of this machine: --store PATH. A backup may lie on a share."


def refuse_shared(path: Path) -> None:
    """Raise `StoreError` of kind `shared_folder` where a store at `path` would not be safe.

    Network file systems are recognised on Linux, folders of the known programs for synchronising everywhere.
    """
    kind = kind_of(path)
    if kind in NETWORK_TYPES or _REMOTE_FUSE.fullmatch(kind):
        raise StoreError(
            f"{path} is on a network share ({kind}): two users would overwrite each other there unseen.",
            hint=_HINT, kind="shared_folder",
        )  # fmt: skip
    folder = synced_by(path)
    if folder is not None:
        raise StoreError(
            f"{path} is in a folder that is synchronised ({folder}): a store is damaged when it is copied while in use.",
            hint=_HINT, kind="shared_folder",
        )  # fmt: skip


def synced_by(path: Path) -> Path | None:
    """The folder above `path` that a known program keeps in step with other machines; None where there is none."""
    for folder in path.parents:
        if _SYNCED_NAMES.fullmatch(folder.name) or any((folder / mark).exists() for mark in _SYNC_MARKS):
            return folder
    return None


def kind_of(path: Path) -> str:
    """The type of the file system that `path` is, or would be, on, as Linux names it; empty where it cannot be told."""
    if sys.platform != "linux":
        return ""
    try:
        text = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""  # no list of mounts, as in some sandboxes: then nothing is known, and nothing is refused for it
    return kind_in(text, path.resolve())


def kind_in(mounts: str, path: Path) -> str:
    """The type of the file system of an absolute `path` in the words of a `mountinfo`."""
    best, found = -1, ""
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        fields, kinds = left.split(" "), right.split(" ")
        if len(fields) < 5:  # noqa: PLR2004 - the fifth field is the place
            continue
        place = Path(re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields[4]))
        if (path == place or place in path.parents) and len(place.parts) >= best:
            best, found = len(place.parts), kinds[0]
    return found
