"""The passphrase in the keyring of the system, for who asked for that; the package `keyring` is an optional part.

An entry belongs to one store file: its name is the store's salt, which stays with the file when it is moved.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cpo_tui.errors import CpoError
from cpo_tui.store import connect

SERVICE = "cpo"


def check() -> None:
    """Raise `CpoError` of kind `no_keyring` where the system has no keyring that keeps a secret."""
    if _backend() is None:
        raise CpoError(
            "There is no keyring to keep the passphrase in.",
            hint="Install it: pip install keyring. Without one, leave out --keyring.",
            kind="no_keyring",
        )


def remember(path: Path, passphrase: str) -> None:
    """Keep the passphrase of the store at `path`; raises `CpoError` where the keyring does not take it."""
    backend = _backend()
    if backend is None:
        check()
        return
    import keyring.errors

    try:
        backend.set_password(SERVICE, connect.salt_of(path).hex(), passphrase)
    except keyring.errors.KeyringError as error:
        raise CpoError(
            f"The store was made, but the keyring did not take its passphrase: {type(error).__name__}.",
            hint="The store opens with the passphrase that you chose.",
            kind="no_keyring",
        ) from None


def passphrase_for(path: Path) -> str | None:
    """The passphrase that the keyring keeps for the store at `path`; None where there is none, or no keyring."""
    backend = _backend()
    if backend is None:
        return None
    import keyring.errors

    try:
        found = backend.get_password(SERVICE, connect.salt_of(path).hex())
    except keyring.errors.KeyringError:
        return None  # a locked keyring is no answer: the passphrase is asked for instead
    return None if found is None else str(found)


def _backend() -> Any:
    if "keyring" not in sys.modules and find_spec("keyring") is None:
        return None
    import keyring

    backend = keyring.get_keyring()
    return backend if backend.priority >= 1 else None
