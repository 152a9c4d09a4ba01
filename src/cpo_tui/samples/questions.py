"""Inquiries about the cases: who asks, by which channel, what, and whether we have answered."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

from cpo_tui.samples.days import ISO, long_day, moment, working_day, working_days_after, working_days_before
from cpo_tui.samples.dice import Dice, weighted
from cpo_tui.samples.places import CONGRESS, NGOS
from cpo_tui.samples.plans import Plan
from cpo_tui.samples.timeline import Row


class Question(NamedTuple):
    """A kind of inquiry: `days` are the working days in which it is answered."""

    capacity: str
    channels: tuple[str, ...]
    subject: str
    question: str
    answer: str
    days: int


_ATTORNEY = ("email", "email", "phone", "portal")
_ATTORNEY_QUESTIONS = (
    Question(
        "attorney",
        _ATTORNEY,
        "status",
        "Please confirm the place of custody and the next hearing.",
        "Place of custody and next hearing given.",
        2,
    ),
    Question(
        "attorney",
        _ATTORNEY,
        "evidence submission",
        "Where do I send the originals, and by when?",
        "Address and date given; receipt promised.",
        2,
    ),
    Question(
        "attorney",
        _ATTORNEY,
        "bond",
        "Has my client's bond been entered? The obligor is here.",
        "Bond entered, office hours given.",
        1,
    ),
    Question(
        "attorney",
        ("portal", "email"),
        "custody review submission",
        "Letters of support enclosed for the custody review.",
        "Received and placed in the review file.",
        3,
    ),
    Question(
        "attorney", _ATTORNEY, "travel document", "Has the consulate answered?", "Status of the request given.", 3
    ),
    Question(
        "attorney",
        ("email", "fax"),
        "stay request",
        "I-246 filed today. Please confirm receipt and the fee.",
        "Receipt and fee confirmed.",
        1,
    ),
)
_FAMILY_QUESTIONS = (
    Question(
        "family",
        ("phone", "phone", "email"),
        "location",
        "Somebody of my family was taken on the way to work. Where to?",
        "Pointed to the locator; no further details without consent.",
        2,
    ),
    Question(
        "family",
        ("phone", "in_person"),
        "property",
        "Can I collect the car keys and the phone?",
        "Told which form is needed; hours of the property room.",
        3,
    ),
    Question(
        "family",
        ("phone", "letter"),
        "medical",
        "There are tablets that must be taken every morning. Who gives them?",
        "Passed to the facility's medical unit; no details given.",
        1,
    ),
    Question(
        "family",
        ("phone", "email"),
        "bond",
        "How and where is the bond paid?",
        "General information on paying a bond sent.",
        3,
    ),
)
_CONSULATE = Question(
    "consulate",
    ("email", "phone"),
    "consular",
    "Please confirm identity and place of detention for a visit.",
    "Identity and place confirmed; nothing on any application.",
    2,
)
_CONGRESS = Question(
    "congress_member",
    ("email", "letter"),
    "congressional",
    "A constituent asks about the case of a relative. Signed privacy release enclosed.",
    "Reply within the scope of the release sent through OCR.",
    10,
)
_PERSON = Question(
    "person",
    ("kite", "kite", "phone"),
    "status",
    "I have been here long. When is my next date?",
    "Date given in writing, read out by the interpreter.",
    3,
)
_PERSON_OUT = Question(
    "person",
    ("phone", "in_person"),
    "check-in",
    "I start work on Monday. May I report in the afternoon?",
    "New time given, written on the card.",
    3,
)
_FOIA = Question(
    "attorney",
    ("portal",),
    "FOIA or Privacy Act",
    "Request for a copy of the whole A-file.",
    "Determination sent; file released in part.",
    20,
)
_NGO = Question(
    "ngo",
    ("email",),
    "visit",
    "We would like to visit the persons named here during the legal orientation on Thursday.",
    "Names passed to the facility.",
    5,
)
_POLICE = Question(
    "police",
    ("email", "fax"),
    "status",
    "Please confirm the identity of the person for a witness summons.",
    "Confirmed in writing on the agency's letterhead.",
    5,
)

_STANDINGS = weighted(
    (("none", 690), ("answered", 180), ("this week", 66), ("today", 11), ("late", 11), ("closed", 24), ("ahead", 11))
)


class Inquiries:
    """Asks the questions of a sample: numbers are given by year, and one inquiry may be about several cases."""

    __slots__ = ("_dice", "_numbers", "_shared", "_today")

    def __init__(self, dice: Dice, today: int) -> None:
        self._dice = dice
        self._today = today
        self._numbers: Counter[int] = Counter()
        self._shared: list[Row] = []

    def about(self, plan: Plan) -> list[Row]:
        """The rows of `inquiries.csv` about a case; most cases have none."""
        dice = self._dice
        standing = dice.pick(_STANDINGS)
        if plan.closed and standing != "none":
            standing = "answered"
        rows: list[Row] = []
        if standing != "none":
            rows.append(self._ask(plan, standing))
            if standing in {"this week", "today"} and dice.chance(25):
                rows.append(self._ask(plan, "answered"))
        rows.extend(self._with_others(plan))
        return rows

    def _ask(self, plan: Plan, standing: str) -> Row:
        dice, today = self._dice, self._today
        question, enquirer = self._question(plan)
        if standing in {"answered", "closed"}:
            received = working_days_before(today, question.days + dice.between(2, 60))
            received = max(received, working_day(plan.opened))
            answered_day = working_days_after(received, dice.between(0, question.days))
            if answered_day >= today:
                standing, answered_day = "this week", 0
            else:
                answered = moment(answered_day, dice.between(1000, 1040))
                return self._row(
                    plan, question, enquirer, received, standing, working_days_after(received, question.days), answered
                )
        due = {
            "today": today,
            "late": working_days_before(today, dice.between(1, 3)),
            "this week": working_days_after(today, dice.between(1, 4)),
            "ahead": working_days_after(today, dice.between(5, 9)),
        }[standing]
        received = min(working_days_before(due, question.days), working_days_before(today, 1))
        due = working_days_after(received, question.days)
        state = dice.pick(("received", "received", "acknowledged", "awaiting_input", "drafted"))
        return self._row(plan, question, enquirer, received, state, due, "")

    def _question(self, plan: Plan) -> tuple[Question, str]:
        dice = self._dice
        chance = dice.below(100)
        is_in = plan.scenario.custody in {"detained", "hospital"}
        if plan.counsel and chance < 62:  # noqa: PLR2004 - where there is counsel, mostly counsel asks
            return (_FOIA if chance < 5 else dice.pick(_ATTORNEY_QUESTIONS)), plan.counsel  # noqa: PLR2004
        if chance < 75:  # noqa: PLR2004
            if not is_in:
                return _PERSON_OUT, plan.person.name
            return dice.pick(_FAMILY_QUESTIONS), f"{dice.pick(_RELATIVES)} of the person"
        if chance < 84:  # noqa: PLR2004
            return _CONGRESS, dice.pick(CONGRESS)
        if chance < 90 and plan.person.nationality:  # noqa: PLR2004
            return _CONSULATE, f"Consulate of {plan.person.nationality}"
        if chance < 93:  # noqa: PLR2004
            return _POLICE, "Paterson Police, detective bureau"
        return (_PERSON, plan.person.name) if is_in else (_PERSON_OUT, plan.person.name)

    def _row(
        self, plan: Plan, question: Question, enquirer: str, received: int, state: str, due: int, answered: str
    ) -> Row:
        minute = self._dice.between(525, 990)
        answer = question.answer if answered else ""
        return (
            self._number(received), plan.reference, moment(received, minute), self._dice.pick(question.channels), enquirer,
            question.capacity, question.subject, state, ISO[due], answered, question.question, answer,
        )  # fmt: skip

    def _number(self, received: int) -> str:
        year = date.fromordinal(received).year
        self._numbers[year] += 1
        return f"{year}-{self._numbers[year]:04d}"

    def _with_others(self, plan: Plan) -> list[Row]:
        """Now and then one letter of a visitors' group names several detained persons: one inquiry, several cases."""
        if plan.scenario.custody != "detained":
            return []
        if self._shared:
            row = self._shared.pop()
            return [(row[0], plan.reference, *row[2:])]
        if not self._dice.chance(1):
            return []
        received = working_days_before(self._today, 2)
        due = working_days_after(received, _NGO.days)
        body = f"{_NGO.question} Visit planned for {long_day(due)}."
        row = self._row(plan, _NGO._replace(question=body), self._dice.pick(NGOS), received, "acknowledged", due, "")
        self._shared = [row] * self._dice.between(1, 2)
        return [row]


_RELATIVES = ("Brother", "Sister", "Spouse", "Cousin", "Mother", "Uncle", "Daughter")
