"""An application that leaks nothing: not to the terminal, not to the clipboard, not in a crash."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual.app import App

from cpo_tui.domain.text import safe
from cpo_tui.errors import CpoError
from cpo_tui.ui.safety.guard import NoColour, NothingObeyed, crash_report, write_crash_report

if TYPE_CHECKING:
    from textual.filter import LineFilter


class GuardedApp(App[int]):
    """What every screen of ours stands on, whatever it shows."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        self._guards: list[LineFilter] = [NothingObeyed()]
        super().__init__(ansi_color=ansi_color)
        if self.no_color:
            self._guards.append(NoColour())

    # ------------------------------------------------------------------ talk

    def say(self, words: str, *, warn: bool = False, seconds: float = 5) -> None:
        """Say something in the corner of the screen; it goes by itself."""
        self.clear_notifications()
        self.notify(
            safe(words, multiline=True, limit=400),
            severity="warning" if warn else "information",
            timeout=seconds,
            markup=False,
        )

    def tell(self, error: CpoError, more: str = "") -> None:
        """Say what was not done, and what to do about it; `more` is said with it."""
        self.say("\n".join(part for part in (error.message, error.hint, more) if part), warn=True, seconds=9)

    def copy_to_clipboard(self, text: str) -> None:
        """Refuse: what is copied leaves the store, and a terminal may hand it to another machine."""
        self._clipboard = text  # for pasting inside the application only
        self.say("Kept for pasting inside cpo; nothing is given to the system's clipboard.")

    # ------------------------------------------------------------------ the last line

    def get_line_filters(self) -> list[LineFilter]:
        """The guards, over everything that goes to the terminal."""
        return [*(one for one in super().get_line_filters() if not self.no_color), *self._guards]

    def _handle_exception(self, error: Exception) -> None:
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._fatal_error()

    def _fatal_error(self) -> None:
        """End with a few words and a report without any value of a variable; never a traceback with case data."""
        from rich.text import Text

        error = self._exception or RuntimeError("unknown")
        words = "error: the application stopped because of a fault of its own; what you did before is saved.\n"
        try:
            words += f"hint: a report without case data is in {write_crash_report(error)}"
        except OSError as problem:
            words += f"hint: no report could be written ({problem.strerror})"
        if os.environ.get("CPO_DEBUG") == "1":
            words += "\n" + crash_report(error)
        self._exit_renderables.append(Text(words))
        self._close_messages_no_wait()
