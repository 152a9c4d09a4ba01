"""The errors that people meet: what happened, what to do about it, and the exit code a script sees.

Every error that can reach an officer is a `CpoError`. Its message says what happened and where (file, row, field),
its hint says what to do next; `kind` is the stable word that scripts test for.
"""

from __future__ import annotations

from typing import Any, ClassVar


class CpoError(Exception):
    """Something was not done, and nothing was changed.

    `message` and `hint` are plain text for people; `details` are JSON-ready values for scripts.
    """

    kind: ClassVar[str] = "error"
    """The stable name of the error in `--json` output."""
    exit_code: ClassVar[int] = 1
    """1 not done and nothing changed · 2 the call is wrong · 3 done in part."""

    def __init__(self, message: str, *, hint: str = "", kind: str | None = None, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details
        self.name = kind or self.kind

    def as_json(self) -> dict[str, Any]:
        """The error as the `error` object of the command line's JSON contract."""
        return {"kind": self.name, "message": self.message, "hint": self.hint, **self.details}


class UsageError(CpoError):
    """The call itself is wrong: an unknown field, a value of the wrong form, options that exclude each other."""

    kind = "usage"
    exit_code = 2


class QueryError(UsageError):
    """A query that cannot be read; `details["at"]` is the character offset of the fault, `length` how far it reaches."""

    kind = "query"


class NotFound(CpoError):
    """The named case, batch, change-set, file or rule does not exist."""

    kind = "not_found"


class Ambiguous(CpoError):
    """The name fits several things; `details["matches"]` lists them."""

    kind = "ambiguous"


class Refused(CpoError):
    """An action that its rules do not allow now; the message says which rule."""

    kind = "refused"


class Conflict(CpoError):
    """The thing was changed by someone else since it was read; `details` hold both values."""

    kind = "conflict"


class StoreError(CpoError):
    """The store cannot be used: missing, damaged, of a newer version, readable by others."""

    kind = "store"


class Busy(StoreError):
    """Another writer holds the store and did not let go within the time that was allowed."""

    kind = "busy"


class Locked(StoreError):
    """The store is encrypted and no passphrase was given."""

    kind = "locked"


class WrongPassphrase(StoreError):
    """The passphrase does not open the store."""

    kind = "wrong_passphrase"


class ReadOnly(CpoError):
    """A write was asked for under `--read-only`."""

    kind = "read_only"


class ConfigError(CpoError):
    """The settings file cannot be used; the message names file and key and the nearest right key."""

    kind = "config"


class RuleError(CpoError):
    """A rule pack, or a rule in it, that cannot be used."""

    kind = "rule"


class ImportRejected(CpoError):
    """A file that cannot be imported at all; `name` is one of the kinds of the import contract."""

    kind = "rejected"


class ExportError(CpoError):
    """An export that was not written; the target is as it was."""

    kind = "export"
