"""The keys of the caseload that lead to cases: moving in the list, finding, views, order and columns."""

from __future__ import annotations

from collections.abc import Awaitable
from functools import partial
from itertools import chain

from textual import on

from cpo_tui.domain.columns import COLUMNS, Chosen, write_columns
from cpo_tui.domain.query.ordering import AGES, Order, parse_order
from cpo_tui.domain.views import View, folded
from cpo_tui.errors import NotFound
from cpo_tui.store.known import values_of
from cpo_tui.store.views import views
from cpo_tui.ui.commands.register import Command
from cpo_tui.ui.entries import caseload as caseload_lines
from cpo_tui.ui.reads import cases as reads
from cpo_tui.ui.reads.pages import CasePages
from cpo_tui.ui.remembered import Layout
from cpo_tui.ui.screens.caseload_desk import CaseloadDesk
from cpo_tui.ui.widgets.case_table import CaseTable

VIEW_KEYS = {f"view.{number}": number - 1 for number in range(1, 11)}
"""The commands of the views, and the places of the views."""


class CaseloadViews(CaseloadDesk):
    """The list with everything that leads to a case."""

    @property
    def pages(self) -> CasePages:
        """The list as it was taken."""
        source = self.table.source
        if not isinstance(source, CasePages):
            raise TypeError("the caseload shows pages of the store")
        return source

    @property
    def shown_columns(self) -> tuple[Chosen, ...]:
        """The columns that are on the screen, in their order: what an export of the list takes."""
        return tuple(Chosen(column.id) for column, _ in self.table.placed)

    # ------------------------------------------------------------------ move

    def do_list_down(self) -> None:
        """To the next case."""
        self.table.move_by(1)

    def do_list_up(self) -> None:
        """To the case before."""
        self.table.move_by(-1)

    def do_list_page_down(self) -> None:
        """One screen down."""
        self.table.move_by(self.table.page)

    def do_list_page_up(self) -> None:
        """One screen up."""
        self.table.move_by(-self.table.page)

    def do_list_first(self) -> None:
        """To the first case."""
        self.table.move_to(0)

    def do_list_last(self) -> None:
        """To the last case."""
        self.table.move_to(len(self.table.source) - 1)

    def do_list_back(self) -> None:
        """One step back: the marks, then the query."""
        if self.has_marks:
            self.table.set_marks(())
        elif self.query_text != self.view.query:
            self.ask(self.view.query)

    def do_list_refresh(self) -> None:
        """Take the list anew."""
        self.take_list()

    # ------------------------------------------------------------------ find

    async def do_query_edit(self) -> None:
        """Type a query; the values that occur are read once, for completing it."""
        await self.bar.edit()
        if not self.bar.known:
            self.bar.known = await self.cpo.gateway.read(values_of, line="known")

    def do_query_clear(self) -> None:
        """Show every open case."""
        self.ask("")

    def do_query_officer(self) -> None:
        """Between my cases and everybody's."""
        words = self.query_text.split()
        mine = [word for word in words if word != "officer:me"]
        self.ask(" ".join(mine if "officer:me" in words else ["officer:me", *words]))

    # ------------------------------------------------------------------ to a place

    def do_list_goto(self) -> Awaitable[None]:
        """To a row by its number, or to a case by its reference or A-number."""
        return self._go_to()

    async def _go_to(self) -> None:
        from cpo_tui.ui.screens.form import Field, Form

        hint = f"1 to {len(self.pages):,}, a reference, or an A-number"
        values = await self.app.push_screen_wait(
            Form("Go to", (Field("where", "row or case", required=True, hint=hint),), save="go")
        )
        if values:
            await self.go_to(values["where"].strip())

    async def go_to(self, where: str) -> None:
        """Put the cursor on a row number or a case; raises `NotFound` for what the list does not hold."""
        digits = where.replace(",", "").lstrip("#")
        if digits.isascii() and digits.isdigit() and 0 < int(digits) <= len(self.pages):
            self.table.move_to(int(digits) - 1)
            return
        case_id = await self.cpo.gateway.read(partial(reads.place_of, wanted=where))
        place = self.pages.place_of(case_id)
        if place is None:
            every = self.cpo.key_of("query.clear")
            raise NotFound(f"{where} is not in this list.", hint=f"{every} shows all open cases.")
        self.table.move_to(place)

    def do_next_late(self) -> Awaitable[None]:
        """To the next case that is late."""
        return self._next("late", "No other case of this list is late.")

    async def _next(self, query: str, none: str) -> None:
        with self.doing("looking"):
            read = partial(
                reads.next_fitting, question=self.question(query), ids=self.pages.ids, after=self.table.place
            )
            place = await self.cpo.gateway.read(read, line="next")
        self._move_or_say(place, none)

    async def do_next_new(self) -> None:
        """To the next case that somebody else has changed."""
        look = self.look
        if look is None:
            return
        with self.doing("looking"):
            read = partial(reads.next_new, look=look, ids=self.pages.ids, after=self.table.place)
            place = await self.cpo.gateway.read(read, line="next")
        self._move_or_say(place, "Nobody else has changed another case of this list since you looked.")

    def do_next_marked(self) -> None:
        """To the next of my marks."""
        ids, marks, here = self.pages.ids, self.table.marks, self.table.place
        order = chain(range(here + 1, len(ids)), range(here))
        place = next((place for place in order if ids[place] in marks), None)
        self._move_or_say(place, "No other case of this list is marked.")

    def _move_or_say(self, place: int | None, none: str) -> None:
        if place is None:
            self.cpo.say(none)
        else:
            self.table.move_to(place)

    # ------------------------------------------------------------------ views

    def run_command(self, command: Command) -> None:
        """Run a command; the ten views share one."""
        if command.id in VIEW_KEYS:
            self._show_place(VIEW_KEYS[command.id])
        else:
            super().run_command(command)

    def _show_place(self, place: int) -> None:
        if 0 <= place < len(self.views):
            self.show_view(self.views[place])

    def show_view(self, view: View) -> None:
        """Show the cases of a view in its order and columns."""
        self._choose(view)
        self.ask(view.query)

    def do_view_next(self) -> None:
        """The next view."""
        self._step_view(1)

    def do_view_previous(self) -> None:
        """The view before."""
        self._step_view(-1)

    def _step_view(self, step: int) -> None:
        place = caseload_lines.open_place(self)
        self._show_place(((-1 if step > 0 else 0) + step if place is None else place + step) % len(self.views))

    def do_view_save(self) -> Awaitable[None]:
        """Save the list as a view."""
        from cpo_tui.ui.flows import views as view_flows

        return view_flows.save_view(self, self._as_view())

    def _as_view(self) -> View:
        layout = self._layout()
        name = self.view.name if self.view.query == self.query_text else ""
        return View(name, self.query_text, layout.sort, layout.columns)

    def do_view_list(self) -> Awaitable[None]:
        """See, edit, move, delete and share the views."""
        from cpo_tui.ui.flows import views as view_flows

        return view_flows.manage_views(self)

    def views_changed(self, show: str = "") -> None:
        """The views of the store are other ones; show the one of that name."""
        self.views = self.cpo.gateway.read_now(views)
        chosen = next((view for view in self.views if folded(view.name) == folded(show)), None) if show else None
        if chosen is not None:
            self.memory.layouts.pop(folded(chosen.name), None)
            self.show_view(chosen)
        self.counts = ()
        self.refresh_lines()
        self._count()

    # ------------------------------------------------------------------ order and columns

    async def do_list_sort(self) -> None:
        """Order the list by a column; the same once more turns it round."""
        from cpo_tui.ui.flows.views import order_options
        from cpo_tui.ui.screens.choice import Choice

        chosen = await self.app.push_screen_wait(Choice("Order the list by", order_options(self)))
        if chosen is not None:
            self.sort_by(parse_order(chosen))

    def sort_by(self, order: Order) -> None:
        """Order the list; by the same order once more, the other way round."""
        if order == self.order:
            order = Order(order.name, not order.descending)
        self._change_layout(Layout("" if order == Order() else str(order), write_columns(self.columns)))
        self.ask(self.query_text)

    @on(CaseTable.TitleClicked)
    def _title_clicked(self, event: CaseTable.TitleClicked) -> None:
        fact = COLUMNS[event.column_id]
        if fact.order:
            self.sort_by(Order(AGES.get(event.column_id, fact.order)))

    async def do_list_columns(self) -> None:
        """Choose the columns, their order and their widths."""
        from cpo_tui.ui.screens.columns import ColumnsDialog

        before = self.columns or self.shown_columns
        chosen = await self.app.push_screen_wait(ColumnsDialog(before, self.table.placed))
        if chosen is not None:
            self._change_layout(Layout(self._layout().sort, write_columns(chosen)))
            self.pages.forget()
            self.table.refresh()
            self.remember()

    def _layout(self) -> Layout:
        return Layout("" if self.order == Order() else str(self.order), write_columns(self.columns))

    def _change_layout(self, layout: Layout) -> None:
        self.memory.layouts[folded(self.view.name)] = layout
        self.set_layout(layout)
