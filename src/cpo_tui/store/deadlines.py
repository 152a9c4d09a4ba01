"""Deadlines in the store: recomputed for the cases that an action touches, never edited.

What is stored follows from the events, the clocks and the pack; `recompute` makes it true again and `explained` replays
it with every step. A deadline that an officer waived, paused or met by hand has a clock event that says so.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from cpo_tui.domain.cases import When
from cpo_tui.domain.demands import Demand, Severity, sort_key
from cpo_tui.domain.facts import ClockEvent, Event
from cpo_tui.domain.states import OPEN_DEADLINES
from cpo_tui.errors import RuleError
from cpo_tui.store import tallies
from cpo_tui.store.changes import canonical
from cpo_tui.store.chosen import Chosen
from cpo_tui.store.connect import Connection
from cpo_tui.store.reader import when

if TYPE_CHECKING:
    from cpo_tui.rules.deadlines import Deadline
    from cpo_tui.rules.pack import Pack
    from cpo_tui.rules.timeline import Timeline

DEFAULT_PACK = "us-ice-ero"
_IN = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class StoredDeadline:
    """A deadline as it was last computed."""

    id: int
    case_id: int
    key: str
    rule: str
    kind: str
    title: str
    severity: str
    citation: str
    caution: str | None
    pack: str
    pack_version: str
    trigger_id: str | None
    trigger_kind: str | None
    trigger_at: When | None
    round: int
    due_at: When | None
    due_latest: When | None
    act_by: When | None
    status: str
    applies: bool | None
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    closed_at: When | None

    @property
    def is_open(self) -> bool:
        """Whether it still asks for something."""
        return self.status in OPEN


OPEN = OPEN_DEADLINES
_READ = (
    "id, case_id, key, rule, kind, title, severity, citation, caution, pack, pack_version, trigger_id, trigger_kind,"
    " trigger_at, round, due_at, due_latest, act_by, status, applies, missing, warnings, closed_at"
)


WRITTEN = (
    "case_id", "key", "rule", "kind", "title", "severity", "citation", "caution", "pack", "pack_version", "trigger_id",
    "trigger_kind", "trigger_at", "round", "due_at", "due_latest", "due_key", "act_by", "lead_seconds", "status",
    "applies", "asks", "missing", "warnings", "closed_at",
)  # fmt: skip
"""The columns of a stored deadline, in the order of `stored_rows`."""


def pack_name(connection: Connection) -> str:
    """The name of the pack that this office works under."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'pack'").fetchone()
    return str(row[0]) if row else DEFAULT_PACK


def pack_in_use(connection: Connection) -> Pack:
    """The pack that computes here: the newest adopted one that can be read, else the one that is shipped.

    A pack that this program cannot read never stops the work; `pack_problem` says so.
    """
    return _in_use(connection)[0]


def pack_problem(connection: Connection) -> str | None:
    """Why the newest adopted pack is not the one in use, in words for a banner; None where all is well."""
    adopted = connection.execute("SELECT 1 FROM packs WHERE pack = ? LIMIT 1", (pack_name(connection),)).fetchone()
    return _in_use(connection)[1] if adopted is not None else None  # the shipped pack needs no reading to be known good


def _in_use(connection: Connection) -> tuple[Pack, str | None]:
    name = pack_name(connection)
    problem: str | None = None
    rows = connection.execute("SELECT pack_version, content FROM packs WHERE pack = ? ORDER BY id DESC", (name,))
    for version, content in rows:
        try:
            return _loaded(name, str(content)), problem
        except RuleError as error:
            first = error.message.splitlines()[0]
            problem = (
                problem
                or f"Rules {name} {version} cannot be read here ({first}); an earlier version computes the dates."
            )
    return _loaded(name, None), problem


_cache: dict[tuple[str, str | None], Pack] = {}


def _loaded(name: str, content: str | None) -> Pack:
    key = (name, content)
    if key not in _cache:
        from cpo_tui.rules.pack import PACK_FOLDER, load

        _cache[key] = load(content) if content is not None else load(PACK_FOLDER / f"{name}.toml")
    return _cache[key]


def has_clocks(connection: Connection, listed: str) -> list[int]:
    """Those of the cases (a JSON list of ids) that have an event, a clock event or a deadline: the others need no rules."""
    sql = (
        f"SELECT case_id FROM events WHERE case_id {_IN} UNION SELECT case_id FROM clock_events WHERE case_id {_IN}"
        f" UNION SELECT case_id FROM deadlines WHERE case_id {_IN}"
    )
    return [int(row[0]) for row in connection.execute(sql, (listed, listed, listed))]


