"""Who works here, and in which role."""

from __future__ import annotations

from typing import Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json
from cpo_tui.cli.running import DONE
from cpo_tui.cli.session import session_of
from cpo_tui.cli.verdicts import answer

commands = Noun()
officer = Noun("Who works here, and in which role.", "cpo officer list", "cpo officer add okafor --role supervisor")
commands.add_noun("officer", officer)

Login = Annotated[str, typer.Argument(metavar="LOGIN", help="The name by which the officer works.", show_default=False)]
_ROLES = "officer, supervisor, auditor or admin"


@officer.verb("list", "cpo officer list", "cpo officer list --json")
def list_officers(context: typer.Context, json: Json = False) -> int:
    """List everybody the store knows, with their roles."""
    from cpo_tui.store import officers

    session = session_of(context)
    with session.reading() as connection:
        found = officers.all_officers(connection)
    output = session.output(json=json)
    if json:
        output.document(
            [
                {"login": one.login, "name": one.name, "team": one.team, "role": one.role.value, "active": one.active}
                for one in found
            ]
        )
    else:
        rows = ((one.login, one.name, one.team, one.role.value, one.active) for one in found)
        output.table(("login", "name", "team", "role", "active"), rows)
    return DONE


@officer.verb(
    "add",
    "cpo officer add beaumont --name 'C. Beaumont' --team North --role admin --json",
    "cpo officer add okafor --role supervisor",
)
def add(
    context: typer.Context,
    login: Login,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="The name to show.")] = "",
    team: Annotated[str, typer.Option("--team", metavar="TEXT", help="The officer's team.")] = "",
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help=f"One of {_ROLES}.")] = "officer",
    json: Json = False,
) -> int:
    """Enter an officer; the first one of a store must be an admin."""
    from cpo_tui.actions.officers import add_officer

    session = session_of(context)
    with session.acting() as acting:
        outcome = add_officer(acting, login, name=name, team=team, role=role)
    return answer(session.output(json=json), outcome)


@officer.verb("role", "cpo officer role okafor supervisor --json")
def role(
    context: typer.Context,
    login: Login,
    role_name: Annotated[str, typer.Argument(metavar="ROLE", help=f"One of {_ROLES}.", show_default=False)],
    json: Json = False,
) -> int:
    """Give an officer another role; the last admin keeps theirs."""
    from cpo_tui.actions.officers import set_role

    session = session_of(context)
    with session.acting() as acting:
        outcome = set_role(acting, login, role_name)
    return answer(session.output(json=json), outcome)


@officer.verb("leave", "cpo officer leave okafor --json")
def leave(context: typer.Context, login: Login, json: Json = False) -> int:
    """Close the account of an officer who has left; nobody is ever deleted."""
    return _set_active(context, login, active=False, json=json)


@officer.verb("return", "cpo officer return okafor --json")
def come_back(context: typer.Context, login: Login, json: Json = False) -> int:
    """Open the account of an officer again."""
    return _set_active(context, login, active=True, json=json)


def _set_active(context: typer.Context, login: str, *, active: bool, json: bool) -> int:
    from cpo_tui.actions.officers import set_active

    session = session_of(context)
    with session.acting() as acting:
        outcome = set_active(acting, login, active)
    return answer(session.output(json=json), outcome)
