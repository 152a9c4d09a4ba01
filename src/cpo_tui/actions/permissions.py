"""What only some may do, and the line that is written when somebody does it or is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cpo_tui.domain.roles import Permission, Role, may, who_may
from cpo_tui.errors import Refused
from cpo_tui.store import access, officers
from cpo_tui.store.connect import transaction

if TYPE_CHECKING:
    from cpo_tui.actions.context import Context


def role(context: Context) -> Role:
    """The role of whoever acts."""
    return officers.role_of(context.connection, context.actor.officer)


def require(context: Context, permission: Permission) -> None:
    """Raise `Refused` unless whoever acts may do this; the refusal is written to the access log."""
    mine = role(context)
    if may(mine, permission):
        return
    if not context.read_only and not context.connection.in_transaction:
        note(context, permission.value, "refused")
    allowed = " or ".join(one.value for one in who_may(permission))
    raise Refused(
        f"{context.actor.officer} ({mine.value}) may not {permission.label}.",
        hint=f"Ask {'an' if allowed[0] in 'ao' else 'a'} {allowed}.",
        kind="not_permitted",
    )


def note(
    context: Context,
    kind: str,
    outcome: str = "done",
    *,
    detail: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """Write a line of the access log in a transaction of its own. Under `--read-only` nothing can be written."""
    if context.read_only:
        return
    with transaction(context.connection, context.store):
        record(context, kind, outcome, detail=detail, reason=reason)


def record(
    context: Context,
    kind: str,
    outcome: str = "done",
    *,
    detail: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """Write a line of the access log in the transaction that is open, so that the act and its line are one."""
    access.record(context.connection, context.actor, context.at, kind, outcome, detail=detail, reason=reason)
