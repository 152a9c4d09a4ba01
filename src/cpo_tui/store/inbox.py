"""The inbox as it is read: the ids of a view in its order, the lines of those that are looked at, and how many there are."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from cpo_tui.domain.cases import When
from cpo_tui.domain.clusters import folded
from cpo_tui.domain.inquiries import BANDS, OLDEST, age_band
from cpo_tui.store import matters
from cpo_tui.store.changes import canonical
from cpo_tui.store.connect import Connection
from cpo_tui.store.inquiries import moment
from cpo_tui.store.matters import IN, OPEN
from cpo_tui.store.reader import when

KEY = "COALESCE(unixepoch(i.due_at) + 86399 * (length(i.due_at) = 10), 9000000000)"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the inbox."""

    id: int
    inquiry: str
    received_at: When
    channel: str | None
    enquirer: str | None
    organisation: str | None
    capacity: str | None
    subject: str | None
    state: str
    due_at: When | None
    standard: str | None
    cluster: str | None
    question: str | None
    """Its first 400 characters."""
    references: tuple[str, ...]
    """The cases that it is about; none for an unlinked one."""
    officers: tuple[str, ...]
    answered_at: When | None


@dataclass(frozen=True, slots=True)
class Present:
    """The present as the inbox asks for it: the moment and today's bounds in seconds since 1970 UTC, and the office's day."""

    now: int
    first: int
    end: int
    today: str

    @classmethod
    def of(cls, now: datetime, zone: tzinfo) -> Present:
        """The present at a moment in the office's zone."""
        today = now.astimezone(zone).date()
        first, end = (
            int(datetime.combine(day, time.min, zone).timestamp()) for day in (today, today + timedelta(days=1))
        )
        return cls(int(now.timestamp()), first, end, today.isoformat())


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which inquiries are wanted."""

    settled: bool | None = False
    """False for open ones, True for settled ones, None for all."""
    officer: str | None = None
    """Only those on a case of this officer."""
    unlinked: bool = False
    late: Present | None = None
    """Only those whose date has passed; a day has passed when it has ended in the office's zone."""
    today: Present | None = None
    """Only those that are due on this day of the office and not late."""
    state: str | None = None
    case_id: int | None = None
    cluster: str | None = None
    inquiry_id: int | None = None
    matters: bool = False
    """Only those that seem to be one matter with another one, and are not joined with it yet."""
    text: str = ""


_ENTRY = (
    "i.id, i.inquiry, i.received_at, i.channel, i.enquirer, i.organisation, i.capacity, i.subject, i.state, i.due_at,"
    " i.standard, i.cluster, substr(i.question, 1, 400), i.answered_at"
)


def ids_in_order(connection: Connection, sieve: Sieve, *, limit: int | None = None) -> array[int]:
    """The ids of the inquiries that are wanted, the earliest due first, those without a date last."""
    where, values = _where(sieve)
    order = f"SELECT i.id FROM inquiries i WHERE {where} ORDER BY {KEY}, i.id"
    if not sieve.matters:
        rows = connection.execute(f"{order} LIMIT ?", (*values, -1 if limit is None else limit))
        return array("q", [row[0] for row in rows])
    found = matters.may_be_one(connection)
    return array("q", [row[0] for row in connection.execute(order, values) if row[0] in found][:limit])


def entries_by_id(connection: Connection, ids: Iterable[int]) -> dict[int, Entry]:
    """The lines of these inquiries by their ids, without those that are gone."""
    listed = canonical(list(ids)).decode()
    rows = connection.execute(f"SELECT {_ENTRY} FROM inquiries i WHERE i.id {IN}", (listed,)).fetchall()
    linked = _linked(connection, listed)
    return {row[0]: _entry(row, linked.get(row[0], ())) for row in rows}


def entries(connection: Connection, sieve: Sieve, *, limit: int | None = None) -> tuple[Entry, ...]:
    """The inquiries that are wanted, in the order of the inbox."""
    ids = ids_in_order(connection, sieve, limit=limit)
    found = entries_by_id(connection, ids)
    return tuple(found[one] for one in ids if one in found)


def count(connection: Connection, sieve: Sieve) -> int:
    """How many inquiries are wanted."""
    if sieve.matters:
        return len(ids_in_order(connection, sieve))
    where, values = _where(sieve)
    return int(connection.execute(f"SELECT count(*) FROM inquiries i WHERE {where}", values).fetchone()[0])


