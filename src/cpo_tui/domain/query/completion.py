"""What may come next in a query, for the query bar and the shell."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cpo_tui.domain.query.fields import DAYS, FIELDS, ORDERED, Kind, QueryField, field_of
from cpo_tui.domain.query.tree import Op, Text
from cpo_tui.domain.query.values import write_value

_LAST = re.compile(
    r'(?:^|[\s(])-?(?P<item>(?:(?P<field>[A-Za-z][A-Za-z0-9_-]*)(?P<op><=|>=|[:<>=]))?(?P<text>"[^"]*|[^\s()"]*))\Z'
)
_DURATIONS = {
    "1d": "one day",
    "7d": "seven days",
    "30d": "thirty days",
    "90d": "ninety days",
    "48h": "forty-eight hours",
}
_MOST = 40


@dataclass(frozen=True, slots=True)
class Completion:
    """One way to go on: `text` replaces the characters from `start` to `end`."""

    text: str
    start: int
    end: int
    help: str


def complete(
    text: str, cursor: int | None = None, known: Mapping[str, Sequence[str]] | None = None
) -> tuple[Completion, ...]:
    """The ways to go on at `cursor` (default: the end), the likeliest first; at most forty.

    `known` gives the values that occur in the store for fields without a fixed set (`officer`, `facility`, `flag` …).
    """
    at = len(text) if cursor is None else max(0, min(cursor, len(text)))
    found = _LAST.search(text[:at])
    if found is None:
        return ()
    if found["field"] is None:
        proposals = _fields(found["text"])
        start = found.start("item")
    else:
        field = field_of(found["field"])
        if field is None:
            return ()
        proposals = _values(field, found["op"], found["text"].lstrip('"'), (known or {}).get(field.name, ()))
        start = found.start("text")
    return tuple(Completion(proposal, start, at, words) for proposal, words in _first(proposals))


def _first(proposals: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return list(dict(proposals).items())[:_MOST]


def _fields(typed: str) -> Iterator[tuple[str, str]]:
    name = typed.lower().replace("-", "_")
    if typed.startswith('"'):
        return
    yield from (_field(field) for field in FIELDS.values() if field.name.startswith(name))
    if name:
        yield from (
            _field(field) for field in FIELDS.values() if any(alias.startswith(name) for alias in field.aliases)
        )
        near = difflib.get_close_matches(name, FIELDS, n=3, cutoff=0.7)
        yield from (_field(FIELDS[field]) for field in near)


def _field(field: QueryField) -> tuple[str, str]:
    if field.stands_alone:
        return field.name, field.help
    return f"{field.name}{':' if field.kind is not Kind.AGE else '>'}", field.help


def _values(field: QueryField, op: str, typed: str, known: Sequence[str]) -> Iterator[tuple[str, str]]:
    wanted = typed.lower()
    choices = [*_fixed(field, op), *_occurring(field, op, known)]
    yield from (choice for choice in choices if choice[0].lower().strip('"').startswith(wanted))
    yield from (choice for choice in choices if wanted in choice[0].lower() or choice[1].lower().startswith(wanted))


def _occurring(field: QueryField, op: str, known: Sequence[str]) -> Iterator[tuple[str, str]]:
    if field.states:
        for name in (*(one.partition("/")[0] for one in known if one), "*"):
            for state, words in field.states.items():
                yield write_value(field, Op(op), Text(f"{name}/{state}")), words
    elif field.kind in {Kind.CODE, Kind.TEXT}:
        yield from ((write_value(field, Op(op), Text(value)), "") for value in known if value)


def _fixed(field: QueryField, op: str) -> Iterator[tuple[str, str]]:
    if field.name == "officer":
        yield "me", "the officer who works here"
    yield from field.values.items()
    if field.kind in {Kind.AHEAD, Kind.PAST}:
        yield from DAYS.items()
    if field.name == "changed" and op == Op.IS.value:
        yield from (
            (f"since-{word}", f"since {words}")
            for word, words in DAYS.items()
            if word in {"yesterday", "today", "this-week"}
        )
    if field.kind in ORDERED - {Kind.NUMBER}:
        yield from _DURATIONS.items()
    if field.may_be_none and op in {Op.IS.value, Op.EQUAL.value}:
        yield "none", f"no {field.name.replace('_', ' ')}"
        yield "any", f"some {field.name.replace('_', ' ')}"
