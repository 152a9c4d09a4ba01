"""What a query means, as a tree of frozen values.

Values stay as they were typed (`me`, `7d`, `today`) until `resolving` gives them absolute ones, so that a saved query
means the same on every day.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cpo_tui.domain.cases import When
from cpo_tui.domain.times import Duration


class Op(StrEnum):
    """How a field is held against a value."""

    IS = ":"
    EQUAL = "="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


FLIPPED = {Op.LESS: Op.MORE, Op.AT_MOST: Op.AT_LEAST, Op.MORE: Op.LESS, Op.AT_LEAST: Op.AT_MOST}
"""The comparison that is true of a day when the original is true of its age."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the text something stands, in characters."""

    at: int = 0
    length: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A value taken literally."""

    text: str


@dataclass(frozen=True, slots=True)
class Keyword:
    """A value with a meaning of its own: `me`, `none`, `any`, `yes`, `no`, `today`, `this-week` …"""

    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    number: int


@dataclass(frozen=True, slots=True)
class On:
    """A day or a moment."""

    when: When


@dataclass(frozen=True, slots=True)
class Interval:
    """An absolute stretch of time, as `resolving` makes it: days of the office, and the same in seconds since 1970 UTC.

    `end` is its last second. For a moment, both seconds are the moment's and both days its day.
    """

    first: date
    last: date
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure's `name/state` with the present that it is held against, as `resolving` makes it."""

    text: str
    day: str
    """The day of the office, ISO 8601."""
    utc: str
    """The moment in UTC, ISO 8601."""
    second: int
    """The moment in seconds since 1970 UTC."""


Value = Text | Keyword | Number | On | Duration | Interval | Stated
_NOWHERE = Span()


@dataclass(frozen=True, slots=True)
class Word:
    """A word to be found in names and numbers: as the beginning of one of theirs, or whole where it was quoted."""

    text: str
    whole: bool = False
    span: Span = dataclasses.field(default=_NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Test:
    """A field held against a value; `field` is a name of the catalogue."""

    __test__ = False  # it is no test case, whatever a test runner makes of the name

    field: str
    op: Op
    value: Value
    span: Span = dataclasses.field(default=_NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """What is not so; a case for which it is not known counts as not."""

    operand: Node


@dataclass(frozen=True, slots=True)
class And:
    """All of these; every case where there are none."""

    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these."""

    operands: tuple[Node, ...]


Node = Word | Test | Not | And | Or
ALL = And(())
"""Every case."""
