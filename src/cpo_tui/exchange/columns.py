"""One column of a plan and how a block of its cells is read: each distinct text once, not once a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from cpo_tui.exchange.characters import TRIM
from cpo_tui.exchange.days import BIRTH_YEARS, YEARS, is_plain_day
from cpo_tui.exchange.mapping import Filled
from cpo_tui.exchange.tokens import FIRST
from cpo_tui.exchange.values import Read, Seen, Stored, reader, shape_only

REMEMBERED = 20_000
"""Texts that a column remembers; when there are more, it forgets them all, so that memory does not grow with the file."""

_YEARS = {"day": YEARS, "birth": BIRTH_YEARS}
"""The years that the forms of days allow."""
_UNIQUE_FORMS = frozenset({"id", "line", "text"})
_UNIQUE_FIELDS = frozenset(
    {
        "reference",
        "full_name",
        "notes",
        "title",
        "body",
        "inquiry",
        "question",
        "answer",
        "sha256",
        "subject",
        "enquirer",
    }
)
"""Fields whose texts hardly repeat, so that remembering them costs more than reading them."""
_A_NUMBER = re.compile(r"A?[0-9]{9}", re.ASCII)
_A_NUMBERS = re.compile(r"(?:A?[0-9]{9}\n)*A?[0-9]{9}", re.ASCII)

Strange = dict[int, Seen]
"""Place in a block → what was seen there that deserves a warning or refuses the record."""


class _Memory(dict[str, Stored]):
    """Text → value; texts that gave a warning or a fault are in `odd` as well.

    With `days`, a plain ISO day of those years is its own value and need not be read.
    """

    def __init__(self, read: Read, days: range | None = None) -> None:
        super().__init__()
        self._read = read
        self._days = days
        self.odd: dict[str, Seen] = {}

    def __missing__(self, text: str) -> Stored:
        if self._days is not None and is_plain_day(text, self._days):
            self[text] = text
            return text
        seen = self._read(text)
        if seen.warnings or seen.kind:
            self.odd[text] = seen
        self[text] = seen.value
        return seen.value


class Column:
    """One column of the plan: reads one cell (`read`) or the cells of a block (`block`), with the same result.

    A column `beside` fills no field: only the shape of its values can refuse a row.
    """

    def __init__(self, filled: Filled, *, beside: bool = False) -> None:
        self.index = filled.index
        self.name = filled.column
        self.field = filled.field
        self.form = filled.rule.form
        self.read = shape_only(reader(filled.rule)) if beside else reader(filled.rule)
        rule = filled.rule
        plain = (
            not rule.codes
            and not rule.synonyms
            and not rule.nulls
            and rule.null_pattern is None
            and not rule.empty.value
        )
        self._memory = _Memory(self.read, _YEARS.get(self.form) if plain and not rule.formats else None)
        self._may_forget = plain and self.form in _UNIQUE_FORMS
        self._block: Callable[[Sequence[str]], tuple[list[Stored], Strange]] = self._remembered
        if plain and self.form == "a_number":
            self._block = self._a_numbers
        elif self._may_forget and self.field in _UNIQUE_FIELDS:
            self._block = self._texts

    @property
    def is_plain(self) -> bool:
        """Whether any text is good here, so that a column without a field need not be read."""
        return self.form in {"line", "text"} and self._may_forget

    def value(self, text: str) -> Stored:
        """The value of one cell that is known to be good."""
        return self._memory[text]

    def block(self, cells: Sequence[str]) -> tuple[list[Stored], Strange]:
        """The values of the cells, and what was seen of the strange ones."""
        return self._block(cells)

    def _remembered(self, cells: Sequence[str]) -> tuple[list[Stored], Strange]:
        memory = self._memory
        if len(memory) > REMEMBERED:
            memory.clear()
            memory.odd.clear()
            if self._may_forget:
                self._block = self._texts
        values = list(map(memory.__getitem__, cells))
        odd = memory.odd
        if odd and not odd.keys().isdisjoint(cells):
            return values, {place: odd[cell] for place, cell in enumerate(cells) if cell in odd}
        return values, {}

    def _texts(self, cells: Sequence[str]) -> tuple[list[Stored], Strange]:
        """Texts that are their own value, unless an end of them says that they need reading."""
        values: list[Stored] = list(cells)
        strange: Strange = {}
        for place in [place for place, cell in enumerate(cells) if not cell or cell[0] in FIRST or cell[-1] in TRIM]:
            seen = self.read(cells[place])
            values[place] = seen.value
            if seen.warnings or seen.kind:
                strange[place] = seen
        return values, strange

    def _a_numbers(self, cells: Sequence[str]) -> tuple[list[Stored], Strange]:
        if _A_NUMBERS.fullmatch("\n".join(cells)):
            return [cell[-9:] for cell in cells], {}
        values: list[Stored] = []
        strange: Strange = {}
        for place, cell in enumerate(cells):
            if _A_NUMBER.fullmatch(cell):
                values.append(cell[-9:])
                continue
            seen = self.read(cell)
            values.append(seen.value)
            if seen.warnings or seen.kind:
                strange[place] = seen
        return values, strange
