"""Inquiries as they are read: the inbox, the steps of a life, and the candidates for a cluster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from cpo_tui.domain.cases import When
from cpo_tui.domain.clusters import ENOUGH_NAMES, MAX_TEXT, WINDOW, Asked, folded, names_in
from cpo_tui.domain.inquiries import InquiryStep
from cpo_tui.errors import NotFound
from cpo_tui.store.changes import canonical
from cpo_tui.store.connect import Connection
from cpo_tui.store.reader import when

KEY = "COALESCE(unixepoch(i.due_at) + 86399 * (length(i.due_at) = 10), 9000000000)"
OPEN = "i.state NOT IN ('answered', 'closed', 'rejected')"
_IN = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Details:
    """What an inquiry keeps beside what a list shows."""

    id: int
    inquiry: str
    organisation: str | None
    acknowledged_at: When | None
    standard: str | None
    """The rule that its due date comes from; None where an officer gave the date."""
    cluster: str | None
    asserted: frozenset[str]
    late_reason: str | None
    closing_reason: str | None


def details(connection: Connection, inquiry_id: int) -> Details:
    """The further facts of an inquiry; raises `NotFound`."""
    row = connection.execute(
        "SELECT id, inquiry, organisation, acknowledged_at, standard, cluster, asserted, late_reason, closing_reason"
        " FROM inquiries WHERE id = ?",
        (inquiry_id,),
    ).fetchone()
    if row is None:
        raise NotFound(f"There is no inquiry @{inquiry_id}.", hint="See the inbox: cpo inbox.")
    row_id, number, organisation, acknowledged, standard, cluster, asserted, late, closing = row
    vouched = frozenset(one for one in (asserted or "").split(",") if one)
    return Details(row_id, number, organisation, when(acknowledged), standard, cluster, vouched, late, closing)


def find_inquiry(connection: Connection, name: str) -> int:
    """The id of the inquiry that `name` means: its number, or `@` and a row id; raises `NotFound`."""
    text = name.strip()
    if text.startswith("@") and text[1:].isascii() and text[1:].isdigit() and len(text) < 19:  # noqa: PLR2004
        row = connection.execute("SELECT id FROM inquiries WHERE id = ?", (int(text[1:]),)).fetchone()
    else:
        row = connection.execute("SELECT id FROM inquiries WHERE inquiry = ?", (text,)).fetchone()
    if row is None:
        raise NotFound(f"There is no inquiry {text!r}.", hint="See the inbox: cpo inbox.")
    return int(row[0])


def steps_of(connection: Connection, inquiry_id: int) -> tuple[InquiryStep, ...]:
    """The steps in the life of an inquiry, in the order in which they were made."""
    rows = connection.execute(
        'SELECT id, inquiry_id, state, at, "by", note FROM inquiry_steps WHERE inquiry_id = ? ORDER BY id',
        (inquiry_id,),
    )
    return tuple(
        InquiryStep(row_id, owner, state, _moment(at), by, note) for row_id, owner, state, at, by, note in rows
    )


def _moment(text: str) -> When:
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)  # noqa: PLR2004


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
    text: str = ""


_ENTRY = (
    "i.id, i.inquiry, i.received_at, i.channel, i.enquirer, i.organisation, i.capacity, i.subject, i.state, i.due_at,"
    " i.standard, i.cluster, substr(i.question, 1, 400), i.answered_at"
)


def entries(connection: Connection, sieve: Sieve, *, limit: int = -1, offset: int = 0) -> tuple[Entry, ...]:
    """The inquiries that are wanted, the earliest due first, those without a date last."""
    where, values = _where(sieve)
    rows = connection.execute(
        f"SELECT {_ENTRY} FROM inquiries i WHERE {where} ORDER BY {KEY}, i.id LIMIT ? OFFSET ?",
        (*values, limit, offset),
    ).fetchall()
    linked = _linked(connection, [row[0] for row in rows])
    return tuple(_entry(row, linked.get(row[0], ())) for row in rows)


def count(connection: Connection, sieve: Sieve) -> int:
    """How many inquiries are wanted."""
    where, values = _where(sieve)
    return int(connection.execute(f"SELECT count(*) FROM inquiries i WHERE {where}", values).fetchone()[0])


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
        row_id, number, _moment(received), channel, enquirer, organisation, capacity, subject, state, when(due), standard,
        cluster, question, tuple(reference for reference, _ in linked),
        tuple(dict.fromkeys(officer for _, officer in linked if officer)), when(answered),
    )  # fmt: skip


def _linked(connection: Connection, ids: Iterable[int]) -> dict[int, list[tuple[str, str | None]]]:
    found: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    rows = connection.execute(
        f"SELECT l.inquiry_id, c.reference, c.officer FROM inquiry_cases l JOIN cases c ON c.id = l.case_id WHERE l.inquiry_id {_IN}"
        " ORDER BY l.id",
        (canonical(list(ids)).decode(),),
    )
    for inquiry_id, reference, officer in rows:
        found[inquiry_id].append((reference, officer))
    return found


def of_cluster(connection: Connection, cluster: str) -> tuple[int, ...]:
    """The ids of the inquiries of a cluster, in the order of their receipt."""
    rows = connection.execute("SELECT id FROM inquiries WHERE cluster = ? ORDER BY received_at, id", (cluster,))
    return tuple(int(row[0]) for row in rows)


def asked(connection: Connection, ids: Iterable[int]) -> dict[int, Asked]:
    """Inquiries as they are compared for a cluster, by id."""
    listed = canonical(list(ids)).decode()
    cases: dict[int, set[int]] = defaultdict(set)
    names: dict[int, set[str]] = defaultdict(set)
    for inquiry_id, case_id, full_name in connection.execute(
        "SELECT l.inquiry_id, l.case_id, p.full_name FROM inquiry_cases l JOIN cases c ON c.id = l.case_id"
        f" JOIN persons p ON p.id = c.person_id WHERE l.inquiry_id {_IN}",
        (listed,),
    ):
        cases[inquiry_id].add(case_id)
        names[inquiry_id].update(word for word in folded(full_name).split() if len(word) > 1)
    rows = connection.execute(
        "SELECT id, inquiry, received_at, channel, enquirer, subject, substr(question, 1, ?), cluster FROM inquiries"
        f" WHERE id {_IN} ORDER BY received_at, id",
        (MAX_TEXT, listed),
    )
    return {
        row_id: Asked(
            row_id, number, _moment(received), channel or "", enquirer or "", subject or "", question or "",
            frozenset(cases[row_id]), frozenset(names[row_id]), cluster,
        )
        for row_id, number, received, channel, enquirer, subject, question, cluster in rows
    }  # fmt: skip


CANDIDATES = 300
"""How many inquiries at most are compared; nobody reads a longer suggestion."""


def candidates(connection: Connection, inquiry_id: int, window: timedelta = WINDOW) -> tuple[Asked, tuple[Asked, ...]]:
    """An inquiry, and the open ones within the window that are about its cases or about a person of the same name.

    Each way in goes through an index: by case, by the words of inquiries, and by the names of persons.
    """
    mine = asked(connection, (inquiry_id,)).get(inquiry_id)
    if mine is None:
        raise NotFound(f"There is no inquiry @{inquiry_id}.", hint="See the inbox: cpo inbox.")
    middle = mine.received_at
    day = middle.date() if isinstance(middle, datetime) else middle
    span = ((day - window - timedelta(days=1)).isoformat(), (day + window + timedelta(days=2)).isoformat())
    near = f"i.id != ? AND {OPEN} AND i.received_at >= ? AND i.received_at < ?"
    ids: dict[int, None] = {}
    for case_id in sorted(mine.cases):
        sql = f"SELECT i.id FROM inquiry_cases l JOIN inquiries i ON i.id = l.inquiry_id WHERE l.case_id = ? AND {near} LIMIT ?"
        ids.update((row[0], None) for row in connection.execute(sql, (case_id, inquiry_id, *span, CANDIDATES)))
    for match in _name_matches(mine):
        sql = f"SELECT i.id FROM inquiry_search s CROSS JOIN inquiries i ON i.id = s.rowid WHERE inquiry_search MATCH ? AND {near} LIMIT ?"
        ids.update((row[0], None) for row in connection.execute(sql, (match, inquiry_id, *span, CANDIDATES)))
    if not mine.cases:
        for match in _name_matches(mine):
            sql = (
                "SELECT i.id FROM case_search s CROSS JOIN inquiry_cases l ON l.case_id = s.rowid CROSS JOIN inquiries i"
                f" ON i.id = l.inquiry_id WHERE case_search MATCH ? AND {near} LIMIT ?"
            )
            ids.update((row[0], None) for row in connection.execute(sql, (match, inquiry_id, *span, CANDIDATES)))
    found = asked(connection, list(ids)[:CANDIDATES])
    return mine, tuple(found.values())


def _name_matches(mine: Asked) -> tuple[str, ...]:
    """Full-text queries for the persons whom an inquiry is about: at least two of the names in one text."""
    if mine.cases:
        words = sorted(mine.names, key=len, reverse=True)[:6]
    else:
        words = sorted(names_in(mine.question), key=len, reverse=True)[:6]
    if len(words) < ENOUGH_NAMES:
        return ()
    pairs = [(one, other) for place, one in enumerate(words) for other in words[place + 1 :]]
    return (" OR ".join(f'("{one}" AND "{other}")' for one, other in pairs),)


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was said or sent, in or out."""

    id: int
    case_id: int | None
    inquiry: str | None
    at: When
    direction: str
    channel: str | None
    party: str | None
    capacity: str | None
    summary: str | None
    body: str | None
    by: str | None


def said_about(
    connection: Connection, *, case_id: int | None = None, inquiry_id: int | None = None
) -> tuple[Said, ...]:
    """The communications on a case (those of its inquiries too) or on an inquiry, newest first."""
    where, value = ("m.inquiry_id = ?1", inquiry_id)
    if case_id is not None:
        where = "m.case_id = ?1 OR m.inquiry_id IN (SELECT inquiry_id FROM inquiry_cases WHERE case_id = ?1)"
        value = case_id
    rows = connection.execute(
        'SELECT m.id, m.case_id, i.inquiry, m.at, m.direction, m.channel, m.party, m.capacity, m.summary, m.body, m."by"'
        f" FROM communications m LEFT JOIN inquiries i ON i.id = m.inquiry_id WHERE {where} ORDER BY m.at DESC, m.id DESC",
        (value,),
    )
    return tuple(Said(row_id, owner, number, _moment(at), *rest) for row_id, owner, number, at, *rest in rows)
