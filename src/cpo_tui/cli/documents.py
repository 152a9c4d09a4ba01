"""The steps of a document's life, its files and custody, and another version of the documents pack: `cpo document`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Case, Json, Query, Reason, given, named_values
from cpo_tui.cli.output import talk
from cpo_tui.cli.running import DONE
from cpo_tui.cli.selection import find
from cpo_tui.cli.session import session_of
from cpo_tui.cli.verdicts import answer, over_chosen
from cpo_tui.errors import UsageError

if TYPE_CHECKING:
    from cpo_tui.actions.context import Context, Outcome

commands = Noun()
document = Noun(
    "Move a document through its life: request, chase, receive, accept, reject, expire, waive; attach and export files.",
    "cpo document request C-1042 I-862",
    "cpo document receive C-1042 I-862",
)
commands.add_noun("document", document)

CasesAndName = Annotated[
    list[str],
    typer.Argument(
        metavar="CASE... DOCUMENT",
        help="The cases, and last the document: its form, its name, or # and its row id.",
        show_default=False,
    ),
]
Name = Annotated[
    str,
    typer.Argument(metavar="DOCUMENT", help="Its form, its name, or # and its row id.", show_default=False),
]
Checks = Annotated[
    list[str] | None,
    typer.Option("--check", metavar="NAME=ANSWER", help="The answer to a check: yes, no or na; may be repeated."),
]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it stays on the record.")]


def _split(names: Sequence[str], query: str | None) -> tuple[list[str], str]:
    """The cases and the document that the words of a command name."""
    *cases, name = names
    if not cases and query is None:
        raise UsageError(
            "Name the cases, and last the document.", hint="For example: cpo document request C-1042 I-862."
        )
    return cases, name


@document.verb(
    "request",
    "cpo document request C-1042 C-1043 I-862 --from court --on 2026-03-02 --reason 'hearing set'",
    "cpo document request C-1042 --all-missing --json",
    "cpo document request --query 'hearing<14d' --all-missing",
)
def request(
    context: typer.Context,
    names: CasesAndName = None,  # type: ignore[assignment]
    supplied_by: Annotated[
        str, typer.Option("--from", metavar="SUPPLIER", help="Who must supply it; else as the pack says.")
    ] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day of the request; else today.")] = "",
    all_missing: Annotated[
        bool, typer.Option("--all-missing", help="Everything that will be missing on the day of the next step.")
    ] = False,
    query: Query = None,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Ask for a document, or for all that will be missing; its chases then come up by themselves."""
    from cpo_tui.actions import document_life

    listed = list(names or ())
    if all_missing:
        return over_chosen(
            session_of(context), listed, query,
            lambda acting, ids: document_life.request_all_missing(acting, ids, reason=reason), json=json,
        )  # fmt: skip
    if not listed:
        raise UsageError("Name a document.", hint="Or ask for everything: --all-missing.")
    cases, name = _split(listed, query)
    return over_chosen(
        session_of(context), cases, query,
        lambda acting, ids: document_life.request(acting, ids, name, supplied_by=supplied_by, on=on, reason=reason),
        json=json,
    )  # fmt: skip


