"""What an import wrote, read back before it counts: rows that are not there or not as sealed roll the import back."""

from __future__ import annotations

from collections import Counter

from cpo_tui.errors import StoreError
from cpo_tui.store import seals
from cpo_tui.store.changes import chain_key
from cpo_tui.store.connect import Connection

WHOLE_BLOCKS = 6
"""Blocks of a table, counted from its first, of which every row is compared."""
ONE_OF = 8
"""After those, every row of one block out of so many, and of the last.

That every row is there is counted for all blocks. Comparing all rows of the largest files would lengthen their import
by a third; `verify` compares every row.
"""


class ReadBack:
    """Reads back one batch: what is written so far with `catch_up`, the rest with `finish`.

    Both raise `StoreError` of kind `read_back` where a row is not there, or differs from its seal without a change in
    the log. `compared` is how many rows were held against their seals.
    """

    def __init__(self, connection: Connection, batch_id: int) -> None:
        self.compared = 0
        self._connection = connection
        self._batch_id = batch_id
        self._stamp = seals.Stamp(chain_key(connection))
        self._last = 0
        self._places: Counter[str] = Counter()
        self._skipped: dict[str, tuple[int, bytes]] = {}

    def catch_up(self) -> None:
        """Compare what was sealed since the last time."""
        found = self._connection.execute(
            "SELECT id, table_name, first_id, seals FROM import_seals WHERE batch_id = ? AND id > ? ORDER BY id",
            (self._batch_id, self._last),
        ).fetchall()
        for row_id, table, first, block in found:
            self._last = row_id
            place = self._places[table]
            self._places[table] += 1
            if place < WHOLE_BLOCKS or place % ONE_OF == 0:
                self._skipped.pop(table, None)
                self._compare(table, first, block)
            else:
                self._skipped[table] = (first, block)

    def finish(self) -> int:
        """Compare what is left, and count that every sealed row is there; gives how many rows were compared."""
        self.catch_up()
        for table, (first, block) in self._skipped.items():
            self._compare(table, first, block)
        self._skipped.clear()
        for table, first, size in self._connection.execute(
            "SELECT table_name, first_id, length(seals) FROM import_seals WHERE batch_id = ? ORDER BY id",
            (self._batch_id,),
        ).fetchall():
            count = size // seals.SEAL_BYTES
            sql = f"SELECT count(*) FROM {table} WHERE id BETWEEN ? AND ?"
            (there,) = self._connection.execute(sql, (first, first + count - 1)).fetchone()
            if there != count:
                raise _differs(table, f"{count - there} of {count} rows are not there")
        return self.compared

    def _compare(self, table: str, first: int, block: bytes) -> None:
        count = len(block) // seals.SEAL_BYTES
        names = ", ".join(f"IFNULL({name}, '')" for name in seals.SEALED_COLUMNS[table])
        rows = self._connection.execute(
            f"SELECT {names} FROM {table} WHERE id BETWEEN ? AND ? ORDER BY id", (first, first + count - 1)
        )
        made = self._stamp.seals(table, first, rows)
        if made != block:
            self._refuse_unrecorded(table, first, made, block)
        self.compared += count

    def _refuse_unrecorded(self, table: str, first: int, made: bytes, block: bytes) -> None:
        """A later record of the same file may have changed a row; then the change is in the log, and only then."""
        sql = "SELECT 1 FROM changes WHERE table_name = ? AND row_id = ? AND op = 'update' LIMIT 1"
        for place in range(0, len(block), seals.SEAL_BYTES):
            if made[place : place + seals.SEAL_BYTES] == block[place : place + seals.SEAL_BYTES]:
                continue
            row_id = first + place // seals.SEAL_BYTES
            if self._connection.execute(sql, (table, row_id)).fetchone() is None:
                raise _differs(table, f"row {row_id} is not as it was read")


def _differs(table: str, words: str) -> StoreError:
    return StoreError(
        f"Reading back what was imported failed: {table}, {words}. Nothing was imported.",
        hint="Run cpo verify and cpo doctor; import again.",
        kind="read_back",
    )
