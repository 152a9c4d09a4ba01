"""Legal holds as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cpo_tui.store.connect import Connection


@dataclass(frozen=True, slots=True)
class LegalHold:
    """One legal hold on one case; moments are ISO, UTC. `lifted_at` is None while it stands."""

    id: int
    case: str
    reason: str
    placed_at: str
    placed_by: str | None
    lifted_at: str | None
    lifted_by: str | None


def standing(connection: Connection, case_id: int) -> tuple[int, ...]:
    """The row ids of the holds that stand on a case."""
    rows = connection.execute(
        "SELECT id FROM legal_holds WHERE case_id = ? AND lifted_at IS NULL ORDER BY id", (case_id,)
    )
    return tuple(int(row[0]) for row in rows)


def all_holds(connection: Connection, *, lifted: bool = False) -> Iterator[LegalHold]:
    """The holds that stand, and with `lifted` those that were lifted too, in the order in which they were placed."""
    sql = (
        "SELECT h.id, c.reference, h.reason, h.placed_at, h.placed_by, h.lifted_at, h.lifted_by FROM legal_holds h"
        " JOIN cases c ON c.id = h.case_id WHERE ? OR h.lifted_at IS NULL ORDER BY h.id"
    )
    return (LegalHold(*row) for row in connection.execute(sql, (lifted,)))
