"""What follows from the record, worked out anew and held against what is stored: deadlines, forecasts, the list.

Nobody edits these rows, so they have no change and no seal; but an officer acts on them, and one that was altered
behind the product's back must be named all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cpo_tui.store import deadlines, documents, tallies
from cpo_tui.store.connect import Connection
from cpo_tui.store.problems import Problem
from cpo_tui.store.worklist import DERIVED_COLUMNS, Office, derived

CHUNK = 1000
Row = tuple[Any, ...]


def derived_problems(
    connection: Connection, office: Office, counted: list[int], *, replay: bool = False
) -> Iterator[Problem]:
    """Every stored row that does not follow from the record; adds the number of rows held to `counted[0]`.

    Deadlines and forecasts are added up and held against their tallies; only where these do not fit, or with `replay`,
    is each of them worked out anew, which takes some milliseconds a case.
    """
    odd = [table for table, columns in _TALLIED if not _fits(connection, table, columns, counted)]
    replay = replay or bool(odd)
    named = False
    last = 0
    while ids := [
        row[0] for row in connection.execute("SELECT id FROM cases WHERE id > ? ORDER BY id LIMIT ?", (last, CHUNK))
    ]:
        last = ids[-1]
        for problem in _not_following(connection, ids, office, replay=replay):
            named = named or not problem.where.startswith("cases row")
            yield problem
    wrong = ", ".join(table for table in odd if _kept(connection, table) is not None)
    if wrong and not named:
        yield Problem("derived", wrong, "rows were written by other means than cpo; they say what the record says")


_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, OverflowError)
"""What reading ends in that meets what no cpo writes: a date that is none, a list that is none, a case without its person."""


def _not_following(connection: Connection, ids: Sequence[int], office: Office, *, replay: bool) -> Iterator[Problem]:
    """What of these cases does not follow from the record; one that cannot be worked out is named, and hides no other."""
    try:
        yield from list(_held_all(connection, ids, office, replay=replay))
    except _UNREADABLE:
        if len(ids) > 1:
            half = len(ids) // 2
            yield from _not_following(connection, ids[:half], office, replay=replay)
            yield from _not_following(connection, ids[half:], office, replay=replay)
        else:
            message = f"cannot be worked out: what is recorded of it cannot be read{_case(connection, ids[0])}"
            yield Problem("derived", f"cases row {ids[0]}", message)


def _held_all(connection: Connection, ids: Sequence[int], office: Office, *, replay: bool) -> Iterator[Problem]:
    if replay:
        laid, due = deadlines.wanted_rows(connection, ids, office.zone)
        ahead = documents.wanted_rows(connection, ids, laid, office.zone)
        yield from _held(connection, "deadlines", deadlines.WRITTEN, ids, due)
        yield from _held(connection, "document_forecasts", documents.WRITTEN, ids, ahead)
    yield from _places(connection, ids, office)


def _case(connection: Connection, case_id: int) -> str:
    row = connection.execute("SELECT reference FROM cases WHERE id = ?", (case_id,)).fetchone()
    return f" (case {row[0]})" if row else ""


_TALLIED = (("deadlines", deadlines.WRITTEN), ("document_forecasts", documents.WRITTEN))


def _fits(connection: Connection, table: str, columns: Sequence[str], counted: list[int]) -> bool:
    total, number = tallies.counted(connection, table, columns)
    counted[0] += number
    kept = _kept(connection, table)
    return total == (0 if kept is None and not number else kept)


def _kept(connection: Connection, table: str) -> int | None:
    """The tally that is kept; where what is there is no number, one that no sum is."""
    try:
        return tallies.kept(connection, table)
    except ValueError:
        return -1


def _held(
    connection: Connection,
    table: str,
    columns: Sequence[str],
    ids: Sequence[int],
    wanted: Iterable[Row],
) -> Iterator[Problem]:
    """Hold one table of derived rows against what it must hold for these cases, whose ids are without a gap in it."""
    due: dict[int, list[Row]] = defaultdict(list)
    there: dict[int, list[Row]] = defaultdict(list)
    for row in wanted:
        due[row[0]].append(row)
    sql = f"SELECT {', '.join(columns)} FROM {table} WHERE case_id BETWEEN ? AND ? ORDER BY case_id, id"
    for row in connection.execute(sql, (ids[0], ids[-1])):
        there[row[0]].append(row)
    if due == there:
        return
    for case_id in sorted(due.keys() | there.keys()):
        if due[case_id] != there[case_id]:
            yield Problem(
                "derived", f"{table} of case row {case_id}", _differing(columns, due[case_id], there[case_id])
            )


def _differing(columns: Sequence[str], due: list[Row], there: list[Row]) -> str:
    if len(due) != len(there):
        return f"{len(there)} rows where {len(due)} follow from the record"
    wrong = {
        name
        for wanted, stored in zip(due, there, strict=True)
        for name, one, other in zip(columns, wanted, stored, strict=True)
        if one != other
    }
    return f"{', '.join(sorted(wrong))} does not follow from the record"


def _places(connection: Connection, ids: Sequence[int], office: Office) -> Iterator[Problem]:
    """Hold the derived columns of the cases against what the rest of the store gives."""
    wanted = derived(connection, ids, office)
    sql = f"SELECT {', '.join(DERIVED_COLUMNS)} FROM cases WHERE id BETWEEN ? AND ? ORDER BY id"
    held = connection.execute(sql, (ids[0], ids[-1])).fetchall()
    if held == [wanted[case_id] for case_id in ids]:
        return
    for case_id, values in zip(ids, held, strict=True):
        if values != wanted[case_id]:
            pairs = zip(DERIVED_COLUMNS, values, wanted[case_id], strict=True)
            wrong = [name for name, stored, due in pairs if stored != due]
            message = f"{', '.join(wrong)} does not follow from the record{_case(connection, case_id)}"
            yield Problem("derived", f"cases row {case_id}", message)
