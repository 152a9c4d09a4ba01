"""`cpo add inquiry` and `cpo add communication`: what comes to the office from outside."""

from __future__ import annotations

from typing import Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json, Reason, given
from cpo_tui.cli.output import talk
from cpo_tui.cli.selection import find
from cpo_tui.cli.session import session_of
from cpo_tui.cli.verdicts import answer

verbs = Noun()
"""The verbs that `cpo add` takes over."""


def _text(option: str, metavar: str, help_text: str) -> object:
    return typer.Option(option, metavar=metavar, help=help_text)


@verbs.verb(
    "inquiry",
    "cpo add inquiry C-1042 'Where is she held?' --from 'J. Ortiz' --capacity attorney --channel email",
    "cpo add inquiry 'How many are held in Tacoma?' --from 'A. Reporter' --capacity press --subject statistics",
    "cpo add inquiry C-1042 C-1043 'Status?' --received 2026-03-02T14:05-05:00 --due 2026-03-05 --reason fax --json",
)
def inquiry(
    context: typer.Context,
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="[CASE]... TEXT", help="The cases it is about, and last what was asked.", show_default=False
        ),
    ],
    enquirer: Annotated[str | None, _text("--from", "NAME", "Who asks.")] = None,
    capacity: Annotated[str | None, _text("--capacity", "CAPACITY", "As what: attorney, family, police …")] = None,
    channel: Annotated[str | None, _text("--channel", "CHANNEL", "How it came: email, phone, letter …")] = None,
    received: Annotated[str | None, _text("--received", "WHEN", "When it came; else now.")] = None,
    subject: Annotated[str | None, _text("--subject", "TEXT", "What it is about, in a word.")] = None,
    due: Annotated[str | None, _text("--due", "WHEN", "When the answer is due.")] = None,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Log an inquiry about none, one or several cases."""
    from cpo_tui.actions.inquiries import add_inquiry

    *cases, question = names
    values = given(
        question=question, enquirer=enquirer, capacity=capacity, channel=channel, subject=subject, due_at=due,
        received_at=received,
    )  # fmt: skip
    session = session_of(context)
    with session.acting() as acting:
        chosen = [find(acting.connection, name) for name in cases]
        outcome = add_inquiry(acting, chosen, values, reason=reason)
    return answer(session.output(json=json), outcome)


@verbs.verb(
    "communication",
    "cpo add communication C-1042 'Counsel rang: asks to be called on Tuesday.' --from 'J. Ortiz' --channel phone",
    "cpo add communication C-1042 'The clinic sent the report.' --from 'IHSC' --capacity agency --at 2026-03-02 --json",
    "cpo add communication 2026-0014 'Sends the form by post.' --inquiry",
)
def communication(
    context: typer.Context,
    what: Annotated[
        str, typer.Argument(metavar="CASE", help="The case, or with --inquiry the inquiry.", show_default=False)
    ],
    words: Annotated[str, typer.Argument(metavar="TEXT", help="What was said or sent.", show_default=False)],
    party: Annotated[str, _text("--from", "NAME", "Who said it; else who asks in the inquiry.")] = "",
    capacity: Annotated[str, _text("--capacity", "CAPACITY", "As what: attorney, family, police …")] = "",
    channel: Annotated[str, _text("--channel", "CHANNEL", "How it came: email, phone, letter …")] = "",
    at: Annotated[str, _text("--at", "WHEN", "When; else now.")] = "now",
    inquiry: Annotated[bool, typer.Option("--inquiry", help="It belongs to an inquiry, which is named.")] = False,
    json: Json = False,
) -> int:
    """Keep what came in, a call or a message; what goes out is kept by the gate: cpo answer, cpo disclose."""
    import shlex

    from cpo_tui.actions import promising
    from cpo_tui.actions.communications import log_communication
    from cpo_tui.store.inquiries import find_inquiry

    session = session_of(context)
    with session.acting() as acting:
        inquiry_id = find_inquiry(acting.connection, what) if inquiry else None
        case_id = None if inquiry else find(acting.connection, what)
        outcome = log_communication(
            acting, case_id, words, party=party, capacity=capacity, channel=channel, at=at, inquiry_id=inquiry_id
        )
        found = promising.offered(acting, words)
    for one in found:
        extra = " --inquiry" if inquiry else ""
        talk(f"a promise? cpo promise make {what} {shlex.quote(one.words)} --due {one.due_on}{extra}")
    return answer(session.output(json=json), outcome)
