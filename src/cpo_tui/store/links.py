"""Small questions about which case an inquiry is tied to."""

from __future__ import annotations

from cpo_tui.store.connect import Connection


def link_of(connection: Connection, inquiry_id: int, case_id: int) -> int | None:
    """The id of the row that ties an inquiry to a case; None where none does."""
    sql = "SELECT id FROM inquiry_cases WHERE inquiry_id = ? AND case_id = ?"
    row = connection.execute(sql, (inquiry_id, case_id)).fetchone()
    return int(row[0]) if row else None


def told_in(connection: Connection, inquiry_id: int, case_id: int) -> bool:
    """Whether something of the case was told in answer to the inquiry."""
    sql = "SELECT 1 FROM disclosures WHERE inquiry_id = ? AND case_id = ? LIMIT 1"
    return connection.execute(sql, (inquiry_id, case_id)).fetchone() is not None
