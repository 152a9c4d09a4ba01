"""Stuck and contradictory cases, by named check, each with the command that mends it."""

from __future__ import annotations

from typing import Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json, Query
from cpo_tui.cli.output import talk
from cpo_tui.cli.running import DONE, IN_PART
from cpo_tui.cli.session import session_of

commands = Noun()


@commands.verb(
    "lint",
    "cpo lint",
    "cpo lint --query 'officer:me' --check stuck --check no-owner",
    "cpo lint --replay --json",
    "cpo lint --list",
)
def lint(
    context: typer.Context,
    query: Query = None,
    check: Annotated[
        list[str] | None, typer.Option("--check", metavar="NAME", help="Only this check; may be repeated.")
    ] = None,
    replay: Annotated[
        bool, typer.Option("--replay", help="Also replay every deadline and hold it against the stored one.")
    ] = False,
    list_checks: Annotated[bool, typer.Option("--list", help="Name the checks, and look at nothing.")] = False,
    json: Json = False,
) -> int:
    """Find stuck and contradictory cases by named check, each with the command that mends it; exit 3 with findings."""
    from cpo_tui import clock
    from cpo_tui.cli.selection import found_by
    from cpo_tui.store.lint import REPLAY, checks_named, findings
    from cpo_tui.store.lint_checks import CHECKS

    session = session_of(context)
    output = session.output(json=json)
    if list_checks:
        known = [*CHECKS, REPLAY]
        if json:
            output.document([{"check": one.id, "words": one.words, "remedy": one.remedy} for one in known])
        else:
            output.table(("CHECK", "WHAT MUST HOLD", "COMMAND"), ((one.id, one.words, one.remedy) for one in known))
        return DONE
    chosen = checks_named(check or ())
    if replay and REPLAY not in chosen:
        chosen = (*chosen, REPLAY)
    with session.reading() as connection:
        ids = None if query is None else found_by(connection, query, session.officer)
        found = list(findings(connection, now=clock.now(), zone=clock.office_zone(), case_ids=ids, checks=chosen))
    if json:
        output.document([one.as_json() for one in found])
    elif found:
        output.table(
            ("CHECK", "CASE", "FOUND", "COMMAND"), ((one.check, one.reference, one.detail, one.remedy) for one in found)
        )
    else:
        output.line(f"Nothing found by {len(chosen)} checks.")
    if found and not json:
        talk(f"{len(found):,} findings in {len({one.case_id for one in found}):,} cases.")
    return IN_PART if found else DONE
