"""The orders in which a list can be shown.

Attributes of a person that must never move a case up or down are not among them; they can be filtered by, not sorted by.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from cpo_tui.errors import UsageError

ORDERS: dict[str, str] = {
    "act": "when one has to begin",
    "due": "when the next demand is due",
    "reference": "the reference",
    "name": "the name",
    "a_number": "the A-number",
    "stage": "the stage",
    "custody": "where the person is held",
    "docket": "the docket",
    "lifecycle": "whether the case is open",
    "waiting": "whose move it is",
    "facility": "the place",
    "officer": "who has the case",
    "team": "the team",
    "demand": "the kind of the next demand",
    "opened": "the day of opening",
    "closed": "the day of closing",
    "touched": "when it was last touched",
    "staged": "when it came into its stage",
    "assigned": "when it came to its officer",
    "hearing": "the next hearing",
    "wake": "the day on which a hold ends",
    "missing": "how many documents are missing",
    "inquiries": "how many inquiries are open",
}
"""What a list can be ordered by, and what that is."""

BARRED = frozenset(
    {
        "nationality",
        "country",
        "birth",
        "race",
        "ethnicity",
        "religion",
        "language",
        "sex",
        "gender",
        "interpreter",
        "person_age",
    }
)
"""What never orders a list: it may be filtered by, and a rule of law may depend on it."""

_ALIASES = {
    "act_by": "act", "due_at": "due", "full_name": "name", "opened_on": "opened", "closed_on": "closed",
    "last_touched_at": "touched", "stage_since": "staged", "assigned_at": "assigned", "next_hearing": "hearing",
    "next_hearing_on": "hearing", "next_hearing_at": "hearing", "custody_status": "custody", "waiting_on": "waiting",
    "held_until": "wake", "missing_documents": "missing", "open_inquiries": "inquiries", "ref": "reference",
}  # fmt: skip


AGES = {"age": "opened", "untouched": "touched", "stage_age": "staged", "with_officer": "assigned"}
"""The four ages → the date from which each counts: the greatest age is the earliest date."""


@dataclass(frozen=True, slots=True)
class Order:
    """By what a list is ordered; cases without a value come last either way, and equal ones by their row."""

    name: str = "act"
    descending: bool = False

    def __str__(self) -> str:
        return f"{self.name}:desc" if self.descending else self.name


BY_ACT = Order()
"""The order in which cases must be worked."""


def parse_order(text: str) -> Order:
    """The order that `FIELD`, `FIELD:asc` or `FIELD:desc` means; an age grows from the latest date to the earliest.

    Raises `UsageError` with the nearest right name, and for an attribute that must not order people.
    """
    name, _, direction = text.strip().lower().partition(":")
    name = name.replace("-", "_")
    name = _ALIASES.get(name, name)
    if direction not in {"", "asc", "desc"}:
        raise UsageError(f"{direction!r} is not a direction.", hint=f"Write {name}:asc or {name}:desc.")
    if name in AGES:
        return Order(AGES[name], direction != "desc")
    if name in ORDERS:
        return Order(name, direction == "desc")
    if name in BARRED or name in {"birth_date", "born"}:
        hint = "It may be a filter; what orders a list is the date by which one has to act."
        raise UsageError(f"A list is never ordered by {name}.", hint=hint)
    near = difflib.get_close_matches(name, [*ORDERS, *AGES], n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}?" if near else f"One of: {', '.join(ORDERS)}."
    raise UsageError(f"A list cannot be ordered by {name!r}.", hint=hint)
