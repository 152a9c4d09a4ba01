"""The ids of a list in its order, taken once: eight bytes a case, exact places, nothing else loaded.

A list is shown from its ids: pages of rows are fetched by id where the eye is (`reader.case_rows`). OFFSET is never
used, because it costs more the further down one looks.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Container
from time import monotonic

from cpo_tui.domain.query.ordering import Order
from cpo_tui.store.connect import Connection, DatabaseError
from cpo_tui.store.search import EVERY, Condition

FIRST = 64
"""How many cases there are to see at once."""

_FOLDED_NAME = "c.search_key"
_ORDERS = {
    "act": "c.act_key",
    "due": "c.due_key",
    "reference": "c.reference COLLATE NOCASE",
    "name": _FOLDED_NAME,  # it begins with the name, without marks and case
    "a_number": "(SELECT a_number FROM persons WHERE id = c.person_id)",
    "stage": "c.stage",
    "custody": "c.custody_status",
    "docket": "c.docket",
    "lifecycle": "c.lifecycle",
    "waiting": "c.waiting_on",
    "facility": "c.facility COLLATE NOCASE",
    "officer": "c.officer",
    "team": "c.team",
    "demand": "c.demand_kind",
    "opened": "c.opened_on",
    "closed": "c.closed_on",
    "touched": "unixepoch(c.last_touched_at)",
    "staged": "unixepoch(c.stage_since)",
    "assigned": "unixepoch(c.assigned_at)",
    "hearing": "unixepoch(c.next_hearing_at)",
    "wake": "c.held_until",
    "missing": "c.missing_documents",
    "inquiries": "c.open_inquiries",
}
"""Order → what is compared; a test holds it against the orders of the language."""


_BY_ACT = Order()
_OPEN = "c.act_key IS NOT NULL"
"""Every open case has a date by which one has to act, and no other case has one."""
_WORKLIST = "cases c INDEXED BY cases_worklist"
"""The index in the order of the list that has the usual fields in it: a query reads it from end to end, if need be."""
PIECE = 4000
"""Ids that are fetched at once."""
LOOKED_AT = 4000
"""How many cases are asked one by one before the full-text index is asked about all."""
PATIENCE_SECONDS = 0.1
"""How long the first of a list are looked for before those are given that were found."""
STEPS = 100_000
"""Steps of SQLite between two looks at the clock: a millisecond or two."""


def ids_in_order(
    connection: Connection,
    condition: Condition = EVERY,
    order: Order = _BY_ACT,
    *,
    open_only: bool = False,
    limit: int | None = None,
) -> array[int]:
    """The ids of the cases that fit, in order, as an `array('q')`; at most `limit`, with which the first come at once.

    `open_only` leaves out the cases that are nobody's work. `connection.interrupt()` from another thread ends it.
    """
    ids = array("q")
    _fill(ids, connection, condition, order, open_only=open_only or condition.open_only, limit=limit)
    return ids


def first_in_order(
    connection: Connection,
    condition: Condition = EVERY,
    order: Order = _BY_ACT,
    *,
    limit: int = FIRST,
    patience: float = PATIENCE_SECONDS,
) -> tuple[array[int], bool]:
    """The first ids of `ids_in_order`, at most `limit`, and whether they are all that fit.

    Where few cases fit, most of the time goes into looking for the last of them. So once `patience` seconds have passed
    those are given that were found, which are the first of the list whatever else fits; where none was found yet, the
    search goes on.
    """
    ids, ends, is_cut = array("q"), monotonic() + patience, False

    def is_enough() -> bool:
        nonlocal is_cut
        is_cut = len(ids) > 0 and monotonic() > ends
        return is_cut

    connection.set_progress_handler(is_enough, STEPS)
    try:
        _fill(ids, connection, condition, order, open_only=condition.open_only, limit=limit)
    except DatabaseError:
        if not is_cut:
            raise
    finally:
        connection.set_progress_handler(None, 0)
    return ids, not is_cut and len(ids) < limit


def _fill(
    ids: array[int], connection: Connection, condition: Condition, order: Order, *, open_only: bool, limit: int | None
) -> None:
    """Put the ids that fit into `ids` as they are found, in their order."""
    piece = PIECE if limit is None else 1
    if order != _BY_ACT:
        _take(ids, connection, *_sorted(condition, order, open_only=open_only, limit=limit), piece)
        return
    if limit is not None and condition.by_row is not None:
        _take(ids, connection, *_among_the_first(condition.by_row, limit), piece)
        if len(ids) == limit:
            return
        del ids[:]
    source = "cases c" if condition.is_narrow else _WORKLIST
    sql = f"SELECT c.id FROM {source} WHERE ({condition.sql}) AND {{}} LIMIT ?"
    most = -1 if limit is None else limit
    _take(ids, connection, sql.format(f"{_OPEN} ORDER BY c.act_key, c.id"), (*condition.params, most), piece)
    if not open_only and (limit is None or len(ids) < limit):
        left = -1 if limit is None else limit - len(ids)
        _take(ids, connection, sql.format("c.act_key IS NULL ORDER BY c.id"), (*condition.params, left), piece)


def _among_the_first(condition: Condition, limit: int) -> tuple[str, tuple[object, ...]]:
    """What fits among the first open cases: where a word is in many names, the first of them are near."""
    sql = (
        "SELECT c.id FROM (SELECT id FROM cases INDEXED BY cases_worklist WHERE act_key IS NOT NULL"
        " ORDER BY act_key, id LIMIT ?) AS near CROSS JOIN cases c ON c.id = near.id"
        f" WHERE {condition.sql} ORDER BY c.act_key, c.id LIMIT ?"
    )
    return sql, (LOOKED_AT, *condition.params, limit)


def _sorted(
    condition: Condition, order: Order, *, open_only: bool, limit: int | None
) -> tuple[str, tuple[object, ...]]:
    """Cases without a value come last in both directions."""
    value = _ORDERS[order.name]
    where = f"({condition.sql}) AND {_OPEN}" if open_only else condition.sql
    direction = "DESC" if order.descending else "ASC"
    sql = f"SELECT c.id FROM cases c WHERE {where} ORDER BY {value} {direction} NULLS LAST, c.id LIMIT ?"
    return sql, (*condition.params, -1 if limit is None else limit)


def _take(ids: array[int], connection: Connection, sql: str, params: tuple[object, ...], piece: int) -> None:
    """In pieces, because a million numbers that are objects take more memory than everything else of the list."""
    cursor = connection.execute(sql, params)
    while rows := cursor.fetchmany(piece):
        ids.extend([row[0] for row in rows])


def count(connection: Connection, condition: Condition = EVERY, *, open_only: bool = False) -> int:
    """How many cases fit."""
    source = "cases c" if condition.is_narrow else _WORKLIST
    where = f"({condition.sql}) AND {_OPEN}" if open_only or condition.open_only else condition.sql
    row = connection.execute(f"SELECT count(*) FROM {source} WHERE {where}", condition.params).fetchone()
    return int(row[0])


STRIDE = 2000
"""How many places of a list are looked at with one query."""


def next_fitting(connection: Connection, condition: Condition, ids: array[int], after: int) -> int | None:
    """The next place after `after`, round the end of the list, of a case that fits; None where no other one does."""
    from cpo_tui.store.changes import canonical

    sql = f"SELECT c.id FROM cases c WHERE c.id IN (SELECT value FROM json_each(?)) AND ({condition.sql})"

    def fitting(part: array[int]) -> set[int]:
        return {row[0] for row in connection.execute(sql, (canonical(list(part)).decode(), *condition.params))}

    return next_of(ids, after, fitting)


def next_of(ids: array[int], after: int, fitting: Callable[[array[int]], Container[int]]) -> int | None:
    """The next place after `after`, round the end, of an id that is among those `fitting` of its stretch."""
    for first, end in ((after + 1, len(ids)), (0, after)):
        for start in range(first, end, STRIDE):
            part = ids[start : min(start + STRIDE, end)]
            found = fitting(part)
            for place, case_id in enumerate(part, start):
                if case_id in found:
                    return place
    return None
