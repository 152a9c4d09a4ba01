"""Rows to delimited text and JSON, as a stream: nothing is held but the row in hand.

The files carry the data as it is, byte for byte; the guard against spreadsheets is the only thing put into a cell, and
the last header cell says that it is there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from cpo_tui.exchange.guard import guarded
from cpo_tui.exchange.names import GUARD_MARK
from cpo_tui.store.exports import SEPARATOR

Row = Sequence[Any]
Write = Callable[[bytes], None]
ROWS_AT_ONCE = 2_000
FORMATS = ("csv", "json", "jsonl", "xlsx", "ics")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written: the names of the columns, and of those the ones that hold whole numbers, days or moments."""

    columns: tuple[str, ...]
    days: frozenset[str] = frozenset()
    yes_no: frozenset[str] = frozenset()


def write_csv(
    write: Write,
    sheet: Sheet,
    rows: Iterable[Row],
    *,
    guard: bool = True,
    delimiter: str = ",",
    tell: Callable[[int], object] | None = None,
) -> int:
    """Write rows as RFC 4180 text in UTF-8; gives how many. Guarded, unless `guard` is off. `tell` hears how many so far."""
    special = re.compile(f'[{re.escape(delimiter)}"\r\n]')
    alone = len(sheet.columns) == 1 and not guard
    flags = {place for place, name in enumerate(sheet.columns) if name in sheet.yes_no}
    write(_head(sheet, delimiter, guard=guard))
    count = 0
    waiting = iter(rows)
    while block := list(islice(waiting, ROWS_AT_ONCE)):
        columns = [
            _column(
                list(map(yes_or_no, cells)) if place in flags else cells, special, delimiter, guard=guard, alone=alone
            )
            for place, cells in enumerate(zip(*block, strict=True))
        ]
        if guard:
            columns.append([""] * len(block))
        write(("\r\n".join(map(delimiter.join, zip(*columns, strict=True))) + "\r\n").encode("utf-8", "surrogatepass"))
        count += len(block)
        if tell is not None:
            tell(count)
    return count


def _head(sheet: Sheet, delimiter: str, *, guard: bool) -> bytes:
    special = re.compile(f'[{re.escape(delimiter)}"\r\n]')
    head = [_cell(name, special, guard=False, alone=False) for name in sheet.columns]
    return (delimiter.join([*head, *([GUARD_MARK] if guard else [])]) + "\r\n").encode()


def write_joined_csv(
    write: Write,
    sheet: Sheet,
    rows: Iterable[bytes],
    *,
    guard: bool = True,
    tell: Callable[[int], object] | None = None,
) -> int:
    """Write what `write_csv` writes, of rows whose cells come joined (`exports.joined_cases`); two columns at least.

    With the guard the rows end with an empty cell. Raises `ValueError` for a row that has more or fewer cells than there
    are columns, or that is no UTF-8.
    """
    write(_head(sheet, ",", guard=guard))
    between = len(sheet.columns) - (not guard)
    count = 0
    waiting = iter(rows)
    while block := list(islice(waiting, JOINED_AT_ONCE)):
        text = _LINE_END.join(block)
        if text.count(SEPARATOR) != between * len(block):
            raise ValueError("a row has more or fewer cells than there are columns")
        data = _delimited(text, block, guard=guard).replace(SEPARATOR, b",") + _LINE_END
        data.decode()  # what is not UTF-8 is found here, as it is where each cell becomes a text
        write(data)
        count += len(block)
        if tell is not None:
            tell(count)
    return count


def _delimited(text: bytes, block: list[bytes], *, guard: bool) -> bytes:
    """Joined rows with their cells guarded and quoted; what no cell needs is seen of all of them at once."""
    ends = len(block) - 1
    if (
        b'"' in text
        or text.count(b"\r") != ends
        or text.count(b"\n") != ends
        or (guard and (_begins(text[:1]) or _begins(text) or b"\xe1\x9a\x80" in text or b"\xe3\x80\x80" in text))
    ):
        return _LINE_END.join([_by_cells(row, guard=guard) if _LOOK.search(row) else _quoted(row) for row in block])
    return _LINE_END.join([_quoted(row) if b"," in row else row for row in block]) if b"," in text else text


def _begins(text: bytes) -> bool:
    """Whether a cell after the first begins with a byte that may need the guard, or a text of one byte is such a byte."""
    kinds = text.translate(_KINDS)
    return b"B!" in kinds or kinds == b"!"