@document.verb(
    "chase",
    "cpo document chase C-1042 I-862 --note 'left a message with the clerk'",
    "cpo document chase --query missing:I-862 I-862 --reason 'weekly round' --json",
)
def chase(
    context: typer.Context,
    names: CasesAndName,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What was said.")] = "",
    query: Query = None,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Record that somebody was reminded of a request today."""
    from cpo_tui.actions import document_life

    cases, name = _split(names, query)
    return over_chosen(
        session_of(context), cases, query,
        lambda acting, ids: document_life.chase(acting, ids, name, note=note, reason=reason), json=json,
    )  # fmt: skip


@document.verb(
    "receive",
    "cpo document receive C-1042 I-862 --on 2026-03-02 --signed 2026-02-27 --served 2026-03-01 --service-method personal",
    "cpo document receive C-1042 I-862 --service-language es --edition 2019 --translation 'certified, 2026-02-20'",
    "cpo document receive C-1042 Passport --expires 2027-01-31 --original yes --kept-at 'office safe' --json",
    "cpo document receive --query missing:I-830 I-830 --reason 'posted to all'",
)
def receive(
    context: typer.Context,
    names: CasesAndName,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day on which it came; else today.")
    ] = None,
    signed: Annotated[str | None, typer.Option("--signed", metavar="DATE", help="The day of its signature.")] = None,
    served: Annotated[
        str | None, typer.Option("--served", metavar="DATE", help="The day on which it was served.")
    ] = None,
    service_method: Annotated[str | None, typer.Option("--service-method", metavar="TEXT", help="How.")] = None,
    service_language: Annotated[
        str | None, typer.Option("--service-language", metavar="TEXT", help="In which language.")
    ] = None,
    expires: Annotated[
        str | None, typer.Option("--expires", metavar="DATE", help="The last day on which it holds.")
    ] = None,
    edition: Annotated[str | None, typer.Option("--edition", metavar="TEXT", help="The edition of the form.")] = None,
    original: Annotated[str | None, typer.Option("--original", metavar="YES|NO", help="Is it the original?")] = None,
    translation: Annotated[str | None, typer.Option("--translation", metavar="TEXT", help="Which translation.")] = None,
    kept_at: Annotated[str | None, typer.Option("--kept-at", metavar="TEXT", help="Where it is kept.")] = None,
    query: Query = None,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Record that a document came in."""
    from cpo_tui.actions import document_life

    cases, name = _split(names, query)
    values = given(
        received_on=on, signed_on=signed, served_on=served, service_method=service_method,
        service_language=service_language, expires_on=expires, edition=edition, original=original,
        translation=translation, kept_at=kept_at,
    )  # fmt: skip
    return over_chosen(
        session_of(context), cases, query,
        lambda acting, ids: document_life.receive(acting, ids, name, values, reason=reason), json=json,
    )  # fmt: skip


def _on_one(context: typer.Context, case: str, act: Callable[[Context, int], Outcome], *, json: bool) -> int:
    session = session_of(context)
    with session.acting() as acting:
        outcome = act(acting, find(acting.connection, case))
    return answer(session.output(json=json), outcome)


@document.verb(
    "accept",
    "cpo document accept C-1042 I-862 --check signature_present=yes --check charge_codes=na --rest yes",
    "cpo document accept C-1042 Passport --rest yes --expires 2027-01-31 --reason checked --json",
)
def accept(
    context: typer.Context,
    case: Case,
    name: Name,
    check: Checks = None,
    rest: Annotated[str, typer.Option("--rest", metavar="ANSWER", help="The answer to every other check.")] = "",
    expires: Annotated[
        str | None, typer.Option("--expires", metavar="DATE", help="The last day on which it holds.")
    ] = None,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Accept a document that came in, with an answer to each of its checks."""
    from cpo_tui.actions import document_review

    checks = named_values(check or (), "NAME")
    return _on_one(
        context, case,
        lambda acting, case_id: document_review.accept(
            acting, case_id, name, checks, rest=rest, values=given(expires_on=expires), reason=reason
        ),
        json=json,
    )  # fmt: skip


@document.verb("reject", "cpo document reject C-1042 I-862 --reason 'no signature' --check signature_present=no --json")
def reject(
    context: typer.Context, case: Case, name: Name, reason: Why, check: Checks = None, json: Json = False
) -> int:
    """Reject a document that came in, with the reason and the checks that it failed."""
    from cpo_tui.actions import document_review

    checks = named_values(check or (), "NAME")
    return _on_one(
        context, case, lambda acting, case_id: document_review.reject(acting, case_id, name, reason, checks), json=json
    )


@document.verb(
    "expire",
    "cpo document expire C-1042 Passport --reason 'cancelled by the consulate'",
    "cpo document expire --query 'expiring<1d' Passport --json",
)
def expire(
    context: typer.Context, names: CasesAndName, query: Query = None, reason: Reason = None, json: Json = False
) -> int:
    """Record that a document no longer holds."""
    from cpo_tui.actions import document_life

    cases, name = _split(names, query)
    return over_chosen(
        session_of(context),
        cases,
        query,
        lambda acting, ids: document_life.expire(acting, ids, name, reason=reason),
        json=json,
    )


@document.verb("waive", "cpo document waive C-1042 I-862 --reason 'held by the other office' --approver okafor --json")
def waive(
    context: typer.Context,
    case: Case,
    name: Name,
    reason: Why,
    approver: Annotated[str, typer.Option("--approver", metavar="LOGIN", help="On whose word; else yours.")] = "",
    json: Json = False,
) -> int:
    """Do without a document, on the word of somebody who may say so."""
    from cpo_tui.actions import document_life

    return _on_one(
        context,
        case,
        lambda acting, case_id: document_life.waive(acting, case_id, name, reason, approver=approver),
        json=json,
    )


@document.verb(
    "attach",
    "cpo document attach C-1042 I-862 nta.pdf",
    "cpo document attach C-1042 I-862 nta.pdf --kept-at 'A-file, volume 1' --reason 'scan of the original' --json",
)
def attach(
    context: typer.Context,
    case: Case,
    name: Name,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The file; its bytes are copied into the store.", show_default=False)
    ],
    kept_at: Annotated[str, typer.Option("--kept-at", metavar="TEXT", help="Where the paper itself is.")] = "",
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Copy a file into the store as the newest version of a document; it is never opened."""
    from cpo_tui.actions import attaching

    return _on_one(
        context,
        case,
        lambda acting, case_id: attaching.attach(acting, case_id, name, file, place=kept_at, reason=reason),
        json=json,
    )


@document.verb("move", "cpo document move C-1042 I-862 --to court --as released --note 'by courier' --json")
def move(
    context: typer.Context,
    case: Case,
    name: Name,
    to: Annotated[str, typer.Option("--to", metavar="TEXT", help="Where the paper is now.")],
    what: Annotated[str, typer.Option("--as", metavar="WHAT", help="received, moved, copied or released.")] = "moved",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="A remark.")] = "",
    json: Json = False,
) -> int:
    """Enter in the chain of custody where the paper itself went."""
    from cpo_tui.actions import attaching

    return _on_one(
        context,
        case,
        lambda acting, case_id: attaching.hand_on(acting, case_id, name, what, place=to, note=note),
        json=json,
    )


