"""Rows to delimited text and JSON, as a stream: nothing is held but the row in hand.

The files carry the data as it is, byte for byte; the guard against spreadsheets is the only thing put into a cell, and
the last header cell says that it is there.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cpo_tui.exchange.guard import guarded
from cpo_tui.exchange.mapping import GUARD_MARK

Row = Sequence[Any]
Write = Callable[[bytes], None]
ROWS_AT_ONCE = 500
FORMATS = ("csv", "json", "jsonl", "xlsx", "ics")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written: the names of the columns, and of those the ones that hold whole numbers, days or moments."""

    columns: tuple[str, ...]
    days: frozenset[str] = frozenset()
    yes_no: frozenset[str] = frozenset()


def write_csv(write: Write, sheet: Sheet, rows: Iterable[Row], *, guard: bool = True, delimiter: str = ",") -> int:
    """Write rows as RFC 4180 text in UTF-8; gives how many. Guarded, unless `guard` is off."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([*sheet.columns, *([GUARD_MARK] if guard else [])])
    flags = [place for place, name in enumerate(sheet.columns) if name in sheet.yes_no]
    count = 0
    for row in rows:
        cells = [guarded_cell(cell) for cell in row] if guard else list(row)
        for place in flags:
            cells[place] = yes_or_no(row[place])
        if guard:
            cells.append("")
        writer.writerow(cells)
        count += 1
        if count % ROWS_AT_ONCE == 0:
            write(text.getvalue().encode("utf-8", "surrogatepass"))
            text.seek(0)
            text.truncate()
    write(text.getvalue().encode("utf-8", "surrogatepass"))
    return count


def guarded_cell(cell: Any) -> Any:
    """A cell as it stands in a guarded file."""
    if isinstance(cell, str):
        return cell if not cell or (cell[0].isascii() and cell[0].isalnum()) else guarded(cell)
    return cell


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


def as_objects(sheet: Sheet, rows: Iterable[Row]) -> Iterable[Mapping[str, Any]]:
    """Rows as mappings from column to value."""
    return ({name: _json_value(name, value, sheet) for name, value in zip(sheet.columns, row, strict=True)} for row in rows)
