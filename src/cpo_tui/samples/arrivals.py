"""Stories of the first days, and of those who do not come before a judge in the ordinary way."""

from __future__ import annotations

from cpo_tui.samples import beginnings, court, custody
from cpo_tui.samples.days import ISO, quarter_start, working_day
from cpo_tui.samples.plans import Plan
from cpo_tui.samples.timeline import Timeline
from cpo_tui.samples.wording import arrivals as arrivals_words
from cpo_tui.samples.wording import orders as orders_words


def arrest(t: Timeline, plan: Plan) -> None:
    """Arrested without a warrant; the custody decision is not made yet."""
    minute = (
        beginnings.arrest_minute(t)
        if plan.scenario.name == "arrest_decision_today"
        else t.dice.between(8 * 60, 16 * 60)
    )
    custody.arrested_without_warrant(t, plan.opened, minute, decided=False)
    custody.booked_in(t, plan, plan.opened, minute + 300)


def warrant_arrest(t: Timeline, plan: Plan) -> None:
    """Arrested on a warrant within the last days."""
    minute = beginnings.arrest_minute(t)
    custody.arrested_on_warrant(t, plan.opened, minute)
    custody.booked_in(t, plan, plan.opened, minute + 210)
    beginnings.protect(t, plan)


def child_claim(t: Timeline, plan: Plan) -> None:
    """Somebody in the hold room says to be a child."""
    minute = t.dice.between(13 * 60, 17 * 60)
    t.at(arrivals_words.APPREHENDED_WITH_ADULTS, plan.opened, minute)
    t.at(arrivals_words.CUSTODY_APART, plan.opened, minute + 120)
    custody.child_found(t, plan.opened, minute + 100)


def child_in_care(t: Timeline, plan: Plan) -> None:
    """An unaccompanied child, taken over by HHS/ORR, with a case before the court."""
    minute = t.dice.between(9 * 60, 15 * 60)
    t.at(arrivals_words.APPREHENDED_CHILD, plan.opened, minute)
    custody.child_found(t, plan.opened, minute + 30)
    t.at(arrivals_words.UAC_DETERMINED, plan.opened, minute + 90)
    t.at(arrivals_words.UAC_SCREENING_DONE, plan.opened, minute + 150)
    t.at(arrivals_words.TRANSFERRED_TO_ORR, plan.opened + 1, 16 * 60)
    t.at(arrivals_words.MINOR_PLACED_OR_RELEASED, plan.opened + 1, 16 * 60 + 10)
    served = court.charged(t, plan, plan.opened + 1)
    filing = court.filed(t, served + 4)
    court.represented(t, plan, filing + 10)
    court.hearings(t, plan, filing, plan.touched, is_detained=False)


def police_hold(t: Timeline, plan: Plan) -> None:
    """Held by a local jail on a detainer only."""
    t.at(arrivals_words.DETAINER_ISSUED, plan.opened, 9 * 60)
    t.at(arrivals_words.LEA_RELEASE_OTHERWISE_DUE, plan.opened, t.dice.between(600, 900))


def serving_sentence(t: Timeline, plan: Plan) -> None:
    """A detainer on somebody who serves a sentence."""
    t.on(arrivals_words.CRIMINAL_CUSTODY_STARTED, plan.opened - 3)
    t.at(arrivals_words.NOTE_PRISON_INTERVIEW, plan.opened, 14 * 60)
    t.at(arrivals_words.DETAINER_ISSUED, plan.opened + 1, 10 * 60)


def charged_detained(t: Timeline, plan: Plan) -> None:
    """Detained and served with an NTA."""
    beginnings.taken(t, plan)
    court.charged(t, plan, plan.anchor)
    court.represented(t, plan, plan.anchor)
    beginnings.protect(t, plan)


def charged_released(t: Timeline, plan: Plan) -> None:
    """Charged and released, the first hearing set."""
    beginnings.taken(t, plan)
    served = court.charged(t, plan, plan.opened + 1)
    custody.released(t, served, t.dice.pick(beginnings.RELEASES))
    filing = court.filed(t, plan.anchor)
    court.set_hearing(t, plan, filing, plan.hearing)
    court.represented(t, plan, filing + 2)


