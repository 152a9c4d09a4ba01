"""Words that stand for nothing: redactions in every spelling, placeholders of people and spreadsheets.

They are never stored as a value and never used as a key. Only a whole cell is such a token: legal text such as
`SEC 101(A)(27)(B)` is text.
"""

from __future__ import annotations

import re

from cpo_tui.exchange.characters import TRIM

_EXEMPTION = r"(?:\(\s*b\s*\)|b(?=\s*\())\s*\(?\s*[1-9]\s*\)?\s*(?:\(?\s*[a-f]\s*\)?)?"
_SHORT = r"b[1-9](?:[a-f])?"
_BETWEEN = r"(?:\s|[,;:&/+.]|and)*"
REDACTION = re.compile(
    rf"{_EXEMPTION}(?:{_BETWEEN}(?:{_EXEMPTION}|{_SHORT}|\(\s*[1-9]\s*\)(?:\s*\(\s*[a-f]\s*\))?))*[\s.,;]*",
    re.IGNORECASE | re.ASCII,
)
PLACEHOLDER = re.compile(
    r"\?{2,}|#(?:VALUE!|REF!|N/A|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|FIELD!)|#{3,}|unclear|[\[(<*]?redacted[\])>*]?",
    re.IGNORECASE | re.ASCII,
)
_DATABASE = frozenset({"null", "n/a", "\\n", "nan"})
FIRST = frozenset("(bB[<*#?rRuUnN\\ \t\u00a0")
"""The characters with which a token, or a cell of white space, can begin."""


LONGEST = 120
"""Characters of the longest cell that is looked at: a bound for the matching, far above any real token."""


def is_redaction(text: str) -> bool:
    """Whether the whole of `text` says that something was withheld."""
    return len(text) <= LONGEST and bool(REDACTION.fullmatch(text.strip(TRIM)))


def is_placeholder(text: str) -> bool:
    """Whether the whole of `text` is a mark for "we do not know" or a spreadsheet's error."""
    return len(text) <= LONGEST and bool(PLACEHOLDER.fullmatch(text.strip(TRIM)))


def is_null_word(text: str) -> bool:
    """Whether a text is what a database or a spreadsheet writes where there is nothing."""
    return len(text) <= LONGEST and text.strip(TRIM).casefold() in _DATABASE
