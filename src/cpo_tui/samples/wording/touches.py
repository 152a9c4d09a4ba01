"""What officers jot down on a case on which nothing else happens."""

from __future__ import annotations

from cpo_tui.samples.wording import Telling

TOUCHES_RELEASED = (
    Telling("phone_call", "Called; address and phone confirmed", source="{by}"),
    Telling("note_added", "File read: nothing outstanding", source="{by}"),
    Telling("note_added", "Court date checked in the portal", "Unchanged.", source="{by}"),
    Telling("supervisor_review", "Quarterly look by the supervisor", "Keep as is.", source="{by}"),
    Telling(
        "check_in_reported",
        "Reported at the counter",
        "Brought the electricity bill as proof of address.",
        source="{by}",
    ),
    Telling("phone_call", "Spoke with spouse", "Asked what to bring to the next appointment.", source="{by}"),
    Telling("note_added", "Letter came back; called instead", "New flat number: 3B.", source="{by}"),
)
TOUCHES_DETAINED = (
    Telling("phone_call", "Facility called about property", "One bag, one phone.", source="{by}"),
    Telling("note_added", "File read before the weekly meeting", source="{by}"),
    Telling("supervisor_review", "Weekly look by the supervisor", "No change.", source="{by}"),
    Telling(
        "property_received",
        "Property list received from the facility",
        "Bag, belt, wallet with 42 dollars.",
        source="{by}",
    ),
    Telling("phone_call", "Sister called; told how to send documents", "No details given.", source="{by}"),
    Telling("note_added", "Asked the facility for a dental appointment", source="{by}"),
    Telling(
        "grievance_received",
        "Grievance about the food, passed to the facility",
        "No reply needed from us.",
        source="{by}",
    ),
)
TOUCHES_AWAY = (
    Telling("note_added", "File read: nothing new", source="{by}"),
    Telling("phone_call", "Records office called: no change", source="{by}"),
    Telling("supervisor_review", "Monthly look by the supervisor", "Keep as is.", source="{by}"),
)
