"""Deadlines, hearings and events as a calendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from cpo_tui.domain.cases import When

PRODUCT = "-//cpo//caseload//EN"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a calendar: a day, or a moment with its zone."""

    uid: str
    """The same for the same thing in every export, so that a calendar updates it and does not double it."""
    title: str
    at: When
    description: str = ""
    place: str = ""
    lead: timedelta | None = None
    """How long before it the calendar reminds; None for no reminder."""


def with_own_uids(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries, with a number in the names of those that would have the same one, in the order in which they come.

    A calendar keeps one entry a name. What has the same name is of one case, so it comes within so many entries.
    """
    recent: dict[str, int] = {}
    for entry in entries:
        count = recent[entry.uid] = recent.pop(entry.uid, 0) + 1
        if len(recent) > _REMEMBERED:
            del recent[next(iter(recent))]
        name, at, host = entry.uid.rpartition("@")
        yield entry if count == 1 else replace(entry, uid=f"{name}-{count}{at}{host}")


_REMEMBERED = 10_000


def calendar_of(entries: Iterable[Entry], *, stamped: datetime) -> Iterator[bytes]:
    """The calendar file in pieces; `stamped` is the moment of the export."""
    from icalendar import Calendar

    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    head, _, tail = whole.to_ical().partition(b"END:VCALENDAR")
    yield head
    for entry in entries:
        yield _event(entry, stamped)
    yield b"END:VCALENDAR" + tail


def _event(entry: Entry, stamped: datetime) -> bytes:
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamped.astimezone(UTC))
    if isinstance(entry.at, datetime):
        event.add("dtstart", entry.at.astimezone(UTC))
    else:
        event.add("dtstart", entry.at)
        event.add("dtend", entry.at + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    event.add("summary", entry.title)
    if entry.description:
        event.add("description", entry.description)
    if entry.place:
        event.add("location", entry.place)
    event.add("class", "PRIVATE")
    if entry.lead:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", -entry.lead)
        event.add_component(alarm)
    data: bytes = event.to_ical()
    return data
