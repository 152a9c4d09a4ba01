"""What stands around the list of the caseload: the views, the query, the pane, and the work that is under way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from cpo_tui.errors import CpoError
from cpo_tui.store.seen import Look
from cpo_tui.ui.entries import caseload as caseload_lines
from cpo_tui.ui.entries import preview
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.reads import cases as reads
from cpo_tui.ui.reads.pages import CasePages
from cpo_tui.ui.screens.base import CommandScreen
from cpo_tui.ui.widgets.case_table import CaseTable
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread
from cpo_tui.ui.widgets.query_bar import QueryBar
from cpo_tui.ui.widgets.query_drop import QueryDrop

QUICK_SECONDS = 0.12
"""Keys that come as quickly as this are a walk through the list: the pane follows when they pause."""
FOLLOW_SECONDS = 0.08
"""How long such keys must pause."""
SAY_SECONDS = 0.15
"""Work that takes longer than this is named in the line at the top; naming what is done already would only flicker."""


class CaseloadFrame(CommandScreen):
    """The list with all that is around it; how the list is taken is for heirs."""

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

    def _pages(self, ids: reads.Ids) -> CasePages:
        def fetch(wanted: Sequence[int]) -> dict[int, CaseRow]:
            needs_forecast = any(column.id == "forecast" for column in self.columns)
            read = partial(reads.rows_of, ids=wanted, look=self.look, forecast=needs_forecast)
            return self.cpo.gateway.read_now(read)

        return CasePages(ids, fetch)

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
