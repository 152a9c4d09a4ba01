"""What a case is: its vocabulary, and the row of the list.

Status is three separate things: the *lifecycle* (is the case open), the *stage* (where it is in the process) and
*waiting_on* (whose move it is). A hold is a row of its own and never a status.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

When = date | datetime
"""A day, where only the day is known, or a moment with its zone."""

LIFECYCLES = ("open", "closed", "reopened", "transferred")
OPEN_LIFECYCLES = ("open", "reopened")
"""The lifecycles in which a case is somebody's work."""

STAGES: dict[str, str] = {
    "intake": "intake",
    "charged": "charged",
    "in_proceedings": "in proceedings",
    "expedited_removal": "expedited removal",
    "fear_screening": "fear screening",
    "ij_fear_review": "judge's fear review",
    "status_claim_review": "status claim review",
    "withholding_only": "withholding only",
    "reinstatement": "reinstatement",
    "administrative_removal": "administrative removal",
    "orr_transfer": "transfer to ORR",
    "decided": "decided",
    "appeal": "appeal",
    "voluntary_departure": "voluntary departure",
    "final_order": "final order",
    "removal_scheduled": "removal scheduled",
    "supervised": "supervised",
    "protection_granted": "protection granted",
    "closed": "closed",
    # United Kingdom
    "encounter": "encounter",
    "liable_to_removal": "liable to removal",
    "decision_served": "decision served",
    "appeal_window": "appeal window",
    "appeal_rights_exhausted": "appeal rights exhausted",
    "removal_notice": "removal notice",
    "removal_window": "removal window",
    "removed": "removed",
    "voluntary_return": "voluntary return",
    "leave_granted": "leave granted",
}
"""Stage id → the words on the screen, in the order of the process (DOMAIN §2)."""

CUSTODY_STATUSES: dict[str, str] = {
    "detained": "detained",
    "released": "released",
    "lea": "police custody",
    "criminal": "criminal custody",
    "orr": "ORR care",
    "hospital": "hospital",
    "none": "not in custody",
    "unknown": "unknown",
}
DOCKETS: dict[str, str] = {
    "detained": "detained",
    "non_detained": "non-detained",
    "alternatives_to_detention": "alternatives to detention",
    "juvenile": "juvenile",
    "final_order_supervised": "final order, supervised",
}
WAITING_ON: dict[str, str] = {
    "us": "us",
    "person": "the person",
    "counsel": "counsel",
    "court": "the court",
    "agency": "another agency",
    "consulate": "a consulate",
    "third_party": "a third party",
    "supervisor": "a supervisor",
}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case as a list shows it; dates are days or moments with a zone, in the form in which they are known."""

    id: int
    version: int
    reference: str
    a_number: str | None
    """Nine digits without the letter; None where the person has none."""
    full_name: str
    lifecycle: str
    stage: str | None
    docket: str | None
    custody_status: str
    facility: str | None
    officer: str | None
    team: str | None
    waiting_on: str | None
    nationality: str | None
    language: str | None
    interpreter_needed: bool | None
    opened_on: date | None
    stage_since: When | None
    assigned_at: When | None
    last_touched_at: When | None
    act_by: When | None
    due_at: When | None
    demand: str
    """What must be done next, in words; empty where the case is not open."""
    demand_kind: str
    severity: str
    citation: str
    rule: str | None
    held_until: date | None
    missing_documents: int
    open_inquiries: int
    safeguards: tuple[str, ...]
    next_hearing_at: When | None
    forecast: tuple[str, ...] = ()
    """The documents that the file still needs, by name, where the list was asked for them."""
    is_new: bool = False
    """Whether somebody else has changed the case since the officer last looked at it."""

    @property
    def is_open(self) -> bool:
        """Whether the case is somebody's work."""
        return self.lifecycle in OPEN_LIFECYCLES
