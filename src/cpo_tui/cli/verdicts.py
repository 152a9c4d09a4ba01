"""How a verb answers: the change-set, what was done, what was refused and why, and the exit code for that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cpo_tui.cli.output import talk
from cpo_tui.cli.running import DONE, IN_PART, NOT_DONE
from cpo_tui.cli.selection import Chosen, choose

if TYPE_CHECKING:
    from cpo_tui.actions.context import Context, Outcome
    from cpo_tui.cli.output import Output
    from cpo_tui.cli.session import Session


def over_chosen(
    session: Session,
    names: Sequence[str] | None,
    query: str | None,
    act: Callable[[Context, Sequence[int]], Outcome],
    *,
    json: bool,
) -> int:
    """Run a verb over the cases that were named or found, and answer."""
    from cpo_tui.actions.context import Outcome

    with session.acting() as context:
        chosen: Chosen = choose(context, names, query)
        outcome = act(context, chosen.ids) if chosen.ids else Outcome(None, (), (), summary="nothing changed")
    return answer(session.output(json=json), replace(outcome, refused=(*chosen.refused, *outcome.refused)))


def answer(output: Output, outcome: Outcome) -> int:
    """Write what a verb did, and give the exit code: 3 where some were refused, 1 where all were."""
    if output.json:
        output.document(outcome.as_json())
    elif outcome.done or not outcome.refused:
        where = f" (change-set {outcome.change_set})" if outcome.change_set is not None else ""
        output.line(f"{outcome.summary}{where}")
    for note in outcome.notes if not output.json else ():
        talk(f"note: {note}")
    for refusal in outcome.refused if not output.json else ():
        talk(f"refused: {refusal.reference}: {refusal.reason}")
    if not outcome.refused:
        return DONE
    if outcome.done:
        return IN_PART
    if not output.json:
        talk("error: Nothing was changed: every case was refused.")
    return NOT_DONE
