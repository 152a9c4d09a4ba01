"""How the work is spread over groups of people: a report for those who look after fairness, and nothing else.

No rule, demand or order of the list may import this module; an import contract holds that.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from cpo_tui.store.connect import Connection
from cpo_tui.store.figures import IS_OPEN_CASE
from cpo_tui.store.oversight import Moment, middle

GROUPS = {
    "nationality": "COALESCE(p.nationality, 'not recorded')",
    "language": "COALESCE(p.language, 'not recorded')",
    "representation": "CASE WHEN EXISTS (SELECT 1 FROM representations r WHERE r.case_id = c.id AND r.to_on IS NULL) THEN 'represented' ELSE 'not represented' END",
}
"""By what the fairness report compares; nothing else in the product reads these."""
SMALLEST_GROUP = 10
TOUCHED_DAYS = 30


def fairness(connection: Connection, at: Moment) -> dict[str, list[dict[str, Any]]]:
    """Open cases by nationality, language and representation: median age, share late, share touched in 30 days.

    Groups of fewer than ten are put together; where even together they are fewer, or where one alone would show what it
    was by subtraction, the next smallest goes with them.
    """
    groups: dict[str, dict[str, list[Measured]]] = {name: {} for name in GROUPS}
    into = list(groups.values())
    # The cases are read once for all comparisons; each reading takes as long as the rest together.
    today = date.fromisoformat(at.today).toordinal()

    @lru_cache(maxsize=1 << 14)
    def day(text: str) -> int:
        if len(text) == len("2026-03-02"):
            return date.fromisoformat(text).toordinal()
        return datetime.fromisoformat(text).astimezone(at.zone).toordinal()

    for opened, late, touched, *names in connection.execute(
        f"SELECT substr(c.opened_on, 1, 10), COALESCE(c.due_key < ?1, 0), c.last_touched_at, {', '.join(GROUPS.values())}"
        f" FROM cases c JOIN persons p ON p.id = c.person_id WHERE {IS_OPEN_CASE}",
        (at.key,),
    ):
        age = None if opened is None else max(0, today - day(opened))
        measured = (age, int(late), int(touched is not None and today - day(touched) <= TOUCHED_DAYS))
        for found, name in zip(into, names, strict=True):
            found.setdefault(str(name), []).append(measured)
    return {name: _compared(found) for name, found in groups.items()}


Measured = tuple[int | None, int, int]
"""Of one case: its age in days, whether it is late, whether it was touched lately."""


def _compared(groups: Mapping[str, list[Measured]]) -> list[dict[str, Any]]:
    by_size = sorted(groups, key=lambda name: (len(groups[name]), name))
    small = [name for name in by_size if len(groups[name]) < SMALLEST_GROUP]
    rest = by_size[len(small) :]
    while small and rest and (len(small) == 1 or sum(len(groups[name]) for name in small) < SMALLEST_GROUP):
        small.append(rest.pop(0))
    shown = [_group(name, groups[name]) for name in sorted(rest)]
    together = [one for name in small for one in groups[name]]
    if len(together) >= SMALLEST_GROUP:
        shown.append(_group(f"{len(small)} small groups together", together))
    return shown


def _group(name: str, cases: list[Measured]) -> dict[str, Any]:
    known = sorted(age for age, _, _ in cases if age is not None)
    return {
        "group": name, "cases": len(cases), "median_age": middle(known), "late": sum(late for _, late, _ in cases),
        "touched": sum(touched for _, _, touched in cases),
    }  # fmt: skip
