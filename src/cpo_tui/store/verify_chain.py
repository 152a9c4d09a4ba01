"""The chain of change-sets, recomputed with the store's key and held against the changes that it sealed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from cpo_tui.store import access, seals
from cpo_tui.store.changes import GENESIS, canonical, chain_key, is_link, same
from cpo_tui.store.connect import Connection
from cpo_tui.store.destruction import fingerprint
from cpo_tui.store.problems import Problem, missing


def chain_problems(connection: Connection, expect_head: str | None) -> Iterator[Problem]:
    """Everything in the record that is not as it was sealed; with `expect_head`, also that this head is not in it."""
    key = chain_key(connection)
    previous, expected_id = GENESIS, 1
    seen = expect_head is None or expect_head == GENESIS
    digests, left = _Digests(connection), _redactions(connection)
    yield from _certified(connection)
    sql = (
        "SELECT id, at, officer, verb, reason, summary, source, root_id, batch_id, count, digest, hash"
        " FROM change_sets ORDER BY id"
    )
    for row in connection.execute(sql):
        set_id, body, own = int(row[0]), tuple(row[:-1]), str(row[-1])
        where = f"change-set {set_id}"
        yield from missing("chain", "change-set", expected_id, set_id - 1)
        expected_id = set_id + 1
        if not is_link(key, previous, body, own):
            yield Problem("chain", where, "was altered, or the one before it was")
        for found_id, digest in _up_to(digests, set_id):
            if found_id != set_id:
                yield Problem("chain", f"change-set {found_id}", "has changes, but the set itself is missing")
            elif digest != left.get(set_id, row[10]):
                yield Problem("chain", where, "its changes are not those that it was sealed with")
        if own == expect_head:
            seen = True
        previous = own
    for found_id, _ in digests:
        yield Problem("chain", f"change-set {found_id}", "has changes, but the set itself is missing")
    if not seen:
        yield Problem(
            "head", "store", "does not hold the change-set that you expect: it is an older copy, or another store"
        )


def log_problems(connection: Connection) -> Iterator[Problem]:
    """Whether the access log is the one that was written, line by line."""
    sealed = access.sealed_head(connection)
    found, gap = access.computed_head(connection, chain_key(connection))
    if gap is not None:
        yield Problem("access_log", f"access_log row {gap}", "is missing")
    if not same(found, GENESIS if sealed is None else sealed):
        yield Problem("access_log", "access_log", "a line was altered, added or removed by other means than cpo")


def _redactions(connection: Connection) -> dict[int, str]:
    """What is left of each set of which something was emptied under a certificate."""
    return dict(connection.execute("SELECT change_set_id, digest FROM redactions ORDER BY id"))


def _certified(connection: Connection) -> Iterator[Problem]:
    """Hold what was emptied against the certificates, which the chain holds in turn."""
    for number, emptied in connection.execute("SELECT id, emptied FROM destructions ORDER BY id").fetchall():
        rows = connection.execute(
            "SELECT change_set_id, digest FROM redactions WHERE destruction_id = ?", (number,)
        ).fetchall()
        if len(dict(rows)) != len(rows) or fingerprint(dict(rows)) != emptied:
            yield Problem("chain", f"certificate {number}", "what was emptied under it is not what it says")
    stray = "SELECT id FROM redactions WHERE destruction_id NOT IN (SELECT id FROM destructions)"
    for (row_id,) in connection.execute(stray):
        yield Problem("chain", f"redactions row {row_id}", "empties the record without a certificate")


class _Digests:
    """The digest of each set's changes, computed from the changes themselves, with one set of look-ahead."""

    def __init__(self, connection: Connection) -> None:
        self._sets = _computed(connection)
        self.waiting: tuple[int, str] | None = next(self._sets, None)

    def take(self) -> tuple[int, str] | None:
        found = self.waiting
        self.waiting = next(self._sets, None)
        return found

    def __iter__(self) -> Iterator[tuple[int, str]]:
        while (found := self.take()) is not None:
            yield found


def _computed(connection: Connection) -> Iterator[tuple[int, str]]:
    batches = dict(
        connection.execute(
            "SELECT s.id, s.batch_id FROM change_sets s WHERE s.batch_id IS NOT NULL AND s.verb = 'import'"
        )
    )
    sql = (
        "SELECT s.id, c.case_id, c.table_name, c.row_id, c.op, c.before, c.after FROM (SELECT id FROM change_sets"
        " UNION SELECT change_set_id FROM changes) s LEFT JOIN changes c ON c.change_set_id = s.id ORDER BY s.id, c.id"
    )
    current: object = None
    content = hashlib.sha256()
    for set_id, *change in connection.execute(sql):
        if set_id != current:
            if current is not None:
                yield _number(current), content.hexdigest()
            current = set_id
            content = hashlib.sha256()
            if current in batches:
                content.update(seals.blocks_digest(connection, batches[current]).encode())
        if change[1] is not None:
            content.update(_plain(change))
    if current is not None:
        yield _number(current), content.hexdigest()


def _number(set_id: object) -> int:
    """The number of a change-set, or one that none has."""
    return set_id if isinstance(set_id, int) else -1


def _plain(change: list[Any]) -> bytes:
    """A change as the bytes that were hashed; of values that no cpo writes, bytes that no change has."""
    try:
        return canonical(change)
    except TypeError:
        return b"\0"


def _up_to(digests: _Digests, set_id: int) -> Iterator[tuple[int, str]]:
    while digests.waiting is not None and digests.waiting[0] <= set_id:
        found = digests.take()
        if found is not None:
            yield found
