"""One cell to one value: for each form of a column, what is stored, what is worth a warning, what refuses the record."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from datetime import UTC, tzinfo
from typing import NamedTuple

from cpo_tui.domain.numbers import read_a_number
from cpo_tui.errors import UsageError
from cpo_tui.exchange.characters import (
    BIDI_CONTROL,
    CONTROL_IN_LINE,
    CONTROL_IN_TEXT,
    INVISIBLE,
    MAX_CELL,
    MOJIBAKE,
    SMART_QUOTED,
    TRIM,
)
from cpo_tui.exchange.days import BadDate, read_birth, read_day, read_instant
from cpo_tui.exchange.layout import slug
from cpo_tui.exchange.tokens import is_null_word, is_placeholder, is_redaction

Stored = str | int | None
WORDS_SHOWN = 10
"""Words of a vocabulary that a reason lists."""
SHOWN = 60
"""Characters of a bad value that a reason quotes."""


class Seen(NamedTuple):
    """What became of a cell: the value, and either warnings or one fault (its rank, kind and reason)."""

    value: Stored
    warnings: tuple[str, ...] = ()
    rank: str = ""
    kind: str = ""
    why: str = ""


NOTHING = Seen(None)
Read = Callable[[str], Seen]


@dataclass(frozen=True, slots=True)
class Rule:
    """How the cells of one column are read.

    `form` is one of `layout.Form`, or `integer`, `clock`, `month` or `code` for columns that a profile types. `codes`
    maps a source's codes to values; a code outside it is kept (in the field too, unless the field is `closed`) with a
    warning. `choices` maps folded spellings to the words of a closed vocabulary; anything else is refused.
    """

    field: str
    form: str = "line"
    formats: tuple[str, ...] = ()
    choices: Mapping[str, str] = default(default_factory=dict)
    codes: Mapping[str, str] = default(default_factory=dict)
    pick: re.Pattern[str] | None = None
    synonyms: Mapping[str, str] = default(default_factory=dict)
    closed: bool = False
    nulls: frozenset[str] = frozenset()
    null_pattern: re.Pattern[str] | None = None
    longest: int = 0
    """Characters of the longest code; 0 for no limit."""
    zone: tzinfo = UTC
    empty: Seen = NOTHING
    """What a cell without a value gives."""
    shifted: bool = False
    """A value that does not fit its type says that the row's cells have slipped, not that the value is wrong."""


def reader(rule: Rule) -> Read:
    """The function that reads the cells of a column by `rule`."""
    read = _READERS[rule.form]

    def one(text: str) -> Seen:
        bare = text.strip(TRIM)
        if not bare or bare in rule.nulls or (rule.null_pattern is not None and rule.null_pattern.fullmatch(bare)):
            if rule.form == "text" and text and bare == "":
                return Seen(text)
            return rule.empty
        if is_redaction(bare):
            return Seen(rule.empty.value, ("redacted",))
        # A day or a code that says NULL is refused, until the officer says that it means nothing (--null); and there are
        # people whose name it is.
        is_database = rule.form == "line" and rule.field != "full_name" and is_null_word(bare)
        if is_database or (rule.form != "text" and is_placeholder(bare)):
            return Seen(rule.empty.value, ("placeholder",))
        if rule.synonyms and (known := rule.synonyms.get(bare.upper())):
            return Seen(known)
        if rule.codes:
            return _coded(rule, bare, text, read)
        return read(rule, text)

    return one


def reads_as(form: str, text: str) -> bool:
    """Whether a text is a good value of a form."""
    seen = reader(Rule(form, form))(text)
    return seen.value is not None and not seen.kind


def shown(text: str) -> str:
    """A value as a reason quotes it: without anything that a terminal obeys, and not too long."""
    return repr(text if len(text) <= SHOWN else text[: SHOWN - 1] + "…")


