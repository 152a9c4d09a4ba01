"""Change-sets: every write is one of them, with before and after, in a chain that shows tampering.

A `Recorder` is the only way in which rows are written one by one. It writes the row, keeps the values before and after,
and at the end seals the set: a keyed hash over the set, its changes and the hash of the set before. Derived columns are
not recorded; they are recomputed from the rest.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cpo_tui.errors import Conflict, StoreError
from cpo_tui.store.connect import Connection
from cpo_tui.store.seals import JOURNAL

GENESIS = "0" * 64
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode

DERIVED: frozenset[str] = frozenset(
    {
        "search_key", "last_touched_at", "act_key", "act_from", "due_key", "act_by", "due_at", "demand", "demand_kind",
        "severity", "citation", "rule", "held_until", "missing_documents", "open_inquiries", "safeguards",
        "next_hearing_at",
    }
)  # fmt: skip
"""Columns of `cases` that are recomputed and never part of a change."""

WRITABLE: dict[str, bool] = {
    "officers": False, "persons": True, "cases": True, "events": True, "hearings": True, "holds": True, "tasks": True,
    "notes": True, "documents": True, "document_checks": True, "document_files": True, "custody_entries": True,
    "inquiries": False, "inquiry_cases": True, "inquiry_steps": False, "communications": True, "disclosures": True,
    "promises": True, "coordinations": True, "letters": True, "safeguards": True, "representations": True,
    "consents": True, "clock_events": True, "legal_holds": True, "handovers": True, "absences": False,
    "saved_views": False, "packs": False, "retention_decisions": True, "destructions": False,
}  # fmt: skip
"""The tables that actions may write, and whether a row of it belongs to a case."""


Change = tuple[int | None, str, int, str, str | None, str | None]
"""One row that was written: case, table, row, what was done (`insert`, `update`, `delete`), the values before and after
as JSON."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and through what (`cli`, `ui`)."""

    officer: str
    source: str = "cli"


