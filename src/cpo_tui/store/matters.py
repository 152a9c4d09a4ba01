"""Which inquiries may be one matter: the few that are compared with one of them, and all that have another beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from cpo_tui.domain.clusters import ENOUGH_NAMES, MAX_TEXT, MOST_NAMES, WINDOW, Asked, folded, names_in, suggested_among
from cpo_tui.errors import NotFound
from cpo_tui.store.changes import canonical
from cpo_tui.store.connect import Connection
from cpo_tui.store.inquiries import moment

OPEN = "i.state NOT IN ('answered', 'closed', 'rejected')"
IN = "IN (SELECT value FROM json_each(?))"


def of_cluster(connection: Connection, cluster: str) -> tuple[int, ...]:
    """The ids of the inquiries of a cluster, in the order of their receipt."""
    rows = connection.execute("SELECT id FROM inquiries WHERE cluster = ? ORDER BY received_at, id", (cluster,))
    return tuple(int(row[0]) for row in rows)


def asked(connection: Connection, ids: Iterable[int]) -> dict[int, Asked]:
    """Inquiries as they are compared for a cluster, by id."""
    listed = canonical(list(ids)).decode()
    cases: dict[int, set[int]] = defaultdict(set)
    names: dict[int, set[str]] = defaultdict(set)
    words: dict[str, frozenset[str]] = {}  # several ask about one person
    for inquiry_id, case_id, full_name in connection.execute(
        "SELECT l.inquiry_id, l.case_id, p.full_name FROM inquiry_cases l JOIN cases c ON c.id = l.case_id"
        f" JOIN persons p ON p.id = c.person_id WHERE l.inquiry_id {IN}",
        (listed,),
    ):
        cases[inquiry_id].add(case_id)
        if full_name not in words:
            words[full_name] = frozenset(word for word in folded(full_name).split() if len(word) > 1)
        names[inquiry_id] |= words[full_name]
    rows = connection.execute(
        "SELECT id, inquiry, received_at, channel, enquirer, subject, substr(question, 1, ?), cluster FROM inquiries"
        f" WHERE id {IN} ORDER BY received_at, id",
        (MAX_TEXT, listed),
    )
    return {
        row_id: Asked(
            row_id, number, moment(received), channel or "", enquirer or "", subject or "", question or "",
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
        words = sorted(mine.names, key=len, reverse=True)[:MOST_NAMES]
    else:
        words = sorted(names_in(mine.question), key=len, reverse=True)[:MOST_NAMES]
    if len(words) < ENOUGH_NAMES:
        return ()
    pairs = [(one, other) for place, one in enumerate(words) for other in words[place + 1 :]]
    return (" OR ".join(f'("{one}" AND "{other}")' for one, other in pairs),)


def may_be_one(connection: Connection) -> frozenset[int]:
    """The open inquiries that seem to be one matter with another open one, and are not joined with it yet.

    It reads every open inquiry, so it is asked only where somebody wants to see them all.
    """
    ids = [row[0] for row in connection.execute(f"SELECT i.id FROM inquiries i WHERE {OPEN}")]
    return suggested_among(asked(connection, ids).values())
