"""The words in which events are told: kind, title, body, where the entry came from, and whether it is pinned.

Words in braces are filled from the case ({language}, {country}, {facility}, {counsel}, {court}) or given with the event.
"""

from __future__ import annotations

from typing import NamedTuple


class Telling(NamedTuple):
    """One way of telling an event of a kind."""

    kind: str
    title: str
    body: str = ""
    source: str = "EARM"
    pinned: bool = False
    facts: tuple[tuple[str, str], ...] = ()
    """What an officer would enter with it, by the names of the rule pack. The files have no column for it."""
