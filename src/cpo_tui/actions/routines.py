"""Routines: a verb over a query under a name, kept for the officer who saved it, and run again by one word."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from cpo_tui import clock
from cpo_tui.actions.context import Context, Outcome
from cpo_tui.actions.deeds import OVER_QUERY, Deed, line_of, perform, read_deed
from cpo_tui.domain.text import safe
from cpo_tui.errors import NotFound, ReadOnly, UsageError
from cpo_tui.store import search, seen
from cpo_tui.store.connect import Connection, transaction

_KEPT = "routines"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Routine:
    """A deed, and the query that finds its cases each time anew."""

    name: str
    query: str
    deed: Deed

    @property
    def line(self) -> str:
        """The command that does the same."""
        return line_of(self.deed, query=self.query)


def routines(connection: Connection, officer: str) -> tuple[Routine, ...]:
    """The routines of an officer by name; raises `UsageError` where they cannot be read."""
    kept = seen.state_of(connection, officer).get(_KEPT)
    try:
        found = [Routine(str(name), str(query), read_deed(deed)) for name, query, deed in json.loads(kept or "[]")]
    except (ValueError, TypeError) as error:
        raise UsageError("The routines that were kept cannot be read.", hint="Save them anew.") from error
    return tuple(sorted(found, key=lambda one: one.name.casefold()))


def find_routine(known: Sequence[Routine], name: str) -> Routine:
    """The routine of that name, whatever its case; raises `NotFound`."""
    for routine in known:
        if routine.name.casefold() == name.strip().casefold():
            return routine
    names = ", ".join(one.name for one in known)
    raise NotFound(f"There is no routine {name!r}.", hint=f"There are: {names}." if names else "None is saved yet.")


def save_routine(context: Context, routine: Routine) -> Routine:
    """Keep a routine; one of its name is replaced. Raises `UsageError` or `QueryError` for what cannot be run."""
    name = safe(routine.name.strip(), limit=_LONGEST)
    if not name:
        raise UsageError("A routine needs a name.", hint="A word or two, such as 'to okafor'.")
    if routine.deed.verb not in OVER_QUERY:
        raise UsageError(f"{routine.deed.verb} is not kept with a query.", hint=f"One of: {', '.join(OVER_QUERY)}.")
    officer = context.actor.officer
    search.condition_of(routine.query, now=clock.now(), zone=context.zone, officer=officer, work_only=True)
    kept = Routine(name, routine.query.strip(), routine.deed)
    others = [one for one in routines(context.connection, officer) if one.name.casefold() != name.casefold()]
    _keep(context, [*others, kept])
    return kept


def delete_routine(context: Context, name: str) -> Routine:
    """Let go of a routine; raises `NotFound`."""
    known = routines(context.connection, context.actor.officer)
    gone = find_routine(known, name)
    _keep(context, [one for one in known if one is not gone])
    return gone


def _keep(context: Context, known: Sequence[Routine]) -> None:
    if context.read_only:
        raise ReadOnly("Nothing can be changed: this run is read-only.", hint="Leave out --read-only.")
    text = json.dumps([[one.name, one.query, one.deed.as_text()] for one in known], ensure_ascii=False)
    with transaction(context.connection, context.store) as connection:
        seen.keep_state(connection, context.actor.officer, {_KEPT: text})


def run_routine(context: Context, routine: Routine) -> Outcome:
    """Do the deed on the cases that the query finds now; nothing where it finds none."""
    found = search.matching(
        context.connection, routine.query, officer=context.actor.officer, now=context.now, zone=context.zone
    )
    if not found:
        return Outcome(None, (), (), summary="no case fits the query: nothing was changed")
    return perform(context, found, routine.deed)
