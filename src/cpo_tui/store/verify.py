"""Whether the store is what its own record says it is.

The chain of change-sets is recomputed with the store's key; every row is held against the change-sets that made it or
against its seal; the search index, the references between tables and the pages are checked. Everything streams, so a
store of a million cases needs no more memory than one of ten.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cpo_tui.store import attachments, seals
from cpo_tui.store.changes import GENESIS, WRITABLE, canonical, chain_key, columns, is_derived, link
from cpo_tui.store.connect import Connection, DatabaseError
from cpo_tui.store.worklist import DERIVED_COLUMNS, Office, derived

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as the record says."""

    kind: str
    """page · reference · chain · row_altered · row_added · row_deleted · seal · search · derived · blob · head"""
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found; `head` is the hash of the newest change-set."""

    problems: tuple[Problem, ...]
    head: str
    change_sets: int
    rows: int

    @property
    def ok(self) -> bool:
        """Whether everything is as the record says."""
        return not self.problems


def head_of(connection: Connection) -> tuple[str, int]:
    """The hash of the newest change-set and the number of change-sets."""
    row = connection.execute("SELECT hash, id FROM change_sets ORDER BY id DESC LIMIT 1").fetchone()
    return (str(row[0]), int(row[1])) if row else (GENESIS, 0)


def verify(connection: Connection, office: Office, *, expect_head: str | None = None) -> Verdict:
    """Check a store from its pages to its chain, and name everything that is not as recorded.

    `expect_head` is a head that was kept elsewhere: a store that does not hold it is an older copy.
    """
    problems = list(_pages(connection))
    if any(problem.kind == "page" for problem in problems):
        return Verdict(tuple(problems), "", 0, 0)
    problems.extend(_chain(connection, expect_head))
    counted = [0]
    for table in WRITABLE:
        problems.extend(_rows(connection, table, counted))
    try:
        problems.extend(_derived(connection, office))
    except ValueError:  # a date of the record that is none: whoever wrote it did not come through cpo
        problems.append(Problem("derived", "cases", "cannot be worked out: a date in the record is not a date"))
    problems.extend(_search(connection))
    problems.extend(Problem("blob", where, message) for where, message in attachments.damaged(connection))
    head, sets = head_of(connection)
    return Verdict(tuple(problems), head, sets, counted[0])


def _pages(connection: Connection) -> Iterator[Problem]:
    try:
        for (message,) in connection.execute("PRAGMA integrity_check(20)"):
            if message != "ok":
                yield Problem("page", message.split(":")[0], str(message))
        for table, row_id, parent, _ in connection.execute("PRAGMA foreign_key_check"):
            yield Problem("reference", f"{table} row {row_id}", f"refers to a row of {parent} that is not there")
        for (message,) in connection.execute("PRAGMA cipher_integrity_check"):
            yield Problem("page", "encryption", str(message))
    except DatabaseError as error:
        yield Problem("page", "store", f"the store cannot be read: {error}")


def _chain(connection: Connection, expect_head: str | None) -> Iterator[Problem]:
    key = chain_key(connection)
    previous, expected_id = GENESIS, 1
    seen = expect_head is None or expect_head == GENESIS
    digests = _digests(connection)
    sql = (
        "SELECT id, at, officer, verb, reason, summary, source, root_id, batch_id, count, digest, hash"
        " FROM change_sets ORDER BY id"
    )
    for row in connection.execute(sql):
        set_id, body, own = int(row[0]), tuple(row[:-1]), str(row[-1])
        where = f"change-set {set_id}"
        while expected_id < set_id:
            yield Problem("chain", f"change-set {expected_id}", "is missing")
            expected_id += 1
        expected_id = set_id + 1
        if not hmac.compare_digest(link(key, previous, body), own):
            yield Problem("chain", where, "was altered, or the one before it was")
        for found_id, digest in _up_to(digests, set_id):
            if found_id != set_id:
                yield Problem("chain", f"change-set {found_id}", "has changes, but the set itself is missing")
            elif digest != row[10]:
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


class _digests:  # noqa: N801 - reads as the function that it is
    """The digest of each set's changes, computed from the changes themselves, with one set of look-ahead."""

    def __init__(self, connection: Connection) -> None:
        self._sets = self._computed(connection)
        self.waiting: tuple[int, str] | None = next(self._sets, None)

    def take(self) -> tuple[int, str] | None:
        found = self.waiting
        self.waiting = next(self._sets, None)
        return found

    def __iter__(self) -> Iterator[tuple[int, str]]:
        while (found := self.take()) is not None:
            yield found

    @staticmethod
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
        current: int | None = None
        content = hashlib.sha256()
        for set_id, *change in connection.execute(sql):
            if set_id != current:
                if current is not None:
                    yield current, content.hexdigest()
                current = int(set_id)
                content = hashlib.sha256()
                if current in batches:
                    content.update(seals.blocks_digest(connection, batches[current]).encode())
            if change[1] is not None:
                content.update(canonical(tuple(change)))
        if current is not None:
            yield current, content.hexdigest()


