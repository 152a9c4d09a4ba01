"""The screen of the lock: blank but for the banner and a line for the passphrase."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets._input import Input

from cpo_tui.config import settings
from cpo_tui.errors import CpoError
from cpo_tui.ui.commands.register import Command
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.panel import Line, Panel, spread

if TYPE_CHECKING:
    from cpo_tui.ui.app import CpoApp


REDRAWN_SECONDS = 0.2
"""How often it is shown how far the opening is, where a store of an older version is brought to this one."""


class Locked(Screen[None]):
    """Nothing of any case; the way back is the passphrase."""

    BINDINGS: ClassVar[list[BindingType]] = []
    DEFAULT_CSS = """
    Locked { align: center middle; background: $paper; }
    Locked > Vertical { width: 64; max-width: 96%; height: auto; }
    Locked Input, Locked Input:focus { border: none; padding: 0; height: 1; background: $raised; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._words = ""
        self._trying = False
        self._stage: tuple[str, int, int, float] = ("", 0, 0, 0.0)
        """What is done to a store of an older version, how much of how much, and when it began."""

    @property
    def cpo(self) -> CpoApp:
        """The application, by its own type."""
        return cast("CpoApp", self.app)

    @property
    def _has_key(self) -> bool:
        store = self.cpo.store
        return store is not None and store.key is not None

    def compose(self) -> ComposeResult:
        """Banner, input, and what was wrong."""
        with Vertical():
            yield Panel(id="lock-banner")
            yield Input(password=True, id="lock-input", placeholder="passphrase" if self._has_key else "Enter")
            yield Panel(id="lock-words")

    def on_mount(self) -> None:
        """The input has the keys."""
        self.query_one("#lock-banner", Panel).show(_banner)
        self.query_one("#lock-words", Panel).show(self._lines)
        self.query_one(Input).focus()

    def _lines(self, width: int, _height: int) -> Sequence[Line]:
        if self._stage[0]:
            return [spread([(line, "quiet")], (), width) for line in self._stage_lines(width)]
        way = "Enter opens it again" if self._has_key else "This store has no passphrase: Enter opens it again"
        return [spread([(self._words or way, "late" if self._words else "quiet")], (), width)]

    def _stage_lines(self, width: int) -> list[str]:
        import textwrap

        from cpo_tui.store.migrate import how_far

        stage, done, total, began = self._stage
        return textwrap.wrap(f"{stage}… {how_far(done, total, time.monotonic() - began)}", max(10, width))

    def _migrating(self, stage: str, done: int, total: int) -> None:
        # One tuple, set from the working thread and read by the timer.
        began = self._stage[3] if stage == self._stage[0] else time.monotonic()
        self._stage = (stage, done, total, began)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        if self._trying or not self.cpo.lock.closed:
            return
        self._trying = True
        box = self.query_one(Input)
        typed, box.value = box.value, ""
        self.run_worker(self._open(typed if self._has_key else None), exit_on_error=True)

    async def _open(self, passphrase: str | None) -> None:
        self._say("Opening …")
        drawn = self.set_interval(REDRAWN_SECONDS, self.query_one("#lock-words", Panel).renew)
        try:
            await self.cpo.lock.open(passphrase, self._migrating)
        except CpoError as error:
            self._stage = ("", 0, 0, 0.0)
            self._say(f"{error.message}")
        else:
            self.dismiss(None)
        finally:
            drawn.stop()
            self._trying = False

    def _say(self, words: str) -> None:
        self._words = shown(words)
        self.query_one("#lock-words", Panel).renew()

    def run_command(self, command: Command) -> None:
        """Of all commands only leaving works here."""
        if command.id == "app.quit":
            self.app.exit(0)


def _banner(width: int, _height: int) -> Sequence[Line]:
    own = [spread([(shown(line), "ink")], (), width) for line in settings().banner.splitlines()]
    return [*own, spread([("cpo is locked", "strong")], (), width), spread([("", "")], (), width)]
