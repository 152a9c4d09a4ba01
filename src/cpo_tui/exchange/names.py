"""The names of columns: how they are compared, which are ours, and what is wrong with a header's."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from cpo_tui.exchange.layout import COLUMNS
from cpo_tui.exchange.records import rejected

GUARD_MARK = "cpo:guarded"
OURS = frozenset({GUARD_MARK, "cpo:line", "cpo:reason", "cpo:kind"})
"""Columns that an export or a quarantine file adds; they are never data."""

ALIASES: Mapping[str, Mapping[str, str]] = {
    "cases": {
        "a number": "a_number",
        "a#": "a_number",
        "a-number": "a_number",
        "date of birth": "birth_date",
        "dob": "birth_date",
    },
    "events": {},
    "documents": {},
    "inquiries": {},
}
"""Other names under which the product's own columns are known, beside the name with spaces for its underscores."""


def fold(name: str) -> str:
    """A column's name as names are compared."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def spaced(name: str) -> str:
    """A folded name without regard to underscores and repeated spaces, as releases differ in them."""
    return " ".join(fold(name).replace("_", " ").split())


def own_field(name: str, kind: str) -> str:
    """The field whose own name, or an alias of it, a column has; empty where it has none."""
    name = fold(name)
    if name in COLUMNS[kind]:
        return name
    return _known(kind).get(name, "")


@cache
def _known(kind: str) -> Mapping[str, str]:
    return {name.replace("_", " "): name for name in COLUMNS[kind]} | dict(ALIASES[kind])


def trailing_of(folded: Sequence[str]) -> int:
    """How many blank cells a header ends with."""
    count = 0
    while count < len(folded) and not folded[-1 - count]:
        count += 1
    return count


def check_names(cells: Sequence[str], folded: Sequence[str], trailing: int, line: int) -> None:
    """Raise `ImportRejected` for a column without a name (`blank_header`) or a name that two have (`duplicate_header`)."""
    seen: dict[str, int] = {}
    for index, name in enumerate(folded[: len(folded) - trailing]):
        if not name:
            raise rejected(
                "blank_header",
                f"Column {index + 1} of the header has no name.",
                hint=f"Name it in the file, or map the columns: --map #{index + 1}=FIELD.",
                line=line,
            )
        if name in seen:
            raise rejected(
                "duplicate_header",
                f"The columns {seen[name] + 1} and {index + 1} are both named {cells[index].strip()!r}.",
                hint=f"Rename one in the file, or map the columns: --map #{index + 1}=FIELD.",
                line=line,
            )
        seen[name] = index


def unique_names(cells: Sequence[str]) -> list[str]:
    """The names under which columns are kept: as given; a blank or repeated one by its number."""
    counts = Counter(cell.strip() for cell in cells)
    return [
        name if (name := cell.strip()) and counts[name] == 1 else f"{name} #{index + 1}".strip()
        for index, cell in enumerate(cells)
    ]
