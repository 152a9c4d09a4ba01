"""The access log on the screen: a window on its lines, the newest first."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime

from rich.segment import Segment
from textual.strip import Strip

from cpo_tui.domain.text import safe
from cpo_tui.store.access import Access
from cpo_tui.ui.widgets.cells import fit, shown
from cpo_tui.ui.widgets.panel import cut, line_width
from cpo_tui.ui.widgets.roles import Part
from cpo_tui.ui.widgets.window_table import Look, WindowTable

WHO, WHAT, OUTCOME = 14, 18, 11
NARROW, MIDDLE, WIDE = 60, 100, 110
FULL, SHORT = "%Y-%m-%d %H:%M:%S", "%m-%d %H:%M:%S"
"""How the moment of a line is written, and how where there is less room."""
BAD = frozenset({"refused", "failed", "problems"})
"""Outcomes that an auditor looks for."""


def about(line: Access) -> str:
    """What a line is about, in words: the names and values of its detail."""
    parts = (f"{name.replace('_', ' ')} {_value(value)}" for name, value in line.detail.items())
    return safe(" · ".join(parts), limit=400)


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    text = str(value)
    return f"{text[:12]}…" if len(text) == 64 else text  # noqa: PLR2004 - a hash is known by its beginning


def _form(width: int) -> str:
    return FULL if width < NARROW or width >= MIDDLE else SHORT


class AccessTable(WindowTable[Access]):
    """The lines of the access log."""

    @property
    def lines_each(self) -> int:
        """One line each, two where the list is narrow."""
        return 2 if self.wide < NARROW else 1

    def header(self, width: int) -> Strip:
        """The titles of the columns."""
        when = self.moment.now.strftime(_form(width))
        parts: list[Part] = [(f"   {fit('when', len(when))} {fit('who', WHO)} ", "titles")]
        parts += [] if width < NARROW else [(f"{fit('outcome', OUTCOME)} {fit('what', WHAT)} about", "titles")]
        return self._strip(parts, width, "row")

    def lines(self, row: Access | None, look: Look, width: int) -> list[Strip]:
        """When, who, how it ended, what, and what it was about."""
        if row is None:
            gone = self._strip([("   this line cannot be read", "faint")], width, look.ground)
            return [gone, self._strip([], width, look.ground)][: self.lines_each]
        bad = row.outcome in BAD
        when = datetime.fromisoformat(row.at).astimezone(self.moment.zone).strftime(_form(width))
        first: list[Part] = [(" × " if bad else " · ", "late" if bad else "faint"), (f"{when} ", "quiet")]
        who: Part = (f"{fit(shown(row.officer), WHO)} ", "ink")
        outcome: Part = (f"{fit(shown(row.outcome), OUTCOME)} ", "late" if bad else "quiet")
        what: Part = (fit(shown(row.kind).replace("_", " "), WHAT), "ink")
        rest: list[Part] = [(f" {about(row)}", "quiet")]
        if row.reason and width >= WIDE:
            rest.append((f"  because: {shown(row.reason)}", "faint"))
        if self.lines_each == 1:
            return [self._strip([*first, who, outcome, what, *rest], width, look.ground)]
        second: list[Part] = [("     ", ""), outcome, what, *rest]
        return [self._strip([*first, who], width, look.ground), self._strip(second, width, look.ground)]

    def stamp(self, row: Access) -> Hashable:
        """A line of the log never changes."""
        return row.id

    def _strip(self, parts: list[Part], width: int, ground: str) -> Strip:
        kept = cut(parts, width)
        kept.append((" " * max(0, width - line_width(kept)), ""))
        return Strip([Segment(words, self.style_of(ground, role)) for words, role in kept], width)
