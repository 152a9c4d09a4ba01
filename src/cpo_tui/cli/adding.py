"""`cpo add …`: make a case, or put something on cases."""

from __future__ import annotations

from typing import Annotated

import typer

from cpo_tui.cli import adding_asked
from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Cases, Json, Query, Reason, given, named_values
from cpo_tui.cli.output import talk
from cpo_tui.cli.running import DONE, IN_PART, NOT_DONE
from cpo_tui.cli.selection import choose, find, lines_of_stdin
from cpo_tui.cli.session import Session, session_of
from cpo_tui.cli.verdicts import answer, over_chosen
from cpo_tui.errors import CpoError, UsageError

commands = Noun()
add = Noun(
    "Make a case, or put an event, note, task, document, inquiry, flag, hearing and more on cases.",
    "cpo add note C-1042 'Counsel called.'",
    "cpo add task C-1042 'Call back' --due 2026-03-05",
)
commands.add_noun("add", add)

OneCase = Annotated[
    str, typer.Argument(metavar="CASE", help="A reference, an A-number or @row id.", show_default=False)
]


def _text(option: str, metavar: str, help_text: str) -> object:
    return typer.Option(option, metavar=metavar, help=help_text)


@add.verb(
    "case",
    "cpo add case --reference C-2001 --a-number A212345678 --name 'García López, María'",
    "cpo add case --reference C-2002 --stage intake --custody-status detained --officer alvarez --json",
    "cpo add case --reference C-2003 --birth-date 1990-05-01 --nationality GTM --language es --interpreter-needed yes",
    "cpo add case --reference C-2004 --docket detained --facility Tacoma --team North --opened-on 2026-02-27",
    "cpo add case --reference C-2005 --waiting-on court --next-hearing-on 2026-04-09 --notes 'came by fax' --reason backlog",
)
def case(
    context: typer.Context,
    reference: Annotated[str, _text("--reference", "REF", "Its reference in the system of record; unique.")],
    a_number: Annotated[str | None, _text("--a-number", "A", "Seven to nine digits, with or without the A.")] = None,
    name: Annotated[str | None, _text("--name", "NAME", "The name as the file gives it; else the reference.")] = None,
    birth_date: Annotated[str | None, _text("--birth-date", "DATE", "Date of birth.")] = None,
    nationality: Annotated[str | None, _text("--nationality", "TEXT", "Nationality as the file gives it.")] = None,
    language: Annotated[str | None, _text("--language", "TEXT", "The language to speak with the person.")] = None,
    interpreter_needed: Annotated[
        str | None, _text("--interpreter-needed", "YES|NO", "Is an interpreter needed?")
    ] = None,
    stage: Annotated[str | None, _text("--stage", "STAGE", "Where the case is in the process.")] = None,
    docket: Annotated[str | None, _text("--docket", "DOCKET", "The docket that it is on.")] = None,
    custody_status: Annotated[str | None, _text("--custody-status", "STATUS", "Where the person is held.")] = None,
    facility: Annotated[str | None, _text("--facility", "TEXT", "The place of custody or of reporting.")] = None,
    owner: Annotated[str | None, _text("--officer", "LOGIN", "Who has the case.")] = None,
    team: Annotated[str | None, _text("--team", "TEXT", "The team that has it.")] = None,
    opened_on: Annotated[
        str | None, _text("--opened-on", "DATE", "The day on which it was opened; else today.")
    ] = None,
    waiting_on: Annotated[str | None, _text("--waiting-on", "WHOM", "Whose move it is.")] = None,
    next_hearing_on: Annotated[str | None, _text("--next-hearing-on", "DATE", "The day of the next hearing.")] = None,
    notes: Annotated[str | None, _text("--notes", "TEXT", "A remark.")] = None,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Make a case and its person."""
    from cpo_tui.actions.cases import add_case

    values = given(
        reference=reference, a_number=a_number, full_name=name, birth_date=birth_date, nationality=nationality,
        language=language, interpreter_needed=interpreter_needed, stage=stage, docket=docket,
        custody_status=custody_status, facility=facility, officer=owner, team=team, opened_on=opened_on,
        waiting_on=waiting_on, next_hearing_on=next_hearing_on, notes=notes,
    )  # fmt: skip
    session = session_of(context)
    with session.acting() as acting:
        outcome = add_case(acting, values, reason=reason)
    return answer(session.output(json=json), outcome)


@add.verb(
    "event",
    "cpo add event C-1042 nta_served --at 2026-03-02T14:00-05:00 --title 'Served in Spanish'",
    "cpo add event C-1042 order_final --at 2026-03-02 --body 'Appeal waived.' --source 'court, by fax'",
    "cpo add event C-1042 hearing_scheduled --at 2026-03-02 --fact hearing.date=2026-04-09 --json",
    "cpo add event --query 'facility:Tacoma' custody_transferred --at today --reason 'whole wing'",
)
def event(
    context: typer.Context,
    names: Annotated[
        list[str],
        typer.Argument(metavar="CASE... KIND", help="The cases, and last the kind of event.", show_default=False),
    ],
    at: Annotated[str, _text("--at", "WHEN", "When it happened: a day, or a moment with its zone; today; now.")],
    title: Annotated[str, _text("--title", "TEXT", "A few words.")] = "",
    body: Annotated[str, _text("--body", "TEXT", "What happened, at length.")] = "",
    source: Annotated[str, _text("--source", "TEXT", "Where this is known from.")] = "",
    fact: Annotated[
        list[str] | None, typer.Option("--fact", metavar="NAME=VALUE", help="A fact that comes with the event.")
    ] = None,
    query: Query = None,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Record what happened on cases."""
    from cpo_tui.actions.timeline import add_event

    *cases, kind = names
    facts = named_values(fact or (), "NAME")
    return over_chosen(
        session_of(context),
        cases,
        query,
        lambda acting, ids: add_event(
            acting, ids, kind, at, title=title, body=body, source=source, facts=facts, reason=reason
        ),
        json=json,
    )


@add.verb(
    "note",
    "cpo add note C-1042 'Counsel called: brief follows on Friday.'",
    "cpo add note --query 'facility:Tacoma' 'Wing moved.' --reason 'told by phone' --json",
    "cpo add note - < notes.tsv",
)
def note(
    context: typer.Context,
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="CASE... TEXT",
            help="The cases, and last the text. A single - reads lines CASE TAB TEXT from stdin, each its own change-set.",
            show_default=False,
        ),
    ],
    query: Query = None,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Write a note on cases."""
    from cpo_tui.actions.timeline import add_note

    session = session_of(context)
    if names == ["-"] and query is None:
        return _notes_from_stdin(session, reason, json=json)
    *cases, text = names
    return over_chosen(session, cases, query, lambda acting, ids: add_note(acting, ids, text, reason=reason), json=json)


def _notes_from_stdin(session: Session, reason: str | None, *, json: bool) -> int:
    """Write each line as it comes; a line is acknowledged on stdout only after it is committed."""
    from dataclasses import replace

    from cpo_tui import clock
    from cpo_tui.actions.timeline import add_note

    output = session.output(json=json)
    done = refused = 0
    with session.acting() as acting:
        for number, line in enumerate(lines_of_stdin(), 1):
            if not line.strip():
                continue
            name, tab, text = line.partition("\t")
            try:
                if not tab:
                    raise UsageError("There is no tab between case and text.", hint="Write CASE TAB TEXT.")
                here = replace(acting, now=clock.now())
                outcome = add_note(here, (find(acting.connection, name),), text, reason=reason)
            except CpoError as error:
                refused += 1
                talk(f"refused: line {number}: {error.message}")
                if json:
                    reasons = [{"case": name.strip(), "reason": error.message, "line": number}]
                    output.record({"change_set": None, "done": [], "refused": reasons, "line": number})
                continue
            done += 1
            if json:
                output.record(outcome.as_json() | {"line": number})
            else:
                output.acknowledge(outcome.change_set, outcome.references[0], outcome.summary)
    if refused:
        return IN_PART if done else NOT_DONE
    return DONE


@add.verb(
    "task",
    "cpo add task C-1042 'Call counsel back' --due 2026-03-05",
    "cpo add task --query 'missing:I-862' 'Chase the I-862' --due 2026-03-06T16:00-05:00 --reason audit --json",
)
def task(
    context: typer.Context,
    names: Annotated[
        list[str],
        typer.Argument(metavar="CASE... TITLE", help="The cases, and last what has to be done.", show_default=False),
    ],
    due: Annotated[str, _text("--due", "WHEN", "The day or moment on which it is due, or +7d.")],
    query: Query = None,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Set a task on cases."""
    from cpo_tui.actions.timeline import add_task

    *cases, title = names
    return over_chosen(
        session_of(context),
        cases,
        query,
        lambda acting, ids: add_task(acting, ids, title, due, reason=reason),
        json=json,
    )


