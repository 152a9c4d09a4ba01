"""The acts that keep a store trustworthy: verify, back up, restore, change the passphrase. Each leaves a line in the log."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from cpo_tui.actions import permissions
from cpo_tui.actions.context import Context, acting, office_of_list
from cpo_tui.domain.roles import Permission
from cpo_tui.errors import CpoError
from cpo_tui.store import access, backup, connect, watermarks
from cpo_tui.store.access import Access, Wanted
from cpo_tui.store.backup import Backup
from cpo_tui.store.connect import Store
from cpo_tui.store.verify import Verdict, verify


def verify_store(context: Context, *, expect_head: str | None = None, replay: bool = False) -> Verdict:
    """Hold the store against its own record; what was found is noted by its number, not by its content.

    A list that may not be counted anew, because the run is read-only, is held against the record as it was counted.
    """
    with closing(context.store.reader()) as reader, closing(context.store.reader()) as beside:
        verdict = verify(
            reader, office_of_list(context), expect_head=expect_head, replay=replay, beside=beside, store=context.store
        )
    if not any(problem.kind == "page" for problem in verdict.problems):
        permissions.note(
            context, "verify", "ok" if verdict.ok else "problems", detail={"problems": len(verdict.problems)}
        )
    return verdict


def accept_store(context: Context) -> None:
    """Go on with a store that is not the one that was last worked on here, such as a copy that was put back."""
    permissions.require(context, Permission.WRITE)
    before = watermarks.accept(context.connection)
    detail = {} if before is None else {"seen_change_sets": before.change_sets, "seen_head": before.head}
    permissions.note(context, "accept_copy", detail=detail)


def back_up(context: Context, target: Path, *, force: bool = False, check_pages: bool = False) -> Backup:
    """Copy the store to `target` while it is in use; the log keeps the head that the copy holds, before it has its name.

    `check_pages` reads every page of a large copy as well; of a small one that is done in any case. What cannot be logged
    does not leave; where a copy got no name although its line was written, another line says `failed`.
    """
    logged: dict[str, object] = {}

    def log(made: Backup) -> None:
        detail = {"head": made.head, "change_sets": made.change_sets}
        permissions.note(context, "backup", detail=detail)
        logged.update(detail)

    try:
        return backup.backup(
            context.store, target, force=force, check_pages=check_pages, progress=context.progress, before_named=log
        )
    except CpoError:
        if logged:
            permissions.note(context, "backup", "failed", detail=logged)
        raise


def restore_store(
    source: Path,
    target: Path,
    passphrase: str | None,
    officer: str,
    *,
    migrating: Callable[[str, int, int], None] | None = None,
) -> Backup:
    """Make a store at `target` from a backup; the new store's log says so. `migrating` is that of `open_store`."""
    made = backup.restore(source, target, passphrase)
    with acting(connect.open_store(made.path, passphrase, migrating=migrating), officer) as context:
        watermarks.accept(context.connection)
        permissions.note(context, "restore", detail={"head": made.head})
    return made


def change_passphrase(context: Context, passphrase: str) -> Store:
    """Give the store a new passphrase. The context's own connection is closed: it was opened with the old key."""
    permissions.require(context, Permission.WRITE)
    context.connection.close()
    store = backup.rekey(context.store, passphrase)
    with acting(store, context.actor.officer, source=context.actor.source) as again:
        permissions.note(again, "rekey")
    return store


def access_log(context: Context, wanted: Wanted, *, limit: int = 500) -> tuple[Access, ...]:
    """The access log, newest first, for those who may read it; reading it is a line of its own."""
    permissions.require(context, Permission.READ_ACCESS_LOG)
    found = access.entries(context.connection, wanted, limit=limit)
    note_reading(context, wanted)
    return found


READING = "access_log"
"""The kind of the line that reading the log leaves in it."""


def note_reading(context: Context, wanted: Wanted) -> None:
    """Let the log be read by those who may, and write a line that it was, with what was asked for."""
    permissions.require(context, Permission.READ_ACCESS_LOG)
    asked = {
        "officer": wanted.officer, "kind": wanted.kind, "outcome": wanted.outcome,
        "day": None if wanted.day is None else wanted.day.isoformat(),
    }  # fmt: skip
    permissions.note(context, READING, "read", detail={name: value for name, value in asked.items() if value})
