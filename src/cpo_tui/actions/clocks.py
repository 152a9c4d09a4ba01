"""The verbs on the clocks of the law: pause, resume, extend, take an extension back, waive, meet, contest, explain.

A date is never edited. What an officer does to a clock is an event of its own, with a day and a reason, and the date
follows from replaying it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cpo_tui.actions import permissions
from cpo_tui.actions.context import Context, Outcome, over_cases
from cpo_tui.actions.timeline import parse_when
from cpo_tui.domain.cases import CaseRow
from cpo_tui.domain.demands import Severity
from cpo_tui.domain.fields import parse_choice, parse_text
from cpo_tui.domain.roles import Permission
from cpo_tui.errors import UsageError
from cpo_tui.rules.durations import extension_from_text
from cpo_tui.store import deadlines
from cpo_tui.store.changes import Recorder
from cpo_tui.store.worklist import stored

if TYPE_CHECKING:
    from cpo_tui.rules.pack import Rule

CLOCK_VERBS = {
    "pause": "paused",
    "resume": "resumed",
    "extend": "extended",
    "unextend": "took the extension back from",
    "waive": "waived",
    "meet": "met",
    "contest": "contested",
}
"""Verb → what it did, for the summary."""
_NEEDS_LENGTH = ("extend", "unextend")


def set_clock(
    context: Context, case_ids: Sequence[int], rule_id: str, verb: str, *, on: str = "today", by: str = "", reason: str = "",
    approver: str = "", trigger: str | None = None,
) -> Outcome:  # fmt: skip
    """Do something to the clock of a rule on cases, on a day or at a moment.

    `by` is a length in the rule's own unit (`5d`, `12h`). Pausing a clock that may not be paused is refused, and so is
    a case on which the rule does not run. Waiving needs a reason.
    """
    kind = parse_choice("clock", verb, CLOCK_VERBS)
    rule = deadlines.pack_in_use(context.connection).rule(rule_id.strip())
    why = parse_text("reason", reason.strip(), multiline=True) or None
    if kind in {"waive", "contest", "extend", "pause"} and why is None:
        raise UsageError(f"To {kind} a clock needs a reason.", hint="Give --reason.")
    if kind in {"pause", "resume"} and not rule.pausable:
        raise UsageError(
            f"{rule.title}: this clock may not be paused.",
            hint="It protects a person, and its text has no pause. See it: cpo rules show " + rule.id,
            kind="refused",
        )
    if kind == "waive" and rule.severity is Severity.DUE_PROCESS:
        permissions.require(context, Permission.WAIVE)
    values: dict[str, Any] = {
        "rule": rule.id, "kind": kind, "on_at": stored(parse_when(context, "on", on)),
        "amount": _length(rule, by) if kind in _NEEDS_LENGTH else None, "trigger_id": trigger, "reason": why,
        "approver": parse_text("approver", approver.strip()) or None, "recorded_at": context.at,
        "recorded_by": context.actor.officer,
    }  # fmt: skip

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        running = [one for one in deadlines.of_case(recorder.connection, row.id) if one.rule == rule.id]
        if not running:
            return "the rule has no deadline on this case"
        if not any(one.is_open for one in running) and kind != "unextend":
            return f"its deadline is {running[-1].status.replace('_', ' ')}"
        recorder.insert("clock_events", {"case_id": row.id, **values}, case_id=row.id)
        return None

    words = f"{CLOCK_VERBS[kind]} {rule.title} on {{n}}"
    return over_cases(context, f"clock {kind}", case_ids, apply, reason=why, words=words)


def explain_lateness(
    context: Context, case_id: int, rule_id: str, reason: str, *, trigger: str | None = None
) -> Outcome:
    """Keep why a deadline was late; asked once, and shown with it from then on."""
    rule = deadlines.pack_in_use(context.connection).rule(rule_id.strip())
    why = parse_text("reason", reason.strip(), multiline=True)
    if not why:
        raise UsageError("Say why it was late.", hint="Give --reason.")
    values = {
        "rule": rule.id, "kind": "late_reason", "on_at": context.today, "trigger_id": trigger, "reason": why,
        "recorded_at": context.at, "recorded_by": context.actor.officer,
    }  # fmt: skip

    def apply(recorder: Recorder, row: CaseRow) -> str | None:
        if (rule.id, trigger) in deadlines.late_reasons(recorder.connection, row.id):
            return "the reason was given already"
        recorder.insert("clock_events", {"case_id": row.id, **values}, case_id=row.id)
        return None

    return over_cases(context, "explain lateness", [case_id], apply, reason=None, words="said why {n} was late")


def _length(rule: Rule, text: str) -> int:
    if rule.offset is None:
        raise UsageError(
            f"{rule.title} has no length that could be extended.", hint=f"See it: cpo rules show {rule.id}"
        )
    return extension_from_text(text, rule.offset.unit)
