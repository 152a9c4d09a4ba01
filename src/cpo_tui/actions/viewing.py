"""What looking leaves behind: a line in the access log for a protected case, and where the officer was."""

from __future__ import annotations

from collections.abc import Mapping

from cpo_tui.actions import permissions
from cpo_tui.actions.context import Context
from cpo_tui.store import reader, seen
from cpo_tui.store.connect import Connection, transaction


def is_protected(connection: Connection, case_id: int) -> bool:
    """Whether the case has a safeguard that holds now."""
    return bool(reader.case_row(connection, case_id).safeguards)


def note_view(context: Context, case_id: int) -> bool:
    """Write a line of the access log where the case has a safeguard; gives whether it has. Its id is kept, no name."""
    flags = reader.case_row(context.connection, case_id).safeguards
    if flags:
        permissions.note(context, "view_protected", "seen", detail={"case": case_id, "safeguards": sorted(flags)})
    return bool(flags)


def keep_place(context: Context, values: Mapping[str, str]) -> None:
    """Keep where the officer is (view, query, marks, place), so that a restart or a kill leads back there.

    It is no part of any case, so it is no change-set; a read-only run keeps nothing.
    """
    if context.read_only or not values:
        return
    with transaction(context.connection, context.store) as connection:
        seen.keep_state(connection, context.actor.officer, values)
