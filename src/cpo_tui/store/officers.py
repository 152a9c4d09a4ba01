"""Who works here, with their roles."""

from __future__ import annotations

from dataclasses import dataclass

from cpo_tui.domain.roles import Role
from cpo_tui.store.connect import Connection


@dataclass(frozen=True, slots=True)
class Officer:
    """Someone who works on cases; `active` is false once they have left."""

    id: int
    login: str
    name: str | None
    team: str | None
    role: Role
    active: bool
    version: int


def officer(connection: Connection, login: str) -> Officer | None:
    """The officer with that login; None where the store does not know them."""
    row = connection.execute(
        "SELECT id, login, name, team, role, active, version FROM officers WHERE login = ?", (login,)
    ).fetchone()
    return None if row is None else _officer(row)


def all_officers(connection: Connection) -> tuple[Officer, ...]:
    """Everybody the store knows, in the order of their logins."""
    rows = connection.execute("SELECT id, login, name, team, role, active, version FROM officers ORDER BY login")
    return tuple(_officer(row) for row in rows)


def _officer(row: tuple[object, ...]) -> Officer:
    row_id, login, name, team, role, active, version = row
    return Officer(
        int(str(row_id)), str(login), None if name is None else str(name), None if team is None else str(team),
        Role(str(role)), bool(active), int(str(version)),
    )  # fmt: skip


def role_of(connection: Connection, login: str) -> Role:
    """The role of a login: its own; officer where the store does not know it; admin in a store without any officer.

    A store of one person has nobody to ask, so until the first officer is entered everything is allowed.
    """
    known = officer(connection, login)
    if known is not None:
        return known.role
    anybody = connection.execute("SELECT 1 FROM officers LIMIT 1").fetchone()
    return Role.OFFICER if anybody else Role.ADMIN
