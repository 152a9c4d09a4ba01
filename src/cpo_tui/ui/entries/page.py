"""A part of a page (fields, words, tables, pictures) as entries of a list. Pure: a part and a width in, entries out."""

from __future__ import annotations

from collections.abc import Sequence

from cpo_tui.documents.page import Block, Fields, Part, Table, Words
from cpo_tui.ui.entries.oversight import drawn
from cpo_tui.ui.widgets.cells import clip, fit, shown, width_of
from cpo_tui.ui.widgets.entry_list import Entry, Row

_LABEL = 24


def entries(parts: Sequence[Part], width: int) -> list[Entry]:
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
    """The columns in the room that they need; the last one is cut where there is not enough."""
    columns = range(len(table.columns))
    wide = [min(30, max(width_of(shown(row[place])) for row in (table.columns, *table.rows))) + 2 for place in columns]

    def line(cells: Sequence[str], role: str) -> Row:
        room = width - 4
        parts = [("   ", "")]
        for place in columns:
            text = shown(cells[place])
            last = place == len(wide) - 1
            words = clip(text, max(0, room)) if last else fit(text, min(wide[place] - 2, max(0, room))) + "  "
            parts.append((words, role))
            room -= wide[place]
        return parts, []

    found = [Entry(None, (line(table.columns, "faint"),))]
    found += [Entry((*key, number), (line(row, "ink"),)) for number, row in enumerate(table.rows)]
    return found


def _wrapped(text: str, width: int) -> list[str]:
    import textwrap

    return [
        line
        for piece in text.splitlines() or [""]
        for line in (textwrap.wrap(shown(piece, limit=4000), max(10, width)) or [""])
    ]
