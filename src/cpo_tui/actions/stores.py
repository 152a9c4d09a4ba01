"""Making a store."""

from __future__ import annotations

from pathlib import Path

from cpo_tui import clock
from cpo_tui.store import connect, keys
from cpo_tui.store.connect import Store


def make_store(path: Path, passphrase: str | None, *, busy_seconds: float = connect.BUSY_SECONDS) -> Store:
    """A new, empty store at `path`, encrypted under `passphrase`; a plain one where that is None.

    Raises `UsageError` of kind `weak_passphrase`, and `StoreError` for what exists, a link, or a folder that cannot be
    written. Where anything fails nothing is left behind.
    """
    key = keys.new_key(passphrase) if passphrase is not None else None
    at = clock.now().isoformat(timespec="seconds")
    made = connect.create(path, key, created_at=at, zone=clock.zone_name())
    return Store(made.path, made.key, busy_seconds)
