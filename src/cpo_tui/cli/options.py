"""Options and arguments that several commands share, so that they are called and explained in one way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from cpo_tui.errors import UsageError

Json = Annotated[bool, typer.Option("--json", help="Answer as one JSON document.")]
Case = Annotated[
    str,
    typer.Argument(
        metavar="CASE", help="A reference, an A-number in any spelling, or @ and a row id.", show_default=False
    ),
]
Cases = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[CASE]...", help="References, A-numbers or @row ids; - reads them from stdin, one a line.",
        show_default=False,
    ),
]  # fmt: skip
Query = Annotated[
    str | None, typer.Option("--query", "-q", metavar="QUERY", help="The cases that fit, such as 'officer:me due<7d'.")
]
Reason = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", help="Why, for the record, such as 'on leave'.")
]


def named_values(pairs: Iterable[str], what: str) -> dict[str, str]:
    """`NAME=VALUE` arguments as a mapping; raises `UsageError` for one without `=` or given twice."""
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        name = name.strip()
        if not equals or not name:
            raise UsageError(f"{pair!r} is not {what}=VALUE.", hint=f"Write {what}=VALUE, without spaces around =.")
        if name in values:
            raise UsageError(f"{name} is given twice.", hint="Give it once.")
        values[name] = value
    return values


def given(**values: str | None) -> dict[str, str]:
    """The values that were given, by name."""
    return {name: value for name, value in values.items() if value is not None}
