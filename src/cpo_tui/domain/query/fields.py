"""The catalogue of fields that a query can name: for the parser, for completion, for the help and for the guide."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cpo_tui.domain.cases import CUSTODY_STATUSES, DOCKETS, LIFECYCLES, STAGES, WAITING_ON
from cpo_tui.domain.demands import Severity
from cpo_tui.domain.states import DOCUMENT_STATES


class Kind(StrEnum):
    """What values a field takes."""

    CHOICE = "choice"
    """One of a fixed set."""
    CODE = "code"
    """A code or login, matched whole and without regard to case; a final `*` stands for any ending."""
    TEXT = "text"
    """Words; `:` finds a part, `=` the whole."""
    WORDS = "words"
    """Names and numbers, found as in the search without a field."""
    NUMBER = "number"
    """A whole number."""
    AHEAD = "ahead"
    """A date that is usually to come: a duration counts from today, `due<7d` is within seven days."""
    PAST = "past"
    """A date that has been: a duration counts back, `opened<7d` is less than seven days ago."""
    AGE = "age"
    """A length of time until today."""
    YES_NO = "yes_no"
    """Yes or no; the name alone means yes for those that may stand alone."""


TIMES = frozenset({Kind.AHEAD, Kind.PAST, Kind.AGE})
"""The kinds that are compared in time."""
ORDERED = TIMES | {Kind.NUMBER}
"""The kinds that know less and more."""


@dataclass(frozen=True, slots=True)
class QueryField:
    """One field of the language."""

    name: str
    kind: Kind
    help: str
    example: str
    aliases: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    """The fixed values of a choice, each with its words."""
    may_be_none: bool = True
    """Whether `none` and `any` ask if there is a value at all."""
    stands_alone: bool = False
    """Whether the name by itself is a test (`late`, `now`)."""
    measures: str = ""
    """For an age: the date from which it counts."""
    states: Mapping[str, str] = field(default_factory=dict)
    """For a figure, whose value is `name/state`: the states, each with its words."""


HAS = {
    "inquiry": "an open inquiry",
    "missing": "a missing document",
    "document": "a document on file",
    "event": "an event on the timeline",
    "hearing": "a hearing to come",
    "task": "an open task",
    "note": "a note",
    "hold": "a hold",
    "flag": "a safeguard in force",
    "counsel": "a representative in force",
    "consent": "a consent in force",
}
"""What a case may have: the word → what it means."""

YES_NO = {"yes": "yes", "no": "no"}

DEADLINE_STATES = {
    "met": "met in time",
    "met_late": "met after its day",
    "open_late": "open, and its day has passed",
    "open_in_time": "open, and its day has not passed",
    "nearly": "met with less than a day to spare",
    "missed": "a protection of the person that was met late, or is open and late",
    "asking": "asks for somebody, whomever the rule binds",
}
"""How a deadline of the office stands: the word → what it means."""
PAPER_STATES = {name: name.replace("_", " ") for name in DOCUMENT_STATES} | {
    "asked": "asked for in that month",
    "came": "came in that month",
}
"""How a document on the list of a case stands; the last two go with a month, as in `2026-03/came`."""
INQUIRY_STATES = {
    "answered_in_time": "answered in time",
    "answered_late": "answered after its day",
    "waiting_in_time": "waiting, and its day has not passed",
    "waiting_late": "waiting, and its day has passed",
    "no_date": "without a day by which to reply",
}
"""How an inquiry stands against its standard."""

DAYS = {
    "today": "today",
    "tomorrow": "tomorrow",
    "yesterday": "yesterday",
    "this-week": "Monday to Sunday of this week",
    "next-week": "Monday to Sunday of next week",
    "last-week": "Monday to Sunday of last week",
    "this-month": "the whole of this month",
}
"""The words for days that a date is held against."""

_SEVERITIES = {severity.value: severity.label for severity in Severity}
_LIFECYCLES = {name: name for name in LIFECYCLES}

_CATALOGUE = (
    QueryField("officer", Kind.CODE, "Who has the case: a login, `me`, or `none`.", "officer:me"),
    QueryField("team", Kind.CODE, "The team that has the case.", "team:north"),
    QueryField("stage", Kind.CHOICE, "Where the case is in the process.", "stage:final_order", values=STAGES),
    QueryField(
        "custody", Kind.CHOICE, "Where the person is held.", "custody:detained", ("custody_status",), CUSTODY_STATUSES, may_be_none=False
    ),
    QueryField("docket", Kind.CHOICE, "The docket that the case is on.", "docket:juvenile", values=DOCKETS),
    QueryField(
        "lifecycle", Kind.CHOICE, "Whether the case is somebody's work.", "lifecycle:open", values=_LIFECYCLES, may_be_none=False
    ),
    QueryField("waiting", Kind.CHOICE, "Whose move it is.", "waiting:third_party", ("waiting_on",), WAITING_ON),
    QueryField("facility", Kind.TEXT, "The place of custody or of reporting.", 'facility:"Tacoma NW"'),
    QueryField("late", Kind.YES_NO, "The due date has passed.", "late", values=YES_NO, may_be_none=False, stands_alone=True),
    QueryField(
        "now", Kind.YES_NO, "The time to act has come and the due date has not passed.", "now",
        values=YES_NO, may_be_none=False, stands_alone=True,
    ),
    QueryField("act", Kind.AHEAD, "When one has to begin, for the due date to be met.", "act<2026-12-01", ("act_by",)),
    QueryField("due", Kind.AHEAD, "When the next demand of the case is due.", "due<7d", ("due_at",)),
    QueryField("severity", Kind.CHOICE, "What is at stake in the next demand.", "severity:due_process", values=_SEVERITIES),
    QueryField("rule", Kind.CODE, "The rule behind the next demand.", "rule:us-pocr-90d-decision"),
    QueryField("demand", Kind.CODE, "The kind of the next demand: a deadline, a hearing, a task.", "demand:hearing"),
    QueryField("hold", Kind.YES_NO, "Set aside until a day that has not come.", "hold:yes", values=YES_NO, may_be_none=False),
    QueryField("wake", Kind.AHEAD, "The day on which a hold ends.", "wake<7d", ("held_until",)),
    QueryField("hearing", Kind.AHEAD, "The next hearing.", "hearing<14d", ("next_hearing",)),
    QueryField("expiring", Kind.AHEAD, "The earliest day on which a document on file expires.", "expiring<30d", ("expires",)),
    QueryField("missing", Kind.CODE, "A form or document that the file still needs.", "missing:I-862"),
    QueryField("has", Kind.CHOICE, "What the case has.", "has:inquiry", values=HAS, may_be_none=False),
    QueryField("flag", Kind.CODE, "A safeguard in force.", "flag:possible_us_citizen", ("safeguard",)),
    QueryField("event", Kind.CODE, "A kind of event that is on the timeline.", "event:nta_served"),
    QueryField("age", Kind.AGE, "How long the case has been open.", "age>180d", measures="opened"),
    QueryField("untouched", Kind.AGE, "How long nobody has touched the case.", "untouched>30d", measures="touched"),
    QueryField("stage_age", Kind.AGE, "How long the case has been in its stage.", "stage_age>90d", measures="staged"),
    QueryField(
        "with_officer", Kind.AGE, "How long the case has been with its officer.", "with_officer>60d",
        ("mine", "mine_time"), measures="assigned",
    ),
    QueryField("opened", Kind.PAST, "The day on which the case was opened.", "opened>=2026-01-01", ("opened_on",)),
    QueryField("closed", Kind.PAST, "The day on which the case was closed.", "closed<30d", ("closed_on",)),
    QueryField("closure", Kind.TEXT, "Why the case was closed.", "closure:transferred", ("closure_reason",)),
    QueryField("touched", Kind.PAST, "When somebody last did something on the case.", "touched:today", ("last_touched",)),
    QueryField("staged", Kind.PAST, "When the case came into its stage.", "staged:this-week", ("stage_since",)),
    QueryField("assigned", Kind.PAST, "When the case came to its officer.", "assigned<7d", ("assigned_at",)),
    QueryField(
        "changed", Kind.PAST, "When a change of the case was recorded.", "changed:since-yesterday", may_be_none=False
    ),
    QueryField(
        "deadline", Kind.CODE, "A deadline of a rule, a class, a month or the week of a Monday, by how it stands: `name/state`.",
        "deadline:due_process/met_late", may_be_none=False, states=DEADLINE_STATES,
    ),
    QueryField("lateness", Kind.TEXT, "Why a deadline was late, as it was said: a part of `rule/reason`.", 'lateness:"the court"', may_be_none=False),
    QueryField(
        "asked", Kind.CODE, "An inquiry by the capacity of who asked, or the month of the answer, and how it stands: `capacity/state`.",
        "asked:attorney/answered_late", may_be_none=False, states=INQUIRY_STATES,
    ),
    QueryField(
        "paper", Kind.CODE, "A document on the list of the case by its state: `document/state`.", "paper:I-862/requested",
        may_be_none=False, states=PAPER_STATES,
    ),
    QueryField("disappeared", Kind.NUMBER, "Missing from a full extract: the import that found it so.", "disappeared:7", may_be_none=False),
    QueryField("batch", Kind.NUMBER, "The import that brought the case.", "batch:7"),
    QueryField("name", Kind.WORDS, "The person's name.", "name:garcia", ("full_name",), may_be_none=False),
    QueryField("reference", Kind.CODE, "The case's reference.", "reference:SEA-2026-*", ("ref",), may_be_none=False),
    QueryField("a_number", Kind.WORDS, "The A-number, in any of its spellings.", "a:212345678", ("a", "anumber")),
    QueryField("nationality", Kind.CODE, "The nationality as the file gives it; it never orders a list.", "nationality:GT"),
    QueryField("language", Kind.CODE, "The language in which the person is spoken to.", "language:es"),
    QueryField("interpreter", Kind.YES_NO, "Whether an interpreter is needed.", "interpreter:yes", ("interpreter_needed",), YES_NO),
)  # fmt: skip

FIELDS: dict[str, QueryField] = {entry.name: entry for entry in _CATALOGUE}
"""Every field by its name, in the order of the help."""

_BY_ANY_NAME = FIELDS | {alias: entry for entry in _CATALOGUE for alias in entry.aliases}


def field_of(name: str) -> QueryField | None:
    """The field of that name or alias, without regard to case and with `-` for `_`; None where there is none."""
    return _BY_ANY_NAME.get(name.lower().replace("-", "_"))


def nearest_field(name: str) -> str | None:
    """The name that is most like the one that was typed."""
    near = difflib.get_close_matches(name.lower().replace("-", "_"), _BY_ANY_NAME, n=1, cutoff=0.6)
    return near[0] if near else None
