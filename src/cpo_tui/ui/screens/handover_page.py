"""What a successor must know of one case, on one page, with the keys that accept it or send it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from cpo_tui.documents.handover import case_part
from cpo_tui.documents.page import Part
from cpo_tui.store.connect import Connection
from cpo_tui.ui.bindings import bindings_of
from cpo_tui.ui.screens.page import PageScreen
from cpo_tui.ui.widgets.cells import shown


class HandoverPage(PageScreen):
    """The page of a case that was offered."""

    NAME = "handover"
    TITLE_WORDS = "Handover"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("handover")]

    def made(self, connection: Connection) -> Sequence[Part]:
        """The one page of the case."""
        from cpo_tui.actions.handover_report import handover_file

        context = self.cpo.gateway.asking(connection)
        found = handover_file(context, connection, self.cpo.officer, case_ids=[self.case_id], include_protected=True)
        page = found["cases"][0]
        self.subject = shown(page["reference"])
        self.note = f"offered to {shown(page['offered_to'])}" if page["offered_to"] else "offered to nobody"
        return (case_part(page),)

    # ------------------------------------------------------------------ commands

    def do_handover_open(self) -> None:
        """The whole case."""
        from cpo_tui.ui.screens.case import CaseScreen

        self.app.push_screen(CaseScreen(self.case_id))

    async def do_handover_accept(self) -> None:
        """Accept the case."""
        from cpo_tui.ui import team_flows

        await team_flows.accept(self.cpo, [self.case_id])

    async def do_handover_send_back(self) -> None:
        """Send the case back."""
        from cpo_tui.ui import team_flows

        await team_flows.send_back(self.cpo, [self.case_id])

    def do_handover_leave(self) -> None:
        """Back to the handovers."""
        self.app.pop_screen()
