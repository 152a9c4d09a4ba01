"""How documents are spoken of where there is room for one word."""

from __future__ import annotations

_SHORT = 16
"""Signs of the longest number of a form; what is longer is words."""


def spoken(form: str | None, name: str) -> str:
    """How a document is spoken of: by the number of its form where it has one, else by its name without what explains it."""
    if form and any(letter.isdigit() for letter in form) and len(form) <= _SHORT:
        return form
    return name.partition(" (")[0].partition(" / ")[0]
