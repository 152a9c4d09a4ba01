"""Parts of a story: arrest, custody, moves, release, and what protects a person there."""

from __future__ import annotations

from cpo_tui.samples.days import clock, working_day, working_days_after
from cpo_tui.samples.places import ARRESTED_AT, DETENTION
from cpo_tui.samples.plans import Plan
from cpo_tui.samples.timeline import Timeline
from cpo_tui.samples.wording import custody as w

NOTIFIED = frozenset(
    (
        "Albania", "Armenia", "China", "Georgia", "Ghana", "Jamaica", "Kyrgyzstan", "Nigeria", "Philippines", "Poland", "Romania",
        "Russia", "Trinidad and Tobago", "Ukraine", "Uzbekistan",
    )
)  # fmt: skip
"""Countries of the sample whose consulate is told of a detention whether or not the person asks."""

_FIRST_RECLASSIFIED = 61
_RECLASSIFIED_EVERY = 88


def arrested_without_warrant(t: Timeline, day: int, minute: int, *, decided: bool) -> None:
    """Arrest, examination, a few hours in a hold room, and the custody decision within 48 hours where it was made."""
    dice = t.dice
    place = dice.pick(ARRESTED_AT)
    t.at(w.ARREST_WARRANTLESS, day, minute, place=place)
    t.at(w.EXAMINATION_DONE, day, minute + dice.between(70, 160))
    t.at(w.HOLD_ROOM_IN, day, minute + dice.between(40, 65))
    t.at(w.HOLD_ROOM_OUT, day, minute + dice.between(240, 500))
    if decided:
        t.at(w.CUSTODY_DETERMINATION_MADE, day, minute + dice.between(900, 2400), decision=dice.pick(_DECISIONS))


def arrested_on_warrant(t: Timeline, day: int, minute: int) -> None:
    """Arrest on an administrative warrant, with the custody decision of the same day."""
    t.at(w.ARREST_WITH_WARRANT, day, minute, place=t.dice.pick(ARRESTED_AT))
    t.at(w.CUSTODY_DETERMINATION_MADE, day, minute + t.dice.between(150, 330), decision=t.dice.pick(_DECISIONS))


_DECISIONS = (
    "Custody decision: detained, no bond",
    "Custody decision: detained, bond $7,500",
    "Custody decision: detained, bond $12,000",
)


def booked_in(t: Timeline, plan: Plan, day: int, minute: int, facility: str = "") -> None:
    """Arrival at a facility with everything that is owed on the first day."""
    dice = t.dice
    place = facility or plan.facility
    mandatory = "true" if plan.person.nationality in NOTIFIED else "false"
    t.at(w.CUSTODY_BOOK_IN, day, minute, place=place, mandatory=mandatory)
    t.at(w.FACILITY_ADMISSION, day, minute + 20, place=place)
    t.at(w.CONSULAR_ADVICE_GIVEN, day, minute + 35)
    if plan.person.nationality in NOTIFIED:
        t.at(w.CONSULAR_NOTIFIED, day, minute + 95)
    t.at(w.MEDICAL_SCREENING_DONE, day, minute + dice.between(120, 420))
    t.at(w.CLASSIFICATION_RECORDED, day, minute + dice.between(200, 560), level=dice.pick(("low", "medium low", "low")))


def kept_classified(t: Timeline, start: int, end: int) -> None:
    """The reviews of the classification while a detention lasts."""
    day = start + _FIRST_RECLASSIFIED
    while day < end:
        t.at(w.RECLASSIFICATION_RECORDED, day, t.dice.between(540, 960))
        day += _RECLASSIFIED_EVERY


def asked_the_office(t: Timeline, day: int, *, answered: bool) -> None:
    """A written request by the detained person, answered within three working days or not yet."""
    wish = t.dice.pick(_WISHES)
    t.at(w.DETAINEE_REQUEST_RECEIVED, day, t.dice.between(600, 900), subject=wish[0], wish=wish[1])
    if answered:
        later = working_days_after(day, t.dice.between(1, 2))
        t.at(w.DETAINEE_REQUEST_ANSWERED, later, t.dice.between(560, 960), subject=wish[0], reply=wish[2])


