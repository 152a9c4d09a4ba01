"""What the office owes and waits for: promises, requests to other agencies, and consents and mandates that end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Case, Json
from cpo_tui.cli.running import DONE
from cpo_tui.cli.selection import find
from cpo_tui.cli.session import session_of
from cpo_tui.cli.verdicts import answer

if TYPE_CHECKING:
    from cpo_tui.actions.context import Context, Outcome

commands = Noun()
promise = Noun(
    "Make promises, and say what became of them.",
    "cpo promise make C-1042 'call back' --due 2026-03-03",
    "cpo promise list",
)
coordinate = Noun(
    "Ask other agencies, chase them, and enter what they answer.",
    "cpo coordinate ask C-1042 eoir --subject 'record of proceedings'",
)
consent = Noun("Withdraw a consent; `add consent` enters one.", "cpo consent withdraw C-1042 --to 'Ana López'")
representation = Noun(
    "End a representation; `add representation` enters one.", "cpo representation end C-1042 --name 'J. Ortiz'"
)
commands.add_noun("promise", promise)
commands.add_noun("coordinate", coordinate)
commands.add_noun("consent", consent)
commands.add_noun("representation", representation)

Row = Annotated[int, typer.Argument(metavar="ID", help="Its number in the list.", show_default=False)]
OfCase = Annotated[str | None, typer.Option("--case", metavar="CASE", help="Only those of one case.")]
All = Annotated[bool, typer.Option("--all", help="Settled ones too.")]
MustSayWhy = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it stays on the record.")]
Why = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why; it stays on the record.")]
On = Annotated[str, typer.Option("--on", metavar="DATE", help="The day; else today.")]


def _act(context: typer.Context, act: Callable[[Context], Outcome], *, json: bool) -> int:
    session = session_of(context)
    with session.acting() as acting:
        outcome = act(acting)
    return answer(session.output(json=json), outcome)


@promise.verb("list", "cpo promise list", "cpo promise list --case C-1042 --all --json")
def list_promises(context: typer.Context, case: OfCase = None, everything: All = False, json: Json = False) -> int:
    """List what was promised, the earliest due first."""
    from cpo_tui.store import commitments, reader

    session = session_of(context)
    with session.reading() as connection:
        case_id = find(connection, case) if case is not None else None
        found = commitments.promises(connection, case_id=case_id, settled=None if everything else False)
        names = reader.references(connection, {one.case_id for one in found if one.case_id is not None})
    output = session.output(json=json)
    rows = [
        {"id": one.id, "case": names.get(one.case_id or 0), "due_at": one.due_at, "words": one.words, "to_whom": one.to_whom,
         "made_at": one.made_at, "made_by": one.made_by, "settled_at": one.settled_at, "settled_as": one.settled_as, "reason": one.reason}
        for one in found
    ]  # fmt: skip
    if json:
        output.document(rows)
    else:
        columns = ("id", "case", "due_at", "words", "to_whom", "made_by", "settled_as")
        output.table(columns, ([row[column] for column in columns] for row in rows))
    return DONE


@promise.verb("find", "cpo promise find 'Will call back Tuesday.'", "cpo promise find 'Le llamo el martes.' --json")
def find_in(
    context: typer.Context,
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="What was written, in English or Spanish.", show_default=False)
    ],
    json: Json = False,
) -> int:
    """Find the promises in a text, with the day of each; none is made by this."""
    from cpo_tui import clock
    from cpo_tui.domain.promises import find_promises

    found = find_promises(text, clock.today())
    output = session_of(context).output(json=json)
    if json:
        output.document([{"words": one.words, "due_on": one.due_on} for one in found])
    else:
        output.table(("due_on", "words"), ((one.due_on, one.words) for one in found))
    return DONE


@promise.verb(
    "make",
    "cpo promise make C-1042 'call back' --due 2026-03-03 --to 'J. Ortiz' --json",
    "cpo promise make 2026-0014 'send the copies' --due 2026-03-06 --inquiry",
)
def make(
    context: typer.Context,
    about: Annotated[
        str, typer.Argument(metavar="CASE|INQUIRY", help="The case, or with --inquiry the inquiry.", show_default=False)
    ],
    words: Annotated[str, typer.Argument(metavar="TEXT", help="What was promised.", show_default=False)],
    due: Annotated[str, typer.Option("--due", metavar="WHEN", help="The day or moment by which it is kept.")],
    to_whom: Annotated[str, typer.Option("--to", metavar="NAME", help="To whom.")] = "",
    inquiry: Annotated[bool, typer.Option("--inquiry", help="The number is that of an inquiry.")] = False,
    json: Json = False,
) -> int:
    """Enter what was promised, and by when."""
    from cpo_tui.actions import promising
    from cpo_tui.store.inquiries import find_inquiry

    def act(acting: Context) -> Outcome:
        inquiry_id = find_inquiry(acting.connection, about) if inquiry else None
        case_id = None if inquiry else find(acting.connection, about)
        return promising.make_promise(acting, case_id, words, due, to_whom=to_whom, inquiry_id=inquiry_id)

    return _act(context, act, json=json)


@promise.verb("keep", "cpo promise keep 7 --json")
def keep(context: typer.Context, row_id: Row, json: Json = False) -> int:
    """Say that a promise was kept."""
    from cpo_tui.actions import promising

    return _act(context, lambda acting: promising.keep_promise(acting, row_id), json=json)


@promise.verb("break", "cpo promise break 7 --reason 'the court closed early' --json")
def break_(context: typer.Context, row_id: Row, reason: MustSayWhy, json: Json = False) -> int:
    """Say that a promise was not kept, and why."""
    from cpo_tui.actions import promising

    return _act(context, lambda acting: promising.break_promise(acting, row_id, reason), json=json)


@promise.verb("withdraw", "cpo promise withdraw 7 --reason 'told her it is not possible' --json")
def withdraw_promise(context: typer.Context, row_id: Row, reason: MustSayWhy, json: Json = False) -> int:
    """Say that a promise no longer holds, and why."""
    from cpo_tui.actions import promising

    return _act(context, lambda acting: promising.withdraw_promise(acting, row_id, reason), json=json)


@promise.verb("explain", "cpo promise explain 7 --reason 'kept a day late: no interpreter' --json")
def explain(context: typer.Context, row_id: Row, reason: MustSayWhy, json: Json = False) -> int:
    """Put on record why a settled promise was kept late or broken."""
    from cpo_tui.actions import promising

    return _act(context, lambda acting: promising.explain_promise(acting, row_id, reason), json=json)


@coordinate.verb("list", "cpo coordinate list", "cpo coordinate list --case C-1042 --all --json")
def list_requests(context: typer.Context, case: OfCase = None, everything: All = False, json: Json = False) -> int:
    """List requests to other agencies: asked, due, chased, answered, and the next step of each."""
    from cpo_tui.store import commitments, reader

    session = session_of(context)
    with session.reading() as connection:
        case_id = find(connection, case) if case is not None else None
        found = commitments.coordinations(connection, case_id=case_id, answered=None if everything else False)
        names = reader.references(connection, {one.case_id for one in found})
        pack = commitments.pack_of(connection)
    rows = []
    for one in found:
        on, up = commitments.next_chase(pack.agency(one.agency), one) if one.answered_on is None else (None, "")
        rows.append(
            {"id": one.id, "case": names.get(one.case_id), "agency": one.agency, "kind": one.kind, "subject": one.subject,
             "asked_on": one.asked_on, "due_on": one.due_on, "chases": one.chases, "chased_on": one.chased_on, "next_chase": on,
             "goes_up_to": up or None, "answered_on": one.answered_on, "answer": one.answer, "expires_on": one.expires_on}
        )  # fmt: skip
    output = session.output(json=json)
    if json:
        output.document(rows)
    else:
        columns = (
            "id",
            "case",
            "agency",
            "kind",
            "subject",
            "asked_on",
            "due_on",
            "chases",
            "next_chase",
            "goes_up_to",
            "answered_on",
            "expires_on",
        )
        output.table(columns, ([row[column] for column in columns] for row in rows))
    return DONE


@coordinate.verb(
    "ask",
    "cpo coordinate ask C-1042 eoir --subject 'record of proceedings' --json",
    "cpo coordinate ask C-1042 consulate --kind travel_document --asked 2026-03-02 --due 2026-04-01",
)
def ask(
    context: typer.Context,
    case: Case,
    agency: Annotated[
        str, typer.Argument(metavar="AGENCY", help="eoir, uscis, consulate, jail, orr … or a name.", show_default=False)
    ],
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="What is asked for, such as travel_document.")
    ] = "request",
    subject: Annotated[str, typer.Option("--subject", metavar="TEXT", help="A few words.")] = "",
    asked: Annotated[str, typer.Option("--asked", metavar="DATE", help="The day of the request; else today.")] = "",
    due: Annotated[
        str, typer.Option("--due", metavar="DATE", help="When the answer is due; else by the agency's ladder.")
    ] = "",
    json: Json = False,
) -> int:
    """Enter a request to another agency."""
    from cpo_tui.actions import coordinating

    return _act(
        context,
        lambda acting: coordinating.ask_agency(
            acting, find(acting.connection, case), agency, kind=kind, subject=subject, asked_on=asked, due_on=due
        ),
        json=json,
    )


@coordinate.verb("chase", "cpo coordinate chase 4", "cpo coordinate chase 4 --on 2026-03-02 --json")
def chase(context: typer.Context, row_id: Row, on: On = "", json: Json = False) -> int:
    """Enter that a request was chased."""
    from cpo_tui.actions import coordinating

    return _act(context, lambda acting: coordinating.chase_agency(acting, row_id, on=on), json=json)


@coordinate.verb(
    "answer",
    "cpo coordinate answer 4 'No record.' --on 2026-03-02 --json",
    "cpo coordinate answer 5 'Issued.' --expires 2026-09-02",
)
def answered(
    context: typer.Context,
    row_id: Row,
    words: Annotated[str, typer.Argument(metavar="TEXT", help="What was answered.", show_default=False)],
    on: On = "",
    expires: Annotated[str, typer.Option("--expires", metavar="DATE", help="The last day of a travel document.")] = "",
    json: Json = False,
) -> int:
    """Enter what an agency answered."""
    from cpo_tui.actions import coordinating

    return _act(
        context, lambda acting: coordinating.record_answer(acting, row_id, words, on=on, expires_on=expires), json=json
    )


@consent.verb("withdraw", "cpo consent withdraw C-1042 --to 'Ana López' --on 2026-03-02 --reason 'by letter' --json")
def withdraw(
    context: typer.Context,
    case: Case,
    recipient: Annotated[str, typer.Option("--to", metavar="NAME", help="For whom it was.")],
    on: On = "",
    reason: Why = None,
    json: Json = False,
) -> int:
    """Withdraw a consent; from that day the gate does not count it."""
    from cpo_tui.actions import mandates

    def act(acting: Context) -> Outcome:
        case_id = find(acting.connection, case)
        return mandates.withdraw_consent(
            acting, mandates.consent_named(acting, case_id, recipient), on=on, reason=reason
        )

    return _act(context, act, json=json)


@representation.verb(
    "end", "cpo representation end C-1042 --name 'J. Ortiz' --on 2026-03-02 --reason 'withdrew' --json"
)
def end(
    context: typer.Context,
    case: Case,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Who represented the person.")],
    on: On = "",
    reason: Why = None,
    json: Json = False,
) -> int:
    """End a representation; after that day its form gives no ground to tell anything."""
    from cpo_tui.actions import mandates

    def act(acting: Context) -> Outcome:
        case_id = find(acting.connection, case)
        return mandates.end_representation(
            acting, mandates.representation_named(acting, case_id, name), on=on, reason=reason
        )

    return _act(context, act, json=json)
