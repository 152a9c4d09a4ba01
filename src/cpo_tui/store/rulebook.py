"""What a change of the rules would do to the open dates of a store, and the packs that were adopted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from cpo_tui.domain.cases import When
from cpo_tui.store import deadlines
from cpo_tui.store.connect import Connection

if TYPE_CHECKING:
    from cpo_tui.rules.evaluate import Deadline
    from cpo_tui.rules.pack import Pack

CHUNK = 500
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Moved:
    """One open date of a case that would be another, appear (`before` is None) or vanish (`after` is None)."""

    case_id: int
    reference: str
    rule: str
    title: str
    before: When | None
    after: When | None


@dataclass(frozen=True, slots=True)
class Consequences:
    """What adopting a pack would do to the open deadlines of the store."""

    moved: tuple[Moved, ...]
    appear: tuple[Moved, ...]
    vanish: tuple[Moved, ...]
    cases: int

    def as_json(self) -> dict[str, Any]:
        """The consequences in the command line's form."""
        return {
            "moved": [
                {"reference": one.reference, "rule": one.rule, "from": _text(one.before), "to": _text(one.after)}
                for one in self.moved
            ],
            "appear": [{"reference": one.reference, "rule": one.rule, "to": _text(one.after)} for one in self.appear],
            "vanish": [
                {"reference": one.reference, "rule": one.rule, "from": _text(one.before)} for one in self.vanish
            ],
        }


def _text(value: When | None) -> str | None:
    return None if value is None else value.isoformat()


def consequences(connection: Connection, new: Pack, zone: tzinfo, *, progress: Progress | None = None) -> Consequences:
    """Compare the open deadlines of all open cases under the pack in use and under another one; writes nothing."""
    old = deadlines.pack_in_use(connection)
    moved: list[Moved] = []
    appear: list[Moved] = []
    vanish: list[Moved] = []
    open_cases = {
        int(row[0]): str(row[1])
        for row in connection.execute(
            "SELECT id, reference FROM cases WHERE lifecycle IN ('open', 'reopened') AND id IN"
            " (SELECT case_id FROM events) ORDER BY id"
        )
    }
    ids = list(open_cases)
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        before, after = (deadlines.computed(connection, chunk, pack, zone) for pack in (old, new))
        for case_id in chunk:
            was, will = _open(before[case_id]), _open(after[case_id])
            for key in sorted({*was, *will}):
                one, other = was.get(key), will.get(key)
                named = other or one
                if named is None or (one is not None and other is not None and one.due_at == other.due_at):
                    continue
                change = Moved(
                    case_id, open_cases[case_id], named.rule.id, named.rule.title,
                    one.due_at if one else None, other.due_at if other else None,
                )  # fmt: skip
                (moved if one and other else appear if other else vanish).append(change)
        if progress is not None:
            progress(min(start + CHUNK, len(ids)), len(ids))
    return Consequences(tuple(moved), tuple(appear), tuple(vanish), len(ids))


def _open(found: tuple[Deadline, ...]) -> dict[str, Deadline]:
    return {one.key: one for one in found if one.is_open and one.due_at is not None}


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
