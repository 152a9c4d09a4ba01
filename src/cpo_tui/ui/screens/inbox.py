"""The inbox: every inquiry that waits for a reply, the earliest due first, with those that are about no case yet."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets._input import Input

from cpo_tui.actions import inquiries, inquiry_lives
from cpo_tui.ui import flows, inquiry_entries, inquiry_reads
from cpo_tui.ui.bindings import bindings_of
from cpo_tui.ui.inquiry_reads import VIEWS, Inbox
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.screens.form import Form
from cpo_tui.ui.screens.moving import MovingScreen
from cpo_tui.ui.widgets.entry_list import Entry, EntryList
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread
from cpo_tui.ui.widgets.roles import Part


class InboxScreen(MovingScreen):
    """Inquiries over all cases."""

    NAME = "inbox"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("inbox")]
    CSS = """
    InboxScreen #inbox-top { height: auto; padding: 0 1; }
    InboxScreen #inbox-filter { height: 1; border: none; padding: 0 1; background: $panel; color: $strong; }
    InboxScreen #inbox-filter:focus { background: $cursor; }
    InboxScreen #inbox-filter > .input--placeholder { color: $faint; }
    InboxScreen #preview { height: 3; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.view = VIEWS[0]
        self.words = ""
        self.inbox: Inbox | None = None

    def compose(self) -> ComposeResult:
        """The views with their counts, a filter while it is typed in, the inquiries, the one under the cursor, the keys."""
        yield Panel(id="inbox-top")
        yield Input(id="inbox-filter", placeholder="words of the enquirer or the question", select_on_focus=False)
        yield EntryList(id="entries")
        yield Panel(id="preview")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the inbox in a reader thread; the screen is there meanwhile."""
        self.query_one(Input).display = False
        self.query_one("#inbox-top", Panel).show(self._top)
        self.query_one("#preview", Panel).show(self._preview)
        self.entries.focus()
        self.work(self._read())

    async def _read(self) -> None:
        view, words, officer, moment = self.view, self.words, self.cpo.gateway.officer, Moment.present()
        self.inbox = await self.cpo.gateway.read(
            lambda connection: inquiry_reads.inbox_of(connection, view, officer, words, moment), line="inbox"
        )
        found = self.inbox.entries

        def build(width: int) -> list[Entry]:
            nothing = Entry(None, (([], []), ([("   No inquiry waits here.", "ink")], [])))
            return inquiry_entries.inbox_entries(found, moment, width) or [nothing]

        self.entries.show(build)
        self._renew()

    @property
    def has_case(self) -> bool:
        """Whether an inquiry is under the cursor."""
        return self.entries.key is not None

    @property
    def inquiry_id(self) -> int:
        """The inquiry under the cursor; only asked where there is one."""
        key = self.entries.key
        return key if isinstance(key, int) else 0

    # ------------------------------------------------------------------ lines

    def _top(self, width: int, _height: int) -> Sequence[Line]:
        parts: list[Part] = [("Inbox", "strong")]
        counts = self.inbox.counts if self.inbox is not None else ()
        for number, name in enumerate(VIEWS):
            count = f" {counts[number]:,}" if number < len(counts) else ""
            urgent = name == "late" and bool(count.strip(" 0"))
            role = "open-tab" if name == self.view else "late" if urgent else "quiet"
            parts += [("   ", ""), (f"{name}{count}", role)]
        lines: list[Line] = [spread(parts, [], width)]
        if self.words:
            lines.append(spread([("words  ", "quiet"), (self.words, "you")], [], width))
        if self.inbox is not None and len(self.inbox.entries) == inquiry_reads.SHOWN:
            lines.append(
                spread([(f"The first {inquiry_reads.SHOWN} are shown; words narrow them.", "quiet")], [], width)
            )
        return [*lines, spread(inquiry_entries.header(width), [], width)]

    def _preview(self, width: int, _height: int) -> Sequence[Line]:
        entry = next((one for one in (self.inbox.entries if self.inbox else ()) if one.id == self.inquiry_id), None)
        if entry is None:
            return []
        return [spread(left, right, width) for left, right in inquiry_entries.preview_lines(entry, Moment.present())]

    def _renew(self) -> None:
        self.query_one("#inbox-top", Panel).renew()
        self.query_one("#preview", Panel).renew()
        self.offer_keys()

    @on(EntryList.Moved)
    def _moved(self) -> None:
        self._renew()

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.do_inbox_open()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.words = event.value
        self.work(self._read())

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.entries.focus()
        self.query_one(Input).display = False

    # ------------------------------------------------------------------ commands

    def do_inbox_open(self) -> None:
        """Show the inquiry under the cursor."""
        from cpo_tui.ui.screens.inquiry import InquiryScreen

        if self.has_case:
            self.app.push_screen(InquiryScreen(self.inquiry_id))

    async def _log(self) -> None:
        values = await self.app.push_screen_wait(Form("Log an inquiry", flows.inquiry_fields({"received_at": "now"})))
        if values:
            flows.announce(self.cpo, await self.cpo.gateway.act(inquiries.add_inquiry, [], flows.filled(values)))
            await self._read()

    def do_inbox_log(self) -> Awaitable[None]:
        """Log an inquiry."""
        return self._log()

    async def _acknowledge(self) -> None:
        flows.announce(self.cpo, await self.cpo.gateway.act(inquiry_lives.acknowledge, [self.inquiry_id]))
        await self._read()

    def do_inbox_acknowledge(self) -> Awaitable[None]:
        """Tell the enquirer that the question has come."""
        return self._acknowledge()

    def do_inbox_view(self) -> None:
        """The next view."""
        self.view = VIEWS[(VIEWS.index(self.view) + 1) % len(VIEWS)]
        self.work(self._read())

    def do_inbox_find(self) -> None:
        """Type words; the list follows."""
        box = self.query_one(Input)
        box.display = True
        box.focus()

    def do_inbox_leave(self) -> None:
        """One step back: the words, the view, the screen."""
        box = self.query_one(Input)
        if box.has_focus or self.words or self.view != VIEWS[0]:
            self.view = VIEWS[0]
            box.value = self.words = ""
            self._submitted()
            self.work(self._read())
        else:
            self.app.pop_screen()

    def cases_changed(self, _case_ids: object) -> None:
        """Read the inbox anew: an inquiry may have been answered, or its answer undone."""
        self.work(self._read())
