"""What a rule pack is: rules of law as data, with the facts, events and calendars that they speak of.

`load` reads one pack and refuses it with every error at once; `builtin_packs` gives the packs that are shipped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cpo_tui.domain.demands import DEFAULT_LEADS, Severity
from cpo_tui.domain.facts import EventDeclaration, FactTable
from cpo_tui.errors import RuleError
from cpo_tui.rules.calendars import CalendarException, Calendars

if TYPE_CHECKING:
    from cpo_tui.rules.conditions import Condition

SCHEMA_VERSION = 1
PACK_FOLDER = Path(__file__).parent / "packs"


class Kind(StrEnum):
    """What a rule is about."""

    OBLIGATION = "obligation"
    MAX_DURATION = "max_duration"
    NOT_BEFORE = "not_before"
    REVIEW_CYCLE = "review_cycle"
    FILING_WINDOW = "filing_window"
    MILESTONE = "milestone"
    SAFEGUARD_CHECK = "safeguard_check"
    POLICY_NOTICE = "policy_notice"
    SERVICE_STANDARD = "service_standard"


class RuleStatus(StrEnum):
    """Whether a rule is the law now; anything but `in_force` is said wherever a date of it is shown."""

    IN_FORCE = "in_force"
    CONTESTED = "contested"
    SUPERSEDED = "superseded"
    VACATED = "vacated"
    PROPOSED = "proposed"


class Unit(StrEnum):
    """What a length is counted in. `prompt` has no number; `as_ordered` takes its date from an order."""

    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"
    BUSINESS_DAYS = "business_days"
    MONTHS = "months"
    PROMPT = "prompt"
    AS_ORDERED = "as_ordered"

    @property
    def suffix(self) -> str:
        """The letter of this unit in `5d`, `12h`, `1m`; empty where a length has no unit."""
        return _SUFFIXES.get(self, "")

    def words(self, amount: int) -> str:
        """The length in words: "20 working days"."""
        name = _UNIT_WORDS.get(self, self.value)
        return f"{amount} {name}" if amount != 1 else f"1 {name.removesuffix('s')}"


_SUFFIXES = {Unit.HOURS: "h", Unit.CALENDAR_DAYS: "d", Unit.BUSINESS_DAYS: "d", Unit.MONTHS: "m"}
_UNIT_WORDS = {
    Unit.HOURS: "hours",
    Unit.CALENDAR_DAYS: "calendar days",
    Unit.BUSINESS_DAYS: "working days",
    Unit.MONTHS: "months",
}


class Roll(StrEnum):
    """What happens to a last day that is a weekend or a holiday."""

    NONE = "none"
    FORWARD = "next_business_day"
    BACK = "previous_business_day"


class Repeat(StrEnum):
    """What a second trigger does while the first deadline still runs."""

    ALL = "all"
    RESTART = "restart"
    FIRST = "first"
    EACH = "each"


@dataclass(frozen=True, slots=True)
class Offset:
    """The length of a rule and where it is counted to."""

    unit: Unit
    amount: int | None = None
    before: bool = False
    at: time | None = None
    cutoff: time | None = None
    ordered_fact: str = ""
    amount_fact: str = ""
    min_business_days: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """How the days of a rule are counted."""

    calendar: str
    exclude_trigger_day: bool = True
    roll: Roll = Roll.NONE
    skip_closed: bool = False
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Recurring:
    """The length of the second and later rounds of a rule that repeats."""

    amount: int | None
    unit: Unit
    until: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from, and how well that was read."""

    citation: str
    verified: str
    confidence: str
    url: str = ""
    read_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusNote:
    """What a court or a body did to a rule on a day: never a new version of it."""

    on: date
    body: str
    scope: str
    effect: str
    entered_by: str
    text: str = ""
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of law. Effective dates are both inclusive; None means open on that side."""

    id: str
    title: str
    kind: Kind
    severity: Severity
    status: RuleStatus
    actor: str
    applies_when: str
    when: str
    facts: tuple[str, ...]
    triggers: tuple[str, ...]
    satisfied_by: tuple[str, ...]
    ends_on: tuple[str, ...]
    repeat: Repeat
    count: Count
    source: Source
    offset: Offset | None = None
    recurring: Recurring | None = None
    enabled: bool = True
    jurisdiction: str = ""
    effective_from: date | None = None
    effective_to: date | None = None
    supersedes: str = ""
    superseded_by: str = ""
    governs_running: bool = False
    anchor: str = ""
    anchored: bool = False
    later_of: tuple[str, ...] = ()
    strict: bool = False
    pausable: bool = True
    pause_citation: str = ""
    lead: timedelta | None = None
    asks: bool = True
    """Whether an open deadline asks something of this office; the window of somebody else does not, it is only shown."""
    extended_by_fact: str = ""
    notes: str = ""
    status_notes: tuple[StatusNote, ...] = ()
    title_es: str = ""
    """The title in Spanish, for letters; empty where the pack has none."""

    @property
    def caution(self) -> str:
        """What must be said wherever a date of this rule is shown; empty for a rule in force from a read source."""
        said = [] if self.status is RuleStatus.IN_FORCE else [self.status.value]
        said += [f"{note.effect} by {note.body} on {note.on:%Y-%m-%d} ({note.scope})" for note in self.status_notes]
        if self.source.verified == "own_knowledge":
            said.append("source not read")
        if not self.enabled:
            said.append("switched off in this pack")
        return "; ".join(said)


@dataclass(frozen=True, slots=True)
class DerivedEvent:
    """An event that nobody types: it follows from a fact, from another rule's date, or from other events."""

    kind: str
    from_fact: str = ""
    from_rule: str = ""
    latest_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    amount: int = 0
    unit: Unit = Unit.CALENDAR_DAYS
    when: str = ""
    facts: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """The kinds of event that this one is made from."""
        return self.latest_of or self.any_of


