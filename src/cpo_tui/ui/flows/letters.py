"""Writing a letter from a case: which, to whom, looked at with its gaps and what the gate says, then kept and written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from cpo_tui.actions import letters
from cpo_tui.actions.languages import ENGLISH, proposed_language
from cpo_tui.documents.templates import LANGUAGES, hint_for, names, template
from cpo_tui.domain.cases import CaseRow
from cpo_tui.domain.records import CAPACITIES
from cpo_tui.errors import ExportError
from cpo_tui.store.letters import last_address
from cpo_tui.ui.entries.wrapping import wrapped
from cpo_tui.ui.screens.choice import Choice, Option
from cpo_tui.ui.screens.dialog import Confirm
from cpo_tui.ui.screens.entries_dialog import EntriesDialog
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import Entry, Row

if TYPE_CHECKING:
    from cpo_tui.ui.app import CpoApp

_FIRST = ("deficiency", "document_request", "acknowledgement", "status", "appointment_cover", "handover_note")
"""The letters of the daily work; those that ask for an authority come behind them."""


async def letter(app: CpoApp, row: CaseRow) -> None:
    """Choose a letter, say to whom it goes, look at it, and write it; every step goes back to the one before by Esc."""
    ordered = [*_FIRST, *(name for name in names() if name not in _FIRST)]
    options = [Option(name, name.replace("_", " "), _tells(name)) for name in ordered]
    name = await app.push_screen_wait(Choice(f"A letter about {shown(row.full_name, limit=40)}", options))
    if name is None:
        return
    typed: dict[str, str] = {}
    if not template(name).internal:
        known = await app.gateway.read(partial(last_address, case_id=row.id, recipient=row.full_name))
        typed = {"address": known} if known else {}
    while True:
        asked = await app.push_screen_wait(
            Form(f"{name.replace('_', ' ')}: to whom", _fields(name, row, typed), save="look")
        )
        if asked is None:
            return
        typed = asked
        if await _looked_at(app, row, name, typed):
            return


def _tells(name: str) -> str:
    made = template(name)
    return (
        "stays inside"
        if made.internal
        else f"tells {', '.join(made.categories)}"
        if made.categories
        else "tells nothing"
    )


def _fields(name: str, row: CaseRow, typed: Mapping[str, str]) -> tuple[Field, ...]:
    made = template(name)
    language = ENGLISH if made.internal else proposed_language(row.language)
    begun = {
        "to": "" if made.internal else row.full_name, "capacity": "" if made.internal else "person",
        "language": language if language in made.words else "en", **typed,
    }  # fmt: skip
    capacities = {key: key.replace("_", " ") for key in CAPACITIES}
    fields = [
        Field("to", "to", value=begun["to"], required=True, hint="the name of whoever gets it"),
        Field(
            "capacity", "who asks as", "choice", value=begun["capacity"], choices=capacities, hint="attorney, family …"
        ),
        Field("address", "address", "text", value=begun.get("address", "")),
        Field("language", "language", "choice", value=begun["language"], choices=LANGUAGES, required=True),
        Field(
            "vouched",
            "checked by you",
            value=begun.get("vouched", ""),
            hint="such as identity_check; the gate may ask for it",
        ),
    ]
    if "document" in made.needs:
        fields.append(Field("document", "document", value=begun.get("document", ""), hint="which one is asked for"))
    return tuple(fields)


async def _looked_at(app: CpoApp, row: CaseRow, name: str, typed: Mapping[str, str]) -> bool:
    """Show the letter; gives whether the matter is over."""
    vouched = frozenset(part.strip() for part in typed.get("vouched", "").replace(",", " ").split())
    to = letters.Addressee(typed["to"], typed["capacity"], typed["address"], vouched=vouched)
    by_hand = {"document": typed["document"]} if typed.get("document", "").strip() else {}
    look = partial(letters.preview_letter, language=typed["language"], fields=by_hand)
    seen = await app.gateway.act(look, name, row.id, to)
    actions = [("w", "write and keep"), ("e", "change")] if seen.can_go else [("e", "change")]
    done = await app.push_screen_wait(
        EntriesDialog(
            f"{name.replace('_', ' ')} to {shown(to.name, limit=40)}", partial(entries, seen), actions=actions
        )
    )
    if done == "w":
        return await _written(app, row, name, to, typed["language"], by_hand)
    return done != "e"


def entries(seen: letters.Preview, width: int) -> list[Entry]:
    """What stands against it, how well it reads, and the words."""
    rows: list[Row] = []
    if seen.refused:
        rows += wrapped(" × the gate  ", shown(f"{seen.refused} {seen.hint}"), width, role="late")
    else:
        rows.append(([(" ● the gate  ", "quiet"), ("lets it go to this person", "ink")], []))
    for name in seen.unfilled:
        field = name.replace("_", " ").replace(".", ", ")
        rows += wrapped(" □ unfilled  ", shown(f"{field}: {hint_for(name)}"), width, role="now")
    age = f"readable from about {seen.reading_age} years of age"
    rows.append(
        (
            [
                (
                    f" {shown(seen.letter.template)} {shown(seen.letter.version)}, {LANGUAGES[seen.letter.language]} · {age}",
                    "faint",
                )
            ],
            [],
        )
    )
    words = [Entry("gate", tuple(rows))]
    for number, line in enumerate(seen.letter.text.splitlines()):
        role = "strong" if line == seen.letter.subject else "ink"
        broken = wrapped("   ", shown(line), width, role=role) if line.strip() else [([], [])]
        words.append(Entry(number, tuple([([], []), *broken] if not number else broken)))
    return words


async def _written(
    app: CpoApp, row: CaseRow, name: str, to: letters.Addressee, language: str, by_hand: Mapping[str, str]
) -> bool:
    """Write the letter where it is asked; a file that is there is replaced only after a yes."""
    field = Field(
        "file", "file", value=f"{row.reference}-{name}.pdf", required=True, hint="ends in .pdf, .html or .txt"
    )
    values = await app.push_screen_wait(Form("Write the letter", (field,), save="write"))
    if values is None:
        return False
    send = partial(letters.send_to_file, language=language, fields=by_hand)
    try:
        path, outcome = await app.gateway.act(send, name, row.id, to, values["file"])
    except ExportError as error:
        if error.name != "exists":
            raise
        sure = await app.push_screen_wait(
            Confirm("There is a file of that name.", [[(shown(values["file"]), "ink")]], yes="replace it")
        )
        if not sure:
            return False
        path, outcome = await app.gateway.act(partial(send, force=True), name, row.id, to, values["file"])
    app.say(f"Kept, and wrote {shown(str(path))} · {app.key_of('app.undo')} takes it out of the record")
    app.cases_changed(outcome.done)
    return True
