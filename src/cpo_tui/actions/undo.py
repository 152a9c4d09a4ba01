"""Undo and redo: the inverse of a change-set, appended; nothing is ever taken out of the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cpo_tui.actions import permissions
from cpo_tui.actions.context import Context, change_set
from cpo_tui.domain.roles import Permission
from cpo_tui.errors import NotFound, Refused
from cpo_tui.store import inverse, papers, worklist
from cpo_tui.store.inverse import Kept, SetFacts

ADOPTIONS = ("adopt rules", "adopt documents")
"""The verb whose undo changes dates of cases that its own rows do not name."""

DESTROYED = "destroy"
"""The verb that nothing takes back: what it took out is nowhere in the store."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo or redo did: its own change-set, how many rows it put back, and what it kept."""

    change_set: int | None
    reversed: int
    kept: tuple[Kept, ...]
    summary: str
    cases: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The result in the command line's form."""
        kept = [{"case": item.case, "reason": item.reason} for item in self.kept]
        return {"reversed": self.reversed, "kept": kept, "change_set": self.change_set}


def preview_undo(context: Context) -> str | None:
    """What a plain undo would take back, in words; None where there is nothing."""
    target = inverse.next_undo(context.connection, context.actor.officer)
    return None if target is None else _known(context, target).summary


def undo(context: Context, set_id: int | None = None, *, reason: str | None = None) -> Undone:
    """Take back a change-set, or the officer's latest; what was changed since is kept and named.

    Raises `NotFound` where there is nothing to undo, `Refused` where it is undone already.
    """
    target = set_id if set_id is not None else inverse.next_undo(context.connection, context.actor.officer)
    if target is None:
        raise NotFound("There is nothing to undo.", hint="See what was done: cpo history.")
    facts = _known(context, target)
    if facts.officer != context.actor.officer:
        permissions.require(context, Permission.UNDO_OTHERS)
    if facts.verb == "undo":
        raise Refused(f"Change-set {target} is an undo itself.", hint="Take it back with cpo redo.")
    if facts.verb == DESTROYED:
        raise Refused(
            f"Change-set {target} destroyed files; that cannot be taken back.", hint="See cpo retention certificates."
        )
    if facts.verb == "redo" and facts.root_id is not None:
        return undo(context, facts.root_id, reason=reason)
    with change_set(context, "undo", reason=reason, root_id=target) as sealed:
        if inverse.is_undone(context.connection, target):
            raise Refused(f"Change-set {target} is undone already.", hint="cpo redo brings it back.")
        kept = inverse.reverse(sealed.recorder, target, context.progress)
        if facts.verb in ADOPTIONS:
            sealed.recorder.touch(worklist.cases_with_clocks(context.connection))
            sealed.recorder.touch(papers.cases_with_papers(context.connection))
        if facts.batch_id is not None:
            removed, held = inverse.remove_batch(sealed.recorder, facts.batch_id)
            sealed.recorder.bulk += removed
            kept += held
        sealed.summary = f"undid {facts.summary}"
    touched = tuple(sorted(sealed.recorder.touched))
    return Undone(sealed.change_set, sealed.recorder.count, tuple(kept), sealed.summary, touched)


def redo(context: Context, *, reason: str | None = None) -> Undone:
    """Bring back what the officer's latest undo took away; raises `NotFound` or `Refused`."""
    target = inverse.next_redo(context.connection, context.actor.officer)
    root = _known(context, target).root_id if target is not None else None
    if target is None or root is None:
        raise NotFound("There is nothing to redo.", hint="See what was done: cpo history.")
    facts = _known(context, root)
    if facts.batch_id is not None:
        raise Refused("An import that was undone is not brought back by redo.", hint="Import the file again.")
    with change_set(context, "redo", reason=reason, root_id=root) as sealed:
        kept = inverse.reverse(sealed.recorder, target, context.progress)
        if facts.verb in ADOPTIONS:
            sealed.recorder.touch(worklist.cases_with_clocks(context.connection))
            sealed.recorder.touch(papers.cases_with_papers(context.connection))
        sealed.summary = f"redid {facts.summary}"
    touched = tuple(sorted(sealed.recorder.touched))
    return Undone(sealed.change_set, sealed.recorder.count, tuple(kept), sealed.summary, touched)


def _known(context: Context, set_id: int) -> SetFacts:
    facts = inverse.set_facts(context.connection, set_id)
    if facts is None:
        raise NotFound(f"There is no change-set {set_id}.", hint="See what was done: cpo history.")
    return facts
