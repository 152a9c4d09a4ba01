"""One case as pictures: the person's custody over time, and the life of the case as bands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from cpo_tui.documents.case_pictures import case_bands, custody_bands, stay_rows
from cpo_tui.documents.page import Part, Table, Words
from cpo_tui.store.connect import Connection
from cpo_tui.ui.bindings import bindings_of
from cpo_tui.ui.screens.page import PageScreen
from cpo_tui.ui.widgets.cells import shown


class CasePicture(PageScreen):
    """The pictures of a case."""

    NAME = "picture"
    TITLE_WORDS = "Over time"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("picture")]

    def made(self, connection: Connection) -> Sequence[Part]:
        """Custody with its stretches, then the bands of the case."""
        from cpo_tui.actions.casefile import case_file

        context = self.cpo.gateway.asking(connection)
        content = case_file(context, connection, self.case_id, density="all", include_protected=True)
        self.subject = shown(content["case"]["full_name"])
        self.note = shown(content["case"]["reference"])
        custody, whole = custody_bands(content), case_bands(content)
        rows = tuple(tuple(row.values()) for row in stay_rows(content))
        nothing = Words("Nothing on file says where the person was.")
        return (
            Part(
                "Custody",
                (custody, Table(("from", "to", "days", "custody", "began with"), rows)) if custody else (nothing,),
            ),
            Part("The case", (whole,) if whole else (Words("Nothing on file has a day."),)),
        )

    def do_picture_leave(self) -> None:
        """Back to the case."""
        self.app.pop_screen()
