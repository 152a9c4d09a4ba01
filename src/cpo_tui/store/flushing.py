"""Waiting for the disk."""

from __future__ import annotations

import errno
import os
from pathlib import Path

_NOT_TO_BE_SYNCED = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES})
"""What a file system says that cannot sync a folder."""


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk; a file system that cannot say so is believed.

    Not for a store: to open and close its file drops the locks that this process holds on it.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        if error.errno not in _NOT_TO_BE_SYNCED:
            raise