def expedited(t: Timeline, plan: Plan) -> None:
    """An expedited removal order, no fear stated."""
    minute = beginnings.arrest_minute(t)
    custody.arrested_on_warrant(t, plan.opened, minute)
    custody.booked_in(t, plan, plan.opened, minute + 150)
    t.at(arrivals_words.NOTE_SWORN_STATEMENT, plan.opened + 1, 10 * 60)
    t.at(orders_words.TD_REQUEST_SUBMITTED, working_day(plan.opened + 2), 15 * 60)


def fear(t: Timeline, plan: Plan, told_on: int) -> None:
    """Expedited removal, then a fear of return told on the day given, and the referral."""
    minute = beginnings.arrest_minute(t)
    custody.arrested_on_warrant(t, plan.opened, minute)
    custody.booked_in(t, plan, plan.opened, minute + 150)
    t.at(arrivals_words.NOTE_NO_FEAR, plan.opened + 1, 9 * 60)
    t.at(arrivals_words.FEAR_CLAIM_EXPRESSED, told_on, 14 * 60 + 20)
    t.flag("fear_claim", told_on, "own statement")
    t.at(arrivals_words.CF_REFERRED, told_on, 16 * 60 + 45)


def fear_stated(t: Timeline, plan: Plan) -> None:
    """A fear of return is told; the referral follows at once or is withheld."""
    fear(t, plan, plan.anchor)
    court.represented(t, plan, working_day(plan.anchor + 2))


def judge_review(t: Timeline, plan: Plan) -> None:
    """A negative finding that the judge is to review."""
    fear(t, plan, plan.opened + 2)
    court.represented(t, plan, plan.opened + 6)
    t.at(arrivals_words.CF_NEGATIVE_APPROVED, plan.anchor, t.dice.between(12 * 60, 16 * 60))


def citizen_claim(t: Timeline, plan: Plan) -> None:
    """A claim to be a citizen of the United States."""
    minute = beginnings.arrest_minute(t)
    custody.arrested_on_warrant(t, plan.opened, minute)
    custody.booked_in(t, plan, plan.opened, minute + 150)
    custody.citizenship_claimed(t, plan.anchor)


def reinstatement(t: Timeline, plan: Plan, referred: int) -> None:
    """An earlier order reinstated; a fear referred on the day given and found reasonable."""
    minute = beginnings.arrest_minute(t)
    custody.arrested_on_warrant(t, plan.opened, minute)
    custody.booked_in(t, plan, plan.opened, minute + 150)
    t.at(arrivals_words.REINSTATEMENT_DETERMINATION, plan.opened + 1, 10 * 60)
    t.at(arrivals_words.I871_STATEMENT_RECORDED, plan.opened + 1, 10 * 60 + 40)
    t.flag("fear_claim", plan.opened + 1, "I-871")
    t.at(arrivals_words.RF_REFERRED, referred, 15 * 60)
    t.at(arrivals_words.RF_DECIDED, referred + 8, 14 * 60)


def reinstated(t: Timeline, plan: Plan) -> None:
    """An earlier order reinstated, the fear finding open."""
    reinstatement(t, plan, plan.anchor)


def withholding(t: Timeline, plan: Plan) -> None:
    """Before the judge for withholding only."""
    reinstatement(t, plan, plan.opened + 2)
    court.represented(t, plan, plan.opened + 12)
    court.hearings(t, plan, plan.opened + 14, plan.touched, is_detained=True)
    custody.kept_classified(t, plan.opened, t.today)


def administrative(t: Timeline, plan: Plan) -> None:
    """A notice of intent served, the answer open."""
    minute = beginnings.arrest_minute(t)
    custody.arrested_on_warrant(t, plan.opened, minute)
    custody.booked_in(t, plan, plan.opened, minute + 150)
    t.at(arrivals_words.NOI_SERVED, plan.anchor, 11 * 60, list_date=ISO[quarter_start(plan.anchor)])
    if plan.person.language != "English":
        t.at(arrivals_words.INTERPRETATION_OF_NOTICE, plan.anchor, 11 * 60 + 5)
    court.represented(t, plan, plan.anchor + 1)


def citizen_case(t: Timeline, plan: Plan) -> None:
    """Released because citizenship was confirmed."""
    citizen_claim(t, plan)
    t.at(arrivals_words.RELEASED_AS_CITIZEN, plan.closed, 9 * 60)
