"""How one case becomes the line, or on a narrow screen the two lines, of the list. Pure: text and styles in, strips out."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from cpo_tui.domain import columns as known
from cpo_tui.domain.cases import CaseRow
from cpo_tui.domain.query.ordering import Order
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.widgets.cells import fit, width_of
from cpo_tui.ui.widgets.columns import BY_ID, COLUMNS, GAP, Column, layout
from cpo_tui.ui.widgets.window_table import Look

NARROW = 60
"""Below this width a case takes two lines."""

EDGE = 2
"""The cells at the left edge: the mark, and a blank."""

Styles = Callable[..., Style]
"""The style of roles laid over one another."""
Columns = tuple[Column, ...]


def header(width: int, style: Styles, columns: Columns = COLUMNS, order: Order | None = None) -> Strip:
    """The line of column titles, with an arrow at the one that orders the list; fixed words where cases take two lines."""
    head = style("titles")
    if width < NARROW:
        return Strip([Segment(fit("  ACT BY            WHAT, WHO", width), head)], width)
    segments = [Segment(" " * EDGE, head)]
    for column, wide in layout(width - EDGE, columns):
        title = column.title if column.id != "act_by" else f"  {column.title}"
        title += arrow(column, order) if order is not None else ""
        segments.append(Segment(fit(title, wide, right=column.right) + " " * GAP, head))
    return Strip(segments).adjust_cell_length(width, head)


def arrow(column: Column, order: Order) -> str:
    """` ↑` or ` ↓` at the column by which the list is ordered, as its values grow or shrink downwards."""
    fact = known.COLUMNS[column.id]
    if order == Order() or fact.order != order.name:
        return ""
    return " ↓" if order.descending == (column.id not in known.AGES) else " ↑"


def column_at(x: int, width: int, columns: Columns) -> str | None:
    """The id of the column whose title is at that cell of the header; None between two."""
    start = EDGE
    for column, wide in layout(width - EDGE, columns):
        if start <= x < start + wide:
            return column.id
        start += wide + GAP
    return None


def lines(
    row: CaseRow | None, look: Look, width: int, moment: Moment, style: Styles, columns: Columns = COLUMNS
) -> list[Strip]:
    """The lines of a case; one that is gone from the store says so."""
    if row is None:
        gone = style(look.ground, "quiet")
        texts = ["  (this case is gone: refresh the list)", ""][: 2 if width < NARROW else 1]
        return [Strip([Segment(fit(text, width), gone)], width) for text in texts]
    if width < NARROW:
        return _two_lines(row, look, width, moment, style)
    ground = style(look.ground)
    segments = [_edge(look, style)]
    for column, wide in layout(width - EDGE, columns):
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
    act, state = BY_ID["act_by"].cell(row, moment)
    what, case, name = (BY_ID[which].cell(row, moment).text for which in ("demand", "case", "full_name"))
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
