"""What a successor must know of one case, on one page, with the keys that accept it or send it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from cpo_tui.documents.handover import case_part
from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.screens.page import PageScreen, Sheet
from cpo_tui.ui.widgets.cells import shown

if TYPE_CHECKING:
    from cpo_tui.actions.context import Context


def _sheet(context: Context, case_id: int) -> Sheet:
    """The one page of the case."""
    from cpo_tui.actions.handover_report import handover_file

    found = handover_file(
        context, context.connection, context.actor.officer, case_ids=[case_id], include_protected=True
    )
    page = found["cases"][0]
    note = f"offered to {shown(page['offered_to'])}" if page["offered_to"] else "offered to nobody"
    return Sheet(shown(page["reference"]), note, (case_part(page),))


class HandoverPage(PageScreen):
    """The page of a case that was offered."""

    NAME = "handover"
    TITLE_WORDS = "Handover"
    MAKE = staticmethod(_sheet)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("handover")]

    # ------------------------------------------------------------------ commands

    def do_handover_open(self) -> None:
        """The whole case."""
        from cpo_tui.ui.screens.case import CaseScreen

        self.app.push_screen(CaseScreen(self.case_id))

    async def do_handover_accept(self) -> None:
        """Accept the case."""
        from cpo_tui.ui.flows import team as team_flows

        await team_flows.accept(self.cpo, [self.case_id])

    async def do_handover_send_back(self) -> None:
        """Send the case back."""
        from cpo_tui.ui.flows import team as team_flows

        await team_flows.send_back(self.cpo, [self.case_id])

    def do_handover_leave(self) -> None:
        """Back to the handovers."""
        self.app.pop_screen()
