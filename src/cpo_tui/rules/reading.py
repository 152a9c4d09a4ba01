"""From TOML to a pack: the tables are read one by one, then the whole is checked, and every error is told at once."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from typing import Any

from cpo_tui.domain.demands import DEFAULT_LEADS, Severity
from cpo_tui.domain.facts import EVENT_DATE, EventDeclaration, FactDeclaration, FactTable, FactType, Value, coerce
from cpo_tui.rules.calendars import CALENDAR_NAMES, CalendarException
from cpo_tui.rules.checking import check
from cpo_tui.rules.fields import Fields, nearest
from cpo_tui.rules.pack import (
    SCHEMA_VERSION,
    Count,
    DerivedEvent,
    Kind,
    Offset,
    Pack,
    PackError,
    Problem,
    Recurring,
    Repeat,
    Roll,
    Rule,
    RuleStatus,
    Source,
    StatusNote,
    Unit,
)

_ROLLS = {"forward": "next_business_day", "back": "previous_business_day", "next": "next_business_day"}
_VERIFIED = ("text", "secondary", "own_knowledge")
_CONFIDENCE = ("high", "medium", "low")
_NO_DAY = date.min
"""Stands in for a date that is missing while the other errors are looked for; such a pack is never used."""


def read_pack(text: str, file: str) -> Pack:
    """The pack in `text`. Raises `PackError` with every error; `file` is the name that the errors carry."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError(file, (Problem(file, "", "", f"is not TOML: {error}"),)) from error
    schema = table.get("schema_version")
    if isinstance(schema, int) and schema > SCHEMA_VERSION:
        reason = f"is {schema}, newer than the {SCHEMA_VERSION} that this program reads"
        raise PackError(file, (Problem(file, "", "schema_version", reason),), kind="newer_schema")
    top = Fields(table, file)
    if schema != SCHEMA_VERSION:
        top.fault("schema_version", f"must be {SCHEMA_VERSION}, not {schema!r}")
    pack = _pack(top)
    problems = [*top.problems, *check(pack, file)]
    if problems:
        raise PackError(file, tuple(dict.fromkeys(problems)))
    return pack


def _pack(top: Fields) -> Pack:
    top.raw("schema_version")
    calendar = top.one_of("default_calendar", CALENDAR_NAMES, "us_federal")
    facts = FactTable((one.name, one) for one in (_fact(table) for table in _unique(top, "fact", "name")))
    pack = Pack(
        name=top.text("pack", required=True),
        version=top.text("version", required=True),
        title=top.text("title") or top.text("pack"),
        jurisdiction=top.text("jurisdiction", required=True),
        default_calendar=calendar,
        facts=facts,
        events={one.kind: one for one in (_event(table, facts) for table in _unique(top, "event", "kind"))},
        derived=tuple(_derived(table) for table in top.children("derived_event")),
        exceptions=tuple(_exception(table) for table in top.children("calendar_exception")),
        rules=tuple(_rule(table, calendar) for table in _unique(top, "rule", "id")),
        leads=_leads(top.child("lead")),
        location_categories=top.words("location_categories"),
        compiled_on=top.day("compiled_on"),
        notes=top.text("notes"),
        file=top.file,
    )
    top.finish()
    return pack


def _unique(top: Fields, key: str, name: str) -> list[Fields]:
    """The tables of an array, each name once; a second one of the same name is an error."""
    found: dict[object, Fields] = {}
    for table in top.children(key):
        called = table.table.get(name)
        if called in found:
            table.fault(name, f"is used twice: {called!r}")
        else:
            found[called] = table
    return list(found.values())


def _leads(table: Fields | None) -> dict[Severity, timedelta]:
    leads = dict(DEFAULT_LEADS)
    if table is not None:
        for severity in Severity:
            lead = table.lead(severity.value)
            if lead is not None:
                leads[severity] = lead
        table.finish()
    return leads


def _exception(table: Fields) -> CalendarException:
    on = table.day("date")
    if on is None:
        table.fault("date", "is missing")
    found = CalendarException(
        calendar=table.one_of("calendar", CALENDAR_NAMES, "us_federal"),
        on=on or _NO_DAY,
        name=table.text("name", required=True),
        closed=table.one_of("kind", ("closed", "open"), "closed") == "closed",
        source=table.text("source"),
    )
    table.finish()
    return found


