"""One record read by itself, slowly and exactly: every fault with its reason, every warning, or its values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from cpo_tui.exchange.characters import BLANK_CELL, MAX_CELL, TRIM
from cpo_tui.exchange.columns import Column
from cpo_tui.exchange.layout import COLUMNS
from cpo_tui.exchange.mapping import Plan
from cpo_tui.exchange.names import GUARD_MARK, fold
from cpo_tui.exchange.profiles import Fill
from cpo_tui.exchange.records import Values, rejected
from cpo_tui.exchange.values import Seen, Stored, character_fault, character_warnings, shown

Fault = tuple[str, str, str]
"""Rank (`records.FAULT_RANKS`), kind, reason."""

_TOTAL = re.compile(r"(?:grand[ _-]?|sub[ _-]?)?totals?\b.{0,20}|sum:?|count:?", re.IGNORECASE | re.ASCII)
_FOOTER = re.compile(
    r"[*=_ .-]*end of (?:report|file|data|extract|list|records?)[*=_ .-]*|page:? ?[0-9]+(?: ?(?:of|/) ?[0-9]+)?"
    r"|\(?[0-9,]+ (?:rows?|records?)(?: (?:affected|selected|returned|found|exported))?\.?\)?|[*=_-]{3,}",
    re.IGNORECASE | re.ASCII,
)
_BEGINS = ("tot", "gra", "sub", "sum", "cou", "end", "pag")
_NUMBER = re.compile(r"[-+$]?[0-9][0-9., ]*%?", re.ASCII)
_ONLY_CONTROLS = re.compile(r"[\x00-\x20\x7f-\x9f]*")
_VISIBLE = re.compile(
    r"[^\s\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\U000e0000-\U000e007f]"
)
_NAMED_BY_FIELD = frozenset({"kind", "occurred_at", "document", "received_at"})
"""Fields of a key whose absence has a name of its own."""


class KeyWatch:
    """Watches whether the key columns ever hold a value; one that holds only redactions cannot tell records apart."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self.unseen = set(names)
        self._redacted: Counter[str] = Counter()

    def look(self, field: str, values: Sequence[Stored], strange: Iterable[Seen]) -> None:
        """Look at some values of a key column."""
        if any(value is not None for value in values):
            self.unseen.discard(field)
        self._redacted[field] += sum("redacted" in seen.warnings for seen in strange)

    def finish(self) -> None:
        """Raise `ImportRejected` (`redacted_key`) for a column that held nothing but redactions."""
        for field in sorted(self.unseen):
            if self._redacted[field]:
                name = self._names[field]
                raise rejected(
                    "redacted_key",
                    f"Every value of the key column {name!r} is redacted, so that no record can be told from another.",
                    hint="Import it by position instead: --key row.",
                    column=name,
                )


