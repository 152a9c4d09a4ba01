"""What a successor must know of one case, on one page, with the keys that accept it or send it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from cpo_tui.documents.handover import case_part
from cpo_tui.store.connect import Connection
from cpo_tui.ui import page_entries
from cpo_tui.ui.bindings import bindings_of
from cpo_tui.ui.screens.moving import MovingScreen
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import EntryList
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread


class HandoverPage(MovingScreen):
    """The page of a case that was offered."""

    NAME = "handover"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("handover")]
    CSS = """
    HandoverPage #handover-top { height: 2; padding: 0 1; }
    """

    def __init__(self, case_id: int) -> None:
        super().__init__()
        self.case_id = case_id
        self.page: dict[str, Any] | None = None

    def compose(self) -> ComposeResult:
        """Whose case it is and to whom it is offered, the page, the keys."""
        yield Panel(id="handover-top")
        yield EntryList(id="entries")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the page in a reader thread."""
        self.query_one("#handover-top", Panel).show(self._top)
        self.entries.focus()
        self.work(self._read())

    async def _read(self) -> None:
        self.page = await self.cpo.gateway.read(self._ask, line="handover")
        part = case_part(self.page)
        self.entries.show(lambda width: page_entries.entries((part,), width))
        self.query_one("#handover-top", Panel).renew()
        self.offer_keys()

    def _ask(self, connection: Connection) -> dict[str, Any]:
        from cpo_tui.actions.handover_report import handover_file

        context = self.cpo.gateway.asking(connection)
        found = handover_file(context, connection, self.cpo.officer, case_ids=[self.case_id], include_protected=True)
        page: dict[str, Any] = found["cases"][0]
        return page

    def _top(self, width: int, _height: int) -> Sequence[Line]:
        if self.page is None:
            return [spread([("Handover", "strong")], [], width), []]
        to = self.page["offered_to"]
        words = f"offered to {shown(to)}" if to else "offered to nobody"
        return [
            spread([("Handover   ", "strong"), (shown(self.page["reference"]), "you")], [(words, "quiet")], width),
            [],
        ]

    # ------------------------------------------------------------------ commands

    def do_handover_open(self) -> None:
        """The whole case."""
        from cpo_tui.ui.screens.case import CaseScreen

        self.app.push_screen(CaseScreen(self.case_id))

    async def _answer(self, name: str) -> None:
        from cpo_tui.ui import team_flows

        await getattr(team_flows, name)(self.cpo, [self.case_id])
        await self._read()

    async def do_handover_accept(self) -> None:
        """Accept the case."""
        await self._answer("accept")

    async def do_handover_send_back(self) -> None:
        """Send the case back."""
        await self._answer("send_back")

    def do_handover_leave(self) -> None:
        """Back to the handovers."""
        self.app.pop_screen()
