"""The list of the caseload: how it is taken, counted and kept true, and the lines around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from time import monotonic

from textual import on
from textual.app import ComposeResult
from textual.timer import Timer

from cpo_tui.domain.cases import CaseRow
from cpo_tui.domain.views import VIEWS
from cpo_tui.errors import CpoError, QueryError
from cpo_tui.store import reader
from cpo_tui.ui import caseload_lines, preview, reads
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.pages import CasePages
from cpo_tui.ui.screens.base import CommandScreen
from cpo_tui.ui.widgets.case_table import CaseTable
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread
from cpo_tui.ui.widgets.query_bar import QueryBar

CLOCK_SECONDS = 10
"""How often the words of time are looked at."""
QUICK_SECONDS = 0.12
"""Keys that come as quickly as this are a walk through the list: the pane follows when they pause."""
FOLLOW_SECONDS = 0.08
"""How long such keys must pause."""
LISTEN_SECONDS = 1
"""How often the store is asked whether somebody else has written."""


class CaseloadList(CommandScreen):
    """The list in the order in which it must be worked, without its commands."""

    def __init__(self) -> None:
        super().__init__()
        self.moment = Moment.present()
        self.query_text = VIEWS[0].query
        self.counts: tuple[int, ...] = ()
        self.load: tuple[int, ...] = ()
        self.open_cases = 0
        self.others_wrote = False
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

    def on_mount(self) -> None:
        """Show the first view at once; counts follow when they are known."""
        self.table.focus()
        self.query_one("#top", Panel).show(self._top_lines)
        self.query_one("#preview", Panel).show(self._preview_lines)
        self.bar.show(self.query_text)
        self.table.on_move = self._moved
        self._take_first()
        self.offer_keys()
        self.set_interval(CLOCK_SECONDS, self._tick)
        self.set_interval(LISTEN_SECONDS, self._listen)
        self.call_after_refresh(self._painted_first)

    def _moved(self) -> None:
        """A single step takes the pane with it into one picture; a held key moves the list alone until it pauses."""
        before, self._moved_at = self._moved_at, monotonic()
        pane = self.query_one("#preview", Panel)
        if self._moved_at - before > QUICK_SECONDS:
            pane.renew()
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

    def _painted_first(self) -> None:
        """The rows are there: now what else is told of the case under the cursor, and the counts."""
        self._is_painted = True
        self.query_one("#preview", Panel).renew()
        self._count()

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

    # ------------------------------------------------------------------ taking the list

    def question(self, query: str | None = None) -> reads.Question:
        """A query, or the one that holds, as it is asked of the store."""
        return reads.Question(self.query_text if query is None else query, self.cpo.officer, self.moment)

    def _pages(self, ids: reads.Ids) -> CasePages:
        return CasePages(ids, lambda wanted: self.cpo.gateway.read_now(partial(reader.case_rows, ids=wanted)))

    def _take_first(self) -> None:
        """Take the list in this thread: the officer waits for it, and there is nothing else to look at yet."""
        ids = self.cpo.gateway.read_now(partial(reads.first_of, question=self.question()))
        self.table.show(self._pages(ids))
        self.table.empty = caseload_lines.empty_words(self.query_text, self.cpo)
        if len(ids) == reads.FIRST:
            self.call_after_refresh(self.take_list)

    def take_list(self, *, keep: int | None = None) -> None:
        """Take the list anew; the cursor stays on its case."""
        self.work(self._take(self.query_text, keep=self.table.case_id if keep is None else keep))

    async def _take(self, query: str, *, keep: int | None) -> None:
        ids = await self.cpo.gateway.read(partial(reads.ids_of, question=self.question(query)), line="list")
        self.query_text = query
        self.others_wrote = False
        self.table.empty = caseload_lines.empty_words(query, self.cpo)
        self.table.show(self._pages(ids), keep=keep)
        self.refresh_lines()

    def _count(self) -> None:
        self.work(self._counted())

    async def _counted(self) -> None:
        gateway = self.cpo.gateway
        question = self.question()
        self.open_cases = (await gateway.read(reader.counts))[0]
        self.counts = await gateway.read(partial(reads.counts_of, views=VIEWS, question=question), line="counts")
        self.load = await gateway.read(
            partial(reads.load_of, question=question, days=caseload_lines.LOAD_DAYS), line="load"
        )
        self.refresh_lines()

    def cases_changed(self, case_ids: Iterable[int]) -> None:
        """Draw these cases anew, in the places where they are, and count again."""
        changed = tuple(case_ids)
        pages = self.table.source
        if isinstance(pages, CasePages):
            pages.forget(changed or None)
        self._detail = None
        self.table.changed(changed)
        self.cpo.gateway.changed_elsewhere()
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
        self.cpo.gateway.changed_elsewhere()
        self.take_list()
        self._count()

    def find_case(self, case_id: int) -> None:
        """Put the cursor on a case of the list, where it is in it."""
        place = self.table.source.place_of(case_id)
        if place is not None:
            self.table.move_to(place)

    # ------------------------------------------------------------------ queries and views

    def ask(self, query: str, *, keep: int | None = None) -> None:
        """Show the cases that a query finds."""
        self.bar.show(query)
        self.work(self._take(query, keep=self.table.case_id if keep is None else keep))

    @on(QueryBar.Typed)
    async def _typed(self, event: QueryBar.Typed) -> None:
        self.work(self._try(event.query))

    async def _try(self, query: str) -> None:
        try:
            await self._take(query, keep=None)
        except QueryError as error:
            self.bar.fault(error)
        else:
            self.bar.fault(None)

    @on(QueryBar.Left)
    def _left_query(self, event: QueryBar.Left) -> None:
        self.table.focus()
        if event.query != self.query_text:
            self.ask(event.query)
        self.offer_keys()

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
            changed = self.cpo.gateway.changed_elsewhere()
        except CpoError as error:
            self.cpo.tell(error)
            return
        if changed and not self.others_wrote:
            self.others_wrote = True
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
            detail = self.cpo.gateway.read_now(partial(reads.detail_of, case_id=row.id))
            self._detail = (row.id, row.version, detail)
        return self._detail[2]