def recompute(connection: Connection, case_ids: Sequence[int], zone: tzinfo) -> dict[int, Timeline]:
    """Make the deadlines of these cases true again, inside the caller's transaction.

    Gives the cases that were laid out for it, by id, so that what else follows from their facts need not do it again.
    """
    laid, rows = wanted_rows(connection, case_ids, zone)
    if laid:
        tallies.replace_rows(connection, "deadlines", WRITTEN, list(laid), rows)
    return laid


def wanted_rows(
    connection: Connection, case_ids: Sequence[int], zone: tzinfo
) -> tuple[dict[int, Timeline], list[tuple[Any, ...]]]:
    """The cases that have clocks, laid out, and the rows that the table must hold for them, by `WRITTEN`."""
    ids = has_clocks(connection, canonical(list(case_ids)).decode())
    if not ids:
        return {}, []
    from cpo_tui.rules.evaluate import deadlines_on
    from cpo_tui.rules.timeline import Timeline

    pack = pack_in_use(connection)
    laid = {
        case_id: Timeline(pack, fields, events, zone, clocks)
        for case_id, (fields, events, clocks) in inputs_of(connection, ids).items()
    }
    rows = [
        row for case_id, timeline in laid.items() for row in stored_rows(case_id, deadlines_on(timeline), pack, zone)
    ]
    return laid, rows


def computed(
    connection: Connection, case_ids: Sequence[int], pack: Pack, zone: tzinfo, *, explain: bool = False
) -> dict[int, tuple[Deadline, ...]]:
    """The deadlines that `pack` gives these cases, by case id, straight from their events and clocks."""
    from cpo_tui.rules.evaluate import deadlines_of

    inputs = inputs_of(connection, case_ids)
    return {
        case_id: deadlines_of(pack, fields, events, clocks, zone=zone, explain=explain)
        for case_id, (fields, events, clocks) in inputs.items()
    }


Inputs = tuple[Mapping[str, object], list[Event], list[ClockEvent]]


def inputs_of(connection: Connection, case_ids: Iterable[int]) -> dict[int, Inputs]:
    """What the rules are asked about: the fields, the events and the clocks of each case."""
    listed = canonical(list(case_ids)).decode()
    cursor = connection.execute(
        "SELECT c.id, c.custody_status, c.docket, c.stage, c.lifecycle, c.facility, c.opened_on AS opened,"
        " c.closed_on AS closed, c.waiting_on, p.birth_date, p.nationality, p.language,"
        " p.interpreter_needed AS interpreter, EXISTS (SELECT 1 FROM representations r WHERE r.case_id = c.id AND"
        f" r.to_on IS NULL) AS represented FROM cases c JOIN persons p ON p.id = c.person_id WHERE c.id {_IN}",
        (listed,),
    )
    names = [column[0] for column in cursor.description][1:]
    found: dict[int, Inputs] = {int(row[0]): (dict(zip(names, row[1:], strict=True)), [], []) for row in cursor}
    for row_id, case_id, kind, occurred_at, recorded_at, facts in connection.execute(
        f"SELECT id, case_id, kind, occurred_at, recorded_at, facts FROM events WHERE superseded_by IS NULL AND case_id {_IN}",
        (listed,),
    ):
        moment, recorded = when(occurred_at), when(recorded_at)
        if moment is not None:
            carried = json.loads(facts) if facts else {}
            known = recorded if isinstance(recorded, datetime) else None
            found[case_id][1].append(Event(row_id, kind, moment, known, carried))
    for case_id, rule, kind, on_at, amount, until, reason, trigger in connection.execute(
        "SELECT case_id, rule, kind, on_at, amount, until, reason, trigger_id FROM clock_events"
        f" WHERE kind != 'late_reason' AND case_id {_IN}",
        (listed,),
    ):
        moment = when(on_at)
        if moment is not None:
            found[case_id][2].append(
                ClockEvent(rule, kind, moment, amount or 0, when(until), reason or "", _trigger(trigger))
            )
    return found


def _trigger(text: str | None) -> int | str | None:
    return int(text) if text and text.isascii() and text.isdigit() else text


def stored_rows(case_id: int, deadlines: Iterable[Deadline], pack: Pack, zone: tzinfo) -> list[tuple[Any, ...]]:
    """The rows of the table `deadlines` for one case."""
    rows = []
    for one in deadlines:
        rule, asks = one.rule, one.asks
        rows.append(
            (
                case_id, one.key, rule.id, rule.kind.value, one.title, rule.severity.value, rule.source.citation,
                rule.caution or None, pack.name, one.pack_version, str(one.trigger.id), one.trigger.kind,
                _text(one.trigger.occurred_at), one.round, _text(one.due_at), _text(one.due_latest),
                None if one.due_at is None else sort_key(one.due_at, zone), _text(one.start if asks and one.due_at is None else one.act_by),
                int(one.lead.total_seconds()), one.status, None if one.applies is None else int(one.applies),
                int(asks), "\n".join(one.missing) or None, "\n".join(one.warnings) or None,
                _text(one.closer.occurred_at) if one.closer is not None else None,
            )
        )  # fmt: skip
    return rows


