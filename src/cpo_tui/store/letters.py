"""The letters that were kept as sent: what they say about where somebody can be written to."""

from __future__ import annotations

from cpo_tui.store.connect import Connection


def last_address(connection: Connection, case_id: int, recipient: str) -> str:
    """The address to which somebody was last written on a case; empty where none is known to hold.

    An address of the person of the case does not hold any longer once a change of address was entered after the letter.
    """
    row = connection.execute(
        "SELECT l.address, l.made_at, l.recipient = p.full_name FROM letters l JOIN cases c ON c.id = l.case_id"
        " JOIN persons p ON p.id = c.person_id WHERE l.case_id = ? AND trim(l.recipient) = ? AND l.address IS NOT NULL"
        " ORDER BY l.id DESC LIMIT 1",
        (case_id, recipient.strip()),
    ).fetchone()
    if row is None:
        return ""
    address, made_at, of_person = row
    if of_person:
        moved = connection.execute(
            "SELECT 1 FROM events WHERE case_id = ? AND kind = 'address_changed' AND superseded_by IS NULL"
            " AND recorded_at > ? LIMIT 1",
            (case_id, made_at),
        ).fetchone()
        if moved is not None:
            return ""
    return str(address)
