"""A part of a page (fields, words, tables, pictures) as entries of a list. Pure: a part and a width in, entries out."""

from __future__ import annotations

from collections.abc import Sequence

from cpo_tui.documents.page import Block, Fields, Table, Words
from cpo_tui.documents.page import Part as PagePart
from cpo_tui.ui.entries.oversight import drawn
from cpo_tui.ui.widgets.cells import fit, shown, width_of
from cpo_tui.ui.widgets.entry_list import Entry, Row
from cpo_tui.ui.widgets.roles import Part

_LABEL = 24
_INDENT = 4
"""Cells at the edges of a line: three before it and one after."""
_GAP = 2
_WIDEST = 30
_LEAST = 14
"""Cells in which words can be read; a last column that has fewer stands under the others."""


def entries(parts: Sequence[PagePart], width: int) -> list[Entry]:
    """The parts under one another; each line of a table or picture can be chosen, so that the cursor moves through them."""
    found: list[Entry] = []
    for number, part in enumerate(parts):
        head: tuple[Row, ...] = (([], []), ([(f" {shown(part.title)}", "head")], []))
        found.append(Entry(None, head if number else head[1:]))
        for place, block in enumerate(part.blocks):
            found += _block(block, (number, place), width)
    return found


def _block(block: Block, key: tuple[int, int], width: int) -> list[Entry]:
    match block:
        case Words(text):
            return [Entry(None, tuple(([("   ", ""), (line, "quiet")], []) for line in _wrapped(text, width - 4)))]
        case Fields(pairs):
            label = min(_LABEL, max((width_of(name) for name, _ in pairs), default=0))
            return [
                Entry(
                    (*key, number),
                    tuple(
                        ([("   ", ""), (fit(name if not at else "", label), "faint"), ("  ", ""), (line, "ink")], [])
                        for at, line in enumerate(_wrapped(value, width - label - 6))
                    ),
                )
                for number, (name, value) in enumerate(pairs)
            ]
        case Table():
            return _table(block, key, width)
    drawn_rows = drawn(block, width).rows
    return [Entry((*key, number), (row,)) for number, row in enumerate(drawn_rows)]


def _table(table: Table, key: tuple[int, int], width: int) -> list[Entry]:
    """The columns in the room that they need; the last one goes on in lines of its own where there is not enough.

    It does so in its column, or under the others where that has become too narrow to be read.
    """
    widest = [
        max(width_of(shown(row[place])) for row in (table.columns, *table.rows)) for place in range(len(table.columns))
    ]
    wide = [min(_WIDEST, cells) for cells in widest[:-1]]
    before = sum(wide) + _GAP * len(wide)
    room = width - _INDENT - before
    beside = room >= min(widest[-1], _LEAST)

    def lines(cells: Sequence[str], role: str) -> tuple[Row, ...]:
        first: list[Part] = [("   ", "")]
        left = width - _INDENT
        for cell, most in zip(cells[:-1], wide, strict=True):
            taken = max(0, min(most, left))
            first.append((fit(shown(cell), taken) + " " * max(0, min(_GAP, left - taken)), role))
            left -= most + _GAP
        if beside:
            head, *rest = _wrapped(cells[-1], room)
            first.append((head, role))
            return (first, []), *(([(" " * (before + 3), ""), (line, role)], []) for line in rest)
        under = _wrapped(cells[-1], width - _INDENT - 2) if cells[-1] else []
        return (first, []), *(([("     ", ""), (line, role)], []) for line in under)

    found = [Entry(None, lines(table.columns, "faint"))]
    found += [Entry((*key, number), lines(row, "ink")) for number, row in enumerate(table.rows)]
    return found


def _wrapped(text: str, width: int) -> list[str]:
    import textwrap

    return [
        line
        for piece in text.splitlines() or [""]
        for line in (textwrap.wrap(shown(piece, limit=4000), max(10, width)) or [""])
    ]
