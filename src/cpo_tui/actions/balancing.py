"""Moving cases from who has much to who has little: suggested by visible weights, edited and confirmed by a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cpo_tui.actions.context import Context, Outcome, over_cases
from cpo_tui.actions.handover import plan_moves, receiver_of, withdraw_offers
from cpo_tui.domain.cases import CaseRow
from cpo_tui.errors import UsageError
from cpo_tui.rules.workload import Weights
from cpo_tui.store import handovers, officers, workload
from cpo_tui.store.changes import Recorder
from cpo_tui.store.oversight import Moment
from cpo_tui.store.workload import CaseLoad

MOST_MOVES = 40
"""A suggestion that moves more than this is no longer read."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One case on its way from one officer (None is nobody) to another, and what it weighs."""

    case_id: int
    reference: str
    giver: str | None
    to: str
    load: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What would move, and the load of each officer before and after."""

    shifts: tuple[Shift, ...]
    before: Mapping[str, float]
    nobody_fits: tuple[str, ...] = ()
    """The references of cases that the rule gives to nobody."""

    @property
    def after(self) -> dict[str, float]:
        """The load of each officer once the plan is carried out; `''` is nobody."""
        found = dict(self.before)
        for one in self.shifts:
            found[one.giver or ""] = found.get(one.giver or "", 0.0) - one.load
            found[one.to] = found.get(one.to, 0.0) + one.load
        return found


def plan(
    context: Context, weights: Weights, *, among: Sequence[str] = (), most: int = MOST_MOVES, keep: Iterable[int] = ()
) -> Plan:
    """Suggest moves that bring the loads of officers together; nothing is written.

    Among the named officers, else among all who work here and are not away today. From the heaviest to the lightest goes
    the least urgent case that weighs no more than half of what parts them, so that no move makes a new imbalance; it
    ends when none does. Cases in `keep` stay. Raises `UsageError` where fewer than two officers can be compared.
    """
    if not 0 < most <= MOST_MOVES:
        raise UsageError(f"A suggestion moves 1 to {MOST_MOVES} cases.", hint="Give another --most.")
    loads = workload.case_loads(context.connection, Moment(context.now, context.zone), weights)
    before: dict[str, float] = {}
    for one in loads:
        before[one.officer or ""] = before.get(one.officer or "", 0.0) + one.load
    chosen = _among(context, among, before)
    staying = set(keep)
    left = {login: [one for one in loads if one.officer == login and one.case_id not in staying] for login in chosen}
    now = {login: before.get(login, 0.0) for login in chosen}
    shifts: list[Shift] = []
    while len(shifts) < most:
        heavy = max(chosen, key=lambda login: (now[login], login))
        light = min(chosen, key=lambda login: (now[login], login))
        found = _fitting(left[heavy], (now[heavy] - now[light]) / 2)
        if found is None:
            break
        left[heavy].remove(found)
        shifts.append(Shift(found.case_id, found.reference, heavy, light, found.load))
        now[heavy] -= found.load
        now[light] += found.load
    return Plan(tuple(shifts), {**dict.fromkeys(chosen, 0.0), **before})


def leaving(
    context: Context, weights: Weights, officer: str, *, rule: str = "evenly", receivers: Sequence[str] = ()
) -> Plan:
    """Where the open cases of an officer would go by a rule of `handover.RULES`, with the loads; nothing is written."""
    loads = workload.case_loads(context.connection, Moment(context.now, context.zone), weights)
    weighed = {one.case_id: one.load for one in loads}
    before: dict[str, float] = {}
    for one in loads:
        before[one.officer or ""] = before.get(one.officer or "", 0.0) + one.load
    moves = plan_moves(context, officer, rule=rule, receivers=receivers)
    shifts = tuple(
        Shift(one.case_id, one.reference, officer, one.to, weighed.get(one.case_id, 0.0))
        for one in moves
        if one.to is not None
    )
    return Plan(shifts, before, tuple(one.reference for one in moves if one.to is None))


def _among(context: Context, named: Sequence[str], loads: Mapping[str, float]) -> list[str]:
    today = date.fromisoformat(context.today)
    away = {one.officer for one in handovers.absences(context.connection, on=today)}
    if named:
        chosen = sorted({receiver_of(context, login) for login in named})
    else:
        known = [one.login for one in officers.all_officers(context.connection) if one.active]
        chosen = sorted(set(known or (login for login in loads if login)) - away)
    if len(chosen) < 2:  # noqa: PLR2004 - a comparison has two sides
        raise UsageError("Fewer than two officers can be compared.", hint="Name two who work here and are not away.")
    return chosen


def _fitting(cases: Sequence[CaseLoad], most: float) -> CaseLoad | None:
    """The least urgent case that is light enough; cases come in the order in which they must be worked."""
    return next((one for one in reversed(cases) if 0 < one.load <= most), None)


def edited(context: Context, weights: Weights, suggested: Plan, *, to: Mapping[int, str]) -> Plan:
    """The plan with other receivers for some cases; a case that was not in it is added. Raises as `receiver_of` does."""
    loads = {
        one.case_id: one for one in workload.case_loads(context.connection, Moment(context.now, context.zone), weights)
    }
    shifts = {one.case_id: one for one in suggested.shifts}
    for case_id, login in to.items():
        receiver = receiver_of(context, login)
        known = loads.get(case_id)
        if known is None:
            raise UsageError("Only open cases are moved.", hint="See them: cpo list.")
        there = shifts.get(case_id)
        if known.officer == receiver:
            shifts.pop(case_id, None)
        elif there is not None:
            shifts[case_id] = replace(there, to=receiver)
        else:
            shifts[case_id] = Shift(case_id, known.reference, known.officer, receiver, known.load)
    return replace(suggested, shifts=tuple(shifts.values()))


def carry_out(context: Context, shifts: Sequence[Shift], *, reason: str) -> Outcome:
    """Move the cases of a plan as one change-set; a case that changed hands since is left alone and named."""
    if not reason.strip():
        raise UsageError("Say why the cases move.", hint="Give --reason.")
    wanted = {one.case_id: one for one in shifts}
    for login in sorted({one.to for one in shifts}):
        receiver_of(context, login)

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        one = wanted[row.id]
        if not row.is_open:
            return f"the case is {row.lifecycle}"
        if row.officer != one.giver:
            return f"{one.giver or 'nobody'} does not have it any more"
        recorder.update("cases", row.id, {"officer": one.to, "assigned_at": context.at})
        withdraw_offers(recorder, context, row.id, reason)
        return None

    return over_cases(context, "balance", list(wanted), apply, reason=reason, words="moved {n} to even the load")
