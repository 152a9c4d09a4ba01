"""The list of the caseload: how it is taken, counted and kept true."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from functools import partial

from textual import on

from cpo_tui.domain.query.ordering import Order
from cpo_tui.errors import QueryError
from cpo_tui.ui.entries import caseload as caseload_lines
from cpo_tui.ui.reads import cases as reads
from cpo_tui.ui.reads.pages import CasePages
from cpo_tui.ui.screens.caseload_frame import CaseloadFrame
from cpo_tui.ui.widgets.panel import Panel
from cpo_tui.ui.widgets.query_bar import QueryBar
from cpo_tui.ui.widgets.query_drop import QueryDrop

CLOCK_SECONDS = 10
"""How often the words of time are looked at."""
LISTEN_SECONDS = 1
"""How often the store is asked whether somebody else has written."""
TYPING_SECONDS = 0.2
"""How long typing must pause before the whole of a list is taken, not only its beginning."""
MANY, COUNT_SECONDS = 50_000, 0.5
"""From so many open cases on the counts wait for a pause of so many seconds."""


class CaseloadList(CaseloadFrame):
    """The list in the order in which it must be worked, without its commands."""

    def on_mount(self) -> None:
        """Show the first view at once; counts follow when they are known."""
        self.table.focus()
        self.query_one("#top", Panel).show(self._top_lines)
        self.query_one("#preview", Panel).show(self._preview_lines)
        self.bar.drop = self.query_one(QueryDrop)
        self.table.on_move = self._moved
        self.cpo.gateway.on_doing = self._doing_changed
        self.recall()
        self.bar.show(self.query_text)
        self._take_first()
        self.offer_keys()
        self.set_interval(CLOCK_SECONDS, self._tick)
        self.set_interval(LISTEN_SECONDS, self._listen)
        self.call_after_refresh(self._painted_first)

    def recall(self) -> None:
        """Begin where the officer was; for heirs who remember."""

    def _painted_first(self) -> None:
        """The rows are there: now what else is told of the case under the cursor, and the counts."""
        self._is_painted = True
        self.query_one("#preview", Panel).renew()
        self._count()
        self.work(self._ask_for_the_law())

    async def _ask_for_the_law(self) -> None:
        """Say for as long as it lasts that an adopted pack cannot be read: every date here comes from an earlier one."""
        before, self.law_problem = self.law_problem, await self.cpo.gateway.read(reads.law_problem)
        if self.law_problem == before:
            return
        if self.law_problem:
            self.cpo.say(self.law_problem, warn=True, seconds=12)
        self.query_one("#top", Panel).renew()

    # ------------------------------------------------------------------ taking the list

    def question(self, query: str | None = None) -> reads.Question:
        """A query, or the one that holds, as it is asked of the store."""
        return reads.Question(self.query_text if query is None else query, self.cpo.officer, self.moment, self.order)

    def _take_first(self) -> None:
        """Take the list in this thread: the officer waits for it, and there is nothing else to look at yet.

        Only in the order of the index: another one sorts every case, which is work for a thread of its own.
        """
        if self.order != Order():
            self.call_after_refresh(self.take_first_whole)
            return
        ids, self.is_whole = self.cpo.gateway.read_now(partial(reads.first_of, question=self.question()))
        if not len(ids):
            self._say_empty(self.query_text)
        self.table.show(self._pages(ids), keep=self.table.case_id)
        if not self.is_whole:
            self.call_after_refresh(self.take_first_whole)

    def take_first_whole(self) -> None:
        """The whole list after its beginning."""
        self.take_list()

    def take_list(self, *, keep: int | None = None) -> None:
        """Take the list anew; the cursor stays on its case."""
        self.work(self._take(self.query_text, keep=self.table.case_id if keep is None else keep))

    async def _take(self, query: str, *, keep: int | None, new: bool = False, pause: float = 0) -> None:
        """Take a list whole; of a `new` question its beginning is shown as soon as it is known.

        The rest follows after a `pause`, unless something else was asked meanwhile: while one types, each letter asks.
        """
        gateway, question = self.cpo.gateway, self.question(query)
        self._asked += 1
        asked = self._asked
        with self.doing("reading the list"):
            if new:
                first, whole = await gateway.read(partial(reads.first_of, question=question), line="list")
                self._show_list(query, first, keep=keep, whole=whole)
                if self.is_whole:
                    return
                await asyncio.sleep(pause)
                if asked != self._asked:
                    return
            ids = await gateway.read(partial(reads.ids_of, question=question), line="list")
            self._show_list(query, ids, keep=keep if not new else self.table.case_id, whole=True)

    def _show_list(self, query: str, ids: reads.Ids, *, keep: int | None, whole: bool) -> None:
        self.query_text, self.is_whole = query, whole
        self.changed_elsewhere = 0
        self.cpo.gateway.know_all()
        if not len(ids):
            self._say_empty(query)
        self.table.show(self._pages(ids), keep=keep)
        self.list_shown()
        self.refresh_lines()

    def _say_empty(self, query: str) -> None:
        has_cases = self.cpo.gateway.read_now(reads.has_cases)
        self.table.empty = caseload_lines.empty_words(self.view, query, self.cpo, has_cases=has_cases)

    def list_shown(self) -> None:
        """Another list is shown; for heirs who remember."""

    def _count(self) -> None:
        """Count anew; in a very long list only when the officer pauses, because each verb asks for it."""
        if self._counting is not None:
            self._counting.stop()
        if self.open_cases < MANY:
            self._count_now()
        else:
            self._counting = self.set_timer(COUNT_SECONDS, self._count_now)

    def _count_now(self) -> None:
        self._counting = None
        self.work(self._counted())

    async def _counted(self) -> None:
        gateway, question, views = self.cpo.gateway, self.question(), self.views
        with self.doing("counting"):
            found = await gateway.read(partial(reads.counts_of, views=views, question=question), line="counts")
            self.open_cases, *counts = found
            self.counts = tuple(counts)
            self.load = await gateway.read(
                partial(reads.load_of, question=question, days=caseload_lines.LOAD_DAYS), line="load"
            )
        self.refresh_lines()
        if not self._is_warm:
            self._is_warm = True
            await gateway.read(reads.warm)

    def cases_changed(self, case_ids: Iterable[int]) -> None:
        """Draw these cases anew, in the places where they are, and count again."""
        changed = tuple(case_ids)
        pages = self.table.source
        if isinstance(pages, CasePages):
            pages.forget(changed or None)
        self._detail = None
        self.table.changed(changed)
        self.refresh_lines()
        self._count()

    def forget_pages(self) -> None:
        """Let go of the rows that are kept in memory."""
        pages = self.table.source
        if isinstance(pages, CasePages):
            pages.forget(None)
        self._detail = None

    def list_changed(self) -> None:
        """Take the list and the counts anew, because cases were added or taken away."""
        self._detail = None
        self.take_list()
        self._count()
        self.work(self._ask_for_the_law())  # another pack may have been adopted, or taken back

    def find_case(self, case_id: int) -> None:
        """Put the cursor on a case of the list, where it is in it."""
        place = self.table.source.place_of(case_id)
        if place is not None:
            self.table.move_to(place)

    # ------------------------------------------------------------------ queries and views

    def ask(self, query: str, *, keep: int | None = None) -> None:
        """Show the cases that a query finds."""
        self.bar.show(query)
        self.work(self._take(query, keep=self.table.case_id if keep is None else keep, new=True))

    @on(QueryBar.Typed)
    async def _typed(self, event: QueryBar.Typed) -> None:
        self.work(self.try_query(event.query))

    async def try_query(self, query: str) -> None:
        """Show what a query finds; one that cannot be read is pointed at, and the list stays."""
        try:
            await self._take(query, keep=None, new=True, pause=TYPING_SECONDS)
        except QueryError as error:
            self.bar.fault(error)
        else:
            self.bar.fault(None)

    @on(QueryBar.Left)
    def _left_query(self, event: QueryBar.Left) -> None:
        self.table.focus()
        if event.kept:
            self.query_kept(event.query)
        if event.query != self.query_text:
            self.ask(event.query)
        self.offer_keys()

    def query_kept(self, query: str) -> None:
        """The officer has asked something; for heirs who remember."""
