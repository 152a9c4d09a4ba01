"""Whether the facts that come with an event from outside can be taken in: names that the pack declares, values of their types."""

from __future__ import annotations

from collections.abc import Mapping

from cpo_tui.domain.facts import coerce
from cpo_tui.rules.fields import nearest
from cpo_tui.rules.pack import Pack
from cpo_tui.rules.runs import REFERENCE


def fault_of(pack: Pack, told: Mapping[str, object]) -> str:
    """Why the first fact that cannot be taken in cannot, with the nearest valid name or the valid values; else nothing."""
    for name, value in told.items():
        if name == REFERENCE and isinstance(value, str):
            continue
        fact = pack.facts.get(name)
        if fact is None:
            near = nearest(name, [*pack.facts, REFERENCE])
            return f"facts: {pack.name} {pack.version} has no fact {name!r}" + (
                f"; did you mean {near}?" if near else ""
            )
        if coerce(fact, value) is None:
            choices = f"; one of: {', '.join(fact.values)}" if fact.values else ""
            return f"facts: {name} must be a {fact.type.value}, not {value!r}{choices}"
    return ""