@dataclass(frozen=True)
class Pack:
    """A set of rules of one jurisdiction in one version, checked and ready to compute."""

    name: str
    version: str
    title: str
    jurisdiction: str
    default_calendar: str
    rules: tuple[Rule, ...]
    facts: FactTable
    events: dict[str, EventDeclaration]
    derived: tuple[DerivedEvent, ...] = ()
    exceptions: tuple[CalendarException, ...] = ()
    leads: dict[Severity, timedelta] = field(default_factory=lambda: dict(DEFAULT_LEADS))
    location_categories: tuple[str, ...] = ()
    """Categories of events that show that a person in detention is where the file says."""
    compiled_on: date | None = None
    notes: str = ""
    file: str = ""

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        """The rules by their id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def by_trigger(self) -> dict[str, tuple[Rule, ...]]:
        """The rules that a kind of event starts."""
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            for kind in rule.triggers:
                found.setdefault(kind, []).append(rule)
        return {kind: tuple(rules) for kind, rules in found.items()}

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each rule in the pack."""
        return {rule.id: place for place, rule in enumerate(self.rules)}

    @cached_property
    def derived_by_kind(self) -> dict[str, tuple[DerivedEvent, ...]]:
        """How each derived kind of event is made."""
        kinds = dict.fromkeys(one.kind for one in self.derived)
        return {kind: tuple(one for one in self.derived if one.kind == kind) for kind in kinds}

    @cached_property
    def ages(self) -> dict[str, tuple[str, ...]]:
        """The facts of a rule that are ages on the day of its trigger, by rule id."""
        ages = {name for name, fact in self.facts.items() if fact.derived == "age"}
        return {rule.id: found for rule in self.rules if (found := tuple(name for name in rule.facts if name in ages))}

    @cached_property
    def versions(self) -> dict[str, tuple[Rule, ...]]:
        """The versions of a rule by the id of any of them, as they are worked out (see `governance.versions`)."""
        return {}

    @cached_property
    def timeless(self) -> dict[str, bool]:
        """Whether a rule is the law on every day, by its id, as it is worked out (see `governance.is_timeless`)."""
        return {}

    @cached_property
    def calendars(self) -> Calendars:
        """The calendars of this pack, with its exceptions."""
        return Calendars(self.exceptions)

    @cached_property
    def conditions(self) -> dict[str, Condition]:
        """The compiled conditions, by their text and the facts that they name."""
        return {}

    def condition(self, when: str, facts: tuple[str, ...]) -> Condition:
        """The compiled condition of a rule; compiled once, its answers remembered."""
        found = self.conditions.get(when)
        if found is None:
            from cpo_tui.rules.conditions import Condition  # the compiler is loaded only where rules are evaluated

            found = self.conditions[when] = Condition(when, tuple(self.facts[name] for name in facts))
        return found

    def lead_of(self, rule: Rule) -> timedelta:
        """How long before the due date the work has to begin: the rule's own lead, else that of its class."""
        return rule.lead if rule.lead is not None else self.leads[rule.severity]

    def rule(self, rule_id: str) -> Rule:
        """The rule with that id. Raises `RuleError` naming the nearest one."""
        found = self.by_id.get(rule_id)
        if found is None:
            from difflib import get_close_matches  # only where a name was mistyped

            near = get_close_matches(rule_id, self.by_id, n=1)
            hint = f"Did you mean {near[0]}?" if near else "`cpo rules list` shows them all."
            raise RuleError(f"No rule {rule_id!r} in {self.name} {self.version}.", hint=hint, kind="not_found")
        return found


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a pack: where, why, and the nearest right value."""

    file: str
    rule: str
    field: str
    reason: str
    nearest: str = ""

    def __str__(self) -> str:
        """The problem in one line."""
        where = " · ".join(part for part in (self.file, self.rule, self.field) if part)
        return f"{where}: {self.reason}" + (f" (did you mean {self.nearest}?)" if self.nearest else "")


class PackError(RuleError):
    """A pack that cannot be used; `problems` holds every error that was found, not only the first."""

    def __init__(self, file: str, problems: tuple[Problem, ...], *, kind: str | None = None) -> None:
        listed = "\n".join(f"  {problem}" for problem in problems)
        plural = "error" if len(problems) == 1 else "errors"
        super().__init__(
            f"{file} cannot be used: {len(problems)} {plural}.\n{listed}",
            hint="Nothing was changed; the last good pack stays in use.",
            kind=kind,
            problems=[
                {"file": one.file, "rule": one.rule, "field": one.field, "reason": one.reason, "nearest": one.nearest}
                for one in problems
            ],
        )
        self.problems = problems


def load(source: Path | str) -> Pack:
    """The pack in a file, or in TOML text. Raises `PackError` with every error that the pack has.

    A `Path`, or a string of one line, is a file; anything else is the text of a pack.
    """
    from cpo_tui.rules.reading import read_pack  # reading is needed only where a pack is loaded

    if isinstance(source, str) and "\n" in source:
        return read_pack(source, "(text)")
    path = Path(source)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise PackError(str(path), (Problem(path.name, "", "", f"cannot be read: {error.strerror}"),)) from error
    except UnicodeDecodeError as error:
        raise PackError(str(path), (Problem(path.name, "", "", f"is not UTF-8 text (byte {error.start})"),)) from error
    return read_pack(text, path.name)


def builtin_packs() -> tuple[Pack, ...]:
    """The packs that are shipped, by name. Raises `PackError` if one of them cannot be used."""
    return tuple(load(path) for path in sorted(PACK_FOLDER.glob("*.toml")))
