"""Running the named checks over a store: every case in which something that must hold does not."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from cpo_tui.errors import UsageError
from cpo_tui.store import deadlines
from cpo_tui.store.changes import canonical
from cpo_tui.store.connect import Connection
from cpo_tui.store.lint_checks import CHECKS, Check

if TYPE_CHECKING:
    from cpo_tui.rules.pack import Pack

CHUNK = 500
REPLAY = Check("deadline-not-replayed", "A stored deadline is what its replay gives.", "cpo verify", "")
CUSTODY, DETAINED = "custody", "detained"
"""The fact by which a pack says what an event makes of a person's custody, and its value in detention."""
CITIZENSHIP = "flag.usc_claim"
"""The fact that an event sets which shows a sign of citizenship."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One case in which one check does not hold; `remedy` is the command that mends it."""

    check: str
    case_id: int
    reference: str
    detail: str
    words: str
    remedy: str

    def as_json(self) -> dict[str, Any]:
        """The finding in the command line's form."""
        return {
            "check": self.check, "reference": self.reference, "detail": self.detail, "words": self.words,
            "remedy": self.remedy,
        }  # fmt: skip


def checks_named(names: Sequence[str]) -> tuple[Check, ...]:
    """The checks of those names, or all but the replay where none is named; raises `UsageError` for an unknown one."""
    known = {check.id: check for check in (*CHECKS, REPLAY)}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UsageError(f"There is no check {unknown[0]!r}.", hint=f"One of: {', '.join(known)}.")
    return tuple(known[name] for name in names) if names else CHECKS


def findings(
    connection: Connection,
    *,
    now: datetime,
    zone: tzinfo,
    case_ids: Sequence[int] | None = None,
    checks: Sequence[Check] = CHECKS,
) -> Iterator[Finding]:
    """What does not hold, check by check and in the order of the references; of some cases, or of all."""
    pack = deadlines.pack_in_use(connection)
    events = pack.events
    seen = frozenset(kind for kind, one in events.items() if one.category in pack.location_categories)
    custody = {kind: dict(one.sets).get(CUSTODY) for kind, one in events.items()}
    into = frozenset(kind for kind, value in custody.items() if value == DETAINED)
    out_of = frozenset(kind for kind, value in custody.items() if value not in {None, DETAINED})
    indicia = frozenset(kind for kind, one in events.items() if CITIZENSHIP in dict(one.sets))
    values = {
        "ids": None if case_ids is None else canonical(list(case_ids)).decode(),
        "now": now.astimezone(UTC).isoformat(timespec="seconds"),
        "today": now.astimezone(zone).date().isoformat(),
        "into_custody": _list(into),
        "out_of_custody": _list(out_of),
        "location": _list(into | seen),
        "indicia": _list(indicia),
    }
    for check in checks:
        rows = _not_replayed(connection, case_ids, zone) if check is REPLAY else _asked(connection, check, values)
        for case_id, reference, detail in rows:
            yield Finding(check.id, case_id, reference, detail, check.words, _remedy(check, reference, detail))


def _asked(connection: Connection, check: Check, values: dict[str, str | None]) -> Iterator[tuple[int, str, str]]:
    used = {name: value for name, value in values.items() if f":{name}" in check.sql}
    for case_id, reference, detail in connection.execute(f"{check.sql} ORDER BY 2, 3", used):
        yield int(case_id), str(reference), str(detail or "")


def _list(kinds: frozenset[str]) -> str:
    return canonical(sorted(kinds)).decode()


def _remedy(check: Check, reference: str, detail: str) -> str:
    return check.remedy.replace("{case}", shlex.quote(reference)).replace("{detail}", shlex.quote(detail))


def _not_replayed(
    connection: Connection, case_ids: Sequence[int] | None, zone: tzinfo
) -> Iterator[tuple[int, str, str]]:
    """Cases whose stored deadlines are not those that their events, clocks and the pack in use give."""
    every = f"SELECT id, reference FROM cases {'' if case_ids is None else 'WHERE id IN (SELECT value FROM json_each(?))'} ORDER BY reference"
    found = connection.execute(every, () if case_ids is None else (canonical(list(case_ids)).decode(),)).fetchall()
    pack = deadlines.pack_in_use(connection)
    for start in range(0, len(found), CHUNK):
        named = {int(case_id): str(reference) for case_id, reference in found[start : start + CHUNK]}
        yield from _differing(connection, named, pack, zone)


def _differing(
    connection: Connection, named: dict[int, str], pack: Pack, zone: tzinfo
) -> Iterator[tuple[int, str, str]]:
    fresh = deadlines.computed(connection, list(named), pack, zone)
    for case_id, reference in named.items():
        wanted = {
            row[1]: (row[2], row[14], row[19])
            for row in deadlines.stored_rows(case_id, fresh.get(case_id, ()), pack, zone)
        }
        stored = {
            key: (rule, due, status)
            for key, rule, due, status in connection.execute(
                "SELECT key, rule, due_at, status FROM deadlines WHERE case_id = ?", (case_id,)
            )
        }
        for key in sorted(wanted.keys() | stored.keys()):
            if wanted.get(key) != stored.get(key):
                rule = (wanted.get(key) or stored.get(key) or ("",))[0]
                yield case_id, reference, f"{rule}: stored {_said(stored.get(key))}, replayed {_said(wanted.get(key))}"


def _said(row: tuple[Any, ...] | None) -> str:
    return "nothing" if row is None else f"{row[1] or 'no date'} {row[2]}"
