"""One case: what the file says, and why it stands where it stands in the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Case, Json
from cpo_tui.cli.output import cell, duration
from cpo_tui.cli.packs import told_of_rules
from cpo_tui.cli.running import DONE
from cpo_tui.cli.selection import find
from cpo_tui.cli.session import session_of

if TYPE_CHECKING:
    from cpo_tui.cli.output import Output
    from cpo_tui.domain.demands import Demand
    from cpo_tui.store.connect import Connection

commands = Noun()

_COLUMNS: dict[str, tuple[str, ...]] = {
    "deadlines": ("due_at", "status", "title", "rule", "citation", "caution"),
    "timeline": ("occurred_at", "kind", "title", "body", "source", "recorded_by"),
    "documents": ("document", "form", "state", "requested_on", "received_on", "served_on", "expires_on"),
    "inquiries": ("inquiry", "received_at", "enquirer", "capacity", "subject", "state", "due_at"),
    "notes": ("written_at", "written_by", "body"),
    "tasks": ("due_at", "title", "set_by", "done_at"),
    "hearings": ("starts_at", "kind", "place", "outcome"),
    "holds": ("until", "wake_on", "reason", "set_by", "ended_at"),
    "safeguards": ("kind", "since", "review_on", "source", "ended_on"),
    "representations": ("name", "form", "scope", "from_on", "to_on"),
    "consents": ("recipient", "scope", "signed_on", "expires_on", "withdrawn_on"),
    "communications": ("at", "direction", "channel", "party", "capacity", "inquiry", "summary"),
    "disclosures": ("at", "recipient", "capacity", "categories", "ground", "citation", "inquiry", "by"),
    "promises": ("due_at", "words", "to_whom", "settled_as", "reason"),
    "requests": ("asked_on", "agency", "kind", "subject", "due_on", "chases", "answer", "expires_on"),
    "source_fields": ("file", "line", "about", "column", "text"),
}
_TOLD = ("communications", "disclosures", "promises", "requests")
"""The lists of what was said, told, promised and asked of others."""

"""List of a case → the columns that a table of it shows."""


@commands.verb(
    "show",
    "cpo show C-1042",
    "cpo show A212345678 --timeline --documents",
    "cpo show C-1042 --deadlines --inquiries --json",
    "cpo show C-1042 --told --json",
    "cpo show C-1042 --as-of 2026-02-01",
)
def show(
    context: typer.Context,
    case: Case,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="DATE", help="The file as it was known at the end of that day, or at a moment."
        ),
    ] = None,
    timeline: Annotated[bool, typer.Option("--timeline", help="Only the timeline.")] = False,
    documents: Annotated[bool, typer.Option("--documents", help="Only the documents.")] = False,
    deadlines: Annotated[bool, typer.Option("--deadlines", help="Only what falls due.")] = False,
    inquiries: Annotated[bool, typer.Option("--inquiries", help="Only the inquiries.")] = False,
    told: Annotated[
        bool, typer.Option("--told", help="Only what was said, ever told from it, promised, and asked of others.")
    ] = False,
    json: Json = False,
) -> int:
    """Show a case: its facts, what falls due, its timeline, documents, inquiries and notes."""
    from cpo_tui import clock
    from cpo_tui.actions.viewing import is_protected, note_view
    from cpo_tui.domain.times import parse_until

    session = session_of(context)
    named = {"deadlines": deadlines, "timeline": timeline, "documents": documents, "inquiries": inquiries}
    wanted = [name for name, on in named.items() if on] + (list(_TOLD) if told else [])
    wanted = wanted or ["demands", *_COLUMNS]
    now, zone = clock.now(), clock.office_zone()
    moment = None if as_of is None else parse_until(as_of, zone)
    with session.reading() as connection:
        case_id = find(connection, case)
        if moment is None:
            whole = _whole(connection, case_id, wanted, now, zone)
        else:
            now = moment
            whole = _as_it_was(connection, case_id, wanted, moment, zone)
        protected = is_protected(connection, case_id)
    if protected:
        with session.acting() as acting:
            note_view(acting, case_id)  # before anything is shown: what cannot be logged is not seen
    output = session.output(json=json)
    if json:
        output.document(whole)
    else:
        _for_people(output, whole, wanted, now, zone)
    return DONE


def _kinds() -> dict[str, type]:
    from cpo_tui.domain import records

    return {
        "timeline": records.Event, "documents": records.Document, "inquiries": records.Inquiry, "notes": records.Note,
        "tasks": records.Task, "hearings": records.Hearing, "holds": records.Hold, "safeguards": records.Safeguard,
        "representations": records.Representation, "consents": records.Consent,
    }  # fmt: skip


def _key(name: str) -> str:
    """Where a list stands in the JSON: `safeguards` names the flags that are up, and its rows say more."""
    return "safeguard_records" if name == "safeguards" else name


def _whole(connection: Connection, case_id: int, wanted: list[str], now: datetime, zone: tzinfo) -> dict[str, Any]:
    from cpo_tui.cli import shapes
    from cpo_tui.store import deadlines, reader, sources

    row = reader.case_row(connection, case_id)
    whole = shapes.case_json(row, now, zone) | shapes.person_json(reader.person_of(connection, case_id))
    for name in wanted:
        if name == "demands":
            whole[name] = [shapes.demand_json(demand, now, zone) for demand in demands(connection, case_id)]
        elif name == "deadlines":
            whole[name] = [shapes.deadline_json(one, now, zone) for one in deadlines.of_case(connection, case_id)]
        elif name == "source_fields":
            whole[name] = shapes.records_json(sources.of_case(connection, case_id))
        elif name in _TOLD:
            whole[name] = shapes.records_json(_told(connection, case_id, name))
        else:
            whole[_key(name)] = shapes.records_json(reader.of_case(connection, _kinds()[name], case_id))
    return whole


def _told(connection: Connection, case_id: int, name: str) -> tuple[Any, ...]:
    from cpo_tui.store import commitments, disclosing, inquiries

    if name == "communications":
        return inquiries.said_about(connection, case_id=case_id)
    if name == "disclosures":
        return disclosing.disclosed_from(connection, case_id)
    if name == "promises":
        return commitments.promises(connection, case_id=case_id)
    return commitments.coordinations(connection, case_id=case_id)


def _as_it_was(
    connection: Connection, case_id: int, wanted: list[str], moment: datetime, zone: tzinfo
) -> dict[str, Any]:
    from cpo_tui.actions.context import office
    from cpo_tui.store.asof import as_of

    with as_of(connection, case_id, moment, office()) as past:
        return {"as_of": moment.astimezone(zone), **_whole(past, case_id, wanted, moment, zone)}


def demands(connection: Connection, case_id: int) -> list[Demand]:
    """Every open demand of a case, in the order in which they must be worked."""
    from cpo_tui.actions.context import office
    from cpo_tui.store import worklist

    return worklist.explained(connection, case_id, office())


def _for_people(output: Output, whole: dict[str, Any], wanted: list[str], now: datetime, zone: tzinfo) -> None:
    from cpo_tui.domain.numbers import format_a_number
    from cpo_tui.domain.times import place_words, when_words

    words: Callable[[Any], str] = lambda when: when_words(when, zone)  # noqa: E731 - a name for one column's form
    output.fields(
        (
            ("as of", words(whole.get("as_of"))),
            ("case", whole["reference"]),
            ("name", whole["full_name"]),
            ("A-number", format_a_number(whole["a_number"], grouped=output.terminal)),
            ("next", whole["demand"]),
            ("when", place_words(whole["act_by"], whole["due_at"], now, zone)),
            ("act by", words(whole["act_by"])),
            ("due", words(whole["due_at"])),
            ("lifecycle", whole["lifecycle"]),
            ("stage", whole["stage"]),
            ("docket", whole["docket"]),
            ("custody", whole["custody_status"]),
            ("facility", whole["facility"]),
            ("officer", whole["officer"]),
            ("team", whole["team"]),
            ("waiting on", whole["waiting_on"]),
            ("held until", whole["held_until"]),
            ("next hearing", words(whole["next_hearing_at"])),
            ("safeguards", whole["safeguards"] or None),
            ("birth date", whole["birth_date"]),
            ("nationality", whole["nationality"]),
            ("language", whole["language"]),
            ("interpreter", whole["interpreter_needed"]),
            ("opened", whole["opened_on"]),
            ("closed", whole["closed_on"]),
            ("closure reason", whole["closure_reason"]),
            ("last touched", words(whole["last_touched_at"])),
            ("remarks", whole["remarks"]),
        )
    )
    for name in wanted:
        _part(output, name, whole, now, zone)


def _part(output: Output, name: str, whole: dict[str, Any], now: datetime, zone: tzinfo) -> None:
    from cpo_tui.domain.times import place_words

    found = whole[_key(name)]
    if not found:
        return
    output.heading(f"{name} ({len(found)})")
    if name == "demands":
        output.table(
            ("when", "what", "act_by", "due_at", "citation"),
            (
                (place_words(item["act_by"], item["due_at"], now, zone), item["title"], item["act_by"], item["due_at"],
                 item["citation"])
                for item in found
            ),
        )  # fmt: skip
        return
    columns = _COLUMNS[name]
    if name == "source_fields":
        output.table(
            columns,
            (
                (item["file"], item["line"], item["about"], column, text)
                for item in found
                for column, text in item["fields"].items()
            ),
        )
        return
    output.table(columns, ([item[column] for column in columns] for item in found))


@commands.verb("why", "cpo why C-1042", "cpo why A212345678 --json")
def why(context: typer.Context, case: Case, json: Json = False) -> int:
    """Explain the place of a case in the list: every demand, with the steps of its date."""
    from cpo_tui import clock
    from cpo_tui.cli import shapes
    from cpo_tui.store import reader

    session = session_of(context)
    now, zone = clock.now(), clock.office_zone()
    with session.reading() as connection:
        told_of_rules(connection)
        row = reader.case_row(connection, find(connection, case))
        found = demands(connection, row.id)
    output = session.output(json=json)
    if json:
        shown = [shapes.demand_json(demand, now, zone) for demand in found]
        output.document({"reference": row.reference, "act_by": row.act_by, "demands": shown})
        return DONE
    if not found:
        output.line(f"{row.reference} is {row.lifecycle}: nothing asks for attention.")
    for demand in found:
        _explain(output, demand, now, zone)
    return DONE


def _explain(output: Output, demand: Demand, now: datetime, zone: tzinfo) -> None:
    from cpo_tui.domain.times import place_words, when_words

    output.heading(f"{demand.severity.glyph} {place_words(demand.act_by, demand.due_at, now, zone)}  {demand.title}")
    for step in demand.steps:
        output.line(f"  {step.on.isoformat() if step.on else '':<10}  {step.text}")
    lead = f", lead {duration(demand.lead)}, act by {when_words(demand.act_by, zone)}" if demand.lead else ""
    output.line(f"  = due {when_words(demand.due_at, zone)}{lead}")
    origin = ", ".join(part for part in (demand.citation, demand.rule, demand.pack_version) if part)
    if origin:
        output.line(f"  {cell(origin)}")
