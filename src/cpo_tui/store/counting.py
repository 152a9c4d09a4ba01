"""How many cases each of several conditions allows: one walk through the index of the list for all that it can answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cpo_tui.store.connect import Connection
from cpo_tui.store.search import Condition
from cpo_tui.store.window import count

_INDEXED = frozenset(
    {
        "act_key", "id", "due_key", "act_from", "officer", "stage", "custody_status", "severity", "waiting_on", "docket",
        "lifecycle", "facility", "demand_kind", "batch_id", "held_until", "missing_documents", "open_inquiries",
        "safeguards", "next_hearing_at", "opened_on", "last_touched_at",
        "team", "stage_since", "assigned_at", "closed_on", "person_id",
    }
)  # fmt: skip
"""The columns of the index `cases_worklist`; a test holds them against the schema."""
_COLUMN = re.compile(r"\bc\.([a-z_]+)")


def count_all(connection: Connection, conditions: Sequence[Condition]) -> tuple[int, ...]:
    """How many cases are open, then how many each condition allows.

    The conditions about open cases that the index of the list can answer are counted in one walk through it; those that
    an index of their own answers, or that need the wide table, are counted one by one.
    """
    together = [place for place, one in enumerate(conditions) if _is_in_walk(one)]
    sums = "".join(f", total({conditions[place].sql})" for place in together)
    params = [value for place in together for value in conditions[place].params]
    row = connection.execute(
        f"SELECT count(*){sums} FROM cases c INDEXED BY cases_worklist WHERE c.act_key IS NOT NULL", params
    ).fetchone()
    found = dict(zip(together, row[1:], strict=True))
    return (
        int(row[0]),
        *(int(found[place]) if place in found else count(connection, one) for place, one in enumerate(conditions)),
    )


def _is_in_walk(condition: Condition) -> bool:
    return (
        condition.open_only
        and not condition.is_narrow
        and "SELECT" not in condition.sql
        and _INDEXED.issuperset(_COLUMN.findall(condition.sql))
    )


def count_until(connection: Connection, condition: Condition, ends: Sequence[int]) -> tuple[int, ...]:
    """How many open cases have to be begun until the first of the ends, and then between each and the next.

    `ends` are seconds since 1970, ascending.
    """
    sums = ", ".join("total(c.act_key <= ?)" for _ in ends)
    row = connection.execute(
        f"SELECT {sums} FROM cases c WHERE ({condition.sql}) AND c.act_key <= ?", (*ends, *condition.params, ends[-1])
    ).fetchone()
    until = [int(value) for value in row]
    return tuple(now - before for now, before in zip(until, [0, *until], strict=False))
