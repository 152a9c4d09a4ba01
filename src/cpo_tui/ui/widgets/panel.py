"""A quiet area of text lines, laid out for the width that it has: the lines at the top, the preview, the footer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.strip import Strip

from cpo_tui.ui.widgets.cells import clip, width_of
from cpo_tui.ui.widgets.roles import Painted, Part

Line = Sequence[Part]
Build = Callable[[int, int], Sequence[Line]]
"""From a width and a height in cells to the lines to show."""


class Panel(Painted):
    """An area that shows lines which are built anew for each width."""

    DEFAULT_CSS = """
    Panel { height: auto; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes, markup=False)
        self._build: Build | None = None
        self._built: Sequence[Line] | None = None
        self._built_for = (0, 0)

    def show(self, build: Build) -> None:
        """Show what `build` makes, now and after each change of size."""
        self._build = build
        self.renew()

    def forget(self) -> None:
        """Build the lines anew when they are next drawn."""
        self._built = None

    def renew(self) -> None:
        """Build the lines anew and draw them, because what they tell has changed."""
        self._built = None
        self.refresh(layout=self.styles.is_auto_height)

    def renew_line(self, number: int) -> None:
        """Build the lines anew and draw that one, the only one that tells something else."""
        self._built = None
        self.refresh(Region(0, number, self.size.width, 1))

    @property
    def text(self) -> str:
        """The lines as plain text."""
        return "\n".join("".join(words for words, _ in line) for line in self._lines())

    def _lines(self) -> Sequence[Line]:
        size = (self.content_size.width, self.content_size.height)
        if self._built is None or size != self._built_for:
            self._built = self._build(*size) if self._build is not None and size[0] else ()
            self._built_for = size
        return self._built

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - the toolkit's
        """As many lines as there are."""
        return len(self._build(width, 0)) if self._build is not None else 0

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        lines, width = self._lines(), self.content_size.width
        ground = self.style_of("plain")
        if y >= len(lines):
            return Strip.blank(width, ground)
        return Strip([Segment(words, self.style_of(role)) for words, role in lines[y]]).adjust_cell_length(
            width, ground
        )


def spread(left: Line, right: Line, width: int) -> list[Part]:
    """The parts of one line of exactly `width` cells, with parts at its left and parts at its right.

    Where both do not fit, the left is cut.
    """
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
