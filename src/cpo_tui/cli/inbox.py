"""Reading inquiries: the inbox over all, one with its steps, the standard lines, and what the gate says before one writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json
from cpo_tui.cli.running import DONE
from cpo_tui.cli.selection import find
from cpo_tui.cli.session import session_of
from cpo_tui.errors import UsageError

if TYPE_CHECKING:
    from cpo_tui.store.inbox import Entry, Sieve

commands = Noun()
inquiry = Noun(
    "List and show inquiries, move them through their life, link them to cases, and join those that are one matter.",
    "cpo inquiry list --view late",
    "cpo inquiry acknowledge 2026-0014",
)
"""The commands on inquiries: those that read are here, those that write in `inquiries`."""

One = Annotated[
    str, typer.Argument(metavar="INQUIRY", help="Its number, such as 2026-0014, or @ and a row id.", show_default=False)
]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", help="At most so many.")]


def _sieve(view: str, officer: str, text: str, case_id: int | None) -> Sieve:
    from dataclasses import replace

    from cpo_tui import clock
    from cpo_tui.domain.fields import parse_choice
    from cpo_tui.store.inbox import VIEWS, Present, sieve_of

    chosen = parse_choice("view", view, dict.fromkeys(VIEWS, ""))
    present = Present.of(clock.now(), clock.office_zone())
    return replace(sieve_of(chosen, officer, present, text), case_id=case_id)


def entry_json(one: Entry, now: Any, zone: Any) -> dict[str, Any]:
    """A line of the inbox in the command line's form."""
    from cpo_tui.domain.demands import is_late
    from cpo_tui.domain.inquiries import age_band

    settled = one.state in {"answered", "closed", "rejected"}
    return {
        "inquiry": one.inquiry, "cases": list(one.references), "received_at": one.received_at, "channel": one.channel,
        "enquirer": one.enquirer, "organisation": one.organisation, "capacity": one.capacity, "subject": one.subject,
        "state": one.state, "due_at": one.due_at, "late": not settled and is_late(one.due_at, now, zone),
        "standard": one.standard, "age": age_band(one.received_at, now, zone), "cluster": one.cluster,
        "officers": list(one.officers), "answered_at": one.answered_at, "question": one.question, "id": one.id,
    }  # fmt: skip


def _list(context: typer.Context, sieve: Sieve, limit: int | None, *, json: bool) -> int:
    from cpo_tui import clock
    from cpo_tui.domain.times import place_words
    from cpo_tui.store import inbox

    if limit is not None and limit < 1:
        raise UsageError(f"--limit {limit} is out of range.", hint="Give 1 or more.")
    session = session_of(context)
    now, zone = clock.now(), clock.office_zone()
    with session.reading() as connection:
        found = inbox.entries(connection, sieve, limit=limit)
    output = session.output(json=json)
    if json:
        output.document([entry_json(one, now, zone) for one in found])
        return DONE
    columns = ("inquiry", "when", "from", "capacity", "subject", "state", "cases", "due_at", "one_matter")
    output.table(
        columns,
        (
            (one.inquiry, place_words(one.due_at, one.due_at, now, zone), one.enquirer, one.capacity, one.subject, one.state,
             one.references or "unlinked", one.due_at, one.cluster)
            for one in found
        ),
    )  # fmt: skip
    return DONE


def _ages(context: typer.Context, *, json: bool) -> int:
    from cpo_tui import clock
    from cpo_tui.store import inbox

    session = session_of(context)
    with session.reading() as connection:
        found = inbox.ages(connection, clock.now(), clock.office_zone())
    output = session.output(json=json)
    if json:
        output.document([{"age": band, "open": count} for band, count in found.items()])
    else:
        output.table(("age", "open"), found.items())
    return DONE


@commands.verb(
    "inbox",
    "cpo inbox",
    "cpo inbox mine --limit 20",
    "cpo inbox late --json",
    "cpo inbox unlinked --text 'Perez insulin'",
    "cpo inbox matters",
    "cpo inbox --ages",
)
def inbox(
    context: typer.Context,
    view: Annotated[
        str,
        typer.Argument(
            metavar="[VIEW]", help="all, mine, unlinked, today, late, awaiting, matters or settled.", show_default=False
        ),
    ] = "all",
    text: Annotated[
        str, typer.Option("--text", metavar="WORDS", help="Only those whose enquirer or question has these words.")
    ] = "",
    limit: Limit = None,
    ages: Annotated[bool, typer.Option("--ages", help="Only how many are open in each ageing band.")] = False,
    json: Json = False,
) -> int:
    """List the inquiries that wait for a reply, the earliest due first."""
    if ages:
        return _ages(context, json=json)
    return _list(context, _sieve(view, session_of(context).officer, text, None), limit, json=json)


