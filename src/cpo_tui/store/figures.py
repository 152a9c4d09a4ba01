"""What the figures of the reports count, said once: the reports count it, and a query finds the cases behind it.

A deadline counts as the office's own where its rule binds the office (not a window of somebody else, a milestone, a day
before which something may not be done, or a notice) and is known to apply. *Late* is: met after its day, or open with
its day passed.
"""

from __future__ import annotations

import re

from cpo_tui.domain.demands import Severity
from cpo_tui.domain.query.fields import DEADLINE_STATES, INQUIRY_STATES
from cpo_tui.domain.query.tree import Stated

Asked = tuple[str, tuple[str | int, ...]]
"""A condition on `cases c`, and its parameters."""

OURS = ("obligation", "max_duration", "review_cycle", "service_standard", "safeguard_check")
"""Kinds of rules that bind the office."""
IS_OURS = f"d.applies = 1 AND d.due_key IS NOT NULL AND d.kind IN {OURS}"
IS_OPEN_CASE = "c.lifecycle IN ('open', 'reopened')"
IS_RUNNING = "d.status IN ('running', 'paused', 'contested')"
ASKS = f"d.asks AND d.applies = 1 AND d.due_key IS NOT NULL AND {IS_RUNNING}"
"""Whether a deadline asks for somebody now, whomever its rule binds."""
SETTLED = "('answered', 'closed', 'rejected')"
"""States of an inquiry in which nobody waits for a reply."""
NEAR_SECONDS = 86_400
"""What was met with less than a day to spare was nearly missed."""

SPARE = "d.due_key - CAST(strftime('%s', d.closed_at) AS INTEGER)"
"""Seconds between the moment in which a deadline was met and its end."""
_STATE = {
    "met": ("d.status = 'met'", 0),
    "met_late": ("d.status = 'late_met'", 0),
    "open_late": (f"{IS_RUNNING} AND d.asks AND d.due_key < ?", 1),
    "open_in_time": (f"{IS_RUNNING} AND d.asks AND d.due_key >= ?", 1),
    "missed": (
        f"d.severity = 'due_process' AND (d.status = 'late_met' OR ({IS_RUNNING} AND d.asks AND d.due_key < ?))", 1,
    ),
    "nearly": (
        f"d.status = 'met' AND length(d.closed_at) > 10 AND {SPARE} >= 0 AND {SPARE} < {NEAR_SECONDS}", 0,
    ),
}  # fmt: skip
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_MONDAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def state_of_deadline(now: str) -> str:
    """An expression: `met`, `met_late`, `open_late`, `open_in_time` or NULL; `now` is a parameter in seconds."""
    return (
        "CASE WHEN d.status = 'met' THEN 'met' WHEN d.status = 'late_met' THEN 'met_late'"
        f" WHEN {IS_RUNNING} AND d.asks THEN iif(d.due_key < {now}, 'open_late', 'open_in_time') END"
    )


def deadline(stated: Stated) -> Asked:
    """The cases with a deadline of that name (a rule, a class, a month, or the Monday of a week) in that state."""
    name, _, state = stated.text.rpartition("/")
    named, values = _named(name)
    if state == "asking":
        return f"{IS_OPEN_CASE} AND c.id IN (SELECT d.case_id FROM deadlines d WHERE {named} AND {ASKS})", values
    chosen = [_STATE[one] for one in DEADLINE_STATES if one in _STATE and state in {one, "*"}]
    times = [stated.second] * sum(count for _, count in chosen)
    either = " OR ".join(f"({sql})" for sql, _ in chosen)
    return (
        f"c.id IN (SELECT d.case_id FROM deadlines d WHERE {named} AND {IS_OURS} AND ({either}))",
        (*values, *times),
    )


def _named(name: str) -> Asked:
    if name == "*":
        return "1", ()
    if _MONDAY.fullmatch(name):
        return "d.due_at >= ? AND d.due_at < date(?, '+7 days')", (name, name)
    if _MONTH.fullmatch(name):
        return "d.due_at >= ? AND d.due_at < date(?, '+1 month')", (name, f"{name}-01")
    column = "d.severity" if name in set(Severity) else "d.rule"
    return f"{column} = ?", (name,)


def state_of_inquiry(today: str, utc: str) -> str:
    """An expression over `inquiries i`: one of `INQUIRY_STATES`; both parameters are the present, as day and as moment."""
    passed = "CASE length(i.due_at) WHEN 10 THEN {end} > i.due_at ELSE julianday({moment}) > julianday(i.due_at) END"
    answered = passed.format(end="substr(i.answered_at, 1, 10)", moment="i.answered_at")
    waiting = passed.format(end=today, moment=utc)
    return (
        "CASE WHEN i.due_at IS NULL THEN 'no_date'"
        f" WHEN i.state IN {SETTLED} THEN iif({answered}, 'answered_late', 'answered_in_time')"
        f" ELSE iif({waiting}, 'waiting_late', 'waiting_in_time') END"
    )


_OF_CAPACITY = "COALESCE(i.capacity, 'unknown') = ?"
_ANSWERED_IN = f"i.state IN {SETTLED} AND substr(i.answered_at, 1, 7) = ?"


def inquiry(stated: Stated) -> Asked:
    """The cases with an inquiry of that capacity, or answered in that month, in that state."""
    capacity, _, state = stated.text.rpartition("/")
    states = tuple(one for one in INQUIRY_STATES if state in {one, "*"})
    marks = ", ".join("?" * len(states))
    of = "1" if capacity == "*" else _ANSWERED_IN if _MONTH.fullmatch(capacity) else _OF_CAPACITY
    return (
        f"c.id IN (SELECT l.case_id FROM inquiry_cases l JOIN inquiries i ON i.id = l.inquiry_id WHERE {of}"
        f" AND {state_of_inquiry('?', '?')} IN ({marks}))",
        (*(() if capacity == "*" else (capacity,)), stated.day, stated.utc, *states),
    )


_OF_MONTH = {"asked": "requested_on", "came": "received_on"}


def paper(text: str) -> Asked:
    """The open cases with a document of that name in that state; all cases with one that was asked for or came in a month."""
    name, _, state = text.rpartition("/")
    if state in _OF_MONTH:
        of_month = f"substr(x.{_OF_MONTH[state]}, 1, 7) = ?"
        return f"c.id IN (SELECT x.case_id FROM documents x WHERE {of_month})", (name,)
    tests: list[str] = []
    values: list[str] = []
    if name != "*":
        tests.append("(x.document = ? OR x.form = ?)")
        values += [name, name]
    if state != "*":
        tests.append("x.state = ?")
        values.append(state)
    both = " AND ".join(tests) or "1"
    return f"{IS_OPEN_CASE} AND EXISTS (SELECT 1 FROM documents x WHERE x.case_id = c.id AND {both})", tuple(values)


def lateness(text: str, *, whole: bool) -> Asked:
    """The cases with a deadline whose lateness was explained in these words, as `rule/reason`."""
    said = "x.rule || '/' || COALESCE(x.reason, '')"
    held = f"{said} = ? COLLATE NOCASE" if whole else f"instr(lower({said}), lower(?)) > 0"
    return f"c.id IN (SELECT x.case_id FROM clock_events x WHERE x.kind = 'late_reason' AND {held})", (text,)


def disappeared(op: str, batch: int) -> Asked:
    """The cases that a full extract no longer held."""
    return (
        f"c.id IN (SELECT j.value FROM import_batches b, json_each(b.report, '$.missing_ids') j WHERE b.id {op} ?)",
        (batch,),
    )
