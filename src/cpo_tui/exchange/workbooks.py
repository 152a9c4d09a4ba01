"""Workbooks: every sheet with a header that is understood, one after the other, as records.

Text cells are text and dates are dates; nothing is evaluated. A number is written as a person would read it, so that an
A-number that a spreadsheet has taken for a number still has its digits. `line` is the row of the sheet.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from typing import Any

from cpo_tui.errors import ImportRejected
from cpo_tui.exchange.characters import BLANK_CELL
from cpo_tui.exchange.checking import Checker
from cpo_tui.exchange.encodings import refuse_other_kinds
from cpo_tui.exchange.extracts import Extract, Options
from cpo_tui.exchange.header_hints import header_hint
from cpo_tui.exchange.headers import SEARCHED, check_is_header
from cpo_tui.exchange.mapping import MAX_COLUMNS, NotUnderstood, Plan, Wanted, plan_header
from cpo_tui.exchange.proposals import proposed_mapping, proposed_profile
from cpo_tui.exchange.records import Batch, FileFacts, Records, rejected
from cpo_tui.exchange.rows import is_blank
from cpo_tui.exchange.sources import Source

MAX_UNPACKED = 1 << 30
"""Bytes of a workbook when unpacked; a larger one is refused, because a sheet is held in memory."""
BOMB_RATIO = 250
"""How many times its size a workbook may unpack to; no table is so regular."""
BLOCK = 1_000
_INTEGERS_OF_FLOAT = 1 << 53

Row = list[str]
_Sheet = tuple[str, Plan, Iterator[Records], int]
"""The name of a sheet, its plan, its records, and the row of its header."""


class WorkbookExtract(Extract):
    """An extract of several sheets, each with a plan and a checker of its own; the first names the whole."""

    def __init__(
        self,
        source: Source,
        sheets: Sequence[_Sheet],
        facts: FileFacts,
        options: Options,
        skipped: int,
    ) -> None:
        _, plan, records, _ = sheets[0]
        checker = Checker(plan, zone=options.zone)
        super().__init__(source, plan, facts, records, checker)
        if skipped:
            checker.warnings["sheet_skipped"] += skipped
        self._sheets = sheets
        self._options = options
        self._part_done = 0

    @property
    def done(self) -> float:
        """The part of the sheets that has been read, from 0 to 1."""
        return self._part_done / len(self._sheets)

    def batches(self) -> Iterator[Batch]:
        """The records of all sheets in batches; their numbers go on from sheet to sheet."""
        numbers = 0
        for place, (_, plan, records, _) in enumerate(self._sheets):
            checker = self._checker if place == 0 else Checker(plan, zone=self._options.zone, after=numbers)
            for block in records:
                batch = checker.check(block)
                numbers += batch.read
                if batch.values or batch.refusals or batch.blank:
                    yield batch
            checker.finish()
            if place:
                self._checker.warnings.update(checker.warnings)
            self._part_done = place + 1
        self.source.check_unchanged()


def open_workbook(source: Source, options: Options) -> Extract:
    """The extract in a workbook; raises `ImportRejected` (`not_xlsx`, `too_large`, `missing_required_column`, …)."""
    from python_calamine import CalamineError, CalamineWorkbook

    wanted = options.wanted()
    _check_archive(source)
    source.stream.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(source.stream)
        sheets: list[_Sheet] = []
        skipped = 0
        problem: ImportRejected | None = None
        nearest = -1
        for name in book.sheet_names:
            found = _sheet(book.get_sheet_by_name(name), name, wanted, options.skip_lines)
            if isinstance(found, ImportRejected):
                # Of several sheets the one is told of whose columns are most like those of fields.
                likely = len(found.details.get("proposal", ()))
                if likely > nearest:
                    problem, nearest = found, likely
                skipped += 1
            elif found is not None:
                sheets.append(found)
    except (CalamineError, OSError, ValueError) as error:
        raise rejected(
            "not_xlsx",
            f"The workbook cannot be read: {error}.",
            hint="Open it in a spreadsheet and save it again, without a password.",
        ) from error
    if not sheets:
        raise problem or rejected(
            "empty_file", "The workbook has no sheet with rows.", hint="Check that the export has finished.", line=1
        )
    if len({plan.kind for _, plan, _, _ in sheets}) > 1:
        kinds = ", ".join(f"{name}: {plan.kind}" for name, plan, _, _ in sheets)
        raise rejected(
            "mixed_sheets", f"The sheets are of different kinds ({kinds}).", hint="Say which one is meant: --kind."
        )
    _, plan, _, header_line = sheets[0]
    profile = wanted.profile
    facts = FileFacts(
        source.name, source.sha256, source.size, "xlsx", ",", "strict", plan.header, header_line, plan.kind,
        profile.name if profile is not None else "product", tuple(name for name, _, _, _ in sheets),
    )  # fmt: skip
    return WorkbookExtract(source, sheets, facts, options, skipped)


def _check_archive(source: Source) -> None:
    head = source.head(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return
    source.stream.seek(0)
    try:
        with zipfile.ZipFile(source.stream) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        refuse_other_kinds(source)
        raise rejected(
            "not_xlsx",
            f"The file is named as a workbook and is none: {error}.",
            hint="Where it is delimited text, give it a name that says so, such as .csv or .tsv.",
        ) from error
    if unpacked > max(BOMB_RATIO * source.size, 64 << 20):
        raise rejected(
            "too_large",
            f"The workbook unpacks to {unpacked:,} bytes, {unpacked // max(source.size, 1):,} times its size.",
            hint="This is hardly a table. Check where it comes from.",
        )
    if unpacked > MAX_UNPACKED:
        raise rejected(
            "too_large",
            f"The workbook unpacks to {unpacked:,} bytes; at most {MAX_UNPACKED:,} are read.",
            hint="Save the sheet as CSV and import that.",
        )


def _sheet(sheet: Any, name: str, wanted: Wanted, skip_lines: int) -> _Sheet | ImportRejected | None:
    """The plan and records of a sheet; why it is not understood; or None for an empty one."""
    start = sheet.start
    if start is None:
        return None
    # calamine begins at the first cell in use; cells to its left are empty in every row and are no columns.
    first = start[0] + 1
    rows = ((first + number, [as_text(cell) for cell in row]) for number, row in enumerate(sheet.iter_rows()))
    if skip_lines:
        rows = ((line, row) for line, row in rows if line > skip_lines)
    fault: ImportRejected | None = None
    closest: NotUnderstood | None = None
    nearness = (0, 0, 0)
    filled = ((line, row) for line, row in rows if not is_blank(row))
    for line, row in islice(filled, SEARCHED):
        header = _without_trailing(row)
        numbered = [f"#{number}" for number in range(1, len(header) + 1)]
        begins = wanted.no_header and header[0] != "#1"
        try:
            plan = plan_header(numbered if begins else header, wanted, line=line)
        except ImportRejected as error:
            fault = fault or error
            continue
        if isinstance(plan, Plan):
            check_is_header(plan, line)
            return name, plan, _records(chain([(line, row)], rows) if begins else rows, plan.width, name), line
        near = (plan.found, len(proposed_mapping(header, plan.kind)), len(plan.header))
        if closest is None or near > nearness:
            closest, nearness = plan, near
    if fault is not None:
        return fault
    return _not_understood(name, closest, wanted) if closest is not None else None


def _not_understood(name: str, problem: NotUnderstood, wanted: Wanted) -> ImportRejected:
    pairs = proposed_mapping(problem.header, problem.kind) if not wanted.mapping else ()
    profile = proposed_profile(problem.header) if wanted.profile is None else None
    return rejected(
        "missing_required_column",
        f"No row of the sheet {name!r} is a header with {', '.join(problem.missing)}. Closest: {', '.join(problem.header)[:400]}.",
        hint=header_hint(problem, None, profile, pairs, wanted),
        missing=list(problem.missing),
        columns=list(problem.header)[:MAX_COLUMNS],
        proposal=[{"column": cell, "field": field} for cell, field in pairs],
    )


def _without_trailing(row: Row) -> Row:
    end = len(row)
    while end > 1 and BLANK_CELL.fullmatch(row[end - 1]):
        end -= 1
    return row[:end]


def _records(rows: Iterator[tuple[int, Row]], width: int, part: str) -> Iterator[Records]:
    """Records in blocks. The cells right of the header, all in the used area of the sheet, are dropped where empty."""
    while block := list(islice(rows, BLOCK)):
        cut = [row[:width] if not any(row[width:]) else row for _, row in block]
        lines = [line for line, _ in block]
        yield Records(cut, lines, lambda index, cut=cut: as_line(cut[index]), clean=False, part=part)  # type: ignore[misc]


def as_line(cells: Sequence[str]) -> str:
    """Cells as a line of CSV, without its end."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()


def as_text(cell: object) -> str:
    """A cell of a workbook as the text that a person sees: ISO dates, whole numbers without a decimal point."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        whole = cell.is_integer() and abs(cell) < _INTEGERS_OF_FLOAT
        return str(int(cell)) if whole else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)