def _quoted(row: bytes) -> bytes:
    """A row with its cells quoted where they have commas; they have nothing else to be quoted for."""
    at = row.find(b",")
    while at >= 0:
        begin, end = row.rfind(SEPARATOR, 0, at) + 1, row.find(SEPARATOR, at)
        end = len(row) if end < 0 else end
        row = row[:begin] + b'"' + row[begin:end] + b'"' + row[end:]
        at = row.find(b",", end + 2)
    return row


def _by_cells(row: bytes, *, guard: bool) -> bytes:
    return SEPARATOR.join(
        [_cell(cell.decode(), _SPECIAL, guard=guard, alone=False).encode() for cell in row.split(SEPARATOR)]
    )


JOINED_AT_ONCE = 500
_LINE_END = b"\r\n"
_SPECIAL = re.compile('[,"\r\n]')
_MAYBE_GUARDED = frozenset({*range(33), *b"'=+-@%|", 127, 0xC2, 0xE2, 0xEF}) - {*_LINE_END}
"""Bytes with which a cell begins that may need the guard. Two that stand for more than that are looked for apart."""
_KINDS = bytes(
    ord("B") if byte in SEPARATOR + b"\n" else ord("!") if byte in _MAYBE_GUARDED else ord("a") for byte in range(256)
)
_LOOK = re.compile(rb"""(?:^|\xff)(?:[\x00-\x20'=+\-@%|\x7f\xc2\xe2\xef]|\xe1\x9a\x80|\xe3\x80\x80)|["\r\n]""")
"""What tells that the cells of a row are looked at one by one."""


def _column(cells: Sequence[Any], special: re.Pattern[str], delimiter: str, *, guard: bool, alone: bool) -> list[str]:
    """The cells of a column as they stand in the file; where they repeat, each distinct one is looked at once."""
    some = cells[:_SAMPLE]
    distinct = set(cells) if len(set(some)) * 2 <= len(some) else ()
    if distinct and len(distinct) * 4 <= len(cells):
        known = {cell: _cell(cell, special, guard=guard, alone=alone) for cell in distinct}
        return list(map(known.__getitem__, cells))
    texts = ["" if cell is None else cell if cell.__class__ is str else str(cell) for cell in cells]
    first = {text[:1] for text in texts}
    # A column in which no cell needs a look stays as it is; that is seen of all its cells at once.
    if alone or (guard and not first <= _HARMLESS_FIRST):
        return [_cell(text, special, guard=guard, alone=alone) for text in texts]
    whole = "\x1f".join(texts)
    if '"' in whole or "\r" in whole or "\n" in whole:
        return [_cell(text, special, guard=guard, alone=alone) for text in texts]
    return [f'"{text}"' if delimiter in text else text for text in texts] if delimiter in whole else texts


def _cell(cell: Any, special: re.Pattern[str], *, guard: bool, alone: bool) -> str:
    text = "" if cell is None else cell if cell.__class__ is str else str(cell)
    if not text:
        return '""' if alone else ""  # an empty line is no row
    if guard and text[0] not in _PLAIN_FIRST:
        text = guarded(text)
    return '"' + text.replace('"', '""') + '"' if special.search(text) else text


_SAMPLE = 64
"""Cells of a block that tell whether the others are worth being compared."""
_PLAIN_FIRST = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
"""Characters with which a cell begins that no spreadsheet runs."""
_HARMLESS_FIRST = _PLAIN_FIRST | {""}


def yes_or_no(value: Any) -> str:
    """A flag in the words of the product's files."""
    return "" if value is None else "yes" if value else "no"


def write_json(write: Write, sheet: Sheet, rows: Iterable[Row], *, lines: bool = False) -> int:
    """Write rows as one JSON array of objects, or as JSON Lines; gives how many. Flags are true and false."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    begin, between, end = ("", "\n", "\n") if lines else ("[\n", ",\n", "\n]\n")
    count = 0
    parts: list[str] = []
    for row in rows:
        values = {name: _json_value(name, value, sheet) for name, value in zip(sheet.columns, row, strict=True)}
        parts.append((between if count else begin) + encode(values))
        count += 1
        if count % ROWS_AT_ONCE == 0:
            write("".join(parts).encode("utf-8", "surrogatepass"))
            parts.clear()
    if count:
        parts.append(end)
    elif not lines:
        parts.append("[]\n")
    write("".join(parts).encode("utf-8", "surrogatepass"))
    return count


def _json_value(name: str, value: Any, sheet: Sheet) -> Any:
    return None if value is None else bool(value) if name in sheet.yes_no else value
