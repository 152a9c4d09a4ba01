"""From a figure to the cases behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cpo_tui.ui.screens.choice import Choice, Option

if TYPE_CHECKING:
    from cpo_tui.ui.app import CpoApp

_LETTERS = "abcdefghi"


async def open_figures(app: CpoApp, figures: Sequence[tuple[str, str, str]]) -> None:
    """Show the cases behind one of the figures `(name, how much, query)`; where there are several, one is chosen."""
    query = figures[0][2]
    if len(figures) > 1:
        options = [
            Option(str(place), name, count, _LETTERS[place % len(_LETTERS)])
            for place, (name, count, _) in enumerate(figures)
        ]
        chosen = await app.push_screen_wait(Choice("The cases behind", options, letters=True))
        if chosen is None:
            return
        query = figures[int(chosen)][2]
    show_list(app, query)


def show_list(app: CpoApp, query: str) -> None:
    """The list, asked a query; every screen over it is left."""
    from cpo_tui.ui.screens.caseload import Caseload

    while len(app.screen_stack) > 1 and not isinstance(app.screen, Caseload):
        app.pop_screen()
    if isinstance(app.screen, Caseload):
        app.screen.ask(query)
