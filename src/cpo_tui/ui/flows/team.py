"""What the keys of the team screen do: ask what is needed, let the action do it, and say what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cpo_tui.actions import balancing, handover
from cpo_tui.actions.deeds import deed
from cpo_tui.actions.handover import RULES, Move
from cpo_tui.actions.weighing import adopt_weights
from cpo_tui.rules.workload import Weights, weight_typed, weights_typed
from cpo_tui.store import officers
from cpo_tui.ui.flows import verbs as flows
from cpo_tui.ui.screens.choice import Choice, Option
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.widgets.cells import shown

if TYPE_CHECKING:
    from cpo_tui.ui.app import CpoApp
    from cpo_tui.ui.reads.team import Draft


async def officer(app: CpoApp, title: str, *, but: str = "") -> str | None:
    """Choose somebody who works here."""
    found = await app.gateway.read(officers.all_officers)
    options = [Option(one.login, shown(one.login), shown(one.name)) for one in found if one.active and one.login != but]
    return await app.push_screen_wait(Choice(title, options, free="" if found else "officer:"))


async def offer(app: CpoApp, case_ids: Sequence[int], name: str = "") -> None:
    """Offer cases to another officer with what the successor must know."""
    to = await officer(app, f"Offer {flows.of(case_ids, name)} to", but=app.officer)
    if to is None:
        return
    fields = (
        Field("note", "for the successor", "text", hint="what they must know"),
        Field("reason", "reason", hint="optional"),
    )
    values = await app.push_screen_wait(Form(f"Offer {flows.of(case_ids, name)} to {shown(to)}", fields, save="offer"))
    if values is not None:
        await flows.do(app, deed("offer", to=to, **values), case_ids)


async def accept(app: CpoApp, case_ids: Sequence[int]) -> None:
    """Take cases that were offered."""
    flows.announce(app, await app.gateway.act(handover.accept_cases, list(case_ids)))


async def send_back(app: CpoApp, case_ids: Sequence[int]) -> None:
    """Send cases back with a reason."""
    reason = await _reason(app, "Send it back", "why it is not for you")
    if reason:
        flows.announce(app, await app.gateway.act(handover.send_back_cases, list(case_ids), reason))


async def take_back(app: CpoApp, case_ids: Sequence[int]) -> None:
    """Withdraw offers."""
    flows.announce(app, await app.gateway.act(handover.take_back_cases, list(case_ids)))


async def _reason(app: CpoApp, title: str, hint: str) -> str:
    values = await app.push_screen_wait(Form(title, (Field("reason", "reason", required=True, hint=hint),)))
    return values["reason"] if values else ""


async def rule_of(app: CpoApp, login: str) -> str | None:
    """By which rule the cases of an officer would go."""
    options = [Option(rule, rule, words, rule[0]) for rule, words in RULES.items()]
    return await app.push_screen_wait(Choice(f"The cases of {shown(login)} go", options, letters=True))


async def confirm(app: CpoApp, draft: Draft) -> bool:
    """Carry out the moves of a draft, with a reason; gives whether they were."""
    count = len(draft.plan.shifts)
    reason = await _reason(app, f"Move {count:,} cases", "why they move; it stays on the record")
    if not reason:
        return False
    if draft.leaver:
        plan = [Move(one.case_id, one.reference, one.to) for one in draft.plan.shifts]
        outcome = await app.gateway.act(
            handover.move_cases, draft.leaver, plan, reason=reason, covering=draft.rule == "cover"
        )
    else:
        outcome = await app.gateway.act(balancing.carry_out, draft.plan.shifts, reason=reason)
    flows.announce(app, outcome)
    return True


async def weigh(app: CpoApp, weights: Weights) -> None:
    """Change what each open thing weighs."""
    now = weights.as_json()
    before = {name: value for name, value in now.items() if name != "deadline"} | now["deadline"]
    fields = [
        Field(name, name.replace("_", " "), value=weight_typed(value), required=True) for name, value in before.items()
    ]
    fields.append(Field("reason", "reason", required=True, hint="it stays on the record"))
    values = await app.push_screen_wait(Form("What an open case, and each deadline by its class, weighs", fields))
    if values:
        flows.announce(app, await app.gateway.act(adopt_weights, weights_typed(values), values["reason"]))


async def away(app: CpoApp, login: str) -> None:
    """Enter when an officer is away, and who covers."""
    fields = (
        Field("from_on", "first day", "when", value="today", required=True, hint="today, mon, 12 mar"),
        Field("to_on", "last day", "when", required=True, hint="fri, +14d, 20 mar"),
        Field("cover", "covered by", hint="the login of who covers"),
        Field("reason", "reason", hint="optional"),
    )
    values = await app.push_screen_wait(Form(f"{shown(login)} is away", fields))
    if values:
        outcome = await app.gateway.act(
            handover.add_absence, login, values["from_on"][:10], values["to_on"][:10], cover=values["cover"],
            reason=values["reason"],
        )  # fmt: skip
        flows.announce(app, outcome)


async def here_again(app: CpoApp, login: str, *, is_away: bool) -> None:
    """Let an officer be back, and give what others covered back to them."""
    if is_away:
        flows.announce(app, await app.gateway.act(handover.end_absence, login))
    outcome = await app.gateway.act(handover.return_cases, login, reason="is here again")
    if outcome.done or outcome.refused or not is_away:
        flows.announce(app, outcome)
