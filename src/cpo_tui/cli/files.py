"""Files that the command line is pointed at."""

from __future__ import annotations

import hashlib
import os
import stat

from cpo_tui.errors import CpoError, NotFound

CHUNK = 1 << 20


def fingerprint(path: str) -> str:
    """The SHA-256 of a file, in hexadecimal digits; raises `CpoError` for what is not a readable file."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}.", hint="Check the path.") from None
    except OSError as error:
        raise CpoError(
            f"{path} cannot be read: {error.strerror}.", hint="Check the path.", kind="unreadable"
        ) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise CpoError(f"{path} is not a file.", hint="Name a file.", kind="unreadable")
    with os.fdopen(descriptor, "rb") as file:
        digest = hashlib.sha256()
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
