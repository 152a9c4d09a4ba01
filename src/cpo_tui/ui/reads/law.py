"""What the screens about the law ask of the store: reading a pack takes a third of a second, so a reader thread does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from cpo_tui.domain.cases import CaseRow, When
from cpo_tui.domain.times import local_day
from cpo_tui.store import deadlines, reader, rulebook, window
from cpo_tui.store.connect import Connection
from cpo_tui.ui.moment import Moment

if TYPE_CHECKING:
    from cpo_tui.rules.deadlines import Deadline
    from cpo_tui.rules.pack import Pack, Rule

VERIFIED = {
    "text": "source read ✓",
    "secondary": "read in a summary only",
    "own_knowledge": "from memory ?",
}
"""How well the source of a rule was read, in words that need no colour."""


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules that compute here, with how many open dates each has; `problem` is for a banner, empty where all is well."""

    pack: Pack
    problem: str
    open_dates: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RuleCase:
    """A case on which a rule has an open date."""

    row: CaseRow
    due: When | None


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One rule with its versions in the order of their dates and the open cases that it touches, the earliest first."""

    pack: Pack
    rule: Rule
    versions: tuple[Rule, ...]
    cases: tuple[RuleCase, ...]
    open_dates: int


@dataclass(frozen=True, slots=True)
class Replay:
    """A date of the law as it was replayed, with what is said about its rule; `late_reason` is empty where none was given."""

    deadline: Deadline
    pack_name: str
    other_versions: int
    late_reason: str


def rulebook_of(connection: Connection) -> RuleBook:
    """The rules in use."""
    pack = deadlines.pack_in_use(connection)
    return RuleBook(pack, deadlines.pack_problem(connection) or "", rulebook.open_by_rule(connection))


def rule_file(connection: Connection, rule_id: str) -> RuleFile:
    """One rule with what it touches; raises `RuleError` for a rule that the pack in use does not have."""
    from cpo_tui.rules.governance import versions

    pack = deadlines.pack_in_use(connection)
    rule = pack.rule(rule_id)
    under = rulebook.cases_under(connection, rule_id)
    rows = reader.case_rows(connection, [case_id for case_id, _, _ in under])
    cases = tuple(RuleCase(rows[case_id], reader.when(due)) for case_id, _, due in under if case_id in rows)
    total = rulebook.open_by_rule(connection).get(rule_id, 0)
    return RuleFile(pack, rule, versions(pack, rule), cases, total)


def rules_by_id(connection: Connection) -> Mapping[str, Rule]:
    """The rules in use by their id."""
    return deadlines.pack_in_use(connection).by_id


def replays_of(connection: Connection, case_id: int) -> dict[str, Replay]:
    """The dates of a case with every step, by the key of the deadline."""
    from cpo_tui.actions.context import office
    from cpo_tui.rules.governance import versions

    pack = deadlines.pack_in_use(connection)
    reasons = deadlines.late_reasons(connection, case_id)
    found = {}
    for one in deadlines.explained(connection, case_id, office().zone):
        known = one.rule.id in pack.by_id
        others = len(versions(pack, one.rule)) - 1 if known else 0
        found[one.key] = Replay(one, pack.name, others, late_reason_of(reasons, one.rule.id, str(one.trigger.id)))
    return found


def late_reason_of(reasons: Mapping[tuple[str, str | None], str], rule: str, trigger: str | None) -> str:
    """Why a date was late, as an officer gave it for this trigger or for the rule on the case; empty where nobody did."""
    return reasons.get((rule, trigger)) or reasons.get((rule, None)) or ""


# ---------------------------------------------------------------------- calendar


def load_between(
    connection: Connection, officer: str | None, first: date, last: date, moment: Moment
) -> dict[date, int]:
    """How many cases must be acted on, by day of the office, from the first day to the last; all officers for None."""
    begin = int(datetime.combine(first, time.min, moment.zone).timestamp())
    end = int(datetime.combine(last, time(23, 59, 59), moment.zone).timestamp())
    load: dict[date, int] = {}
    for key, count in rulebook.load_by_day(connection, officer, begin, end).items():
        day = local_day(datetime.fromtimestamp(key, moment.zone), moment.zone)
        load[day] = load.get(day, 0) + count
    return load


def holidays_between(connection: Connection, first: date, last: date) -> dict[date, str]:
    """The holidays of the office's calendar by name."""
    pack = deadlines.pack_in_use(connection)
    return dict(pack.calendars.get(pack.default_calendar).holidays_between(first, last))


def cases_on(connection: Connection, query: str, officer: str, moment: Moment, limit: int) -> tuple[CaseRow, ...]:
    """The first cases that a query finds, in the order in which they must be worked."""
    from cpo_tui.store import search

    condition = search.condition_of(query, now=moment.now, zone=moment.zone, officer=officer)
    ids = window.ids_in_order(connection, condition, open_only=True, limit=limit)
    rows = reader.case_rows(connection, ids)
    return tuple(rows[one] for one in ids if one in rows)


# ---------------------------------------------------------------------- clocks


@dataclass(frozen=True, slots=True)
class ClockChange:
    """One date that an act on a clock would change; a status is empty where the date is not there."""

    title: str
    before: When | None
    after: When | None
    status_before: str
    status_after: str


def clock_consequences(
    connection: Connection, case_id: int, rule_id: str, verb: str, *, on: str, by: str, trigger: str | None
) -> tuple[ClockChange, ...]:
    """What an act on the clock of a rule would change on its case: that rule's dates first. Writes nothing.

    `on` is ISO 8601, `by` a length in the rule's own unit. Raises `UsageError` or `RuleError` for what cannot be read.
    """
    from cpo_tui.actions.context import office
    from cpo_tui.domain.facts import ClockEvent
    from cpo_tui.domain.times import parse_when
    from cpo_tui.rules.durations import extension_from_text
    from cpo_tui.rules.evaluate import deadlines_of

    zone = office().zone
    pack = deadlines.pack_in_use(connection)
    rule = pack.rule(rule_id)
    amount = extension_from_text(by, rule.offset.unit) if by and rule.offset is not None else 0
    meant = int(trigger) if trigger and trigger.isascii() and trigger.isdigit() else trigger
    event = ClockEvent(rule_id, verb, parse_when(on, zone), amount, trigger=meant)
    fields, events, clocks = deadlines.inputs_of(connection, [case_id])[case_id]
    was = {one.key: one for one in deadlines_of(pack, fields, events, clocks, zone=zone)}
    will = {one.key: one for one in deadlines_of(pack, fields, events, [*clocks, event], zone=zone)}
    changes = []
    for key in sorted({*was, *will}, key=lambda key: (not key.startswith(f"{rule_id}|"), key)):
        old, new = was.get(key), will.get(key)
        before = (old.due_at, old.status) if old else (None, "")
        after = (new.due_at, new.status) if new else (None, "")
        if before != after:
            known = new or old
            title = known.title if known else ""
            changes.append(ClockChange(title, before[0], after[0], before[1], after[1]))
    return tuple(changes)
