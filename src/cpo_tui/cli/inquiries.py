"""The life of inquiries: their steps, what they are about, and which are one matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.inbox import One, inquiry
from cpo_tui.cli.options import Json
from cpo_tui.cli.running import DONE
from cpo_tui.cli.selection import find, from_stdin
from cpo_tui.cli.session import session_of
from cpo_tui.cli.verdicts import answer
from cpo_tui.errors import UsageError

if TYPE_CHECKING:
    from cpo_tui.actions.context import Context, Outcome
    from cpo_tui.store.connect import Connection

commands = Noun()
commands.add_noun("inquiry", inquiry)

Many = Annotated[
    list[str],
    typer.Argument(
        metavar="INQUIRY...", help="Their numbers; - reads them from stdin, one a line.", show_default=False
    ),
]
CaseNames = Annotated[
    list[str],
    typer.Argument(metavar="CASE...", help="The cases, by reference, A-number or @row id.", show_default=False),
]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it stays on the record.")]
MustSayWhy = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it stays on the record.")]


def _over(
    context: typer.Context, names: Sequence[str], act: Callable[[Context, Sequence[int]], Outcome], *, json: bool
) -> int:
    """Run a verb over the inquiries that were named, and answer."""
    from cpo_tui.store.inquiries import find_inquiry

    session = session_of(context)
    listed = list(from_stdin()) if list(names) == ["-"] else list(names)
    if not listed:
        raise UsageError("No inquiry is named.", hint="Name inquiries, or - to read them from stdin.")
    with session.acting() as acting:
        outcome = act(acting, [find_inquiry(acting.connection, name) for name in listed])
    return answer(session.output(json=json), outcome)


@inquiry.verb(
    "acknowledge",
    "cpo inquiry acknowledge 2026-0014",
    "cpo inquiry acknowledge 2026-0014 2026-0015 --language es --json",
)
def acknowledge(
    context: typer.Context,
    names: Many,
    language: Annotated[str, typer.Option("--language", metavar="en|es", help="The language of the words.")] = "en",
    json: Json = False,
) -> int:
    """Tell enquirers that their question has come."""
    from cpo_tui.actions import inquiry_lives

    return _over(
        context, names, lambda acting, ids: inquiry_lives.acknowledge(acting, ids, language=language), json=json
    )


@inquiry.verb(
    "await",
    "cpo inquiry await 2026-0014 --reason 'asked for the waiver' --json",
    "cpo inquiry await 2026-0014 --from office --reason 'medical looks it up'",
)
def await_(
    context: typer.Context,
    names: Many,
    whom: Annotated[
        str,
        typer.Option(
            "--from", metavar="enquirer|office", help="Whose move it is; the clock stands still only for the enquirer."
        ),
    ] = "enquirer",
    reason: Why = "",
    json: Json = False,
) -> int:
    """Wait for something that the answer needs."""
    from cpo_tui.actions import inquiry_lives
    from cpo_tui.domain.fields import parse_choice

    enquirer = parse_choice("from", whom, {"enquirer": "", "office": ""}) == "enquirer"
    return _over(
        context,
        names,
        lambda acting, ids: inquiry_lives.await_input(acting, ids, enquirer=enquirer, reason=reason),
        json=json,
    )


@inquiry.verb(
    "ask",
    "cpo inquiry ask 2026-0014 --preview",
    "cpo inquiry ask 2026-0013 --for consent --language es -o carta.pdf",
    "cpo inquiry ask 2026-0014 --address '12 Elm St' -o letter.txt --force --json",
)
def ask(
    context: typer.Context,
    number: One,
    requirement: Annotated[
        str, typer.Option("--for", metavar="WHAT", help="Which of the missing things; else the first: cpo gate.")
    ] = "",
    language: Annotated[str, typer.Option("--language", metavar="en|es", help="The language of the letter.")] = "en",
    address: Annotated[str, typer.Option("--address", metavar="TEXT", help="The address as it stands today.")] = "",
    preview: Annotated[bool, typer.Option("--preview", help="Show the letter; nothing is kept or written.")] = False,
    target: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="Where it is written: .pdf, .html or .txt.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    json: Json = False,
) -> int:
    """Ask the enquirer for what the gate finds missing, by the letter that it names; the clock stands still meanwhile."""
    from cpo_tui.actions import asking
    from cpo_tui.store.inquiries import find_inquiry

    session = session_of(context)
    output = session.output(json=json)
    with session.acting() as acting:
        inquiry_id = find_inquiry(acting.connection, number)
        if preview:
            asked = asking.draft_request(acting, inquiry_id, requirement, language=language, address=address)
        else:
            asked, outcome = asking.ask_for_missing(
                acting, inquiry_id, requirement, language=language, address=address, path=target, force=force
            )
    facts = {"requirement": asked.missing.requirement, "letter": asked.missing.letter, "words": asked.draft.letter.text}
    if json:
        output.document(facts if preview else outcome.as_json() | facts | {"file": target})
        return DONE
    output.text(asked.draft.letter.text)
    if not preview:
        output.line(f"{outcome.summary}{f': {target}' if target else ''} (change-set {outcome.change_set})")
    return DONE


@inquiry.verb("vouch", "cpo inquiry vouch 2026-0014 identity_check", "cpo inquiry vouch 2026-0014 official_need --json")
def vouch(
    context: typer.Context,
    number: One,
    requirement: Annotated[
        str, typer.Argument(metavar="WHAT", help="What was checked, such as identity_check.", show_default=False)
    ],
    json: Json = False,
) -> int:
    """Say that you have checked what no paper shows; the gate counts it for this inquiry from then on."""
    from cpo_tui.actions import asking
    from cpo_tui.store.inquiries import find_inquiry

    session = session_of(context)
    with session.acting() as acting:
        outcome = asking.vouch(acting, find_inquiry(acting.connection, number), requirement)
    return answer(session.output(json=json), outcome)


@inquiry.verb("draft", "cpo inquiry draft 2026-0014", "cpo inquiry draft 2026-0014 --reason 'taken back' --json")
def draft(context: typer.Context, names: Many, reason: Why = "", json: Json = False) -> int:
    """Say that an answer is being written; a clock that stood still runs again."""
    from cpo_tui.actions import inquiry_lives

    return _over(context, names, lambda acting, ids: inquiry_lives.draft_inquiry(acting, ids, reason=reason), json=json)


@inquiry.verb("clear", "cpo inquiry clear 2026-0014", "cpo inquiry clear 2026-0014 --reason 'read by phone' --json")
def clear(context: typer.Context, names: Many, reason: Why = "", json: Json = False) -> int:
    """Say that a drafted answer was looked at and may go out; the gate is asked again when it does."""
    from cpo_tui.actions import inquiry_lives

    return _over(context, names, lambda acting, ids: inquiry_lives.clear_inquiry(acting, ids, reason=reason), json=json)


@inquiry.verb(
    "close", "cpo inquiry close 2026-0014", "cpo inquiry close 2026-0014 --reason 'withdrawn by phone' --json"
)
def close(context: typer.Context, names: Many, reason: Why = "", json: Json = False) -> int:
    """Put answered inquiries away; one that was never answered needs a reason."""
    from cpo_tui.actions import inquiry_lives

    return _over(context, names, lambda acting, ids: inquiry_lives.close_inquiry(acting, ids, reason=reason), json=json)


@inquiry.verb("reject", "cpo inquiry reject 2026-0014 --reason 'matches the contact block' --json")
def reject(context: typer.Context, number: One, reason: MustSayWhy, json: Json = False) -> int:
    """Refuse an inquiry with the words that tell nothing; the reason stays inside."""
    from cpo_tui.actions import disclosing
    from cpo_tui.store.inquiries import find_inquiry

    session = session_of(context)
    with session.acting() as acting:
        outcome = disclosing.refuse_inquiry(acting, find_inquiry(acting.connection, number), reason)
    return answer(session.output(json=json), outcome)


@inquiry.verb("reopen", "cpo inquiry reopen 2026-0014 --reason 'asked again' --json")
def reopen(context: typer.Context, names: Many, reason: MustSayWhy, json: Json = False) -> int:
    """Take up settled inquiries again; their clock starts anew."""
    from cpo_tui.actions import inquiry_lives

    return _over(
        context, names, lambda acting, ids: inquiry_lives.reopen_inquiry(acting, ids, reason=reason), json=json
    )


@inquiry.verb("explain-late", "cpo inquiry explain-late 2026-0014 --reason 'waited for the court' --json")
def explain_late(context: typer.Context, names: Many, reason: MustSayWhy, json: Json = False) -> int:
    """Say why replies are late; it is asked for once."""
    from cpo_tui.actions import inquiry_lives

    return _over(context, names, lambda acting, ids: inquiry_lives.explain_late(acting, ids, reason), json=json)


def _named(connection: Connection, names: Sequence[str]) -> list[int]:
    return [find(connection, name) for name in names]


@inquiry.verb("link", "cpo inquiry link 2026-0014 C-1042", "cpo inquiry link 2026-0014 C-1042 A212345678 --json")
def link(context: typer.Context, number: One, cases: CaseNames, json: Json = False) -> int:
    """Say that an inquiry is about cases."""
    from cpo_tui.actions import inquiry_links
    from cpo_tui.store.inquiries import find_inquiry

    session = session_of(context)
    with session.acting() as acting:
        inquiry_id = find_inquiry(acting.connection, number)
        outcome = inquiry_links.link_inquiry(acting, inquiry_id, _named(acting.connection, cases))
    return answer(session.output(json=json), outcome)


@inquiry.verb("unlink", "cpo inquiry unlink 2026-0014 C-1042 --reason 'another person of that name' --json")
def unlink(context: typer.Context, number: One, cases: CaseNames, reason: MustSayWhy, json: Json = False) -> int:
    """Say that an inquiry is not about cases."""
    from cpo_tui.actions import inquiry_links
    from cpo_tui.store.inquiries import find_inquiry

    session = session_of(context)
    with session.acting() as acting:
        inquiry_id = find_inquiry(acting.connection, number)
        outcome = inquiry_links.unlink_inquiry(acting, inquiry_id, _named(acting.connection, cases), reason=reason)
    return answer(session.output(json=json), outcome)


@inquiry.verb("join", "cpo inquiry join 2026-0014 2026-0015", "cpo inquiry join 2026-0014 2026-0015 --json")
def join(context: typer.Context, names: Many, json: Json = False) -> int:
    """Make inquiries one matter, so that one answer may go to all of them, each through the gate."""
    from cpo_tui.actions import inquiry_links

    return _over(context, names, inquiry_links.join_inquiries, json=json)


@inquiry.verb("unjoin", "cpo inquiry unjoin 2026-0015", "cpo inquiry unjoin 2026-0015 --json")
def unjoin(context: typer.Context, names: Many, json: Json = False) -> int:
    """Take inquiries out of their matter."""
    from cpo_tui.actions import inquiry_links

    return _over(context, names, inquiry_links.unjoin_inquiry, json=json)
