"""Long work: how far it is, and Esc to stop it with nothing changed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import ComposeResult

from cpo_tui.ui.reads.gateway import Work
from cpo_tui.ui.screens.dialog import Dialog, keys_line
from cpo_tui.ui.widgets.panel import Panel, spread

if TYPE_CHECKING:
    from cpo_tui.ui.app import CpoApp

R = TypeVar("R")
_BAR = 40
LONG_SECONDS = 0.5
"""After how long work that may be short shows a bar."""
TELLING_SECONDS = 0.5
"""After how long the rate is told; before, it jumps."""


class Progress(Dialog[None]):
    """A bar that fills while the work is done."""

    def __init__(self, title: str) -> None:
        super().__init__(title, keys=keys_line(("Esc", "stop: nothing will be changed")))
        self.work_in_hand = Work(self._tell)
        self._done, self._total = 0, 0
        self._began = time.monotonic()

    def body(self) -> ComposeResult:
        """One line for the bar."""
        yield Panel(classes="bar")

    def on_mount(self) -> None:
        """Draw the bar ten times a second, whatever the pace of the work."""
        self._draw()
        self.set_interval(0.1, self._draw)

    def _tell(self, done: int, total: int) -> None:
        self._done, self._total = done, total  # two integers, set from the working thread and read by the timer

    def _draw(self) -> None:
        done, total = self._done, self._total
        full = min(_BAR, _BAR * done // total) if total else 0
        words = f"  {done:,} of {total:,}{self._rate(done)}" if total else "  working …"
        parts = [("━" * full, "you"), ("━" * (_BAR - full), "rule"), (words, "quiet")]
        self.query_one(".bar", Panel).show(lambda width, _: [spread(parts, (), width)])

    def _rate(self, done: int) -> str:
        """How many a second, once that can be said."""
        seconds = time.monotonic() - self._began
        return f" · {done / seconds:,.0f} a second" if seconds >= TELLING_SECONDS and done else ""

    def leave(self) -> None:
        """Ask the work to stop; the dialog goes when it has."""
        self.work_in_hand.cancel()
        self.set_title(f"{self._title} · stopping")


async def once_long(app: CpoApp, title: str, verb: Callable[..., R], *args: Any) -> R:
    """The same for work of which it is not known before how much it is: the bar comes once it has taken a while."""
    bar = Progress(title)
    job = asyncio.ensure_future(app.gateway.act_with(bar.work_in_hand, verb, *args))
    try:
        done, _ = await asyncio.wait({job}, timeout=LONG_SECONDS)
        if not done:
            await app.push_screen(bar)
        return await job
    finally:
        if bar.is_attached:
            bar.dismiss(None)


async def with_progress(app: CpoApp, title: str, verb: Callable[..., R], *args: Any, **kwargs: Any) -> R:
    """What a verb gives back, with a bar on the screen while it runs; raises `Cancelled` where the officer stopped it."""
    bar = Progress(title)
    await app.push_screen(bar)
    try:
        return await app.gateway.act_with(bar.work_in_hand, verb, *args, **kwargs)
    finally:
        bar.dismiss(None)
