"""What is done to the clock of a deadline: ask for the day and the reason, show what it would change, let the action do it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from cpo_tui.actions import clocks
from cpo_tui.errors import Refused, RuleError
from cpo_tui.store.deadlines import StoredDeadline
from cpo_tui.ui.entries import deadlines as deadline_entries
from cpo_tui.ui.flows import verbs as flows
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.reads import law
from cpo_tui.ui.screens.choice import Choice, Option
from cpo_tui.ui.screens.clock_preview import ClockPreview
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.screens.replay import ReplayScreen
from cpo_tui.ui.widgets.cells import shown

if TYPE_CHECKING:
    from cpo_tui.ui.app import CpoApp
    from cpo_tui.ui.entries.cases import CaseFile

LATE = "late"
"""The choice of saying why a deadline was late; all the others are verbs of the clock."""
_VERBS = (
    ("meet", "m", "met", "it was kept, where no event says so"),
    ("pause", "p", "pause", "it stands still from a day on"),
    ("resume", "r", "resume", "it runs again from a day on"),
    ("extend", "e", "extend", "it has more time"),
    ("unextend", "x", "take back", "an extension is taken back"),
    ("waive", "w", "waive", "it need not be kept; who allowed it"),
    ("contest", "c", "contest", "whether it holds is disputed; it stays in the list"),
    (LATE, "l", "why late", "the reason, kept with it from then on"),
)
_NEEDS_REASON = frozenset({"waive", "contest", "extend", "pause"})
_PAUSABLE_ONLY = frozenset({"pause", "resume"})


async def replay(app: CpoApp, file: CaseFile, one: StoredDeadline) -> None:
    """Show how a date was reached, and from there the rule."""
    found = (await app.gateway.read(partial(law.replays_of, case_id=file.row.id))).get(one.key)
    if found is None:
        raise RuleError("This date is not among those that follow from the case now.", hint="Open the case again.")
    rule_id = await app.push_screen_wait(ReplayScreen(found))
    if rule_id is not None:
        from cpo_tui.ui.screens.rules import RuleScreen

        app.push_screen(RuleScreen(rule_id))


async def menu(app: CpoApp, file: CaseFile, one: StoredDeadline) -> None:
    """Choose what is done to a clock, and do it."""
    moment = Moment.present()
    options = [
        Option(verb, label, note, letter, why_not(file, one, verb, moment)) for verb, letter, label, note in _VERBS
    ]
    chosen = await app.push_screen_wait(Choice(shown(one.title, limit=60), options, letters=True))
    if chosen == LATE:
        await explain(app, file, one)
    elif chosen is not None:
        await _set(app, file, one, chosen)


async def meet(app: CpoApp, file: CaseFile, one: StoredDeadline) -> None:
    """Record that a deadline was kept, where no event says so."""
    reason = why_not(file, one, "meet", Moment.present())
    if reason:
        raise Refused(f"{shown(one.title, limit=60)}: {reason}.")
    await _set(app, file, one, "meet")


def why_not(file: CaseFile, one: StoredDeadline, verb: str, moment: Moment) -> str:
    """Why a verb cannot be used on a deadline now; empty where it can."""
    rule = file.rules.get(one.rule)
    if verb == LATE:
        if not deadline_entries.is_late(file, one, moment):
            return "it is not late"
        return "the reason was given already" if deadline_entries.late_reason(file, one) else ""
    if not one.is_open and verb != "unextend":
        return f"it is {shown(one.status.replace('_', ' '))}"
    if verb in _PAUSABLE_ONLY and rule is not None and not rule.pausable:
        return "its text has no pause: it protects a person"
    if verb == "resume" and one.status != "paused":
        return "it is not paused"
    if verb == "pause" and one.status == "paused":
        return "it stands still already"
    if verb in {"extend", "unextend"} and rule is not None and (rule.offset is None or not rule.offset.unit.suffix):
        return "its text gives no length"
    return ""


def _fields(file: CaseFile, one: StoredDeadline, verb: str) -> tuple[Field, ...]:
    rule = file.rules.get(one.rule)
    suffix = rule.offset.unit.suffix if rule is not None and rule.offset is not None else "d"
    needed = verb in _NEEDS_REASON
    fields = [
        Field("reason", "reason", required=needed, hint="it stays on the record" if needed else "optional"),
        Field(
            "on",
            "from" if verb in _PAUSABLE_ONLY else "on",
            "past",
            value="today",
            required=True,
            hint="today, 26 feb, now",
        ),
    ]
    if verb in {"extend", "unextend"}:
        fields.insert(0, Field("by", "by", required=True, hint=f"a length in the rule's own unit, such as 5{suffix}"))
    if verb == "waive":
        fields.append(Field("approver", "approved by", hint="who allowed it"))
    return tuple(fields)


async def _set(app: CpoApp, file: CaseFile, one: StoredDeadline, verb: str) -> None:
    label = next(label for name, _, label, _ in _VERBS if name == verb)
    values = await app.push_screen_wait(
        Form(f"{label}: {shown(one.title, limit=60)}", _fields(file, one, verb), save="look")
    )
    if not values:
        return
    found = await app.gateway.read(
        partial(
            law.clock_consequences, case_id=file.row.id, rule_id=one.rule, verb=verb, on=values["on"],
            by=values.get("by", ""), trigger=one.trigger_id,
        )
    )  # fmt: skip
    if await app.push_screen_wait(ClockPreview(f"{label}: {shown(one.title, limit=60)}", found, values["reason"])):
        outcome = await app.gateway.act(
            clocks.set_clock, [file.row.id], one.rule, verb, trigger=one.trigger_id, **_given(values)
        )
        flows.announce(app, outcome)
        late = deadline_entries.is_late(file, one, Moment.present())
        if verb == "meet" and outcome.done and late and not deadline_entries.late_reason(file, one):
            await explain(app, file, one)


def _given(values: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in values.items() if text.strip()}


async def explain(app: CpoApp, file: CaseFile, one: StoredDeadline) -> None:
    """Ask once why a deadline was late; leaving the question leaves it open."""
    fields = (Field("reason", "why", required=True, hint="asked once, and kept with the date"),)
    values = await app.push_screen_wait(Form(f"Why was it late? {shown(one.title, limit=50)}", fields))
    if values:
        outcome = await app.gateway.act(
            clocks.explain_lateness, file.row.id, one.rule, values["reason"], trigger=one.trigger_id
        )
        flows.announce(app, outcome)
