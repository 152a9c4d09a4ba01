"""Stories: events of known kinds, in an order that can be, none of them after this morning."""

from __future__ import annotations

from datetime import date, datetime

from cpo_tui.rules.pack import builtin_packs
from cpo_tui.samples import COLUMNS, OFFICERS, SampleCase
from cpo_tui.samples.days import OFFICE_ZONE
from cpo_tui.samples.plans import Plan
from cpo_tui.samples.scenarios import SCENARIOS
from cpo_tui.samples.stories import STORIES

Invented = list[tuple[Plan, SampleCase]]
MORNING = datetime(2026, 3, 2, 9, tzinfo=OFFICE_ZONE)
ORDERED = (
    ("arrest_warrantless", "examination_done"),
    ("hold_room_in", "hold_room_out"),
    ("nta_issued", "nta_served"),
    ("nta_served", "nta_filed_with_court"),
    ("nta_filed_with_court", "hearing_scheduled"),
    ("nta_filed_with_court", "ij_decision"),
    ("g28_received", "g28_recorded"),
    ("asylum_filed_complete", "asylum_decided"),
    ("ij_decision", "bia_appeal_filed"),
    ("bia_appeal_filed", "bia_briefing_schedule_set"),
    ("bia_briefing_schedule_set", "bia_brief_filed"),
    ("order_admin_final", "td_request_submitted"),
    ("order_admin_final", "pocr_notice_served"),
    ("pocr_notice_served", "pocr_90_decision_served"),
    ("pocr_90_decision_served", "pocr_hq_decision_served"),
    ("td_request_submitted", "td_interview"),
    ("td_interview", "td_received"),
    ("td_received", "flight_booked"),
    ("fear_claim_expressed", "cf_referred"),
    ("rf_referred", "rf_decided"),
    ("uac_determined", "transferred_to_orr"),
)


def when(text: str) -> datetime:
    """A moment; the end of a day where only the day is given."""
    return datetime.fromisoformat(text if len(text) > 10 else f"{text}T23:59:59-05:00")


def kinds(sample: SampleCase) -> list[str]:
    return [event[1] for event in sample.events]


def test_every_scenario_has_a_story_and_every_story_a_scenario() -> None:
    assert {scenario.story for scenario in SCENARIOS} == set(STORIES)
    assert len({scenario.name for scenario in SCENARIOS}) == len(SCENARIOS)


def test_every_kind_of_event_is_known_to_the_rules(invented: Invented) -> None:
    pack = next(pack for pack in builtin_packs() if pack.name == "us-ice-ero")
    told = {kind for _, sample in invented for kind in kinds(sample)}
    assert told <= set(pack.events)
    assert len(told) > 80
    entered = {name for _, sample in invented for facts in sample.facts for name in facts}
    assert entered <= set(pack.facts)


def test_what_is_withheld_is_not_told(invented: Invented) -> None:
    for plan, sample in invented:
        assert not set(plan.scenario.withheld) & set(kinds(sample))


def test_every_case_has_a_timeline_and_every_scenario_a_case(invented: Invented) -> None:
    assert {plan.scenario.name for plan, _ in invented} == {scenario.name for scenario in SCENARIOS}
    assert all(len(sample.events) >= 2 for _, sample in invented)


def test_events_are_in_order_and_entered_after_they_happened(invented: Invented) -> None:
    for plan, sample in invented:
        born = date.fromordinal(plan.birth)
        moments = []
        for _, kind, occurred, recorded, title, _, source, pinned in sample.events:
            day = when(occurred).date()
            assert born < date.fromordinal(plan.opened - 4) <= day <= MORNING.date(), (plan.scenario.name, kind)
            assert when(recorded) <= MORNING
            assert len(occurred) == 10 or when(occurred) <= when(recorded)
            assert title
            assert source
            assert "{" not in title + source
            assert pinned in {"yes", "no"}
            moments.append(day)
        assert moments == sorted(moments)
        assert len(sample.facts) == len(sample.events)


def test_one_thing_follows_from_another(invented: Invented) -> None:
    met = set()
    for plan, sample in invented:
        first: dict[str, str] = {}
        for event in sample.events:
            first.setdefault(event[1], event[2])
        for before, after in ORDERED:
            if before in first and after in first:
                met.add((before, after))
                assert first[before][:10] <= first[after][:10], (plan.scenario.name, before, after)
            is_without_charge = plan.scenario.stage in {"expedited_removal", "withholding_only"}
            assert after not in first or before in first or is_without_charge, (plan.scenario.name, after)
    assert met == set(ORDERED)


def test_the_same_thing_is_not_told_twice(invented: Invented) -> None:
    for _, sample in invented:
        keys = [(event[1], event[2], event[4], event[5], event[6]) for event in sample.events]
        assert len(keys) == len(set(keys))


def test_hearings_are_on_days_on_which_courts_sit(invented: Invented) -> None:
    for _, sample in invented:
        for event in sample.events:
            if event[1] in {"hearing_held", "hearing_continued", "ij_decision"}:
                assert when(event[2]).weekday() < 5
                assert 8 <= when(event[2]).hour < 18


def test_the_desk_agrees_with_the_case(invented: Invented) -> None:
    logins = {officer.login for officer in OFFICERS}
    for plan, sample in invented:
        case = dict(zip(COLUMNS["cases"], sample.case, strict=True))
        desk = sample.desk
        assert [row["starts_at"][:10] for row in desk.hearings] == (
            [case["next_hearing_on"]] if case["next_hearing_on"] and not plan.closed else []
        )
        assert all(row["set_by"] in logins for row in (*desk.tasks, *desk.holds))
        assert all(row["until"] > "2026-03-02" for row in desk.holds)
        assert bool(desk.representations) <= bool(plan.counsel)
        assert all(row["since"] <= "2026-03-02" for row in desk.flags)
        if plan.closed:
            assert not any((desk.tasks, desk.holds, desk.flags))


def test_safeguards_are_raised(invented: Invented) -> None:
    raised = {row["kind"] for _, sample in invented for row in sample.desk.flags}
    assert {"possible_us_citizen", "minor", "fear_claim", "medical", "parent_or_caregiver", "mental_health"} <= raised
