"""Which rule packs a run works with, and the rule that is meant."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cpo_tui.errors import RuleError

if TYPE_CHECKING:
    from cpo_tui.cli.session import Session
    from cpo_tui.rules.pack import Pack, Rule
    from cpo_tui.store.connect import Connection


def packs_of(session: Session) -> tuple[Pack, ...]:
    """The packs that are shipped; the one that the store works under in its adopted version."""
    from cpo_tui.rules.pack import builtin_packs
    from cpo_tui.store import deadlines

    shipped = builtin_packs()
    if not os.path.lexists(session.path):
        return shipped
    with session.reading() as connection:
        current = deadlines.pack_in_use(connection)
    return tuple(current if pack.name == current.name else pack for pack in shipped)


def find_rule(packs: Sequence[Pack], rule_id: str) -> tuple[Pack, Rule]:
    """The rule of that id in whichever pack has it; raises `RuleError` naming the nearest."""
    from difflib import get_close_matches

    for pack in packs:
        if rule_id in pack.by_id:
            return pack, pack.by_id[rule_id]
    near = get_close_matches(rule_id, [rule.id for pack in packs for rule in pack.rules], n=1)
    hint = f"Did you mean {near[0]}?" if near else "See them all: cpo rules list."
    raise RuleError(f"There is no rule {rule_id!r}.", hint=hint, kind="not_found")


def told_of_rules(connection: Connection) -> None:
    """Say beside the dates that they come from earlier rules than the office adopted, where those cannot be read here."""
    from cpo_tui.cli.output import talk
    from cpo_tui.store import deadlines

    problem = deadlines.pack_problem(connection)
    if problem:
        talk(f"note: {problem}")
