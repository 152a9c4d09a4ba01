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
    head = [_cell(name, special, guard=False, alone=False) for name in sheet.columns]
    write((delimiter.join([*head, *([GUARD_MARK] if guard else [])]) + "\r\n").encode())
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
