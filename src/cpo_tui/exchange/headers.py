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
from cpo_tui.exchange.header_hints import header_hint
from cpo_tui.exchange.mapping import MAX_COLUMNS, NotUnderstood, Plan, Wanted, plan_header
from cpo_tui.exchange.proposals import proposed_mapping, proposed_profile
from cpo_tui.exchange.reading import Dialect, Lines, without_end
from cpo_tui.exchange.records import rejected
from cpo_tui.exchange.values import reads_as

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
        if block.first == 1 and block.lines and _is_of_refused(block.lines[0]):
            skip_lines = 0  # lines that stood before the header are not in a file of refused records
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
        if wanted.no_header:
            return _numbered(Lines(lines, first, "".join(lines)), candidates, wanted, quoting, strip_nul=strip_nul)
        return _choose(
            Lines(lines, first, "".join(lines)),
            candidates,
            wanted,
            quoting,
            strip_nul=strip_nul,
            named=bool(delimiter),
            deep=_may_stand_lower(wanted, skip_lines),
        )
    raise rejected(
        "empty_file", "The file has no header and no rows.", hint="Check that the export has finished.", line=1
    )


def _is_of_refused(line: str) -> bool:
    """Whether a line is the header of a file of refused records: its last cells are the two that are added there."""
    last, reason = "cpo:line", "cpo:reason"
    text = without_end(line).rstrip().replace('"', "")
    return text.endswith(reason) and text[: -len(reason) - 1].endswith(last)


def _may_stand_lower(wanted: Wanted, skip_lines: int) -> bool:
    """Whether lines before the header are passed over: where a profile says so, or where named columns tell it.

    A line with every column that was mapped by its name can be nothing but the header; a column that is mapped by its
    number is in every line and tells nothing.
    """
    if wanted.profile is not None:
        return wanted.profile.find_header
    named = any(not column.strip().startswith("#") for column, _ in wanted.mapping)
    return named and not skip_lines


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
    block: Lines, candidates: Sequence[str], wanted: Wanted, quoting: str, *, strip_nul: bool, named: bool, deep: bool
) -> Header:
    """The first candidate under which a header is understood."""
    fault: ImportRejected | None = None
    closest: _Closest | None = None
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
                check_is_header(plan, line)
                rest = block.lines[end:]
                return Header(
                    plan, dialect, line, Lines(rest, block.first + end, "".join(rest)), delimiter != "," and not named
                )
            if closest is None or _nearness(plan) > _nearness(closest.problem):
                closest = _Closest(plan, delimiter, line)
    if fault is not None:
        raise fault
    raise _not_understood(block, candidates, closest, wanted, quoting)


def _numbered(block: Lines, candidates: Sequence[str], wanted: Wanted, quoting: str, *, strip_nul: bool) -> Header:
    """The columns of a file without a header, by their numbers; the delimiter is the first under which they are all there.

    A file of refused records that came from such a file begins with these numbers and is read as it is.
    """
    closest: _Closest | None = None
    for delimiter in candidates:
        dialect = Dialect(delimiter, quoting, strip_nul)
        for line, end, cells in _records(block, dialect, 1):
            again = bool(cells) and cells[0] == "#1"
            header = cells if again else [f"#{number}" for number in range(1, len(cells) + 1)]
            plan = plan_header(header, wanted, line=line)
            if isinstance(plan, Plan):
                rest = block.lines[end:] if again else block.lines
                first = block.first + (end if again else 0)
                return Header(plan, dialect, line, Lines(rest, first, "".join(rest)), detected=delimiter != ",")
            if closest is None or len(header) > len(closest.problem.header):
                closest = _Closest(plan, delimiter, line)
    raise _not_understood(block, candidates, closest, wanted, quoting)


def check_is_header(plan: Plan, line: int) -> None:
    """Raise `ImportRejected` (`missing_required_column`) for a first line that is a record, so that it is not lost as a header.

    Only a column that was named by its number can be without a name; where such a cell reads as a number or a day of its
    field, it is no name.
    """
    for one in plan.filled:
        if one.rule.form in _TELLING and reads_as(one.rule.form, plan.header[one.index]):
            raise rejected(
                "missing_required_column",
                f"Line {line} is a record, not a header: {plan.header[one.index].strip()!r} is a value of {one.field}.",
                hint="Say so: --no-header. Columns are then mapped by their numbers, such as --map '#1=a_number'.",
                line=line,
            )


_TELLING = frozenset({"a_number", "day", "birth", "moment"})


@dataclass(frozen=True, slots=True)
class _Closest:
    """The line that comes nearest to a header: what it lacks, and under which delimiter it stands where."""

    problem: NotUnderstood
    delimiter: str
    line: int


def _nearness(problem: NotUnderstood) -> tuple[int, int]:
    return problem.found, len(problem.header)


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
    block: Lines, candidates: Sequence[str], closest: _Closest | None, wanted: Wanted, quoting: str
) -> ImportRejected:
    """The error that says what is missing, what is there, and what a person might try."""
    if closest is None:
        return rejected(
            "missing_required_column",
            "The first line cannot be read as a header.",
            hint="Check the file, --delimiter and --quoting.",
            line=block.first,
        )
    later = _later_header(block, candidates, wanted, quoting)
    if later is None and not wanted.mapping and wanted.profile is None:
        closest = _likeliest(block, candidates, wanted, quoting, closest)
    problem = closest.problem
    columns = ", ".join(filter(None, (cell.strip() for cell in problem.header)))
    pairs = proposed_mapping(problem.header, problem.kind) if not wanted.mapping else ()
    profile = proposed_profile(problem.header) if wanted.profile is None else None
    return rejected(
        "missing_required_column",
        f"The header on line {closest.line} lacks {', '.join(problem.missing)}. Columns seen: {columns[:400] or 'none'}.",
        hint=header_hint(problem, later, profile, pairs, wanted),
        line=closest.line,
        missing=list(problem.missing),
        columns=[cell.strip() for cell in problem.header][:MAX_COLUMNS],
        delimiter=DELIMITER_WORDS.get(closest.delimiter, closest.delimiter),
        proposal=[{"column": cell, "field": name} for cell, name in pairs],
    )


LIKELY = 2
"""Columns of a line whose names are likely ones from which it is taken for the header."""


def _likeliest(block: Lines, candidates: Sequence[str], wanted: Wanted, quoting: str, closest: _Closest) -> _Closest:
    """The line whose names are most like those of fields, so that lines before the header do not hide it."""
    best = (max(LIKELY, len(proposed_mapping(closest.problem.header, closest.problem.kind)) + 1), closest)
    for delimiter in candidates:
        for line, _, cells in _records(block, Dialect(delimiter, quoting), SEARCHED):
            if len(cells) > MAX_COLUMNS:
                continue
            try:
                plan = plan_header(cells, wanted, line=line)
            except (ImportRejected, UsageError):
                continue
            if isinstance(plan, NotUnderstood):
                likely = len(proposed_mapping(cells, plan.kind))
                if likely >= best[0]:
                    best = (likely + 1, _Closest(plan, delimiter, line))
    return best[1]


def _later_header(block: Lines, candidates: Sequence[str], wanted: Wanted, quoting: str) -> int | None:
    for delimiter in candidates:
        for line, _, cells in _records(block, Dialect(delimiter, quoting), SEARCHED):
            try:
                if line != block.first and isinstance(plan_header(cells, wanted, line=line), Plan):
                    return line
            except (ImportRejected, UsageError):
                continue
    return None
