"""A second connection that reads the very state that the first one reads, so that two threads can count at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from cpo_tui.errors import Busy
from cpo_tui.store.connect import Connection, Store
from cpo_tui.store.reader import data_version

_TRIES = 50


@contextmanager
def beside(store: Store, connection: Connection) -> Iterator[Connection]:
    """Both in a transaction over one state; that of `connection`, which must not have read anything, begins anew.

    Where `connection` had begun none, its own ends with the block. Raises `Busy` where somebody
    commits each time between the beginnings of the two.
    """
    was_in_transaction = connection.in_transaction
    with closing(store.reader()) as watch, closing(store.reader()) as other:
        try:
            for _ in range(_TRIES):
                before = data_version(watch)
                for one in (connection, other):
                    _begin(one)
                if data_version(watch) == before:
                    break
            else:
                raise Busy("Others write to the store all the time.", hint="Try again when their work has ended.")
            yield other
        finally:
            if not was_in_transaction and connection.in_transaction:
                connection.execute("ROLLBACK")


def _begin(connection: Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the state is that of the first reading
