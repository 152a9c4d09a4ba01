"""Days and moments as officers type them into forms, read into the one form that the verbs take.

`today`, `tomorrow`, `fri` (the next one), `+7d`, `-2d`, `+2w`, `4 mar`, `2026-03-04`, each with an hour behind it where
one matters: `fri 14:00`. What cannot be read for certain is refused, never guessed.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from cpo_tui.domain import times
from cpo_tui.domain.cases import When
from cpo_tui.errors import UsageError
from cpo_tui.ui.moment import Moment

_HINT = "Write today, fri, +7d, 4 mar or 2026-03-04; an hour behind it where one matters: fri 14:00."
_HOUR = re.compile(r"^(?:(.*?)\s)?([0-2]?[0-9]:[0-5][0-9])$")
_STEP = re.compile(r"^([+-])\s*([0-9]{1,4})\s*([dwmy])$")
_DAY_MONTH = re.compile(r"^([0-3]?[0-9])\s*([a-z]{3,9})\.?(?:\s+([0-9]{4}))?$")


def read_when(text: str, moment: Moment, *, past: bool = False) -> When:
    """The day or moment that `text` means at `moment`; a day of the week or month is the next one, or with `past` the last.

    Raises `UsageError` with the forms that can be read.
    """
    typed = " ".join(text.strip().casefold().split())
    if typed == "now":
        return moment.now
    if re.match(r"^[0-9]{4}-", typed):
        return times.parse_when(text.strip().upper().replace(" ", "T"), moment.zone)
    found = _HOUR.match(typed)
    if found is None:
        return _day(typed, moment.today, past=past)
    day = _day(found[1] or "today", moment.today, past=past)
    return times.parse_when(f"{day.isoformat()}T{found[2]:>05}", moment.zone)


def _day(typed: str, today: date, *, past: bool) -> date:
    named = {"today": 0, "tomorrow": 1, "yesterday": -1}
    if typed in named:
        return today + timedelta(days=named[typed])
    if step := _STEP.match(typed):
        moved = times.parse_duration(f"{step[2]}{step[3]}").after(today, times=-1 if step[1] == "-" else 1)
        return moved.date() if isinstance(moved, datetime) else moved
    if len(typed) >= 2:  # noqa: PLR2004 - fewer letters do not name a day
        for number, name in enumerate(times.DAYS):
            if typed == name.casefold() or (len(typed) > 3 and _FULL_DAYS[number].startswith(typed)):  # noqa: PLR2004
                days = (number - today.weekday()) % 7
                return today + timedelta(days=days - 7 if past and days else days or (0 if past else 7))
    if found := _DAY_MONTH.match(typed):
        return _of_month(found, today, past=past)
    raise UsageError(f"{typed!r} is not a day.", hint=_HINT)


_FULL_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FULL_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def _of_month(found: re.Match[str], today: date, *, past: bool) -> date:
    months = [number for number, name in enumerate(_FULL_MONTHS, 1) if name.startswith(found[2])]
    if len(months) != 1:
        raise UsageError(f"{found[0]!r} is not a day.", hint=_HINT)
    year = int(found[3]) if found[3] else today.year
    try:
        day = date(year, months[0], int(found[1]))
        if not found[3] and past and day > today:
            day = day.replace(year=year - 1)
        if not found[3] and not past and day < today:
            day = day.replace(year=year + 1)
    except ValueError as error:
        raise UsageError(f"{found[0]!r} is not a day of the calendar.", hint=_HINT) from error
    return day
