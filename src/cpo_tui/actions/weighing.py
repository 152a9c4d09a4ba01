"""What each open thing weighs when caseloads are compared: numbers of the office, for everybody to see."""

from __future__ import annotations

from cpo_tui.actions import permissions
from cpo_tui.actions.context import Context, Outcome, change_set
from cpo_tui.domain.fields import parse_text
from cpo_tui.domain.roles import Permission
from cpo_tui.errors import Refused, UsageError
from cpo_tui.rules.workload import Weights
from cpo_tui.store.workload import WEIGHTS, weights_in_use


def adopt_weights(context: Context, weights: Weights, reason: str) -> Outcome:
    """Weigh so from now on, for everybody and with a reason; undo goes back to the weights before."""
    words = parse_text("reason", reason.strip(), multiline=True)
    if not words:
        raise UsageError("What work weighs is changed with a reason.", hint="Give --reason.")
    permissions.require(context, Permission.WEIGH_WORK)
    if weights == weights_in_use(context.connection).weights:
        raise Refused("These are the weights in use.", hint="Change one of them.")
    with change_set(context, "weigh", reason=words) as sealed:
        values = {
            "pack": WEIGHTS, "pack_version": context.at, "content": weights.as_toml(), "adopted_at": context.at,
            "adopted_by": context.actor.officer,
        }  # fmt: skip
        made = sealed.recorder.insert("packs", values)
        sealed.summary = "changed what each open thing weighs"
    return Outcome(sealed.change_set, (), (), (), sealed.summary, made)
