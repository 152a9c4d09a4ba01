"""Passing work on: offer, accept, send back; and the cases of somebody who leaves, shown before anything moves.

An offered case stays with the officer who has it until it is accepted, so no case is ever with nobody in between.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cpo_tui.actions import permissions
from cpo_tui.actions.context import Context, Outcome, change_set, over_cases
from cpo_tui.domain.cases import CaseRow
from cpo_tui.domain.fields import parse_choice, parse_day, parse_text
from cpo_tui.domain.roles import Role
from cpo_tui.errors import NotFound, Refused, UsageError
from cpo_tui.store import handovers, officers
from cpo_tui.store.changes import Recorder
from cpo_tui.store.handovers import Absence, Handover

Settle = Callable[[Recorder, CaseRow, Handover], str | None]
"""What an answer does to one offered case; gives None when it was done, or why the case is left alone."""
_OVER_OTHERS = frozenset({Role.SUPERVISOR, Role.ADMIN})


def offer_cases(
    context: Context, case_ids: Sequence[int], to: str, *, note: str = "", reason: str | None = None
) -> Outcome:
    """Offer open cases to another officer, who accepts them or sends them back; until then nothing moves."""
    receiver = receiver_of(context, to)
    words = parse_text("note", note.strip(), multiline=True) or None

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        if not row.is_open:
            return f"the case is {row.lifecycle}"
        if row.officer == receiver:
            return f"{receiver} has it already"
        if pending := handovers.waiting(recorder.connection, case_ids=(row.id,)):
            return f"it is offered to {pending[0].to_officer} already"
        values = {
            "case_id": row.id,
            "from_officer": row.officer,
            "to_officer": receiver,
            "offered_at": context.at,
            "note": words,
        }
        recorder.insert("handovers", values, case_id=row.id)
        return None

    return over_cases(context, "offer", case_ids, apply, reason=reason, words=f"offered {{n}} to {receiver}")


def accept_cases(context: Context, case_ids: Sequence[int], *, reason: str | None = None) -> Outcome:
    """Take cases that were offered: they are the receiver's from now on."""

    def settle(recorder: Recorder, row: CaseRow, waiting: Handover) -> str | None:
        if waiting.to_officer != context.actor.officer:
            return f"it is offered to {waiting.to_officer}"
        if not row.is_open:
            return f"the case is {row.lifecycle}"
        recorder.update("handovers", waiting.id, _answered(context, "accepted", reason))
        recorder.update("cases", row.id, {"officer": waiting.to_officer, "assigned_at": context.at})
        return None

    return _settled(context, "accept", case_ids, settle, reason=reason, words="accepted {n}")


def send_back_cases(context: Context, case_ids: Sequence[int], reason: str) -> Outcome:
    """Send cases back to whoever offered them, saying why."""
    if not reason.strip():
        raise UsageError("Say why the cases are sent back.", hint="Give --reason.")

    def settle(recorder: Recorder, row: CaseRow, waiting: Handover) -> str | None:  # noqa: ARG001 - one shape for all answers
        if waiting.to_officer != context.actor.officer:
            return f"it is offered to {waiting.to_officer}"
        recorder.update("handovers", waiting.id, _answered(context, "sent_back", reason))
        return None

    return _settled(context, "send back", case_ids, settle, reason=reason, words="sent back {n}")


def take_back_cases(context: Context, case_ids: Sequence[int], *, reason: str | None = None) -> Outcome:
    """Withdraw an offer: by whoever has the case, or by somebody who supervises."""
    over_others = permissions.role(context) in _OVER_OTHERS

    def settle(recorder: Recorder, row: CaseRow, waiting: Handover) -> str | None:  # noqa: ARG001 - one shape for all answers
        if waiting.from_officer not in {None, context.actor.officer} and not over_others:
            return f"it was offered by {waiting.from_officer}"
        recorder.update("handovers", waiting.id, _answered(context, "taken_back", reason))
        return None

    return _settled(context, "take back", case_ids, settle, reason=reason, words="took back {n}")