def _coded(rule: Rule, bare: str, text: str, read: Read2) -> Seen:
    found = rule.pick.search(bare) if rule.pick is not None else None
    code = next(filter(None, found.groups()), bare) if found else bare
    known = rule.codes.get(code)
    if known is None:
        known = rule.codes.get(code.upper())
    if known is not None:
        return Seen(known or rule.empty.value)
    if rule.shifted and rule.form == "code":
        seen = read(rule, text)
        if seen.kind:
            return seen
    return Seen(rule.empty.value if rule.closed else bare, ("unknown_code",))


def _line(rule: Rule, text: str) -> Seen:  # noqa: ARG001 - readers have one shape
    return Seen(text)


def _id(rule: Rule, text: str) -> Seen:  # noqa: ARG001
    bare = text.strip(TRIM)
    return Seen(bare) if bare == text else Seen(bare, ("value_trimmed",))


def _text(rule: Rule, text: str) -> Seen:  # noqa: ARG001
    return Seen(text.replace("\r\n", "\n"))


def _a_number(rule: Rule, text: str) -> Seen:  # noqa: ARG001
    try:
        number = read_a_number(text)
    except UsageError as error:
        return Seen(None, (), "key", error.name, error.message)
    return Seen(number.digits, number.warnings)


def _day(rule: Rule, text: str) -> Seen:
    try:
        return Seen(read_day(text, rule.formats))
    except BadDate as error:
        return _bad_date(rule, text, error)


def _birth(rule: Rule, text: str) -> Seen:
    try:
        return Seen(read_birth(text, rule.formats))
    except BadDate as error:
        return _bad_date(rule, text, error)


def _instant(rule: Rule, text: str) -> Seen:
    try:
        value, assumed = read_instant(text, rule.zone, rule.formats)
    except BadDate as error:
        return _bad_date(rule, text, error)
    return Seen(value, ("zone_assumed",) if assumed else ())


def _bad_date(rule: Rule, text: str, error: BadDate) -> Seen:
    if rule.shifted and error.kind == "invalid_date" and not _LIKE_A_DATE.match(text):
        return _misplaced(text, "a date")
    return Seen(None, (), "date", error.kind, f"{shown(text)} {error.reason}")


def _yes_no(rule: Rule, text: str) -> Seen:
    value = _YES_NO.get(text.strip(TRIM).casefold())
    if value is None:
        return Seen(None, (), "code", f"invalid_{rule.field}", f"{shown(text)} is neither yes nor no")
    return Seen(value)


def _choice(rule: Rule, text: str) -> Seen:
    value = rule.choices.get(slug(text))
    if value is None:
        words = _nearest(slug(text), tuple(dict.fromkeys(rule.choices.values())))
        return Seen(None, (), "code", f"invalid_{rule.field}", f"{shown(text)} is not one of: {words}")
    return Seen(value)


def _nearest(word: str, vocabulary: tuple[str, ...]) -> str:
    """The words of a vocabulary for a reason: all where they are few, else the nearest first and how many more there are."""
    if len(vocabulary) <= WORDS_SHOWN:
        return ", ".join(vocabulary)
    near = difflib.get_close_matches(word, vocabulary, n=3, cutoff=0.4)
    first = [*near, *(one for one in vocabulary if one not in near)][:WORDS_SHOWN]
    return f"{', '.join(first)} and {len(vocabulary) - WORDS_SHOWN} more"


def _docket(rule: Rule, text: str) -> Seen:
    return Seen(rule.choices.get(slug(text), text))


def _facts(rule: Rule, text: str) -> Seen:
    """The facts of an event, spelled in one way whatever the spelling of the file; whether they are known is asked later."""
    try:
        found = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(map(_is_plain, found.values())):
        example = '{"release.type": "bond"}'
        why = f"{shown(text)} is not a JSON object of facts and their values, each once, such as {example}"
        return Seen(None, (), "code", f"invalid_{rule.field}", why)
    return Seen(json.dumps(found, ensure_ascii=False, sort_keys=True) if found else None)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _is_plain(value: object) -> bool:
    """Whether a value is of the kind that a fact can have; numbers with a point and objects are not."""
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return isinstance(value, str | bool | int)


