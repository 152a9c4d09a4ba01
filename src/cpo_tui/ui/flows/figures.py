"""From a figure to the cases, or the refused records, behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cpo_tui.ui.screens.choice import Choice, Option

if TYPE_CHECKING:
    from cpo_tui.ui.app import CpoApp

_LETTERS = "abcdefghi"


async def open_figures(app: CpoApp, figures: Sequence[tuple[str, str, str | int]]) -> None:
    """Show what is behind one of the figures `(name, how much, query or import)`; where there are several, one is chosen."""
    behind = figures[0][2]
    if len(figures) > 1:
        options = [
            Option(str(place), name, count, _LETTERS[place % len(_LETTERS)])
            for place, (name, count, _) in enumerate(figures)
        ]
        chosen = await app.push_screen_wait(Choice("The cases behind", options, letters=True))
        if chosen is None:
            return
        behind = figures[int(chosen)][2]
    if isinstance(behind, str):
        show_list(app, behind)
    else:
        await _show_refused(app, behind)


async def _show_refused(app: CpoApp, batch: int) -> None:
    """The records that an import refused."""
    from cpo_tui.store import batches
    from cpo_tui.ui.screens.refused import Refused

    past = await app.gateway.read(lambda connection: batches.batch_of(connection, batch))
    if past is not None:
        app.push_screen(Refused(past))


def show_list(app: CpoApp, query: str) -> None:
    """The list, asked a query; every screen over it is left."""
    from cpo_tui.ui.screens.caseload import Caseload

    while len(app.screen_stack) > 1 and not isinstance(app.screen, Caseload):
        app.pop_screen()
    if isinstance(app.screen, Caseload):
        app.screen.ask(query)
