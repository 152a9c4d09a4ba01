"""Passing work on: handovers, the cases of somebody who leaves, and absences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Cases, Json, Query, Reason
from cpo_tui.cli.output import talk
from cpo_tui.cli.running import DONE, IN_PART
from cpo_tui.cli.session import session_of
from cpo_tui.cli.verdicts import answer, over_chosen

if TYPE_CHECKING:
    from cpo_tui.actions.context import Outcome
    from cpo_tui.cli.output import Output

commands = Noun()
handover = Noun(
    "Offer cases to another officer, who accepts them or sends them back with a reason.",
    "cpo handover list",
    "cpo handover offer C-1042 --to okafor --note 'the brother rings on Mondays'",
    usual="list",
)
absence = Noun("Who is away, and who covers.", "cpo absence list", usual="list")
commands.add_noun("handover", handover)
commands.add_noun("absence", absence)

Officer = Annotated[str, typer.Argument(metavar="OFFICER", help="The login of the officer.", show_default=False)]


@handover.verb("list", "cpo handover list", "cpo handover list --of okafor --json")
def list_handovers(
    context: typer.Context,
    of: Annotated[str | None, typer.Option("--of", metavar="OFFICER", help="Only from or to this officer.")] = None,
    json: Json = False,
) -> int:
    """List the cases that were offered and wait for an answer."""
    from cpo_tui.store.handovers import waiting

    session = session_of(context)
    with session.reading() as connection:
        found = waiting(connection, officer=of)
    output = session.output(json=json)
    if json:
        output.document(
            [
                {"case": one.reference, "from": one.from_officer, "to": one.to_officer, "offered_at": one.offered_at, "note": one.note}
                for one in found
            ]
        )  # fmt: skip
    else:
        rows = ((one.reference, one.from_officer, one.to_officer, one.offered_at, one.note) for one in found)
        output.table(("CASE", "FROM", "TO", "OFFERED", "NOTE"), rows)
    return DONE


@handover.verb(
    "offer",
    "cpo handover offer C-1042 --to okafor --note 'the brother rings on Mondays'",
    "cpo handover offer --query 'officer:me facility:Tacoma' --to okafor --reason 'new post' --json",
)
def offer(
    context: typer.Context,
    to: Annotated[str, typer.Option("--to", metavar="OFFICER", help="Who is asked to take them.")],
    cases: Cases = None,
    query: Query = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What the successor must know.")] = "",
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Offer cases to another officer; they stay where they are until they are accepted."""
    from cpo_tui.actions.handover import offer_cases

    return over_chosen(
        session_of(context),
        cases,
        query,
        lambda acting, ids: offer_cases(acting, ids, to, note=note, reason=reason),
        json=json,
    )


@handover.verb(
    "accept", "cpo handover accept C-1042", "cpo handover accept --query 'facility:Tacoma' --reason 'agreed' --json"
)
def accept(
    context: typer.Context, cases: Cases = None, query: Query = None, reason: Reason = None, json: Json = False
) -> int:
    """Accept cases that were offered to you."""
    from cpo_tui.actions.handover import accept_cases

    return over_chosen(
        session_of(context), cases, query, lambda acting, ids: accept_cases(acting, ids, reason=reason), json=json
    )


@handover.verb(
    "send-back",
    "cpo handover send-back C-1042 --reason 'the file is in Tacoma'",
    "cpo handover send-back --query 'facility:Tacoma' --reason 'not my team' --json",
)
def send_back(
    context: typer.Context, cases: Cases = None, query: Query = None, reason: Reason = None, json: Json = False
) -> int:
    """Send cases back that were offered to you, with a reason."""
    from cpo_tui.actions.handover import send_back_cases

    return over_chosen(
        session_of(context), cases, query, lambda acting, ids: send_back_cases(acting, ids, reason or ""), json=json
    )


@handover.verb(
    "take-back",
    "cpo handover take-back C-1042",
    "cpo handover take-back --query 'officer:me' --reason 'back early' --json",
)
def take_back(
    context: typer.Context, cases: Cases = None, query: Query = None, reason: Reason = None, json: Json = False
) -> int:
    """Withdraw an offer that was not answered."""
    from cpo_tui.actions.handover import take_back_cases

    return over_chosen(
        session_of(context), cases, query, lambda acting, ids: take_back_cases(acting, ids, reason=reason), json=json
    )