def _answered(context: Context, answer: str, reason: str | None) -> Mapping[str, str | None]:
    said = parse_text("reason", reason.strip(), multiline=True) if reason else None
    return {"answered_at": context.at, "answer": answer, "reason": said or None}


def _settled(
    context: Context, verb: str, case_ids: Sequence[int], settle: Settle, *, reason: str | None, words: str
) -> Outcome:
    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        found = handovers.waiting(recorder.connection, case_ids=(row.id,))
        if not found:
            return "nobody offered it"
        return settle(recorder, row, found[0])

    return over_cases(context, verb, case_ids, apply, reason=reason, words=words)


RULES = {
    "evenly": "to whoever has the fewest open cases",
    "team": "within the team of the case, evenly",
    "cover": "to who covers",
}


@dataclass(frozen=True, slots=True)
class Move:
    """One case of the plan, and to whom it would go; `to` None where nobody fits."""

    case_id: int
    reference: str
    to: str | None


def plan_moves(
    context: Context, officer: str, *, rule: str = "evenly", receivers: Sequence[str] = ()
) -> tuple[Move, ...]:
    """Where the open cases of an officer would go by a rule; nothing is written.

    `evenly` over the receivers (without any: over every other active officer), `team` over those of them in the case's
    team, `cover` to who covers today. Cases go in the order in which they must be worked, each to whoever then has the
    fewest, so that the urgent ones are spread too.
    """
    chosen = parse_choice("rule", rule, RULES)
    leaver = parse_text("officer", officer.strip())
    known = {one.login: one for one in officers.all_officers(context.connection) if one.active and one.login != leaver}
    named = [receiver_of(context, login) for login in receivers]
    if leaver in named:
        raise UsageError(f"{leaver} cannot be given their own cases.", hint="Name somebody else.")
    load = handovers.open_counts(context.connection)
    pool = {login: load.get(login, 0) for login in (named or known)}
    cover = _covers(context, leaver) if chosen == "cover" else None
    moves = []
    for case_id, reference, team in handovers.open_cases_of(context.connection, leaver):
        fits = (
            pool
            if chosen != "team"
            else {login: n for login, n in pool.items() if team and login in known and known[login].team == team}
        )
        to = cover if chosen == "cover" else min(fits, key=lambda login: (pool[login], login), default=None)
        if to is not None and to in pool:
            pool[to] += 1
        moves.append(Move(case_id, reference, to))
    return tuple(moves)


def withdraw_offers(recorder: Recorder, context: Context, case_id: int, reason: str) -> None:
    """Withdraw what is offered of a case that goes to somebody else."""
    for waiting in handovers.waiting(recorder.connection, case_ids=(case_id,)):
        recorder.update("handovers", waiting.id, _answered(context, "taken_back", reason))


def return_cases(context: Context, officer: str, *, reason: str | None = None) -> Outcome:
    """Give cases that were covered back to who is here again; what went elsewhere meanwhile is left alone and named."""
    back = receiver_of(context, officer)
    covered = {one.case_id: one for one in handovers.covered(context.connection, back)}

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        cover = covered[row.id]
        if not row.is_open:
            return f"the case is {row.lifecycle}"
        if row.officer != cover.to_officer:
            return f"{row.officer or 'nobody'} has it now"
        recorder.update("handovers", cover.id, {"answer": "returned"})
        recorder.update("cases", row.id, {"officer": back, "assigned_at": context.at})
        return None

    return over_cases(context, "return", list(covered), apply, reason=reason, words=f"gave {{n}} back to {back}")


