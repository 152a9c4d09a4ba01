"""What was last seen of each store on this machine, so that an older copy that was put in its place is noticed.

A small file in the folder of state names, for each store, the number of its change-sets and its head when it was last
worked on here. It can be removed by whoever can write there, so it warns and never refuses: a head on paper is the proof.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cpo_tui.config import private_folder, state_dir, state_path

if TYPE_CHECKING:
    from cpo_tui.store.connect import Connection

_MOST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Watermark:
    """How far the record of a store went: its number of change-sets and the hash of the last."""

    change_sets: int
    head: str


def look(connection: Connection, *, begin: bool = False) -> str:
    """Why a store is not the one that was last worked on here, in words; empty where it is, which is then remembered.

    A store that is not known is remembered only with `begin`, so that what is thrown away leaves nothing behind.
    """
    store_id, now = _present(connection)
    before = _read(store_id)
    if before is None:
        if begin:
            _write(store_id, now)
        return ""
    if now.change_sets < before.change_sets:
        return (
            f"This store is older than the one that was last worked on here: {now.change_sets:,} change-sets,"
            f" {before.change_sets:,} then."
        )
    if before.change_sets and _head_at(connection, before.change_sets) != before.head:
        return f"This store has another past than the one that was last worked on here (change-set {before.change_sets:,})."
    if now != before:
        _write(store_id, now)
    return ""


def accept(connection: Connection) -> Watermark | None:
    """Take a store as the one to go on with, and give what was known of it before."""
    store_id, now = _present(connection)
    before = _read(store_id)
    _write(store_id, now)
    return before


def _present(connection: Connection) -> tuple[str, Watermark]:
    row = connection.execute("SELECT value FROM meta WHERE key = 'store_id'").fetchone()
    last = connection.execute("SELECT id, hash FROM change_sets ORDER BY id DESC LIMIT 1").fetchone()
    return str(row[0]) if row else "", Watermark(int(last[0]), str(last[1])) if last else Watermark(0, "")


def _head_at(connection: Connection, change_set: int) -> str | None:
    row = connection.execute("SELECT hash FROM change_sets WHERE id = ?", (change_set,)).fetchone()
    return str(row[0]) if row else None


def _file(store_id: str) -> Path:
    import hashlib

    name = hashlib.sha256(store_id.encode()).hexdigest()[:24]
    return state_path() / "seen" / name


def _read(store_id: str) -> Watermark | None:
    try:
        with _file(store_id).open(encoding="utf-8") as file:
            known = json.loads(file.read(_MOST_BYTES))
        return Watermark(int(known["change_sets"]), str(known["head"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None  # never seen here, or torn by a crash: then there is nothing to compare with


def _write(store_id: str, mark: Watermark) -> None:
    """Replace the file as a whole, so that a reader never finds half of it."""
    target = _file(store_id)
    private_folder(state_dir() / target.parent.name)
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(partial, flags, 0o600), "w", encoding="utf-8") as file:
        json.dump({"change_sets": mark.change_sets, "head": mark.head}, file)
    partial.replace(target)
