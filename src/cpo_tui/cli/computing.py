"""One date of one rule, with its steps and without a case: `cpo compute`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json
from cpo_tui.cli.packs import find_rule
from cpo_tui.cli.rules import RuleId
from cpo_tui.cli.running import DONE
from cpo_tui.cli.session import session_of
from cpo_tui.errors import UsageError

if TYPE_CHECKING:
    from cpo_tui.cli.output import Output
    from cpo_tui.rules.compute import Computation

commands = Noun()


@commands.verb(
    "compute",
    "cpo compute us-removal-period-90d --trigger 2025-12-04",
    "cpo compute us-warrantless-arrest-custody-decision-48h --trigger 2026-03-02T14:00-05:00 --json",
    "cpo compute us-bia-brief-21d --trigger 2026-03-02 --pause 2026-03-05..2026-03-09 --extend 5d",
    "cpo compute us-court-filing-30d-before-individual --trigger 2026-03-02 --fact hearing.date=2026-04-09",
)
def compute(
    context: typer.Context,
    rule: RuleId,
    trigger: Annotated[str, typer.Option("--trigger", metavar="WHEN", help="The day or moment from which it counts.")],
    pause: Annotated[
        list[str] | None,
        typer.Option("--pause", metavar="FROM..TO", help="The clock stands still from the first day until the second."),
    ] = None,
    extend: Annotated[
        list[str] | None, typer.Option("--extend", metavar="LENGTH", help="Longer by this, in the rule's own unit.")
    ] = None,
    fact: Annotated[
        list[str] | None,
        typer.Option("--fact", metavar="NAME=VALUE", help="A fact that the rule counts from or asks for."),
    ] = None,
    json: Json = False,
) -> int:
    """Compute one date of a rule with its steps; needs no store."""
    from cpo_tui import clock
    from cpo_tui.domain.times import parse_when
    from cpo_tui.rules.compute import compute as reckoned
    from cpo_tui.rules.compute import facts_from_text
    from cpo_tui.rules.pack import builtin_packs

    zone = clock.office_zone()
    pack, found = find_rule(builtin_packs(), rule)
    pauses = []
    for text in pause or ():
        begin, dots, end = text.partition("..")
        if not dots:
            raise UsageError(f"{text!r} is not FROM..TO.", hint="Write --pause 2026-03-05..2026-03-09.")
        pauses.append((parse_when(begin, zone), parse_when(end, zone)))
    computation = reckoned(
        pack,
        found.id,
        parse_when(trigger, zone),
        zone=zone,
        pauses=pauses,
        extensions=tuple(extend or ()),
        facts=facts_from_text(pack, tuple(fact or ())),
    )
    _show_computation(session_of(context).output(json=json), computation)
    return DONE


def _show_computation(output: Output, found: Computation) -> None:
    citation = found.rule.source.citation
    if output.json:
        output.document(
            {
                "due_at": found.due_at,
                "due_latest": found.due_latest,
                "steps": [{"date": step.on, "text": step.text} for step in found.steps],
                "rule": found.rule.id,
                "title": found.rule.title,
                "pack": found.pack_name,
                "pack_version": found.pack_version,
                "citation": citation,
                "warnings": list(found.warnings),
                "missing": list(found.missing),
            }
        )
        return
    output.line(found.rule.title)
    for step in found.steps:
        output.line(f"  {step.on.isoformat() if step.on else '':<10}  {step.text}")
    for warning in found.warnings:
        output.line(f"  ! {warning}")
    if found.due_at is not None:
        latest = f", at the latest {found.due_latest.isoformat()}" if found.due_latest else ""
        output.line(f"  = due {found.due_at.isoformat()}{latest}")
    output.line(f"  {citation}, {found.pack_name} {found.pack_version}")
