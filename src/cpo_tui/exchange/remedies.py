"""What a person can do about records that were refused: for each kind, the option that reads them, if there is one.

Nothing here is done by itself. A form of dates is proposed where every refused date of a column fits it; where two forms
fit, both are said, because the file alone cannot tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from cpo_tui.exchange.records import Refusal

FORMATS = (
    "%m/%d/%y", "%d/%m/%y", "%m/%d/%Y", "%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%m-%d-%Y", "%d-%m-%Y", "%m-%d-%y", "%Y/%m/%d", "%Y%m%d",
    "%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%m%d%Y", "%d%b%Y",
)  # fmt: skip
"""Forms of dates that are looked for; where a form was named for a column, the usual ones have to be named as well."""
ASKED = 500
"""Refused records of a kind that are looked at."""
_DATES = frozenset({"invalid_date", "ambiguous_date"})


def remedies(refusals: Sequence[Refusal]) -> list[str]:
    """What can be done about some refused records, a sentence a kind and column, in the words of the command line."""
    found: dict[tuple[str, str], list[str]] = {}
    for refusal in refusals[:ASKED]:
        cells = dict(refusal.fields)
        for place, reason in enumerate(refusal.reasons):
            column = reason.partition(":")[0]
            if place == 0 or (refusal.kind in _DATES and column in cells and formats_of([cells[column]])):
                found.setdefault((refusal.kind, column), []).append(cells.get(column, ""))
    said = (_remedy(kind, column, cells) for (kind, column), cells in found.items())
    return list(dict.fromkeys(filter(None, said)))


def _remedy(kind: str, column: str, cells: Sequence[str]) -> str:
    if kind in _DATES:
        forms = formats_of(cells)
        if forms:
            ways = " or ".join(f"--date-format '{column}={form}'" for form in forms[:2])
            return f"Say how dates are written in {column}: {ways}."
        return f"Say how dates are written in {column} (may be repeated): --date-format '{column}=%d/%m/%Y'; a word for nothing: --null WORD."
    if kind == "excel_serial_date":
        return f"Where {column} holds day numbers of a spreadsheet: --date-format '{column}=excel'."
    if kind == "unexpected_time":
        return (
            f"{column} holds times, and its field holds days. To keep it beside the case instead: --map '{column}=-'."
        )
    if kind.startswith("invalid_") and kind != "invalid_a_number":
        return f"To keep {column} beside the case instead: --map '{column}=-'. To translate its codes, write a profile."
    if kind == "malformed_quote":
        return "Where quotes mean nothing in this file: --quoting none."
    if kind == "unknown_reference":
        return "Import the cases first, then what hangs on them."
    if kind == "before_receipt":
        return (
            "One of the two days is wrong: correct the record. Where days and months were taken for one another:"
            " --date-format 'COLUMN=%d/%m/%Y'."
        )
    return ""


def formats_of(cells: Iterable[str]) -> tuple[str, ...]:
    """The forms in which every one of some texts is a date of a likely year; empty where there are no texts."""
    texts = {cell.strip() for cell in cells} - {""}
    return tuple(form for form in FORMATS if texts and all(_fits(text, form) for text in texts))


def _fits(text: str, form: str) -> bool:
    try:
        return 1900 <= datetime.strptime(text, form).year <= 2100  # noqa: DTZ007, PLR2004 - only its form is asked
    except ValueError:
        return False