@inquiry.verb(
    "list",
    "cpo inquiry list --case C-1042",
    "cpo inquiry list --view late --limit 5 --json",
    "cpo inquiry list --text ortiz",
)
def list_(
    context: typer.Context,
    case: Annotated[
        str | None, typer.Option("--case", metavar="CASE", help="Only those about one case, settled ones too.")
    ] = None,
    view: Annotated[
        str,
        typer.Option("--view", metavar="VIEW", help="all, mine, unlinked, today, late, awaiting, matters or settled."),
    ] = "all",
    text: Annotated[
        str, typer.Option("--text", metavar="WORDS", help="Only those whose enquirer or question has these words.")
    ] = "",
    limit: Limit = None,
    json: Json = False,
) -> int:
    """List inquiries, the earliest due first."""
    from dataclasses import replace

    session = session_of(context)
    sieve = _sieve(view, session.officer, text, None)
    if case is not None:
        with session.reading() as connection:
            sieve = replace(sieve, case_id=find(connection, case), settled=None if view == "all" else sieve.settled)
    return _list(context, sieve, limit, json=json)


@inquiry.verb("show", "cpo inquiry show 2026-0014", "cpo inquiry show 2026-0014 --json")
def show(context: typer.Context, number: One, json: Json = False) -> int:
    """Show an inquiry: what was asked, its steps, what was said, what was promised, and what may be one matter."""
    from cpo_tui import clock
    from cpo_tui.domain.clusters import suggest
    from cpo_tui.domain.records import Inquiry
    from cpo_tui.store import commitments, inbox, inquiries, matters, reader

    session = session_of(context)
    now, zone = clock.now(), clock.office_zone()
    with session.reading() as connection:
        inquiry_id = inquiries.find_inquiry(connection, number)
        (entry,) = inbox.entries(connection, inbox.Sieve(settled=None, inquiry_id=inquiry_id))
        record = reader.record(connection, Inquiry, inquiry_id)
        kept = inquiries.details(connection, inquiry_id)
        steps = inquiries.steps_of(connection, inquiry_id)
        said = inquiries.said_about(connection, inquiry_id=inquiry_id)
        promised = commitments.promises(connection, inquiry_id=inquiry_id)
        same = suggest(*matters.candidates(connection, inquiry_id))
    whole = entry_json(entry, now, zone) | {
        "question": record.question, "answer": record.answer, "acknowledged_at": kept.acknowledged_at,
        "late_reason": kept.late_reason, "closing_reason": kept.closing_reason,
        "steps": [{"state": one.state, "at": one.at, "by": one.by, "note": one.note, "unexpected": one.unexpected} for one in steps],
        "communications": said, "promises": promised, "suggested": same,
    }  # fmt: skip
    output = session.output(json=json)
    if json:
        output.document(whole)
        return DONE
    lists = ("steps", "communications", "promises", "suggested")
    output.fields((name, value) for name, value in whole.items() if name not in {*lists, "question", "answer", "id"})
    for name in ("question", "answer"):
        if whole[name]:
            output.heading(name)
            output.text(whole[name])
    if steps:
        output.heading("steps")
        output.table(("state", "at", "by", "note"), ((one.state, one.at, one.by, one.note) for one in steps))
    if said:
        output.heading("said and sent")
        output.table(
            ("at", "direction", "channel", "party", "summary"),
            ((one.at, one.direction, one.channel, one.party, one.summary) for one in said),
        )
    if promised:
        output.heading("promised")
        output.table(("due_at", "words", "settled_as"), ((one.due_at, one.words, one.settled_as) for one in promised))
    if same:
        output.heading("may be the same matter: cpo inquiry join")
        output.table(("inquiry", "why"), ((one.inquiry, one.why) for one in same))
    return DONE


@inquiry.verb("lines", "cpo inquiry lines", "cpo inquiry lines --json")
def lines(context: typer.Context, json: Json = False) -> int:
    """List the standard lines of answers and until when each may be used."""
    from cpo_tui import clock
    from cpo_tui.store import commitments

    session = session_of(context)
    with session.reading() as connection:
        pack = commitments.pack_of(connection)
    today = clock.today()
    rows = [
        {
            "id": one.id,
            "label": one.label,
            "expires_on": one.expires_on,
            "expired": today > one.expires_on,
            "en": one.en,
            "es": one.es,
        }
        for one in pack.lines.values()
    ]
    output = session.output(json=json)
    if json:
        output.document(rows)
    else:
        columns = ("id", "expires_on", "expired", "en", "es")
        output.table(columns, ([row[column] for column in columns] for row in rows))
    return DONE


@commands.verb("gate", "cpo gate 2026-0014", "cpo gate 2026-0014 --vouch identity_check --json")
def gate(
    context: typer.Context,
    number: One,
    vouch: Annotated[
        list[str] | None,
        typer.Option("--vouch", metavar="WHAT", help="Something that you have checked, such as identity_check."),
    ] = None,
    json: Json = False,
) -> int:
    """Say what may be told in answer to an inquiry, what is missing, and what never may be told; writes nothing."""
    from cpo_tui.actions import gate as asked
    from cpo_tui.cli.answering import show_decisions
    from cpo_tui.store import reader
    from cpo_tui.store.inquiries import find_inquiry

    session = session_of(context)
    with session.acting() as acting:
        inquiry_id = find_inquiry(acting.connection, number)
        decisions = asked.gate(acting, inquiry_id, frozenset(vouch or ()))
        names = reader.references(acting.connection, decisions)
    return show_decisions(session.output(json=json), {names[one]: decision for one, decision in decisions.items()})
