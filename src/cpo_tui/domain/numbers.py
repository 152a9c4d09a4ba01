"""A-numbers, and the three ways to name a case.

An A-number is kept as nine ASCII digits and nothing else. Digits are never made up: a number in scientific notation has
lost some and is refused, and digits of other scripts are not read, because what looks like one is often a typing error.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from cpo_tui.errors import UsageError

LENGTH = 9
"""Digits of an A-number; shorter ones (from seven digits) have lost their leading zeros."""

_PLAIN = re.compile(r"A?[0-9]{9}")
_NUMBER = re.compile(r"A?#?([0-9]{7,9})(\.0+)?")
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?E[+-]?[0-9]+")
_SEPARATORS = re.compile(r"[\s\-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}]+")
_ROW_ID = re.compile(r"@([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class ANumber:
    """An A-number that could be read, and what had to be done to read it."""

    digits: str
    """Nine digits."""
    warnings: tuple[str, ...] = ()
    """Kinds of the import contract: `a_number_padded`, `a_number_reformatted`, `a_number_float`."""


def read_a_number(text: str) -> ANumber:
    """The A-number that `text` spells: seven to nine digits with or without `A`, `A#`, spaces and hyphens.

    The wrappings of spreadsheets (`="…"`, a leading apostrophe, `.0`) are taken off with a warning.
    Raises `UsageError` of kind `invalid_a_number` or `a_number_scientific`.
    """
    if _PLAIN.fullmatch(text):
        return ANumber(text[-LENGTH:])
    spelled = _SEPARATORS.sub("", _unwrapped(unicodedata.normalize("NFKC", text).strip())).upper()
    found = _NUMBER.fullmatch(spelled)
    if found is None:
        raise _refused(text, spelled)
    digits, decimals = found.groups()
    warnings = ["a_number_float"] if decimals else []
    if len(digits) < LENGTH:
        warnings.append("a_number_padded")
    if text not in {digits, f"A{digits}", f"{digits}{decimals}"}:
        warnings.append("a_number_reformatted")
    return ANumber(digits.zfill(LENGTH), tuple(warnings))


def parse_a_number(text: str) -> str | None:
    """The nine digits that `text` spells in any of the usual ways; None where it is not an A-number."""
    try:
        return read_a_number(text).digits
    except UsageError:
        return None


def format_a_number(digits: str | None, *, grouped: bool = False) -> str:
    """`A212345678`, or `A212 345 678` where it is `grouped` for the eye; empty where there is none."""
    if not digits:
        return ""
    return f"A{digits[:3]} {digits[3:6]} {digits[6:]}" if grouped else f"A{digits}"


def _unwrapped(text: str) -> str:
    if text.startswith('="') and text.endswith('"'):
        return text[2:-1].strip()
    return text.removeprefix("'")


def _refused(text: str, spelled: str) -> UsageError:
    if _SCIENTIFIC.fullmatch(spelled):
        return UsageError(
            f"{text!r} is an A-number that a spreadsheet has rounded; its last digits are gone.",
            hint="Take it from the source again, with the column as text.",
            kind="a_number_scientific",
        )
    return UsageError(
        f"{text!r} is not an A-number.", hint="Seven to nine digits, such as A012345678.", kind="invalid_a_number"
    )


@dataclass(frozen=True, slots=True)
class CaseName:
    """What a person typed to name a case, in each of the ways in which it may be meant."""

    text: str
    row_id: int | None = None
    """The row, where it was `@` and a number; then it means nothing else."""
    a_number: str | None = None
    """Nine digits, where it also reads as an A-number; a reference of that spelling comes first."""

    @property
    def reference(self) -> str | None:
        """The reference, unless a row is meant."""
        return None if self.row_id is not None else self.text


def read_case_name(text: str) -> CaseName:
    """What `CASE` on the command line means: a reference, an A-number in any spelling, or `@` and a row id.

    Raises `UsageError` for an empty text or an `@` without a number.
    """
    name = text.strip()
    if not name or name.startswith("@"):
        row = _ROW_ID.fullmatch(name)
        if row is None:
            hint = "Give a reference, an A-number, or @ and a row id, such as @12."
            raise UsageError(f"{text!r} does not name a case.", hint=hint)
        return CaseName(name, row_id=int(row[1]))
    return CaseName(name, a_number=parse_a_number(name))
