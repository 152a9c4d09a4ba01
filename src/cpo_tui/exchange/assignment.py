"""Which column of a header is which column of its source: by the officer's mapping, a profile, or the product's names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cpo_tui.errors import UsageError
from cpo_tui.exchange.layout import COLUMNS
from cpo_tui.exchange.names import fold, own_field, spaced
from cpo_tui.exchange.profiles import Profile, SourceColumn
from cpo_tui.exchange.records import rejected

if TYPE_CHECKING:
    from cpo_tui.exchange.mapping import Wanted

JOINED = ("full_name",)
"""Fields that several columns can be mapped to: the first, a comma, then the others."""
NOT_A_FIELD = "-"
"""What a column is mapped to that fills no field, though its name is one: it is kept beside the row."""


def assigned(
    cells: Sequence[str], folded: Sequence[str], kind: str, wanted: Wanted
) -> tuple[dict[int, SourceColumn], tuple[str, ...]]:
    """Which column of the header is which column of the source, and the required ones that are not there."""
    columns: dict[int, SourceColumn] = {}
    missing: list[str] = []
    taken: set[str] = set()
    joined: set[int] = set()
    for text, meant in wanted.mapping:
        target = "" if meant == NOT_A_FIELD else meant
        if target and target not in COLUMNS[kind]:
            raise UsageError(
                f"--map {text}={target}: {kind} has no field {target!r}.", hint=f"Fields: {', '.join(COLUMNS[kind])}."
            )
        again = bool(target) and target in taken
        if again and target not in JOINED:
            raise UsageError(
                f"--map: two columns are mapped to {target}.",
                hint=f"A field is filled from one column; only {', '.join(JOINED)} may be joined from several.",
            )
        index = place_of(text, cells, folded, target)
        if index is None:
            missing.append(text)
        elif again:
            first = next(place for place, column in columns.items() if column.field == target)
            columns[first] = replace(columns[first], join=(*columns[first].join, text))
            columns.pop(index, None)
            joined.add(index)
        else:
            taken.add(target)
            columns[index] = SourceColumn(cells[index], (cells[index],), field=target)
    if wanted.profile is not None:
        missing.extend(_match_profile(wanted.profile, cells, columns, taken))
    else:
        _match_product(kind, folded, columns, taken)
        for index in joined:
            columns.pop(index, None)
    return columns, tuple(missing)


def place_of(text: str, cells: Sequence[str], folded: Sequence[str], target: str = "FIELD") -> int | None:
    """The column that `--map` or `--date-format` names; None where there is none."""
    number = re.fullmatch(r"#([0-9]{1,4})", text.strip())
    if number:
        index = int(number[1]) - 1
        return index if 0 <= index < len(cells) else None
    name = fold(text)
    at = [index for index, cell in enumerate(folded) if cell == name]
    if len(at) > 1:
        kind = "duplicate_header" if name else "blank_header"
        raise rejected(
            kind,
            f"The column {text!r} is there {len(at)} times (columns {', '.join(str(index + 1) for index in at)}).",
            hint=f"Name it by its number: --map '#{at[0] + 1}={target or '-'}'.",
        )
    return at[0] if at else None


def _match_profile(
    profile: Profile, cells: Sequence[str], columns: dict[int, SourceColumn], taken: set[str]
) -> list[str]:
    names = [spaced(cell) for cell in cells]
    missing = []
    for column in profile.columns:
        wanted = {spaced(name) for name in column.names}
        at = [index for index, name in enumerate(names) if name in wanted and index not in columns]
        if len(at) > 1 and (column.field or column.name in profile.required):
            raise rejected(
                "duplicate_header",
                f"The column {column.name!r} is there {len(at)} times (columns {', '.join(str(index + 1) for index in at)}).",
                hint=f"Say which one is meant: --map #{at[0] + 1}={column.field or 'FIELD'}.",
            )
        if len(at) == 1 and column.field not in taken:
            columns[at[0]] = column
            taken.update({column.field} - {""})
        elif not at and column.name in profile.required:
            missing.append(column.name)
    return missing


def _match_product(kind: str, folded: Sequence[str], columns: dict[int, SourceColumn], taken: set[str]) -> None:
    exact = set(folded)
    for index, name in enumerate(folded):
        target = own_field(name, kind)
        if (
            not target
            or target in taken
            or index in columns
            or (name != target and target in exact)
            or folded.count(name) > 1
        ):
            continue
        columns[index] = SourceColumn(name, (name,), field=target)
        taken.add(target)
