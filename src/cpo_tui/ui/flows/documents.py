"""What is asked and shown about one document: its completeness checks, everything that is known of it, and its fields."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cpo_tui.actions import document_life, documents
from cpo_tui.store import papers
from cpo_tui.store.papers import PaperFile
from cpo_tui.ui.entries import papers as paper_entries
from cpo_tui.ui.flows import verbs as flows
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.screens.entries_dialog import EntriesDialog
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.widgets.cells import shown

if TYPE_CHECKING:
    from cpo_tui.domain.records import Document
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
    """Show everything that is known of a document, whence its fields can be changed.

    One that the file does not have shows what the pack says of it.
    """
    found = await app.gateway.act(partial(document_life.named), case_id, name)
    moment = Moment.present()
    if found.row is None:
        entries = partial(paper_entries.of_kind, found.kind, found.name)
        await app.push_screen_wait(EntriesDialog(shown(found.label), entries))
        return
    paper = await app.gateway.read(partial(papers.paper_file, document_id=found.row.id))
    actions = () if app.read_only else (("e", "change its fields"),)
    entries = partial(paper_entries.of_paper, paper, moment)
    if await app.push_screen_wait(EntriesDialog(shown(found.label), entries, actions=actions)) == "e":
        await edit(app, paper.row)


async def edit(app: CpoApp, document: Document) -> None:
    """Change the fields of a document as they were entered; its steps have verbs of their own."""
    names = ("document", "state", "requested_on", "received_on", "served_on", "expires_on", "kept_at", "notes")
    fields = flows.document_fields({name: _text(getattr(document, name)) for name in names})
    values = await app.push_screen_wait(Form("Document", fields))
    changed = {one.name: values[one.name] for one in fields if values[one.name] != one.value} if values else {}
    if changed:
        days = {name: text[:10] if name.endswith("_on") else text for name, text in changed.items()}
        flows.announce(app, await app.gateway.act(documents.edit_document, document.id, days, version=document.version))


def _text(value: object) -> str:
    return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
