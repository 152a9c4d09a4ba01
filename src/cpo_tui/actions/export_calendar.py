"""The calendar of an export: the open deadlines with the hearings to come, or what happened, each as an entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from cpo_tui.actions.left_out import Keep
from cpo_tui.exchange.calendars import Entry, calendar_of, with_own_uids
from cpo_tui.store import deadlines, exports
from cpo_tui.store.connect import Connection
from cpo_tui.store.reader import when

KINDS = ("deadlines", "events")
"""The kinds of records of which a calendar can be made."""
_OPEN_DEADLINES = frozenset(deadlines.OPEN)


def write_calendar(
    connection: Connection,
    write: Callable[[bytes], None],
    kind: str,
    keep: Keep,
    case_ids: Sequence[int] | None,
    *,
    stamped: datetime,
) -> int:
    """Write a calendar piece by piece, less what is kept back, and give the number of its entries.

    `stamped` is the moment, with its zone, that the entries say they were made at. A row whose day is not known has no
    place in a calendar.
    """
    count = 0

    def counted(entries: Iterator[Entry]) -> Iterator[Entry]:
        nonlocal count
        for entry in entries:
            count += 1
            yield entry

    entries = _events if kind == "events" else _deadlines
    for piece in calendar_of(counted(with_own_uids(entries(connection, keep, case_ids))), stamped=stamped):
        write(piece)
    return count


def _events(connection: Connection, keep: Keep, case_ids: Sequence[int] | None) -> Iterator[Entry]:
    for reference, kind, occurred_at, _, title, body, *_ in _rows(connection, "events", keep, case_ids):
        at = when(occurred_at)
        if at is not None:
            name = title or str(kind).replace("_", " ")
            yield Entry(f"event-{reference}-{kind}-{occurred_at}@cpo", f"{reference}: {name}", at, body or "")


def _deadlines(connection: Connection, keep: Keep, case_ids: Sequence[int] | None) -> Iterator[Entry]:
    for reference, rule, title, _, citation, due_at, _, _, status, *_ in _rows(connection, "deadlines", keep, case_ids):
        due = when(due_at)
        if due is not None and status in _OPEN_DEADLINES:
            yield Entry(f"deadline-{reference}-{rule}-{due_at}@cpo", f"{reference}: {title}", due, str(citation or ""))
    for row_id, reference, starts_at, kind, place in exports.open_hearings(connection, case_ids, without=keep.without):
        at = when(starts_at)
        if at is not None:
            yield Entry(
                f"hearing-{row_id}@cpo", f"{reference}: {(kind or 'hearing').replace('_', ' ')}", at, "", place or ""
            )


def _rows(connection: Connection, kind: str, keep: Keep, case_ids: Sequence[int] | None) -> Iterator[exports.Row]:
    found = exports.rows(connection, kind, case_ids, without=keep.without)
    return keep.rows(kind, exports.columns_of(kind), found)