def move_cases(
    context: Context, officer: str, moves: Sequence[Move], *, reason: str, covering: bool = False
) -> Outcome:
    """Carry out a plan as one change-set; a case that is no longer the leaver's is left alone and named.

    With `covering` it is kept that the cases come back (see `return_cases`).
    """
    if not reason.strip():
        raise UsageError("Say why the cases move.", hint="Give --reason.")
    plan = {move.case_id: move.to for move in moves}
    for to in sorted({to for to in plan.values() if to is not None}):
        receiver_of(context, to)

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        to = plan[row.id]
        if to is None:
            return "nobody fits the rule"
        if row.officer != officer or not row.is_open:
            return f"{officer} does not have it any more"
        recorder.update("cases", row.id, {"officer": to, "assigned_at": context.at})
        withdraw_offers(recorder, context, row.id, reason)
        if covering:
            values = {"case_id": row.id, "from_officer": officer, "to_officer": to, "offered_at": context.at}
            recorder.insert("handovers", {**values, **_answered(context, "covered", reason)}, case_id=row.id)
        return None

    return over_cases(context, "reassign", list(plan), apply, reason=reason, words=f"moved {{n}} of {officer}")


def add_absence(
    context: Context, officer: str, from_on: str, to_on: str, *, cover: str = "", reason: str = ""
) -> Outcome:
    """Enter when an officer is away, and who covers."""
    away = receiver_of(context, officer)
    first, last = parse_day("from", from_on), parse_day("to", to_on)
    if last < first:
        raise UsageError("The absence ends before it begins.", hint="Give --from and --to in their order.")
    covering = receiver_of(context, cover) if cover.strip() else None
    if covering == away:
        raise UsageError(f"{away} cannot cover for themselves.", hint="Name somebody else.")
    for one in handovers.absences(context.connection, officer=away):
        if one.from_on <= last and first <= one.to_on:
            raise Refused(f"{away} is away from {one.from_on} to {one.to_on} already.", hint="End that absence first.")
    values = {
        "officer": away, "from_on": first.isoformat(), "to_on": last.isoformat(), "cover": covering,
        "reason": parse_text("reason", reason.strip()) or None,
    }  # fmt: skip
    with change_set(context, "absence") as sealed:
        made = sealed.recorder.insert("absences", values)
        sealed.summary = f"{away} is away from {first} to {last}"
    return Outcome(sealed.change_set, (), (), (), sealed.summary, made)


def end_absence(context: Context, officer: str, on: str = "") -> Outcome:
    """Let an officer be back on a day (today): the absence that runs then ends the day before, or goes if it began then."""
    back = parse_day("on", on or context.today)
    running: tuple[Absence, ...] = handovers.absences(context.connection, officer=officer.strip(), on=back)
    if not running:
        raise NotFound(f"{officer} is not away on {back}.", hint="See who is: cpo absence list.")
    with change_set(context, "return") as sealed:
        one = running[0]
        if one.from_on == back:
            sealed.recorder.delete("absences", one.id)
        else:
            sealed.recorder.update("absences", one.id, {"to_on": back.fromordinal(back.toordinal() - 1).isoformat()})
        sealed.summary = f"{one.officer} is back on {back}"
    return Outcome(sealed.change_set, (), (), (), sealed.summary)


def receiver_of(context: Context, login: str) -> str:
    """The login of somebody who works here; where nobody is entered at all, any login is taken.

    Raises `NotFound` for an unknown login, `Refused` for somebody who has left.
    """
    wanted = parse_text("officer", login.strip())
    if not wanted:
        raise UsageError("No officer is named.", hint="Give a login.")
    found = officers.officer(context.connection, wanted)
    if found is None and officers.all_officers(context.connection):
        raise NotFound(f"There is no officer {wanted}.", hint="See who there is: cpo officer list.")
    if found is not None and not found.active:
        raise Refused(f"{wanted} has left.", hint="Name somebody who works here.")
    return wanted


def _covers(context: Context, officer: str) -> str:
    from datetime import date

    for one in handovers.absences(context.connection, officer=officer, on=date.fromisoformat(context.today)):
        if one.cover:
            return one.cover
    raise NotFound(f"Nobody covers for {officer} today.", hint="Enter it: cpo absence add, or choose another rule.")
