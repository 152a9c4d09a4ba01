"""Dates in files: what is read, what is refused, and under which name. Nothing is guessed.

Read are `YYYY-M-D` and `M/D/YYYY`, and what the profile or `--date-format` names. A two-digit year, a bare number, a
time in a date column, a year outside 1940 to 2100 are each refused under their own kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from cpo_tui.exchange.characters import TRIM

YEARS = range(1940, 2101)
BIRTH_YEARS = range(1900, 2101)
EXCEL_EPOCHS = {"excel": date(1899, 12, 30), "excel1904": date(1904, 1, 1)}

_ISO = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:[T ]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?[ ]?(Z|[+-][0-9]{2}:?[0-9]{2})?)?",
    re.ASCII,
)
_STORED = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?[+-][0-9]{2}:[0-9]{2}", re.ASCII
)
_US = re.compile(
    r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})"
    r"(?: ([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?(?: ?([AaPp][Mm]))?)?",
    re.ASCII,
)
_TWO_DIGIT_YEAR = re.compile(
    r"[0-9]{1,2}[-/. ](?:[0-9]{1,2}|[A-Za-z]{3,9})[-/. ][0-9]{2}(?![0-9]).*|[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}",
    re.ASCII,
)
_NUMBER = re.compile(r"([0-9]{1,6})(\.[0-9]+)?", re.ASCII)
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?", re.ASCII)
_MONTH_YEAR = re.compile(r"([0-9]{1,2})/([0-9]{4})", re.ASCII)
_YEAR_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)


class BadDate(ValueError):
    """A date that is not read; `kind` is the contract's."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and, where the value has one, a time and an offset."""

    day: date
    clock: time | None = None
    zone: tzinfo | None = None


