"""What a change of the rules would do to the open dates of a store, and the packs that were adopted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from cpo_tui.domain.cases import When
from cpo_tui.store import deadlines
from cpo_tui.store.connect import Connection

if TYPE_CHECKING:
    from cpo_tui.rules.compare import CaseInput, Comparison
    from cpo_tui.rules.pack import Pack

CHUNK = 500
Progress = Callable[[int, int], None]


def open_case_inputs(connection: Connection, *, progress: Progress | None = None) -> Iterator[CaseInput]:
    """What the rules are asked about for every open case with a timeline, in the order of row ids; streams."""
    from cpo_tui.rules.compare import CaseInput

    found = connection.execute(
        "SELECT id, reference FROM cases WHERE lifecycle IN ('open', 'reopened') AND id IN (SELECT case_id FROM events)"
        " ORDER BY id"
    ).fetchall()
    for start in range(0, len(found), CHUNK):
        chunk = {int(case_id): str(reference) for case_id, reference in found[start : start + CHUNK]}
        for case_id, (fields, events, clocks) in deadlines.inputs_of(connection, chunk).items():
            yield CaseInput(chunk[case_id], fields, tuple(events), tuple(clocks))
        if progress is not None:
            progress(min(start + CHUNK, len(found)), len(found))


def consequences(connection: Connection, new: Pack, zone: tzinfo, *, progress: Progress | None = None) -> Comparison:
    """What another pack would do to the open deadlines of all open cases; writes nothing."""
    from cpo_tui.rules.compare import compare

    old = deadlines.pack_in_use(connection)
    return compare(old, new, open_case_inputs(connection, progress=progress), zone=zone)


def comparison_as_json(found: Comparison) -> dict[str, Any]:
    """A comparison in the command line's form."""
    return {
        "moved": [
            {"reference": one.reference, "rule": one.rule, "from": _text(one.before), "to": _text(one.after)}
            for one in found.moved
        ],
        "appear": [{"reference": one.reference, "rule": one.rule, "to": _text(one.after)} for one in found.appear],
        "vanish": [{"reference": one.reference, "rule": one.rule, "from": _text(one.before)} for one in found.vanish],
    }


def _text(value: When | None) -> str | None:
    return None if value is None else value.isoformat()


@dataclass(frozen=True, slots=True)
class Adopted:
    """A pack that the office adopted."""

    id: int
    pack: str
    pack_version: str
    adopted_at: str
    adopted_by: str | None


def adopted(connection: Connection) -> tuple[Adopted, ...]:
    """The packs that were adopted and not undone, newest first."""
    rows = connection.execute("SELECT id, pack, pack_version, adopted_at, adopted_by FROM packs ORDER BY id DESC")
    return tuple(Adopted(*row) for row in rows)


def cases_under(connection: Connection, rule_id: str, *, limit: int = 200) -> tuple[tuple[int, str, str | None], ...]:
    """The cases on which a rule has an open deadline, as `(case id, reference, due)`, the earliest first."""
    rows = connection.execute(
        "SELECT d.case_id, c.reference, d.due_at FROM deadlines d JOIN cases c ON c.id = d.case_id WHERE d.rule = ?"
        " AND d.status IN ('running', 'paused', 'contested', 'blocked') ORDER BY d.due_key IS NULL, d.due_key LIMIT ?",
        (rule_id, limit),
    )
    return tuple((int(case_id), str(reference), due) for case_id, reference, due in rows)


def open_by_rule(connection: Connection) -> dict[str, int]:
    """How many open deadlines each rule has."""
    rows = connection.execute(
        "SELECT rule, count(*) FROM deadlines WHERE status IN ('running', 'paused', 'contested', 'blocked') GROUP BY rule"
    )
    return {str(rule): int(count) for rule, count in rows}


def load_by_day(connection: Connection, officer: str | None, first: int, last: int) -> dict[int, int]:
    """Demands by the second at which their case must be acted on, between two keys: what a calendar shows.

    Only the first demand of each open case counts, because that is the day on which its officer has to come to it.
    """
    rows = connection.execute(
        "SELECT act_key, count(*) FROM cases WHERE act_key BETWEEN ? AND ? AND (?3 IS NULL OR officer = ?3) GROUP BY act_key".replace(
            "BETWEEN ? AND ?", "BETWEEN ?1 AND ?2"
        ),
        (first, last, officer),
    )
    return {int(key): int(count) for key, count in rows}
