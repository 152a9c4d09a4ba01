"""Views: the named queries of the office, with the order and the columns of their lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json
from cpo_tui.cli.output import write
from cpo_tui.cli.running import DONE
from cpo_tui.cli.session import session_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from cpo_tui.actions.context import Context, Outcome

commands = Noun()
view = Noun(
    "Views: named queries with their order and columns, for the whole office.",
    "cpo view list",
    "cpo view save 'Late, mine' --query 'officer:me late' --place 3",
    "cpo view show 'Late, mine' > late.view",
    usual="list",
)
commands.add_noun("view", view)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of a view, such as 'my day'.", show_default=False)]


@view.verb("list", "cpo view list", "cpo view list --json")
def list_views(context: typer.Context, json: Json = False) -> int:
    """List the views in their order, each with its key, query and number of cases."""
    from cpo_tui import clock
    from cpo_tui.domain.views import KEYS
    from cpo_tui.store import search
    from cpo_tui.store.counting import count_all
    from cpo_tui.store.views import views

    session = session_of(context)
    now, zone = clock.now(), clock.office_zone()
    with session.reading() as connection:
        found = views(connection)
        conditions = [
            search.condition_of(one.query, now=now, zone=zone, officer=session.officer, work_only=True) for one in found
        ]
        _, *counts = count_all(connection, conditions)
    columns = ("key", "name", "cases", "query", "sort", "columns")
    rows = [
        (KEYS[place] if place < len(KEYS) else "", one.name, counts[place], one.query, one.sort, one.columns)
        for place, one in enumerate(found)
    ]
    output = session.output(json=json)
    if json:
        output.document([dict(zip(columns, row, strict=True)) for row in rows])
    else:
        output.table(columns, rows, right=("cases",))
    return DONE


@view.verb("show", "cpo view show 'my day'", "cpo view show late --json")
def show(context: typer.Context, name: Name, json: Json = False) -> int:
    """Write a view as one line, which view paste reads."""
    from cpo_tui.domain.views import find_view, view_line
    from cpo_tui.store.views import views

    session = session_of(context)
    with session.reading() as connection:
        found = find_view(views(connection), name)
    if json:
        parts = {"name": found.name, "query": found.query, "sort": found.sort, "columns": found.columns}
        session.output(json=True).document(parts | {"line": view_line(found)})
    else:
        write(view_line(found) + "\n")
    return DONE


@view.verb(
    "save",
    "cpo view save 'Late, mine' --query 'officer:me late' --sort due",
    "cpo view save Oldest --query 'age>1y' --sort age:desc --columns 'act_by age case full_name' --place 4 --json",
)
def save(
    context: typer.Context,
    name: Name,
    query: Annotated[str, typer.Option("--query", "-q", metavar="QUERY", help="The cases that it shows.")] = "",
    sort: Annotated[str, typer.Option("--sort", metavar="FIELD[:desc]", help="Its order; else by act_by.")] = "",
    columns: Annotated[
        str, typer.Option("--columns", metavar="COLUMNS", help="Its columns, such as 'act_by demand:40 full_name'.")
    ] = "",
    place: Annotated[
        int | None, typer.Option("--place", metavar="N", help="Where it stands; 1 to 10 have a key.")
    ] = None,
    json: Json = False,
) -> int:
    """Save a view; one of that name is replaced."""
    from cpo_tui.actions.views import save_view
    from cpo_tui.domain.views import View

    wanted = View(name, query, sort, columns)
    return _done(context, lambda acting: save_view(acting, wanted, place=place), json=json)


@view.verb("move", "cpo view move 'Late, mine' 2", "cpo view move held 9 --json")
def move(
    context: typer.Context,
    name: Name,
    place: Annotated[int, typer.Argument(metavar="PLACE", help="Counted from 1.", show_default=False)],
    json: Json = False,
) -> int:
    """Put a view at a place; the others make room."""
    from cpo_tui.actions.views import move_view

    return _done(context, lambda acting: move_view(acting, name, place), json=json)


@view.verb("delete", "cpo view delete 'Late, mine'", "cpo view delete unassigned --json")
def delete(context: typer.Context, name: Name, json: Json = False) -> int:
    """Delete a view; one that cpo ships with is put away, and comes back when it is saved."""
    from cpo_tui.actions.views import delete_view

    return _done(context, lambda acting: delete_view(acting, name), json=json)


@view.verb(
    "paste",
    """cpo view paste 'view = {name = "Late, mine", query = "officer:me late"}'""",
    "cpo view paste - --json < late.view",
)
def paste(
    context: typer.Context,
    lines: Annotated[
        str,
        typer.Argument(
            metavar="LINES",
            help="Views as view show writes them, one a line; - reads them from stdin.",
            show_default=False,
        ),
    ],
    json: Json = False,
) -> int:
    """Save the views that somebody shared as text, all or none."""
    import sys

    from cpo_tui.actions.views import paste_views

    text = sys.stdin.read() if lines == "-" else lines
    return _done(context, lambda acting: paste_views(acting, text), json=json)


def _done(context: typer.Context, verb: Callable[[Context], Outcome], *, json: bool) -> int:
    session = session_of(context)
    with session.acting() as acting:
        outcome = verb(acting)
    output = session.output(json=json)
    if json:
        output.document({"change_set": outcome.change_set, "views": list(outcome.references)})
    else:
        where = f" (change-set {outcome.change_set})" if outcome.change_set is not None else ""
        output.line(f"{outcome.summary}{where}")
    return DONE