@handover.verb(
    "leaver",
    "cpo handover leaver lindqvist",
    "cpo handover leaver lindqvist --rule team --to okafor --to tran --commit --reason 'left on 2 March' --json",
)
def leaver(
    context: typer.Context,
    officer: Officer,
    rule: Annotated[str, typer.Option("--rule", metavar="RULE", help="evenly, team or cover.")] = "evenly",
    to: Annotated[
        list[str] | None, typer.Option("--to", metavar="OFFICER", help="Who may get them; may be repeated.")
    ] = None,
    commit: Annotated[bool, typer.Option("--commit", help="Move the cases; else it is only shown.")] = False,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Show where the open cases of somebody who leaves would go, and move them with --commit."""
    from cpo_tui.actions.handover import move_cases, plan_moves

    session = session_of(context)
    output = session.output(json=json)
    with session.acting() as acting:
        moves = plan_moves(acting, officer, rule=rule, receivers=to or ())
        if commit:
            return answer(output, move_cases(acting, officer, moves, reason=reason or "", covering=rule == "cover"))
    if json:
        output.document([{"case": move.reference, "to": move.to} for move in moves])
    else:
        output.table(("CASE", "TO"), ((move.reference, move.to or "nobody fits") for move in moves))
        talk(f"{len(moves):,} cases would move; --commit --reason TEXT moves them.")
    return IN_PART if any(move.to is None for move in moves) else DONE


@handover.verb("return", "cpo handover return okafor", "cpo handover return okafor --reason 'back from leave' --json")
def give_back(context: typer.Context, officer: Officer, reason: Reason = None, json: Json = False) -> int:
    """Give the cases that were moved to a cover back to who is here again."""
    from cpo_tui.actions.handover import return_cases

    session = session_of(context)
    with session.acting() as acting:
        return answer(session.output(json=json), return_cases(acting, officer, reason=reason))


@handover.verb(
    "weights", "cpo handover weights", "cpo handover weights --from ours.toml --reason 'the board, 2026-03-02' --json",
)  # fmt: skip
def weights(
    context: typer.Context,
    file: Annotated[
        str | None, typer.Option("--from", metavar="FILE", help="Weigh as this file says from now on.")
    ] = None,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Show what each open thing weighs when caseloads are compared, as a file; or weigh otherwise from now on."""
    from cpo_tui.actions.weighing import adopt_weights
    from cpo_tui.clock import office_zone
    from cpo_tui.rules.workload import weights_from
    from cpo_tui.store.workload import weights_in_use

    session = session_of(context)
    output = session.output(json=json)
    if file is not None:
        with session.acting() as acting:
            return answer(output, adopt_weights(acting, weights_from(file), reason or ""))
    with session.reading() as connection:
        found = weights_in_use(connection)
    if json:
        output.document(found.weights.as_json() | {"adopted_at": found.adopted_at, "adopted_by": found.adopted_by})
    else:
        output.line(f"# {found.since(office_zone())}")
        for line in found.weights.as_toml().splitlines():
            output.line(line)
    return DONE


@handover.verb(
    "balance",
    "cpo handover balance",
    "cpo handover balance --among okafor --among tran --most 5 --keep C-1042 --move C-1050=tran",
    "cpo handover balance --weights ours.toml --commit --reason 'north team is short' --json",
)
def balance(
    context: typer.Context,
    among: Annotated[
        list[str] | None, typer.Option("--among", metavar="OFFICER", help="Only between these; else all who are here.")
    ] = None,
    most: Annotated[int, typer.Option("--most", metavar="N", help="At most so many cases.")] = 20,
    keep: Annotated[list[str] | None, typer.Option("--keep", metavar="CASE", help="This case stays.")] = None,
    move: Annotated[
        list[str] | None, typer.Option("--move", metavar="CASE=OFFICER", help="This case goes to that officer.")
    ] = None,
    weights: Annotated[
        str | None,
        typer.Option("--weights", metavar="FILE", help="What each open thing weighs; else as the office weighs."),
    ] = None,
    commit: Annotated[bool, typer.Option("--commit", help="Move the cases; else it is only shown.")] = False,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Suggest moves that even out the load, with the loads before and after, and carry them out with --commit."""
    from cpo_tui.actions import balancing
    from cpo_tui.cli.selection import find
    from cpo_tui.errors import UsageError
    from cpo_tui.rules.workload import weights_from
    from cpo_tui.store.workload import weights_in_use

    session = session_of(context)
    output = session.output(json=json)
    pairs = [one.rpartition("=") for one in move or ()]
    if any(not case or not login for case, _, login in pairs):
        raise UsageError("--move takes CASE=OFFICER.", hint="For example --move C-1050=tran.")
    with session.acting() as acting:
        weighed = weights_from(weights) if weights else weights_in_use(acting.connection).weights
        wanted = {find(acting.connection, case): login for case, _, login in pairs}
        staying = [find(acting.connection, case) for case in keep or ()]
        plan = balancing.plan(acting, weighed, among=among or (), most=most, keep=[*staying, *wanted])
        plan = balancing.edited(acting, weighed, plan, to=wanted)
        if commit:
            return answer(output, balancing.carry_out(acting, plan.shifts, reason=reason or ""))
    after = plan.after
    if json:
        moves = [{"case": one.reference, "from": one.giver, "to": one.to, "load": one.load} for one in plan.shifts]
        loads = [
            {"officer": login or None, "before": round(plan.before.get(login, 0.0), 2), "after": round(after[login], 2)}
            for login in sorted(after)
        ]
        output.document({"moves": moves, "loads": loads, "weights": weighed.as_json()})
    else:
        output.table(
            ("CASE", "FROM", "TO", "LOAD"),
            ((one.reference, one.giver or "nobody", one.to, f"{one.load:g}") for one in plan.shifts),
        )
        for login in sorted(after):
            talk(f"{login or 'nobody'}: {plan.before.get(login, 0.0):,.2f} -> {after[login]:,.2f}")
        talk(f"{len(plan.shifts):,} cases would move; --commit --reason TEXT moves them.")
    return DONE


@absence.verb("list", "cpo absence list", "cpo absence list --json")
def list_absences(context: typer.Context, json: Json = False) -> int:
    """List the absences that run or are to come."""
    from cpo_tui import clock
    from cpo_tui.store.handovers import absences

    session = session_of(context)
    with session.reading() as connection:
        found = [one for one in absences(connection) if one.to_on >= clock.today()]
    output = session.output(json=json)
    if json:
        output.document(
            [
                {"officer": one.officer, "from": one.from_on, "to": one.to_on, "cover": one.cover, "reason": one.reason}
                for one in found
            ]
        )
    else:
        output.table(
            ("OFFICER", "FROM", "TO", "COVER", "REASON"),
            ((one.officer, one.from_on, one.to_on, one.cover, one.reason) for one in found),
        )
    return DONE


@absence.verb(
    "add",
    "cpo absence add okafor --from 2026-03-09 --to 2026-03-20 --cover tran",
    "cpo absence add okafor --from 2026-03-09 --to 2026-03-20 --reason leave --json",
)
def add(
    context: typer.Context,
    officer: Officer,
    from_on: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day.")],
    to_on: Annotated[str, typer.Option("--to", metavar="DATE", help="The last day.")],
    cover: Annotated[str, typer.Option("--cover", metavar="OFFICER", help="Who covers.")] = "",
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Enter when an officer is away."""
    from cpo_tui.actions.handover import add_absence

    session = session_of(context)
    with session.acting() as acting:
        outcome = add_absence(acting, officer, from_on, to_on, cover=cover, reason=reason or "")
    return _said(session.output(json=json), outcome)


@absence.verb("end", "cpo absence end okafor", "cpo absence end okafor --on 2026-03-16 --json")
def end(
    context: typer.Context,
    officer: Officer,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The first day back; else today.")] = "",
    json: Json = False,
) -> int:
    """Let an officer be back."""
    from cpo_tui.actions.handover import end_absence

    session = session_of(context)
    with session.acting() as acting:
        outcome = end_absence(acting, officer, on)
    return _said(session.output(json=json), outcome)


def _said(output: Output, outcome: Outcome) -> int:
    if output.json:
        output.document({"change_set": outcome.change_set, "summary": outcome.summary})
    else:
        output.line(outcome.summary)
    return DONE
