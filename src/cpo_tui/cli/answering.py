"""Telling somebody outside something: every answer goes through the disclosure gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json
from cpo_tui.cli.running import DONE
from cpo_tui.cli.selection import find
from cpo_tui.cli.session import session_of
from cpo_tui.cli.verdicts import answer as give_answer
from cpo_tui.errors import NotFound, UsageError

if TYPE_CHECKING:
    from cpo_tui.actions.context import Context, Outcome
    from cpo_tui.actions.disclosing import Answer
    from cpo_tui.cli.output import Output
    from cpo_tui.rules.disclosure import Decision
    from cpo_tui.rules.enquirer import Enquirer

commands = Noun()

Words = Annotated[str | None, typer.Argument(metavar="[TEXT]", help="The answer, word for word.", show_default=False)]
Tell = Annotated[
    list[str] | None,
    typer.Option("--tell", metavar="CATEGORY", help="A category that the answer tells, such as dates."),
]
Check = Annotated[
    bool, typer.Option("--check", help="Only show what may be told, what is missing and what never may be.")
]
Channel = Annotated[str, typer.Option("--channel", metavar="CHANNEL", help="How it goes out: email, phone, letter …")]
Vouch = Annotated[
    list[str] | None, typer.Option("--vouch", metavar="WHAT", help="Something that you have checked, such as identity.")
]
Override = Annotated[
    str, typer.Option("--override", metavar="TEXT", help="Why the gate is overridden; needs --second.")
]
Second = Annotated[str, typer.Option("--second", metavar="LOGIN", help="The second officer, who may give an override.")]


@commands.verb(
    "answer",
    "cpo answer 2026-0014 --check",
    "cpo answer 2026-0014 'The next hearing is on 9 April.' --tell dates --channel email",
    "cpo answer 2026-0014 'She is held in Tacoma.' --tell custody --vouch identity --late-reason 'on leave' --json",
    "cpo answer 2026-0014 'Told by order of the court.' --tell custody --override 'court order' --second beaumont",
    "cpo answer 2026-0014 --refuse --reason 'no consent on file'",
    "cpo answer 2026-0014 --status --line ombudsman --language es",
    "cpo answer 2026-0014 'We look into it.' --matter",
)
def answer(
    context: typer.Context,
    inquiry: Annotated[
        str, typer.Argument(metavar="INQUIRY", help="Its number, such as 2026-0014.", show_default=False)
    ],
    words: Words = None,
    tell: Tell = None,
    channel: Channel = "",
    vouch: Vouch = None,
    late_reason: Annotated[
        str, typer.Option("--late-reason", metavar="TEXT", help="Why the reply is late, where it is.")
    ] = "",
    override: Override = "",
    second: Second = "",
    refuse: Annotated[
        bool, typer.Option("--refuse", help="Answer with the words that tell nothing; needs --reason.")
    ] = False,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why it is refused; the enquirer does not see it.")
    ] = "",
    status: Annotated[
        bool, typer.Option("--status", help="Begin with the state of the case, as far as this enquirer may know it.")
    ] = False,
    line: Annotated[
        list[str] | None, typer.Option("--line", metavar="ID", help="Insert a standard line: cpo inquiry lines.")
    ] = None,
    language: Annotated[
        str,
        typer.Option(
            "--language", metavar="en|es", help="Of --status and --line; else the person's own where the person asks."
        ),
    ] = "",
    matter: Annotated[
        bool,
        typer.Option(
            "--matter", help="Give the answer to every open inquiry of the same matter, each through the gate."
        ),
    ] = False,
    check: Check = False,
    json: Json = False,
) -> int:
    """Answer an inquiry, through the gate; what is told is kept word for word with its ground."""
    from cpo_tui.actions import disclosing, gate
    from cpo_tui.actions.languages import language_of_inquiry
    from cpo_tui.store import lookups, reader

    session = session_of(context)
    output = session.output(json=json)
    with session.acting() as acting:
        inquiry_id = lookups.inquiry_named(acting.connection, inquiry)
        if inquiry_id is None:
            raise NotFound(f"There is no inquiry {inquiry!r}.", hint="See them: cpo inbox.")
        if refuse:
            if words is not None or tell:
                raise UsageError("A refusal has words of its own.", hint="Leave out the text and --tell.")
            return give_answer(output, disclosing.refuse_inquiry(acting, inquiry_id, reason))
        if check:
            decisions = gate.gate(acting, inquiry_id, frozenset(vouch or ()))
            names = reader.references(acting.connection, decisions)
            return show_decisions(output, {names[one]: decision for one, decision in decisions.items()})
        words = _from_stdin() if words == "-" else words
        language = language or language_of_inquiry(acting.connection, inquiry_id)
        text, told = _composed(acting, inquiry_id, words, tell, vouch, line, language, status=status)
        given = _answer(text, told, channel, vouch, override, second, late_reason)
        outcome = _answered(acting, inquiry_id, given, matter=matter)
    return give_answer(output, outcome)


@commands.verb(
    "disclose",
    "cpo disclose C-1042 --to 'J. Ortiz' --capacity attorney --check --json",
    "cpo disclose C-1042 'Held in Tacoma since 2 March.' --to 'J. Ortiz' --capacity attorney --tell custody --channel phone",
    "cpo disclose 2026-0014 'The notice was served.' --tell copies",
    "cpo disclose C-1042 'Case status: appeal.' --to 'A. Staff' --organisation 'Senate office' --capacity congress_member --tell case_status",
    "cpo disclose C-1042 'x' --to 'J. Doe' --capacity family --tell custody --vouch identity --override order --second beaumont",
)
def disclose(
    context: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            metavar="INQUIRY|CASE", help="An inquiry, whose enquirer is told; or a case.", show_default=False
        ),
    ],
    words: Words = None,
    recipient: Annotated[str, typer.Option("--to", metavar="NAME", help="Who is told, where it is a case.")] = "",
    capacity: Annotated[str, typer.Option("--capacity", metavar="CAPACITY", help="As what: attorney, family …")] = "",
    organisation: Annotated[str, typer.Option("--organisation", metavar="NAME", help="For whom they work.")] = "",
    tell: Tell = None,
    channel: Channel = "",
    vouch: Vouch = None,
    override: Override = "",
    second: Second = "",
    check: Check = False,
    json: Json = False,
) -> int:
    """Tell somebody something from a case, through the gate, without settling an inquiry."""
    from cpo_tui.actions import disclosing

    session = session_of(context)
    output = session.output(json=json)
    with session.acting() as acting:
        case_ids, enquirer = _told(acting, what, recipient, capacity, organisation, vouch)
        if check:
            return _show_gate(output, acting, case_ids, enquirer)
        if len(case_ids) != 1:
            raise UsageError(
                f"{what} is about {len(case_ids)} cases.", hint="Name the case: cpo disclose CASE --to NAME."
            )
        given = _answer(words, tell, channel, vouch, override, second, "")
        outcome = disclosing.disclose(acting, case_ids[0], enquirer, given)
    return give_answer(output, outcome)


def _answered(acting: Context, inquiry_id: int, given: Answer, *, matter: bool) -> Outcome:
    from cpo_tui.actions import disclosing
    from cpo_tui.store import inbox, inquiries

    if not matter:
        return disclosing.answer_inquiry(acting, inquiry_id, given)
    cluster = inquiries.details(acting.connection, inquiry_id).cluster
    if cluster is None:
        raise UsageError("The inquiry is joined with none.", hint="Join it first: cpo inquiry join INQUIRY...")
    wanted = inbox.entries(acting.connection, inbox.Sieve(cluster=cluster))
    return disclosing.answer_together(acting, [one.id for one in wanted], given)


def _from_stdin() -> str:
    from cpo_tui.cli.selection import lines_of_stdin

    return "\n".join(lines_of_stdin())


def _composed(
    acting: Context, inquiry_id: int, words: str | None, tell: Sequence[str] | None, vouch: Sequence[str] | None,
    lines: Sequence[str] | None, language: str, *, status: bool,
) -> tuple[str, tuple[str, ...]]:  # fmt: skip
    """The answer with what is put in front of it, and the categories that it tells."""
    from datetime import date

    from cpo_tui.actions import disclosing, gate
    from cpo_tui.store import commitments

    parts: list[str] = []
    told: dict[str, None] = dict.fromkeys(tell or ())
    if status:
        for case_id, decision in gate.gate(acting, inquiry_id, frozenset(vouch or ())).items():
            built = disclosing.status_answer(acting, case_id, decision, language=language)
            parts.append(built.words)
            told.update(dict.fromkeys(built.categories))
    pack = commitments.pack_of(acting.connection)
    today = date.fromisoformat(acting.today)
    parts += [pack.line(name).words(language, today) for name in lines or ()]
    parts.append(words or "")
    return "\n\n".join(part for part in parts if part.strip()), tuple(told)


def _told(
    acting: Context, what: str, recipient: str, capacity: str, organisation: str, vouch: Sequence[str] | None
) -> tuple[tuple[int, ...], Enquirer]:
    """The cases, and who is told: the enquirer of an inquiry, or whom the options name."""
    from cpo_tui.actions.gate import enquirer_of
    from cpo_tui.domain.fields import parse_choice
    from cpo_tui.domain.records import CAPACITIES, Inquiry
    from cpo_tui.rules.enquirer import Enquirer
    from cpo_tui.store import inquiries, lookups, reader

    asserted = frozenset(vouch or ())
    inquiry_id = lookups.inquiry_named(acting.connection, what)
    if inquiry_id is not None:
        if recipient or capacity:
            raise UsageError(f"{what} is an inquiry: its enquirer is told.", hint="Leave out --to and --capacity.")
        asked = reader.record(acting.connection, Inquiry, inquiry_id)
        kept = inquiries.details(acting.connection, inquiry_id)
        enquirer = enquirer_of(asked, organisation or kept.organisation or "", asserted | kept.asserted)
        return lookups.cases_of_inquiry(acting.connection, inquiry_id), enquirer
    named = parse_choice("capacity", capacity, dict.fromkeys(CAPACITIES, "")) if capacity else ""
    return (find(acting.connection, what),), Enquirer(named, recipient, organisation, asserted)


def _answer(
    words: str | None, tell: Sequence[str] | None, channel: str, vouch: Sequence[str] | None, override: str, second: str,
    late_reason: str,
) -> Answer:  # fmt: skip
    from cpo_tui.actions.disclosing import Answer

    return Answer(
        words or "",
        tuple(tell or ()),
        channel,
        asserted=frozenset(vouch or ()),
        override_reason=override,
        second_officer=second,
        late_reason=late_reason,
    )


def _show_gate(output: Output, acting: Context, case_ids: Sequence[int], enquirer: Enquirer) -> int:
    """What the gate says about each case; tells nobody anything and writes nothing."""
    from cpo_tui.actions.gate import consider
    from cpo_tui.store import reader

    names = reader.references(acting.connection, case_ids)
    return show_decisions(output, {names[case_id]: consider(acting, case_id, enquirer) for case_id in case_ids})


def show_decisions(output: Output, decisions: Mapping[str, Decision]) -> int:
    """Write what the gate says about each case, by reference."""
    if output.json:
        output.document([{"reference": reference, **_gate_json(found)} for reference, found in decisions.items()])
        return DONE
    if not decisions:
        output.line("The inquiry is about no case: nothing of a case may be told.")
    rows: list[tuple[Any, ...]] = []
    for reference, found in decisions.items():
        rows += [(reference, "may be told", one.category, one.label, one.ground, one.citation) for one in found.may]
        rows += [
            (reference, "missing", one.requirement, f"{one.label} (letter: {one.letter})", one.note, "")
            for one in found.missing
        ]
        rows += [(reference, "never", one.category, one.label, one.why, one.citation) for one in found.never]
        rows += [(reference, "note", "", note, "", "") for note in found.notes]
        if found.refer:
            rows.append((reference, "refer to", "", found.refer, "", ""))
    output.table(("case", "verdict", "id", "what", "because", "citation"), rows)
    return DONE


def _gate_json(found: Decision) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(found)
