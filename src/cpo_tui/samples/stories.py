"""The stories that lead to the scenarios, and the telling of one.

A story tells everything in its lawful order, with what answers each event; the timeline leaves out what has not
happened yet and what the scenario withholds, and that is what makes a case due or late.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cpo_tui.samples import arrivals, hearings, outcomes
from cpo_tui.samples.plans import Plan
from cpo_tui.samples.timeline import Timeline
from cpo_tui.samples.wording import touches as w

Story = Callable[[Timeline, Plan], None]


def tell(timeline: Timeline, plan: Plan) -> None:
    """Tell the whole story of a plan, up to the last time that somebody touched the case."""
    STORIES[plan.scenario.story](timeline, plan)
    if not plan.closed:
        kind = "" if plan.scenario.name in _OUT_OF_REACH else plan.scenario.custody
        touches = _TOUCHES.get(kind, w.TOUCHES_AWAY)
        by = plan.officer.login or "duty officer"
        timeline.at(timeline.dice.pick(touches), plan.touched, timeline.dice.between(545, 1010), by=by)


_TOUCHES = {"detained": w.TOUCHES_DETAINED, "released": w.TOUCHES_RELEASED}
_OUT_OF_REACH = ("absent", "check_in_missed")


STORIES: Mapping[str, Story] = {
    "arrest": arrivals.arrest,
    "warrant_arrest": arrivals.warrant_arrest,
    "child_claim": arrivals.child_claim,
    "child_in_care": arrivals.child_in_care,
    "police_hold": arrivals.police_hold,
    "serving_sentence": arrivals.serving_sentence,
    "charged": arrivals.charged_detained,
    "charged_released": arrivals.charged_released,
    "detained": hearings.detained_case,
    "moved": hearings.moved_yesterday,
    "hospital": hearings.hospital,
    "released": hearings.released_case,
    "monitored": hearings.monitored,
    "opposed": hearings.opposed,
    "reopened": outcomes.reopened,
    "expedited": arrivals.expedited,
    "fear_stated": arrivals.fear_stated,
    "judge_review": arrivals.judge_review,
    "citizen_claim": arrivals.citizen_claim,
    "withholding": arrivals.withholding,
    "reinstated": arrivals.reinstated,
    "administrative": arrivals.administrative,
    "decided": hearings.decided_case,
    "appeal": hearings.appeal,
    "brief_due": hearings.brief_due,
    "departure": hearings.departure,
    "final_detained": outcomes.final_detained,
    "revoked": outcomes.revoked,
    "absent": outcomes.absent,
    "scheduled": outcomes.removal_scheduled,
    "supervised": outcomes.supervised_case,
    "check_in_missed": outcomes.supervised_case,
    "protected": outcomes.protected,
    "removed": outcomes.removed_case,
    "relief": hearings.relief_case,
    "left": hearings.left_case,
    "citizen": arrivals.citizen_case,
    "transferred": hearings.transferred_case,
}
