"""The list of the caseload: how it is taken, counted and kept true, and the lines around it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from time import monotonic

from textual import on
from textual.app import ComposeResult
from textual.timer import Timer

from cpo_tui.domain.cases import CaseRow
from cpo_tui.domain.columns import Chosen
from cpo_tui.domain.query.ordering import Order
from cpo_tui.domain.views import SHIPPED, View
from cpo_tui.errors import CpoError, QueryError
from cpo_tui.store.seen import Look
from cpo_tui.ui import caseload_lines, preview, reads
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.pages import CasePages
from cpo_tui.ui.screens.base import CommandScreen
from cpo_tui.ui.widgets.case_table import CaseTable
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread
from cpo_tui.ui.widgets.query_bar import QueryBar
from cpo_tui.ui.widgets.query_drop import QueryDrop

CLOCK_SECONDS = 10
"""How often the words of time are looked at."""
QUICK_SECONDS = 0.12
"""Keys that come as quickly as this are a walk through the list: the pane follows when they pause."""
FOLLOW_SECONDS = 0.08
"""How long such keys must pause."""
LISTEN_SECONDS = 1
"""How often the store is asked whether somebody else has written."""
TYPING_SECONDS = 0.2
"""How long typing must pause before the whole of a list is taken, not only its beginning."""
MANY, COUNT_SECONDS = 50_000, 0.5
"""From so many open cases on the counts wait for a pause of so many seconds."""
SAY_SECONDS = 0.15
"""Work that takes longer than this is named in the line at the top; naming what is done already would only flicker."""


class CaseloadList(CommandScreen):
    """The list in the order in which it must be worked, without its commands."""

    def __init__(self) -> None:
        super().__init__()
        self.moment = Moment.present()
        self.views: tuple[View, ...] = SHIPPED
        self.view: View = SHIPPED[0]
        """The view that was chosen last: its order and columns hold also while another query is asked."""
        self.query_text = self.view.query
        self.order = Order()
        self.columns: tuple[Chosen, ...] = ()
        """The columns that were chosen; none where those are shown that suit the width."""
        self.look: Look | None = None
        self.counts: tuple[int, ...] = ()
        self.load: tuple[int, ...] = ()
        self.open_cases = 0
        self.changed_elsewhere = 0
        """How many cases somebody else has changed since the list was taken."""
        self.law_problem = ""
        """Why the newest adopted rules are not the ones that compute the dates; empty where all is well."""
        self.is_whole = True
        """Whether the list is all that fits, not only its beginning."""
        self._works: list[str] = []
        self._asked = 0
        self._is_warm = False
        self._counting: Timer | None = None
        self._detail: tuple[int, int, preview.Detail] | None = None
        self._is_painted = False
        self.preview_open = False
        self._moved_at = 0.0
        self._following: Timer | None = None

    # ------------------------------------------------------------------ what it consists of

    def compose(self) -> ComposeResult:
        """Two lines at the top, the query, the list, the pane, the keys."""
        yield Panel(id="top")
        yield QueryBar(id="query")
        yield CaseTable(self._pages(reads.NONE), self.moment, id="cases")
        yield Panel(id="preview")
        yield KeyLine()
        yield QueryDrop(id="drop")

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

    def _moved(self) -> None:
        """A single step takes the pane with it into one picture; a held key moves the list alone until it pauses."""
        before, self._moved_at = self._moved_at, monotonic()
        pane = self.query_one("#preview", Panel)
        if self._moved_at - before > QUICK_SECONDS:
            pane.renew()
            self.query_one("#top", Panel).renew_line(1)
            return
        pane.forget()
        if self._following is None:
            self._following = self.set_timer(FOLLOW_SECONDS, self._follow)

    def _follow(self) -> None:
        left = FOLLOW_SECONDS - (monotonic() - self._moved_at)
        if left > 0:
            self._following = self.set_timer(left, self._follow)
        else:
            self._following = None
            self.query_one("#preview", Panel).renew()
            self.query_one("#top", Panel).renew_line(1)

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

    @property
    def table(self) -> CaseTable:
        """The list."""
        return self.query_one(CaseTable)

    @property
    def bar(self) -> QueryBar:
        """The query."""
        return self.query_one(QueryBar)

    @property
    def row(self) -> CaseRow | None:
        """The case under the cursor."""
        return self.table.row

    # ------------------------------------------------------------------ what is being done

    @contextmanager
    def doing(self, words: str) -> Iterator[None]:
        """Name work in the line at the top, where it takes long enough to be read."""
        self._works.append(words)
        self._doing_changed()
        try:
            yield
        finally:
            self._works.remove(words)
            self._doing_changed()

    def _doing_changed(self) -> None:
        if self.is_mounted:
            self.set_timer(SAY_SECONDS, self._say_doing)

    def _say_doing(self) -> None:
        self.query_one("#top", Panel).renew()

    @property
    def done_now(self) -> str:
        """What the machine is doing, in a word or two; empty where it waits for the officer."""
        if self._works:
            return self._works[-1]
        return "writing" if self.cpo.gateway.is_writing else ""

    # ------------------------------------------------------------------ taking the list

    def question(self, query: str | None = None) -> reads.Question:
        """A query, or the one that holds, as it is asked of the store."""
        return reads.Question(self.query_text if query is None else query, self.cpo.officer, self.moment, self.order)

    def _pages(self, ids: reads.Ids) -> CasePages:
        def fetch(wanted: Sequence[int]) -> dict[int, CaseRow]:
            needs_forecast = any(column.id == "forecast" for column in self.columns)
            read = partial(reads.rows_of, ids=wanted, look=self.look, forecast=needs_forecast)
            return self.cpo.gateway.read_now(read)

        return CasePages(ids, fetch)

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

    # ------------------------------------------------------------------ lines

    def _tick(self) -> None:
        if self.cpo.lock.closed:
            return
        moment = Moment.present()
        if moment != self.moment:
            self.moment = moment
            self.table.set_moment(moment)
            self.refresh_lines()

    def _listen(self) -> None:
        if self.cpo.lock.closed:
            return
        try:
            wrote = self.cpo.gateway.changed_elsewhere()
        except CpoError as error:
            self.cpo.tell(error)
            return
        if wrote:
            self.work(self._ask_others())

    async def _ask_others(self) -> None:
        """Some program has committed: say how many cases that touched, and leave the list as it is."""
        changed = await self.cpo.gateway.changed_cases()
        if changed != self.changed_elsewhere:
            self.changed_elsewhere = changed
            self.refresh_lines()

    def refresh_lines(self) -> None:
        """Draw the quiet lines around the list anew."""
        self.query_one("#top", Panel).renew()
        self.query_one("#preview", Panel).renew()
        self.offer_keys()

    def _top_lines(self, width: int, _height: int) -> Sequence[Line]:
        return caseload_lines.top(self, width)

    def _preview_lines(self, width: int, height: int) -> Sequence[Line]:
        row = self.row
        if row is None:
            return []
        shown = preview.lines(row, self._detail_of(row), self.moment, why_key=self.cpo.key_of("case.why"))
        return [spread(left, right, width) for left, right in shown[: max(1, height)]]

    @on(CaseTable.MarksChanged)
    def _marked(self) -> None:
        self.refresh_lines()

    @on(CaseTable.Chosen)
    def _chosen(self) -> None:
        self.run_command(self.cpo.command("case.open"))

    def _detail_of(self, row: CaseRow) -> preview.Detail:
        """The rest of a case, read at once: it takes a twentieth of a millisecond, and a second picture takes sixteen."""
        if not self._is_painted:
            return preview.Detail()
        if self._detail is None or self._detail[:2] != (row.id, row.version):
            detail = self.cpo.gateway.read_now(
                partial(reads.detail_of, case_id=row.id, look=self.look if row.is_new else None)
            )
            self._detail = (row.id, row.version, detail)
        return self._detail[2]
