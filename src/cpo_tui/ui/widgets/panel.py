"""A quiet area of text lines, laid out for the width that it has: the lines at the top, the preview, the footer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content
from textual.widget import Widget

from cpo_tui.ui.widgets.cells import clip, width_of

Part = tuple[str, str]
"""A piece of a line: text that is safe already, and its role (a key of `ROLES`)."""

ROLES: dict[str, str] = {
    "": "",
    "ink": "",
    "strong": "bold $strong",
    "quiet": "$quiet",
    "faint": "$faint",
    "head": "bold $faint",
    "you": "$you",
    "key": "bold $you",
    "now": "bold $now",
    "late": "bold $late",
    "rule": "$rule",
    "done": "$faint",
    "open-tab": "bold underline $you",
}
"""Role → style. Roles are what the rest of the application speaks of; colours are spoken of here and in the themes."""

Line = Sequence[Part]
Build = Callable[[int, int], Sequence[Content]]
"""From a width and a height in cells to the lines to show."""


class Panel(Widget):
    """An area that shows lines which are built anew for each width."""

    DEFAULT_CSS = """
    Panel { height: auto; width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes, markup=False)
        self._build: Build | None = None

    def show(self, build: Build) -> None:
        """Show what `build` makes, now and after each change of size."""
        self._build = build
        self.refresh()

    def render(self) -> Content:
        """The lines, one under the other."""
        if self._build is None:
            return Content("")
        return Content("\n").join(self._build(self.content_size.width, self.content_size.height))


def text(parts: Line) -> Content:
    """Pieces of safe text with their styles as one line."""
    return Content.assemble(*((words, style) if (style := ROLES[role]) else words for words, role in parts))


def spread(left: Line, right: Line, width: int) -> Content:
    """One line with parts at its left and parts at its right; where both do not fit, the left is cut."""
    return text(spread_parts(left, right, width))


def spread_parts(left: Line, right: Line, width: int) -> list[Part]:
    """The pieces of one line of exactly `width` cells, with parts at its left and parts at its right."""
    at_right = line_width(right)
    if at_right > width:
        right, at_right = cut(right, width), min(at_right, width)
    kept = cut(left, max(0, width - at_right - (1 if right else 0)))
    return [*kept, (" " * max(0, width - at_right - line_width(kept)), ""), *right]


def line_width(parts: Line) -> int:
    """How many cells a line takes."""
    return sum(width_of(words) for words, _ in parts)


def cut(parts: Line, width: int) -> list[Part]:
    """As much of a line as fits into `width` cells, with `…` where something was left out."""
    kept: list[Part] = []
    room = width
    for words, role in parts:
        taken = width_of(words)
        if taken <= room:
            kept.append((words, role))
            room -= taken
            continue
        if room > 0:
            kept.append((clip(words, room), role))
        break
    return kept