class RowReader:
    """Reads single rows by a plan; `marks` are the first characters of cells with which a row that is no record begins."""

    def __init__(
        self,
        plan: Plan,
        columns: Sequence[Column],
        typed: Sequence[Column],
        fills: Sequence[tuple[Fill, Column]],
        surplus: int,
    ) -> None:
        self._plan = plan
        self._columns = columns
        self._typed = [column for column in typed if not column.is_plain]
        self._fills = fills
        self._names = tuple(COLUMNS[plan.kind])
        self._constants = dict(plan.profile.constants) if plan.profile is not None else {}
        self._folded = [fold(cell) for cell in plan.header]
        self._width = plan.width + surplus
        self._unnamed = range(plan.width - plan.trailing, plan.width)
        self._beyond = [
            *range(plan.width, self._width),
            *(index for index, name in enumerate(self._folded) if plan.guarded and name == GUARD_MARK),
        ]
        self.empty_cells = [*self._unnamed, *self._beyond]
        """The cells that must be empty in every row."""
        self.may_be_alone = plan.width > 2 and len(plan.filled) > 1  # noqa: PLR2004 - of two columns one is often empty
        """Whether a row with nothing but its first cell deserves a look."""
        self.marks = _case_variants(_BEGINS) | {"", " ", "  ", "   ", plan.header[0][:3]}

    def read(self, row: Sequence[str], keys: KeyWatch) -> tuple[Values, list[Fault], list[str]]:
        """The values of a row with all of its faults and warnings; the values mean nothing where there are faults.

        Raises `ImportRejected` (`blank_header`) where a column without a name has data.
        """
        if len(row) != self._width:
            return (), [self._miscounted(row)], []
        footing = self.footing(row)
        if footing:
            return (), [footing], []
        faults = self._not_empty(row)
        warnings: list[str] = ["first_cell_only"] if self.may_be_alone and not any(row[1:]) else []
        found: dict[str, Stored] = dict(self._constants)
        for column in self._columns:
            found[column.field] = self._cell(column, row[column.index], keys, faults, warnings)
        for column in self._typed:
            seen = column.read(row[column.index])
            warnings.extend(seen.warnings)
            if seen.kind:
                faults.append((seen.rank, seen.kind, f"{column.name}: {seen.why}"))
        if self._plan.identity is not None and BLANK_CELL.fullmatch(row[self._plan.identity]):
            faults.append(
                ("key", "missing_key", f"{self._plan.header[self._plan.identity].strip()}: the cell is empty")
            )
        self._look_at_characters(row, faults, warnings)
        if not faults:
            found.update({fill.field: filled_by(fill, column.value(row[column.index])) for fill, column in self._fills})
        opened, hearing = found.get("opened_on"), found.get("next_hearing_on")
        if isinstance(opened, str) and isinstance(hearing, str) and hearing < opened:
            warnings.append("hearing_before_opened")
        return tuple(found.get(name) for name in self._names), faults, warnings

    def _cell(self, column: Column, text: str, keys: KeyWatch, faults: list[Fault], warnings: list[str]) -> Stored:
        bad = character_fault(column.name, text, many_lines=column.form == "text")
        if bad is not None:
            faults.append(("characters", *bad))
            return None
        seen = column.read(text)
        warnings.extend(seen.warnings)
        if seen.kind:
            faults.append((seen.rank, seen.kind, f"{column.name}: {seen.why}"))
            return None
        if column.field in keys.unseen:
            keys.look(column.field, (seen.value,), (seen,))
        if column.field in self._plan.required and _is_nothing(seen.value):
            faults.append(self._missing(column, text))
        return seen.value

    def _look_at_characters(self, row: Sequence[str], faults: list[Fault], warnings: list[str]) -> None:
        """Columns that are only kept may hold any character, but not more than a cell; all cells may deserve warnings."""
        for index, name in self._plan.kept:
            if len(row[index]) > MAX_CELL:
                faults.append(
                    (
                        "characters",
                        "field_too_long",
                        f"{name}: {len(row[index]):,} characters; at most {MAX_CELL:,} are read",
                    )
                )
            elif character_fault(name, row[index], many_lines=True):
                warnings.append("control_char_kept")
        for text in row:
            if not text.isascii():
                warnings.extend(character_warnings(text))

    def _miscounted(self, row: Sequence[str]) -> Fault:
        text = "".join(row)
        if len(text) <= MAX_CELL and _ONLY_CONTROLS.fullmatch(text):
            return ("characters", "control_char", "the line holds nothing but control characters")
        return (
            "quoting",
            "field_count",
            f"{len(row):,} cells where the header has {self._plan.width:,}; the first is {shown(row[0])}",
        )

    def _not_empty(self, row: Sequence[str]) -> list[Fault]:
        for index in self._unnamed:
            if not BLANK_CELL.fullmatch(row[index]):
                raise rejected(
                    "blank_header",
                    f"Column {index + 1} of the header has no name, but a row has {shown(row[index])} in it.",
                    hint=f"Name it in the file, or map the columns: --map #{index + 1}=FIELD.",
                )
        return [
            ("quoting", "field_count", f"cell {index + 1} should be empty and is {shown(row[index])}")
            for index in self._beyond
            if not BLANK_CELL.fullmatch(row[index])
        ]

    def _missing(self, column: Column, text: str) -> Fault:
        said = f"{column.name}: " + (f"{shown(text)} is no value" if text.strip(TRIM) else "the cell is empty")
        if column.field == "a_number":
            return ("key", "invalid_a_number", said)
        if column.field == "full_name":
            return ("required", "missing_name", said)
        if column.field in _NAMED_BY_FIELD and self._plan.profile is None:
            return ("required", f"missing_{column.field}", said)
        return ("key", "missing_key", said)

    def footing(self, row: Sequence[str]) -> Fault | None:
        """Whether the row is a repeated header or a row of totals and no record."""
        size = len(self._folded)
        if len(row) >= size and fold(row[0]) == self._folded[0] and [fold(cell) for cell in row[:size]] == self._folded:
            return ("footing", "repeated_header", "the header again")
        filled = [cell.strip(TRIM) for cell in row if not BLANK_CELL.fullmatch(cell)]
        if len(filled) == 1 and self.may_be_alone and _FOOTER.fullmatch(filled[0]):
            return ("footing", "totals_row", f"a footer ({shown(filled[0])}), not a record")
        if not filled or not _TOTAL.fullmatch(filled[0]) or len(filled) * 2 > len(row) + 1:
            return None
        if not all(map(_NUMBER.fullmatch, filled[1:])):
            return None
        return ("footing", "totals_row", f"a row of totals ({shown(filled[0])}), not a record")


def filled_by(fill: Fill, value: Stored) -> Stored:
    """What a column's value says about another field: its day, or one of two words."""
    if fill.blank or fill.filled:
        return (fill.blank if value is None else fill.filled) or None
    return None if value is None else str(value)[:10]


def is_blank(row: Sequence[str]) -> bool:
    """Whether a row has nothing but separators and white space."""
    return all(map(BLANK_CELL.fullmatch, row))


def _is_nothing(value: Stored) -> bool:
    """Whether a required value is missing: nothing, or nothing that can be seen."""
    if value is None:
        return True
    return isinstance(value, str) and not value.isascii() and not _VISIBLE.search(value)


def _case_variants(words: Iterable[str]) -> set[str]:
    return {"".join(letters) for word in words for letters in product(*((letter, letter.upper()) for letter in word))}
