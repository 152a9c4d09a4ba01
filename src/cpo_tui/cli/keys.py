"""The commands of the application and their keys."""

from __future__ import annotations

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json
from cpo_tui.cli.running import DONE
from cpo_tui.cli.session import session_of

commands = Noun()


@commands.verb("keys", "cpo keys", "cpo keys --json")
def keys(context: typer.Context, json: Json = False) -> int:
    """List every command of the application with its key, your own keymap applied."""
    from cpo_tui.config import settings
    from cpo_tui.ui.commands.register import with_keymap

    output = session_of(context).output(json=json)
    shown = [command.as_json() for command in with_keymap(settings().keymap)]
    if json:
        output.document(shown)
    else:
        columns = ("screen", "group", "key", "id", "help")
        output.table(columns, ([command[column] for column in columns] for command in shown))
    return DONE
