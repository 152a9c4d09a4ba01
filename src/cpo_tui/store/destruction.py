"""Taking a file out of the store for good, so that the record stays sound without holding what was in it.

The rows go; every change that made or altered them stays in the record as a change of that row, but empty. What a
change-set was sealed with cannot be computed any more from an emptied change, so each emptied set gets the digest of what
is left of it, under the certificate, which is itself part of the chain. The search index and the free pages of the file
are cleaned by `wipe`, because a database only marks them as free.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from cpo_tui.errors import StoreError
from cpo_tui.store import deadlines, documents, seals, tallies
from cpo_tui.store.changes import WRITABLE, Recorder, canonical
from cpo_tui.store.connect import Connection, DatabaseError, Store, transaction, translated

Rows = dict[str, set[int]]
_ROOTS = frozenset({"persons", "inquiries"})
"""What a case hangs on or shares with others: it goes only where nothing else needs it."""
_OF_THE_RECORD = frozenset({"changes", "change_sets", "redactions", "destructions"})


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken out: rows by table (and `bytes` of attached files), and the digests of the sets that were emptied."""

    contents: Mapping[str, int]
    digests: Mapping[int, str]


def rows_of(connection: Connection, case_id: int) -> Rows:
    """Every row that belongs to a case and to nothing else, by table, found along the references of the schema."""
    found: Rows = defaultdict(set)
    found["cases"].add(case_id)
    (person,) = connection.execute("SELECT person_id FROM cases WHERE id = ?", (case_id,)).fetchone()
    if not connection.execute("SELECT 1 FROM cases WHERE person_id = ? AND id != ?", (person, case_id)).fetchone():
        found["persons"].add(int(person))
    alone = connection.execute(
        "SELECT inquiry_id FROM inquiry_cases GROUP BY inquiry_id HAVING min(case_id) = ?1 AND max(case_id) = ?1",
        (case_id,),
    )
    found["inquiries"].update(int(row[0]) for row in alone)
    waiting = [(table, set(ids)) for table, ids in found.items()]
    references = _references(connection)
    while waiting:
        parent, ids = waiting.pop()
        listed = canonical(sorted(ids)).decode()
        for table, column in references.get(parent, ()):
            rows = connection.execute(
                f"SELECT rowid FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))", (listed,)
            )
            new = {int(row[0]) for row in rows} - found[table]
            if new:
                found[table] |= new
                waiting.append((table, new))
    for table, ids in list(found.items()):
        rows = connection.execute(
            "SELECT id FROM source_records WHERE table_name = ? AND row_id IN (SELECT value FROM json_each(?))",
            (table, canonical(sorted(ids)).decode()),
        )
        found["source_records"].update(int(row[0]) for row in rows)
    return {table: ids for table, ids in found.items() if ids}


def _references(connection: Connection) -> dict[str, list[tuple[str, str]]]:
    """Table → the tables that refer to it, each with the column that does."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
    for (table,) in tables.fetchall():
        if table in _OF_THE_RECORD or table in _ROOTS or table == "cases":
            continue
        for row in connection.execute(f"PRAGMA foreign_key_list({table})"):
            found[str(row[2])].append((str(table), str(row[3])))
    return found


def remove(recorder: Recorder, case_id: int) -> Removed:
    """Take a case out, inside the caller's transaction; raises `StoreError` where its record is not sound to begin with.

    The caller writes the certificate and, with `keep_digests`, what was emptied under it; only then `empty` may be called.
    """
    connection = recorder.connection
    connection.execute("PRAGMA defer_foreign_keys=ON")
    rows = rows_of(connection, case_id)
    digests = _left(connection, rows, case_id)
    contents = {table: len(ids) for table, ids in sorted(rows.items())}
    contents["bytes"] = _bytes(connection, rows.get("document_files", set()))
    reference = connection.execute("SELECT reference FROM cases WHERE id = ?", (case_id,)).fetchone()[0]
    _drop_drafts(connection, reference)
    tallies.replace_rows(connection, "deadlines", deadlines.WRITTEN, [case_id], ())
    tallies.replace_rows(connection, "document_forecasts", documents.WRITTEN, [case_id], ())
    for table, ids in rows.items():
        if table in WRITABLE or table in seals.JOURNAL:
            for row_id in sorted(ids):
                recorder.destroy(table, row_id)
        else:
            connection.executemany(f"DELETE FROM {table} WHERE rowid = ?", ((row_id,) for row_id in ids))
    connection.execute("DELETE FROM blobs WHERE sha256 NOT IN (SELECT sha256 FROM document_files)")
    return Removed(contents, digests)


def _bytes(connection: Connection, files: set[int]) -> int:
    listed = canonical(sorted(files)).decode()
    sql = "SELECT COALESCE(sum(size), 0) FROM document_files WHERE id IN (SELECT value FROM json_each(?))"
    return int(connection.execute(sql, (listed,)).fetchone()[0])


def _concerned(connection: Connection, rows: Rows, case_id: int) -> list[tuple[int, int]]:
    """The changes that told of these rows, and of rows of the case that are gone already: (id, change-set)."""
    found: dict[int, int] = {}
    for table, ids in rows.items():
        sql = (
            "SELECT id, change_set_id FROM changes WHERE table_name = ? AND row_id IN (SELECT value FROM json_each(?))"
        )
        found.update(
            (int(row[0]), int(row[1])) for row in connection.execute(sql, (table, canonical(sorted(ids)).decode()))
        )
    gone = connection.execute("SELECT id, change_set_id, table_name, row_id FROM changes WHERE case_id = ?", (case_id,))
    for change, set_id, table, row_id in gone.fetchall():
        if change not in found and not connection.execute(
            f"SELECT 1 FROM {table} WHERE id = ?", (row_id,)
        ).fetchone():  # fmt: skip
            found[int(change)] = int(set_id)
    return sorted(found.items())


def _left(connection: Connection, rows: Rows, case_id: int) -> dict[int, str]:
    """Choose what has to be emptied, and give the digest of each set without it; the choice is kept for `empty`."""
    concerned = _concerned(connection, rows, case_id)
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS to_empty (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM to_empty")
    connection.executemany("INSERT INTO to_empty VALUES (?)", ((change,) for change, _ in concerned))
    emptied = {change for change, _ in concerned}
    found = {}
    for set_id in sorted({set_id for _, set_id in concerned}):
        if digest_of(connection, set_id) != sealed_digest(connection, set_id):
            raise StoreError(
                f"Change-set {set_id} is not as it was sealed, so nothing of it can be destroyed.",
                hint="Run cpo verify.",
                kind="damaged",
            )
        found[set_id] = digest_of(connection, set_id, emptied)
    return found


def digest_of(connection: Connection, set_id: int, emptied: set[int] | frozenset[int] = frozenset()) -> str:
    """The digest of a set's changes as they lie in the store; those in `emptied` count as empty."""
    content = hashlib.sha256()
    batch = connection.execute(
        "SELECT batch_id FROM change_sets WHERE id = ? AND verb = 'import' AND batch_id IS NOT NULL", (set_id,)
    ).fetchone()
    if batch is not None:
        content.update(seals.blocks_digest(connection, int(batch[0])).encode())
    sql = "SELECT id, case_id, table_name, row_id, op, before, after FROM changes WHERE change_set_id = ? ORDER BY id"
    for change_id, case_id, table, row_id, op, before, after in connection.execute(sql, (set_id,)):
        values = (None, table, row_id, op, None, None) if change_id in emptied else (case_id, table, row_id, op, before, after)  # fmt: skip
        content.update(canonical(values))
    return content.hexdigest()


