"""Half-written text of an officer, kept inside the store through a lock, a hang-up or a kill."""

from __future__ import annotations

from collections.abc import Mapping

from cpo_tui.store.connect import Connection


def keep(connection: Connection, officer: str, drafts: Mapping[str, str], at: str) -> None:
    """Keep words by the place where they were typed; what was kept for that place before is replaced."""
    connection.executemany(
        "INSERT INTO drafts (officer, place, words, saved_at) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT(officer, place) DO UPDATE SET words = ?3, saved_at = ?4",
        [(officer, place, words, at) for place, words in drafts.items()],
    )


def drafts_of(connection: Connection, officer: str) -> dict[str, str]:
    """What is kept for an officer, by place."""
    rows = connection.execute("SELECT place, words FROM drafts WHERE officer = ? ORDER BY id", (officer,))
    return {str(place): str(words) for place, words in rows}


def drop(connection: Connection, officer: str, places: tuple[str, ...]) -> None:
    """Forget what was kept for these places: it was sent, or it is on the screen again."""
    connection.executemany("DELETE FROM drafts WHERE officer = ? AND place = ?", [(officer, place) for place in places])
