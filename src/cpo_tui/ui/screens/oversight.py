"""How well the work is done: figures with their pictures, each with the way to the cases behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from cpo_tui.store.connect import Connection
from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.entries import oversight as oversight_entries
from cpo_tui.ui.entries.counts import Figure
from cpo_tui.ui.entries.oversight import VIEWS
from cpo_tui.ui.flows.figures import open_figures
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.reads import cases as reads
from cpo_tui.ui.reads.cases import Question
from cpo_tui.ui.screens.moving import MovingScreen
from cpo_tui.ui.widgets.entry_list import Entry, EntryList
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread


class Oversight(MovingScreen):
    """The figures of oversight."""

    NAME = "oversight"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("oversight")]
    CSS = """
    Oversight #oversight-top { height: 3; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.view = next(iter(VIEWS))
        self.first: tuple[int, int] | None = None
        self.content: dict[str, Any] = {}
        """What has been counted so far."""
        self.is_whole = False

    def compose(self) -> ComposeResult:
        """The views, the first figures, the rows, the keys."""
        yield Panel(id="oversight-top")
        yield EntryList(id="entries")
        yield KeyLine()

    def on_mount(self) -> None:
        """Count in a reader thread; what is counted at once is shown at once."""
        self.query_one("#oversight-top", Panel).show(self._top)
        self.entries.focus()
        self.work(self._read())

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of the row under the cursor that open cases."""
        key = self.entries.key
        return tuple(one for one in key if isinstance(one, tuple)) if isinstance(key, tuple) else ()

    @property
    def has_case(self) -> bool:
        """Whether the row under the cursor has cases behind it."""
        return bool(self.figures)

    async def _read(self) -> None:
        question = Question("late", self.cpo.officer, Moment.present())
        self.first = await self.cpo.gateway.read(partial(reads.open_and, question=question), line="oversight first")
        self.content = {"now": oversight_entries.now(*self.first)}
        self._show()
        loop = asyncio.get_running_loop()

        def counted(connection: Connection) -> None:
            from cpo_tui.actions.oversight import supervised

            for part in supervised(self.cpo.gateway.asking(connection), connection):
                loop.call_soon_threadsafe(self._more, part)

        await self.cpo.gateway.read(counted, line="oversight")
        self.is_whole = True
        self.query_one("#oversight-top", Panel).renew()

    def _more(self, part: Mapping[str, Any]) -> None:
        """Take in what was counted; shown again where the open view shows it."""
        waited = not oversight_entries.is_counted(self.view, self.content)
        self.content = {**self.content, **part}
        if self.is_attached and waited and oversight_entries.is_counted(self.view, self.content):
            self._show()

    def _show(self) -> None:
        content, view = self.content, self.view
        self.query_one("#oversight-top", Panel).renew()

        def laid_out(width: int) -> list[Entry]:
            return oversight_entries.laid_out(view, content, width)

        self.entries.show(laid_out)
        self.entries.scroll_to(y=0, animate=False, immediate=True)
        self.offer_keys()

    def _top(self, width: int, _height: int) -> Sequence[Line]:
        words = "counting …"
        if self.first is not None:
            words = f"{self.first[0]:,} open cases · {self.first[1]:,} late"
            words += "" if self.is_whole else " · counting the rest …"
        return [spread(oversight_entries.tabs(self.view, width), [], width), spread([(words, "ink")], [], width), []]

    @on(EntryList.Moved)
    def _moved(self) -> None:
        self.offer_keys()

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        if self.has_case:
            self.work(open_figures(self.cpo, self.figures))

    # ------------------------------------------------------------------ commands

    def do_oversight_open(self) -> Awaitable[None]:
        """The cases behind the row, or one of its figures."""
        return open_figures(self.cpo, self.figures)

    def do_oversight_report(self) -> Awaitable[None]:
        """Write the figures to a file."""
        from cpo_tui.ui.flows import reports as report_flows

        return report_flows.oversight(self.cpo)

    def _turn(self, way: int) -> None:
        names = list(VIEWS)
        self.view = names[(names.index(self.view) + way) % len(names)]
        self._show()

    def do_oversight_next(self) -> None:
        """The next view."""
        self._turn(1)

    def do_oversight_previous(self) -> None:
        """The view before."""
        self._turn(-1)

    def do_oversight_leave(self) -> None:
        """Back to where it was opened."""
        self.app.pop_screen()
