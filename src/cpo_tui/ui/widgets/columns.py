"""The columns of the caseload: what each shows, how wide it is, and from which width of the screen on it is there.

Widths are declared and never measured from data: a list of a million cases is laid out as fast as one of ten, and a
long name cannot push a date off the screen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from cpo_tui.domain import columns as known
from cpo_tui.domain.cases import CUSTODY_STATUSES, DOCKETS, STAGES, WAITING_ON, CaseRow, When
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
    cell: Callable[[CaseRow, Moment], Cell]
    least: int
    share: int = 0
    most: int = 0
    """The greatest width, for a column that shares; 0 for none."""
    right: bool = False
    """Numbers stand at the right."""
    from_width: int = 0
    """The narrowest list in which the column is there."""

    @property
    def title(self) -> str:
        """Its heading."""
        return known.COLUMNS[self.id].title


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


def _reference(row: CaseRow, _: Moment) -> Cell:
    return Cell(shown(row.reference), "quiet")


def _due(row: CaseRow, moment: Moment) -> Cell:
    return _date(row.due_at if row.is_open else None, moment)


def _hearing(row: CaseRow, moment: Moment) -> Cell:
    return _date(row.next_hearing_at, moment)


def _held(row: CaseRow, moment: Moment) -> Cell:
    return _date(row.held_until, moment)


def _opened(row: CaseRow, moment: Moment) -> Cell:
    return _date(row.opened_on, moment)


def _date(when: When | None, moment: Moment) -> Cell:
    return Cell(moment.short(when) or "·", "quiet" if when else "faint")


def _docket(row: CaseRow, _: Moment) -> Cell:
    return Cell(DOCKETS.get(row.docket or "", shown(row.docket)), "quiet")


def _team(row: CaseRow, _: Moment) -> Cell:
    return Cell(shown(row.team), "quiet")


def _language(row: CaseRow, _: Moment) -> Cell:
    return Cell(shown(row.language), "quiet")


def _law(row: CaseRow, _: Moment) -> Cell:
    return Cell(shown(row.citation), "quiet")


def _safeguards(row: CaseRow, _: Moment) -> Cell:
    words = ", ".join(shown(flag.replace("_", " ")) for flag in row.safeguards)
    return Cell(f"▲ {words}" if words else "·", "now" if words else "faint")


def _forecast(row: CaseRow, _: Moment) -> Cell:
    words = " · ".join(map(shown, row.forecast))
    return Cell(words or "·", "ink" if words else "faint")


def _age(row: CaseRow, moment: Moment) -> Cell:
    return _since(row.opened_on, moment)


def _untouched(row: CaseRow, moment: Moment) -> Cell:
    return _since(row.last_touched_at, moment)


def _stage_age(row: CaseRow, moment: Moment) -> Cell:
    return _since(row.stage_since, moment)


def _with_officer(row: CaseRow, moment: Moment) -> Cell:
    return _since(row.assigned_at, moment)


def _since(when: When | None, moment: Moment) -> Cell:
    return Cell(moment.age(when) or "·", "quiet" if when else "faint")


COLUMNS: tuple[Column, ...] = (
    Column("act_by", _act_by, ACT_BY),
    Column("demand", _what, 20, share=4, most=64),
    Column("case", _case, 10, from_width=58),
    Column("stage", _stage, 14, from_width=97),
    Column("custody_status", _custody, 11, from_width=147),
    Column("waiting_on", _waiting, 14, from_width=147),
    Column("facility", _facility, 20, from_width=180),
    Column("officer", _officer, 12, from_width=137),
    Column("missing_documents", _missing, 4, right=True, from_width=97),
    Column("open_inquiries", _inquiries, 3, right=True, from_width=97),
    Column("full_name", _name, 17, share=1, from_width=58),
)
"""The columns of a list for which none were chosen, in the order in which they stand.

The name is the last: terminals do not agree on the width of every script, nor on the direction of a line in which a name
is written from right to left, and what stands behind nothing cannot be pushed aside.
"""

_OTHERS: tuple[Column, ...] = (
    Column("due_at", _due, 16),
    Column("reference", _reference, 16),
    Column("docket", _docket, 22),
    Column("team", _team, 12),
    Column("forecast", _forecast, 24, share=2, most=64),
    Column("next_hearing", _hearing, 16),
    Column("held_until", _held, 11),
    Column("safeguards", _safeguards, 20, share=1, most=40),
    Column("language", _language, 12),
    Column("citation", _law, 20),
    Column("opened_on", _opened, 11),
    Column("age", _age, 7, right=True),
    Column("untouched", _untouched, 9, right=True),
    Column("stage_age", _stage_age, 8, right=True),
    Column("with_officer", _with_officer, 12, right=True),
)
BY_ID: dict[str, Column] = {column.id: column for column in (*COLUMNS, *_OTHERS)}
"""Every column that there is; a test holds it against `domain.columns`."""


@lru_cache(maxsize=32)
def columns_of(chosen: tuple[known.Chosen, ...]) -> tuple[Column, ...]:
    """The columns that were chosen, with the widths that they were given; the usual ones where none were."""
    if not chosen:
        return COLUMNS
    return tuple(
        replace(BY_ID[name], least=width, share=0, from_width=0) if width else replace(BY_ID[name], from_width=0)
        for name, width in chosen
    )


def width_now(column_id: str, placed: Sequence[Placed]) -> int:
    """How wide a column is on this screen; its least width where it is not shown."""
    return next((wide for column, wide in placed if column.id == column_id), BY_ID[column_id].least)


NARROWEST = 10
"""The cells that a column which shares keeps where there is little room."""
GAP = 2
"""Blank cells between columns."""


class Placed(NamedTuple):
    """A column with the width that it has on this screen."""

    column: Column
    width: int


@lru_cache(maxsize=32)
def layout(width: int, columns: tuple[Column, ...] = COLUMNS) -> tuple[Placed, ...]:
    """The columns that a list of `width` cells shows, and how wide each is; what does not fit any more is left out."""
    there = [column for column in columns if column.from_width <= width]
    widths = _narrowed(there, width)
    while len(there) > 1 and sum(widths.values()) + GAP * (len(there) - 1) > width:
        there.pop()
        widths = _narrowed(there, width)
    spare = max(0, width - sum(widths.values()) - GAP * (len(there) - 1))
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


def _narrowed(there: Sequence[Column], width: int) -> dict[str, int]:
    """The least widths; where they are too much together, those that share what is left over give way first."""
    widths = {column.id: column.least for column in there}
    for column in there:
        over = sum(widths.values()) + GAP * (len(there) - 1) - width
        if column.share and over > 0:
            widths[column.id] -= min(over, max(0, column.least - NARROWEST))
    return widths


def glyph_of(severity: str) -> str:
    """The glyph of a class of severity; a blank where there is none."""
    return _GLYPHS.get(severity, " ")


_GLYPHS = {str(severity): severity.glyph for severity in Severity}
