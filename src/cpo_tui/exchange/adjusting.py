"""How a file is read, adjusted one setting at a time: what can be chosen, what is chosen, and the options that follow.

Pure: options in, options out. The screens and their tests turn settings by it; nothing here reads a file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cpo_tui.exchange.assignment import NOT_A_FIELD
from cpo_tui.exchange.extracts import Options
from cpo_tui.exchange.layout import COLUMNS, KEYS
from cpo_tui.exchange.names import fold
from cpo_tui.exchange.preview import Preview, PreviewColumn
from cpo_tui.exchange.profiles import ROW, Profile

MOST_LINES = 60
"""Lines before the header that can be chosen by turning; a file with more is read by the command line."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing about how a file is read: the values that it can have, each with its words, the usual one first."""

    name: str
    label: str
    values: tuple[tuple[str, str], ...]


DELIMITER = Setting(
    "delimiter",
    "delimiter",
    (("", "by the header"), (",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "pipe"), (" ", "space"), ("~", "~"),
     ("^", "^")),
)  # fmt: skip
ENCODING = Setting(
    "encoding",
    "encoding",
    (("", "UTF-8, or by its mark"), ("cp1252", "Windows, western (cp1252)"), ("latin-1", "ISO 8859-1"),
     ("cp1250", "Windows, central (cp1250)"), ("cp1251", "Windows, Cyrillic (cp1251)"), ("cp850", "DOS (cp850)"),
     ("mac-roman", "Mac OS"), ("utf-16-le", "UTF-16, low byte first"), ("utf-16-be", "UTF-16, high byte first")),
)  # fmt: skip
QUOTING = Setting("quoting", "quotes", (("", "keep cells together"), ("none", "mean nothing")))
SKIPPED = Setting(
    "skip_lines",
    "before header",
    (("0", "nothing"), ("1", "1 line"), *((str(n), f"{n} lines") for n in range(2, MOST_LINES + 1))),
)
HEADER = Setting("no_header", "header", (("", "the first line"), ("1", "none: columns are #1, #2")))
KIND = Setting("kind", "records", (("", "by the header"), *((kind, kind) for kind in COLUMNS)))
KEY = Setting("key", "known by", (("", "the usual key"), (ROW, "their place in the file")))
NULLS = Setting(
    "nulls",
    "nothing is",
    (("", "an empty cell"), ("NULL", "also NULL"), ("N/A", "also N/A"), ("unknown", "also unknown"), ("-", "also -"),
     ("NULL N/A \\N NaN None unknown -", "also NULL, N/A, \\N, NaN, None, unknown and -")),
)  # fmt: skip
SETTINGS = (DELIMITER, ENCODING, QUOTING, SKIPPED, HEADER, KIND, KEY, NULLS)
"""The settings that every text file has, in the order in which they are shown."""


def choices_of(setting: Setting, options: Options, seen: Preview) -> tuple[tuple[str, str], ...]:
    """The values that a setting can have for this file, each with its words."""
    if setting is not KEY:
        return setting.values
    kind = _kind_of(options, seen)
    fields = tuple(dict.fromkeys((*KEYS[kind], *(one.field for one in seen.columns if one.field))))
    return (*setting.values, *((name, name.replace("_", " ")) for name in fields if name != ROW))


def value_of(setting: Setting, options: Options) -> str:
    """The value that a setting has."""
    found = getattr(options, setting.name)
    if setting is NULLS:
        return " ".join(found)
    return ("1" if found else "") if isinstance(found, bool) else str(found)


def words_of(setting: Setting, options: Options, seen: Preview) -> str:
    """The value in words; where it is left to the file, what the file says."""
    value = value_of(setting, options)
    words = dict(choices_of(setting, options, seen)).get(value, value)
    facts = seen.facts
    if value or facts is None:
        if setting is SKIPPED and not int(value or 0) and facts is not None and facts.header_line > 1:
            before = facts.header_line - 1
            return f"{before} line{'s' if before > 1 else ''}, found by the columns"
        return words
    if setting is DELIMITER and facts.delimiter:
        return f"{dict(DELIMITER.values).get(facts.delimiter, facts.delimiter)} (by the header)"
    if setting is ENCODING and facts.encoding:
        return facts.encoding.upper()
    if setting is KIND:
        return f"{facts.kind} (by the header)"
    if setting is KEY and seen.plan is not None:
        return " and ".join(name.replace("_", " ") for name in seen.plan.key)
    return words


def with_value(setting: Setting, options: Options, value: str) -> Options:
    """The options with another value of a setting."""
    if setting is DELIMITER:
        return replace(options, delimiter=value)
    if setting is ENCODING:
        return replace(options, encoding=value)
    if setting is QUOTING:
        return replace(options, quoting=value)
    if setting is SKIPPED:
        return replace(options, skip_lines=int(value or 0))
    if setting is HEADER:
        return replace(options, no_header=bool(value), mapping=())
    if setting is KIND:
        return replace(options, kind=value, mapping=())
    if setting is NULLS:
        return replace(options, nulls=tuple(value.split()))
    return replace(options, key=value)


def turned(setting: Setting, options: Options, seen: Preview, by: int) -> Options:
    """The options with the next value of a setting, or the one before; it goes round."""
    values = [value for value, _ in choices_of(setting, options, seen)]
    at = values.index(value_of(setting, options)) if value_of(setting, options) in values else 0
    if setting is SKIPPED:
        return with_value(setting, options, values[max(0, min(at + by, len(values) - 1))])
    return with_value(setting, options, values[(at + by) % len(values)])


def with_profile(options: Options, profile: Profile | None) -> Options:
    """The options with another profile; what was mapped by hand for the one before falls away."""
    return replace(options, profile=profile, mapping=(), kind="", key="")


def fields_for(options: Options, seen: Preview) -> tuple[str, ...]:
    """The fields that a column can fill."""
    return tuple(COLUMNS[_kind_of(options, seen)])


def with_field(options: Options, seen: Preview, column: PreviewColumn, field: str) -> Options:
    """The options under which a column fills a field; an empty field keeps its text beside the record."""
    name = name_of(column, seen.columns)
    others = [
        (other, meant)
        for other, meant in options.mapping
        if not _is_same(other, column) and (not field or meant != field)
    ]
    # A column that filled the field before by its name gives it up.
    others += [
        (name_of(one, seen.columns), NOT_A_FIELD)
        for one in seen.columns
        if field and one.field == field and one.index != column.index and not any(_is_same(n, one) for n, _ in others)
    ]
    return replace(options, mapping=(*others, (name, field or NOT_A_FIELD)))


def with_proposal(options: Options, seen: Preview) -> Options:
    """The options under which every column fills the field that it may well mean."""
    proposed = [(name_of(one, seen.columns), one.likely) for one in seen.columns if one.likely]
    return replace(options, mapping=(*options.mapping, *proposed)) if proposed else options


def with_date_format(options: Options, seen: Preview, column: PreviewColumn, form: str) -> Options:
    """The options under which the dates of a column are written in a form; an empty one leaves it to the usual forms."""
    name = name_of(column, seen.columns)
    others = tuple((other, one) for other, one in options.date_formats if not _is_same(other, column))
    return replace(options, date_formats=(*others, (name, form)) if form else others)


def name_of(column: PreviewColumn, columns: Sequence[PreviewColumn]) -> str:
    """How a mapping names a column: by its name, or by its number where it has none or shares it."""
    counts = Counter(fold(one.name) for one in columns)
    named = column.name and not column.name.startswith("#") and counts[fold(column.name)] == 1
    return column.name if named else f"#{column.index + 1}"


def _is_same(name: str, column: PreviewColumn) -> bool:
    number = re.fullmatch(r"#([0-9]{1,4})", name.strip())
    return int(number[1]) == column.index + 1 if number else fold(name) == fold(column.name)


def _kind_of(options: Options, seen: Preview) -> str:
    if seen.plan is not None:
        return seen.plan.kind
    return options.kind or (options.profile.kind if options.profile is not None else "cases")
