"""What the team screen asks: loads and weeks, who is here, what is offered, and what would move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cpo_tui.actions import balancing
from cpo_tui.actions.balancing import Plan
from cpo_tui.store import handovers, officers
from cpo_tui.store.connect import Connection
from cpo_tui.store.handovers import Absence, Handover
from cpo_tui.store.officers import Officer
from cpo_tui.store.workload import InUse, weights_in_use

if TYPE_CHECKING:
    from cpo_tui.actions.context import Context
    from cpo_tui.rules.workload import Weights


@dataclass(frozen=True, slots=True)
class Team:
    """The officers with what they carry; `content` is that of the report of the caseload."""

    content: Mapping[str, Any]
    weighed: InUse
    officers: tuple[Officer, ...]
    absences: tuple[Absence, ...]
    waiting: tuple[Handover, ...]

    @property
    def gone_with_work(self) -> tuple[str, ...]:
        """Who has left and still has open cases."""
        with_work = {one["officer"] for one in self.content["officers"]}
        return tuple(one.login for one in self.officers if not one.active and one.login in with_work)


@dataclass(frozen=True, slots=True)
class Draft:
    """Moves that nobody has confirmed yet: to even the load, or because somebody leaves."""

    plan: Plan
    leaver: str = ""
    rule: str = ""
    kept: frozenset[int] = frozenset()
    """Cases that were said to stay, whatever is suggested again."""

    def without(self, case_id: int) -> Draft:
        """The same without the move of a case."""
        shifts = tuple(one for one in self.plan.shifts if one.case_id != case_id)
        return replace(self, plan=replace(self.plan, shifts=shifts), kept=self.kept | {case_id})


def team_of(context: Context, connection: Connection) -> Team:
    """The officers with what they carry, by the weights of the office."""
    from cpo_tui.actions.oversight import caseload

    today, weighed = context.today, weights_in_use(connection)
    return Team(
        caseload(context, connection, weighed.weights),
        weighed,
        officers.all_officers(connection),
        tuple(one for one in handovers.absences(connection) if one.to_on.isoformat() >= today),
        handovers.waiting(connection),
    )


def _weights(context: Context) -> Weights:
    return weights_in_use(context.connection).weights


def suggested(context: Context, kept: Iterable[int]) -> Draft:
    """Moves that even out the load, without those cases; raises `UsageError` where fewer than two can be compared."""
    staying = frozenset(kept)
    return Draft(balancing.plan(context, _weights(context), most=20, keep=staying), kept=staying)


def leaving(context: Context, officer: str, rule: str) -> Draft:
    """Where the cases of an officer would go by a rule."""
    return Draft(balancing.leaving(context, _weights(context), officer, rule=rule), officer, rule)


def changed(context: Context, draft: Draft, case_id: int, to: str) -> Draft:
    """The draft with another receiver for a case, which is added where it was not in it."""
    return replace(
        draft,
        plan=balancing.edited(context, _weights(context), draft.plan, to={case_id: to}),
        kept=draft.kept - {case_id},
    )
