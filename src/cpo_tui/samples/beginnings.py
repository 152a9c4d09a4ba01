"""How most stories begin: taken into custody, perhaps released, and what protects the person."""

from __future__ import annotations

from cpo_tui.samples import court, custody
from cpo_tui.samples.days import working_day
from cpo_tui.samples.places import DETENTION
from cpo_tui.samples.plans import Plan
from cpo_tui.samples.timeline import Timeline
from cpo_tui.samples.wording import court as w

RELEASES = (
    ("own recognizance", "recognizance"),
    ("own recognizance", "recognizance"),
    ("bond of $7,500 posted", "bond"),
    ("bond of $5,000 posted", "bond"),
    ("parole", "parole"),
)
"""How people are released: in words, and as the rule pack calls it."""


def arrest_minute(t: Timeline) -> int:
    """When in the day an arrest is made: late enough that its 48 hours end during the officer's day."""
    return t.dice.between(11 * 60, 17 * 60 + 40)


def taken(t: Timeline, plan: Plan) -> None:
    """Arrest and booking on the first day, in one of the two ways, with the custody decision made."""
    minute = arrest_minute(t)
    if t.dice.chance(45):
        custody.arrested_without_warrant(t, plan.opened, minute, decided=True)
    else:
        custody.arrested_on_warrant(t, plan.opened, minute)
    is_held = plan.scenario.custody == "detained"
    custody.booked_in(t, plan, plan.opened, minute + 190, plan.facility if is_held else t.dice.pick(DETENTION))


def protect(t: Timeline, plan: Plan) -> None:
    """Now and then a safeguard that the file must show."""
    chance = t.dice.below(100)
    day = working_day(plan.opened + 2)
    if chance < 6:  # noqa: PLR2004 - six in a hundred
        custody.health_flagged(t, day)
    elif chance < 11:  # noqa: PLR2004
        custody.care_giver_flagged(t, day)
    elif chance < 13:  # noqa: PLR2004
        custody.competency_flagged(t, day)


def out_of_custody(t: Timeline, plan: Plan, end: int) -> int:
    """Arrested, released within days, in proceedings since; the day of release."""
    taken(t, plan)
    served = court.charged(t, plan, plan.opened + t.dice.between(1, 2))
    out = working_day(served + t.dice.between(1, 10))
    how = t.dice.pick(RELEASES)
    if how[1] == "bond":
        t.at(w.BOND_SET, out - 1, 11 * 60, amount=how[0].split()[2])
        t.at(w.BOND_POSTED, out, 9 * 60 + 40)
    custody.released(t, out, how)
    court.proceedings(t, plan, max(served, out - 2), end, is_detained=False)
    protect(t, plan)
    return out
