"""The guard against spreadsheets that run what is in a cell: one apostrophe in front, and a rule to take it off again.

A guarded file says so in its header, so that the guard is only undone where it was done. The rule loses nothing:
`unguarded(guarded(text)) == text` for every text.
"""

from __future__ import annotations

import re

MARK = "'"
_DANGER = re.compile("'|[\\s\ufeff\u200b-\u200f\u2060]*[=+\\-@%|\uff1d\uff0b\uff0d\uff20\uff05\uff5c\t\r\n\x00]")


def guarded(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet might run it, or where it begins with an apostrophe."""
    return MARK + text if text and _DANGER.match(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded."""
    return text[1:] if text[:1] == MARK else text