def _up_to(digests: _digests, set_id: int) -> Iterator[tuple[int, str]]:
    while digests.waiting is not None and digests.waiting[0] <= set_id:
        found = digests.take()
        if found is not None:
            yield found


def _rows(connection: Connection, table: str, counted: list[int]) -> Iterator[Problem]:
    """Hold each row of a table against its changes, or its seal, or both; three streams in the order of row ids."""
    key = chain_key(connection)
    names = [
        name for name in columns(connection, table) if name not in {"id", "version"} and not is_derived(table, name)
    ]
    sealed_names = seals.SEALED_COLUMNS.get(table, ())
    actual = _ahead(connection.execute(f"SELECT id, {', '.join(names)} FROM {table} ORDER BY id"))
    logged = _ahead(_folded(connection, table))
    sealed = _ahead(seals.sealed_ids(connection, table))
    undone = _undone_batches(connection)
    while (row_id := _least(actual, logged, sealed)) is not None:
        row = actual.take_if(row_id)
        story = logged.take_if(row_id)
        mark = sealed.take_if(row_id)
        values = dict(zip(names, row[1:], strict=True)) if row else None
        counted[0] += row is not None
        where = f"{table} row {row_id}"
        if story is not None and not story.complete and mark is None:
            yield Problem("seal", where, "has changes, but nothing that says how it began")
        elif values is None:
            if (story is None or story.exists) and not (mark is not None and mark[1] in undone):
                yield Problem("row_deleted", where, "was removed by other means than cpo")
        elif story is None and mark is None:
            yield Problem("row_added", where, f"was added by other means than cpo{_name(connection, table, values)}")
        elif story is not None and not story.exists:
            yield Problem("row_added", where, f"was put back by other means than cpo{_name(connection, table, values)}")
        else:
            yield from _held(connection, table, row_id, values, story, mark, key, sealed_names)


def _held(
    connection: Connection, table: str, row_id: int, values: Values, story: _Story | None, mark: Any, key: bytes,
    sealed_names: tuple[str, ...],
) -> Iterator[Problem]:  # fmt: skip
    where = f"{table} row {row_id}"
    wrong: list[str] = []
    first = dict(values)
    if story is not None:
        known = values if not story.complete else {**dict.fromkeys(values), **_defaults(table)}
        expected = {**known, **story.values}
        wrong = [name for name, value in expected.items() if name in values and values[name] != value]
        first.update(story.before)
    if mark is not None and (story is None or not story.complete):
        began = [first[name] for name in sealed_names]
        if seals.seal(key, table, row_id, began) != mark[2]:
            wrong = wrong or ["a value"]
    if wrong:
        yield Problem(
            "row_altered",
            where,
            f"{', '.join(wrong)} was altered by other means than cpo{_name(connection, table, values)}",
        )


def _name(connection: Connection, table: str, values: Values) -> str:
    case_id = values.get("case_id")
    reference = values.get("reference") if table == "cases" else None
    if reference is None and case_id is not None:
        row = connection.execute("SELECT reference FROM cases WHERE id = ?", (case_id,)).fetchone()
        reference = row[0] if row else None
    if reference is None and table == "persons":
        row = connection.execute(
            "SELECT c.reference FROM cases c JOIN persons p ON p.id = c.person_id WHERE p.full_name = ? LIMIT 1",
            (values.get("full_name"),),
        ).fetchone()
        reference = row[0] if row else None
    return f" (case {reference})" if reference else ""


def _defaults(table: str) -> Values:
    given: dict[str, Values] = {
        "officers": {"role": "officer", "active": 1},
        "cases": {"lifecycle": "open"},
        "events": {"pinned": 0},
        "documents": {"state": "requested"},
        "inquiries": {"state": "received"},
    }
    return given.get(table, {})


