"""Counting the different rows of a large table in one reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from cpo_tui.store.connect import Connection

_FIELD, _ROW = b"\xff", b"\xfe"
"""Bytes that no text in UTF-8 has, so that no text of the data can be taken for the end of one."""
_ROWS_AT_ONCE = 400_000
"""So many ids are read in one go: tens of megabytes of text, whatever the size of the table."""


def different_rows(
    connection: Connection, source: str, columns: Sequence[str], where: str, parameters: Sequence[Any] = ()
) -> Iterator[tuple[list[str], int]]:
    """The different rows of `columns` with how often each is there; nothing is read as an empty text.

    `source` is a table with its alias `d`; `parameters` are the numbered ones of `columns` and `where`. The rows come out
    of SQL as one text, because a million tuples take longer to make than to count, and one sorted by SQL longer still.
    """
    field, row_end = (f"CAST(x'{one.hex()}' AS TEXT)" for one in (_FIELD, _ROW))
    joined = f" || {field} || ".join(f"COALESCE({column}, '')" for column in columns)
    counts: Counter[bytes] = Counter()
    (last,) = connection.execute(f"SELECT COALESCE(max(d.id), 0) FROM {source}").fetchone()
    for first in range(0, last, _ROWS_AT_ONCE):
        (text,) = connection.execute(
            f"SELECT CAST(group_concat({joined}, {row_end}) AS BLOB) FROM {source}"
            f" WHERE d.id > {first} AND d.id <= {first + _ROWS_AT_ONCE} AND ({where})",
            parameters,
        ).fetchone()
        if text is not None:
            counts.update(text.split(_ROW))
    for row, count in counts.items():
        yield [part.decode() for part in row.split(_FIELD)], count
