"""The inbox: every inquiry that waits for a reply, the earliest due first, with those that are about no case yet."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets._input import Input

from cpo_tui.actions import inquiries, inquiry_links, inquiry_lives
from cpo_tui.store.inbox import VIEWS, Entry, entries_by_id
from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.commands.register import Command
from cpo_tui.ui.entries import inquiries as inquiry_entries
from cpo_tui.ui.flows import verbs as flows
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.reads import inquiries as inquiry_reads
from cpo_tui.ui.reads.inquiries import Asking
from cpo_tui.ui.reads.pages import Pages
from cpo_tui.ui.screens.form import Form
from cpo_tui.ui.screens.moving import MovingScreen
from cpo_tui.ui.widgets.inquiry_table import InquiryTable
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, line_width, spread
from cpo_tui.ui.widgets.roles import Part

WORDS = {"matters": "same matter?", "today": "due today", "awaiting": "awaiting input"}
"""What views are called on the screen, where it is not their name."""
EMPTY = {
    "all": "No inquiry waits for a reply.",
    "matters": "No two open inquiries seem to be one matter.",
    "settled": "No inquiry has been answered yet.",
}


class InboxScreen(MovingScreen):
    """Inquiries over all cases."""

    NAME = "inbox"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("inbox")]
    CSS = """
    InboxScreen #inbox-top { height: auto; padding: 0 1; }
    InboxScreen #inbox-filter { height: 1; border: none; padding: 0 1; background: $panel; color: $strong; }
    InboxScreen #inbox-filter:focus { background: $cursor; }
    InboxScreen #inbox-filter > .input--placeholder { color: $faint; }
    InboxScreen #inquiries { height: 1fr; }
    InboxScreen #preview { height: 3; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.asking = Asking(VIEWS[0], "", Moment.present())
        self.counts: dict[str, int] = {}
        self.compares = False
        """Whether all open inquiries are being compared, which takes seconds where there are tens of thousands."""

    def compose(self) -> ComposeResult:
        """The views with their counts, a filter while it is typed in, the inquiries, the one under the cursor, the keys."""
        yield Panel(id="inbox-top")
        yield Input(id="inbox-filter", placeholder="words of the enquirer or the question", select_on_focus=False)
        yield InquiryTable(self._pages(inquiry_reads.NONE), self.asking.moment, id="inquiries")
        yield Panel(id="preview")
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the first inquiries at once; the whole list and the counts follow from a reader thread."""
        self.asking = replace(self.asking, officer=self.cpo.gateway.officer)
        self.query_one(Input).display = False
        self.query_one("#inbox-top", Panel).show(self._top)
        self.query_one("#preview", Panel).show(self._preview)
        self.table.on_move = self.query_one("#preview", Panel).renew
        self.table.focus()
        first = self.cpo.gateway.read_now(partial(inquiry_reads.ids_of, asking=self.asking, limit=inquiry_reads.FIRST))
        self._show(first)
        self.call_after_refresh(self._take_whole)

    @property
    def table(self) -> InquiryTable:
        """The list."""
        return self.query_one(InquiryTable)

    @property
    def moving(self) -> InquiryTable:
        """The moves are those of the list."""
        return self.table

    def _pages(self, ids: inquiry_reads.Ids) -> Pages[Entry]:
        def fetch(wanted: Sequence[int]) -> dict[int, Entry]:
            return self.cpo.gateway.read_now(partial(entries_by_id, ids=wanted))

        return Pages(ids, fetch)

    def _take_whole(self) -> None:
        self.work(self._read())

    async def _read(self) -> None:
        self.asking = asking = replace(self.asking, moment=Moment.present())
        gateway = self.cpo.gateway
        self.compares = asking.view == "matters"
        self._renew()
        ids = await gateway.read(partial(inquiry_reads.ids_of, asking=asking), line="inbox")
        self.compares = False
        self.table.set_moment(asking.moment)
        self._show(ids)
        self.counts = self.counts | await gateway.read(
            partial(inquiry_reads.counts_of, asking=asking), line="inbox-counts"
        )
        self._renew()

    def _show(self, ids: inquiry_reads.Ids) -> None:
        view = self.asking.view
        words = "No inquiry has these words." if self.asking.words else EMPTY.get(view, "No inquiry waits here.")
        self.table.empty = (
            words,
            f"{self.cpo.key_of('inbox.log')} logs one, {self.cpo.key_of('inbox.view')} shows others.",
        )
        self.table.show(self._pages(ids), keep=self.table.row_id)
        if view == "matters":
            self.counts |= {"matters": len(ids)}
        self._renew()

    @property
    def has_case(self) -> bool:
        """Whether an inquiry is under the cursor."""
        return self.table.row_id is not None

    @property
    def has_marks(self) -> bool:
        """Whether any inquiry is marked."""
        return bool(self.table.marks)

    @property
    def inquiry_id(self) -> int:
        """The inquiry under the cursor; only asked where there is one."""
        return self.table.row_id or 0

    @property
    def chosen(self) -> list[int]:
        """The marked inquiries, else the one under the cursor."""
        return sorted(self.table.marks) or [self.inquiry_id]

    # ------------------------------------------------------------------ lines

    def _top(self, width: int, _height: int) -> Sequence[Line]:
        parts = self._views("   ", WORDS, VIEWS)
        if line_width(parts) > width:
            parts = self._views("  ", {}, VIEWS)
        if line_width(parts) > width:
            # Where not even these fit, the view that is shown stands first.
            at = VIEWS.index(self.asking.view)
            parts = self._views("  ", {}, (*VIEWS[at:], *VIEWS[:at]))
        lines: list[Line] = [spread(parts, [], width)]
        notes: list[Part] = [("words  ", "quiet"), (self.asking.words, "you")] if self.asking.words else []
        if self.compares:
            notes += [("   " if notes else "", ""), ("comparing the open inquiries …", "you")]
        if self.table.marks:
            notes += [("   " if notes else "", ""), (f"{len(self.table.marks)} marked", "you")]
        if notes:
            lines.append(spread(notes, [], width))
        return lines

    def _views(self, gap: str, words: Mapping[str, str], names: Sequence[str]) -> list[Part]:
        parts: list[Part] = [("Inbox", "strong")]
        for name in names:
            count = f" {self.counts[name]:,}" if name in self.counts else ""
            urgent = name == "late" and bool(self.counts.get(name))
            role = "open-tab" if name == self.asking.view else "late" if urgent else "quiet"
            parts += [(gap, ""), (f"{words.get(name, name)}{count}", role)]
        return parts

    def offers(self, command: Command) -> bool:
        """Joining is offered where some are marked."""
        return command.id != "inbox.join" or self.has_marks

    def _preview(self, width: int, _height: int) -> Sequence[Line]:
        entry = self.table.row
        if entry is None:
            return []
        return [spread(left, right, width) for left, right in inquiry_entries.preview_lines(entry, self.asking.moment)]

    def _renew(self) -> None:
        self.query_one("#inbox-top", Panel).renew()
        self.query_one("#preview", Panel).renew()
        self.offer_keys()

    @on(InquiryTable.MarksChanged)
    def _marked(self) -> None:
        self._renew()

    @on(InquiryTable.Chosen)
    def _clicked(self) -> None:
        self.do_inbox_open()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._ask(words=event.value)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.table.focus()
        self.query_one(Input).display = False

    def _ask(self, *, view: str | None = None, words: str | None = None) -> None:
        before = self.asking
        self.asking = replace(
            before, view=before.view if view is None else view, words=before.words if words is None else words
        )
        if self.asking.words != before.words:
            self.counts = {}
        self._renew()
        self.work(self._read())

    # ------------------------------------------------------------------ commands

    def do_inbox_open(self) -> None:
        """Show the inquiry under the cursor."""
        from cpo_tui.ui.screens.inquiry import InquiryScreen

        if self.has_case:
            self.app.push_screen(InquiryScreen(self.inquiry_id))

    def do_inbox_mark(self) -> None:
        """Mark the inquiry under the cursor, or take its mark away."""
        self.table.toggle_mark()

    async def _log(self) -> None:
        values = await self.app.push_screen_wait(Form("Log an inquiry", flows.inquiry_fields({"received_at": "now"})))
        if values:
            flows.announce(self.cpo, await self.cpo.gateway.act(inquiries.add_inquiry, [], flows.filled(values)))
            await self._read()

    def do_inbox_log(self) -> Awaitable[None]:
        """Log an inquiry."""
        return self._log()

    async def _acknowledge(self) -> None:
        flows.announce(self.cpo, await self.cpo.gateway.act(inquiry_lives.acknowledge, self.chosen))
        self.table.set_marks(())
        await self._read()

    def do_inbox_acknowledge(self) -> Awaitable[None]:
        """Tell the enquirers that their questions have come."""
        return self._acknowledge()

    async def _join(self) -> None:
        flows.announce(self.cpo, await self.cpo.gateway.act(inquiry_links.join_inquiries, self.chosen))
        self.table.set_marks(())
        await self._read()

    def do_inbox_join(self) -> Awaitable[None]:
        """Make the marked inquiries one matter."""
        return self._join()

    def do_inbox_view(self) -> None:
        """The next view."""
        self._ask(view=VIEWS[(VIEWS.index(self.asking.view) + 1) % len(VIEWS)])

    def do_inbox_view_back(self) -> None:
        """The view before."""
        self._ask(view=VIEWS[VIEWS.index(self.asking.view) - 1])

    def do_inbox_find(self) -> None:
        """Type words; the list follows."""
        box = self.query_one(Input)
        box.display = True
        box.focus()

    def do_inbox_leave(self) -> None:
        """One step back: the words, the marks, the view, the screen."""
        box = self.query_one(Input)
        if box.has_focus or self.asking.words:
            box.value = ""
            self._submitted()
            self._ask(words="")
        elif self.table.marks:
            self.table.set_marks(())
        elif self.asking.view != VIEWS[0]:
            self._ask(view=VIEWS[0])
        else:
            self.app.pop_screen()

    def cases_changed(self, _case_ids: object) -> None:
        """Read the inbox anew: an inquiry may have been answered, or its answer undone."""
        self.work(self._read())
