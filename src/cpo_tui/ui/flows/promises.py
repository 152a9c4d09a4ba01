"""Offering what was promised in a text: the form is filled in, one key takes it, Esc leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpo_tui.actions import promising
from cpo_tui.domain.times import iso
from cpo_tui.ui.screens.form import Field, Form

if TYPE_CHECKING:
    from cpo_tui.actions.context import Outcome
    from cpo_tui.ui.app import CpoApp


async def offer(app: CpoApp, text: str, *, case_id: int | None = None, inquiry_id: int | None = None) -> Outcome | None:
    """Offer the first promise that a text makes; gives what was done, None where nothing was promised or taken."""
    found = await app.gateway.act(promising.offered, text)
    if not found:
        return None
    return await ask(app, found[0].words, iso(found[0].due_on) or "", case_id=case_id, inquiry_id=inquiry_id)


async def ask(
    app: CpoApp, words: str, due: str, *, case_id: int | None = None, inquiry_id: int | None = None
) -> Outcome | None:
    """Ask what was promised and by when, and enter it."""
    fields = (
        Field("due", "by", "when", value=due, required=True, hint="tue, +3d, 12 mar"),
        Field("words", "promised", value=words[:200], required=True, hint="call back"),
    )
    values = await app.push_screen_wait(Form("A promise?" if words else "Promised", fields, save="promise"))
    if not values:
        return None
    return await app.gateway.act(promising.make_promise, case_id, values["words"], values["due"], inquiry_id=inquiry_id)
