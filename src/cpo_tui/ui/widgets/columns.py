"""The columns of the caseload: what each shows, how wide it is, and from which width of the screen on it is there.

Widths are declared and never measured from data: a list of a million cases is laid out as fast as one of ten, and a
long name cannot push a date off the screen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from cpo_tui.domain.cases import CUSTODY_STATUSES, STAGES, WAITING_ON, CaseRow
from cpo_tui.domain.demands import Severity
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.widgets.cells import shown


class Cell(NamedTuple):
    """What one column shows of a case: its text, already safe, and the role that chooses its style."""

    text: str
    role: str = "plain"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `least` cells wide, and `share` parts of what is left over."""

    id: str
    title: str
    cell: Callable[[CaseRow, Moment], Cell]
    least: int
    share: int = 0
    most: int = 0
    """The greatest width, for a column that shares; 0 for none."""
    right: bool = False
    """Numbers stand at the right."""
    from_width: int = 0
    """The narrowest list in which the column is there."""


ACT_BY = 18
"""The cells of the first column: the glyph, and the words of the clock."""
_YEAR = re.compile(r" [0-9]{4}$")


def _act_by(row: CaseRow, moment: Moment) -> Cell:
    if not row.is_open:
        return Cell(f"  {shown(row.lifecycle)}", "quiet")
    glyph = glyph_of(row.severity)
    held = "‖" if row.held_until and moment.is_held(row.held_until) else glyph
    state, words = moment.act_words(row.act_by, row.due_at)
    if len(words) > ACT_BY - 2:
        words = _YEAR.sub("", words)  # "now · due 20 Jan" cannot mean another year: its time to act has come
    return Cell(f"{held} {words}", state)


def _what(row: CaseRow, _: Moment) -> Cell:
    return Cell(shown(row.demand), "ink")


def _case(row: CaseRow, _: Moment) -> Cell:
    return Cell(f"A{row.a_number}" if row.a_number else shown(row.reference), "quiet")


def _name(row: CaseRow, _: Moment) -> Cell:
    return Cell(shown(row.full_name), "ink")


def _stage(row: CaseRow, _: Moment) -> Cell:
    return Cell(STAGES.get(row.stage or "", shown(row.stage)), "quiet")


def _custody(row: CaseRow, _: Moment) -> Cell:
    return Cell(CUSTODY_STATUSES.get(row.custody_status, shown(row.custody_status)), "quiet")


def _waiting(row: CaseRow, _: Moment) -> Cell:
    return Cell(WAITING_ON.get(row.waiting_on or "", shown(row.waiting_on)), "quiet")


def _facility(row: CaseRow, _: Moment) -> Cell:
    return Cell(shown(row.facility), "quiet")


def _officer(row: CaseRow, _: Moment) -> Cell:
    return Cell(shown(row.officer) or "nobody", "quiet" if row.officer else "now")


def _missing(row: CaseRow, _: Moment) -> Cell:
    return _number(row.missing_documents)


def _inquiries(row: CaseRow, _: Moment) -> Cell:
    return _number(row.open_inquiries)


def _number(value: int) -> Cell:
    return Cell(str(value), "ink") if value else Cell("·", "faint")


COLUMNS: tuple[Column, ...] = (
    Column("act_by", "ACT BY", _act_by, ACT_BY),
    Column("demand", "WHAT", _what, 20, share=4, most=64),
    Column("case", "CASE", _case, 10, from_width=58),
    Column("stage", "STAGE", _stage, 14, from_width=97),
    Column("custody_status", "CUSTODY", _custody, 11, from_width=147),
    Column("waiting_on", "WAITING ON", _waiting, 14, from_width=147),
    Column("facility", "FACILITY", _facility, 20, from_width=180),
    Column("officer", "OFFICER", _officer, 12, from_width=137),
    Column("missing_documents", "MISS", _missing, 4, right=True, from_width=97),
    Column("open_inquiries", "INQ", _inquiries, 3, right=True, from_width=97),
    Column("full_name", "NAME", _name, 17, share=1, from_width=58),
)
"""Every column that the list knows, in the order in which it stands.

The name is the last: terminals do not agree on the width of every script, nor on the direction of a line in which a name
is written from right to left, and what stands behind nothing cannot be pushed aside.
"""

GAP = 2
"""Blank cells between columns."""


class Placed(NamedTuple):
    """A column with the width that it has on this screen."""

    column: Column
    width: int


@lru_cache(maxsize=32)
def layout(width: int, columns: tuple[Column, ...] = COLUMNS) -> tuple[Placed, ...]:
    """The columns that a list of `width` cells shows, and how wide each is."""
    there = [column for column in columns if column.from_width <= width]
    spare = max(0, width - sum(column.least for column in there) - GAP * (len(there) - 1))
    widths = {column.id: column.least for column in there}
    growing = [column for column in there if column.share]
    while spare and growing:
        shares = sum(column.share for column in growing)
        given = 0
        for column in growing:
            part = min(max(1, spare * column.share // shares), spare - given)
            room = column.most - widths[column.id] if column.most else part
            widths[column.id] += min(part, room)
            given += min(part, room)
        spare -= given
        growing = [column for column in growing if not column.most or widths[column.id] < column.most]
        if not given:
            break
    return tuple(Placed(column, widths[column.id]) for column in there)


def glyph_of(severity: str) -> str:
    """The glyph of a class of severity; a blank where there is none."""
    return _GLYPHS.get(severity, " ")


_GLYPHS = {str(severity): severity.glyph for severity in Severity}
