"""The verbs on cases: edit, assign, stage, wait, hold, wake, close, reopen."""

from __future__ import annotations

from typing import Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Case, Cases, Json, Query, Reason, named_values
from cpo_tui.cli.selection import find
from cpo_tui.cli.session import session_of
from cpo_tui.cli.verdicts import answer, over_chosen

commands = Noun()


@commands.verb(
    "edit",
    "cpo edit C-1042 facility=Tacoma language=Spanish",
    "cpo edit A212345678 next_hearing_on=2026-04-09 --reason 'notice received' --json",
    "cpo edit C-1042 team=",
)
def edit(
    context: typer.Context,
    case: Case,
    values: Annotated[
        list[str],
        typer.Argument(metavar="FIELD=VALUE...", help="What to set; an empty value clears it.", show_default=False),
    ],
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Set fields of a case."""
    from cpo_tui.actions.cases import edit_case

    session = session_of(context)
    fields = named_values(values, "FIELD")
    with session.acting() as acting:
        outcome = edit_case(acting, find(acting.connection, case), fields, reason=reason)
    return answer(session.output(json=json), outcome)


@commands.verb(
    "assign",
    "cpo assign C-1042 C-1043 --to okafor --reason 'on leave'",
    "cpo assign --query 'officer:lopez due<7d' --to okafor",
    "cut -f1 cases.tsv | cpo assign - --to okafor --json",
    "cpo assign C-1042 --to ''",
)
def assign(
    context: typer.Context,
    officer: Annotated[
        str, typer.Option("--to", metavar="OFFICER", help="The login of who gets them; '' leaves them with nobody.")
    ],
    cases: Cases = None,
    query: Query = None,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Give cases to an officer."""
    from cpo_tui.actions.cases import assign_cases

    return over_chosen(
        session_of(context),
        cases,
        query,
        lambda acting, ids: assign_cases(acting, ids, officer, reason=reason),
        json=json,
    )


@commands.verb(
    "stage",
    "cpo stage C-1042 --to final_order --reason 'order of 4 March'",
    "cpo stage --query 'stage:decided facility:Tacoma' --to appeal --json",
)
def stage(
    context: typer.Context,
    to: Annotated[str, typer.Option("--to", metavar="STAGE", help="The stage, such as in_proceedings.")],
    cases: Cases = None,
    query: Query = None,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Move cases to a stage of the process."""
    from cpo_tui.actions.cases import stage_cases

    return over_chosen(
        session_of(context), cases, query, lambda acting, ids: stage_cases(acting, ids, to, reason=reason), json=json
    )


@commands.verb(
    "wait",
    "cpo wait C-1042 --on counsel --reason 'brief asked for'",
    "cpo wait --query 'waiting:us stage:appeal' --on court --json",
)
def wait(
    context: typer.Context,
    on: Annotated[str, typer.Option("--on", metavar="WHOM", help="Whose move it is, such as counsel; '' for nobody.")],
    cases: Cases = None,
    query: Query = None,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Say on whom cases wait."""
    from cpo_tui.actions.cases import wait_on

    return over_chosen(
        session_of(context), cases, query, lambda acting, ids: wait_on(acting, ids, on, reason=reason), json=json
    )


@commands.verb(
    "hold",
    "cpo hold C-1042 --until 2026-04-01 --reason 'travel document asked for'",
    "cpo hold C-1042 --until 2026-06-01 --wake-on travel_document_received",
    "cpo hold --query 'waiting:agency' --until 2026-04-01 --json",
)
def hold(
    context: typer.Context,
    until: Annotated[
        str, typer.Option("--until", metavar="DATE", help="The day on which they wake, such as 2026-04-01 or +7d.")
    ],
    cases: Cases = None,
    wake_on: Annotated[
        str | None, typer.Option("--wake-on", metavar="EVENT", help="A kind of event that wakes them earlier.")
    ] = None,
    query: Query = None,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Set cases aside until a day; they stay in the list."""
    from cpo_tui.actions.cases import hold_cases

    return over_chosen(
        session_of(context),
        cases,
        query,
        lambda acting, ids: hold_cases(acting, ids, until, wake_on=wake_on, reason=reason),
        json=json,
    )


@commands.verb("wake", "cpo wake C-1042 --reason 'document came'", "cpo wake --query hold:yes --json")
def wake(
    context: typer.Context, cases: Cases = None, query: Query = None, reason: Reason = None, json: Json = False
) -> int:
    """End the hold of cases."""
    from cpo_tui.actions.cases import wake_cases

    return over_chosen(
        session_of(context), cases, query, lambda acting, ids: wake_cases(acting, ids, reason=reason), json=json
    )


_Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it stays on the record.")]


@commands.verb(
    "close",
    "cpo close C-1042 --reason 'removed 4 March'",
    "cpo close --query 'stage:protection_granted' --reason granted --json",
)
def close(context: typer.Context, reason: _Why, cases: Cases = None, query: Query = None, json: Json = False) -> int:
    """Close cases; one with open tasks or inquiries is refused, so that none is lost with it."""
    from cpo_tui.actions.cases import close_cases

    return over_chosen(
        session_of(context), cases, query, lambda acting, ids: close_cases(acting, ids, reason), json=json
    )


@commands.verb(
    "reopen",
    "cpo reopen C-1042 --reason 'remanded'",
    "cpo reopen --query 'lifecycle:closed batch:7' --reason 'closed by mistake' --json",
)
def reopen(context: typer.Context, reason: _Why, cases: Cases = None, query: Query = None, json: Json = False) -> int:
    """Open closed cases again."""
    from cpo_tui.actions.cases import reopen_cases

    return over_chosen(
        session_of(context), cases, query, lambda acting, ids: reopen_cases(acting, ids, reason), json=json
    )
