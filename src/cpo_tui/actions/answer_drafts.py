"""Keeping a half-written answer while it is written; it is no part of any case, so it is no change-set either."""

from __future__ import annotations

from cpo_tui.actions.context import Context
from cpo_tui.store import drafts
from cpo_tui.store.connect import transaction


def keep_draft(context: Context, place: str, words: str) -> None:
    """Keep words for a place of this officer; empty words forget it. Under `--read-only` nothing is kept."""
    if context.read_only:
        return
    with transaction(context.connection, context.store) as connection:
        if words:
            drafts.keep(connection, context.actor.officer, {place: words}, context.at)
        else:
            drafts.drop(connection, context.actor.officer, (place,))
