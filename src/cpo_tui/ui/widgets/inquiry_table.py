"""The inbox on the screen: a window on the list of inquiries, one line each, or two where the screen is narrow."""

from __future__ import annotations

from collections.abc import Hashable

from rich.segment import Segment
from textual.strip import Strip

from cpo_tui.store.inbox import Entry
from cpo_tui.ui.entries import inquiries as inquiry_entries
from cpo_tui.ui.widgets.cells import fit
from cpo_tui.ui.widgets.panel import spread
from cpo_tui.ui.widgets.window_table import Look, WindowTable


class InquiryTable(WindowTable[Entry]):
    """The list of inquiries."""

    @property
    def lines_each(self) -> int:
        """Two lines an inquiry where the list is narrow, else one."""
        return 2 if self.wide < inquiry_entries.NARROW else 1

    def header(self, width: int) -> Strip:
        """The titles of the columns."""
        style = self.style_of("titles")
        parts = inquiry_entries.header(width)
        return Strip([Segment(words, style) for words, _ in parts]).adjust_cell_length(width, style)

    def lines(self, row: Entry | None, look: Look, width: int) -> list[Strip]:
        """The lines of an inquiry; one that is gone from the store says so."""
        if row is None:
            gone = self.style_of(look.ground, "quiet")
            texts = ("   (this inquiry is gone)", "")[: self.lines_each]
            return [Strip([Segment(fit(text, width), gone)], width) for text in texts]
        over = ("touched",) if look.touched and not look.cursor else ()
        ground = self.style_of(look.ground)
        return [
            Strip(
                [Segment(words, self.style_of(look.ground, role, *over)) for words, role in spread(left, right, width)]
            ).adjust_cell_length(width, ground)
            for left, right in inquiry_entries.inbox_rows(row, look, self.moment, width)
        ]

    def stamp(self, row: Entry) -> Hashable:
        """All that is shown of an inquiry."""
        return row
