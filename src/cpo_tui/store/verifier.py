"""Working out what follows from the record in a process of its own, while this one holds the rows against it.

Both read one state. A connection that does nothing else is asked for its `data_version` before either begins to read,
and again when both have begun: where another program committed in between, the numbers differ, what the child reads is
not used, and everything is worked out in this process. What is written later concerns neither. The child gets the path
and the key of the store through its standard input, never as an argument or a variable, and ends when that closes.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from zoneinfo import ZoneInfo

from cpo_tui import child
from cpo_tui.child import Child
from cpo_tui.errors import CpoError
from cpo_tui.process import harden
from cpo_tui.store.connect import Connection, DatabaseError, Store
from cpo_tui.store.keys import SALT_BYTES, StoreKey
from cpo_tui.store.problems import Problem
from cpo_tui.store.verify_derived import derived_problems
from cpo_tui.store.worklist import Office

WORTH_IT = 40_000
"""Cases from which a child pays: starting it takes as long as to work out twenty thousand."""
Found = tuple[list[Problem], int]
"""The problems, and how many rows were held."""


class Verifier:
    """A child that works out what follows from the record; made by `beside`."""

    def __init__(self, store: Store, gate: Connection, begun: Child, listener: ThreadPoolExecutor) -> None:
        self._store, self._gate, self._child, self._listener = store, gate, begun, listener
        self._before = _version(gate)
        self._found: Future[Found | None] | None = None

    def begin(self, office: Office, *, replay: bool) -> None:
        """Let it begin to read; the caller's own read has begun since this object was made."""
        key = None if self._store.key is None else self._store.key.pragma
        zone = office.zone.key if isinstance(office.zone, ZoneInfo) else "UTC"
        asked = (os.path.abspath(self._store.path), key, zone, office.untouched_days, replay)
        with suppress(BrokenPipeError):  # it is gone, and so has no answer
            self._child.send(asked)
        self._found = self._listener.submit(self._listen)

    def found(self) -> Found | None:
        """What it found; None where it stopped, or where another program wrote before both had begun to read."""
        return None if self._found is None else self._found.result()

    def _listen(self) -> Found | None:
        try:
            if self._child.receive() != "begun" or _version(self._gate) != self._before:
                self._child.stop()
                return None
            problems, counted = self._child.receive()
        except EOFError:
            return None
        return [Problem(*one) for one in problems], counted


@contextmanager
def beside(store: Store, office: Office) -> Iterator[Verifier | None]:
    """A child for this store, gone at the end of the block; None where the store is too small or the machine has one core."""
    with ExitStack() as closes:
        gate = closes.enter_context(closing(store.reader()))
        if not _is_worth_it(gate, office):
            yield None
            return
        begun = Child("cpo_tui.store.verifier")
        closes.callback(begun.end)
        listener = closes.enter_context(ThreadPoolExecutor(1, "cpo-verifier"))
        closes.callback(begun.stop)  # the first thing to be done: who listens to it then hears that it is gone
        yield Verifier(store, gate, begun, listener)


def _is_worth_it(connection: Connection, office: Office) -> bool:
    if (os.cpu_count() or 1) < 2 or not isinstance(office.zone, ZoneInfo) or not child.is_possible():  # noqa: PLR2004
        return False
    (last,) = connection.execute("SELECT max(id) FROM cases").fetchone()
    return (last or 0) >= WORTH_IT


def _version(connection: Connection) -> int:
    """A number that changes when another connection, of whatever program, commits something."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def main() -> None:
    """Do what standard input asks; whatever goes wrong, the one who asked does the work itself."""
    harden()
    try:
        path, pragma, zone, untouched_days, replay = child.receive(sys.stdin.buffer)
    except EOFError:
        return
    threading.Thread(target=_end_with_standard_input, daemon=True).start()
    store = Store(Path(path), None if pragma is None else _key(pragma))
    with closing(store.reader()) as connection, suppress(CpoError, DatabaseError):
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        child.send(sys.stdout.buffer, "begun")
        counted = [0]
        problems = [
            (one.kind, one.where, one.message)
            for one in derived_problems(connection, Office(ZoneInfo(zone), untouched_days), counted, replay=replay)
        ]
        child.send(sys.stdout.buffer, (problems, counted[0]))


def _key(pragma: str) -> StoreKey:
    raw = bytes.fromhex(pragma[2:-1])
    return StoreKey(raw[:-SALT_BYTES], raw[-SALT_BYTES:])


def _end_with_standard_input() -> None:
    """Whoever asked is gone when this closes; nobody waits for the answer then."""
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    main()
