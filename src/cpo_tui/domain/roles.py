"""Who may do what: four roles and the few acts that not everybody may do.

What is not listed here every officer may do. The table is enforced in `actions`, never in a screen.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody is in this store."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Permission(StrEnum):
    """An act that not everybody may do."""

    WRITE = "write"
    WAIVE = "waive"
    OVERRIDE = "override"
    UNDO_OTHERS = "undo_others"
    EXPORT_PROTECTED = "export_protected"
    ADOPT_PACKS = "adopt_packs"
    LEGAL_HOLD = "legal_hold"
    RETENTION = "retention"
    READ_ACCESS_LOG = "read_access_log"
    MANAGE_OFFICERS = "manage_officers"
    WEIGH_WORK = "weigh_work"

    @property
    def label(self) -> str:
        """The act in words."""
        return _LABELS[self]


_LABELS = {
    Permission.WRITE: "change the store",
    Permission.WAIVE: "waive a deadline that protects a person",
    Permission.OVERRIDE: "override the disclosure gate",
    Permission.UNDO_OTHERS: "undo somebody else's work",
    Permission.EXPORT_PROTECTED: "export protected categories",
    Permission.ADOPT_PACKS: "adopt rule packs",
    Permission.LEGAL_HOLD: "place or lift a legal hold",
    Permission.RETENTION: "decide on files whose retention has ended",
    Permission.READ_ACCESS_LOG: "read the access log",
    Permission.MANAGE_OFFICERS: "manage officers and roles",
    Permission.WEIGH_WORK: "say what each open thing weighs",
}

_ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: frozenset({Permission.WRITE}),
    Role.SUPERVISOR: frozenset(Permission) - {Permission.ADOPT_PACKS, Permission.MANAGE_OFFICERS},
    Role.AUDITOR: frozenset({Permission.READ_ACCESS_LOG}),
    Role.ADMIN: frozenset(Permission),
}


def may(role: Role, permission: Permission) -> bool:
    """Whether somebody of that role may do that act."""
    return permission in _ALLOWED[role]


def who_may(permission: Permission) -> tuple[Role, ...]:
    """The roles that may do that act."""
    return tuple(role for role in Role if may(role, permission))
