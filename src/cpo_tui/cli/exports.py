"""Files out: what is on file, safe to open in a spreadsheet, or raw for machines."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json, Query
from cpo_tui.cli.output import talk
from cpo_tui.cli.running import DONE
from cpo_tui.cli.session import session_of
from cpo_tui.errors import CpoError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cpo_tui.actions.context import Context

commands = Noun()

SUFFIXES = {".csv": "csv", ".json": "json", ".jsonl": "jsonl", ".xlsx": "xlsx", ".ics": "ics"}
"""What a file's name says about its format."""


@commands.verb(
    "export",
    "cpo export cases -o cases.csv",
    "cpo export --query 'officer:me due<7d' --columns reference,full_name,stage --format xlsx -o mine.xlsx",
    "cpo export deadlines --view late --format ics -o late.ics --force",
    "cpo export --view late --as-listed -o late.xlsx",
    "cpo export cases --columns reference,full_name,act_by,demand --sort act -o next.csv",
    "cpo export events --raw --format jsonl > events.jsonl",
    "cpo export documents --include-protected --reason 'court order of 2 March' -o all.csv --json",
)
def export(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(metavar="[KIND]", help="cases, events, documents, inquiries or deadlines.", show_default=True),
    ] = "cases",
    query: Query = None,
    view: Annotated[
        str | None, typer.Option("--view", metavar="NAME", help="The cases of a saved or shipped view.")
    ] = None,
    columns: Annotated[
        str | None, typer.Option("--columns", metavar="A,B,C", help="Only these columns, in this order.")
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option(
            "--sort", metavar="FIELD[:desc]", help="In this order, such as act or opened:desc; else by reference."
        ),
    ] = None,
    as_listed: Annotated[
        bool,
        typer.Option("--as-listed", help="The columns and the order of the list or view, as the screen shows them."),
    ] = False,
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="F", help="csv, json, jsonl, xlsx or ics; else by the file's name, else csv."),
    ] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="Without the guard against spreadsheet formulas, for machines.")
    ] = False,
    include_protected: Annotated[
        bool,
        typer.Option(
            "--include-protected", help="With what the law protects (asylum, 8 USC 1367, counsel); needs a reason."
        ),
    ] = False,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why protected categories leave the store.")
    ] = "",
    target: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="Where it is written; else to stdout.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    json: Json = False,
) -> int:
    """Write cases, or what hangs on them, to a file or to stdout.

    All cases, closed ones too, unless a query or view says which. The import takes back what is written, byte for byte.
    """
    from dataclasses import replace

    from cpo_tui.actions.exporting import ExportOptions
    from cpo_tui.actions.exporting import export as write_out
    from cpo_tui.cli.progress import progress

    if query is not None and view is not None:
        raise UsageError("An export is of a query or of a view, not of both.", hint="Leave one out.")
    session = session_of(context)
    path = None if target in {None, "-"} else Path(str(target))
    chosen = form or ("json" if json and path is None else SUFFIXES.get(path.suffix.lower(), "csv") if path else "csv")
    options = ExportOptions(
        kind=kind,
        format=chosen,
        columns=tuple(name.strip() for name in columns.split(",") if name.strip()) if columns else (),
        in_their_order=as_listed or sort is not None,
        raw=raw,
        include_protected=include_protected,
        reason=reason,
        force=force,
    )
    if path is None and chosen == "xlsx" and sys.stdout.isatty():
        raise CpoError("A workbook is not shown on a terminal.", hint="Give -o FILE.", kind="no_terminal")
    with session.acting() as acting, progress("exporting") as tell:
        acting.progress = tell if path is not None else None
        chosen_cases, listed = _cases(acting, query, view, sort, as_listed=as_listed)
        if as_listed and not options.columns and kind == "cases":
            options = replace(options, columns=listed)
        done = write_out(acting, path if path is not None else _to_stdout, options, chosen_cases)
    output = session.output(json=json)
    if path is not None:
        if json:
            output.document(done.as_json())
        else:
            output.line(f"Wrote {done.rows:,} {kind} to {done.file} (SHA-256 {done.sha256}).")
    if done.left_out:
        talk(f"{done.left_out:,} protected {kind} stayed out; --include-protected --reason TEXT writes them.")
    return DONE


def _cases(
    context: Context, query: str | None, view: str | None, sort: str | None, *, as_listed: bool
) -> tuple[Sequence[int] | None, tuple[str, ...]]:
    """The cases of a query or view, None for every case; and the columns that a list of them has."""
    from cpo_tui.cli.caseload import view_of
    from cpo_tui.domain.columns import USUAL, exported, parse_columns
    from cpo_tui.domain.query.ordering import Order, parse_order
    from cpo_tui.store import search, window

    chosen = view_of(context.connection, view) if view is not None else None
    order = parse_order(sort) if sort is not None else chosen.order if chosen is not None and as_listed else Order()
    named = tuple(one.id for one in parse_columns(chosen.columns)) if chosen is not None else ()
    columns = exported(named or USUAL)
    if chosen is None and query is None and not as_listed and sort is None:
        return None, columns
    condition = search.condition_of(
        chosen.query if chosen is not None else query or "",
        now=context.now,
        zone=context.zone,
        officer=context.actor.officer,
        work_only=chosen is not None or query is not None or as_listed,
    )
    return window.ids_in_order(context.connection, condition, order), columns


def _to_stdout(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
