"""Parts of a story: charges, the court, representation, applications, decisions and appeals."""

from __future__ import annotations

from cpo_tui.samples.days import ISO, clock, long_day, quarter_start, working_day
from cpo_tui.samples.plans import Plan
from cpo_tui.samples.timeline import Timeline
from cpo_tui.samples.wording import court as w

_TIME_TO_APPLY = 60
"""Days after the filing of the charge in which an application for asylum is made."""
_STEPS = (17, 34)
_STEPS_RELEASED = (90, 240)
_OUTCOMES = (
    "time to find a lawyer",
    "pleadings taken, charge sustained",
    "asked for time to file I-589",
    "interpreter not available",
    "evidence to be filed",
    "biometrics not yet taken",
    "case set for the merits",
)


def charged(t: Timeline, plan: Plan, day: int) -> int:
    """NTA issued and served with the advisals, in a language that is understood; the day of service."""
    minute = t.dice.between(560, 900)
    t.at(w.NTA_ISSUED, day, minute)
    t.at(w.RIGHTS_ADVISAL_RECORDED, day, minute + 30)
    t.at(w.NTA_1367_STATEMENT_PRESENT, day, minute + 35)
    t.at(w.NTA_SERVED, day, minute + 60, list_date=ISO[quarter_start(day)])
    if plan.person.language != "English":
        t.at(w.INTERPRETATION_RECORDED, day, minute + 62)
    return day


def filed(t: Timeline, day: int) -> int:
    """The NTA filed with the court; the day of filing."""
    day = working_day(day)
    t.at(w.NTA_FILED_WITH_COURT, day, t.dice.between(490, 545))
    return day


def set_hearing(t: Timeline, plan: Plan, told_on: int, hearing: int, kind: str = "Master") -> None:
    """A hearing set for a day, told on an earlier one."""
    when = f"{long_day(hearing)} {clock(plan.hearing_minute)}"
    minute = plan.hearing_minute + t.dice.between(40, 85)
    t.at(
        w.HEARING_SCHEDULED,
        told_on,
        minute,
        hearing=kind,
        when=when,
        hearing_date=ISO[hearing],
        hearing_type=kind.casefold(),
    )


def hearings(t: Timeline, plan: Plan, start: int, end: int, *, is_detained: bool) -> None:
    """Hearings from `start` on, the last before `end`; after it the plan's own hearing is set."""
    steps = _STEPS if is_detained else _STEPS_RELEASED
    told, day = start, working_day(start + t.dice.between(*steps))
    while day < end:
        set_hearing(t, plan, told, day)
        outcome = t.dice.pick(_OUTCOMES)
        if t.dice.chance(70):
            t.at(w.HEARING_HELD, day, plan.hearing_minute + 25, outcome=outcome)
        else:
            t.at(w.HEARING_CONTINUED, day, plan.hearing_minute + 10, outcome=outcome)
        told, day = day, working_day(day + t.dice.between(*steps))
    if plan.hearing:
        kind = "Individual" if plan.scenario.name == "individual_detained" or t.dice.chance(18) else "Master"
        set_hearing(t, plan, told, plan.hearing, kind)


def represented(t: Timeline, plan: Plan, day: int) -> None:
    """A G-28 received and recorded, where the plan has a representative."""
    if plan.counsel:
        minute = t.dice.between(500, 900)
        t.at(w.G28_RECEIVED, day, minute)
        t.at(w.G28_RECORDED, day, minute + 45)


def asked_for_asylum(t: Timeline, day: int, end: int) -> None:
    """An application for asylum, complete, with the safeguard that locks it away from third parties."""
    day = working_day(day)
    t.at(w.ASYLUM_FILED_COMPLETE, day, t.dice.between(540, 960))
    t.flag("fear_claim", day, "I-589")
    heard = working_day(day + t.dice.between(20, 43))
    if heard < end:
        t.at(w.ASYLUM_HEARING_BEGUN, heard, 14 * 60)


def decided(t: Timeline, plan: Plan, day: int, words: str, decision: str = "removal") -> None:
    """The decision of the judge, in words and as the rule pack calls it; it decides the asylum application too."""
    t.at(w.IJ_DECISION, day, plan.hearing_minute + 110, decision=words, ij_decision=decision)
    if "asylum_filed_complete" in t.days:
        t.at(w.ASYLUM_DECIDED, day, plan.hearing_minute + 115)


def appealed(t: Timeline, decision: int) -> None:
    """An appeal within its thirty days, the briefing schedule and the briefs, as far as they have come."""
    filed_on = working_day(decision + 21)
    t.at(w.BIA_APPEAL_FILED, filed_on, 11 * 60)
    schedule = working_day(filed_on + 70)
    t.at(w.BIA_BRIEFING_SCHEDULE_SET, schedule, 10 * 60)
    t.at(w.BIA_BRIEF_FILED, schedule + 16, 15 * 60)


def proceedings(t: Timeline, plan: Plan, served: int, end: int, *, is_detained: bool) -> None:
    """Everything between the service of the charge and the decision: filing, counsel, application, hearings."""
    filing = filed(t, served + t.dice.between(1, 4))
    represented(t, plan, filing + t.dice.between(1, 9))
    if end - filing > _TIME_TO_APPLY and t.dice.chance(38):
        asked_for_asylum(t, filing + t.dice.between(15, _TIME_TO_APPLY - 8), end)
    hearings(t, plan, filing, end, is_detained=is_detained)


def charged_and_heard(t: Timeline, plan: Plan, end: int) -> None:
    """Detained from the first day: charged within two days, then before the judge until `end`."""
    served = charged(t, plan, plan.opened + t.dice.between(1, 2))
    proceedings(t, plan, served, end, is_detained=True)
