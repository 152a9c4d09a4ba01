"""Whether every page and every reference of a database is sound."""

from __future__ import annotations

from collections.abc import Callable

from cpo_tui.errors import StoreError
from cpo_tui.store.connect import Connection

_STEPS = 50_000
"""Steps of the library from one beat to the next: some hundredths of a second."""


def check(connection: Connection, beat: Callable[[], None] | None = None) -> None:
    """Raise `StoreError` unless every page and every reference of the database is sound.

    `beat` is called again and again meanwhile. How far the check is cannot be told: its steps are known beforehand to a
    tenth, but of a store like ours the pages take most of the time and the fewest of the steps.
    """
    if beat is not None:
        connection.set_progress_handler(beat, _STEPS)
    try:
        problems = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]
        problems += [
            f"{row[0]} row {row[1]} refers to a missing {row[2]}"
            for row in connection.execute("PRAGMA foreign_key_check")
        ][:3]
    finally:
        if beat is not None:
            connection.set_progress_handler(None, 0)
    if problems:
        raise StoreError(
            f"The store is damaged: {problems[0]}.",
            hint="Restore a backup: cpo restore FILE --store NEW.",
            kind="damaged",
        )
