"""Writing a file whole or not at all: private, in place of nothing that must stay, durable when it is there.

The bytes go to a new file beside the target that only we can read; it is flushed to the disk, then renamed over the
target, then the folder is flushed; a power cut leaves what was there, or all of the new, and beside it at most that new
file, named `.NAME.….part`, which nobody takes for an export. A symbolic link at the target is replaced, never followed. What fails leaves nothing.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from cpo_tui.domain.text import safe
from cpo_tui.errors import ExportError
from cpo_tui.store.media import refuse_removable

_FOLDER = getattr(os, "O_DIRECTORY", 0)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)


@dataclass(slots=True)
class Target:
    """A file in the making: write bytes to it; when the `with` block ends well, it is there."""

    path: Path
    stream: BinaryIO
    size: int = 0
    _digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def write(self, data: bytes) -> None:
        """Add bytes to the end."""
        self.stream.write(data)
        self._digest.update(data)
        self.size += len(data)

    def settle(self) -> None:
        """Put what was written on the disk, where it outlasts a power cut; it has no name yet."""
        self.stream.flush()
        os.fsync(self.stream.fileno())

    def take_file(self) -> None:
        """Hash what another writer has put into the stream by itself."""
        self.stream.flush()
        self.stream.seek(0)
        while data := self.stream.read(1 << 18):
            self._digest.update(data)
            self.size += len(data)

    @property
    def sha256(self) -> str:
        """The hash of what was written so far."""
        return self._digest.hexdigest()


@contextmanager
def writing_to(path: str | Path, *, force: bool = False) -> Iterator[Target]:
    """The file at `path`, written whole or not at all; mode 0600.

    Raises `ExportError`: `exists` without `force`, `bad_target` for a device, pipe or folder and for a folder in which
    anybody may replace our file, `removable` for a medium that is carried away, `not_written` for a full disk or a missing permission. Then the target is as it was.
    """
    target = Path(os.path.abspath(path))
    _guard(target, force=force)
    temporary = target.with_name(f".{target.name[:80]}.{secrets.token_hex(6)}.part")
    try:
        descriptor = os.open(
            temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | _NO_FOLLOW | getattr(os, "O_BINARY", 0), 0o600
        )
    except OSError as error:
        raise _not_written(target, error) from error
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            file = Target(target, stream)
            yield file
            file.settle()
        _put(temporary, target, force=force)
    except OSError as error:
        raise _not_written(target, error) from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()


def _guard(target: Path, *, force: bool) -> None:
    name = safe(str(target))
    try:
        folder = target.parent.stat()
    except OSError as error:
        raise ExportError(
            f"The folder of {name} cannot be used: {error.strerror}.",
            hint="Make it first, or choose another place.",
            kind="bad_target",
        ) from error
    if not stat.S_ISDIR(folder.st_mode):
        raise ExportError(
            f"{safe(str(target.parent))} is not a folder.", hint="Choose another place.", kind="bad_target"
        )
    if sys.platform != "win32" and folder.st_mode & stat.S_IWOTH and not folder.st_mode & stat.S_ISVTX:
        raise ExportError(
            f"Anybody on this machine may replace files in {safe(str(target.parent))}.",
            hint="Choose a folder of your own.",
            kind="bad_target",
        )
    refuse_removable(target)
    try:
        found = os.lstat(target)
    except FileNotFoundError:
        return
    except OSError as error:
        raise _not_written(target, error) from error
    if stat.S_ISDIR(found.st_mode):
        raise ExportError(f"{name} is a folder.", hint="Give the name of a file.", kind="bad_target")
    if not stat.S_ISREG(found.st_mode) and not stat.S_ISLNK(found.st_mode):
        raise ExportError(
            f"{name} is a device or a pipe, not a file.", hint="Give the name of a file.", kind="bad_target"
        )
    if not force:
        raise ExportError(
            f"{name} exists already.", hint="Choose another name, or replace it with --force.", kind="exists"
        )


def _put(temporary: Path, target: Path, *, force: bool) -> None:
    """Give the finished file its name; without `force` the name must still be free."""
    if force or not hasattr(os, "link"):
        temporary.replace(target)
    else:
        try:
            os.link(temporary, target, follow_symlinks=False)
            temporary.unlink()  # before the folder is flushed, or a power cut leaves the file under this name too
        except FileExistsError:
            raise ExportError(
                f"{safe(str(target))} exists already.",
                hint="Choose another name, or replace it with --force.",
                kind="exists",
            ) from None
        except OSError as error:
            if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.EOPNOTSUPP}:
                raise
            temporary.replace(target)  # a file system without hard links
    _flush_folder(target.parent)


def _flush_folder(folder: Path) -> None:
    """Make the new name durable; a system that cannot flush a folder does it by itself."""
    if not _FOLDER:
        return
    descriptor = os.open(folder, os.O_RDONLY | _FOLDER)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _not_written(target: Path, error: OSError) -> ExportError:
    hints = {errno.ENOSPC: "Make room and try again.", errno.EDQUOT: "Make room and try again."}
    hint = hints.get(error.errno or 0, "Check the folder and its permissions.")
    return ExportError(f"{safe(str(target))} was not written: {error.strerror}.", hint=hint, kind="not_written")
