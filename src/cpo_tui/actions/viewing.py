"""Seeing a case of a protected category is itself something that the access log keeps."""

from __future__ import annotations

from cpo_tui.actions import permissions
from cpo_tui.actions.context import Context
from cpo_tui.store import reader
from cpo_tui.store.connect import Connection


def is_protected(connection: Connection, case_id: int) -> bool:
    """Whether the case has a safeguard that holds now."""
    return bool(reader.case_row(connection, case_id).safeguards)


def note_view(context: Context, case_id: int) -> bool:
    """Write a line of the access log where the case has a safeguard; gives whether it has. Its id is kept, no name."""
    flags = reader.case_row(context.connection, case_id).safeguards
    if flags:
        permissions.note(context, "view_protected", "seen", detail={"case": case_id, "safeguards": sorted(flags)})
    return bool(flags)
