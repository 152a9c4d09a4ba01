"""Who works here, with which role."""

from __future__ import annotations

from typing import Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json
from cpo_tui.cli.running import DONE
from cpo_tui.cli.session import session_of
from cpo_tui.cli.verdicts import answer

commands = Noun()
officer = Noun(
    "Who works here, and who may waive, override, adopt and audit.",
    "cpo officer list",
    "cpo officer add tran --role supervisor",
    usual="list",
)
commands.add_noun("officer", officer)

Login = Annotated[str, typer.Argument(metavar="LOGIN", help="The login of the officer.", show_default=False)]


@officer.verb("list", "cpo officer list", "cpo officer list --json")
def list_officers(context: typer.Context, json: Json = False) -> int:
    """List the officers with their roles."""
    from cpo_tui.store.officers import all_officers

    session = session_of(context)
    with session.reading() as connection:
        found = all_officers(connection)
    output = session.output(json=json)
    if json:
        output.document(
            [
                {"login": one.login, "name": one.name, "team": one.team, "role": one.role.value, "active": one.active}
                for one in found
            ]
        )
    else:
        rows = [
            (one.login, one.role.value, one.name or "", one.team or "", "" if one.active else "has left")
            for one in found
        ]
        output.table(("LOGIN", "ROLE", "NAME", "TEAM", "STATE"), rows)
    return DONE


@officer.verb(
    "add",
    "cpo officer add alvarez --role admin",
    "cpo officer add tran --role supervisor --name 'T. Tran' --team north --json",
)
def add_officer(
    context: typer.Context,
    login: Login,
    role: Annotated[
        str, typer.Option("--role", metavar="ROLE", help="officer, supervisor, auditor or admin.")
    ] = "officer",
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="The name as others see it.")] = "",
    team: Annotated[str, typer.Option("--team", metavar="TEAM", help="The team.")] = "",
    json: Json = False,
) -> int:
    """Enter an officer; the first one must be an admin."""
    from cpo_tui.actions.officers import add_officer as add

    session = session_of(context)
    with session.acting() as acting:
        outcome = add(acting, login, name=name, team=team, role=role)
    return answer(session.output(json=json), outcome)


@officer.verb("role", "cpo officer role tran supervisor", "cpo officer role tran auditor --json")
def set_role(
    context: typer.Context,
    login: Login,
    role: Annotated[
        str, typer.Argument(metavar="ROLE", help="officer, supervisor, auditor or admin.", show_default=False)
    ],
    json: Json = False,
) -> int:
    """Give an officer another role."""
    from cpo_tui.actions.officers import set_role as change

    session = session_of(context)
    with session.acting() as acting:
        outcome = change(acting, login, role)
    return answer(session.output(json=json), outcome)


@officer.verb("leave", "cpo officer leave lindqvist", "cpo officer leave lindqvist --back --json")
def leave(
    context: typer.Context,
    login: Login,
    back: Annotated[bool, typer.Option("--back", help="The officer works here again.")] = False,
    json: Json = False,
) -> int:
    """Close the account of an officer who has left; nobody is deleted."""
    from cpo_tui.actions.officers import set_active

    session = session_of(context)
    with session.acting() as acting:
        outcome = set_active(acting, login, back)
    return answer(session.output(json=json), outcome)
