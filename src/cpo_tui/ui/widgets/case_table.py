"""The caseload on the screen: a window on the list of cases, one line a case, or two where the screen is narrow."""

from __future__ import annotations

from collections.abc import Hashable

from textual.strip import Strip

from cpo_tui.domain.cases import CaseRow
from cpo_tui.ui.widgets import case_lines
from cpo_tui.ui.widgets.window_table import Look, WindowTable


class CaseTable(WindowTable[CaseRow]):
    """The list of cases."""

    @property
    def case_id(self) -> int | None:
        """The case under the cursor; None in an empty list."""
        return self.row_id

    @property
    def lines_each(self) -> int:
        """Two lines a case where the list is narrow, else one."""
        return 2 if self.wide < case_lines.NARROW else 1

    def header(self, width: int) -> Strip:
        """The titles of the columns."""
        return case_lines.header(width, self.style_of)

    def lines(self, row: CaseRow | None, look: Look, width: int) -> list[Strip]:
        """The lines of a case."""
        return case_lines.lines(row, look, width, self.moment, self.style_of)

    def stamp(self, row: CaseRow) -> Hashable:
        """The version of a case."""
        return row.version
