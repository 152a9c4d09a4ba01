"""The tree of commands: each noun's module is loaded when one of its commands is called, or when all are listed."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer

from cpo_tui.cli.command import Group, Noun, epilog
from cpo_tui.cli.session import Session


class Place(NamedTuple):
    """Where a command lives: its module in `cpo_tui.cli`, and the part of the help that lists it."""

    module: str
    section: str


START, IN_AND_OUT, WORKING, RULES, TRUST = "Start", "In and out", "Working", "Rules and papers", "Trust"

COMMANDS: dict[str, Place] = {
    "demo": Place("opening", START),
    "init": Place("stores", START),
    "sample": Place("samples", START),
    "doctor": Place("doctor", START),
    "keys": Place("keys", START),
    "help": Place("guide", START),
    "import": Place("imports", IN_AND_OUT),
    "export": Place("exports", IN_AND_OUT),
    "profiles": Place("imports", IN_AND_OUT),
    "batches": Place("imports", IN_AND_OUT),
    "quarantine": Place("imports", IN_AND_OUT),
    "list": Place("caseload", WORKING),
    "view": Place("views", WORKING),
    "show": Place("case", WORKING),
    "why": Place("case", WORKING),
    "deadlines": Place("deadlines", WORKING),
    "add": Place("adding", WORKING),
    "edit": Place("verbs", WORKING),
    "assign": Place("verbs", WORKING),
    "stage": Place("verbs", WORKING),
    "wait": Place("verbs", WORKING),
    "hold": Place("verbs", WORKING),
    "wake": Place("verbs", WORKING),
    "handover": Place("handing", WORKING),
    "absence": Place("handing", WORKING),
    "close": Place("verbs", WORKING),
    "reopen": Place("verbs", WORKING),
    "run": Place("routines", WORKING),
    "routine": Place("routines", WORKING),
    "clock": Place("deadlines", WORKING),
    "explain-late": Place("deadlines", WORKING),
    "answer": Place("answering", WORKING),
    "disclose": Place("answering", WORKING),
    "inbox": Place("inbox", WORKING),
    "inquiry": Place("inquiries", WORKING),
    "gate": Place("inbox", WORKING),
    "promise": Place("commitments", WORKING),
    "coordinate": Place("commitments", WORKING),
    "consent": Place("commitments", WORKING),
    "representation": Place("commitments", WORKING),
    "undo": Place("history", WORKING),
    "redo": Place("history", WORKING),
    "history": Place("history", WORKING),
    "lint": Place("lint", WORKING),
    "rules": Place("rules", RULES),
    "report": Place("reports", RULES),
    "compute": Place("computing", RULES),
    "documents": Place("checklist", RULES),
    "document": Place("documents", RULES),
    "letter": Place("letters", RULES),
    "verify": Place("trust", TRUST),
    "backup": Place("trust", TRUST),
    "restore": Place("trust", TRUST),
    "rekey": Place("trust", TRUST),
    "access-log": Place("trust", TRUST),
    "lock-after": Place("trust", TRUST),
    "officer": Place("officers", TRUST),
    "legal-hold": Place("legal_holds", TRUST),
    "retention": Place("retention", TRUST),
}
"""Every command, in the order of the help."""


class Tree(Group):
    """The root of the commands, which loads them one by one."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Typer's signature
        """The names of the commands in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - Typer's signature
        """The command of that name, its module loaded; None where there is none."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        if cmd_name not in self.commands:
            self.commands[cmd_name] = import_module(f"cpo_tui.cli.{place.module}").commands.made(cmd_name)
        return self.commands[cmd_name]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands by section, each with its first sentence."""
        for section in dict.fromkeys(place.section for place in COMMANDS.values()):
            names = [name for name, place in COMMANDS.items() if place.section == section]
            self.write_section(ctx, formatter, section, names)


_root = Noun()


@_root.callback(
    cls=Tree,
    invoke_without_command=True,
    epilog=epilog(
        (
            "cpo demo",
            "cpo --store ~/cases/mine.cpo list --query late",
            "cpo --officer okafor --busy-timeout 30 assign C-1042 --to alvarez",
            "cpo --no-color --read-only show A212345678",
            "cpo --version",
        )
    ),
)
def cpo(
    context: typer.Context,
    store: Annotated[
        str | None,
        typer.Option(
            "--store", metavar="PATH", help="The store to work on. Else CPO_STORE, else one in your data folder."
        ),
    ] = None,
    officer: Annotated[
        str | None,
        typer.Option(
            "--officer", metavar="ID", help="Your login, such as alvarez. Else CPO_OFFICER, else the system's."
        ),
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Change nothing in this run.")] = False,
    busy_timeout: Annotated[
        float | None,
        typer.Option(
            "--busy-timeout", metavar="SECONDS", help="How long to wait for another writer, such as 30. Default 10."
        ),
    ] = None,
    no_color: Annotated[bool, typer.Option("--no-color", help="Write without colour, as NO_COLOR does.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Show the version and leave.")] = False,
) -> int | None:
    """A caseload for case progression officers: what must be done next, by when, and why.

    Without a command it opens the application on your store.
    """
    if version:
        from cpo_tui import __version__

        typer.echo(f"cpo {__version__}")
        raise typer.Exit
    if busy_timeout is not None and not 0 <= busy_timeout <= 3600:  # noqa: PLR2004 - an hour
        raise typer.BadParameter("Give seconds from 0 to 3600.", param_hint="--busy-timeout")
    session = Session(store, officer, read_only, busy_timeout, no_color)
    context.obj = session
    if context.invoked_subcommand is not None:
        return None
    from cpo_tui.cli.application import open_application

    return open_application(session)


@cache
def command_tree() -> Any:
    """The whole command line as Typer runs it."""
    return typer.main.get_command(_root)
