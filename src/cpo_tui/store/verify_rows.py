"""Every row of every table, held against the changes that made it, or its seal, or both.

Rows that an import sealed are compared a block at a time: the seals are made anew from the rows and held against those
in the store, and only a row that differs, or that was worked on since, is looked at by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cpo_tui.store import seals
from cpo_tui.store.changes import chain_key, columns, is_derived
from cpo_tui.store.connect import Connection
from cpo_tui.store.problems import Problem

Values = dict[str, Any]
FIRST_ID, LAST_ID = -(1 << 63), (1 << 63) - 1
"""The least and the greatest id that a row can have; cpo gives none below 1, but others can."""
ONE_BY_ONE = 512
"""Up to so many rows of a block are asked for singly; where more must be looked at, the whole block is."""
DEFAULTS: dict[str, Values] = {
    "officers": {"role": "officer", "active": 1},
    "cases": {"lifecycle": "open"},
    "events": {"pinned": 0},
    "documents": {"state": "requested"},
    "inquiries": {"state": "received"},
}
"""What a column holds that no change and no seal names; NULL where it is not here."""


def row_problems(connection: Connection, table: str, counted: list[int]) -> Iterator[Problem]:
    """What differs in one table; adds the number of its rows to `counted[0]`."""
    return _Table(connection, table, counted).problems()


class _Table:
    def __init__(self, connection: Connection, table: str, counted: list[int]) -> None:
        self.connection, self.table, self.counted = connection, table, counted
        self.key = chain_key(connection)
        self.stamp = seals.Stamp(self.key)
        self.sealed = seals.SEALED_COLUMNS.get(table, ())
        known = self.sealed if table in seals.JOURNAL else columns(connection, table)
        self.names = [name for name in known if name not in {"id", "version"} and not is_derived(table, name)]
        self.unsealed = [name for name in self.names if name not in self.sealed]
        self.counts = "version" in known
        """Whether a row counts its updates, from 1; an undo asks this whether a row was worked on."""
        self.defaults = DEFAULTS.get(table, {})
        self.undone = _undone_batches(connection)

    def problems(self) -> Iterator[Problem]:
        after = FIRST_ID - 1
        blocks = self.connection.execute(
            "SELECT first_id, batch_id, seals FROM import_seals WHERE table_name = ?"
            " AND typeof(first_id) = 'integer' AND typeof(seals) = 'blob' ORDER BY first_id, id",
            (self.table,),
        )
        for first, batch_id, block in blocks:
            last = first + len(block) // seals.SEAL_BYTES - 1
            if after + 1 < first:
                yield from self._one_by_one(after + 1, first - 1, ())
            if first <= after:
                yield Problem("seal", f"{self.table} row {first}", "has two seals")
            for start, end in self._to_look_at(first, last, block):
                yield from self._one_by_one(start, end, _marks(first, batch_id, block, start, end))
            after = max(after, last)
        yield from self._one_by_one(after + 1, LAST_ID, ())

    def _to_look_at(self, first: int, last: int, block: bytes) -> list[tuple[int, int]]:
        """The stretches of a block that are not plainly as they were sealed; counts the rows of the others."""
        span = (first, last)
        listed = ", ".join(f"COALESCE({name}, '')" for name in self.sealed)
        rows = self.connection.execute(f"SELECT {listed} FROM {self.table} WHERE id BETWEEN ? AND ? ORDER BY id", span)
        made = self.stamp.seals(self.table, first, rows)
        there = len(made) // seals.SEAL_BYTES
        if len(made) != len(block):  # one is missing, and those after it were sealed under the ids before theirs
            return [span]
        odd = self._worked_on(first, last)
        if made != block:
            size = seals.SEAL_BYTES
            odd |= {
                first + place
                for place in range(there)
                if made[place * size : (place + 1) * size] != block[place * size : (place + 1) * size]
            }
        if len(odd) > ONE_BY_ONE:
            return [span]
        self.counted[0] += there - len(odd)
        return [(row_id, row_id) for row_id in sorted(odd)]

    def _worked_on(self, first: int, last: int) -> set[int]:
        """Rows of a stretch that have changes, more than one version, or something in a column that no import writes."""
        sql = "SELECT DISTINCT row_id FROM changes WHERE table_name = ? AND row_id BETWEEN ? AND ?"
        found = {int(row[0]) for row in self.connection.execute(sql, (self.table, first, last))}
        never = [f"{name} IS NOT {_literal(self.defaults.get(name))}" for name in self.unsealed]
        if self.counts:
            never.append("version IS NOT 1")
        if never:
            written = " OR ".join(never)
            rows = self.connection.execute(
                f"SELECT id FROM {self.table} WHERE id BETWEEN ? AND ? AND ({written})", (first, last)
            )
            found.update(int(row[0]) for row in rows)
        return found

    def _one_by_one(self, first: int, last: int, marks: Sequence[tuple[int, int, bytes]]) -> Iterator[Problem]:
        """Hold the rows of a stretch against their stories and marks; three streams in the order of row ids."""
        connection, table = self.connection, self.table
        version = "version" if self.counts else "1"
        sql = f"SELECT id, {', '.join(self.names)}, {version} FROM {table} WHERE id BETWEEN ? AND ? ORDER BY id"
        actual = _Ahead(connection.execute(sql, (first, last)))
        logged = _Ahead((story.row_id, story) for story in _stories(connection, table, first, last))
        sealed = _Ahead(marks)
        while (row_id := _least(actual, logged, sealed)) is not None:
            row, told, mark = actual.take_if(row_id), logged.take_if(row_id), sealed.take_if(row_id)
            story: _Story | None = told[1] if told else None
            values = dict(zip(self.names, row[1:-1], strict=True)) if row else None
            self.counted[0] += row is not None
            where = f"{table} row {row_id}"
            if story is not None and not story.readable:
                yield Problem("row_altered", where, "has changes in the record that cannot be read")
            elif story is not None and not story.complete and mark is None:
                yield Problem("seal", where, "has changes, but nothing that says how it began")
            elif values is None:
                if (story is None or story.exists) and not (mark is not None and mark[1] in self.undone):
                    yield Problem("row_deleted", where, "was removed by other means than cpo")
            elif story is None and mark is None:
                yield Problem("row_added", where, f"was added by other means than cpo{self._case(values)}")
            elif story is not None and not story.exists:
                yield Problem("row_added", where, f"was put back by other means than cpo{self._case(values)}")
            else:
                wrong = self._differing(row_id, values, story, mark)
                if self.counts and row[-1] != (1 if story is None else story.version):
                    wrong.append("version")
                if wrong:
                    message = f"{', '.join(wrong)} was altered by other means than cpo{self._case(values)}"
                    yield Problem("row_altered", where, message)

    def _differing(
        self, row_id: int, values: Values, story: _Story | None, mark: tuple[int, int, bytes] | None
    ) -> list[str]:
        wrong: list[str] = []
        began = {**values, **story.before} if story is not None else values
        if story is not None:
            expected = story.values
            wrong = [name for name, value in expected.items() if name in values and values[name] != value]
            if story.complete:
                rest = (name for name in self.names if name not in expected)
                wrong += [name for name in rest if values[name] != self.defaults.get(name)]
        if mark is not None and (story is None or not story.complete):
            if seals.seal(self.key, self.table, row_id, [began[name] for name in self.sealed]) != mark[2]:
                wrong = wrong or ["a value"]
            late = [name for name in self.unsealed if began[name] != self.defaults.get(name)]
            wrong += [name for name in late if name not in wrong]
        return wrong

    def _case(self, values: Values) -> str:
        if self.table in seals.JOURNAL:
            return f" (import {values['batch_id']}, line {values['line']})"
        case_id = values.get("case_id")
        reference = values.get("reference") if self.table == "cases" else None
        if reference is None and case_id is not None:
            row = self.connection.execute("SELECT reference FROM cases WHERE id = ?", (case_id,)).fetchone()
            reference = row[0] if row else None
        if reference is None and self.table == "persons":
            row = self.connection.execute(
                "SELECT c.reference FROM cases c JOIN persons p ON p.id = c.person_id WHERE p.full_name = ? LIMIT 1",
                (values.get("full_name"),),
            ).fetchone()
            reference = row[0] if row else None
        return f" (case {reference})" if reference else ""


def _literal(value: object) -> str:
    """One of `DEFAULTS` as SQL."""
    return "NULL" if value is None else str(value) if isinstance(value, int) else f"'{value}'"


def _marks(first: int, batch_id: int, block: bytes, start: int, end: int) -> list[tuple[int, int, bytes]]:
    """The seals of the rows from `start` to `end` of a block, as (row id, batch id, seal)."""
    size = seals.SEAL_BYTES
    places = ((row_id, (row_id - first) * size) for row_id in range(start, end + 1))
    return [(row_id, batch_id, block[place : place + size]) for row_id, place in places]


@dataclass(slots=True)
class _Story:
    """What the log says of one row: its values now, whether it still exists, and the first `before` of each field.

    `version` is 1 and one more for each update; a row that was put back has the version that it went with.
    """

    row_id: int
    values: Values
    before: Values
    exists: bool
    complete: bool
    readable: bool = True
    version: int = 1


def _stories(connection: Connection, table: str, first: int, last: int) -> Iterator[_Story]:
    sql = (
        "SELECT row_id, op, before, after FROM changes WHERE table_name = ? AND row_id BETWEEN ? AND ?"
        " ORDER BY row_id, id"
    )
    story: _Story | None = None
    for row_id, op, before, after in connection.execute(sql, (table, first, last)):
        if story is None or story.row_id != row_id:
            if story is not None:
                yield story
            story = _Story(int(row_id), {}, {}, exists=True, complete=op == "insert")
        old, new = _fields(before), _fields(after)
        if old is None or new is None:
            story.readable = False
        elif op == "insert":
            story.version = new.pop("version", 1)
            story.values, story.exists, story.complete = new, True, True
        elif op == "delete":
            story.exists = False
        else:
            for name, value in old.items():
                story.before.setdefault(name, value)
            story.values.update(new)
            story.version += 1
    if story is not None:
        yield story


def _fields(text: str | None) -> Values | None:
    """The fields of a change; None where it was rewritten into what is none."""
    if not text:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, TypeError):
        return None
    return found if isinstance(found, dict) else None


class _Ahead:
    """A stream of rows that begin with their id, with one row of look-ahead."""

    def __init__(self, rows: Any) -> None:
        self._rows = iter(rows)
        self.waiting: Any = next(self._rows, None)

    def take_if(self, row_id: int) -> Any:
        if self.waiting is None or self.waiting[0] != row_id:
            return None
        found = self.waiting
        self.waiting = next(self._rows, None)
        return found


def _least(*streams: _Ahead) -> int | None:
    ids = [stream.waiting[0] for stream in streams if stream.waiting is not None]
    return min(ids) if ids else None


def _undone_batches(connection: Connection) -> frozenset[int]:
    sql = (
        "SELECT s.batch_id FROM change_sets s WHERE s.verb = 'import' AND s.batch_id IS NOT NULL AND"
        " (SELECT u.verb FROM change_sets u WHERE u.root_id = s.id ORDER BY u.id DESC LIMIT 1) = 'undo'"
    )
    return frozenset(int(row[0]) for row in connection.execute(sql))
