"""The desk of an officer: the caseload as it was left, through a restart or a kill, and what is new since it was last seen."""

from __future__ import annotations

import asyncio
from array import array
from functools import partial
from typing import Any

from textual import on
from textual.timer import Timer

from cpo_tui.domain.columns import parse_columns
from cpo_tui.domain.query.ordering import Order, parse_order
from cpo_tui.domain.views import View, find_view, folded
from cpo_tui.errors import CpoError, QueryError
from cpo_tui.store import seen
from cpo_tui.store.views import views
from cpo_tui.ui.reads import cases as reads
from cpo_tui.ui.reads.pages import CasePages
from cpo_tui.ui.remembered import (
    Layout,
    Remembered,
    look_text,
    marks_text,
    read_look,
    read_marks,
    read_remembered,
)
from cpo_tui.ui.screens.caseload_list import CaseloadList
from cpo_tui.ui.widgets.case_table import CaseTable
from cpo_tui.ui.widgets.columns import columns_of

SOON_SECONDS, LATER_SECONDS = 0.3, 2.0
"""How long after a change the place is kept: at once for what was decided, after a pause for where the cursor is."""
LEAVE_SECONDS = 1.0
"""How long leaving waits for the place to be kept."""


class CaseloadDesk(CaseloadList):
    """The list with its memory."""

    def __init__(self) -> None:
        super().__init__()
        self.memory = Remembered()
        self._kept: dict[str, str] = {}
        self._keeping: Timer | None = None
        self._marks_moved = False

    # ------------------------------------------------------------------ begin where one was

    def recall(self) -> None:
        """The view, the query, the marks and the place as they were left."""
        gateway, officer = self.cpo.gateway, self.cpo.officer
        self._kept = gateway.read_now(partial(seen.state_of, officer=officer))
        self.memory = read_remembered(self._kept)
        self.look = read_look(self._kept.get("look"), officer, gateway.known_set)
        self.bar.history = self.memory.queries
        self.views = gateway.read_now(views) or self.views
        self._choose(self._remembered_view())
        if self.memory.query is not None and self._can_be_asked(self.memory.query):
            self.query_text = self.memory.query
        self.table.marks = read_marks(self._kept.get("marks"))
        self.preview_open = self.memory.preview
        self.set_class(self.preview_open, "-preview")

    def _remembered_view(self) -> View:
        try:
            return find_view(self.views, self.memory.view) if self.memory.view else self.views[0]
        except CpoError:
            return self.views[0]

    def _can_be_asked(self, query: str) -> bool:
        """Whether a query that was kept can still be read: a field may have gone with another version."""
        try:
            self.cpo.gateway.read_now(partial(reads.check, question=self.question(query)))
        except QueryError:
            return False
        return True

    def _choose(self, view: View) -> None:
        """Take a view's query, order and columns; what the officer made of it holds over what was saved."""
        layout = self.memory.layouts.get(folded(view.name)) or Layout(view.sort, view.columns)
        self.view, self.query_text = view, view.query
        self.set_layout(layout)

    def set_layout(self, layout: Layout) -> None:
        """Order and columns of the list."""
        self.order = parse_order(layout.sort) if layout.sort else Order()
        self.columns = parse_columns(layout.columns)
        self.table.set_columns(columns_of(self.columns), self.order)

    def _take_first(self) -> None:
        super()._take_first()
        wanted = self.memory.case
        if wanted is not None and self.table.source.place_of(wanted) is None and not self.is_whole:
            return  # it comes with the whole list
        self.find_case(wanted if wanted is not None else -1)

    def take_first_whole(self) -> None:
        """The whole list after its beginning; the cursor goes to where it was, unless it was moved meanwhile."""
        self.take_list(keep=self.memory.case if self.table.place == 0 else None)

    # ------------------------------------------------------------------ keep where one is

    def list_shown(self) -> None:
        """Another list: keep what it is of."""
        self.remember()

    def query_kept(self, query: str) -> None:
        """Remember what was asked."""
        self.memory.note_query(query)
        self.bar.history = self.memory.queries
        self.remember()

    def _moved(self) -> None:
        super()._moved()
        self.remember(LATER_SECONDS)

    @on(CaseTable.MarksChanged)
    def _marks_changed(self) -> None:
        self._marks_moved = True
        self.remember()

    def remember(self, seconds: float = SOON_SECONDS) -> None:
        """Keep the place before long."""
        if self._keeping is None and not self.cpo.read_only:
            self._keeping = self.set_timer(seconds, self._keep_later)
        elif self._keeping is not None and seconds == SOON_SECONDS:
            self._keeping.stop()
            self._keeping = self.set_timer(seconds, self._keep_later)

    def _keep_later(self) -> None:
        self._keeping = None
        self.work(self.keep_place())

    async def keep_place(self) -> None:
        """Write to the store what has changed of the place."""
        from cpo_tui.actions.viewing import keep_place

        if self.cpo.read_only or self.cpo.lock.closed:
            return
        values = self._values()
        if self._marks_moved:  # of a million cases that is work for a thread of its own
            self._marks_moved = False
            values["marks"] = await asyncio.to_thread(marks_text, array("q", self.table.marks))
        changed = {name: text for name, text in values.items() if self._kept.get(name) != text}
        if changed:
            self._kept |= changed
            await self.cpo.gateway.act(keep_place, changed)

    async def keep_at_end(self) -> None:
        """The same at the end of the run, without waiting long for another write."""
        try:
            await asyncio.wait_for(self.keep_place(), LEAVE_SECONDS)
        except (TimeoutError, CpoError):
            return  # the store is busy: the place of a moment ago is kept already, and leaving does not wait

    def _values(self) -> dict[str, str]:
        table = self.table
        self.memory.view, self.memory.query = self.view.name, self.query_text
        self.memory.case, self.memory.place = table.case_id, table.place
        self.memory.preview = self.preview_open
        values = {"caseload": self.memory.as_text()}
        return values | ({"look": look_text(self.look)} if self.look is not None else {})

    # ------------------------------------------------------------------ what is new

    def looked_at(self, case_id: int) -> None:
        """The officer has seen what is new in a case."""
        if self.look is not None and self.row is not None and self.row.is_new:
            self.look.cases[case_id] = self.cpo.gateway.read_now(seen.head)
            self._draw_anew([case_id])

    def do_seen_all(self) -> None:
        """Everything until now counts as seen."""
        if self.look is not None:
            self.look.since = self.cpo.gateway.read_now(seen.head)
            self.look.cases.clear()
            self._draw_anew(None)

    def _draw_anew(self, case_ids: list[int] | None) -> None:
        source: Any = self.table.source
        if isinstance(source, CasePages):
            source.forget(case_ids)
        self._detail = None
        self.table.refresh()
        self.refresh_lines()
        self.remember()
