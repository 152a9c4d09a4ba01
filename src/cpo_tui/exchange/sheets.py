"""Rows to a workbook: typed cells, a frozen header, no formulas; the rows go to the disk as they come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from cpo_tui.errors import ExportError
from cpo_tui.exchange.writing import Row, Sheet

MAX_ROWS = 1_048_575
"""Rows below the header that a sheet can hold."""
MAX_TEXT = 32_767
"""Characters that a cell of a sheet can hold."""
_NARROW, _WIDE = 12, 40
"""The widths of columns, in characters."""
_LONG = frozenset({"full_name", "notes", "body", "title", "question", "answer", "demand", "facts", "citation"})
_FIRST_DAY = date(1900, 3, 1)
"""Before this day the calendars of spreadsheets disagree, so earlier days are written as text."""


def write_xlsx(stream: BinaryIO, sheet: Sheet, rows: Iterable[Row], *, title: str, folder: Path) -> int:
    """Write rows to a workbook; gives how many. `folder` is private and takes the rows in the meantime.

    Raises `ExportError` (`too_large`) for more rows, or longer texts, than a sheet can hold: nothing is cut.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(
        stream,
        {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
            "nan_inf_to_errors": False, "tmpdir": str(folder), "default_date_format": "yyyy-mm-dd",
        },
    )  # fmt: skip
    page = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True})
    day_format = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, name in enumerate(sheet.columns):
        page.set_column(column, column, _WIDE if name in _LONG else max(_NARROW, len(name) + 2))
        page.write_string(0, column, name, bold)
    page.freeze_panes(1, 0)
    days = [name in sheet.days for name in sheet.columns]
    flags = [name in sheet.yes_no for name in sheet.columns]
    count = 0
    for row in rows:
        count += 1
        if count > MAX_ROWS:
            raise ExportError(
                f"A sheet holds {MAX_ROWS:,} rows and there are more.",
                hint="Export as CSV, or narrow the query.",
                kind="too_large",
            )
        for column, value in enumerate(row):
            if value is not None and value != "":
                _write_cell(page, count, column, value, days[column], flags[column], day_format)
    book.close()
    return count


def _write_cell(page: Any, row: int, column: int, value: Any, is_day: bool, is_flag: bool, day_format: Any) -> None:
    if is_flag:
        page.write_string(row, column, "yes" if value else "no")
    elif isinstance(value, int):
        page.write_number(row, column, value)
    elif is_day and len(value) == 10 and (day := date.fromisoformat(value)) >= _FIRST_DAY:  # noqa: PLR2004 - a day
        page.write_datetime(row, column, datetime(day.year, day.month, day.day), day_format)  # noqa: DTZ001 - a day has no zone
    elif len(value) > MAX_TEXT:
        raise ExportError(
            f"Row {row}, column {column + 1} has {len(value):,} characters; a sheet holds {MAX_TEXT:,}.",
            hint="Export as CSV or JSON, which hold any length.",
            kind="too_large",
        )
    else:
        page.write_string(row, column, value)
