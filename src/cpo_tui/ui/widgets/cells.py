"""Text cut to a number of terminal cells, so that columns stay straight under names of any script."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

from cpo_tui.domain.text import safe


def width_of(text: str) -> int:
    """How many cells `text` takes on a terminal."""
    return len(text) if text.isascii() else cell_len(text)


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Shown text in exactly `width` cells: filled up with spaces, or cut with `…` as its last cell.

    `text` has been made safe already. Numbers are set to the `right`.
    """
    if width <= 0:
        return ""
    taken = width_of(text)
    if taken > width:
        return set_cell_size(text, width - 1) + "…"
    space = " " * (width - taken)
    return space + text if right else text + space


def clip(text: str, width: int) -> str:
    """Shown text in at most `width` cells, cut with `…` where it is longer."""
    if width_of(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…" if width > 0 else ""


def shown(value: object, *, limit: int = 400) -> str:
    """A value of the data as one line that may be shown; nothing for None."""
    return "" if value is None else safe(str(value), limit=limit)
