"""Routines: verbs over a query that were saved under a name, and `run`, which does one of them again."""

from __future__ import annotations

from typing import Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json
from cpo_tui.cli.running import DONE
from cpo_tui.cli.session import session_of
from cpo_tui.cli.verdicts import answer

commands = Noun()
routine = Noun(
    "Routines: a verb over a query, saved under a name by the officer who runs it.",
    "cpo routine list",
    "cpo routine save 'to okafor' \"cpo assign --query 'officer:lopez due<7d' --to okafor\"",
    "cpo routine delete 'to okafor'",
    usual="list",
)
commands.add_noun("routine", routine)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of a routine.", show_default=False)]


@commands.verb("run", "cpo run 'to okafor'", "cpo run 'to okafor' --dry-run", "cpo run 'to okafor' --json")
def run(
    context: typer.Context,
    name: Name,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would change, and what not.")] = False,
    json: Json = False,
) -> int:
    """Run a routine: its verb, on the cases that its query finds now."""
    from cpo_tui.actions.rehearsal import rehearse
    from cpo_tui.actions.routines import find_routine, routines, run_routine

    session = session_of(context)
    output = session.output(json=json)
    with session.acting() as acting:
        found = find_routine(routines(acting.connection, acting.actor.officer), name)
        if not dry_run:
            return answer(output, run_routine(acting, found))
        rehearsal = rehearse(acting, run_routine, found)
    if json:
        output.document(rehearsal.as_json() | {"line": found.line})
        return DONE
    output.line(f"would have {rehearsal.summary}" if rehearsal.cases else rehearsal.summary)
    rows = [(one.what, one.before, one.after, len(one.references)) for one in rehearsal.effects]
    rows += [("left alone", one.reference, one.reason, 1) for one in rehearsal.refused]
    output.table(("what", "before", "after", "cases"), rows, right=("cases",))
    return DONE


@routine.verb("list", "cpo routine list", "cpo routine list --json")
def list_routines(context: typer.Context, json: Json = False) -> int:
    """List my routines, each with the command that does the same."""
    from cpo_tui.actions.routines import routines

    session = session_of(context)
    with session.reading() as connection:
        found = routines(connection, session.officer)
    output = session.output(json=json)
    if json:
        output.document([{"name": one.name, "query": one.query, "line": one.line} for one in found])
    else:
        output.table(("name", "line"), [(one.name, one.line) for one in found])
    return DONE


@routine.verb(
    "save",
    "cpo routine save 'to okafor' \"cpo assign --query 'officer:lopez due<7d' --to okafor\"",
    "cpo routine save chase \"cpo document request --query 'hearing<14d' --all-missing\" --json",
)
def save(
    context: typer.Context,
    name: Name,
    line: Annotated[
        str,
        typer.Argument(metavar="LINE", help="The command, with --query and as one word.", show_default=False),
    ],
    json: Json = False,
) -> int:
    """Save a command over a query under a name; one of that name is replaced."""
    from cpo_tui.actions.deeds import read_line
    from cpo_tui.actions.routines import Routine, save_routine

    session = session_of(context)
    query, deed = read_line(line)
    with session.acting() as acting:
        kept = save_routine(acting, Routine(name, query, deed))
    output = session.output(json=json)
    if json:
        output.document({"name": kept.name, "query": kept.query, "line": kept.line})
    else:
        output.line(f"saved the routine {kept.name}: {kept.line}")
    return DONE


@routine.verb("delete", "cpo routine delete 'to okafor'", "cpo routine delete chase --json")
def delete(context: typer.Context, name: Name, json: Json = False) -> int:
    """Delete a routine; what it has done stays done."""
    from cpo_tui.actions.routines import delete_routine

    session = session_of(context)
    with session.acting() as acting:
        gone = delete_routine(acting, name)
    output = session.output(json=json)
    if json:
        output.document({"name": gone.name})
    else:
        output.line(f"deleted the routine {gone.name}")
    return DONE
