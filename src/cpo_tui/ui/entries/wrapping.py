"""Longer texts as lines of an entry."""

from __future__ import annotations

from cpo_tui.ui.widgets.cells import width_of
from cpo_tui.ui.widgets.entry_list import Row


def wrapped(before: str, words: str, width: int, *, role: str = "quiet") -> list[Row]:
    """A text behind a margin, broken at blanks where it is longer than the line."""
    room = max(10, width - len(before) - 1)
    lines: list[str] = [""]
    for word in words.split():
        joined = f"{lines[-1]} {word}".strip()
        if width_of(joined) > room and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = joined
    return [
        ([(before if not number else " " * len(before), "quiet"), (line, role)], [])
        for number, line in enumerate(lines)
    ]