@document.verb("export", "cpo document export C-1042 I-862 -o nta.pdf --force --json")
def export(
    context: typer.Context,
    case: Case,
    name: Name,
    target: Annotated[str, typer.Option("-o", "--output", metavar="FILE", help="Where it is written.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    json: Json = False,
) -> int:
    """Write the newest attached file of a document, byte for byte."""
    from cpo_tui.actions import attaching

    session = session_of(context)
    with session.acting() as acting:
        path = attaching.export_attached(acting, find(acting.connection, case), name, target, force=force)
    output = session.output(json=json)
    if json:
        output.document({"file": str(path)})
    else:
        output.line(str(path))
    return DONE


@document.verb(
    "pack",
    "cpo document pack us-documents.toml --json",
    "cpo document pack us-documents.toml --adopt --reason 'new editions of the forms'",
)
def pack(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A documents pack in TOML.", show_default=False)],
    adopt: Annotated[bool, typer.Option("--adopt", help="Work with it from now on; undo goes back.")] = False,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it is adopted.")] = "",
    json: Json = False,
) -> int:
    """Check another version of the documents pack, and see what it would change on open cases."""
    from pathlib import Path

    from cpo_tui.actions import document_packs

    session = session_of(context)
    output = session.output(json=json)
    change_set = None
    with session.acting() as acting:
        if adopt:
            outcome, found = document_packs.adopt_documents(acting, Path(file), reason)
            change_set = outcome.change_set
            talk(f"{outcome.summary} (change-set {change_set})")
        else:
            found = document_packs.preview_documents(acting, Path(file))
    rows = [(name, ", ".join(one.added), ", ".join(one.dropped), ", ".join(one.changed)) for name, one in found.items()]
    if json:
        changes = [
            {"reference": name, "added": one.added, "dropped": one.dropped, "changed": one.changed}
            for name, one in found.items()
        ]
        output.document({"change_set": change_set, "changes": changes})
    else:
        output.table(("case", "added", "dropped", "changed"), rows)
    return DONE