def _integer(rule: Rule, text: str) -> Seen:  # noqa: ARG001
    bare = text.strip(TRIM)
    return Seen(bare) if _INTEGER.fullmatch(bare) else _misplaced(text, "a whole number")


def _clock(rule: Rule, text: str) -> Seen:  # noqa: ARG001
    bare = text.strip(TRIM)
    return Seen(bare) if _CLOCK.fullmatch(bare) else _misplaced(text, "a time of four digits")


def _month(rule: Rule, text: str) -> Seen:  # noqa: ARG001
    bare = text.strip(TRIM)
    return Seen(bare) if _MONTH.fullmatch(bare) else _misplaced(text, "a month and a year")


def _code(rule: Rule, text: str) -> Seen:
    bare = text.strip(TRIM)
    if (rule.longest and len(bare) > rule.longest) or _STAMP.match(bare):
        return _misplaced(text, f"a code of at most {rule.longest} characters")
    return Seen(bare)


def _misplaced(text: str, what: str) -> Seen:
    return Seen(None, (), "quoting", "shifted_row", f"{shown(text)} is not {what}; the cells of this row have slipped")


def shape_only(read: Read) -> Read:
    """The reader of a column that no field holds: a value of the wrong type refuses the row, one that cannot be read is kept."""

    def one(text: str) -> Seen:
        seen = read(text)
        return Seen(None, ("kept_unread",)) if seen.kind and seen.kind != "shifted_row" else seen

    return one


Read2 = Callable[[Rule, str], Seen]
_READERS: Mapping[str, Read2] = {
    "id": _id,
    "line": _line,
    "text": _text,
    "a_number": _a_number,
    "day": _day,
    "birth": _birth,
    "moment": _instant,
    "yes_no": _yes_no,
    "choice": _choice,
    "docket": _docket,
    "facts": _facts,
    "integer": _integer,
    "clock": _clock,
    "month": _month,
    "code": _code,
}
FORMS = frozenset(_READERS)
_YES_NO = {"yes": 1, "y": 1, "true": 1, "1": 1, "no": 0, "n": 0, "false": 0, "0": 0}
_INTEGER = re.compile(r"-?[0-9]+", re.ASCII)
_CLOCK = re.compile(r"(?:[01]?[0-9]|2[0-3]):?[0-5][0-9](?::[0-5][0-9])?", re.ASCII)
_MONTH = re.compile(r"(?:0?[1-9]|1[0-2])/[12][0-9]{3}", re.ASCII)
_STAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} ", re.ASCII)
_LIKE_A_DATE = re.compile(r"\s*[0-9]{1,4}[-/][0-9]{1,2}[-/][0-9]{1,4}\b", re.ASCII)


def character_fault(name: str, text: str, *, many_lines: bool) -> tuple[str, str] | None:
    """The kind and reason for which the characters of a cell refuse its record; None for a cell that may stay."""
    if len(text) > MAX_CELL:
        return "field_too_long", f"{name}: {len(text):,} characters; at most {MAX_CELL:,} are read"
    if many_lines:
        text = text.replace("\r\n", "\n")
    found = (CONTROL_IN_TEXT if many_lines else CONTROL_IN_LINE).search(text)
    if found:
        return "control_char", f"{name}: the control character U+{ord(found[0]):04X} at character {found.start() + 1}"
    found = BIDI_CONTROL.search(text)
    if found:
        return "bidi_control", f"{name}: the direction control U+{ord(found[0]):04X} at character {found.start() + 1}"
    return None


def character_warnings(text: str) -> list[str]:
    """The warnings that the characters of a cell deserve; the cell is kept as it is."""
    warnings = []
    if INVISIBLE.search(text):
        warnings.append("invisible_char")
    if "\ufffd" in text:
        warnings.append("replacement_char")
    if MOJIBAKE.search(text):
        warnings.append("possible_mojibake")
    if SMART_QUOTED.fullmatch(text):
        warnings.append("smart_quotes")
    return warnings
