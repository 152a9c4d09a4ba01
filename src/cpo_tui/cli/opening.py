"""The command that opens the application on a throw-away demo."""

from __future__ import annotations

from typing import Annotated

import typer

from cpo_tui.cli.application import run_demo
from cpo_tui.cli.command import Noun
from cpo_tui.cli.session import session_of

commands = Noun()


@commands.verb("demo", "cpo demo", "cpo demo --cases 1000 --seed 7")
def demo(
    context: typer.Context,
    cases: Annotated[int, typer.Option("--cases", metavar="N", help="How many invented cases.")] = 240,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="Another number gives other people.")] = 1,
) -> int:
    """Open the application on a synthetic caseload; no passphrase, and nothing is kept."""
    return run_demo(session_of(context), cases, seed)