_WISHES = (
    ("next court date", "Asks when the next hearing is.", "Date and courtroom given in writing."),
    ("property", "Asks where the grey backpack is.", "Backpack is in the property room, receipt shown."),
    (
        "call to a lawyer",
        "Asks for a call to a lawyer who is not on the list.",
        "Call placed with the facility for the next morning.",
    ),
    ("travel document", "Asks whether the consulate has answered.", "Not yet; told what was sent and when."),
    ("bond", "Asks how bond is posted and where.", "Leaflet given, read out by the interpreter."),
    ("family visit", "Asks for the visit of a sister.", "Passed to the facility; visit on Sunday."),
)


def moved(t: Timeline, plan: Plan, day: int, minute: int, *, to: str = "") -> None:
    """A move to another facility: the court is told, and counsel where there is one."""
    origin = t.dice.pick([place for place in DETENTION if place != (to or plan.facility)])
    t.at(w.CUSTODY_TRANSFER, day, minute, origin=origin, place=to or plan.facility)
    t.at(w.CUSTODY_LOCATION_CHANGED, day, minute + 180, place=to or plan.facility)
    t.at(w.EOIR_TOLD_OF_MOVE, day, minute + 230)
    if plan.counsel:
        t.at(w.ATTORNEY_TRANSFER_NOTICE_SENT, day, minute + 260)


def released(t: Timeline, day: int, how: tuple[str, str]) -> None:
    """Release, told to the court."""
    minute = t.dice.between(600, 930)
    t.at(w.CUSTODY_RELEASED, day, minute, how=how[0], release_type=how[1])
    t.at(w.EOIR_TOLD_OF_RELEASE, day, minute + 120)


def changed_address(t: Timeline, day: int) -> None:
    """A change of address, filed with the court and with DHS in time."""
    t.on(w.ADDRESS_CHANGED, day)
    t.on(w.EOIR33_FILED, day + 2)
    t.on(w.AR11_FILED, day + 3)


def in_hospital(t: Timeline, day: int) -> None:
    """Taken to a hospital and still there."""
    reason = t.dice.pick(("chest pain", "high fever", "a fall in the yard", "diabetes out of control"))
    minute = t.dice.between(400, 1200)
    t.at(w.HOSPITAL_IN, day, minute, reason=reason)
    t.flag("medical", day, "facility medical unit")


def health_flagged(t: Timeline, day: int) -> None:
    """A condition that the file must not forget."""
    words = t.dice.pick(
        ("insulin-dependent diabetes", "seizures, on medication", "recovering from surgery", "high-risk asthma")
    )
    t.at(w.NOTE_MEDICAL, day, 13 * 60, words=words)
    t.flag("medical", day, "IHSC")


def care_giver_flagged(t: Timeline, day: int) -> None:
    """A parent of small children in this country."""
    t.at(w.NOTE_CHILDREN, day, 14 * 60)
    t.flag("parent_or_caregiver", day, "I-213")


def competency_flagged(t: Timeline, day: int) -> None:
    """Signs that the person may not be able to take part, passed on to the attorneys of the department."""
    t.at(w.COMPETENCY_INDICIA_SEEN, day, 11 * 60)
    t.at(w.COMPETENCY_NOTICE_TO_OPLA, day, 15 * 60)
    t.flag("mental_health", day, "facility psychologist")


def citizenship_claimed(t: Timeline, day: int) -> None:
    """A possible citizen of the United States: memorandum and answer from headquarters, unless withheld."""
    t.at(w.USC_INDICIA_SEEN, day, 15 * 60 + 10)
    t.flag("possible_us_citizen", day, "interview")
    memo = working_days_after(day, 1)
    t.at(w.USC_MEMO_SUBMITTED, memo, 11 * 60)
    t.at(w.USC_HQ_DECISION, working_days_after(memo, 1), 14 * 60)


def child_found(t: Timeline, day: int, minute: int) -> None:
    """A child, or somebody who says to be one: HHS is told and takes over, unless withheld."""
    t.at(w.MINOR_CLAIM_OR_DISCOVERY, day, minute)
    t.at(w.HHS_NOTIFIED, day, minute + 130)
    t.flag("minor", day, "own statement")


def reported(t: Timeline, start: int, end: int, every: int) -> None:
    """Check-ins that were kept, from `start` to before `end`."""
    day = start
    while (day := working_day(day + every)) < end:
        minute = t.dice.between(540, 900)
        t.at(w.CHECK_IN_REPORTED, day, minute, time=clock(minute))
