"""What is asked and shown about one document: its completeness checks, and everything that is known of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cpo_tui.actions import document_life
from cpo_tui.store import papers
from cpo_tui.store.papers import PaperFile
from cpo_tui.ui import paper_entries
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.screens.entries_dialog import EntriesDialog
from cpo_tui.ui.screens.form import Field
from cpo_tui.ui.widgets.cells import shown

if TYPE_CHECKING:
    from cpo_tui.rules.document_pack import DocumentPack
    from cpo_tui.ui.app import CpoApp

ANSWERS = {"yes": "yes", "no": "no", "na": "not applicable"}


def check_fields(paper: PaperFile | None, pack: DocumentPack | None) -> tuple[Field, ...]:
    """A field a check, with what was answered before; one that nobody has answered begins empty and must be answered."""
    kind = paper.kind if paper is not None else None
    made = {one.check: "na" if one.answer == "not_applicable" else one.answer for one in paper.checks} if paper else {}
    questions = pack.checks if pack is not None else {}
    ends = paper.row.expires_on if paper is not None else None
    return (
        *(
            Field(
                check, check.replace("_", " "), "choice", value=made.get(check, ""), choices=ANSWERS, required=True,
                hint=shown(questions.get(check, "yes, no or na")),
            )
            for check in (kind.checks if kind is not None else ())
        ),
        Field(
            "expires_on", "expires", "when", value=ends.isoformat() if ends is not None else "",
            hint="the last day on which it holds, where it has one",
        ),
    )  # fmt: skip


async def show(app: CpoApp, case_id: int, name: str) -> None:
    """Show everything that is known of a document; one that the file does not have shows what the pack says of it."""
    found = await app.gateway.act(partial(document_life.named), case_id, name)
    moment = Moment.present()
    if found.row is None:
        entries = partial(paper_entries.of_kind, found.kind, found.name)
    else:
        paper = await app.gateway.read(partial(papers.paper_file, document_id=found.row.id))
        entries = partial(paper_entries.of_paper, paper, moment)
    await app.push_screen_wait(EntriesDialog(shown(found.label), entries))