@dataclass(slots=True)
class _Story:
    """What the log says of one row: its values now, whether it still exists, and the first `before` of each field."""

    row_id: int
    values: Values
    before: Values
    exists: bool
    complete: bool


def _folded(connection: Connection, table: str) -> Iterator[tuple[int, _Story]]:
    sql = "SELECT row_id, op, before, after FROM changes WHERE table_name = ? ORDER BY row_id, id"
    story: _Story | None = None
    for row_id, op, before, after in connection.execute(sql, (table,)):
        if story is None or story.row_id != row_id:
            if story is not None:
                yield story.row_id, story
            story = _Story(int(row_id), {}, {}, exists=True, complete=op == "insert")
        old, new = (json.loads(text) if text else {} for text in (before, after))
        if op == "insert":
            story.values, story.exists, story.complete = new, True, True
        elif op == "delete":
            story.exists = False
        else:
            for name, value in old.items():
                story.before.setdefault(name, value)
            story.values.update(new)
    if story is not None:
        yield story.row_id, story


class _ahead:  # noqa: N801 - reads as the function that it is
    """A stream of rows that begin with their id, with one row of look-ahead."""

    def __init__(self, rows: Any) -> None:
        self._rows = iter(rows)
        self.waiting: Any = next(self._rows, None)

    def take_if(self, row_id: int) -> Any:
        if self.waiting is None or self.waiting[0] != row_id:
            return None
        found = self.waiting
        self.waiting = next(self._rows, None)
        return found[1] if isinstance(found[1], _Story) else found


def _least(*streams: _ahead) -> int | None:
    ids = [stream.waiting[0] for stream in streams if stream.waiting is not None]
    return min(ids) if ids else None


def _undone_batches(connection: Connection) -> frozenset[int]:
    sql = (
        "SELECT s.batch_id FROM change_sets s WHERE s.verb = 'import' AND s.batch_id IS NOT NULL AND"
        " (SELECT u.verb FROM change_sets u WHERE u.root_id = s.id ORDER BY u.id DESC LIMIT 1) = 'undo'"
    )
    return frozenset(int(row[0]) for row in connection.execute(sql))


def _derived(connection: Connection, office: Office) -> Iterator[Problem]:
    """Hold the derived columns against what the rest of the store gives."""
    last = 0
    names = ", ".join(DERIVED_COLUMNS)
    while ids := [
        row[0] for row in connection.execute("SELECT id FROM cases WHERE id > ? ORDER BY id LIMIT 500", (last,))
    ]:
        last = ids[-1]
        wanted = derived(connection, ids, office)
        held = connection.execute(
            f"SELECT id, reference, {names} FROM cases WHERE id BETWEEN ? AND ? ORDER BY id", (ids[0], last)
        )
        for case_id, reference, *values in held:
            pairs = zip(DERIVED_COLUMNS, values, wanted[case_id], strict=True)
            wrong = [name for name, stored, due in pairs if stored != due]
            if wrong:
                message = f"{', '.join(wrong)} does not follow from the record (case {reference})"
                yield Problem("derived", f"cases row {case_id}", message)


def _search(connection: Connection) -> Iterator[Problem]:
    """The index can say by itself whether it fits its table, but only on a connection that may write."""
    sql = (
        "SELECT c.id, c.reference FROM cases c LEFT JOIN case_search_docsize d ON d.id = c.id"
        " WHERE (c.search_key IS NULL) != (d.id IS NULL) LIMIT 20"
    )
    for row_id, reference in connection.execute(sql):
        yield Problem("search", f"cases row {row_id}", f"is not in the search index as it should be (case {reference})")
    stray = "SELECT d.id FROM case_search_docsize d LEFT JOIN cases c ON c.id = d.id WHERE c.id IS NULL LIMIT 20"
    for (row_id,) in connection.execute(stray):
        yield Problem("search", f"cases row {row_id}", "is in the search index, but there is no such case")
    for index, of in (("case_search", "cases"), ("inquiry_search", "inquiries")):
        try:
            connection.execute("PRAGMA query_only=OFF")
            connection.execute(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")
        except DatabaseError as error:
            yield Problem("search", index, f"the search index is not that of the {of}: {error}")
        finally:
            connection.execute("PRAGMA query_only=ON")
