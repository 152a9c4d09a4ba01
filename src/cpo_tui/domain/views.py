"""The views of the caseload that the product ships with: a name and a query each."""

from __future__ import annotations

from typing import NamedTuple


class View(NamedTuple):
    """A named query."""

    name: str
    query: str


VIEWS: tuple[View, ...] = (
    View("My day", "officer:me act<7d"),
    View("Late", "late"),
    View("This week", "act<7d"),
    View("Due process", "severity:due_process"),
    View("Missing papers", "has:missing"),
    View("Waiting", "waiting:any -waiting:us"),
    View("Held", "hold:yes"),
    View("Unassigned", "officer:none"),
    View("All open", ""),
)
"""In the order of the line at the top; key 1 is the first."""


def folded(name: str) -> str:
    """A view's name as it is compared: without regard to case, spaces and hyphens."""
    return name.casefold().replace(" ", "").replace("-", "").replace("_", "")