def ages(connection: Connection, now: datetime, zone: tzinfo) -> dict[str, int]:
    """How many open inquiries there are in each ageing band, the youngest first."""
    found = dict.fromkeys((*(words for _, words in BANDS), OLDEST), 0)
    for (received,) in connection.execute(f"SELECT i.received_at FROM inquiries i WHERE {OPEN}"):
        found[age_band(moment(received), now, zone)] += 1
    return found


VIEWS = ("all", "mine", "unlinked", "today", "late", "awaiting", "matters", "settled")
"""The views of the inbox by name, in the order in which they are offered."""


def sieve_of(view: str, officer: str, present: Present, text: str = "") -> Sieve:
    """Which inquiries a view shows."""
    return Sieve(
        settled=view == "settled",
        officer=officer if view == "mine" else None,
        unlinked=view == "unlinked",
        today=present if view == "today" else None,
        late=present if view == "late" else None,
        state="awaiting_input" if view == "awaiting" else None,
        matters=view == "matters",
        text=text,
    )


def _where(sieve: Sieve) -> tuple[str, tuple[Any, ...]]:
    parts = ["1"] if sieve.settled is None else [f"NOT ({OPEN})" if sieve.settled else OPEN]
    values: list[str | int] = []
    if sieve.unlinked:
        parts.append("NOT EXISTS (SELECT 1 FROM inquiry_cases l WHERE l.inquiry_id = i.id)")
    for sql, wanted in _asked_for(sieve):
        parts.append(sql)
        values += wanted
    return " AND ".join(parts), tuple(values)


def _asked_for(sieve: Sieve) -> Iterator[tuple[str, Sequence[str | int]]]:
    plain: tuple[tuple[str, str | int | None], ...] = (
        (
            "i.id IN (SELECT l.inquiry_id FROM inquiry_cases l JOIN cases c ON c.id = l.case_id WHERE c.officer = ?)",
            sieve.officer,
        ),
        ("i.state = ?", sieve.state),
        ("i.id IN (SELECT inquiry_id FROM inquiry_cases WHERE case_id = ?)", sieve.case_id),
        ("i.cluster = ?", sieve.cluster),
        ("i.id = ?", sieve.inquiry_id),
        ("i.id IN (SELECT rowid FROM inquiry_search WHERE inquiry_search MATCH ?)", _match(sieve.text) or None),
    )
    yield from ((sql, (value,)) for sql, value in plain if value is not None)
    # The first bound goes through the index; the second is exact for days and for moments.
    if (late := sieve.late) is not None:
        sql = f"{KEY} < ? AND CASE WHEN length(i.due_at) = 10 THEN i.due_at < ? ELSE unixepoch(i.due_at) < ? END"
        yield sql, (late.now + _TWO_DAYS, late.today, late.now)
    if (day := sieve.today) is not None:
        moment = "unixepoch(i.due_at) >= ? AND unixepoch(i.due_at) < ?"
        sql = f"{KEY} BETWEEN ? AND ? AND CASE WHEN length(i.due_at) = 10 THEN i.due_at = ? ELSE {moment} END"
        yield sql, (day.first - _TWO_DAYS, day.end + _TWO_DAYS, day.today, day.now, day.end)


_TWO_DAYS = 172_800


def _match(text: str) -> str:
    """Words as a full-text query in which all must be found; they hold letters and digits only."""
    return " AND ".join(f'"{word}"*' for word in folded(text).split())


def _entry(row: Sequence[Any], linked: Sequence[tuple[str, str | None]]) -> Entry:
    (
        row_id,
        number,
        received,
        channel,
        enquirer,
        organisation,
        capacity,
        subject,
        state,
        due,
        standard,
        cluster,
        question,
        answered,
    ) = row
    return Entry(
        row_id, number, moment(received), channel, enquirer, organisation, capacity, subject, state, when(due), standard,
        cluster, question, tuple(reference for reference, _ in linked),
        tuple(dict.fromkeys(officer for _, officer in linked if officer)), when(answered),
    )  # fmt: skip


def _linked(connection: Connection, listed: str) -> dict[int, list[tuple[str, str | None]]]:
    found: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    rows = connection.execute(
        f"SELECT l.inquiry_id, c.reference, c.officer FROM inquiry_cases l JOIN cases c ON c.id = l.case_id WHERE l.inquiry_id {IN}"
        " ORDER BY l.id",
        (listed,),
    )
    for inquiry_id, reference, officer in rows:
        found[inquiry_id].append((reference, officer))
    return found
