"""The access log: who opened, saw, exported, verified or was refused what. Ids of records, never names."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from cpo_tui.store.changes import GENESIS, Actor, canonical, chain_key, link
from cpo_tui.store.connect import Connection


@dataclass(frozen=True, slots=True)
class Access:
    """One line of the log; `at` is an ISO moment in UTC."""

    id: int
    at: str
    officer: str
    source: str | None
    kind: str
    outcome: str
    detail: Mapping[str, Any]
    reason: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are asked for; None is any. `day` is a day of the office, in `zone`."""

    officer: str | None = None
    kind: str | None = None
    outcome: str | None = None
    day: date | None = None
    zone: tzinfo = UTC

    @property
    def span(self) -> tuple[str | None, str | None]:
        """From which moment to before which the lines are, as they are stored; None where any day is asked for."""
        if self.day is None:
            return None, None
        begins = datetime.combine(self.day, time(), self.zone)
        ends = datetime.combine(self.day + timedelta(days=1), time(), self.zone)
        return _stored(begins), _stored(ends)


def _stored(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


ANY = Wanted()
_WHERE = (
    " WHERE (?1 IS NULL OR officer = ?1) AND (?2 IS NULL OR kind = ?2) AND (?3 IS NULL OR outcome = ?3)"
    " AND (?4 IS NULL OR at >= ?4) AND (?5 IS NULL OR at < ?5)"
)
_READ = "SELECT id, at, officer, source, kind, outcome, detail, reason FROM access_log"
COLUMNS = ("officer", "kind", "outcome")
"""The columns by which the log can be asked."""


def record(
    connection: Connection, actor: Actor, at: str, kind: str, outcome: str, *,
    detail: Mapping[str, Any] | None = None, reason: str | None = None,
) -> None:  # fmt: skip
    """Write one line, in the caller's transaction, and move the seal of the log on with it."""
    text = json.dumps(dict(detail), ensure_ascii=True, sort_keys=True) if detail else None
    key = chain_key(connection)
    before = sealed_head(connection) or GENESIS  # where lines are there and no head of them, `verify` goes on saying so
    values = (at, actor.officer, actor.source, kind, outcome, text, reason)
    cursor = connection.execute(
        "INSERT INTO access_log (at, officer, source, kind, outcome, detail, reason) VALUES (?,?,?,?,?,?,?)", values
    )
    _keep(connection, link(key, before, (cursor.lastrowid, *values)))


def seal_all(connection: Connection) -> None:
    """Seal a log that was begun before there was a seal of it: what is there is what it says."""
    if sealed_head(connection) is None and connection.execute("SELECT 1 FROM access_log LIMIT 1").fetchone():
        _keep(connection, computed_head(connection, chain_key(connection))[0])


def _keep(connection: Connection, head: str) -> None:
    connection.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
        (_SEALED, head),
    )


_SEALED = "access_head"


def sealed_head(connection: Connection) -> str | None:
    """The keyed hash over all lines that were written; None where the log has none yet."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (_SEALED,)).fetchone()
    return str(row[0]) if row else None


def computed_head(connection: Connection, key: bytes) -> tuple[str, int | None]:
    """The same hash over the lines as they lie in the store, and the first id that is missing among them."""
    head, missing, expected = GENESIS, None, 1
    for row in connection.execute(f"{_IN_ORDER} ORDER BY id"):
        if missing is None and row[0] != expected:
            missing = expected
        expected = int(row[0]) + 1
        try:
            head = link(key, head, tuple(row))
        except TypeError:  # a value that no cpo writes
            head = ""
    return head, missing


_IN_ORDER = "SELECT id, at, officer, source, kind, outcome, detail, reason FROM access_log"


def entries(connection: Connection, wanted: Wanted = ANY, *, limit: int = 500) -> tuple[Access, ...]:
    """The lines that are asked for, newest first."""
    rows = connection.execute(f"{_READ}{_WHERE} ORDER BY id DESC LIMIT ?6", (*_values(wanted), limit))
    return tuple(_access(row) for row in rows)


def ids(connection: Connection, wanted: Wanted = ANY) -> array[int]:
    """The ids of all lines that are asked for, newest first."""
    rows = connection.execute(f"SELECT id FROM access_log{_WHERE} ORDER BY id DESC", _values(wanted))
    return array("q", (row[0] for row in rows))


def by_ids(connection: Connection, wanted: Sequence[int]) -> dict[int, Access]:
    """Lines by their ids."""
    rows = connection.execute(
        f"{_READ} WHERE id IN (SELECT value FROM json_each(?))", (canonical(list(wanted)).decode(),)
    )
    return {int(row[0]): _access(row) for row in rows}


def values_of(connection: Connection, column: str, wanted: Wanted = ANY) -> tuple[tuple[str, int], ...]:
    """What one of `COLUMNS` holds in the lines that are asked for, with how often, the most frequent first."""
    if column not in COLUMNS:
        raise ValueError(column)
    rows = connection.execute(
        f"SELECT {column}, count(*) FROM access_log{_WHERE} GROUP BY 1 ORDER BY 2 DESC, 1", _values(wanted)
    )
    return tuple((str(row[0]), int(row[1])) for row in rows)


def _values(wanted: Wanted) -> tuple[str | None, ...]:
    return (wanted.officer, wanted.kind, wanted.outcome, *wanted.span)


def _access(row: Sequence[Any]) -> Access:
    row_id, at, who, source, what, outcome, detail, reason = row
    return Access(int(row_id), at, who, source, what, outcome, json.loads(detail) if detail else {}, reason)
