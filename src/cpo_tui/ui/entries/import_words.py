"""What the import says to somebody at a command line, said to somebody who has keys."""

from __future__ import annotations

import re

_BY_KEY: tuple[tuple[str, str], ...] = (
    ("--no-header", "n says that there is no header"),
    ("--skip-lines", "+ puts the header lower"),
    ("--profile", "p chooses a profile"),
    ("--encoding", "e changes the encoding"),
    ("--delimiter", "d changes the delimiter"),
    ("--quoting", "' changes what quotes mean"),
    ("--map", "Enter on a column says what it means"),
    ("--date-format", "t on a column says how its dates are written"),
    ("--key", "‘known by’ says what tells records apart"),
    ("--null", "‘nothing is’ names words that mean nothing"),
)
"""Option → the key of the desk that does the same, in the order in which they help."""
_OPTION = re.compile(r"--[a-z][a-z-]+")
_FORM = re.compile(r"--date-format '(?P<column>[^']*)=(?P<form>[^'=]+)'")
_LEFT_BESIDE = re.compile(r"--map '(?P<column>[^']*)=-'")


def in_keys(hint: str) -> str:
    """A hint in the words of the desk: the keys that do what the options of the command line do.

    A hint that names no option of reading stays as it is.
    """
    said = _FORM.sub(r"t on \g<column>, then \g<form>", hint)
    said = _LEFT_BESIDE.sub(r"Enter on \g<column>, then: not a field", said)
    options = {*_OPTION.findall(said)} & {option for option, _ in _BY_KEY}
    if not options:
        return said
    if said != hint:  # it has a key already; what is left of the command line is one more way
        said = re.sub(r";[^;]*--null WORD", "; ‘nothing is’ names words that mean nothing", said)
        return said if not _OPTION.search(said) else said[: said.index("--")].rstrip(" (;:") + "."
    words = " · ".join(words for option, words in _BY_KEY if option in options)
    return words[:1].upper() + words[1:] + "."