def _text(value: When | None) -> str | None:
    if value is None:
        return None
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


def demands_of_deadlines(connection: Connection, among: Chosen) -> dict[int, list[Demand]]:
    """What the stored deadlines of these cases ask for, without the steps."""
    found: dict[int, list[Demand]] = defaultdict(list)
    sql = (
        "SELECT case_id, title, due_at, lead_seconds, severity, rule, pack_version, citation, status, key, caution, act_by,"
        f" applies FROM deadlines WHERE asks AND case_id {among.sql}"
    )
    for row in connection.execute(sql, among.values):
        case_id, title, due_at, lead, severity, rule, version, citation, status, key, caution, since, applies = row
        due = when(due_at)
        found[case_id].append(
            Demand(
                "prompt" if due is None else "deadline", f"{title} ?" if caution else title, due, timedelta(seconds=lead),
                Severity(severity), rule, version, citation, status, source=f"deadlines:{key}", certain=applies == 1,
                since=when(since) if due is None else None,
            )
        )  # fmt: skip
    return found


def of_case(connection: Connection, case_id: int) -> tuple[StoredDeadline, ...]:
    """The deadlines of a case as they were last computed: open ones first, each by its date."""
    open_first = "status NOT IN ('running', 'paused', 'contested', 'blocked')"
    rows = connection.execute(
        f"SELECT {_READ} FROM deadlines WHERE case_id = ? ORDER BY {open_first}, due_key IS NULL, due_key, id",
        (case_id,),
    )
    return tuple(_stored(row) for row in rows)


def listed(
    connection: Connection,
    *,
    case_ids: Sequence[int] | None = None,
    statuses: Sequence[str] = OPEN,
    due_from: int | None = None,
    due_before: int | None = None,
    limit: int = -1,
) -> tuple[tuple[str, StoredDeadline], ...]:
    """Deadlines of the whole store, or of some cases, each with its case's reference, the earliest first.

    `due_from` and `due_before` are seconds since 1970 UTC, as `domain.demands.sort_key` gives them; with either, a
    deadline without a date is left out.
    """
    cases = None if case_ids is None else canonical(list(case_ids)).decode()
    columns = ", ".join(f"d.{name.strip()}" for name in _READ.split(","))
    rows = connection.execute(
        f"SELECT c.reference, {columns} FROM deadlines d JOIN cases c ON c.id = d.case_id"
        " WHERE (?1 IS NULL OR d.case_id IN (SELECT value FROM json_each(?1)))"
        " AND d.status IN (SELECT value FROM json_each(?2))"
        " AND (?3 IS NULL OR d.due_key >= ?3) AND (?4 IS NULL OR d.due_key < ?4)"
        " ORDER BY d.due_key IS NULL, d.due_key, d.id LIMIT ?5",
        (cases, canonical(list(statuses)).decode(), due_from, due_before, limit),
    )
    return tuple((str(row[0]), _stored(row[1:])) for row in rows)


def _stored(row: Sequence[Any]) -> StoredDeadline:
    values = list(row)
    for place in (13, 15, 16, 17, 22):
        values[place] = when(values[place])
    values[19] = None if values[19] is None else bool(values[19])
    for place in (20, 21):
        values[place] = tuple(values[place].split("\n")) if values[place] else ()
    return StoredDeadline(*values)


def explained(connection: Connection, case_id: int, zone: tzinfo) -> tuple[Deadline, ...]:
    """The deadlines of a case with every step, replayed from its events and clocks under the pack in use."""
    if not has_clocks(connection, canonical([case_id]).decode()):
        return ()
    return computed(connection, [case_id], pack_in_use(connection), zone, explain=True).get(case_id, ())


def late_reasons(connection: Connection, case_id: int) -> dict[tuple[str, str | None], str]:
    """Why deadlines of a case were late, by rule and trigger, as officers gave it."""
    rows = connection.execute(
        "SELECT rule, trigger_id, reason FROM clock_events WHERE case_id = ? AND kind = 'late_reason' ORDER BY id",
        (case_id,),
    )
    return {(str(rule), trigger): str(reason or "") for rule, trigger, reason in rows}
