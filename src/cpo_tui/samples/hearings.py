"""Stories of cases before the judge and the Board."""

from __future__ import annotations

from cpo_tui.samples import beginnings, court, custody
from cpo_tui.samples.days import working_day, working_day_back
from cpo_tui.samples.places import OFFICERS
from cpo_tui.samples.plans import Plan
from cpo_tui.samples.timeline import Timeline
from cpo_tui.samples.wording import court as w


def detained_case(t: Timeline, plan: Plan) -> None:
    """Detained, in proceedings, with what detained people ask for."""
    beginnings.taken(t, plan)
    court.charged_and_heard(t, plan, t.today)
    custody.kept_classified(t, plan.opened, t.today)
    beginnings.protect(t, plan)
    chance = t.dice.below(100)
    if chance < 10:  # noqa: PLR2004 - one in ten waits for an answer
        custody.asked_the_office(t, working_day_back(t.today - t.dice.between(1, 3)), answered=False)
    elif chance < 45:  # noqa: PLR2004
        custody.asked_the_office(t, working_day(plan.opened + t.dice.between(5, 25)), answered=True)
    elif chance < 60 and plan.counsel:  # noqa: PLR2004
        custody.moved(t, plan, plan.opened + t.dice.between(10, 30), 9 * 60, to=plan.facility)


def moved_yesterday(t: Timeline, plan: Plan) -> None:
    """Moved to another facility on the defining day."""
    beginnings.taken(t, plan)
    court.charged_and_heard(t, plan, plan.anchor)
    custody.kept_classified(t, plan.opened, plan.anchor)
    custody.moved(t, plan, plan.anchor, t.dice.between(13 * 60, 16 * 60 + 30))


def hospital(t: Timeline, plan: Plan) -> None:
    """In proceedings, taken to a hospital on the defining day."""
    beginnings.taken(t, plan)
    court.charged_and_heard(t, plan, plan.anchor)
    custody.kept_classified(t, plan.opened, t.today)
    custody.in_hospital(t, plan.anchor)


def released_case(t: Timeline, plan: Plan) -> None:
    """Released, in proceedings."""
    beginnings.out_of_custody(t, plan, plan.touched)
    if t.dice.chance(30):
        custody.changed_address(t, plan.opened + t.dice.between(40, 120))


def monitored(t: Timeline, plan: Plan) -> None:
    """Released to alternatives to detention, reporting."""
    out = beginnings.out_of_custody(t, plan, plan.touched)
    t.at(w.ATD_ENROLLED, out + 1, 10 * 60)
    custody.reported(t, max(out, plan.touched - 150), plan.touched, 30)


def opposed(t: Timeline, plan: Plan) -> None:
    """A filing of the other side waits for an answer."""
    beginnings.out_of_custody(t, plan, plan.anchor)
    day = working_day_back(plan.anchor)
    t.at(w.OPPOSING_FILING_RECEIVED, day, 15 * 60, days_before=str(plan.hearing - day))


def decided_case(t: Timeline, plan: Plan) -> None:
    """The judge has decided; the time to appeal runs."""
    beginnings.taken(t, plan)
    day = working_day_back(plan.anchor)
    court.charged_and_heard(t, plan, day)
    custody.kept_classified(t, plan.opened, t.today)
    court.decided(t, plan, day, "Judge: removal ordered, appeal reserved")


def appeal(t: Timeline, plan: Plan) -> None:
    """Before the Board."""
    decided_case(t, plan)
    court.appealed(t, working_day_back(plan.anchor))


def brief_due(t: Timeline, plan: Plan) -> None:
    """Before the Board, the brief not filed."""
    decision = working_day_back(plan.anchor - 91)
    beginnings.out_of_custody(t, plan, decision)
    court.decided(t, plan, decision, "Judge: relief denied, appeal reserved")
    court.appealed(t, decision)


def departure(t: Timeline, plan: Plan) -> None:
    """Voluntary departure granted; the day to leave by is ahead."""
    day = working_day_back(plan.anchor)
    beginnings.out_of_custody(t, plan, day)
    t.at(w.VD_GRANTED_PRE, day, plan.hearing_minute + 60)


def left_case(t: Timeline, plan: Plan) -> None:
    """Left in time."""
    departure(t, plan)
    t.at(w.DEPARTURE_VERIFIED_ABROAD, plan.closed, 12 * 60)


def relief_case(t: Timeline, plan: Plan) -> None:
    """Relief granted, case closed."""
    day = working_day_back(plan.anchor)
    beginnings.out_of_custody(t, plan, day)
    court.decided(t, plan, day, "Judge: relief granted, appeal waived by both", "relief")
    t.at(w.APPEAL_WAIVED, day, plan.hearing_minute + 120)


def transferred_case(t: Timeline, plan: Plan) -> None:
    """Sent to another field office."""
    beginnings.out_of_custody(t, plan, plan.anchor)
    t.at(w.CASE_REASSIGNED, plan.closed, 11 * 60, officer_name=OFFICERS[0].name)
