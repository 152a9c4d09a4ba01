"""The profiles that say what the columns of a source mean."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json
from cpo_tui.cli.running import DONE
from cpo_tui.cli.session import session_of

profiles = Noun(
    "What the columns of a source mean: the profiles that come with the product, and your own.",
    "cpo profiles",
    "cpo profiles show ice-i213",
    usual="list",
)


def own_folder() -> Path:
    """Where the officer's own profiles lie."""
    from cpo_tui import config

    return config.config_dir() / "profiles"


@profiles.verb("list", "cpo profiles list", "cpo profiles list --json")
def list_profiles(context: typer.Context, json: Json = False) -> int:
    """List the profiles: those that come with the product, and your own in the config folder."""
    from cpo_tui.exchange.profiles import builtin_names, load_profile, own_names

    folder = own_folder()
    own = own_names(folder)
    rows = []
    for name in sorted({*builtin_names(), *own}):
        found = load_profile(name, folder)
        origin = "own" if name in own else "shipped"
        rows.append({"name": name, "title": found.title, "kind": found.kind, "key": list(found.key), "origin": origin})
    output = session_of(context).output(json=json)
    if json:
        output.document(rows)
    else:
        columns = ("name", "kind", "key", "origin", "title")
        output.table(columns, ([row[column] for column in columns] for row in rows))
    return DONE


@profiles.verb("show", "cpo profiles show ice-i213", "cpo profiles show eoir-cases --json")
def show_profile(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, as cpo profiles lists it.", show_default=False)],
    json: Json = False,
) -> int:
    """Show what a profile makes of each column."""
    from dataclasses import asdict

    from cpo_tui.exchange.profiles import load_profile

    found = load_profile(name, own_folder())
    output = session_of(context).output(json=json)
    if json:
        output.document(asdict(found))
        return DONE
    output.fields((("profile", found.name), ("title", found.title), ("kind", found.kind), ("key", found.key)))
    rows = ((column.name, column.field, column.form, column.names[1:]) for column in found.columns)
    output.table(("column", "field", "form", "also called"), rows)
    return DONE