def sealed_digest(connection: Connection, set_id: int) -> str:
    """The digest that a set must have: that of its newest redaction, else the one that it was sealed with."""
    row = connection.execute(
        "SELECT COALESCE((SELECT digest FROM redactions WHERE change_set_id = s.id ORDER BY id DESC LIMIT 1), s.digest)"
        " FROM change_sets s WHERE s.id = ?",
        (set_id,),
    ).fetchone()
    return str(row[0]) if row else ""


def keep_digests(connection: Connection, destruction: int, digests: Mapping[int, str]) -> None:
    """Write what each emptied set has to look like from now on, under the certificate."""
    connection.executemany(
        "INSERT INTO redactions (destruction_id, change_set_id, digest) VALUES (?, ?, ?)",
        ((destruction, set_id, digest) for set_id, digest in digests.items()),
    )


def empty(connection: Connection) -> None:
    """Empty the changes that `remove` chose; the database allows it only where `keep_digests` was called."""
    connection.execute(
        "UPDATE changes SET before = NULL, after = NULL, case_id = NULL WHERE id IN (SELECT id FROM temp.to_empty)"
    )


def fingerprint(digests: Mapping[int, str]) -> str:
    """The hash of what a certificate emptied; it is part of the certificate, and so of the chain."""
    return hashlib.sha256(canonical(sorted(digests.items()))).hexdigest()


def ask_for_wipe(connection: Connection) -> None:
    """Remember, in the caller's transaction, that free pages still hold what was destroyed."""
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('to_wipe', '1')")


def is_wiped(connection: Connection) -> bool:
    """Whether nothing that was destroyed is left in free pages of the store."""
    return connection.execute("SELECT 1 FROM meta WHERE key = 'to_wipe'").fetchone() is None


def wipe(store: Store) -> None:
    """Write the whole store anew, without free pages and with the search index merged; nobody else may have it open.

    Raises `StoreError` (`Busy` where others work on it); what was destroyed is then gone from the tables all the same.
    """
    connection = store.writer()
    try:
        connection.execute("PRAGMA secure_delete=ON")
        with transaction(connection, store):
            for index in ("case_search", "inquiry_search"):
                connection.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")
        connection.execute("VACUUM")
        with transaction(connection, store):
            connection.execute("DELETE FROM meta WHERE key = 'to_wipe'")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except DatabaseError as error:
        raise translated(error, store) from error
    finally:
        connection.close()


def overwrite_freed(connection: Connection) -> None:
    """Have what is deleted on this connection overwritten in the file, not only given free."""
    connection.execute("PRAGMA secure_delete=ON")


def _drop_drafts(connection: Connection, reference: str) -> None:
    """Remove what was half written about a case: the drafts whose place names its reference as a whole, C-1 not in C-10."""
    named = re.compile(rf"(?<![\w-]){re.escape(reference)}(?![\w-])")
    found = connection.execute("SELECT id, place FROM drafts WHERE instr(place, ?) > 0", (reference,)).fetchall()
    connection.executemany("DELETE FROM drafts WHERE id = ?", [(row,) for row, place in found if named.search(place)])
