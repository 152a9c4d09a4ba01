"""What an officer has seen: their place in the list through restarts, and which cases somebody has changed since.

None of it is part of a case, so none of it is a change-set.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cpo_tui.domain.papers import spoken
from cpo_tui.store.changes import canonical
from cpo_tui.store.connect import Connection


@dataclass(slots=True)
class Look:
    """Up to where an officer has looked: everything until `since`, and single cases beyond it."""

    officer: str
    since: int
    """The last change-set that the officer knows of."""
    cases: dict[int, int] = field(default_factory=dict)
    """Case → the last change-set at the moment in which it was looked at."""


def state_of(connection: Connection, officer: str) -> dict[str, str]:
    """What is kept of an officer's place, by name."""
    rows = connection.execute("SELECT name, value FROM view_state WHERE officer = ?", (officer,))
    return {str(name): str(value) for name, value in rows if value is not None}


def keep_state(connection: Connection, officer: str, values: Mapping[str, str]) -> None:
    """Keep texts by name; what was kept under that name before is replaced."""
    connection.executemany(
        "INSERT INTO view_state (officer, name, value) VALUES (?1, ?2, ?3)"
        " ON CONFLICT(officer, name) DO UPDATE SET value = ?3",
        [(officer, name, value) for name, value in values.items()],
    )


def head(connection: Connection) -> int:
    """The id of the last change-set; 0 where there is none."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM change_sets").fetchone()[0])


_IN = "IN (SELECT value FROM json_each(?))"


def new_of(connection: Connection, case_ids: Iterable[int], look: Look) -> set[int]:
    """Which of these cases somebody else, or an import, has changed since the officer looked at them."""
    if head(connection) <= look.since:
        return set()
    ids = canonical(list(case_ids)).decode()
    changed = connection.execute(
        "SELECT g.case_id, max(g.change_set_id) FROM changes g JOIN change_sets s ON s.id = g.change_set_id"
        f" WHERE g.case_id {_IN} AND g.change_set_id > ? AND (s.officer != ? OR s.batch_id IS NOT NULL)"
        " GROUP BY g.case_id",
        (ids, look.since, look.officer),
    ).fetchall()
    changed += connection.execute(
        "SELECT c.id, max(s.id) FROM change_sets s JOIN cases c ON c.batch_id = s.batch_id"
        f" WHERE s.id > ? AND c.id {_IN} GROUP BY c.id",
        (look.since, ids),
    )
    return {int(case_id) for case_id, last in changed if last > look.cases.get(case_id, 0)}


def changed_since(connection: Connection, since: int, own: Iterable[int]) -> tuple[int, int]:
    """The last change-set, and how many cases were changed after `since` by sets that are not our own."""
    last = head(connection)
    if last <= since:
        return last, 0
    ours = canonical(list(own)).decode()
    row = connection.execute(
        "SELECT count(*) FROM (SELECT case_id FROM changes WHERE change_set_id > ?1 AND case_id IS NOT NULL"
        " AND change_set_id NOT IN (SELECT value FROM json_each(?2))"
        " UNION SELECT c.id FROM change_sets s JOIN cases c ON c.batch_id = s.batch_id WHERE s.id > ?1"
        " AND s.id NOT IN (SELECT value FROM json_each(?2)))",
        (since, ours),
    ).fetchone()
    return last, int(row[0])


def news_of(connection: Connection, case_id: int, look: Look, *, limit: int = 3) -> tuple[tuple[str, str, str], ...]:
    """What happened in a case since the officer looked at it, the latest first: `(moment, officer, words)`."""
    since = max(look.since, look.cases.get(case_id, 0))
    rows = connection.execute(
        "SELECT DISTINCT s.id, s.at, s.officer, coalesce(s.summary, s.verb) FROM change_sets s"
        " WHERE s.id > ?1 AND (s.officer != ?2 OR s.batch_id IS NOT NULL) AND (s.id IN"
        " (SELECT change_set_id FROM changes WHERE case_id = ?3)"
        " OR s.batch_id = (SELECT batch_id FROM cases WHERE id = ?3)) ORDER BY s.id DESC LIMIT ?4",
        (since, look.officer, case_id, limit),
    )
    return tuple((str(at), str(officer), str(words)) for _, at, officer, words in rows)


def still_needed(connection: Connection, case_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The documents that the files of these cases still need, by the number of the form or else their name."""
    rows = connection.execute(
        f"SELECT case_id, form, document FROM document_forecasts WHERE kind = 'missing' AND case_id {_IN}"
        " ORDER BY case_id, id",
        (canonical(list(case_ids)).decode(),),
    )
    found: dict[int, tuple[str, ...]] = {}
    for case_id, form, document in rows:
        found[int(case_id)] = (*found.get(int(case_id), ()), spoken(form, str(document)))
    return found
