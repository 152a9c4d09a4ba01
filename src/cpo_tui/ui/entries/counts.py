"""Counts as rows of a list: the number first, then its word, every figure in its column at any width.

The key of a row is its figures that open something, each as `(name, count, query)`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cpo_tui.ui.widgets.cells import fit, shown, width_of
from cpo_tui.ui.widgets.entry_list import Entry, Row
from cpo_tui.ui.widgets.roles import Part

Figure = tuple[str, str, str | int]
"""The name of a figure, how much it is, and what opens behind it: the cases of a query, or what an import refused."""

_LATE = frozenset({"met_late", "open_late", "answered_late", "waiting_late"})
_INDENT = 3
_UNDER = 5
"""Cells before the figures that stand under their name."""
_GAP = 2
_NAME_LEAST, _NAME_MOST = 14, 56


@dataclass(frozen=True, slots=True)
class Counts:
    """A row: its name, its figures by name with `queries` for those that open something, and a note at the right."""

    name: str
    figures: Mapping[str, Any]
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Column:
    figure: str
    word: str
    digits: int

    @property
    def wide(self) -> int:
        return self.digits + 1 + len(self.word)

    def cell(self, row: Counts, wide: int) -> list[Part]:
        """The number, its word, and blanks up to the next column."""
        count = row.figures.get(self.figure)
        role = "late" if count and self.figure in _LATE else "strong" if count else "faint"
        number = _number(count)
        return [(f"{number:>{self.digits}}", role), (f" {self.word}".ljust(wide - self.digits), "faint")]


def counts(rows: Sequence[Counts], figures: Sequence[str], width: int) -> list[Entry]:
    """Rows of the same figures, each in one column from row to row.

    The figures stand beside the names, or, where `width` has no room for that, under them and in columns there; a point
    stands for none and a dash for what cannot be counted.
    """
    columns = [
        _Column(
            figure, figure.replace("_", " "), max((len(_number(one.figures.get(figure))) for one in rows), default=1)
        )
        for figure in figures
    ]
    names = [shown(one.name) for one in rows]
    longest = max((width_of(name) for name in names), default=0)
    note = max((width_of(shown(one.note)) + _GAP for one in rows if one.note), default=0)
    told = sum(column.wide + _GAP for column in columns)
    room = min(longest, _NAME_MOST, width - _INDENT - told - note)
    if room >= min(longest, _NAME_LEAST):
        return [
            _entry(one, figures, [(([("   ", ""), (fit(name, room), "ink"), *_cells(one, columns)]), _note(one))])
            for one, name in zip(rows, names, strict=True)
        ]
    return [
        _entry(
            one,
            figures,
            [
                ([("   ", ""), (fit(name, min(width_of(name), width - _INDENT - note)), "ink")], _note(one)),
                *_grid(one, columns, width - _UNDER),
            ],
        )
        for one, name in zip(rows, names, strict=True)
    ]


def _cells(row: Counts, columns: Sequence[_Column]) -> list[Part]:
    found: list[Part] = []
    for column in columns:
        found += [(" " * _GAP, ""), *column.cell(row, column.wide)]
    return found


def _grid(row: Counts, columns: Sequence[_Column], width: int) -> list[Row]:
    """The figures under their name, as many beside one another as fit, in the columns of the line above."""
    for beside in range(len(columns), 0, -1):
        stacks = [columns[first::beside] for first in range(beside)]
        digits = [max(one.digits for one in stack) for stack in stacks]
        wide = [digits[place] + 1 + max(len(one.word) for one in stack) for place, stack in enumerate(stacks)]
        if sum(wide) + _GAP * (beside - 1) <= width:
            break
    lines: list[Row] = []
    for first in range(0, len(columns), beside):
        line: list[Part] = [(" " * (_UNDER - _GAP), "")]
        for place, column in enumerate(columns[first : first + beside]):
            line += [(" " * _GAP, ""), *replace(column, digits=digits[place]).cell(row, wide[place])]
        lines.append((line, []))
    return lines


def _entry(row: Counts, figures: Sequence[str], lines: Sequence[Row]) -> Entry:
    queries: Mapping[str, str | int] = row.figures["queries"]
    key: tuple[Figure, ...] = tuple(
        (figure.replace("_", " "), f"{row.figures[figure]:,}", queries[figure])
        for figure in figures
        if queries.get(figure) and row.figures.get(figure)
    )
    return Entry(key or ("nothing",), tuple(lines))


def _note(row: Counts) -> list[Part]:
    return [(shown(row.note), "quiet"), (" ", "")] if row.note else []


def _number(count: object) -> str:
    return "–" if not isinstance(count, int) else f"{count:,}" if count else "·"
