"""Cases on their way from one officer to another, and who is away and who covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cpo_tui.domain.cases import When
from cpo_tui.store.bulk import listed
from cpo_tui.store.connect import Connection
from cpo_tui.store.reader import day, when


@dataclass(frozen=True, slots=True)
class Handover:
    """One case that was offered; `answer` is accepted, sent_back or taken_back, None while it waits.

    A case that somebody covers has the answer covered, and returned once it came back.
    """

    id: int
    case_id: int
    reference: str
    from_officer: str | None
    to_officer: str
    offered_at: When | None
    note: str | None
    answered_at: When | None
    answer: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Absence:
    """When an officer is away (both days inclusive), and who covers."""

    id: int
    officer: str
    from_on: date
    to_on: date
    cover: str | None
    reason: str | None


_HANDOVER = (
    "SELECT h.id, h.case_id, c.reference, h.from_officer, h.to_officer, h.offered_at, h.note, h.answered_at, h.answer,"
    " h.reason FROM handovers h JOIN cases c ON c.id = h.case_id"
)


def waiting(
    connection: Connection, *, case_ids: Sequence[int] | None = None, officer: str | None = None
) -> tuple[Handover, ...]:
    """The offers that nobody has answered: of some cases, or from and to an officer; by reference."""
    rows = connection.execute(
        f"{_HANDOVER} WHERE h.answered_at IS NULL AND (?1 IS NULL OR h.case_id IN (SELECT value FROM json_each(?1)))"
        " AND (?2 IS NULL OR h.to_officer = ?2 OR h.from_officer = ?2) ORDER BY c.reference, h.id",
        (None if case_ids is None else listed(case_ids), officer),
    )
    return tuple(_handover(*row) for row in rows)


def of_case(connection: Connection, case_id: int) -> tuple[Handover, ...]:
    """Every handover of a case, the newest first."""
    rows = connection.execute(f"{_HANDOVER} WHERE h.case_id = ? ORDER BY h.id DESC", (case_id,))
    return tuple(_handover(*row) for row in rows)


def covered(connection: Connection, officer: str) -> tuple[Handover, ...]:
    """What others cover for an officer and has not come back, by reference; of each case the latest."""
    rows = connection.execute(
        f"{_HANDOVER} WHERE h.from_officer = ? AND h.answer = 'covered' ORDER BY c.reference, h.id", (officer,)
    )
    return tuple({one.case_id: one for one in (_handover(*row) for row in rows)}.values())


def _handover(
    row_id: int, case_id: int, reference: str, giver: str | None, receiver: str, offered: str, note: str | None,
    answered: str | None, answer: str | None, reason: str | None,
) -> Handover:  # fmt: skip
    return Handover(row_id, case_id, reference, giver, receiver, when(offered), note, when(answered), answer, reason)


def absences(connection: Connection, *, officer: str | None = None, on: date | None = None) -> tuple[Absence, ...]:
    """Who is away, of one officer or on one day, the earliest first."""
    rows = connection.execute(
        "SELECT id, officer, from_on, to_on, cover, reason FROM absences WHERE (?1 IS NULL OR officer = ?1)"
        " AND (?2 IS NULL OR ?2 BETWEEN from_on AND to_on) ORDER BY from_on, id",
        (officer, on.isoformat() if on else None),
    )
    found = []
    for row_id, who, from_on, to_on, cover, reason in rows:
        first, last = day(from_on), day(to_on)
        if first is not None and last is not None:
            found.append(Absence(row_id, who, first, last, cover, reason))
    return tuple(found)


def open_cases_of(connection: Connection, officer: str) -> tuple[tuple[int, str, str | None], ...]:
    """The open cases of an officer, `(id, reference, team)`, in the order in which they must be worked."""
    rows = connection.execute(
        "SELECT id, reference, team FROM cases WHERE officer = ? AND lifecycle IN ('open', 'reopened')"
        " ORDER BY act_key IS NULL, act_key, id",
        (officer,),
    )
    return tuple((int(case_id), str(reference), team) for case_id, reference, team in rows)


def open_counts(connection: Connection) -> dict[str, int]:
    """How many open cases each officer has."""
    rows = connection.execute(
        "SELECT officer, count(*) FROM cases WHERE officer IS NOT NULL AND lifecycle IN ('open', 'reopened') GROUP BY officer"
    )
    return {str(officer): int(count) for officer, count in rows}
