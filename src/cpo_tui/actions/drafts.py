"""Keeping half-written text when the application locks; it is no part of any case, so it is no change-set either."""

from __future__ import annotations

from collections.abc import Mapping

from cpo_tui.actions import permissions
from cpo_tui.actions.context import Context
from cpo_tui.store import drafts
from cpo_tui.store.connect import transaction


def lock(context: Context, words: Mapping[str, str], cause: str) -> None:
    """Keep what was half-written, and write the lock and its cause to the access log, in one transaction."""
    if context.read_only:
        return
    with transaction(context.connection, context.store) as connection:
        drafts.keep(connection, context.actor.officer, words, context.at)
        permissions.record(context, "lock", "done", detail={"cause": cause, "drafts": len(words)})


def unlock(context: Context, failed: int) -> None:
    """Write to the access log that the officer is back, and after how many wrong passphrases."""
    permissions.note(context, "unlock", detail={"failed_before": failed})


def start(context: Context, failed: int) -> dict[str, str]:
    """Write the beginning of a run of the application to the access log, and give what was half-written before."""
    permissions.note(context, "log_on", detail={"failed_before": failed})
    return drafts.drafts_of(context.connection, context.actor.officer)


def forget_drafts(context: Context, places: tuple[str, ...]) -> None:
    """Forget what was kept for these places."""
    if context.read_only or not places:
        return
    with transaction(context.connection, context.store) as connection:
        drafts.drop(connection, context.actor.officer, places)
