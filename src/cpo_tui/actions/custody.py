"""Where a person was: by the events of one case, and by those of their other cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from cpo_tui.actions.context import Context
from cpo_tui.actions.left_out import Keep
from cpo_tui.domain import records
from cpo_tui.domain.cases import CaseRow
from cpo_tui.domain.custody import Step, stays
from cpo_tui.domain.demands import sort_key
from cpo_tui.domain.times import local_day
from cpo_tui.rules.pack import Pack
from cpo_tui.store import reader
from cpo_tui.store.connect import Connection

if TYPE_CHECKING:
    from cpo_tui.domain.facts import EventDeclaration

MOVES = frozenset({"custody_transfer", "custody_location_changed"})
"""Events that say another place and leave the custody as it is."""


def stays_of(
    context: Context, events: Sequence[Mapping[str, Any]], declared: Mapping[str, EventDeclaration]
) -> list[dict[str, Any]]:
    """The stretches of custody that the events of a case lead to, by what the pack says that each sets."""
    steps = []
    for one in sorted(events, key=lambda one: (sort_key(one["occurred_at"], context.zone), one["id"])):
        kind = declared.get(one["kind"])
        custody = dict(kind.sets).get("custody") if kind is not None else None
        if isinstance(custody, str) or one["kind"] in MOVES:
            day = local_day(one["occurred_at"], context.zone)
            steps.append(
                Step(day, custody if isinstance(custody, str) else None, one["title"] or one["kind"].replace("_", " "))
            )
    return [asdict(one) for one in stays(steps)]


def in_other_cases(
    context: Context, connection: Connection, case: CaseRow, pack: Pack, keep: Keep, *, on_screen: bool = False
) -> list[dict[str, Any]]:
    """The stays of the other cases with the A-number of this one, by reference; none where it has no number.

    The number is the only thing that says that two cases are about one person: names are not compared. A case whose
    safeguards protect it is not among them: that there is one is told by its reference alone. On the screen of an
    officer the reference stands, and nothing else: the case is opened, and its opening kept, by itself.
    """
    found = []
    for other in reader.others_of_number(connection, case):
        protected = keep.protects(other.safeguards)
        if protected and not on_screen:
            continue
        events: list[dict[str, Any]] = []
        if not protected:
            on_file: tuple[records.Event, ...] = reader.of_case(connection, records.Event, other.id)
            events = keep.of("events", [asdict(one) for one in on_file if one.superseded_by is None])
        stretches = stays_of(context, events, pack.events)
        found.append({"case": other.reference, "protected": protected, "stays": stretches})
    return found
