"""The query: one line that is read most of the time, and typed in when asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import monotonic

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer
from textual.widgets._input import Input

from cpo_tui.domain.filters import Completion, complete
from cpo_tui.errors import QueryError
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.panel import Panel, spread
from cpo_tui.ui.widgets.query_drop import QueryDrop
from cpo_tui.ui.widgets.roles import Part

PAUSE_SECONDS = 0.04
"""Letters that come faster than this are one question."""


class QueryBar(Horizontal):
    """The query of the list; `edit` makes it an input, Enter keeps what was typed, Esc puts back what was there.

    Tab completes, and once more takes the next way to go on; the arrow up brings back what was asked before.
    """

    class Typed(Message):
        """There was a pause in typing."""

        def __init__(self, query: str) -> None:
            self.query = query
            super().__init__()

    class Left(Message):
        """The input was left, with the query that shall hold; `kept` unless it was put back."""

        def __init__(self, query: str, *, kept: bool) -> None:
            self.query = query
            self.kept = kept
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.known: Mapping[str, Sequence[str]] = {}
        """The values that occur in the store, by field."""
        self.history: Sequence[str] = ()
        """What was asked before, the latest last."""
        self.drop: QueryDrop | None = None
        """Where the ways to go on, and what is wrong, are shown: under the place that they are about."""
        self._query = ""
        self._timer: Timer | None = None
        self._offers: tuple[Completion, ...] = ()
        self._taken: int | None = None
        self._written = ""
        """What a completion or the history has written: that is no typing."""
        self._back = 0
        self._typed_at = 0.0

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
        if self.drop is not None and self.is_open:
            self.drop.fault(self.query_one(Input).value, error)

    async def edit(self) -> None:
        """Let the officer type; what was there is selected, so that typing replaces it."""
        if self.is_open:
            return
        self._back, self._taken, self._written = 0, None, self._query
        await self.mount(
            Input(self._query, id="query-input", placeholder="a name, a number, or field:value", select_on_focus=True)
        )
        self.query_one(Input).focus()
        self._draw()
        if self.drop is not None:
            self.drop.open()

    def _draw(self) -> None:
        editing, query = self.is_open, self._query
        left: list[Part] = [("❯ ", "key" if editing else "faint")]
        if not editing:
            left.append((shown(query), "ink") if query else ("all open cases", "faint"))
        panel = self.query_one("#query-shown", Panel)
        panel.set_class(editing, "-editing")
        panel.show(lambda width, _: [spread(left, (), width)])

    # ------------------------------------------------------------------ typing

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self._written:
            self._back, self._taken, self._written = 0, None, ""
            self._offer(event.input)
        if self._timer is not None:
            self._timer.stop()
        typed, before, self._typed_at = event.value, self._typed_at, monotonic()
        if self._typed_at - before > PAUSE_SECONDS:
            self.post_message(self.Typed(typed))
        else:
            self._timer = self.set_timer(PAUSE_SECONDS, lambda: self.post_message(self.Typed(typed)))

    def _offer(self, box: Input) -> None:
        offers = complete(box.value, box.cursor_position, self.known) if box.value else ()
        done = len(offers) == 1 and box.value[offers[0].start : offers[0].end] == offers[0].text
        self._offers = () if done else offers
        self._show_offers(box.value)

    def _show_offers(self, value: str) -> None:
        if self.drop is not None:
            self.drop.offer(value, self._offers, self._taken)

    def _complete(self, step: int) -> None:
        """Take the next way to go on; where only one is left, the ways on from there are offered."""
        box = self.query_one(Input)
        if self._taken is None:
            self._offers = complete(box.value, box.cursor_position, self.known)
        if not self._offers:
            return
        if len(self._offers) == 1:
            self._write(box, self._offers[0])
            self._offer(box)
            return
        before = None if self._taken is None else self._offers[self._taken]
        place = (0 if step > 0 else -1) if self._taken is None else self._taken + step
        self._taken = place % len(self._offers)
        self._write(box, self._offers[self._taken], before)
        self._show_offers(box.value)

    def _write(self, box: Input, offer: Completion, before: Completion | None = None) -> None:
        end = offer.end if before is None else before.start + len(before.text)
        self._written = box.value[: offer.start] + offer.text + box.value[end:]
        box.value = self._written
        box.cursor_position = offer.start + len(offer.text)

    def _recall(self, step: int) -> bool:
        """Write what was asked before (or after that); gives whether there is such a thing."""
        back = self._back + step
        if not 0 < back <= len(self.history):
            return back == 0 and self._back > 0
        self._back, self._offers, self._taken = back, (), None
        box = self.query_one(Input)
        self._written = box.value = self.history[-back]
        box.cursor_position = len(box.value)
        self._show_offers(box.value)
        return True

    # ------------------------------------------------------------------ leaving

    @on(Input.Submitted)
    async def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        await self._leave(event.value, kept=True)

    async def on_key(self, event: events.Key) -> None:
        """Esc leaves what was typed; Tab completes; up recalls; down goes to the list and keeps what was typed."""
        if not self.is_open:
            return
        box = self.query_one(Input)
        if event.key == "escape":
            event.stop()
            await self._leave(self._query, kept=False)
        elif event.key in {"tab", "shift+tab"}:
            event.stop()
            event.prevent_default()
            self._complete(1 if event.key == "tab" else -1)
        elif event.key == "up":
            event.stop()
            self._recall(1)
        elif event.key == "down":
            event.stop()
            if not self._recall(-1):
                await self._leave(box.value, kept=True)

    async def _leave(self, query: str, *, kept: bool) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._query = query
        if self.drop is not None:
            self.drop.close()
        await self.query_one(Input).remove()
        self._draw()
        self.post_message(self.Left(query, kept=kept))