@dataclass(slots=True)
class Recorder:
    """One change-set in the making, inside one transaction.

    `at` is the ISO moment (UTC) of the whole set. `touched` collects the cases whose derived columns must be recomputed.
    """

    connection: Connection
    actor: Actor
    verb: str
    at: str
    reason: str | None = None
    root_id: int | None = None
    batch_id: int | None = None
    touched: set[int] = field(default_factory=set)
    of_law: set[int] = field(default_factory=set)
    """Those of `touched` of which something was written that a rule could ask about."""
    bulk: int = 0
    """Rows that were written or removed in bulk and have no change of their own."""
    _changes: list[Change] = field(default_factory=list)

    def insert(
        self, table: str, values: Mapping[str, Any], *, case_id: int | None = None, row_id: int | None = None
    ) -> int:
        """Insert one row and give its id; None values are left to the column's default.

        `row_id` is for a caller that numbers the rows of the table itself.
        """
        known = columns(self.connection, table)
        given = {name: value for name, value in values.items() if value is not None}
        _check_names(table, given, known)
        written = given if row_id is None else {"id": row_id, **given}
        names = ", ".join(written)
        marks = ", ".join("?" * len(written))
        cursor = self.connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(written.values()))
        row_id = int(cursor.lastrowid or 0)
        owner = row_id if table == "cases" else case_id
        self._note(owner, table, row_id, "insert", None, given)
        return row_id

    def update(
        self,
        table: str,
        row_id: int,
        fields: Mapping[str, Any],
        *,
        case_id: int | None = None,
        version: int | None = None,
    ) -> bool:
        """Set `fields` of one row; gives whether anything differed.

        With `version`, the row must still have it: else `Conflict`, which names both values of each field.
        """
        known = columns(self.connection, table)
        _check_names(table, fields, known)
        names = list(fields)
        row = self.connection.execute(
            f"SELECT version, {', '.join(names)} FROM {table} WHERE id = ?", (row_id,)
        ).fetchone()
        if row is None:
            raise StoreError(f"Row {row_id} of {table} is gone.", hint="Refresh and try again.", kind="gone")
        before = dict(zip(names, row[1:], strict=True))
        changed = {name: value for name, value in fields.items() if before[name] != value}
        if not changed:
            return False
        if version is not None and row[0] != version:
            theirs = {name: before[name] for name in changed}
            raise Conflict(
                "Someone changed this since you read it.",
                hint="Look at both values and choose.",
                yours=dict(changed),
                theirs=theirs,
            )
        sets = ", ".join(f"{name} = ?" for name in changed)
        self.connection.execute(
            f"UPDATE {table} SET {sets}, version = version + 1 WHERE id = ?", (*changed.values(), row_id)
        )
        owner = row_id if table == "cases" else case_id
        self._note(owner, table, row_id, "update", {name: before[name] for name in changed}, changed)
        return True

    def update_cases(self, wanted: Mapping[int, Mapping[str, Any]]) -> None:
        """Set fields of several cases by their ids: what `update` does to each, with a few statements for all."""
        names = sorted({name for fields in wanted.values() for name in fields})
        if not names:
            return
        _check_names("cases", names, columns(self.connection, "cases"))
        found = self.connection.execute(
            f"SELECT id, {', '.join(names)} FROM cases WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(wanted)),),
        )
        stored = {row[0]: dict(zip(names, row[1:], strict=True)) for row in found}
        alike: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
        for case_id, fields in wanted.items():
            if case_id not in stored:
                raise StoreError(f"Row {case_id} of cases is gone.", hint="Refresh and try again.", kind="gone")
            before = stored[case_id]
            changed = {name: value for name, value in fields.items() if before[name] != value}
            if changed:
                alike.setdefault(tuple(changed), []).append((*changed.values(), case_id))
                self._note(case_id, "cases", case_id, "update", {name: before[name] for name in changed}, changed)
        for kind, rows in alike.items():
            sets = ", ".join(f"{name} = ?" for name in kind)
            self.connection.executemany(f"UPDATE cases SET {sets}, version = version + 1 WHERE id = ?", rows)

    def delete(self, table: str, row_id: int, *, case_id: int | None = None) -> None:
        """Remove one row; only the inverse of an insert does this, and its values stay in the change."""
        known = columns(self.connection, table)
        row = self.connection.execute(f"SELECT {', '.join(known)} FROM {table} WHERE id = ?", (row_id,)).fetchone()
        if row is None:
            raise StoreError(f"Row {row_id} of {table} is gone.", hint="Refresh and try again.", kind="gone")
        values = {
            name: value
            for name, value in zip(known, row, strict=True)
            if not is_derived(table, name) and value is not None
        }
        self.connection.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))
        self._note(row_id if table == "cases" else case_id, table, row_id, "delete", values, None)

    def destroy(self, table: str, row_id: int) -> None:
        """Remove one row for good: that it went is recorded, what was in it is not."""
        if table not in JOURNAL:
            columns(self.connection, table)
        self.connection.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))
        self._note(None, table, row_id, "delete", None, None)

    def touch(self, case_ids: Iterable[int]) -> None:
        """Ask for the derived columns of these cases to be recomputed, though no row of theirs is written here."""
        ids = tuple(case_ids)
        self.touched.update(ids)
        self.of_law.update(ids)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What was written one by one so far, in its order."""
        return tuple(self._changes)

    @property
    def count(self) -> int:
        """How many rows this set has changed so far."""
        return len(self._changes) + self.bulk

    def _note(
        self, case_id: int | None, table: str, row_id: int, op: str,
        before: Mapping[str, Any] | None, after: Mapping[str, Any] | None,
    ) -> None:  # fmt: skip
        if case_id is not None:
            self.touched.add(case_id)
            if not _is_beside_law(table, op, after):
                self.of_law.add(case_id)
        self._changes.append((case_id, table, row_id, op, _json(before), _json(after)))

    def seal(self, summary: str, *, digest: str | None = None) -> int:
        """Write the change-set and its changes, and give its id.

        An import passes the `digest` of the rows that it wrote in bulk and that have no change of their own.
        """
        connection = self.connection
        last = connection.execute("SELECT id, hash FROM change_sets ORDER BY id DESC LIMIT 1").fetchone()
        set_id, previous = (int(last[0]) + 1, str(last[1])) if last else (1, GENESIS)
        content = hashlib.sha256()
        if digest:
            content.update(digest.encode())
        for change in self._changes:
            content.update(canonical(change))
        body = (
            set_id, self.at, self.actor.officer, self.verb, self.reason, summary, self.actor.source, self.root_id,
            self.batch_id, self.count, content.hexdigest(),
        )  # fmt: skip
        connection.execute(
            "INSERT INTO change_sets (id, at, officer, verb, reason, summary, source, root_id, batch_id, count, digest, hash)"
            " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (*body, link(chain_key(connection), previous, body)),
        )
        connection.executemany(
            "INSERT INTO changes (change_set_id, case_id, table_name, row_id, op, before, after) VALUES (?,?,?,?,?,?,?)",
            [(set_id, *change) for change in self._changes],
        )
        return set_id


BESIDE_LAW = frozenset({"holds", "tasks", "notes", "handovers"})
"""Tables of which no rule and no checklist asks anything: writing them moves no deadline and no forecast."""
_BESIDE_FIELDS = frozenset({"officer", "team", "assigned_at"})


def _is_beside_law(table: str, op: str, after: Mapping[str, Any] | None) -> bool:
    if table in BESIDE_LAW:
        return True
    return table == "cases" and op == "update" and after is not None and after.keys() <= _BESIDE_FIELDS


def canonical(values: object) -> bytes:
    """`values` as bytes that are the same wherever and whenever they are made."""
    return _encode(values).encode("utf-8", "surrogatepass")


def link(key: bytes, previous: str, body: object) -> str:
    """The hash of one change-set: keyed, over the hash before it and its own content."""
    return hmac.new(key, previous.encode() + canonical(body), hashlib.sha256).hexdigest()


def is_link(key: bytes, previous: str, body: object, kept: object) -> bool:
    """Whether what is kept is the hash of that content; of values that no cpo writes, such as bytes, nothing is."""
    try:
        made = link(key, previous, body)
    except TypeError:
        return False
    return same(made, kept)


def same(made: str, kept: object) -> bool:
    """Whether a hash that was kept, whatever it is by now, is the one that was made."""
    return hmac.compare_digest(made.encode(), str(kept).encode("utf-8", "surrogatepass"))


def chain_key(connection: Connection) -> bytes:
    """The store's own key for the chain; it lies inside the (encrypted) store and nowhere else."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'chain_key'").fetchone()
    try:
        return bytes.fromhex(row[0])
    except (TypeError, ValueError) as error:  # there is none, or what is there is none
        raise StoreError(
            "The store has no key for its chain.",
            hint="Restore a backup: cpo restore FILE --store NEW.",
            kind="damaged",
        ) from error


