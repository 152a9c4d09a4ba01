"""One picture for what belongs together: a dialog that goes, and what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpo_tui.ui.app import CpoApp

HOLD_SECONDS = 0.08
"""How long a picture is held back at most: what takes longer must be seen to have begun."""


@contextmanager
def one_picture(app: CpoApp) -> Iterator[None]:
    """Paint nothing while the block lasts, but for `HOLD_SECONDS` at most.

    A dialog that goes makes the toolkit paint the whole screen, three times over, while the store does what was asked
    for. What the block brings is painted with it when it ends.
    """
    held = ExitStack()
    held.enter_context(app.batch_update())

    def release() -> None:
        held.close()
        app.screen.check_idle()

    late = asyncio.get_running_loop().call_later(HOLD_SECONDS, release)
    try:
        yield
    finally:
        late.cancel()
        release()
