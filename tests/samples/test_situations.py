"""What the rules say of the sample: the situations that were meant are there, and nothing else is late."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cpo_tui import samples
from cpo_tui.domain.cases import When
from cpo_tui.domain.demands import is_late, is_now
from cpo_tui.domain.facts import Event, value_from_text
from cpo_tui.rules.deadlines import OPEN_STATUSES, Deadline
from cpo_tui.rules.evaluate import deadlines_of, flags_of
from cpo_tui.rules.pack import Kind, Pack, builtin_packs
from cpo_tui.samples import COLUMNS, SampleCase
from cpo_tui.samples.plans import Plan, plans

ZONE = ZoneInfo("America/New_York")
OURS = frozenset((Kind.OBLIGATION, Kind.MAX_DURATION, Kind.REVIEW_CYCLE, Kind.SERVICE_STANDARD))
"""The kinds of rule that ask something of the office; the others are dates to know, or the right of somebody else."""
LATE = {
    "arrest_decision_late": "us-warrantless-arrest-custody-decision-48h",
    "review_late": "us-pocr-90d-decision",
    "check_in_missed": "us-osup-reporting",
}
NOW = {
    "arrest_decision_today": "us-warrantless-arrest-custody-decision-48h",
    "arrest_yesterday": "us-warrantless-arrest-custody-decision-48h",
    "child_claimed": "us-uac-notify-hhs-48h",
    "moved_yesterday": "us-transfer-attorney-notice-24h",
    "citizen_claim": "us-usc-claim-memo-1bd",
    "reinstated": "us-reasonable-fear-determination-10d",
    "notice_due": "us-pocr-90d-notice",
    "packet_due": "us-i229a-and-td-packet-30d",
    "headquarters_due": "us-pocr-180d-hq-review",
    "revoked": "us-revocation-informal-interview",
}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return next(pack for pack in builtin_packs() if pack.name == "us-ice-ero")


def when(text: str) -> When:
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)


def judged(pack: Pack, plan: Plan, sample: SampleCase) -> tuple[dict[str, object], list[Event]]:
    """The fields and the events of a case as the rules read them."""
    case = dict(zip(COLUMNS["cases"], sample.case, strict=True))
    fields: dict[str, object] = {
        "custody_status": case["custody_status"],
        "docket": case["docket"],
        "stage": case["stage"],
        "lifecycle": case["lifecycle"],
        "birth_date": date.fromisoformat(case["birth_date"]),
        "nationality": case["nationality"],
        "language": case["language"],
        "interpreter": case["interpreter_needed"] == "yes",
        "opened": date.fromisoformat(case["opened_on"]),
        "represented": bool(plan.counsel),
    }
    events = []
    for place, (row, entered) in enumerate(zip(sample.events, sample.facts, strict=True)):
        facts = {name: value_from_text(pack.facts[name], text) for name, text in entered.items()}
        events.append(Event(place, row[1], when(row[2]), datetime.fromisoformat(row[3]), facts))
    return fields, events


@pytest.mark.parametrize("today", [date(2026, 3, 2), date(2026, 3, 5), date(2026, 11, 24), date(2027, 1, 4)])
def test_what_is_late_and_what_must_be_acted_on_is_what_was_meant(pack: Pack, today: date) -> None:
    late: dict[str, set[str]] = defaultdict(set)
    now: dict[str, set[str]] = defaultdict(set)
    seen: set[str] = set()
    morning = datetime(today.year, today.month, today.day, 9, tzinfo=ZONE)
    for plan, sample in zip(plans(260, 1, today), samples.caseload(260, 1, today), strict=True):
        if plan.closed:
            continue
        seen.add(plan.scenario.name)
        fields, events = judged(pack, plan, sample)
        for one in deadlines_of(pack, fields, events, zone=ZONE):
            if not _asks(one):
                continue
            assert one.due_at is not None
            if is_late(one.due_at, morning, ZONE):
                late[plan.scenario.name].add(one.rule.id)
            elif one.act_by is not None and is_now(one.act_by, one.due_at, morning, ZONE):
                now[plan.scenario.name].add(one.rule.id)
    assert {name: {rule} for name, rule in LATE.items() if name in seen} == dict(late)
    missing = {name: rule for name, rule in NOW.items() if name in seen and rule not in now[name]}
    assert not missing, missing
    assert len(seen & set(NOW)) > 8


def _asks(one: Deadline) -> bool:
    return (
        one.status in OPEN_STATUSES and one.due_at is not None and one.rule.kind in OURS and bool(one.rule.satisfied_by)
    )


def test_the_record_does_not_contradict_itself(pack: Pack) -> None:
    today = date(2026, 3, 2)
    for plan, sample in zip(plans(260, 1, today), samples.caseload(260, 1, today), strict=True):
        if not plan.closed:
            fields, events = judged(pack, plan, sample)
            assert flags_of(pack, fields, events, zone=ZONE) == (), (plan.scenario.name, plan.reference)
