"""The caseload as a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json, Query
from cpo_tui.cli.output import as_json, write
from cpo_tui.cli.running import DONE
from cpo_tui.cli.session import session_of
from cpo_tui.errors import UsageError

if TYPE_CHECKING:
    from cpo_tui.cli.output import Output
    from cpo_tui.domain.cases import CaseRow
    from cpo_tui.domain.views import View
    from cpo_tui.store.connect import Connection

commands = Noun()

PAGE = 500
"""Cases that are read at once, so that a list of a million takes no more memory than one of a thousand."""

_COLUMNS = ("when", "what", "case", "name", "stage", "miss", "inq", "A-number", "custody", "officer")
_NORMAL, _WIDE = 100, 150
"""Widths of a terminal from which more columns are shown."""
_PLAIN_COLUMNS = (
    "reference", "a_number", "full_name", "act_by", "due_at", "when", "demand", "severity", "citation", "stage",
    "custody_status", "officer", "waiting_on", "missing_documents", "open_inquiries", "safeguards",
)  # fmt: skip


@commands.verb(
    "list",
    "cpo list",
    "cpo list --query 'officer:me due<7d' --json",
    "cpo list --view late --limit 20",
    "cpo list --query 'stage:final_order -hold:yes' --sort opened:desc",
    "cpo list -q 'lifecycle:closed closed<30d'",
)
def list_cases(
    context: typer.Context,
    query: Query = None,
    view: Annotated[
        str | None, typer.Option("--view", metavar="NAME", help="A saved or shipped view, such as late or 'my day'.")
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option("--sort", metavar="FIELD[:desc]", help="Another order, such as opened:desc; else by act_by."),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", help="At most so many.")] = None,
    json: Json = False,
) -> int:
    """List the caseload in the order in which it must be worked.

    It is a list of work: closed cases are in it where the query has words or speaks of what is closed.
    """
    from cpo_tui import clock
    from cpo_tui.domain.query.ordering import Order, parse_order
    from cpo_tui.store import search, window

    if query is not None and view is not None:
        raise UsageError("A list is of a query or of a view, not of both.", hint="Leave one out.")
    if limit is not None and limit < 1:
        raise UsageError(f"--limit {limit} is out of range.", hint="Give 1 or more.")
    order = Order() if sort is None else parse_order(sort)
    session = session_of(context)
    now, zone = clock.now(), clock.office_zone()
    with session.reading() as connection:
        if view is not None:
            chosen = view_of(connection, view)
            query, order = chosen.query, order if sort is not None else chosen.order
        condition = search.condition_of(query or "", now=now, zone=zone, officer=session.officer, work_only=True)
        ids = window.ids_in_order(connection, condition, order, limit=limit)
        _answer(session.output(json=json), _rows(connection, ids), now, zone)
    return DONE


def query_of(connection: Connection, name: str) -> str:
    """The query of a saved view, else of a shipped one; raises `UsageError`."""
    return view_of(connection, name).query


def view_of(connection: Connection, name: str) -> View:
    """A saved view, else a shipped one, by its name; raises `UsageError`."""
    from cpo_tui.domain.views import find_view
    from cpo_tui.store.views import views

    return find_view(views(connection), name)


def _rows(connection: Connection, ids: Sequence[int]) -> Iterator[CaseRow]:
    from cpo_tui.store import reader

    for start in range(0, len(ids), PAGE):
        page = ids[start : start + PAGE]
        found = reader.case_rows(connection, page)
        yield from (found[case_id] for case_id in page if case_id in found)


def _answer(output: Output, rows: Iterator[CaseRow], now: datetime, zone: tzinfo) -> None:
    from cpo_tui.cli import shapes

    if output.json:
        write("[")
        for place, row in enumerate(rows):
            write(("," if place else "") + "\n" + as_json(shapes.case_json(row, now, zone)))
        write("\n]\n")
    elif output.terminal:
        from shutil import get_terminal_size

        width = get_terminal_size().columns
        count = 4 if width < _NORMAL else 7 if width < _WIDE else len(_COLUMNS)
        shown = (_for_people(row, now, zone)[:count] for row in rows)
        output.table(_COLUMNS[:count], shown, right=("miss", "inq"), one_line=True)
    else:
        output.table(_PLAIN_COLUMNS, (_plain(row, now, zone) for row in rows))


def _for_people(row: CaseRow, now: datetime, zone: tzinfo) -> tuple[object, ...]:
    from cpo_tui.domain.demands import Severity
    from cpo_tui.domain.numbers import format_a_number
    from cpo_tui.domain.times import place_words

    glyph = Severity(row.severity).glyph if row.severity else " "
    held = "‖ " if row.held_until else ""
    return (
        f"{glyph} {place_words(row.act_by, row.due_at, now, zone)}".rstrip(), f"{held}{row.demand}", row.reference,
        row.full_name, (row.stage or "").replace("_", " "), row.missing_documents or "", row.open_inquiries or "",
        format_a_number(row.a_number), row.custody_status.replace("_", " "), row.officer,
    )  # fmt: skip


def _plain(row: CaseRow, now: datetime, zone: tzinfo) -> tuple[object, ...]:
    from cpo_tui.domain.times import place_words

    return (
        row.reference, row.a_number, row.full_name, row.act_by, row.due_at,
        place_words(row.act_by, row.due_at, now, zone), row.demand, row.severity, row.citation, row.stage,
        row.custody_status, row.officer, row.waiting_on, row.missing_documents, row.open_inquiries, row.safeguards,
    )  # fmt: skip
