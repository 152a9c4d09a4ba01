"""Which cases a verb is about: those named, those that a query finds, or those read from stdin."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from cpo_tui.errors import Ambiguous, CpoError, NotFound, UsageError

if TYPE_CHECKING:
    from cpo_tui.actions.context import Context, Refusal
    from cpo_tui.store.connect import Connection


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cases of a verb, and the names that fit none or several."""

    ids: tuple[int, ...]
    refused: tuple[Refusal, ...] = ()


def choose(context: Context, names: Sequence[str] | None, query: str | None) -> Chosen:
    """The cases that `names` or `query` mean.

    One name that fits no case, or several, is an error; among more names it is a refusal, so that the others are done.
    Raises `UsageError` where neither or both are given.
    """
    if query is not None:
        if names:
            raise UsageError("Cases are named or found by --query, not both.", hint="Leave one out.")
        return Chosen(found_by(context.connection, query, context.actor.officer))
    listed = list(from_stdin() if names and list(names) == ["-"] else names or ())
    if not listed:
        raise UsageError("No case is named.", hint="Name cases, give --query QUERY, or - to read them from stdin.")
    if len(listed) == 1:
        return Chosen((find(context.connection, listed[0]),))
    return _each(context.connection, listed)


def find(connection: Connection, name: str) -> int:
    """The id of the one case that `name` means."""
    from cpo_tui.store import reader

    return reader.find_case(connection, name)


def _each(connection: Connection, names: Sequence[str]) -> Chosen:
    from cpo_tui.actions.context import Refusal

    ids: list[int] = []
    refused: list[Refusal] = []
    for name in names:
        try:
            ids.append(find(connection, name))
        except (NotFound, Ambiguous, UsageError) as error:
            reason = f"{error.message} {error.hint}" if isinstance(error, Ambiguous) else error.message
            refused.append(Refusal(0, name.strip(), reason))
    return Chosen(tuple(ids), tuple(refused))


def found_by(connection: Connection, query: str, officer: str) -> tuple[int, ...]:
    """The ids of the cases that a query finds, in the order of the list; raises `NotFound` where there is none."""
    from cpo_tui import clock
    from cpo_tui.store.search import matching

    ids = matching(connection, query, officer=officer, now=clock.now(), zone=clock.office_zone())
    if not ids:
        raise NotFound(f"No case fits {query!r}.", hint="Try it first: cpo list --query QUERY.")
    return ids


def lines_of_stdin() -> Iterator[str]:
    """The lines of stdin as they come, without their ends; bytes that are not UTF-8 raise `UsageError` with the line."""
    for number, raw in enumerate(iter(sys.stdin.buffer.readline, b""), 1):
        try:
            yield raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            _not_utf8(number)


def _not_utf8(number: int) -> NoReturn:
    raise CpoError(f"Line {number} of stdin is not UTF-8.", hint="Convert it first.", kind="encoding")


def from_stdin() -> Iterator[str]:
    """The names on stdin, one a line; empty lines are passed over."""
    return (line.strip() for line in lines_of_stdin() if line.strip())
