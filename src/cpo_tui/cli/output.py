"""What the command line writes: data on stdout, talk on stderr, and nothing from data that a terminal obeys.

On a terminal a table is drawn for people; piped, it is tab-separated lines with a header; with `--json`, one document.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from cpo_tui.domain.text import safe

_UNSHOWN = re.compile(
    "[\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef]"
)
"""Characters that a terminal obeys or nobody sees; JSON writes them as escapes, so that nothing is lost."""

GAP = 1
"""Spaces on either side of the line between two columns of a drawn table."""
NARROWEST = 8
"""No column of a drawn table becomes narrower than this, whatever the terminal."""


@dataclass(frozen=True, slots=True)
class Output:
    """Where the answer of a command goes, and in which form."""

    json: bool = False
    color: bool = False
    terminal: bool = False

    @classmethod
    def of_process(cls, *, json: bool = False, no_color: bool = False) -> Output:
        """The output of this process: coloured only on a terminal, and not where `NO_COLOR` or `--no-color` says so."""
        terminal = sys.stdout.isatty()
        color = terminal and not no_color and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return cls(json, color, terminal)

    def document(self, value: object) -> None:
        """Write one JSON document."""
        write(as_json(value, indent=2) + "\n")

    def record(self, value: object) -> None:
        """Write one JSON value on a line of its own and hand it on at once."""
        write(as_json(value) + "\n")
        sys.stdout.flush()

    def row(self, *values: object) -> None:
        """Write one tab-separated line."""
        write("\t".join(cell(value) for value in values) + "\n")

    def acknowledge(self, *values: object) -> None:
        """Write one tab-separated line and hand it on at once: what it says has been done."""
        self.row(*values)
        sys.stdout.flush()

    def line(self, text: str) -> None:
        """Write one line of the answer; `text` may hold data."""
        write(safe(text) + "\n")

    def text(self, text: str) -> None:
        """Write a text of several lines; `text` may hold data."""
        write(safe(text, multiline=True) + "\n")

    def heading(self, text: str) -> None:
        """Write the heading of a part of the answer."""
        shown = safe(text)
        write(f"\n\x1b[1m{shown}\x1b[0m\n" if self.color else f"\n{shown}\n")

    def table(
        self,
        columns: Sequence[str],
        rows: Iterable[Sequence[object]],
        *,
        right: Sequence[str] = (),
        one_line: bool = False,
    ) -> None:
        """Write a table; the columns named in `right` hold numbers.

        On a terminal long texts are broken over lines, or cut with `one_line`, so that each row is one line.
        """
        if self.terminal:
            self._drawn(columns, rows, right, one_line=one_line)
            return
        write("\t".join(columns) + "\n")
        for row in rows:
            write("\t".join(cell(value) for value in row) + "\n")

    def fields(self, pairs: Iterable[tuple[str, object]]) -> None:
        """Write names and values, one pair a line; pairs without a value are left out."""
        shown = [(name, cell(value)) for name, value in pairs if value not in (None, "", ())]
        width = max((len(name) for name, _ in shown), default=0)
        for name, value in shown:
            write(f"{name:<{width}}  {value}\n" if self.terminal else f"{name}\t{value}\n")

    def _drawn(
        self, columns: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[str], *, one_line: bool
    ) -> None:
        from rich.box import SIMPLE_HEAD
        from rich.cells import cell_len
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        cells = [[cell(value) for value in row] for row in rows]
        console = Console(file=sys.stdout, no_color=not self.color, color_system="auto" if self.color else None)
        natural = [
            max(cell_len(name), *(cell_len(row[place]) for row in cells)) if cells else cell_len(name)
            for place, name in enumerate(columns)
        ]
        widths = fitted(natural, console.width - (2 * GAP + 1) * (len(columns) - 1))
        table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, GAP), header_style="bold", show_edge=False)
        for name, width in zip(columns, widths, strict=True):
            table.add_column(
                Text(name),
                justify="right" if name in right else "left",
                overflow="ellipsis" if one_line else "fold",
                no_wrap=one_line,
                width=width,
            )
        for row in cells:
            table.add_row(*(Text(text) for text in row))
        console.print(table, highlight=False, markup=False)


def fitted(natural: Sequence[int], room: int) -> list[int]:
    """The widths of columns that together fit into `room`: the widest give way first, so that short ones stay whole."""
    widths = list(natural)
    while sum(widths) > room and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def cell(value: object) -> str:
    """A value as one cell of a table, safe to show; moments are in the office's zone."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        from cpo_tui.clock import office_zone

        return value.astimezone(office_zone()).isoformat(timespec="minutes")
    if isinstance(value, tuple | list):
        return safe(", ".join(cell(item) for item in value))
    return safe(str(value))


def write(text: str) -> None:
    """Write to stdout; characters that its encoding lacks become escapes."""
    try:
        sys.stdout.write(text)
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))


def talk(text: str) -> None:
    """Write a line to stderr: progress, remarks, errors. Data in it is made safe."""
    shown = safe(text, multiline=True)
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(shown.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def as_json(value: object, *, indent: int | None = None) -> str:
    """`value` as JSON: dates in ISO form, dataclasses as objects; unseen characters as escapes, all else readable."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=_plain)
    return _UNSHOWN.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def duration(length: timedelta) -> str:
    """A length of time in the words of the packs: whole days as `5d`, else hours as `36h`; nothing is `0`."""
    if not length:
        return "0"
    hours = length.total_seconds() / 3600
    return f"{hours / 24:g}d" if hours % 24 == 0 else f"{hours:g}h"
