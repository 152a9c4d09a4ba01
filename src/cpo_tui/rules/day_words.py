"""Days in the words of a language, so that nobody who reads one takes a month for a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, tzinfo

from cpo_tui.domain.cases import When

MONTHS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
    "es": (
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
        "diciembre",
    ),
}  # fmt: skip
"""Language → the names of the months."""


def day_in(day: date, language: str) -> str:
    """A day in the words of a language."""
    month = MONTHS[language][day.month - 1]
    return f"{day.day} de {month} de {day.year}" if language == "es" else f"{month} {day.day}, {day.year}"


def moment_in(when: When, zone: tzinfo, language: str) -> str:
    """A day, or a day with its time to the minute in `zone`, in the words of a language."""
    if not isinstance(when, datetime):
        return day_in(when, language)
    local = when.astimezone(zone)
    joined = " a las " if language == "es" else " at "
    return f"{day_in(local.date(), language)}{joined}{local:%H:%M}"
