"""One case as pictures: the person's custody over time, and the life of the case as bands."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from cpo_tui.documents.case_pictures import OTHERS, case_bands, custody_bands, other_bands, other_rows, stay_rows
from cpo_tui.documents.page import Part, Table, Words
from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.screens.page import PageScreen, Sheet
from cpo_tui.ui.widgets.cells import shown

if TYPE_CHECKING:
    from cpo_tui.actions.context import Context


def _sheet(context: Context, case_id: int) -> Sheet:
    """Custody with its stretches, then the bands of the case."""
    from cpo_tui.actions.casefile import case_file

    content = case_file(context, context.connection, case_id, density="all", on_screen=True)
    custody, whole = custody_bands(content), case_bands(content)
    rows = tuple(tuple(row.values()) for row in stay_rows(content))
    elsewhere, others = other_bands(content), tuple(tuple(row.values()) for row in other_rows(content))
    nothing = Words("Nothing on file says where the person was.")
    columns = ("from", "to", "days", "custody", "began with")
    return Sheet(
        shown(content["case"]["full_name"]),
        shown(content["case"]["reference"]),
        (
            Part(
                "Custody",
                (custody, Table(columns, rows)) if custody else (nothing,),
            ),
            *(
                [Part(OTHERS, (*((elsewhere,) if elsewhere else ()), Table(("case", *columns), others)))]
                if others
                else []
            ),
            Part("The case", (whole,) if whole else (Words("Nothing on file has a day."),)),
        ),
    )


class CasePicture(PageScreen):
    """The pictures of a case."""

    NAME = "picture"
    TITLE_WORDS = "Over time"
    MAKE = staticmethod(_sheet)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("picture")]

    def do_picture_leave(self) -> None:
        """Back to the case."""
        self.app.pop_screen()
