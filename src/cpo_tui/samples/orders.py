"""Parts of a story: the final order and what follows it: travel documents, custody reviews, supervision, removal."""

from __future__ import annotations

from cpo_tui.samples.custody import asked_the_office, kept_classified
from cpo_tui.samples.days import ISO, long_day, working_day, working_day_back
from cpo_tui.samples.plans import Plan
from cpo_tui.samples.timeline import Timeline
from cpo_tui.samples.wording import orders as w

NOTICE_AFTER = 54
DECISION_AFTER = 84
HQ_NOTICE_AFTER = 48
HQ_AFTER = 176
YEAR_AFTER = 355
CHECK_IN_EVERY = 91


def became_final(t: Timeline, day: int, how: str) -> None:
    """The order became final: the day on which the removal period starts."""
    t.on(w.ORDER_ADMIN_FINAL, day, how=how)


def travel_document_asked(t: Timeline, final: int) -> None:
    """The packet for the consulate and what came of it so far."""
    sent = working_day(final + t.dice.between(8, 24))
    t.at(w.TD_REQUEST_SUBMITTED, sent, 15 * 60)
    heard = working_day(sent + t.dice.between(3, 9))
    t.at(w.TD_INTERVIEW, heard, 10 * 60)


def custody_reviews(t: Timeline, final: int) -> None:
    """The reviews of a detention after the final order, each as far as time has come and nothing is withheld."""
    notice = working_day_back(final + NOTICE_AFTER)
    t.at(w.POCR_NOTICE_SERVED, notice, 14 * 60)
    decision = working_day_back(final + DECISION_AFTER + 3)
    if t.at(w.POCR_90_DECISION_SERVED, decision, 15 * 60):
        notice = working_day_back(decision + HQ_NOTICE_AFTER)
        t.at(w.HQ_REVIEW_NOTICE_SERVED, notice, 13 * 60)
        answered = working_day_back(final + HQ_AFTER)
        if t.at(w.POCR_HQ_DECISION_SERVED, answered, 14 * 60):
            t.at(w.POCR_ANNUAL_SERVED, working_day_back(answered + YEAR_AFTER), 14 * 60)


def detained_after_order(t: Timeline, plan: Plan, final: int, end: int) -> None:
    """The whole of a detention after the final order."""
    travel_document_asked(t, final)
    custody_reviews(t, final)
    kept_classified(t, plan.opened, end)
    if t.dice.chance(14):
        asked_the_office(t, working_day_back(t.today - t.dice.between(1, 3)), answered=False)
    chased = final + 62
    while chased < end:
        t.at(w.PHONE_CALL, working_day(chased), 11 * 60 + 20)
        chased += t.dice.between(26, 36)


def supervised(t: Timeline, day: int, end: int, *, missed: bool = False) -> None:
    """Release under an order of supervision, and the check-ins until `end`; the next one is set, or was just missed."""
    t.at(w.RELEASED_UNDER_SUPERVISION, day, 13 * 60)
    set_on, due = day, working_day(day + CHECK_IN_EVERY)
    while due <= (end - CHECK_IN_EVERY if missed else end):
        t.at(w.OSUP_CHECKIN_SET, set_on, 14 * 60 + 5, due=long_day(due), due_date=ISO[due])
        t.at(w.OSUP_CHECKIN_DONE, due, t.dice.between(540, 840), remark=t.dice.pick(_KEPT))
        set_on, due = due, working_day(due + CHECK_IN_EVERY)
    if missed:
        due = working_day_back(end - 4)
    t.at(w.OSUP_CHECKIN_SET, set_on, 14 * 60 + 5, due=long_day(due), due_date=ISO[due])
    if missed:
        t.at(w.CHECK_IN_MISSED, due, 16 * 60 + 30)


_KEPT = (
    "Address and work unchanged.",
    "Brought a letter from the consulate: no document yet.",
    "New phone number.",
    "Asked whether reporting by phone is possible.",
    "",
)


def removal_prepared(t: Timeline, final: int, flight: int, *, noted_on: int) -> None:
    """Travel document in hand and a flight booked."""
    got = working_day(min(final + 38, noted_on - 1))
    t.at(w.TD_RECEIVED, got, 10 * 60 + 40)
    t.at(w.FLIGHT_BOOKED, noted_on, 15 * 60 + 30, flight=long_day(flight))


def departed(t: Timeline, day: int) -> None:
    """Left, seen to leave, and verified."""
    t.at(w.REMOVED, day, 17 * 60 + 5)
    t.at(w.DEPARTURE_VERIFIED, day, 18 * 60 + 30)
