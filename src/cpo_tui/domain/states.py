"""The words for how documents, inquiries and deadlines stand, apart from the records, which cost much more to load."""

from __future__ import annotations

DOCUMENT_STATES = ("not_asked", "requested", "received", "accepted", "rejected", "expired", "waived")
MISSING_STATES = ("not_asked", "requested", "rejected", "expired")
"""The states in which the file still lacks the document."""

INQUIRY_STATES = ("received", "acknowledged", "awaiting_input", "drafted", "cleared", "answered", "closed", "rejected")
SETTLED_INQUIRIES = ("answered", "closed", "rejected")
"""The states in which nobody waits for us any more."""

CHANNELS = ("email", "phone", "letter", "portal", "in_person", "fax", "kite")
CAPACITIES = (
    "attorney", "person", "family", "congress_member", "congress_committee", "consulate", "police", "court", "agency",
    "oversight", "press", "public", "ngo", "other",
)  # fmt: skip

OPEN_DEADLINES = ("running", "paused", "contested", "blocked")
"""How a deadline stands that still asks for somebody."""
