"""The columns that a list of cases can have: what each is, what it is ordered by, and how a choice of them is written.

A choice is text, such as `act_by demand:40 case full_name`: columns in their order, with a width where one was given.
The same text stands in a saved view, on the command line, and in what is kept of a screen; an export reads it too.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from cpo_tui.errors import UsageError


class ColumnFact(NamedTuple):
    """What a column is."""

    title: str
    help: str
    order: str = ""
    """The order of the list by this column, as `domain.query.ordering` names it; empty where people are not ordered by it."""
    exported: tuple[str, ...] = ()
    """The columns of an export of cases that hold what this one shows."""


COLUMNS: Mapping[str, ColumnFact] = MappingProxyType(
    {
        "act_by": ColumnFact("ACT BY", "when one has to begin, and for when", "act", ("act_by", "due_at", "severity")),
        "demand": ColumnFact("WHAT", "what must be done next", "demand", ("demand",)),
        "due_at": ColumnFact("DUE", "when the next demand is due", "due", ("due_at",)),
        "case": ColumnFact("CASE", "the A-number, else the reference", "a_number", ("a_number", "reference")),
        "reference": ColumnFact("REFERENCE", "the reference", "reference", ("reference",)),
        "stage": ColumnFact("STAGE", "where the case is in the process", "stage", ("stage",)),
        "docket": ColumnFact("DOCKET", "the docket that the case is on", "docket", ("docket",)),
        "custody_status": ColumnFact("CUSTODY", "where the person is held", "custody", ("custody_status",)),
        "waiting_on": ColumnFact("WAITING ON", "whose move it is", "waiting", ("waiting_on",)),
        "facility": ColumnFact("FACILITY", "the place of custody or of reporting", "facility", ("facility",)),
        "officer": ColumnFact("OFFICER", "who has the case", "officer", ("officer",)),
        "team": ColumnFact("TEAM", "the team that has the case", "team", ("team",)),
        "missing_documents": ColumnFact("MISS", "how many documents are missing", "missing", ("missing_documents",)),
        "forecast": ColumnFact(
            "STILL NEEDED", "the documents that the file will need, by name", "missing", ("missing_documents",)
        ),
        "open_inquiries": ColumnFact("INQ", "how many inquiries are open", "inquiries", ("open_inquiries",)),
        "next_hearing": ColumnFact("HEARING", "the next hearing", "hearing", ("next_hearing_on",)),
        "held_until": ColumnFact("HELD UNTIL", "the day on which the hold ends", "wake", ("held_until",)),
        "safeguards": ColumnFact("SAFEGUARDS", "the safeguards in force", "", ("safeguards",)),
        "language": ColumnFact("LANGUAGE", "the language in which the person is spoken to", "", ("language",)),
        "citation": ColumnFact("LAW", "the law behind the next demand", "", ("citation",)),
        "opened_on": ColumnFact("OPENED", "the day on which the case was opened", "opened", ("opened_on",)),
        "age": ColumnFact("AGE", "days since the case was opened", "opened", ("opened_on",)),
        "untouched": ColumnFact(
            "UNTOUCHED", "days since anybody did something on the case", "touched", ("last_touched_at",)
        ),
        "stage_age": ColumnFact("IN STAGE", "days in its stage", "staged", ("stage_since",)),
        "with_officer": ColumnFact("WITH OFFICER", "days with its officer", "assigned", ("assigned_at",)),
        "full_name": ColumnFact("NAME", "the person's name", "name", ("full_name",)),
    }
)
"""Every column by its id, in the order in which they are offered."""

USUAL = ("act_by", "demand", "case", "stage", "missing_documents", "open_inquiries", "full_name")
"""The columns of a list for which none were chosen, on a screen of the usual width."""

AGES = frozenset({"age", "untouched", "stage_age", "with_officer"})
"""The four ages: they grow while their date stays, so the oldest first is the earliest date first."""
LEAST_WIDTH, MOST_WIDTH = 3, 120
"""The cells that a column may be given."""


class Chosen(NamedTuple):
    """A column that was chosen, and the cells that it was given (0: as many as suit it)."""

    id: str
    width: int = 0

    def __str__(self) -> str:
        return f"{self.id}:{self.width}" if self.width else self.id


def parse_columns(text: str) -> tuple[Chosen, ...]:
    """The columns that a text such as `act_by demand:40 case` names; none for an empty text.

    Raises `UsageError` for an unknown column (with the nearest), one named twice, and a width that is none.
    """
    chosen: list[Chosen] = []
    for part in text.replace(",", " ").split():
        name, colon, width = part.partition(":")
        name = name.lower().replace("-", "_")
        if name not in COLUMNS:
            near = difflib.get_close_matches(name, COLUMNS, n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]}?" if near else f"One of: {', '.join(COLUMNS)}."
            raise UsageError(f"There is no column {name!r}.", hint=hint)
        if any(one.id == name for one in chosen):
            raise UsageError(f"The column {name} is named twice.", hint="Name it once.")
        chosen.append(Chosen(name, _width(name, width) if colon else 0))
    return tuple(chosen)


def _width(name: str, text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 4 and LEAST_WIDTH <= int(text) <= MOST_WIDTH:  # noqa: PLR2004
        return int(text)
    raise UsageError(
        f"{text!r} is no width for {name}.", hint=f"Give {LEAST_WIDTH} to {MOST_WIDTH} cells, such as {name}:24."
    )


def exported(ids: Sequence[str]) -> tuple[str, ...]:
    """The columns of an export of cases that hold what these columns of a list show, in their order, each once."""
    return tuple(dict.fromkeys(name for one in ids for name in COLUMNS[one].exported))


def write_columns(chosen: Sequence[Chosen]) -> str:
    """The text that `parse_columns` reads as these columns."""
    return " ".join(map(str, chosen))
