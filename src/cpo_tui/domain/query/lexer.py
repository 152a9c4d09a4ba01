"""Query text → tokens with their places. It never fails: what is no other token is a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_SPACE = re.compile(r"\s+")
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)(<=|>=|[:<>=])")
_SECOND_OP = re.compile(r"<=|>=|[<>=]")
_QUOTED = re.compile(r'["\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}]')
_PLAIN_QUOTE = re.compile('"')
_WORD = re.compile(r'[^\s()"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}]+')


class TokenKind(StrEnum):
    """What a token is."""

    WORD = "word"
    QUOTED = "quoted"
    TEST = "test"
    NOT = "not"
    OPEN = "open"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `field` and `op` for a test, whose value is in `text`."""

    kind: TokenKind
    text: str
    start: int
    end: int
    field: str = ""
    op: str = ""
    quoted: bool = False
    """Whether the value of a test stood in quotes."""
    value_start: int = 0


def tokens(text: str) -> Iterator[Token]:
    """The tokens of `text`, in their order; a quote that is never closed reaches to the end."""
    at = 0
    while at < len(text):
        if space := _SPACE.match(text, at):
            at = space.end()
            continue
        token = _token(text, at)
        yield token
        at = token.end


def _token(text: str, at: int) -> Token:
    character = text[at]
    if character in "()":
        return Token(TokenKind.OPEN if character == "(" else TokenKind.CLOSE, character, at, at + 1)
    if _QUOTED.match(text, at):
        inside, end = _quoted(text, at)
        return Token(TokenKind.QUOTED, inside, at, end)
    if character == "-" and at + 1 < len(text) and not text[at + 1].isspace() and text[at + 1] != ")":
        return Token(TokenKind.NOT, character, at, at + 1)
    if named := _FIELD.match(text, at):
        return _test(text, named)
    word = _WORD.match(text, at)
    end = word.end() if word else at + 1
    return Token(TokenKind.WORD, text[at:end], at, end)


def _test(text: str, named: re.Match[str]) -> Token:
    at, name, op = named.end(), named[1], named[2]
    if op == ":" and (second := _SECOND_OP.match(text, at)):
        at, op = second.end(), second[0]
    if _QUOTED.match(text, at):
        value, end = _quoted(text, at)
        return Token(TokenKind.TEST, value, named.start(), end, name, op, quoted=True, value_start=at)
    found = _WORD.match(text, at)
    end = found.end() if found else at
    return Token(TokenKind.TEST, text[at:end], named.start(), end, name, op, value_start=at)


def _quoted(text: str, at: int) -> tuple[str, int]:
    """What stands in the quotes that open at `at`, and where they end.

    A plain quote is closed by a plain one, and two of them inside stand for one; curly ones, which come with text that
    was pasted, are closed by any.
    """
    closes = _PLAIN_QUOTE if text[at] == '"' else _QUOTED
    parts: list[str] = []
    start = at + 1
    while closing := closes.search(text, start):
        parts.append(text[start : closing.start()])
        start = closing.end()
        if closes is _QUOTED or not text.startswith('"', start):
            return "".join(parts), start
        parts.append('"')
        start += 1
    parts.append(text[start:])
    return "".join(parts), len(text)
