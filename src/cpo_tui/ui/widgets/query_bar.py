"""The query: one line that is read most of the time, and typed in when asked for."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer
from textual.widgets._input import Input

from cpo_tui.errors import QueryError
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.panel import Panel, spread
from cpo_tui.ui.widgets.roles import Part

PAUSE_SECONDS = 0.08
"""A pause in typing after which the list follows."""


class QueryBar(Horizontal):
    """The query of the list; `edit` makes it an input, Enter keeps what was typed, Esc puts back what was there."""

    class Typed(Message):
        """There was a pause in typing."""

        def __init__(self, query: str) -> None:
            self.query = query
            super().__init__()

    class Left(Message):
        """The input was left, with the query that shall hold."""

        def __init__(self, query: str) -> None:
            self.query = query
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._query = ""
        self._fault: QueryError | None = None
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """The line as it is read; the input is made when it is first needed."""
        yield Panel(id="query-shown")

    def on_mount(self) -> None:
        """Show the query."""
        self._draw()

    @property
    def is_open(self) -> bool:
        """Whether something is being typed."""
        return bool(self.query("#query-input"))

    def show(self, query: str) -> None:
        """Show the query that holds."""
        self._query = query
        self._draw()

    def fault(self, error: QueryError | None) -> None:
        """Show what is wrong with what was typed, and where; None where it is well."""
        self._fault = error
        self._draw()

    async def edit(self) -> None:
        """Let the officer type; what was there is selected, so that typing replaces it."""
        if self.is_open:
            return
        await self.mount(
            Input(self._query, id="query-input", placeholder="a name, a number, or field:value", select_on_focus=True)
        )
        self.query_one(Input).focus()
        self._draw()

    def _draw(self) -> None:
        editing, query, error = self.is_open, self._query, self._fault
        left: list[Part] = [("❯ ", "key" if editing else "faint")]
        right: list[Part] = []
        if not editing:
            left.append((shown(query), "ink") if query else ("all open cases", "faint"))
        elif error is not None:
            right = [(f"{error.message} {error.hint}", "late")]
        else:
            right = [("Enter keeps it · Esc leaves it", "faint")]
        panel = self.query_one("#query-shown", Panel)
        panel.set_class(editing, "-editing")
        panel.show(lambda width, _: [spread(left if not editing else left[:1], right, width)])

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        typed = event.value
        self._timer = self.set_timer(PAUSE_SECONDS, lambda: self.post_message(self.Typed(typed)))

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        await self._leave(event.value)

    async def on_key(self, event: events.Key) -> None:
        """Esc leaves what was typed; the arrows go to the list and keep it."""
        if not self.is_open:
            return
        if event.key == "escape":
            event.stop()
            await self._leave(self._query)
        elif event.key in {"down", "up"}:
            event.stop()
            await self._leave(self.query_one(Input).value)

    async def _leave(self, query: str) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._query, self._fault = query, None
        await self.query_one(Input).remove()
        self._draw()
        self.post_message(self.Left(query))
