"""The caseload on the screen: a window on the list of cases, one line a case, or two where the screen is narrow."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from textual.message import Message
from textual.strip import Strip

from cpo_tui.domain.cases import CaseRow
from cpo_tui.domain.query.ordering import Order
from cpo_tui.ui.widgets import case_lines
from cpo_tui.ui.widgets.columns import COLUMNS, Placed, layout
from cpo_tui.ui.widgets.window_table import Look, WindowTable


class CaseTable(WindowTable[CaseRow]):
    """The list of cases."""

    columns: case_lines.Columns = COLUMNS
    order: Order = Order()

    class TitleClicked(Message):
        """The mouse pointed at the title of a column."""

        def __init__(self, column_id: str) -> None:
            self.column_id = column_id
            super().__init__()

    def set_columns(self, columns: case_lines.Columns, order: Order) -> None:
        """Show these columns, and an arrow at the one that orders the list."""
        if (columns, order) != (self.columns, self.order):
            self.columns, self.order = columns, order
            self.forget_lines()

    @property
    def case_id(self) -> int | None:
        """The case under the cursor; None in an empty list."""
        return self.row_id

    @property
    def lines_each(self) -> int:
        """Two lines a case where the list is narrow, else one."""
        return 2 if self.wide < case_lines.NARROW else 1

    @property
    def placed(self) -> Sequence[Placed]:
        """The columns that are on the screen, each with its width; those of a wide one where the list is narrow."""
        return layout(max(self.wide, case_lines.NARROW) - case_lines.EDGE, self.columns)

    def header(self, width: int) -> Strip:
        """The titles of the columns."""
        return case_lines.header(width, self.style_of, self.columns, self.order)

    def lines(self, row: CaseRow | None, look: Look, width: int) -> list[Strip]:
        """The lines of a case."""
        return case_lines.lines(row, look, width, self.moment, self.style_of, self.columns)

    def stamp(self, row: CaseRow) -> Hashable:
        """The version of a case, and what hangs on it and is shown."""
        return row.version, row.is_new, row.forecast, row.missing_documents, row.open_inquiries, row.act_by

    def is_fresh(self, row: CaseRow) -> bool:
        """Whether somebody else has changed the case since the officer last looked at it."""
        return row.is_new

    def title_clicked(self, x: int) -> None:
        """A click on a title orders the list by that column."""
        column_id = None if self.wide < case_lines.NARROW else case_lines.column_at(x, self.wide, self.columns)
        if column_id is not None:
            self.post_message(self.TitleClicked(column_id))
