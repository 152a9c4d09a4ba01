"""What is done to one case and to what hangs on it: opening an entry to read and change it, marking it done, adding more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cpo_tui.actions import cases, documents, promising, timeline
from cpo_tui.domain import records
from cpo_tui.domain.cases import CUSTODY_STATUSES, DOCKETS, STAGES, CaseRow
from cpo_tui.domain.numbers import format_a_number
from cpo_tui.errors import Refused
from cpo_tui.ui.entries.cases import CaseFile, Key
from cpo_tui.ui.flows import documents as document_flows
from cpo_tui.ui.flows import told as told_flows
from cpo_tui.ui.flows import verbs as flows
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.screens.form import Field, Form

if TYPE_CHECKING:
    from cpo_tui.ui.app import CpoApp


def _text(value: object) -> str:
    return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)


async def _ask(app: CpoApp, title: str, fields: tuple[Field, ...]) -> dict[str, str] | None:
    return await app.push_screen_wait(Form(title, fields))


def _changed(fields: tuple[Field, ...], values: Mapping[str, str]) -> dict[str, str]:
    """Only what is other than it was."""
    return {one.name: values[one.name] for one in fields if values[one.name] != one.value}


# ---------------------------------------------------------------------- the case


def _case_fields(row: CaseRow | None, person: Mapping[str, object]) -> tuple[Field, ...]:
    def of(name: str) -> str:
        return _text(getattr(row, name, None)) if row is not None else ""

    yes_no = {"yes": "yes", "no": "no"}
    interpreter = "" if row is None or row.interpreter_needed is None else "yes" if row.interpreter_needed else "no"
    return (
        Field(
            "reference",
            "reference",
            value=of("reference"),
            required=True,
            hint="the case's name in the system of record",
        ),
        Field(
            "a_number", "A-number", value=format_a_number(row.a_number if row else None), hint="seven to nine digits"
        ),
        Field("full_name", "name", value=of("full_name"), required=True),
        Field("birth_date", "born", "past", value=_text(person.get("birth_date")), hint="1988-04-05"),
        Field("language", "language", value=of("language")),
        Field("interpreter_needed", "interpreter", "choice", value=interpreter, choices=yes_no),
        Field("stage", "stage", "choice", value=of("stage"), choices=STAGES),
        Field("docket", "docket", "choice", value=of("docket"), choices=DOCKETS),
        Field("custody_status", "custody", "choice", value=of("custody_status"), choices=CUSTODY_STATUSES),
        Field("facility", "facility", value=of("facility")),
        Field(
            "next_hearing_on",
            "next hearing",
            "when",
            value=_text(row.next_hearing_at)[:10] if row else "",
            hint="12 mar",
        ),
    )


async def new_case(app: CpoApp) -> int | None:
    """Make a case by hand; gives its id."""
    values = await _ask(app, "New case", _case_fields(None, {}))
    if not values:
        return None
    values.setdefault("officer", app.officer)
    outcome = await app.gateway.act(cases.add_case, flows.filled(values))
    flows.announce(app, outcome)
    return outcome.made


async def edit_case(app: CpoApp, file: CaseFile) -> None:
    """Change the fields of a case; a case that somebody changed meanwhile is not overwritten."""
    fields = _case_fields(file.row, file.person)
    values = await _ask(app, "Edit the case", fields)
    changed = _changed(fields, values) if values else {}
    if changed:
        flows.announce(app, await app.gateway.act(cases.edit_case, file.row.id, changed, version=file.row.version))


async def representation(app: CpoApp, case_id: int) -> None:
    """Enter who represents the person."""
    fields = (
        Field("name", "name", required=True),
        Field("form", "form", value="G-28"),
        Field("scope", "scope", hint="ICE, EOIR, both"),
        Field("from_on", "from", "past", value="today", required=True),
    )
    values = await _ask(app, "Counsel", fields)
    if values:
        flows.announce(
            app,
            await app.gateway.act(
                timeline.add_representation,
                case_id,
                values["name"],
                form=values["form"],
                scope=values["scope"],
                from_on=values["from_on"][:10],
            ),
        )


# ---------------------------------------------------------------------- entries


async def open_entry(app: CpoApp, file: CaseFile, key: Key) -> None:
    """Open an entry: read it whole, and change it."""
    table, row_id = key
    opener = {
        "events": _open_event,
        "documents": _open_document,
        "inquiries": _open_inquiry,
        "tasks": _open_task,
        "notes": _open_note,
        "hearings": _open_hearing,
        "communications": told_flows.read_said,
        "disclosures": told_flows.read_told,
        "promises": told_flows.open_promise,
        "coordinations": told_flows.open_request,
        "consents": told_flows.end_consent,
        "representations": told_flows.end_mandate,
    }.get(table)
    if opener is not None:
        await opener(app, file, row_id)


async def _open_event(app: CpoApp, file: CaseFile, row_id: int) -> None:
    event = next(one for one in file.events if one.id == row_id)
    fields = (
        Field(
            "kind",
            "what happened",
            "choice",
            value=event.kind,
            choices={**flows.EVENT_KINDS, event.kind: flows.EVENT_KINDS.get(event.kind, event.kind.replace("_", " "))},
            required=True,
            free=True,
        ),
        Field("occurred_at", "when", "past", value=_text(event.occurred_at), required=True),
        Field("title", "title", value=event.title or ""),
        Field("body", "details", "text", value=event.body or ""),
        Field("source", "source", value=event.source or ""),
    )
    values = await _ask(app, "Entry of the timeline · saving corrects it, the first stays on record", fields)
    changed = _changed(fields, values) if values else {}
    if changed:
        flows.announce(app, await app.gateway.act(timeline.correct_event, row_id, changed))


async def _open_document(app: CpoApp, file: CaseFile, row_id: int) -> None:
    await document_flows.show(app, file.row.id, f"#{row_id}")


async def _open_inquiry(app: CpoApp, file: CaseFile, row_id: int) -> None:  # noqa: ARG001 - one shape for all entries
    from cpo_tui.ui.screens.inquiry import InquiryScreen

    app.push_screen(InquiryScreen(row_id))


async def _open_task(app: CpoApp, file: CaseFile, row_id: int) -> None:
    task = next(one for one in file.tasks if one.id == row_id)
    fields = (
        Field("title", "task", value=task.title, required=True),
        Field("due", "due", "when", value=_text(task.due_at), required=True),
    )
    values = await _ask(app, "Task", fields)
    if values and _changed(fields, values):
        flows.announce(
            app, await app.gateway.act(timeline.edit_task, row_id, values["title"], values["due"], version=task.version)
        )


async def _open_hearing(app: CpoApp, file: CaseFile, row_id: int) -> None:
    hearing = next(one for one in file.hearings if one.id == row_id)
    fields = (
        Field("outcome", "outcome", value=hearing.outcome or "", required=True, hint="held, continued, vacated …"),
    )
    values = await _ask(app, "What became of the hearing", fields)
    if values and _changed(fields, values):
        flows.announce(app, await app.gateway.act(timeline.record_hearing, row_id, values["outcome"]))


async def _open_note(app: CpoApp, file: CaseFile, row_id: int) -> None:
    note = next(one for one in file.notes if one.id == row_id)
    fields = (Field("body", "note", "text", value=note.body, required=True),)
    values = await _ask(app, "Note · earlier wordings stay in the history", fields)
    if values and _changed(fields, values):
        flows.announce(app, await app.gateway.act(timeline.edit_note, row_id, values["body"], version=note.version))


async def finish_entry(app: CpoApp, file: CaseFile, key: Key) -> None:
    """Mark an entry as done: a document received, a task finished, an inquiry answered."""
    table, row_id = key
    if table == "documents":
        flows.announce(app, await app.gateway.act(documents.mark_received, [row_id]))
    elif table == "tasks":
        flows.announce(app, await app.gateway.act(timeline.finish_task, row_id))
    elif table == "inquiries":
        from cpo_tui.ui.flows import answers as answer_flows
        from cpo_tui.ui.reads import inquiries as inquiry_reads

        today = Moment.present().today
        asked = await app.gateway.read(lambda connection: inquiry_reads.file_of(connection, row_id, today))
        await answer_flows.answer(app, asked)
    elif table == "promises":
        flows.announce(app, await app.gateway.act(promising.keep_promise, row_id))
    elif table == "coordinations":
        await told_flows.open_request(app, file, row_id)
    elif table == "hearings":
        await _open_hearing(app, file, row_id)
    else:
        raise Refused(
            "This entry is not of a kind that is marked done.",
            hint="Documents are received, tasks done, inquiries answered.",
        )


__all__ = ["CaseFile", "edit_case", "finish_entry", "new_case", "open_entry", "records", "representation"]
