"""Legal holds: place, lift, list."""

from __future__ import annotations

from typing import Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Cases, Json, Query
from cpo_tui.cli.running import DONE
from cpo_tui.cli.session import session_of
from cpo_tui.cli.verdicts import over_chosen

commands = Noun()
legal_hold = Noun(
    "Legal holds: what must not be destroyed, whatever its age.",
    "cpo legal-hold list",
    "cpo legal-hold place C-1042 --reason 'litigation 26-0117'",
    usual="list",
)
commands.add_noun("legal-hold", legal_hold)

Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, such as 'litigation 26-0117'; it is needed.")]


@legal_hold.verb("list", "cpo legal-hold list", "cpo legal-hold list --lifted --json")
def list_holds(
    context: typer.Context,
    lifted: Annotated[bool, typer.Option("--lifted", help="Also those that were lifted.")] = False,
    json: Json = False,
) -> int:
    """List the legal holds that stand."""
    from dataclasses import asdict

    from cpo_tui.store.legal_holds import all_holds

    session = session_of(context)
    with session.reading() as connection:
        found = tuple(all_holds(connection, lifted=lifted))
    output = session.output(json=json)
    if json:
        output.document([asdict(one) for one in found])
    else:
        rows = ((one.case, one.reason, one.placed_at, one.placed_by or "", one.lifted_at or "") for one in found)
        output.table(("case", "reason", "placed_at", "placed_by", "lifted_at"), rows)
    return DONE


@legal_hold.verb(
    "place",
    "cpo legal-hold place C-1042 --reason 'litigation 26-0117'",
    "cpo legal-hold place --query 'facility:Tacoma' --reason 'preservation letter' --json",
)
def place(
    context: typer.Context, cases: Cases = None, query: Query = None, reason: Why = "", json: Json = False
) -> int:
    """Place a legal hold on cases; for supervisors and admins."""
    from cpo_tui.actions.legal_holds import place_hold

    return over_chosen(
        session_of(context), cases, query, lambda acting, ids: place_hold(acting, ids, reason), json=json
    )


@legal_hold.verb(
    "lift",
    "cpo legal-hold lift C-1042 --reason 'case settled'",
    "cpo legal-hold lift --query 'facility:Tacoma' --reason 'released by counsel' --json",
)
def lift(context: typer.Context, cases: Cases = None, query: Query = None, reason: Why = "", json: Json = False) -> int:
    """Lift the legal holds of cases; for supervisors and admins."""
    from cpo_tui.actions.legal_holds import lift_hold

    return over_chosen(session_of(context), cases, query, lambda acting, ids: lift_hold(acting, ids, reason), json=json)
