"""What hangs under the query while it is typed: the ways to go on, or what is wrong, under the place that it is about."""

from __future__ import annotations

from collections.abc import Sequence

from cpo_tui.domain.filters import Completion
from cpo_tui.errors import QueryError
from cpo_tui.ui.widgets.cells import clip, fit, shown, width_of
from cpo_tui.ui.widgets.panel import Line, Panel
from cpo_tui.ui.widgets.roles import Part

MOST = 8
"""Ways to go on that are seen at once."""
INDENT = 3
"""Cells before the first letter of the query: the margin of the line, and its prompt."""
_KEYS: Line = (
    ("Tab", "key"), (" completes   ", "quiet"), ("↑", "key"), (" earlier   ", "quiet"), ("Enter", "key"),
    (" keeps it   ", "quiet"), ("Esc", "key"), (" leaves it", "quiet"),
)  # fmt: skip
_BEGIN: Line = (("a name or number, or ", "quiet"), ("officer:me  late  due<7d  stage:…  -hold:yes", "ink"))


class QueryDrop(Panel):
    """A few lines over the list, only while a query is typed."""

    DEFAULT_CSS = """
    QueryDrop { display: none; position: absolute; layer: above; height: auto; width: 100%; background: $raised; }
    QueryDrop.-open { display: block; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._typed = ""
        self._offers: tuple[Completion, ...] = ()
        self._taken: int | None = None
        self._error: QueryError | None = None

    def open(self) -> None:
        """Begin to type."""
        self._typed, self._offers, self._taken, self._error = "", (), None, None
        self.add_class("-open")
        self.show(self._build_lines)

    def close(self) -> None:
        """Nothing is typed any more."""
        self.remove_class("-open")

    def offer(self, typed: str, offers: tuple[Completion, ...], taken: int | None) -> None:
        """Show the ways to go on, that which was taken among them."""
        self._typed, self._offers, self._taken = typed, offers, taken
        self.renew()

    def fault(self, typed: str, error: QueryError | None) -> None:
        """Show what is wrong, and where; None where it is well."""
        if (typed, error) != (self._typed, self._error):
            self._typed, self._error = typed, error
            self.renew()

    def _build_lines(self, width: int, _height: int) -> Sequence[Line]:
        lines: list[Line] = []
        if self._error is not None and not self._is_unfinished(self._error):
            lines += fault_lines(self._typed, self._error, width)
        lines += self._offer_lines(width)
        if not self._typed:
            lines.append([(" " * INDENT, ""), *_BEGIN])
        return [*lines, [(" " * INDENT, ""), *_KEYS]]

    def _is_unfinished(self, error: QueryError) -> bool:
        """Whether the fault is only that something is still to be typed, which the ways to go on say better."""
        return bool(self._offers) and int(error.details.get("at", 0)) >= len(self._typed)

    def _offer_lines(self, width: int) -> list[Line]:
        if not self._offers:
            return []
        at = INDENT + width_of(self._typed[: self._offers[0].start])
        wide = max(width_of(offer.text) for offer in self._offers) + 2
        at = max(INDENT, min(at, width - wide - 12))
        first = 0 if self._taken is None else max(0, self._taken - MOST + 1)
        lines: list[Line] = []
        for place, offer in enumerate(self._offers[first : first + MOST], start=first):
            is_taken = place == self._taken
            parts: list[Part] = [
                (" " * at, ""),
                (fit(shown(offer.text), wide), "key" if is_taken else "ink"),
                (clip(shown(offer.help), max(0, width - at - wide)), "quiet"),
            ]
            lines.append(parts)
        left = len(self._offers) - first - MOST
        return [*lines, [(" " * at, ""), (f"and {left} more", "faint")]] if left > 0 else lines


def fault_lines(typed: str, error: QueryError, width: int) -> list[Line]:
    """A line that points at the fault, and one that says what it is; the place is kept inside the width."""
    at, length = int(error.details.get("at", 0)), max(1, int(error.details.get("length", 1)))
    before = INDENT + width_of(typed[:at])
    marks = "^" * max(1, width_of(typed[at : at + length]))
    said = clip(f"{shown(error.message)} {shown(error.hint)}".strip(), max(0, width - INDENT))
    start = max(INDENT, min(before, width - width_of(said)))
    return [
        [(" " * min(before, width - 1), ""), (clip(marks, max(1, width - before)), "late")],
        [(" " * start, ""), (said, "late")],
    ]
