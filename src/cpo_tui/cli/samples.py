"""Synthetic caseloads as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json
from cpo_tui.cli.running import DONE
from cpo_tui.cli.session import session_of
from cpo_tui.errors import CpoError

commands = Noun()


@commands.verb(
    "sample",
    "cpo sample -o samples",
    "cpo sample --cases 100000 --seed 7 -o /tmp/big --json",
    "cpo sample --cases 1000000 --only cases -o /tmp/big",
)
def sample(
    context: typer.Context,
    folder: Annotated[
        str, typer.Option("-o", "--output", metavar="DIR", help="The folder to write into; made where it is missing.")
    ],
    cases: Annotated[int, typer.Option("--cases", metavar="N", help="How many invented cases.")] = 240,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="Another number gives other people.")] = 1,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="KIND", help="Only cases, events, documents or inquiries.")
    ] = None,
    json: Json = False,
) -> int:
    """Write a synthetic caseload as CSV files: cases, events, documents, inquiries.

    The same number, seed and day give the same bytes.
    """
    from cpo_tui import clock
    from cpo_tui.samples import COLUMNS, write

    target = Path(folder)
    try:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        counts = write(target, cases, seed, clock.today(), kinds=tuple(dict.fromkeys(only)) if only else tuple(COLUMNS))
    except OSError as error:
        raise CpoError(
            f"{target} cannot be written: {error.strerror}.", hint="Check the folder and its permissions."
        ) from error
    output = session_of(context).output(json=json)
    if json:
        output.document({"folder": target, "files": {kind: f"{kind}.csv" for kind in counts}, "rows": counts})
    else:
        output.table(
            ("file", "rows"), ((target / f"{kind}.csv", count) for kind, count in counts.items()), right=("rows",)
        )
    return DONE
