"""The product's own columns: which fields a file of each kind can fill, and the form of each.

`data/README.md` documents them for people; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from cpo_tui.domain.cases import CUSTODY_STATUSES, DOCKETS, LIFECYCLES, STAGES, WAITING_ON
from cpo_tui.domain.records import DOCUMENT_STATES, INQUIRY_STATES

Form = Literal["id", "a_number", "line", "text", "day", "birth", "moment", "yes_no", "choice", "docket", "facts"]
"""id: trimmed · line: one line as given · text: may have several lines · birth: a day, a month or a year · facts: a JSON object."""

COLUMNS: Mapping[str, Mapping[str, Form]] = {
    "cases": {
        "reference": "id",
        "a_number": "a_number",
        "full_name": "line",
        "birth_date": "birth",
        "nationality": "line",
        "language": "line",
        "interpreter_needed": "yes_no",
        "lifecycle": "choice",
        "stage": "choice",
        "docket": "docket",
        "custody_status": "choice",
        "facility": "line",
        "officer": "id",
        "team": "id",
        "opened_on": "day",
        "closed_on": "day",
        "closure_reason": "line",
        "waiting_on": "choice",
        "next_hearing_on": "day",
        "notes": "text",
    },
    "events": {
        "reference": "id",
        "kind": "id",
        "occurred_at": "moment",
        "recorded_at": "moment",
        "title": "line",
        "body": "text",
        "source": "line",
        "pinned": "yes_no",
        "facts": "facts",
    },
    "documents": {
        "reference": "id",
        "document": "id",
        "form": "line",
        "state": "choice",
        "requested_on": "day",
        "received_on": "day",
        "signed_on": "day",
        "served_on": "day",
        "service_method": "line",
        "service_language": "line",
        "expires_on": "day",
        "sha256": "id",
        "kept_at": "line",
        "notes": "text",
    },
    "inquiries": {
        "inquiry": "id",
        "reference": "line",
        "received_at": "moment",
        "channel": "id",
        "enquirer": "line",
        "capacity": "id",
        "subject": "line",
        "state": "choice",
        "due_at": "moment",
        "answered_at": "moment",
        "question": "text",
        "answer": "text",
    },
}
"""Kind of file → column → form, in the order in which files are written."""

HEARING = ("starts_at", "kind", "place", "outcome")
"""The values of a hearing that hangs on a record."""

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "cases": ("a_number", "full_name"),
    "events": ("reference", "kind", "occurred_at"),
    "documents": ("reference", "document"),
    "inquiries": ("inquiry", "received_at"),
}
"""What a file must have without `--key`; for cases, a `reference` alone is enough."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "cases": ("a_number", "full_name"),
    "events": ("reference", "kind", "occurred_at", "title", "body", "source"),
    "documents": ("reference", "document"),
    "inquiries": ("inquiry",),
}
"""The columns by which a record is known again without `--key`; for cases, the `reference` where the file has it."""

CUSTODY_WORDS = {"non_detained": "none", "nondetained": "none", "not_detained": "none"}


def folded_choices(choices: Mapping[str, str]) -> dict[str, str]:
    """Every spelling by which a choice is known (its id and its words, folded) → its id."""
    spellings = {slug(choice): choice for choice in choices}
    for choice, label in choices.items():
        spellings.setdefault(slug(label), choice)
    return spellings


def slug(text: str) -> str:
    """A word of a vocabulary without regard to case, hyphens and spaces."""
    return "_".join(text.strip().casefold().replace("-", " ").replace("_", " ").split())


CHOICES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("cases", "lifecycle"): folded_choices(dict.fromkeys(LIFECYCLES, "")),
    ("cases", "stage"): folded_choices(STAGES),
    ("cases", "custody_status"): {**folded_choices(CUSTODY_STATUSES), **CUSTODY_WORDS},
    ("cases", "waiting_on"): folded_choices(WAITING_ON),
    ("cases", "docket"): folded_choices(DOCKETS),
    ("documents", "state"): folded_choices(dict.fromkeys(DOCUMENT_STATES, "")),
    ("inquiries", "state"): folded_choices(dict.fromkeys(INQUIRY_STATES, "")),
}
"""Kind and column → folded spelling → stored word. A docket outside its vocabulary is kept as given; the others are refused."""