def _fact(table: Fields) -> FactDeclaration:
    mapping = table.raw("map") or {}
    if not isinstance(mapping, dict) or not all(isinstance(value, str) for value in mapping.values()):
        table.fault("map", "must be a table of case value = fact value")
        mapping = {}
    fact = FactDeclaration(
        name=table.text("name", required=True),
        type=table.choice("type", FactType),
        values=table.words("values"),
        label=table.text("label"),
        field=table.text("field"),
        field_values=tuple(mapping.items()),
        derived=table.text("derived"),
        of=table.text("of"),
    )
    default = table.raw("default")
    table.finish()
    if default is None:
        return fact
    value = (
        coerce(fact, default) if not isinstance(default, str) or fact.type in (FactType.STR, FactType.LIST) else None
    )
    if value is None:
        table.fault("default", f"is not a {fact.type.value}: {default!r}")
    return FactDeclaration(
        fact.name, fact.type, fact.values, fact.label, fact.field, fact.field_values, fact.derived, fact.of, value
    )


def _event(table: Fields, facts: dict[str, FactDeclaration]) -> EventDeclaration:
    sets = table.raw("sets") or {}
    if not isinstance(sets, dict):
        table.fault("sets", "must be a table of fact = value")
        sets = {}
    found = EventDeclaration(
        kind=table.text("kind", required=True),
        label=table.text("label", required=True),
        category=table.text("category", required=True),
        needs_time=table.flag("needs_time", default=False),
        sets=tuple((name, _set_value(table, facts, name, value)) for name, value in sets.items()),
        takes=table.words("takes"),
        clears=table.words("clears"),
    )
    table.finish()
    return found


def _set_value(table: Fields, facts: dict[str, FactDeclaration], name: str, value: Any) -> Value:
    fact = facts.get(name)
    if fact is None:
        return ""  # an unknown fact is told by the check of the whole pack
    if value == EVENT_DATE:
        if fact.type not in (FactType.DATE, FactType.DATETIME):
            table.fault("sets", f"{name} is a {fact.type.value} and cannot take the date of the event")
        return EVENT_DATE
    found = coerce(fact, value) if not (isinstance(value, str) and fact.type in (FactType.BOOL, FactType.INT)) else None
    if found is None:
        table.fault("sets", f"{value!r} is not a value of {name}", nearest(str(value), fact.values))
        return ""
    return found


def _derived(table: Fields) -> DerivedEvent:
    found = DerivedEvent(
        kind=table.text("kind", required=True),
        from_fact=table.text("from_fact"),
        from_rule=table.text("from_rule"),
        latest_of=table.words("latest_of"),
        any_of=table.words("any_of"),
        amount=table.number("amount") or 0,
        unit=table.choice("unit", Unit, Unit.CALENDAR_DAYS),
        when=table.text("when"),
        facts=table.words("facts"),
    )
    if sum(map(bool, (found.from_fact, found.from_rule, found.latest_of, found.any_of))) != 1:
        table.fault("", "must have exactly one of from_fact, from_rule, latest_of, any_of")
    if found.unit not in (Unit.CALENDAR_DAYS, Unit.MONTHS):
        table.fault("unit", "must be calendar_days or months")
    table.finish()
    return found


def _rule(table: Fields, calendar: str) -> Rule:
    kind = table.choice("kind", Kind)
    severity = table.choice("severity", Severity)
    latest, any_of = table.words("trigger_latest_of"), table.words("trigger_any_of")
    one = table.text("trigger_event")
    if sum(map(bool, (one, latest, any_of))) != 1:
        table.fault("trigger_event", "give exactly one of trigger_event, trigger_latest_of, trigger_any_of")
    offset = _offset(table.child("offset"))
    recurring = _recurring(table.child("recurring"), offset)
    unpausable = severity is Severity.DUE_PROCESS or kind is Kind.MAX_DURATION
    found = Rule(
        id=table.text("id", required=True),
        title=table.text("title", required=True),
        title_es=table.spanish("title_es"),
        kind=kind,
        severity=severity,
        status=table.choice("status", RuleStatus),
        actor=table.text("actor", required=True),
        applies_when=table.text("applies_when", required=True),
        when=table.text("when", required=True),
        facts=table.words("facts"),
        triggers=latest or any_of or ((one,) if one else ()),
        satisfied_by=table.words("satisfied_by"),
        ends_on=table.words("ends_on"),
        repeat=Repeat.RESTART if latest else table.choice("repeat", Repeat, Repeat.FIRST if recurring else Repeat.ALL),
        count=_count(table.child("count"), calendar, offset),
        source=_source(table),
        offset=offset,
        recurring=recurring,
        enabled=table.flag("enabled", default=True),
        jurisdiction=table.text("jurisdiction"),
        effective_from=table.day("effective_from"),
        effective_to=table.day("effective_to"),
        supersedes=table.text("supersedes"),
        superseded_by=table.text("superseded_by"),
        governs_running=table.flag("governs_running", default=False),
        anchor=table.text("anchor"),
        anchored=table.flag("anchored", default=False),
        later_of=table.words("later_of"),
        strict=table.flag("strict", default=False),
        pausable=table.flag("pausable", default=not unpausable),
        pause_citation=table.text("pause_citation"),
        lead=table.lead("lead"),
        asks=table.flag("asks", default=kind is not Kind.MILESTONE),
        extended_by_fact=table.text("extended_by_fact"),
        notes=table.text("notes"),
        status_notes=tuple(_note(note) for note in table.children("status_note")),
    )
    if latest:
        table.raw("repeat")
    table.finish()
    return found


