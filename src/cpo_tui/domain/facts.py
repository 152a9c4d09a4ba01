"""Facts: what is known of a case, folded from its fields and its events.

A *fact* is a typed, named value such as `custody` or `arrest.warrant`. A rule pack declares the facts and the kinds of
event that set them; `domain.folding` turns the fields and the events of one case into values. Nothing here depends on
the present, and the order in which events were entered never matters: they are folded in the order in which they happened.

What is not recorded is *unknown*, and unknown is not false. Where two entries contradict each other and neither can be
said to be the later one, the fact is unknown too, and a warning says why.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from functools import cached_property

from cpo_tui.domain.cases import When
from cpo_tui.errors import UsageError

Value = bool | int | str | date | datetime | tuple[str, ...]
"""What a fact can hold. A day is a `date`; a moment is an aware `datetime`; a list is a tuple of words."""

EVENT_DATE = "@date"
"""In `sets`: the day or moment of the event itself."""

EARLIEST_YEAR = 1900
LATEST_YEAR = 2199
YEARS_AHEAD = 25
"""How far after its recording an event may lie and still be plausible (a sentence end, a child's birthday)."""


class FactType(StrEnum):
    """The types that a fact can have."""

    BOOL = "bool"
    INT = "int"
    STR = "str"
    DATE = "date"
    DATETIME = "datetime"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class FactDeclaration:
    """A fact as a pack declares it: its type, and where its value comes from."""

    name: str
    type: FactType
    values: tuple[str, ...] = ()
    label: str = ""
    field: str = ""
    field_values: tuple[tuple[str, str], ...] = ()
    """Case value → fact value, where the two vocabularies differ; a case value that is not listed is unknown."""
    derived: str = ""
    of: str = ""
    default: Value | None = None

    @property
    def identifier(self) -> str:
        """The name as conditions spell it: dots are underscores."""
        return self.name.replace(".", "_")


@dataclass(frozen=True, slots=True)
class EventDeclaration:
    """A kind of event as a pack declares it: what it is called and which facts it sets."""

    kind: str
    label: str
    category: str
    needs_time: bool = False
    sets: tuple[tuple[str, Value], ...] = ()
    takes: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, and when it was recorded. `facts` are the values that were entered with it.

    One that follows from another has the id `KIND:ID`, with the id of that other or the name of a fact.
    """

    id: int | str
    kind: str
    occurred_at: When
    recorded_at: datetime | None = None
    facts: Mapping[str, Value] = field(default_factory=dict)

    def recorded_as(self) -> str:
        """Where it stands in the file: its own entry, or what it follows from."""
        _, follows, source = str(self.id).rpartition(":")
        if not follows:
            return f"event {source}"
        return f"follows from event {source}" if source.isdecimal() else f"follows from {source.replace('_', ' ')}"


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """Something done to a running clock. Its place among the others is `on`, never the order of entry.

    `kind` is pause · resume · extend · unextend · waive · meet · contest. A pause whose end is known may carry `until`
    (the day on which the clock runs again). `amount` is in the rule's own unit. `trigger` names the one trigger event
    that is meant; without it every deadline of the rule is meant.
    """

    rule: str
    kind: str
    on: When
    amount: int = 0
    until: When | None = None
    reason: str = ""
    trigger: int | str | None = None


@dataclass(frozen=True, slots=True)
class Folded:
    """The facts of a case: recorded values, values by default, and what does not fit together."""

    recorded: Mapping[str, Value]
    defaults: Mapping[str, Value]
    warnings: tuple[str, ...] = ()

    def get(self, name: str) -> Value | None:
        """The value of a fact; None where it is unknown."""
        value = self.recorded.get(name)
        return self.defaults.get(name) if value is None else value


def local_day(when: When, zone: tzinfo) -> date:
    """The day of the office on which `when` falls."""
    return when.astimezone(zone).date() if isinstance(when, datetime) else when


def first_instant(when: When, zone: tzinfo) -> datetime:
    """The earliest instant that `when` can mean, in UTC: a moment itself, a day at its midnight in the zone."""
    if isinstance(when, datetime):
        return when.astimezone(UTC)
    return datetime.combine(when, time.min, zone).astimezone(UTC)


def last_instant(when: When, zone: tzinfo) -> datetime:
    """The latest instant that `when` can mean, in UTC: a moment itself, a day at its last second in the zone."""
    if isinstance(when, datetime):
        return when.astimezone(UTC)
    return datetime.combine(when, time(23, 59, 59), zone).astimezone(UTC)


def in_zone(instant: datetime, zone: tzinfo) -> datetime:
    """The moment on the wall of the zone, with that moment's fixed offset.

    A fixed offset and not the zone itself, because Python compares times of one zone by the wall alone and calls a
    time that happens twice unequal to every time of another zone.
    """
    local = instant.astimezone(zone)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta(0)), fold=0)


def plausible(when: When, recorded_at: datetime | None = None) -> bool:
    """Whether an event can have this date at all: not before 1900, not decades after it was recorded."""
    latest = LATEST_YEAR if recorded_at is None else min(LATEST_YEAR, recorded_at.year + YEARS_AHEAD)
    return EARLIEST_YEAR <= when.year <= latest


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A time of the wall clock as the instants that it can mean; `warning` says so where it is not exactly one."""

    earliest: datetime
    latest: datetime
    warning: str = ""


def localise(wall: datetime, zone: tzinfo) -> LocalTime:
    """The instants, with the zone's offset, that a time of the wall clock can mean.

    When clocks go back an hour happens twice: both instants are given. When they go forward an hour is missing: the
    time did not exist, and the instants are those of the clock before and after the change. A `wall` that has an
    offset of its own is one instant.
    """
    if isinstance(wall.tzinfo, timezone):  # an offset, which no change of the clock can touch
        moment = in_zone(wall, zone)
        return LocalTime(moment, moment)
    if wall.tzinfo is not None:
        instant = wall.astimezone(UTC)
        if instant.astimezone(wall.tzinfo).replace(tzinfo=None) != wall.replace(tzinfo=None):
            return localise(wall.replace(tzinfo=None), wall.tzinfo)
        return LocalTime(in_zone(instant, zone), in_zone(instant, zone))
    instants = sorted(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    earliest, latest = (in_zone(instant, zone) for instant in instants)
    if earliest == latest:
        return LocalTime(earliest, latest)
    text = wall.strftime("%Y-%m-%d %H:%M")
    if earliest.replace(tzinfo=None) == wall.replace(fold=0):
        return LocalTime(earliest, latest, f"{text} happened twice (clocks went back): give the offset")
    return LocalTime(earliest, latest, f"{text} did not exist (clocks went forward): check the time")


def order(events: Iterable[Event], zone: tzinfo) -> tuple[Event, ...]:
    """The events as they happened. Ties are settled by what the events say, never by the order of entry."""
    return tuple(sorted(events, key=lambda event: _place(event, zone)))


def _place(event: Event, zone: tzinfo) -> tuple[datetime, bool, str, str, str]:
    carried = repr(sorted(event.facts.items(), key=lambda item: item[0])) if event.facts else ""
    when = event.occurred_at
    return (first_instant(when, zone), isinstance(when, datetime), event.kind, carried, str(event.id))


class FactTable(dict[str, FactDeclaration]):
    """The declared facts by name, with what folding asks of all of them worked out once."""

    @cached_property
    def defaults(self) -> Mapping[str, Value]:
        """The values that stand where nothing is recorded."""
        return {name: fact.default for name, fact in self.items() if fact.default is not None}

    @cached_property
    def from_fields(self) -> tuple[tuple[str, FactDeclaration], ...]:
        """The facts that a field of the case gives."""
        return tuple((name, fact) for name, fact in self.items() if fact.field)


def field_value(fact: FactDeclaration, fields: Mapping[str, object]) -> Value | None:
    """The value that the case's own field gives a fact; None where the field is empty or of a value not in the map."""
    raw = fields.get(fact.field)
    if raw is None or raw in ("", "unknown"):
        return None
    if fact.field_values:
        return dict(fact.field_values).get(str(raw))
    return coerce(fact, raw)


def coerce(fact: FactDeclaration, raw: object) -> Value | None:
    """`raw` as a value of the fact's type; None where it is not one (a wrong value is never taken for another)."""
    if fact.type is FactType.LIST:
        words = (raw,) if isinstance(raw, str) else raw
        if not isinstance(words, (list, tuple)) or not all(isinstance(word, str) for word in words):
            return None
        return tuple(words) if not fact.values or all(word in fact.values for word in words) else None
    if fact.type is FactType.STR:
        return raw if isinstance(raw, str) and (not fact.values or raw in fact.values) else None
    return _parsed(fact.type, raw) if isinstance(raw, str) else _typed(fact.type, raw)


def _typed(kind: FactType, raw: object) -> Value | None:
    match kind:
        case FactType.BOOL:
            return raw if isinstance(raw, bool) else (bool(raw) if raw in (0, 1) else None)
        case FactType.INT:
            return raw if isinstance(raw, int) and not isinstance(raw, bool) else None
        case _:
            return raw if isinstance(raw, date) else None


_TRUE = ("true", "yes", "1")
_FALSE = ("false", "no", "0")


def _parsed(kind: FactType, text: str) -> Value | None:
    try:
        match kind:
            case FactType.BOOL:
                return True if text.lower() in _TRUE else (False if text.lower() in _FALSE else None)
            case FactType.INT:
                return int(text) if text.isascii() else None
            case _:
                moment = datetime.fromisoformat(text)
                return moment.date() if len(text) <= len("2026-03-02") else moment
    except ValueError:
        return None


def value_from_text(fact: FactDeclaration, text: str) -> Value:
    """The value of a fact as typed on the command line; lists are separated by commas. Raises `UsageError`."""
    raw: object = tuple(text.split(",")) if fact.type is FactType.LIST else text
    value = coerce(fact, raw)
    if value is None:
        choices = f" Choose one of: {', '.join(fact.values)}." if fact.values else ""
        message = f"{fact.name} must be a {fact.type.value}, not {text!r}."
        raise UsageError(message, hint=f"Give {fact.name}=VALUE.{choices}")
    return value


def show(value: Value | None) -> str:
    """A value in the words of a person."""
    match value:
        case None:
            return "not recorded"
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(value)
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M %z")
        case _:
            return str(value).replace("_", " ") if isinstance(value, str) else str(value)


def add_months(day: date, months: int) -> date:
    """The same day number `months` later (or earlier, if negative); the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def age_on(birth: date, day: date) -> int:
    """Whole years of age on a day; someone born on 29 February is a year older on the 28th of a common year."""
    years = day.year - birth.year
    return years if add_months(birth, years * 12) <= day else years - 1


def event_warnings(
    event: Event, kind: EventDeclaration | None, zone: tzinfo, *, born: date | None = None, closed: date | None = None
) -> tuple[str, ...]:
    """What does not fit about one event: a date that cannot be, an order that cannot be, a missing time of day."""
    if not plausible(event.occurred_at, event.recorded_at):
        day = local_day(event.occurred_at, zone) if plausible(event.occurred_at) else event.occurred_at
        return (f"{_shown(event, kind, day)}: this date cannot be right; it is not used until it is corrected",)
    when = event.occurred_at
    day = local_day(when, zone)
    found: list[str] = []
    if born is not None and day < born:
        found.append(f"before the birth date {born:%Y-%m-%d}; it is not used until one of them is corrected")
    if closed is not None and day > closed:
        found.append(f"after the case was closed on {closed:%Y-%m-%d}")
    if event.recorded_at is not None and first_instant(when, zone) > event.recorded_at:
        found.append("dated after it was recorded")
    if isinstance(when, datetime):
        # A moment with an offset of its own is one instant; only a time of a wall can be two or none.
        warning = "" if isinstance(when.tzinfo, timezone) else localise(when, zone).warning
        if warning:
            found.append(warning)
    elif kind is not None and kind.needs_time:
        found.append("the time of day is not recorded")
    return tuple([f"{_shown(event, kind, day)}: {text}" for text in found]) if found else ()


def _shown(event: Event, kind: EventDeclaration | None, day: date) -> str:
    name = kind.label if kind is not None and kind.label else event.kind
    return f"{name} ({day:%Y-%m-%d})"


def spoken_facts(facts: Iterable[str]) -> str:
    """The names of facts in words, for a title or a sentence: `flag.parent_guardian` is *parent guardian*."""
    return ", ".join(fact.removeprefix("flag.").replace(".", " ").replace("_", " ") for fact in facts)
