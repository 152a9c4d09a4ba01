"""The fields of a case that an officer may set: what each means, its form, and the values it takes.

One catalogue for the command line, the forms of the screens and the documentation, so that a field is called the same
everywhere and checked in one way.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cpo_tui.domain.cases import CUSTODY_STATUSES, DOCKETS, STAGES, WAITING_ON
from cpo_tui.domain.numbers import parse_a_number
from cpo_tui.errors import UsageError

Form = Literal["text", "line", "day", "choice", "a_number", "yes_no"]
MAX_TEXT = 65_536
MAX_LINE = 1_000


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its column, its form and its meaning."""

    name: str
    table: Literal["cases", "persons", "hearings"]
    form: Form
    help: str
    choices: Mapping[str, str] | None = None
    required: bool = False

    @property
    def label(self) -> str:
        """The field's name as a person reads it."""
        return self.name.replace("_", " ")


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("reference", "cases", "line", "The case's reference in the system of record; unique.", required=True),
        Field("a_number", "persons", "a_number", "A-number: seven to nine digits, with or without the A."),
        Field("full_name", "persons", "line", "The name as the file gives it.", required=True),
        Field("birth_date", "persons", "day", "Date of birth."),
        Field("nationality", "persons", "line", "Nationality as the file gives it."),
        Field("language", "persons", "line", "The language in which the person is spoken to."),
        Field("interpreter_needed", "persons", "yes_no", "Whether an interpreter is needed."),
        Field("stage", "cases", "choice", "Where the case is in the process.", STAGES),
        Field("docket", "cases", "choice", "The docket that the case is on.", DOCKETS),
        Field("custody_status", "cases", "choice", "Where the person is held, if at all.", CUSTODY_STATUSES),
        Field("facility", "cases", "line", "The place of custody or of reporting."),
        Field("officer", "cases", "line", "The login of the officer who has the case."),
        Field("team", "cases", "line", "The team that has the case."),
        Field("opened_on", "cases", "day", "The day on which the case was opened."),
        Field("closed_on", "cases", "day", "The day on which the case was closed."),
        Field("closure_reason", "cases", "line", "Why the case was closed."),
        Field("waiting_on", "cases", "choice", "Whose move it is.", WAITING_ON),
        Field("notes", "cases", "text", "A remark that came with the case."),
        Field("next_hearing_on", "hearings", "day", "The day of the next hearing."),
    )
}


def parse_field(name: str, text: str) -> str | int | None:
    """The stored form of what was typed for a field; an empty text clears it.

    Raises `UsageError` that names the field and, for a choice, the nearest right value.
    """
    field = field_named(name)
    value = text.strip()
    if not value:
        if field.required:
            raise UsageError(f"{field.name} cannot be empty.", hint=field.help)
        return None
    if field.form == "choice" and field.choices is not None:
        return parse_choice(field.name, value, field.choices)
    if field.form == "day":
        return parse_day(field.name, value).isoformat()
    if field.form == "yes_no":
        return int(
            parse_choice(field.name, value, {"yes": "", "no": "", "true": "", "false": "", "1": "", "0": ""})
            in {"yes", "true", "1"}
        )
    if field.form == "a_number":
        digits = parse_a_number(value)
        if digits is None:
            raise UsageError(f"{value!r} is not an A-number.", hint="Seven to nine digits, such as A012345678.")
        return digits
    return parse_text(field.name, value, multiline=field.form == "text")


def field_named(name: str) -> Field:
    """The field of that name; raises `UsageError` with the nearest right one."""
    field = FIELDS.get(name)
    if field is None:
        near = difflib.get_close_matches(name, FIELDS, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"Fields: {', '.join(FIELDS)}."
        raise UsageError(f"There is no field {name!r}.", hint=hint)
    return field


def parse_choice(name: str, text: str, choices: Mapping[str, str]) -> str:
    """The choice that `text` names, without regard to case, spaces and hyphens."""
    wanted = text.strip().casefold().replace(" ", "_").replace("-", "_")
    if wanted in choices:
        return wanted
    for choice, label in choices.items():
        if label and label.casefold().replace(" ", "_").replace("-", "_") == wanted:
            return choice
    near = difflib.get_close_matches(wanted, choices, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"One of: {', '.join(choices)}."
    raise UsageError(f"{name} cannot be {text!r}.", hint=hint)


def parse_day(name: str, text: str) -> date:
    """A day written as ISO 8601 within 1900 to 2199; raises `UsageError`."""
    try:
        day = date.fromisoformat(text) if text.isascii() and len(text) == 10 else None  # noqa: PLR2004
    except ValueError:
        day = None
    if day is None:
        raise UsageError(f"{name}: {text!r} is not a date.", hint="Write it as 2026-03-02.")
    if not 1900 <= day.year < 2200:  # noqa: PLR2004
        raise UsageError(f"{name}: {text} is not plausible.", hint="Years from 1900 to 2199.")
    return day


def parse_text(name: str, text: str, *, multiline: bool = False, limit: int | None = None) -> str:
    """A text without control and direction-override characters, within its length; raises `UsageError`."""
    limit = limit if limit is not None else MAX_TEXT if multiline else MAX_LINE
    if len(text) > limit:
        raise UsageError(f"{name} is longer than {limit:,} characters.", hint="Shorten it.")
    allowed = "\n\t" if multiline else ""
    for place, character in enumerate(text):
        category = unicodedata.category(character)
        if (
            category in {"Cc", "Cs"} and character not in allowed
        ) or character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
            raise UsageError(
                f"{name}: character {place + 1} (U+{ord(character):04X}) cannot be stored.",
                hint="It would act on the terminal instead of being shown. Remove it.",
            )
    return text
