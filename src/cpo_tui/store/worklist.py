"""The worklist: the derived columns that give every open case its place in the list.

`recompute` asks each source for the demands of the touched cases and stores the earliest with its keys. A source is a
function from case ids to demands; later parts of the product (deadlines, documents, promises) add theirs to `SOURCES`.
Nothing here depends on the present, so a stored place stays true until something of the case changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import islice
from typing import Any

from cpo_tui.collector import not_collecting
from cpo_tui.domain.cases import OPEN_LIFECYCLES, When
from cpo_tui.domain.demands import (
    DEFAULT_LEADS,
    Demand,
    Severity,
    Step,
    begin_key,
    hearing_demand,
    in_order,
    order_of,
    sort_key,
    untouched_demand,
)
from cpo_tui.domain.inquiries import WAITS_FOR_ENQUIRER
from cpo_tui.domain.names import search_key
from cpo_tui.domain.records import SETTLED_INQUIRIES
from cpo_tui.store import commitments, deadlines, documents
from cpo_tui.store.chosen import Chosen, chosen
from cpo_tui.store.connect import Connection
from cpo_tui.store.reader import when

CHUNK = 500
DAY_LENGTH = len("2026-03-02")
DEFAULT_UNTOUCHED_DAYS = 30


@dataclass(frozen=True, slots=True)
class Office:
    """What the office decides about its list: its zone, and after how many days an untouched case asks for a look."""

    zone: tzinfo
    untouched_days: int = DEFAULT_UNTOUCHED_DAYS


Demands = dict[int, list[Demand]]
Source = Callable[[Connection, Chosen, Office], Demands]
"""From the cases that are asked for to their demands."""


def recompute(
    connection: Connection, case_ids: Iterable[int], office: Office, *, of_law: Container[int] | None = None
) -> None:
    """Make the derived columns of these cases true again, inside the caller's transaction.

    With `of_law`, deadlines and forecasts are worked out for those cases only: of the others nothing was written that a
    rule asks about.
    """
    ids = iter(sorted(set(case_ids)))
    while chunk := list(islice(ids, CHUNK)):
        _recompute_chunk(connection, chunk, office, of_law=of_law)


def recompute_all(connection: Connection, office: Office) -> None:
    """Make the derived columns of every case true again (after a change of zone, pack or settings)."""
    last = 0
    while chunk := [
        row[0] for row in connection.execute("SELECT id FROM cases WHERE id > ? ORDER BY id LIMIT ?", (last, CHUNK))
    ]:
        _recompute_chunk(connection, chunk, office)
        last = chunk[-1]


def is_of(connection: Connection, office: Office, zone: str) -> bool:
    """Whether the list was made under the office's zone (by name) and its limit for untouched cases."""
    return made_under(connection) == (zone, office.untouched_days)


def made_under(connection: Connection) -> tuple[str | None, int]:
    """The zone in which the list was made, by its name, and the limit for untouched cases, in days."""
    kept = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('zone', 'untouched_days')"))
    return kept.get("zone"), int(kept.get("untouched_days") or DEFAULT_UNTOUCHED_DAYS)


def move_to(connection: Connection, office: Office, zone: str) -> None:
    """Make the whole list anew under another zone or limit, inside the caller's transaction, and remember which."""
    recompute_all(connection, office)
    connection.executemany(
        "INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
        [("zone", zone), ("untouched_days", str(office.untouched_days))],
    )


def cases_with_clocks(connection: Connection) -> tuple[int, ...]:
    """The cases whose dates depend on the pack: those with an event or a deadline."""
    rows = connection.execute("SELECT case_id FROM events UNION SELECT case_id FROM deadlines")
    return tuple(int(row[0]) for row in rows)


def demands_of(connection: Connection, case_ids: Sequence[int], office: Office) -> Demands:
    """Every open demand of each case, in the order in which they must be worked; closed cases have none."""
    among = chosen(case_ids)
    found = _gathered(connection, among, office)
    touched = last_touched(connection, among, office)
    return {
        case_id: list(
            in_order([*found.get(case_id, ()), untouched_demand(touched[case_id], office.untouched_days)], office.zone)
        )
        for case_id in _open_ids(connection, among)
    }


def _gathered(connection: Connection, among: Chosen, office: Office) -> Demands:
    """What all sources ask for, in no order; a case of which nothing is asked is not there."""
    found: Demands = defaultdict(list)
    for source in SOURCES:
        for case_id, demands in source(connection, among, office).items():
            found[case_id].extend(demands)
    return found


