"""Stories after a final order: detention, supervision, removal, absence, protection, a case reopened."""

from __future__ import annotations

from cpo_tui.samples import beginnings, court, custody, orders
from cpo_tui.samples.days import is_working_day, working_day, working_day_back
from cpo_tui.samples.plans import Plan
from cpo_tui.samples.timeline import Timeline
from cpo_tui.samples.wording import court as court_words
from cpo_tui.samples.wording import orders as orders_words


def ordered(t: Timeline, plan: Plan, final: int) -> None:
    """Detained, ordered removed, and final on the day given."""
    beginnings.taken(t, plan)
    if is_working_day(final) and t.dice.chance(55):
        court.charged_and_heard(t, plan, final)
        court.decided(t, plan, final, "Judge: removal ordered, appeal waived by both")
        t.at(court_words.APPEAL_WAIVED, final, plan.hearing_minute + 120)
        orders.became_final(t, final, "appeal waived")
    else:
        decision = working_day_back(final - 31)
        court.charged_and_heard(t, plan, decision)
        court.decided(t, plan, decision, "Judge: removal ordered, appeal reserved")
        orders.became_final(t, final, "no appeal in 30 days")


def final_detained(t: Timeline, plan: Plan) -> None:
    """Detained after a final order."""
    ordered(t, plan, plan.anchor)
    orders.detained_after_order(t, plan, plan.anchor, t.today)
    beginnings.protect(t, plan)


def removal_scheduled(t: Timeline, plan: Plan) -> None:
    """Travel document in hand, flight booked."""
    ordered(t, plan, plan.anchor)
    orders.travel_document_asked(t, plan.anchor)
    orders.custody_reviews(t, plan.anchor)
    custody.kept_classified(t, plan.opened, t.today)
    flight = working_day(t.today + t.dice.between(2, 12))
    orders.removal_prepared(t, plan.anchor, flight, noted_on=plan.touched)


def removed_case(t: Timeline, plan: Plan) -> None:
    """Removed, departure verified."""
    ordered(t, plan, plan.anchor)
    orders.travel_document_asked(t, plan.anchor)
    custody.kept_classified(t, plan.opened, plan.closed)
    orders.removal_prepared(t, plan.anchor, plan.closed, noted_on=plan.closed - 6)
    orders.departed(t, plan.closed)


def supervised_case(t: Timeline, plan: Plan) -> None:
    """Released under supervision, reporting; the last check-in missed where the scenario says so."""
    final = plan.anchor - 85
    ordered(t, plan, final)
    orders.travel_document_asked(t, final)
    t.at(orders_words.POCR_NOTICE_SERVED, working_day_back(final + 54), 14 * 60)
    t.at(orders_words.POCR_90_RELEASE, plan.anchor, 10 * 60)
    is_missed = plan.scenario.name == "check_in_missed"
    orders.supervised(t, plan.anchor, t.today - 1, missed=is_missed)


def revoked(t: Timeline, plan: Plan) -> None:
    """Supervision revoked, back in custody."""
    final = plan.opened + 150
    ordered(t, plan, final)
    orders.travel_document_asked(t, final)
    t.at(orders_words.POCR_NOTICE_SERVED, working_day_back(final + 54), 14 * 60)
    t.at(orders_words.POCR_90_RELEASE, final + 84, 10 * 60)
    orders.supervised(t, final + 85, plan.anchor - 2)
    t.at(orders_words.RELEASE_REVOKED, plan.anchor, 10 * 60 + 15)
    custody.booked_in(t, plan, plan.anchor, 13 * 60)


def absent(t: Timeline, plan: Plan) -> None:
    """Ordered removed in absentia, whereabouts not known."""
    day = working_day_back(plan.anchor)
    beginnings.out_of_custody(t, plan, day)
    t.at(orders_words.ORDER_IN_ABSENTIA, day, plan.hearing_minute + 40)
    orders.became_final(t, day, "in absentia")


def protected(t: Timeline, plan: Plan) -> None:
    """Withholding granted; the order stands and that country is barred."""
    day = working_day_back(plan.anchor)
    beginnings.out_of_custody(t, plan, day)
    if "asylum_filed_complete" not in t.days:
        court.asked_for_asylum(t, plan.opened + 60, day)
    court.decided(
        t, plan, day, f"Judge: withholding granted, not to be removed to {plan.person.nationality}", "withholding"
    )
    t.at(court_words.APPEAL_WAIVED, day, plan.hearing_minute + 120)
    orders.became_final(t, day, "appeal waived")


def reopened(t: Timeline, plan: Plan) -> None:
    """Ordered removed in absentia, reopened on a motion."""
    ordered = working_day_back(plan.opened + 260)
    beginnings.out_of_custody(t, plan, ordered)
    t.at(orders_words.ORDER_IN_ABSENTIA, ordered, plan.hearing_minute + 40)
    day = working_day_back(plan.anchor)
    t.at(orders_words.MOTION_REOPEN_FILED, working_day_back(day - 40), 11 * 60)
    t.at(orders_words.MOTION_DECIDED, day, 15 * 60)
    t.at(orders_words.CASE_REOPENED, day, 15 * 60 + 5)
