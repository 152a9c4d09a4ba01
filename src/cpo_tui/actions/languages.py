"""In which language somebody is written to: proposed from what the person speaks, chosen by the officer."""

from __future__ import annotations

from cpo_tui.domain.clusters import folded
from cpo_tui.domain.records import Inquiry
from cpo_tui.store import lookups, reader
from cpo_tui.store.connect import Connection

ENGLISH, SPANISH = "en", "es"
_SPEAK_SPANISH = frozenset({"spanish", "espanol", "castellano", "castilian", "es", "spa"})


def proposed_language(spoken: str | None) -> str:
    """`es` for somebody whose first recorded language is Spanish, else `en`."""
    first = folded(spoken or "").partition(" ")[0]
    return SPANISH if first in _SPEAK_SPANISH else ENGLISH


def language_of_inquiry(connection: Connection, inquiry_id: int) -> str:
    """The language for the enquirer of an inquiry: what the person of its first case speaks, where the person asks; else `en`."""
    inquiry = reader.record(connection, Inquiry, inquiry_id)
    cases = lookups.cases_of_inquiry(connection, inquiry_id) if inquiry.capacity == "person" else ()
    return proposed_language(reader.case_row(connection, cases[0]).language) if cases else ENGLISH
