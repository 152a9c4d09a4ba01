"""What a person might try where a header is not understood, in the words of the command line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from cpo_tui.exchange.mapping import NotUnderstood, Wanted
from cpo_tui.exchange.names import fold
from cpo_tui.exchange.values import reads_as


def header_hint(
    problem: NotUnderstood, later: int | None, profile: str | None, pairs: Sequence[tuple[str, str]], wanted: Wanted
) -> str:
    """What a person might try, the surest first."""
    if later is not None:
        return f"Line {later} looks like the header: --skip-lines {later - 1}."
    if any(reads_as("a_number", cell) or (reads_as("day", cell) and len(cell) > 7) for cell in problem.header):  # noqa: PLR2004 - more than a year
        return "This line looks like a record. Say that there is no header, and map by number: --no-header --map '#1=a_number' --map '#2=full_name'."
    if profile is not None:
        return f"The columns are those of the profile {profile}: --profile {profile}."
    if wanted.mapping:
        return _hint_for_mapping(problem, wanted)
    if not any(fold(cell) != name for cell, name in pairs):
        return "Map its columns: --map COLUMN=FIELD. Or import it by position: --key row."
    maps = " ".join(f"--map {_quoted(f'{cell}={name}')}" for cell, name in pairs if fold(cell) != name)
    if problem.kind == "cases" and not {"reference", "a_number"} & {name for _, name in pairs}:
        return f"Map its columns, for instance: {maps}. Without an identifier: --key row."
    return f"Map its columns, for instance: {maps}."


def _hint_for_mapping(problem: NotUnderstood, wanted: Wanted) -> str:
    """What is wrong with a mapping: a column that is not there and the one that was meant, or a key that is not filled."""
    mapped = dict(wanted.mapping)
    there = {cell.strip(): fold(cell) for cell in problem.header if cell.strip()}
    for name in problem.missing:
        if name in mapped:
            near = difflib.get_close_matches(fold(name), list(there.values()), n=1, cutoff=0.5)
            meant = next((cell for cell, folded in there.items() if near and folded == near[0]), None)
            return (
                f"There is no column {name!r}. Did you mean {meant!r}?"
                if meant is not None
                else f"There is no column {name!r}. A column without a name is mapped by its number: --map #3=FIELD."
            )
    if problem.kind == "cases":
        return "Records of cases are known by reference, or by a_number and full_name: map these. Or choose: --key FIELD, or --key row."
    return f"Map these too: --map COLUMN={problem.missing[0]}. Or import it by position: --key row."


def _quoted(text: str) -> str:
    return f'"{text}"' if re.search(r"[^\w=.:/-]", text) else text