def _offset(table: Fields | None) -> Offset | None:
    if table is None:
        return None
    direction = table.one_of("direction", ("after", "before"), "after")
    found = Offset(
        unit=table.choice("unit", Unit),
        amount=table.number("amount"),
        before=direction == "before",
        at=table.clock("at"),
        cutoff=table.clock("cutoff"),
        ordered_fact=table.text("ordered_fact"),
        amount_fact=table.text("amount_fact"),
        min_business_days=table.number("min_business_days") or 0,
    )
    table.finish()
    counted = found.unit not in (Unit.PROMPT, Unit.AS_ORDERED)
    if counted and (found.amount is None) == (not found.amount_fact):
        table.fault("amount", f"a rule in {found.unit.value} needs amount or amount_fact (one of them)")
    if not counted and (found.amount is not None or found.amount_fact):
        table.fault("amount", f"a rule that is {found.unit.value} has no number")
    if (found.unit is Unit.AS_ORDERED) != bool(found.ordered_fact):
        table.fault("ordered_fact", "belongs to a rule that is as_ordered, which needs it")
    return found


def _recurring(table: Fields | None, offset: Offset | None) -> Recurring | None:
    if table is None:
        return None
    unit = table.choice("every_unit", Unit, offset.unit if offset else Unit.CALENDAR_DAYS)
    amount = table.number("every_amount")
    if amount is None and offset is not None and unit is offset.unit:
        amount = offset.amount
    if (amount or 0) < 1 and unit not in (Unit.AS_ORDERED, Unit.PROMPT):
        table.fault("every_amount", "must be at least 1: a cycle of no length never ends")
    found = Recurring(amount, unit, table.text("until"))
    table.finish()
    return found


def _count(table: Fields | None, calendar: str, offset: Offset | None) -> Count:
    business = offset is not None and offset.unit is Unit.BUSINESS_DAYS
    if table is None:
        return Count(calendar=calendar, skip_closed=business)
    roll = table.text("roll", default="none")
    if _ROLLS.get(roll, roll) not in set(Roll):
        table.fault("roll", f"must be one of {', '.join(Roll)}, not {roll!r}", nearest(roll, set(Roll)))
        roll = "none"
    found = Count(
        calendar=table.one_of("calendar", CALENDAR_NAMES, calendar),
        exclude_trigger_day=table.flag("exclude_trigger_day", default=True),
        roll=Roll(_ROLLS.get(roll, roll)),
        skip_closed=table.one_of("skip", ("none", "weekends_and_holidays"), "none") != "none" or business,
        basis=table.text("basis"),
    )
    table.finish()
    return found


def _source(rule: Fields) -> Source:
    table = rule.child("source")
    if table is None:
        rule.fault("source", "is missing: a rule needs a citation")
        return Source("", "own_knowledge", "low")
    if not table.text("citation").strip():
        table.fault("citation", "is missing: a rule needs a citation")
    found = Source(
        citation=table.text("citation"),
        verified=table.one_of("verified", _VERIFIED, ""),
        confidence=table.one_of("confidence", _CONFIDENCE, ""),
        url=table.text("url"),
        read_at=table.words("read_at"),
    )
    table.finish()
    return found


def _note(table: Fields) -> StatusNote:
    on = table.day("date")
    if on is None:
        table.fault("date", "is missing")
    found = StatusNote(
        on=on or _NO_DAY,
        body=table.text("body", required=True),
        scope=table.text("scope", required=True),
        effect=table.text("effect", required=True),
        entered_by=table.text("entered_by", required=True),
        text=table.text("text"),
        citation=table.text("citation"),
    )
    table.finish()
    return found
