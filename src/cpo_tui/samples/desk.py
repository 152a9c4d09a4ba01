"""What the demo has beside the four files: tasks, holds, notes, hearings with their hour, representation, consents, flags.

The files have no columns for these; each row is a mapping from the names of the store's columns to their text, for the
verbs that make them. Moments and days are written as in the files.
"""

from __future__ import annotations

from dataclasses import dataclass

from cpo_tui.samples.days import ISO, moment, working_day, working_day_back, working_days_after
from cpo_tui.samples.dice import Dice
from cpo_tui.samples.places import SUPERVISOR
from cpo_tui.samples.plans import Plan
from cpo_tui.samples.timeline import Timeline

Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on the officer's desk about one case."""

    tasks: tuple[Fields, ...] = ()
    """title, due_at, set_by, set_at."""
    holds: tuple[Fields, ...] = ()
    """until, wake_on, reason, set_by, set_at."""
    notes: tuple[Fields, ...] = ()
    """body, written_at, written_by."""
    hearings: tuple[Fields, ...] = ()
    """starts_at, kind, place: the hearing of `next_hearing_on` with its hour and court, in place of the bare day."""
    representations: tuple[Fields, ...] = ()
    """name, form, scope, from_on."""
    consents: tuple[Fields, ...] = ()
    """recipient, scope, form, signed_on, expires_on."""
    flags: tuple[Fields, ...] = ()
    """kind, since, review_on, source."""


def desk(plan: Plan, dice: Dice, timeline: Timeline) -> Desk:
    """The desk of a plan whose story has been told."""
    today = timeline.today
    if plan.closed:
        return Desk()
    is_known = plan.touched - plan.opened > 14  # noqa: PLR2004 - a fortnight in, counsel and family are known
    return Desk(
        _tasks(plan, dice, today),
        _holds(plan, dice, today),
        _notes(plan, dice, today),
        _hearings(plan),
        _representations(plan, timeline.days),
        _consents(plan, dice, today) if is_known else (),
        tuple(_flag(dice, today, *one) for one in timeline.flags),
    )


_PROMISES_ANYWHERE = (
    "Ask the records center for the A-file again",
    "Check whether the mail brought the birth certificate",
    "Ask OPLA whether the file is complete",
    "Correct the spelling of the name with the court",
)
_PROMISES = {
    "detained": (
        *_PROMISES_ANYWHERE,
        "Call back the sister: what may be brought",
        "Send counsel the address of the facility",
        "Ask the facility for the medical summary",
        "Tell the facility about the food allergy",
        "Ask whether the property came along with the move",
    ),
    "released": (
        *_PROMISES_ANYWHERE,
        "Call back: may the appointment be in the afternoon",
        "Send the new appointment in writing",
        "Confirm the interpreter for the appointment",
        "Ask for the lease as proof of the address",
    ),
}
_PROMISES_AFTER_ORDER = (
    "Chase the consulate by phone",
    "Check whether the passport came with the mail",
    "Have new photographs taken for the packet",
)


def _tasks(plan: Plan, dice: Dice, today: int) -> tuple[Fields, ...]:
    chance = dice.below(100)
    if chance >= 15:  # noqa: PLR2004 - one case in seven has something promised
        return ()
    day = today if chance < 3 else working_days_after(today, dice.between(1, 6))  # noqa: PLR2004
    due = moment(day, dice.pick((15 * 60, 16 * 60, 16 * 60 + 30))) if dice.chance(40) else ISO[day]
    by = plan.officer.login or SUPERVISOR.login
    return (
        {
            "title": dice.pick(_promises(plan)),
            "due_at": due,
            "set_by": by,
            "set_at": moment(working_day_back(today - 2), 15 * 60),
        },
    )


def _promises(plan: Plan) -> tuple[str, ...]:
    if plan.scenario.stage in {"final_order", "removal_scheduled", "supervised"} and plan.scenario.name != "absent":
        return _PROMISES_AFTER_ORDER
    return _PROMISES.get(plan.scenario.custody, _PROMISES_ANYWHERE)