def _open_ids(connection: Connection, among: Chosen) -> list[int]:
    sql = f"SELECT id FROM cases WHERE id {among.sql} AND lifecycle IN {_listed(OPEN_LIFECYCLES)}"
    return [int(row[0]) for row in connection.execute(sql, among.values)]


def explained(connection: Connection, case_id: int, office: Office) -> list[Demand]:
    """Every open demand of a case with its steps: those of the law are replayed, not looked up."""
    steps = {f"deadlines:{one.key}": one.steps for one in deadlines.explained(connection, case_id, office.zone)}
    found = demands_of(connection, [case_id], office).get(case_id, [])
    return [replace(demand, steps=steps.get(demand.source, demand.steps)) for demand in found]


def last_touched(connection: Connection, among: Chosen, office: Office) -> dict[int, When]:
    """When somebody last did something on each case, as far as the store knows.

    The latest of: the day it was opened, what happened on its timeline, and the change-sets of officers that stand.
    """
    latest: dict[int, tuple[int, When]] = {}
    for sql in _touches(among):
        for case_id, value in connection.execute(sql, among.values):
            if value is not None:
                moment = _moment(value, office.zone)
                known = latest.get(case_id)
                if known is None or known[0] < moment[0]:
                    latest[case_id] = moment
    return {case_id: moment for case_id, (_, moment) in latest.items()}


@lru_cache(maxsize=8192)
def _moment(value: str, zone: tzinfo) -> tuple[int, When]:
    """A stored date with the second at which it begins; kept, because days recur."""
    moment = date.fromisoformat(value) if len(value) == DAY_LENGTH else datetime.fromisoformat(value)
    return begin_key(moment, zone), moment


@lru_cache(maxsize=8192)
def _untouched_place(touched: When, office: Office) -> tuple[Any, ...]:
    """Where a case stands of which nothing is asked but that somebody look at it; kept, because days recur."""
    return place(untouched_demand(touched, office.untouched_days), office.zone)


def _touches(among: Chosen) -> tuple[str, ...]:
    """Statements that give (case, moment) each: when it began, what happened, what officers did."""
    return (
        "SELECT c.id, COALESCE(c.opened_on, (SELECT imported_at FROM import_batches b WHERE b.id = c.batch_id),"
        " (SELECT max(s.at) FROM changes g JOIN change_sets s ON s.id = g.change_set_id"
        f" WHERE g.table_name = 'cases' AND g.row_id = c.id AND g.op = 'insert')) FROM cases c WHERE c.id {among.sql}",
        f"SELECT case_id, max(occurred_at) FROM events WHERE case_id {among.sql}"
        " AND substr(occurred_at, 1, 10) <= substr(recorded_at, 1, 10) AND superseded_by IS NULL GROUP BY case_id",
        "SELECT g.case_id, max(s.at) FROM changes g JOIN change_sets s ON s.id = g.change_set_id"
        f" WHERE g.case_id {among.sql} AND s.verb NOT IN ('undo', 'redo', 'import')"
        " AND COALESCE((SELECT u.verb FROM change_sets u WHERE u.root_id = s.id ORDER BY u.id DESC LIMIT 1), '') != 'undo'"
        " GROUP BY g.case_id",
    )


DERIVED_COLUMNS = (
    "search_key", "last_touched_at", "act_key", "act_from", "due_key", "act_by", "due_at", "demand", "demand_kind",
    "severity", "citation", "rule", "held_until", "missing_documents", "open_inquiries", "safeguards", "next_hearing_at",
)  # fmt: skip
"""The columns that `derived` gives, in its order."""


