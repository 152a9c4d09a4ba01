"""What becomes of an answer whose screen has been left meanwhile: nothing."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from textual.css.query import NoMatches
from textual.screen import Screen


def is_gone(screen: Screen[Any]) -> bool:
    """Whether a screen has been left, or goes because the application does, though its work may not be cancelled yet."""
    app = screen.app
    return not (screen.is_attached and app.is_running and screen in app.screen_stack)


async def unless_gone(screen: Screen[Any], job: Awaitable[Any]) -> None:
    """Carry on with a job of a screen; it ends quietly where what it looks for went with the screen.

    Work is cancelled only when the parts of its screen have been taken away, so an answer can come in between.
    """
    try:
        await job
    except NoMatches:
        if not is_gone(screen):
            raise
