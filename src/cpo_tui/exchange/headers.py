"""Finding the header of a text file: where it stands, what separates its cells, and what it means.

The delimiter is told by the header alone: the first candidate under which the header has what is required. Data rows
are never counted for it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cpo_tui.errors import ImportRejected, UsageError
from cpo_tui.exchange.characters import BLANK_CELL
from cpo_tui.exchange.mapping import MAX_COLUMNS, NotUnderstood, Plan, Wanted, fold, plan_header
from cpo_tui.exchange.proposals import proposed_mapping, proposed_profile
from cpo_tui.exchange.reading import Dialect, Lines, without_end
from cpo_tui.exchange.records import rejected

DELIMITERS = (",", ";", "\t", "|")
SEARCHED = 60
"""Records in which a header is looked for where a profile says that it does not stand first, and for hints."""
_SEP = re.compile(r'"?sep=(.)"?')
_NAMES = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}
DELIMITER_WORDS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", " ": "space"}


@dataclass(frozen=True, slots=True)
class Header:
    """A header that was understood: its plan, the dialect, its line, and the lines of the block that come after it."""

    plan: Plan
    dialect: Dialect
    line: int
    rest: Lines
    detected: bool
    """Whether the delimiter is another than the comma and nobody named it."""


def delimiter_named(text: str) -> str:
    """The delimiter that `--delimiter` names: one character, or a word such as tab; raises `UsageError`."""
    delimiter = _NAMES.get(text.strip().casefold() or text, text)
    if len(delimiter) != 1 or delimiter in '"\r\n\x00':
        raise UsageError(f"{text!r} is not a delimiter.", hint="One character, or tab.")
    return delimiter


def find_header(blocks: Iterator[Lines], wanted: Wanted, *, delimiter: str, quoting: str, skip_lines: int) -> Header:
    """The header of a file, from its blocks of lines.

    Raises `ImportRejected`: `empty_file`, `missing_required_column`, `duplicate_header`, `blank_header`,
    `too_many_columns`, `encoding_undetermined` (NULs in the header).
    """
    profile = wanted.profile
    strip_nul = profile is not None and profile.strip_nul
    skipped, separator = 0, ""
    for block in blocks:
        start = min(len(block.lines), max(0, skip_lines - skipped))
        skipped += start
        lines = block.lines[start:]
        first = block.first + start
        if lines and first == skip_lines + 1 and (found := _SEP.fullmatch(without_end(lines[0]))):
            separator, lines, first = found[1], lines[1:], first + 1
        while lines and BLANK_CELL.fullmatch(lines[0]):
            lines, first = lines[1:], first + 1
        if not lines:
            continue
        candidates = (
            [delimiter]
            if delimiter
            else [separator]
            if separator
            else list(profile.delimiters if profile else DELIMITERS)
        )
        _check_nul(lines[0], first, strip_nul=strip_nul)
        return _choose(
            Lines(lines, first, "".join(lines)), candidates, wanted, quoting, strip_nul=strip_nul, named=bool(delimiter)
        )
    raise rejected(
        "empty_file", "The file has no header and no rows.", hint="Check that the export has finished.", line=1
    )


def _check_nul(line: str, number: int, *, strip_nul: bool) -> None:
    nuls = line.count("\x00")
    if nuls and (not strip_nul or nuls * 4 > len(line)):
        raise rejected(
            "encoding_undetermined",
            f"The header on line {number} has NUL characters: this is UTF-16 or UTF-32 without its mark, or no text at all.",
            hint="Say which encoding it has, such as --encoding utf-16-le.",
            line=number,
        )


def _choose(
    block: Lines, candidates: Sequence[str], wanted: Wanted, quoting: str, *, strip_nul: bool, named: bool
) -> Header:
    """The first candidate under which a header is understood."""
    deep = wanted.profile is not None and wanted.profile.find_header
    fault: ImportRejected | None = None
    closest: tuple[NotUnderstood, str] | None = None
    for delimiter in candidates:
        dialect = Dialect(delimiter, quoting, strip_nul)
        for line, end, cells in _records(block, dialect, SEARCHED if deep else 1):
            try:
                plan = plan_header(cells, wanted, line=line)
            except ImportRejected as error:
                fault = fault or error
                if len(cells) > MAX_COLUMNS:
                    raise
                continue
            if isinstance(plan, Plan):
                rest = block.lines[end:]
                return Header(
                    plan, dialect, line, Lines(rest, block.first + end, "".join(rest)), delimiter != "," and not named
                )
            if closest is None or (plan.found, len(plan.header)) > (closest[0].found, len(closest[0].header)):
                closest = (plan, delimiter)
    if fault is not None:
        raise fault
    raise _not_understood(block, candidates, closest, wanted, quoting)


def _records(block: Lines, dialect: Dialect, limit: int) -> Iterator[tuple[int, int, list[str]]]:
    """The first records of a block that are not blank: the line, how many lines they take up to their end, the cells."""
    found = 0
    if dialect.quoting == "none":
        for index, line in enumerate(block.lines):
            text = without_end(line)
            if not BLANK_CELL.fullmatch(text):
                yield (
                    block.first + index,
                    index + 1,
                    (text.replace("\x00", "") if dialect.strip_nul else text).split(dialect.delimiter),
                )
                found += 1
            if found >= limit:
                return
        return
    reader = csv.reader(block.lines, delimiter=dialect.delimiter, strict=True)
    before = 0
    while found < limit:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            before = reader.line_num
            continue
        if not all(map(BLANK_CELL.fullmatch, row)):
            yield block.first + before, reader.line_num, row
            found += 1
        before = reader.line_num


def _not_understood(
    block: Lines, candidates: Sequence[str], closest: tuple[NotUnderstood, str] | None, wanted: Wanted, quoting: str
) -> ImportRejected:
    """The error that says what is missing, what is there, and what a person might try."""
    if closest is None:
        return rejected(
            "missing_required_column",
            "The first line cannot be read as a header.",
            hint="Check the file, --delimiter and --quoting.",
            line=block.first,
        )
    problem, delimiter = closest
    columns = ", ".join(cell.strip() for cell in problem.header)
    pairs = proposed_mapping(problem.header, problem.kind) if not wanted.mapping else ()
    profile = proposed_profile(problem.header) if wanted.profile is None else None
    later = _later_header(block, candidates, wanted, quoting)
    if later is not None:
        hint = f"Line {later} looks like the header: --skip-lines {later - 1}."
    elif profile is not None:
        hint = f"The columns are those of the profile {profile}: --profile {profile}."
    elif any(fold(cell) != name for cell, name in pairs):
        hint = (
            "Map its columns, for instance: "
            + " ".join(f"--map {_quoted(f'{cell}={name}')}" for cell, name in pairs if fold(cell) != name)
            + "."
        )
        if problem.kind == "cases" and not {"reference", "a_number"} & {name for _, name in pairs}:
            hint += " Without an identifier: --key row."
    else:
        hint = "Map its columns: --map COLUMN=FIELD. Or import it by position: --key row."
    return rejected(
        "missing_required_column",
        f"The header on line {block.first} lacks {', '.join(problem.missing)}. Columns seen: {columns[:400]}.",
        hint=hint,
        line=block.first,
        missing=list(problem.missing),
        columns=[cell.strip() for cell in problem.header][:MAX_COLUMNS],
        delimiter=DELIMITER_WORDS.get(delimiter, delimiter),
        proposal=[{"column": cell, "field": name} for cell, name in pairs],
    )


def _quoted(text: str) -> str:
    return f'"{text}"' if re.search(r"[^\w=.:/-]", text) else text


def _later_header(block: Lines, candidates: Sequence[str], wanted: Wanted, quoting: str) -> int | None:
    for delimiter in candidates:
        for line, _, cells in _records(block, Dialect(delimiter, quoting), SEARCHED):
            try:
                if line != block.first and isinstance(plan_header(cells, wanted, line=line), Plan):
                    return line
            except (ImportRejected, UsageError):
                continue
    return None