def derived(connection: Connection, ids: Sequence[int], office: Office) -> dict[int, tuple[Any, ...]]:
    """What the derived columns of these cases must hold, by case id, in the order of `DERIVED_COLUMNS`."""
    among = chosen(ids)
    demands = _gathered(connection, among, office)
    touched = last_touched(connection, among, office)
    facts = _facts(connection, among)
    found = {}
    by_touch: dict[When | None, tuple[str | None, tuple[Any, ...]]] = {}
    for case_id, reference, full_name, a_number, is_open in connection.execute(
        f"SELECT c.id, c.reference, p.full_name, p.a_number, c.lifecycle IN {_listed(OPEN_LIFECYCLES)}"
        f" FROM cases c JOIN persons p ON p.id = c.person_id WHERE c.id {among.sql}",
        among.values,
    ).fetchall():
        since = touched.get(case_id)
        known = by_touch.get(since)
        if known is None:  # most cases of an extract were last touched on the same days
            alone = place(None, office.zone) if since is None else _untouched_place(since, office)
            known = by_touch[since] = (stored(since), alone)
        said, where = known
        if not is_open:
            where = _NOWHERE
        elif since is not None and (asked := demands.get(case_id)):
            asked = [*asked, untouched_demand(since, office.untouched_days)]
            where = place(min(asked, key=lambda one: order_of(one, office.zone)), office.zone)
        key = search_key(full_name, reference, a_number)
        found[int(case_id)] = (key, said, *where, *facts.get(case_id, _NO_FACTS))
    return found


def _recompute_chunk(
    connection: Connection, ids: Sequence[int], office: Office, *, of_law: Container[int] | None = None
) -> None:
    asking = ids if of_law is None else [case_id for case_id in ids if case_id in of_law]
    if asking:
        with not_collecting():
            laid = deadlines.recompute(connection, asking, office.zone)
            documents.recompute(connection, asking, laid, office.zone)
    rows = [(*values, case_id) for case_id, values in derived(connection, ids, office).items()]
    sets = ", ".join(f"{name} = ?" for name in DERIVED_COLUMNS)
    connection.executemany(f"UPDATE cases SET {sets} WHERE id = ?", rows)


_NOWHERE: tuple[Any, ...] = (None,) * 10
"""The place of a case that asks for nothing."""


def place(demand: Demand | None, zone: tzinfo) -> tuple[Any, ...]:
    """The derived columns of a case whose first demand is `demand`, from `act_key` to `rule`."""
    if demand is None:
        return _NOWHERE
    act_by = demand.act_by
    return (
        sort_key(act_by, zone), begin_key(act_by, zone), None if demand.due_at is None else sort_key(demand.due_at, zone), stored(act_by),
        stored(demand.due_at), demand.title, demand.kind, demand.severity.value, demand.citation or None, demand.rule,
    )  # fmt: skip


def stored(value: When | None) -> str | None:
    """The stored form of a date: a day as ten characters, a moment with its offset, to the second."""
    if value is None:
        return None
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


def _facts(connection: Connection, among: Chosen) -> Mapping[int, tuple[Any, ...]]:
    """The last derived columns of the cases of which anything is there, from `held_until` on; `_NO_FACTS` for others."""
    found: dict[int, list[Any]] = {}
    for column, sql in enumerate(_FACTS):
        for case_id, value in connection.execute(sql.format(among=among.sql), among.values):
            found.setdefault(case_id, list(_NO_FACTS))[column] = value
    return {case_id: tuple(values) for case_id, values in found.items()}


def _listed(words: Iterable[str]) -> str:
    return "(" + ", ".join(f"'{word}'" for word in words) + ")"


_NO_FACTS: tuple[Any, ...] = (None, 0, 0, None, None)
_FACTS = (
    "SELECT case_id, max(until) FROM holds WHERE ended_at IS NULL AND case_id {among} GROUP BY case_id",
    "SELECT case_id, count(*) FROM document_forecasts WHERE kind = 'missing' AND case_id {among} GROUP BY case_id",
    "SELECT l.case_id, count(*) FROM inquiry_cases l JOIN inquiries i ON i.id = l.inquiry_id"
    f" WHERE i.state NOT IN {_listed(SETTLED_INQUIRIES)} AND l.case_id {{among}} GROUP BY l.case_id",
    "SELECT case_id, group_concat(kind) FROM (SELECT DISTINCT case_id, kind FROM safeguards"
    " WHERE ended_on IS NULL AND case_id {among} ORDER BY case_id, kind) GROUP BY case_id",
    "SELECT case_id, min(starts_at) FROM hearings WHERE outcome IS NULL AND case_id {among} GROUP BY case_id",
)


def _of_hearings(connection: Connection, among: Chosen, office: Office) -> Demands:  # noqa: ARG001 - the shape of a source
    found: Demands = defaultdict(list)
    sql = f"SELECT id, case_id, starts_at, kind, place FROM hearings WHERE outcome IS NULL AND case_id {among.sql}"
    for row_id, case_id, starts_at, kind, at_place in connection.execute(sql, among.values):
        title = ", ".join(
            part for part in ("" if kind == "hearing" else (kind or "").replace("_", " "), at_place) if part
        )
        moment = when(starts_at)
        demand = moment and hearing_demand(title=title, starts_at=moment, outcome=None, source=f"hearings:{row_id}")
        if demand:
            found[case_id].append(demand)
    return found


