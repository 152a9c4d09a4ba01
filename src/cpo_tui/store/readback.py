"""What an import wrote, read back before it counts: rows that are not there or not as sealed roll the import back."""

from __future__ import annotations

from cpo_tui.errors import StoreError
from cpo_tui.store import seals
from cpo_tui.store.changes import chain_key
from cpo_tui.store.connect import Connection

WHOLE_BLOCKS = 6
"""Up to so many blocks of a table every row is compared; above, so many blocks spread evenly, first and last among them.

That every row is there is counted for all blocks. Comparing all rows of the largest files would double their import;
`verify` compares every row.
"""


def check_batch(connection: Connection, batch_id: int) -> int:
    """Give how many rows were compared; raises `StoreError` of kind `read_back` where one differs from its seal."""
    stamp = seals.Stamp(chain_key(connection))
    compared = 0
    for table, names in seals.SEALED_COLUMNS.items():
        blocks = connection.execute(
            "SELECT first_id, seals FROM import_seals WHERE batch_id = ? AND table_name = ? ORDER BY first_id",
            (batch_id, table),
        ).fetchall()
        chosen = _spread(len(blocks))
        for place, (first, block) in enumerate(blocks):
            count = len(block) // seals.SEAL_BYTES
            span = (first, first + count - 1)
            (there,) = connection.execute(f"SELECT count(*) FROM {table} WHERE id BETWEEN ? AND ?", span).fetchone()
            if there != count:
                raise _differs(table, f"{count - there} of {count} rows are not there")
            if place in chosen:
                listed = ", ".join(names)
                rows = connection.execute(f"SELECT {listed} FROM {table} WHERE id BETWEEN ? AND ? ORDER BY id", span)
                plain = (tuple("" if value is None else value for value in row) for row in rows)
                made = stamp.seals(table, first, plain)
                if made != block:
                    _refuse_unrecorded(connection, table, first, made, block)
                compared += count
    return compared


def _spread(blocks: int) -> frozenset[int]:
    if blocks <= WHOLE_BLOCKS:
        return frozenset(range(blocks))
    return frozenset(round(step * (blocks - 1) / (WHOLE_BLOCKS - 1)) for step in range(WHOLE_BLOCKS))


def _refuse_unrecorded(connection: Connection, table: str, first: int, made: bytes, block: bytes) -> None:
    """A later record of the same file may have changed a row; then the change is in the log, and only then."""
    for place in range(0, len(block), seals.SEAL_BYTES):
        if made[place : place + seals.SEAL_BYTES] == block[place : place + seals.SEAL_BYTES]:
            continue
        row_id = first + place // seals.SEAL_BYTES
        sql = "SELECT 1 FROM changes WHERE table_name = ? AND row_id = ? AND op = 'update' LIMIT 1"
        if connection.execute(sql, (table, row_id)).fetchone() is None:
            raise _differs(table, f"row {row_id} is not as it was read")


def _differs(table: str, words: str) -> StoreError:
    return StoreError(
        f"Reading back what was imported failed: {table}, {words}. Nothing was imported.",
        hint="Run cpo verify and cpo doctor; import again.",
        kind="read_back",
    )
