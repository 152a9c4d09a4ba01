"""What is said about an event before and after it is recorded: facts that no rule could read, kinds and dates that do not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from cpo_tui.actions.context import Context
from cpo_tui.domain.cases import When
from cpo_tui.domain.facts import Event, event_warnings
from cpo_tui.errors import UsageError
from cpo_tui.store import lookups


def check_facts(context: Context, facts: Mapping[str, str]) -> None:
    """Refuse a fact that the rules in use do not know, or a value that is not of its type: it would never be read."""
    from cpo_tui.rules.told import fault_of  # the rules are read only where facts or kinds are asked about
    from cpo_tui.store.deadlines import pack_in_use

    fault = fault_of(pack_in_use(context.connection), facts)
    if fault:
        said = fault.removeprefix("facts: ")
        raise UsageError(
            said if said.endswith("?") else f"{said}.", hint="cpo rules facts lists them, with types and values."
        )


def notes_on(context: Context, kind: str, moment: When, case_ids: Iterable[int]) -> tuple[str, ...]:
    """What an officer should hear about an event that was recorded on these cases, each with how many it is true of.

    A kind that no rule knows is kept (an office may have its own), but it starts no clock. A date that does not fit is
    kept as it was given, and flagged on the case until it is corrected.
    """
    from cpo_tui.rules.fields import nearest
    from cpo_tui.store.deadlines import pack_in_use

    pack = pack_in_use(context.connection)
    declared = pack.events.get(kind)
    notes: list[str] = []
    if declared is None:
        near = nearest(kind, pack.events)
        meant = f"; did you mean {near}? (u or cpo undo takes this back)" if near else ""
        notes.append(f"no rule knows the kind {kind}, so it starts no clock{meant}")
    event = Event(0, kind, moment, context.now)
    found = Counter(
        text
        for born, closed in lookups.born_and_closed(context.connection, case_ids)
        for text in event_warnings(event, declared, context.zone, born=born, closed=closed)
    )
    notes += [text if count == 1 else f"{text} ({count:,} cases)" for text, count in found.items()]
    return tuple(notes)