@add.verb(
    "hearing",
    "cpo add hearing C-1042 --at 2026-04-09T08:30-05:00 --kind master --place 'Tacoma, room 2'",
    "cpo add hearing --query 'facility:Tacoma stage:intake' --at 2026-04-09 --reason 'list of 2 March' --json",
)
def hearing(
    context: typer.Context,
    at: Annotated[str, _text("--at", "WHEN", "The day or moment of the hearing.")],
    cases: Cases = None,
    kind: Annotated[str, _text("--kind", "KIND", "What kind of hearing.")] = "hearing",
    place: Annotated[str, _text("--place", "TEXT", "Where it is held.")] = "",
    query: Query = None,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Set a hearing on cases."""
    from cpo_tui.actions.timeline import add_hearing

    return over_chosen(
        session_of(context),
        cases,
        query,
        lambda acting, ids: add_hearing(acting, ids, at, kind=kind, place=place, reason=reason),
        json=json,
    )


@add.verb(
    "document",
    "cpo add document C-1042 I-862 --received 2026-03-02 --state accepted",
    "cpo add document C-1042 passport --requested 2026-03-02 --reason 'consulate asked' --json",
    "cpo add document C-1042 I-286 --form I-286 --signed 2026-02-27 --served 2026-02-27",
    "cpo add document C-1042 I-229(a) --service-method personal --service-language es",
    "cpo add document C-1042 EAD --expires 2027-02-27 --kept-at 'cabinet 4' --notes 'copy only'",
    "cpo add document --query 'stage:intake' I-213 --requested today",
    "cpo add document C-1042 I-862 --file ./I-862.pdf",
)
def document(
    context: typer.Context,
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="CASE... DOCUMENT", help="The cases, and last the document, such as I-862.", show_default=False
        ),
    ],
    form: Annotated[str | None, _text("--form", "FORM", "The form's number.")] = None,
    state: Annotated[str | None, _text("--state", "STATE", "requested, received, accepted, rejected …")] = None,
    requested: Annotated[str | None, _text("--requested", "DATE", "The day on which it was asked for.")] = None,
    received: Annotated[str | None, _text("--received", "DATE", "The day on which it came.")] = None,
    signed: Annotated[str | None, _text("--signed", "DATE", "The day of its signature.")] = None,
    served: Annotated[str | None, _text("--served", "DATE", "The day on which it was served.")] = None,
    service_method: Annotated[str | None, _text("--service-method", "TEXT", "How it was served.")] = None,
    service_language: Annotated[str | None, _text("--service-language", "TEXT", "In which language.")] = None,
    expires: Annotated[str | None, _text("--expires", "DATE", "The day on which it ends.")] = None,
    file: Annotated[str | None, _text("--file", "PATH", "A file; its bytes are copied into the store.")] = None,
    kept_at: Annotated[str | None, _text("--kept-at", "TEXT", "Where it is kept.")] = None,
    notes: Annotated[str | None, _text("--notes", "TEXT", "A remark.")] = None,
    query: Query = None,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Enter a document on cases: asked for, or received."""
    from cpo_tui.actions.documents import add_document

    *cases, name = names
    values = given(
        document=name, form=form, state=state, requested_on=_day(requested), received_on=_day(received),
        signed_on=_day(signed), served_on=_day(served), service_method=service_method,
        service_language=service_language, expires_on=_day(expires), kept_at=kept_at, notes=notes,
    )  # fmt: skip
    return over_chosen(
        session_of(context),
        cases,
        query,
        lambda acting, ids: add_document(acting, ids, values, file=file, reason=reason),
        json=json,
    )


def _day(text: str | None) -> str | None:
    """A day as typed, `today` included."""
    from cpo_tui import clock

    return clock.today().isoformat() if text == "today" else text


@add.verb(
    "flag",
    "cpo add flag C-1042 possible_us_citizen --review-on 2026-03-09 --source 'claim at intake'",
    "cpo add flag C-1042 medical --since 2026-02-20 --json",
    "cpo add flag --query 'facility:Tacoma' outbreak --review-on 2026-03-16",
)
def flag(
    context: typer.Context,
    names: Annotated[
        list[str],
        typer.Argument(metavar="CASE... KIND", help="The cases, and last the kind of flag.", show_default=False),
    ],
    since: Annotated[str, _text("--since", "DATE", "Since when; else today.")] = "",
    review_on: Annotated[str, _text("--review-on", "DATE", "When it must be looked at again.")] = "",
    source: Annotated[str, _text("--source", "TEXT", "Where this is known from.")] = "",
    query: Query = None,
    json: Json = False,
) -> int:
    """Raise a safeguard flag, which protects the person, on cases."""
    from cpo_tui.actions.timeline import add_flag

    *cases, kind = names
    return over_chosen(
        session_of(context),
        cases,
        query,
        lambda acting, ids: add_flag(acting, ids, kind, since=since, review_on=review_on, source=source),
        json=json,
    )


@add.verb(
    "representation",
    "cpo add representation C-1042 --name 'J. Ortiz' --form G-28 --from 2025-12-11 --json",
    "cpo add representation C-1042 --name 'K. Lee' --scope bond --from 2026-01-05 --to 2026-02-01",
)
def representation(
    context: typer.Context,
    case: OneCase,
    name: Annotated[str, _text("--name", "NAME", "Who represents the person.")],
    form: Annotated[str, _text("--form", "FORM", "The form that says so, such as G-28.")] = "",
    scope: Annotated[str, _text("--scope", "TEXT", "For what.")] = "",
    from_on: Annotated[str, _text("--from", "DATE", "Since when.")] = "",
    to_on: Annotated[str, _text("--to", "DATE", "Until when.")] = "",
    json: Json = False,
) -> int:
    """Enter who represents the person of a case."""
    from cpo_tui.actions.timeline import add_representation

    session = session_of(context)
    with session.acting() as acting:
        case_id = choose(acting, [case], None).ids[0]
        outcome = add_representation(acting, case_id, name, form=form, scope=scope, from_on=from_on, to_on=to_on)
    return answer(session.output(json=json), outcome)


@add.verb(
    "consent",
    "cpo add consent C-1042 --to 'Ana López (sister)' --scope 'custody place' --signed-on 2026-02-20 --json",
    "cpo add consent C-1042 --to 'Sen. Example' --scope status --signed-on 2026-02-20 --expires-on 2026-08-20 --form ICE-60-001",
)
def consent(
    context: typer.Context,
    case: OneCase,
    recipient: Annotated[str, _text("--to", "NAME", "Who may be told.")],
    scope: Annotated[str, _text("--scope", "TEXT", "What they may be told.")],
    signed_on: Annotated[str, _text("--signed-on", "DATE", "The day of the signature.")],
    expires_on: Annotated[str, _text("--expires-on", "DATE", "The last day on which it holds.")] = "",
    form: Annotated[str, _text("--form", "FORM", "The form that was signed.")] = "",
    json: Json = False,
) -> int:
    """Enter what the person allowed to be told, and to whom."""
    from cpo_tui.actions.timeline import add_consent

    session = session_of(context)
    with session.acting() as acting:
        case_id = choose(acting, [case], None).ids[0]
        outcome = add_consent(
            acting, case_id, recipient, scope=scope, signed_on=signed_on, expires_on=expires_on, form=form
        )
    return answer(session.output(json=json), outcome)


# What comes from outside has a module of its own.
add.registered_commands.extend(adding_asked.verbs.registered_commands)