_HOLDS = {
    "serving_sentence": ("Sentence runs; look again two months before its end", "lea_release_otherwise_due"),
    "on_appeal": ("Board has the appeal", ""),
    "order_waiting": ("Consulate interviews next month", "td_received"),
    "continued": ("Consulate has the packet", "td_received"),
    "child_in_care": ("Sponsor being checked by HHS/ORR", ""),
}


def _holds(plan: Plan, dice: Dice, today: int) -> tuple[Fields, ...]:
    found = _HOLDS.get(plan.scenario.name)
    if found is None or not dice.chance(45):
        return ()
    reason, wakes_on = found
    until = working_day(today + dice.between(6, 60))
    by = plan.officer.login or SUPERVISOR.login
    row = {
        "until": ISO[until],
        "reason": reason,
        "set_by": by,
        "set_at": moment(max(plan.touched, plan.opened), 16 * 60),
    }
    return ({**row, "wake_on": wakes_on} if wakes_on else row,)


_REMARKS_ANYWHERE = (
    "Counsel is polite and quick; call before writing.",
    "Number on the I-213 is wrong, the right one is on the last letter.",
    "Next of kin: sister, evenings only.",
    "Do not mix up with the cousin of the same name, other A-number.",
    "File was with OPLA until Tuesday, back now.",
    "Handed over before leave: only the address is open.",
)
_REMARKS = {
    "detained": (
        *_REMARKS_ANYWHERE,
        "Spoke with the facility: eats and sleeps, asks about property. Nothing urgent.",
        "Needs large print; say dates twice.",
        "Interpreter of the last call understood well, ask for the same.",
        "Consulate accepts e-mail, answers on Fridays.",
    ),
    "released": (
        *_REMARKS_ANYWHERE,
        "Works nights; call after 15:00.",
        "Comes with the daughter, who translates small talk only. Use the interpreter line for anything that counts.",
        "Moved twice this year; ask for the address each time.",
    ),
}


def _notes(plan: Plan, dice: Dice, today: int) -> tuple[Fields, ...]:
    if not dice.chance(34):
        return ()
    by = plan.officer.login or SUPERVISOR.login
    at = moment(plan.touched, 17 * 60) if plan.touched < today else moment(today, 8 * 60)
    return (
        {"body": dice.pick(_REMARKS.get(plan.scenario.custody, _REMARKS_ANYWHERE)), "written_at": at, "written_by": by},
    )


def _hearings(plan: Plan) -> tuple[Fields, ...]:
    if not plan.hearing:
        return ()
    kind = "individual" if plan.scenario.name == "individual_detained" else "master"
    minute = 13 * 60 if plan.scenario.name == "hearing_today" else plan.hearing_minute
    return ({"starts_at": moment(plan.hearing, minute), "kind": kind, "place": plan.court},)


def _representations(plan: Plan, days: dict[str, int]) -> tuple[Fields, ...]:
    if "g28_recorded" not in days:
        return ()
    return ({"name": plan.counsel, "form": "G-28", "scope": "ICE", "from_on": ISO[days["g28_recorded"]]},)


def _consents(plan: Plan, dice: Dice, today: int) -> tuple[Fields, ...]:
    if not dice.chance(12):
        return ()
    signed = min(working_day(plan.opened + 12), today)
    recipient, scope = dice.pick(_CONSENTS)
    return (
        {
            "recipient": recipient,
            "scope": scope,
            "form": "60-001",
            "signed_on": ISO[signed],
            "expires_on": ISO[signed + 365],
        },
    )


_CONSENTS = (
    ("Sister of the person", "status, place of custody, hearing dates"),
    ("Office of Representative Castellane", "status of the case"),
    ("Spouse of the person", "everything but the asylum application"),
    ("Lantern Legal Orientation Project", "name, place of custody, language"),
)


def _flag(dice: Dice, today: int, kind: str, since: int, source: str) -> Fields:
    row = {"kind": kind, "since": ISO[min(since, today)], "source": source}
    if kind in {"medical", "mental_health", "pregnant"}:
        row["review_on"] = ISO[working_day(today + dice.between(2, 30))]
    return row