def columns(connection: Connection, table: str) -> tuple[str, ...]:
    """The columns of a table that actions may write."""
    if table not in WRITABLE:
        raise StoreError(f"Actions do not write the table {table!r}.", kind="internal")
    return _columns(table) or tuple(str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})"))


@cache
def _columns(table: str) -> tuple[str, ...]:
    """The columns of `table` as the schema script gives them, so that no query is spent on each write."""
    from cpo_tui.store.schema import schema_sql

    names: list[str] = []
    inside = False
    for line in schema_sql().splitlines():
        if line == f"CREATE TABLE {table} (":
            inside = True
        elif inside and line.startswith(");"):
            break
        elif inside:
            word = line.split()[0]
            if word not in {"PRIMARY", "UNIQUE", "FOREIGN", "CONSTRAINT", "CHECK"}:
                names.append(word.strip('"'))
    return tuple(names)


def is_derived(table: str, name: str) -> bool:
    """Whether a column is recomputed from the rest, and so never part of a change."""
    return table == "cases" and name in DERIVED


def _check_names(table: str, given: Iterable[str], known: Iterable[str]) -> None:
    wrong = sorted(name for name in given if name not in known or is_derived(table, name))
    if wrong:
        raise StoreError(f"{table} has no column that actions may write named {', '.join(wrong)}.", kind="internal")


def _json(values: Mapping[str, Any] | None) -> str | None:
    return None if values is None else canonical(values).decode("utf-8", "surrogatepass")
