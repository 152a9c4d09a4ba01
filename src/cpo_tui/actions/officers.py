"""The verbs on officers: enter one, give a role, close one who has left."""

from __future__ import annotations

from cpo_tui.actions import permissions
from cpo_tui.actions.context import Context, Outcome, change_set
from cpo_tui.domain.fields import parse_choice, parse_text
from cpo_tui.domain.roles import Permission, Role
from cpo_tui.errors import Conflict, NotFound, Refused, UsageError
from cpo_tui.store import officers

_ROLES = {role.value: "" for role in Role}


def add_officer(context: Context, login: str, *, name: str = "", team: str = "", role: str = "officer") -> Outcome:
    """Enter an officer. The first one who is entered must be an admin, so that the store is never without one."""
    permissions.require(context, Permission.MANAGE_OFFICERS)
    wanted = parse_text("login", login.strip())
    if not wanted:
        raise UsageError("An officer needs a login.", hint="The name by which the officer works.")
    chosen = Role(parse_choice("role", role, _ROLES))
    with change_set(context, "add officer") as sealed:
        if officers.officer(context.connection, wanted) is not None:
            raise Conflict(f"There is an officer {wanted} already.", hint="Change the role instead.")
        if not officers.all_officers(context.connection) and chosen is not Role.ADMIN:
            raise Refused("The first officer of a store must be an admin.", hint="Enter an admin first.")
        values = {
            "login": wanted, "name": parse_text("name", name.strip()) or None,
            "team": parse_text("team", team.strip()) or None, "role": chosen.value,
        }  # fmt: skip
        made = sealed.recorder.insert("officers", values)
        sealed.summary = f"added {chosen.value} {wanted}"
    return Outcome(sealed.change_set, (), (), (), sealed.summary, made)


def set_role(context: Context, login: str, role: str) -> Outcome:
    """Give an officer another role; the last admin keeps theirs."""
    permissions.require(context, Permission.MANAGE_OFFICERS)
    chosen = Role(parse_choice("role", role, _ROLES))
    return _change(
        context, login, {"role": chosen.value}, f"{login} is {chosen.value}", loses_admin=chosen is not Role.ADMIN
    )


def set_active(context: Context, login: str, active: bool) -> Outcome:
    """Close the account of an officer who has left, or open it again; nobody is ever deleted."""
    permissions.require(context, Permission.MANAGE_OFFICERS)
    words = "is active" if active else "has left"
    return _change(context, login, {"active": int(active)}, f"{login} {words}", loses_admin=not active)


def _change(context: Context, login: str, fields: dict[str, object], summary: str, *, loses_admin: bool) -> Outcome:
    with change_set(context, "change officer") as sealed:
        found = officers.officer(context.connection, login.strip())
        if found is None:
            raise NotFound(f"There is no officer {login}.", hint="Enter the officer first.")
        admins = [one for one in officers.all_officers(context.connection) if one.role is Role.ADMIN and one.active]
        if loses_admin and [one.login for one in admins] == [found.login]:
            raise Refused(f"{found.login} is the only admin.", hint="Make another one first.")
        sealed.recorder.update("officers", found.id, fields)
        sealed.summary = summary
    return Outcome(sealed.change_set, (), (), (), sealed.summary if sealed.change_set else "nothing changed")
