"""Lengths as they are written: leads (`72h`, `5d`) and extensions in a rule's own unit (`5d`, `12h`, `1m`)."""

from __future__ import annotations

import re
from datetime import timedelta

from cpo_tui.errors import RuleError
from cpo_tui.rules.pack import Unit

_LEAD = re.compile(r"(\d{1,5})([hd])")
_EXTENSION = re.compile(r"(\d{1,4})([hdm])")


def lead_from_text(text: str) -> timedelta | None:
    """A lead such as `72h`, `14d` or `0`; None where the text is not a plain duration."""
    if text == "0":
        return timedelta(0)
    match = _LEAD.fullmatch(text)
    if match is None:
        return None
    amount = int(match[1])
    return timedelta(hours=amount) if match[2] == "h" else timedelta(days=amount)


def extension_from_text(text: str, unit: Unit) -> int:
    """How many of a rule's own units an extension adds. Raises `RuleError` where it is in another unit."""
    match = _EXTENSION.fullmatch(text.strip())
    if match is None:
        raise RuleError(f"{text!r} is not a length.", hint="Write 5d, 12h or 1m.")
    if not unit.suffix:
        raise RuleError(
            "This rule has no length of its own that could be extended.", hint="Record the new order instead."
        )
    if match[2] != unit.suffix:
        raise RuleError(
            f"This rule counts {unit.words(2).removeprefix('2 ')}, so it cannot be extended by {text}.",
            hint=f"Write {match[1]}{unit.suffix}.",
        )
    return int(match[1])