def _of_tasks(connection: Connection, among: Chosen, office: Office) -> Demands:  # noqa: ARG001
    found: Demands = defaultdict(list)
    sql = f"SELECT id, case_id, title, due_at, set_by FROM tasks WHERE done_at IS NULL AND case_id {among.sql}"
    for row_id, case_id, title, due_at, set_by in connection.execute(sql, among.values):
        moment = when(due_at)
        if moment is not None:
            steps = (Step(f"task set by {set_by or 'an officer'}; open until it is done"),)
            found[case_id].append(Demand("task", title, moment, steps=steps, source=f"tasks:{row_id}"))
    return found


def _of_holds(connection: Connection, among: Chosen, office: Office) -> Demands:  # noqa: ARG001
    found: Demands = defaultdict(list)
    sql = f"SELECT id, case_id, until, reason FROM holds WHERE ended_at IS NULL AND case_id {among.sql}"
    for row_id, case_id, until, reason in connection.execute(sql, among.values):
        moment = when(until)
        if moment is not None:
            title = f"Wake from hold: {reason}" if reason else "Wake from hold"
            steps = (Step("held; the case stays in the list and wakes on its day"),)
            found[case_id].append(Demand("hold", title, moment, steps=steps, source=f"holds:{row_id}"))
    return found


def _of_inquiries(connection: Connection, among: Chosen, office: Office) -> Demands:  # noqa: ARG001
    found: Demands = defaultdict(list)
    sql = (
        "SELECT i.id, l.case_id, i.due_at, i.enquirer, i.subject, i.inquiry, i.received_at, i.standard FROM inquiry_cases l"
        f" JOIN inquiries i ON i.id = l.inquiry_id WHERE i.state NOT IN {_listed(SETTLED_INQUIRIES)}"
        f" AND l.case_id {among.sql}"
    )
    for row_id, case_id, due_at, enquirer, subject, number, received_at, standard in connection.execute(
        sql, among.values
    ):
        about = f" ({subject.replace('_', ' ')})" if subject else ""
        waits = standard == WAITS_FOR_ENQUIRER
        steps = (Step(f"inquiry {number}: open until it is answered, closed or rejected"),)
        title = f"{'Ask again, or answer' if waits else 'Reply to'} {enquirer or 'an enquirer'}{about}"
        lead = DEFAULT_LEADS[Severity.SERVICE] or timedelta(0)
        # Without a due date the question is still open: it stands behind every date since its receipt.
        demand = Demand(
            "inquiry", title, when(due_at), lead, rule=None if waits else standard, steps=steps,
            source=f"inquiries:{row_id}", since=when(received_at),
        )  # fmt: skip
        found[case_id].append(demand)
    return found


def _of_safeguards(connection: Connection, among: Chosen, office: Office) -> Demands:  # noqa: ARG001
    found: Demands = defaultdict(list)
    sql = f"SELECT id, case_id, kind, review_on FROM safeguards WHERE ended_on IS NULL AND review_on IS NOT NULL AND case_id {among.sql}"
    for row_id, case_id, kind, review_on in connection.execute(sql, among.values):
        moment = when(review_on)
        if moment is not None:
            title = f"Review safeguard: {kind.replace('_', ' ')}"
            found[case_id].append(Demand("safeguard", title, moment, source=f"safeguards:{row_id}"))
    return found


def _of_deadlines(connection: Connection, among: Chosen, office: Office) -> Demands:  # noqa: ARG001
    return deadlines.demands_of_deadlines(connection, among)


def _of_documents(connection: Connection, among: Chosen, office: Office) -> Demands:  # noqa: ARG001
    return documents.demands_of_documents(connection, among)


def _of_commitments(connection: Connection, among: Chosen, office: Office) -> Demands:  # noqa: ARG001
    return commitments.demands_of_commitments(connection, among)


SOURCES: list[Source] = [
    _of_deadlines, _of_documents, _of_hearings, _of_tasks, _of_holds, _of_inquiries, _of_safeguards, _of_commitments,
]  # fmt: skip
"""Where demands come from, in no particular order."""
