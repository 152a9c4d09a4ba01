"""How one case becomes the line, or on a narrow screen the two lines, of the list. Pure: text and styles in, strips out."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from cpo_tui.domain.cases import CaseRow
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.widgets.cells import fit, width_of
from cpo_tui.ui.widgets.columns import COLUMNS, GAP, layout
from cpo_tui.ui.widgets.window_table import Look

NARROW = 60
"""Below this width a case takes two lines."""

EDGE = 2
"""The cells at the left edge: the mark, and a blank."""

Styles = Callable[..., Style]
"""The style of roles laid over one another."""


def header(width: int, style: Styles) -> Strip:
    """The line of column titles; blank where cases take two lines."""
    head = style("titles")
    if width < NARROW:
        return Strip([Segment(fit("  ACT BY            WHAT, WHO", width), head)], width)
    segments = [Segment(" " * EDGE, head)]
    for column, wide in layout(width - EDGE, COLUMNS):
        title = column.title if column.id != "act_by" else f"  {column.title}"
        segments.append(Segment(fit(title, wide, right=column.right) + " " * GAP, head))
    return Strip(segments).adjust_cell_length(width, head)


def lines(row: CaseRow | None, look: Look, width: int, moment: Moment, style: Styles) -> list[Strip]:
    """The lines of a case; one that is gone from the store says so."""
    if row is None:
        gone = style(look.ground, "quiet")
        texts = ["  (this case is gone: refresh the list)", ""][: 2 if width < NARROW else 1]
        return [Strip([Segment(fit(text, width), gone)], width) for text in texts]
    if width < NARROW:
        return _two_lines(row, look, width, moment, style)
    ground = style(look.ground)
    segments = [_edge(look, style)]
    for column, wide in layout(width - EDGE, COLUMNS):
        text, role = column.cell(row, moment)
        over = ("touched",) if look.touched and not look.cursor else ()
        shown = fit(text, wide, right=column.right)
        if not column.right:
            shown = shown.rstrip(" ")
        segments.append(Segment(shown, style(look.ground, role, *over)))
        segments.append(Segment(" " * (wide - width_of(shown) + GAP), ground))
    return [Strip(segments).adjust_cell_length(width, ground)]


def _edge(look: Look, style: Styles) -> Segment:
    if look.marked:
        return Segment("▌ ", style(look.ground, "mark"))
    if look.fresh:
        return Segment("+ ", style(look.ground, "fresh"))
    return Segment("  ", style(look.ground))


def _two_lines(row: CaseRow, look: Look, width: int, moment: Moment, style: Styles) -> list[Strip]:
    by_id = {column.id: column for column in COLUMNS}
    act, state = by_id["act_by"].cell(row, moment)
    what, case, name = (by_id[which].cell(row, moment).text for which in ("demand", "case", "full_name"))
    over = ("touched",) if look.touched and not look.cursor else ()
    room = width - EDGE
    wide = min(17, room)
    ground = style(look.ground)
    first = [
        _edge(look, style),
        Segment(fit(act, wide), style(look.ground, state, *over)),
        Segment(fit(f" {what}", room - wide), style(look.ground, "ink", *over)),
    ]
    case_wide = min(16, room)
    second = [
        Segment("▌   " if look.marked else "    ", style(look.ground, "mark")),
        Segment(fit(case, case_wide), style(look.ground, "quiet", *over)),
        Segment(fit(name, max(0, room - case_wide - 2)), style(look.ground, "plain", *over)),
    ]
    return [Strip(part).adjust_cell_length(width, ground) for part in (first, second)]