def is_plain_day(text: str, years: range) -> bool:
    """Whether `text` is `YYYY-MM-DD`, a day of the calendar in those years: then it is what `read_day` would give."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":  # noqa: PLR2004 - the form itself
        return False
    try:
        return date.fromisoformat(text).year in years
    except ValueError:
        return False


def read_day(text: str, formats: tuple[str, ...] = (), *, years: range = YEARS) -> str:
    """The day that `text` names, as ISO text; raises `BadDate`.

    Midnight is padding and dropped; any other time is `unexpected_time`.
    """
    moment = read_moment(text, formats, years=years)
    if moment.clock not in {None, time.min}:
        raise BadDate("unexpected_time", f"has the time {moment.clock:%H:%M} where only a date is expected")
    return moment.day.isoformat()


def read_instant(text: str, zone: tzinfo, formats: tuple[str, ...] = ()) -> tuple[str, bool]:
    """The day or moment that `text` names, as ISO text, and whether its zone had to be taken to be the office's.

    A time needs a zone to be a moment; where the file gives none, it is the office's. Midnight without a zone is a day.
    A moment in the form in which the store keeps it comes back as it is, fractions of a second and all.
    """
    moment = read_moment(text, formats)
    if moment.clock is None or (moment.zone is None and moment.clock == time.min):
        return moment.day.isoformat(), False
    if _STORED.fullmatch(text):
        return text, False
    assumed = moment.zone is None
    whole = datetime.combine(moment.day, moment.clock, moment.zone or zone)
    return whole.isoformat(timespec="seconds"), assumed


def read_moment(text: str, formats: tuple[str, ...] = (), *, years: range = YEARS) -> Moment:
    """The day, and time where there is one, that `text` names; raises `BadDate`."""
    value = text.strip(TRIM)
    moment = (_by_formats(value, formats) if formats else _us(value)) or _iso(value)
    if moment is None:
        raise _refused(value)
    if moment.day.year not in years:
        raise BadDate("implausible_date", f"is outside {years.start} to {years.stop - 1}")
    return moment


def read_birth(text: str, formats: tuple[str, ...] = ()) -> str:
    """A date of birth as far as it is known: `1984-05-06`, `1984-05` or `1984`; raises `BadDate`."""
    value = text.strip(TRIM)
    if not EXCEL_EPOCHS.keys().isdisjoint(formats):
        return read_day(value, formats, years=BIRTH_YEARS)
    month = _YEAR_MONTH.fullmatch(value) or _MONTH_YEAR.fullmatch(value)
    if month is not None:
        one, two = month.groups()
        year, number = (one, two) if len(one) == 4 else (two, one)  # noqa: PLR2004 - digits of a year
        if not 1 <= int(number) <= 12:  # noqa: PLR2004 - months
            raise BadDate("invalid_date", "has no such month")
        value, found = f"{year}-{int(number):02}", int(year)
    elif _YEAR.fullmatch(value):
        found = int(value)
    else:
        return read_day(value, formats, years=BIRTH_YEARS)
    if found not in BIRTH_YEARS:
        raise BadDate("implausible_date", f"is outside {BIRTH_YEARS.start} to {BIRTH_YEARS.stop - 1}")
    return value


def _iso(value: str) -> Moment | None:
    found = _ISO.fullmatch(value)
    if found is None:
        return None
    year, month, day, hour, minute, second, offset = found.groups()
    return _moment((year, month, day), (hour, minute, second), _offset(offset))


def _us(value: str) -> Moment | None:
    found = _US.fullmatch(value)
    if found is None:
        return None
    month, day, year, hour, minute, second, half = found.groups()
    if half:
        if not 1 <= int(hour) <= 12:  # noqa: PLR2004 - hours of a half day
            raise BadDate("invalid_date", "has no such time")
        hour = str(int(hour) % 12 + (12 if half[0] in "Pp" else 0))
    return _moment((year, month, day), (hour, minute, second), None)


def _moment(day: tuple[str, str, str], clock: tuple[str | None, str | None, str | None], zone: tzinfo | None) -> Moment:
    try:
        when = date(*map(int, day))
        at = time(int(clock[0]), int(clock[1] or 0), int(clock[2] or 0)) if clock[0] else None
    except ValueError as error:
        raise BadDate("invalid_date", f"is not a day of the calendar ({error})") from None
    return Moment(when, at, zone)


def _offset(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text == "Z":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    if minutes >= 24 * 60:
        raise BadDate("invalid_date", "has no such offset")
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _by_formats(value: str, formats: tuple[str, ...]) -> Moment | None:
    """What the named formats make of `value`; two that fit differently refuse it."""
    found = [moment for moment in (_by_format(value, form) for form in formats) if moment is not None]
    if any(moment != found[0] for moment in found[1:]):
        days = " or ".join(sorted({moment.day.isoformat() for moment in found}))
        raise BadDate("ambiguous_date", f"fits two of its formats differently ({days})")
    return found[0] if found else None


def _by_format(value: str, form: str) -> Moment | None:
    if not value.isascii():
        return None
    if form in EXCEL_EPOCHS:
        return _serial(value, EXCEL_EPOCHS[form])
    try:
        whole = datetime.strptime(value, form)  # noqa: DTZ007 - the zone, where there is one, is in the format
    except ValueError:
        return None
    return Moment(whole.date(), whole.time() if _has_time(form) else None, whole.tzinfo)


def _has_time(form: str) -> bool:
    return any(part in form for part in ("%H", "%I", "%X", "%T", "%c"))


def _serial(value: str, epoch: date) -> Moment | None:
    """The day of a spreadsheet's serial number; its fraction is the time."""
    found = _NUMBER.fullmatch(value)
    if found is None:
        return None
    try:
        day = epoch + timedelta(days=int(found[1]))
    except OverflowError:
        return None
    seconds = round(float(found[2] or 0) * 86_400)
    if seconds >= 86_400:  # noqa: PLR2004 - seconds of a day
        return Moment(day + timedelta(days=1), time.min)
    minutes, second = divmod(seconds, 60)
    return Moment(day, time(minutes // 60, minutes % 60, second) if found[2] else None)


def _refused(value: str) -> BadDate:
    if _TWO_DIGIT_YEAR.fullmatch(value):
        return BadDate("ambiguous_date", "has a year of two digits")
    if _SERIAL.fullmatch(value):
        return BadDate("excel_serial_date", "is a spreadsheet's day number; its calendar is not known")
    return BadDate("invalid_date", "is not a date that is read (YYYY-MM-DD or M/D/YYYY)")
