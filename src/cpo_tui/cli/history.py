"""What was done, and taking it back: undo, redo, history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cpo_tui.cli.command import Noun
from cpo_tui.cli.options import Json, Reason
from cpo_tui.cli.output import talk
from cpo_tui.cli.running import DONE, IN_PART, NOT_DONE
from cpo_tui.cli.selection import find
from cpo_tui.cli.session import session_of
from cpo_tui.errors import UsageError

if TYPE_CHECKING:
    from cpo_tui.actions.undo import Undone
    from cpo_tui.cli.output import Output
    from cpo_tui.domain.records import ChangeSet

commands = Noun()

MOST = 10_000


@commands.verb("undo", "cpo undo", "cpo undo 19 --reason 'wrong file' --json")
def undo(
    context: typer.Context,
    change_set: Annotated[
        int | None,
        typer.Argument(metavar="[CHANGE_SET]", help="The number in cpo history; else your latest.", show_default=False),
    ] = None,
    reason: Reason = None,
    json: Json = False,
) -> int:
    """Take back a change-set; what was changed since is kept and named."""
    from cpo_tui.actions.undo import undo as take_back

    session = session_of(context)
    with session.acting() as acting:
        undone = take_back(acting, change_set, reason=reason)
    return _answer(session.output(json=json), undone)


@commands.verb("redo", "cpo redo", "cpo redo --reason 'was right after all' --json")
def redo(context: typer.Context, reason: Reason = None, json: Json = False) -> int:
    """Bring back what your latest undo took away."""
    from cpo_tui.actions.undo import redo as bring_back

    session = session_of(context)
    with session.acting() as acting:
        redone = bring_back(acting, reason=reason)
    return _answer(session.output(json=json), redone)


def _answer(output: Output, undone: Undone) -> int:
    if output.json:
        output.document(undone.as_json())
    else:
        where = f" (change-set {undone.change_set})" if undone.change_set is not None else ""
        output.line(f"{undone.summary}{where}" if undone.reversed else "nothing was reversed")
        for kept in undone.kept:
            talk(f"kept: {kept.case}: {kept.reason}")
    if not undone.kept:
        return DONE
    return IN_PART if undone.reversed else NOT_DONE


@commands.verb("history", "cpo history", "cpo history C-1042 --limit 20 --json")
def history(
    context: typer.Context,
    case: Annotated[
        str | None,
        typer.Argument(metavar="[CASE]", help="Only what was done on this case; else on all.", show_default=False),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="How many, the newest first.")] = 50,
    json: Json = False,
) -> int:
    """Show what was done, by whom, when and why."""
    from cpo_tui.store import reader

    if not 0 < limit <= MOST:
        raise UsageError(f"--limit {limit} is out of range.", hint=f"Give 1 to {MOST:,}.")
    session = session_of(context)
    with session.reading() as connection:
        case_id = None if case is None else find(connection, case)
        sets = reader.history(connection, case_id, limit=limit)
    output = session.output(json=json)
    if json:
        output.document([_as_json(entry) for entry in sets])
    else:
        output.table(
            ("set", "at", "officer", "what", "rows", "reason", "undone"),
            (
                (entry.id, entry.at, entry.officer, entry.summary or entry.verb, entry.count, entry.reason,
                 "undone" if entry.undone else "")
                for entry in sets
            ),
            right=("set", "rows"),
            one_line=True,
        )  # fmt: skip
    return DONE


def _as_json(entry: ChangeSet) -> dict[str, Any]:
    return {
        "change_set": entry.id,
        "at": entry.at,
        "officer": entry.officer,
        "verb": entry.verb,
        "summary": entry.summary,
        "reason": entry.reason,
        "source": entry.source,
        "count": entry.count,
        "undoes": entry.root_id,
        "batch": entry.batch_id,
        "undone": entry.undone,
    }
