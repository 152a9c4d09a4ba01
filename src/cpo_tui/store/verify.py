"""Whether the store is what its own record says it is.

The chain of change-sets is recomputed with the store's key; every row is held against the change-sets that made it or
against its seal; the search index, the references between tables and the pages are checked. Everything streams, so a
store of a million cases needs no more memory than one of ten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace

from cpo_tui.errors import CpoError
from cpo_tui.store import attachments, journal, verifier
from cpo_tui.store.changes import GENESIS, WRITABLE
from cpo_tui.store.connect import Connection, DatabaseError, Store
from cpo_tui.store.problems import Problem as Problem  # noqa: PLC0414 - what a verification gives
from cpo_tui.store.seals import JOURNAL
from cpo_tui.store.verifier import Verifier
from cpo_tui.store.verify_chain import chain_problems, log_problems
from cpo_tui.store.verify_derived import derived_problems
from cpo_tui.store.verify_rows import row_problems
from cpo_tui.store.worklist import Office


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


def verify(
    connection: Connection,
    office: Office,
    *,
    expect_head: str | None = None,
    replay: bool = False,
    beside: Connection | None = None,
    store: Store | None = None,
) -> Verdict:
    """Check a store from its pages to its chain, and name everything that is not as recorded.

    `replay` works out every date anew as well, which otherwise happens only where the sum of them does not fit.
    `expect_head` is a head that was kept elsewhere: a store that does not hold it is an older copy. On `beside`, another
    connection to the same store, pages, search index and attachments are checked at the same time, in another thread.
    With `store`, what follows from the record of a large one is worked out by another process at the same time.
    """
    if beside is None:
        pages = list(_pages(connection))
        if _are_damaged(pages):
            return Verdict(tuple(pages), "", 0, 0)
        recorded = _recorded(connection, office, expect_head, replay=replay, store=store)
        rest = list(_kept(connection))
    else:
        with ThreadPoolExecutor(1, "cpo-verify") as threads:
            work = threads.submit(_beside, beside)
            try:
                recorded = _recorded(connection, office, expect_head, replay=replay, store=store)
            except (DatabaseError, CpoError):
                if _are_damaged(work.result()[0]):  # rows of damaged pages cannot be held against anything
                    return Verdict(tuple(work.result()[0]), "", 0, 0)
                raise
            pages, rest = work.result()
        if _are_damaged(pages):
            return Verdict(tuple(pages), "", 0, 0)
    return replace(recorded, problems=(*pages, *recorded.problems, *rest))


def _recorded(
    connection: Connection, office: Office, expect_head: str | None, *, replay: bool, store: Store | None
) -> Verdict:
    """What is not as the record says, all of it read from one state: what others write meanwhile is no finding."""
    if connection.in_transaction:
        problems, counted = _against_the_record(connection, office, expect_head, replay=replay, aside=None)
        return Verdict(tuple(problems), *head_of(connection), counted)
    with verifier.beside(store, office) if store is not None else nullcontext() as aside:
        connection.execute("BEGIN")
        try:
            head = head_of(connection)
            if aside is not None:
                aside.begin(office, replay=replay)
            problems, counted = _against_the_record(connection, office, expect_head, replay=replay, aside=aside)
            return Verdict(tuple(problems), *head, counted)
        finally:
            if connection.in_transaction:  # a page that cannot be read may have ended it
                connection.execute("ROLLBACK")


def _against_the_record(
    connection: Connection, office: Office, expect_head: str | None, *, replay: bool, aside: Verifier | None
) -> tuple[list[Problem], int]:
    """The problems, and how many rows were held against the record."""
    problems = [*chain_problems(connection, expect_head), *log_problems(connection), *journal.problems(connection)]
    counted = [0]
    for table in (*WRITABLE, *JOURNAL):
        problems.extend(row_problems(connection, table, counted))
    followed = None if aside is None else aside.found()
    if followed is not None:
        return [*problems, *followed[0]], counted[0] + followed[1]
    problems.extend(derived_problems(connection, office, counted, replay=replay))
    return problems, counted[0]


def _beside(connection: Connection) -> tuple[list[Problem], list[Problem]]:
    """What the library finds by itself: in the pages, and, where these are sound, in the index and the attachments."""
    connection.execute(f"PRAGMA cache_size=-{_ROOM}")
    pages = list(_pages(connection))
    return pages, [] if _are_damaged(pages) else list(_kept(connection))


_ROOM = 64_000
"""Kibibytes of pages that the check of the pages may hold: it goes from each index to its table, here and there."""


def _kept(connection: Connection) -> Iterator[Problem]:
    yield from _search(connection)
    yield from (Problem("blob", where, message) for where, message in attachments.damaged(connection))


def _are_damaged(pages: Iterable[Problem]) -> bool:
    return any(problem.kind == "page" for problem in pages)


def _pages(connection: Connection) -> Iterator[Problem]:
    """The first check reads every page in use, and the encryption refuses one that is not as it was written; so pages are
    looked at singly only where that found something, which they name, or where some are free, which it passes over.
    """
    sound, free = True, 0
    try:
        (free,) = connection.execute("PRAGMA freelist_count").fetchone()
        for (message,) in connection.execute("PRAGMA integrity_check(20)"):
            if message != "ok":
                sound = False
                yield Problem("page", message.split(":")[0], str(message))
        for table, row_id, parent, _ in connection.execute("PRAGMA foreign_key_check"):
            yield Problem("reference", f"{table} row {row_id}", f"refers to a row of {parent} that is not there")
    except DatabaseError as error:
        sound = False
        yield Problem("page", "store", f"the store cannot be read: {error}")
    if not sound or free:
        try:
            for (message,) in connection.execute("PRAGMA cipher_integrity_check"):
                yield Problem("page", "encryption", str(message))
        except DatabaseError as error:
            if sound:
                yield Problem("page", "store", f"the store cannot be read: {error}")


def _search(connection: Connection) -> Iterator[Problem]:
    """The index can say by itself whether it fits its table, but only on a connection that may write."""
    (was,) = connection.execute("PRAGMA query_only").fetchone()
    for index, of in (("case_search", "cases"), ("inquiry_search", "inquiries")):
        try:
            connection.execute("PRAGMA query_only=OFF")
            connection.execute(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")
        except DatabaseError as error:
            yield Problem("search", index, f"the search index is not that of the {of}: {error}")
            if of == "cases":
                yield from _not_indexed(connection)
        finally:
            connection.execute(f"PRAGMA query_only={int(was)}")


def _not_indexed(connection: Connection) -> Iterator[Problem]:
    """The first cases by name of which the index has nothing, or has too much."""
    sql = (
        "SELECT c.id, c.reference FROM cases c LEFT JOIN case_search_docsize d ON d.id = c.id"
        " WHERE (c.search_key IS NULL) != (d.id IS NULL) LIMIT 20"
    )
    for row_id, reference in connection.execute(sql):
        yield Problem("search", f"cases row {row_id}", f"is not in the search index as it should be (case {reference})")
    stray = "SELECT d.id FROM case_search_docsize d LEFT JOIN cases c ON c.id = d.id WHERE c.id IS NULL LIMIT 20"
    for (row_id,) in connection.execute(stray):
        yield Problem("search", f"cases row {row_id}", "is in the search index, but there is no such case")
