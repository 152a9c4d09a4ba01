"""Which deadlines a case has, and what becomes of them. Dates are those of March 2026: 2 Mar is a Monday."""

from __future__ import annotations

from datetime import date, datetime
from itertools import permutations
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest

from cpo_tui.domain.facts import ClockEvent, Event
from cpo_tui.rules.deadlines import Deadline, demand_of
from cpo_tui.rules.evaluate import deadlines_of, flags_of

NEW_YORK = ZoneInfo("America/New_York")
DETAINED = {"custody_status": "detained"}
TEN_DAYS = "amount = 10\nunit = 'calendar_days'"
SERVED = datetime.fromisoformat("2026-03-02T14:00:00-05:00")


def day(number: int, month: int = 3) -> date:
    return date(2026, month, number)


MONDAY = day(2)


def started(at: Any = MONDAY, event_id: int = 1, **facts: Any) -> Event:
    return Event(event_id, "started", at, facts={name.replace("_", "."): value for name, value in facts.items()})


def done(at: Any, event_id: int = 50, **facts: Any) -> Event:
    return Event(event_id, "done", at, facts=facts)


def released(at: Any, event_id: int = 70) -> Event:
    return Event(event_id, "released", at)


def clock(kind: str, on: Any, amount: int = 0, **more: Any) -> ClockEvent:
    return ClockEvent("r", kind, on, amount, **more)


@pytest.fixture
def deadlines(make_pack: Any, rule: Any) -> Any:
    """The deadlines of a one-rule pack."""

    def find(
        events: Any, clock_events: Any = (), fields: Any = None, offset: str = TEN_DAYS, **keys: Any
    ) -> list[Deadline]:
        pack = make_pack(rule(offset, **keys))
        return list(deadlines_of(pack, fields or {}, events, clock_events, zone=NEW_YORK, explain=True))

    return find


class TestStatus:
    def test_runs_from_its_trigger(self, deadlines: Any) -> None:
        (found,) = deadlines([started()])
        assert (found.due_at, found.status, found.is_open) == (day(12), "running", True)
        assert found.act_by == day(10)  # statutory: 48 hours
        assert found.key == "r|1|1"

    @pytest.mark.parametrize(("when", "status"), [(day(12), "met"), (day(13), "late_met"), (day(2), "met")])
    def test_is_met_in_time_or_late(self, deadlines: Any, when: date, status: str) -> None:
        (found,) = deadlines([started(), done(when)])
        assert (found.status, found.closer.id) == (status, 50)

    def test_what_happened_before_it_began_does_not_meet_it(self, deadlines: Any) -> None:
        (found,) = deadlines([started(), done(day(1))])
        assert found.status == "running"

    def test_an_hour_rule_is_met_by_the_moment(self, deadlines: Any) -> None:
        offset = "amount = 48\nunit = 'hours'"
        limit = datetime.fromisoformat("2026-03-04T14:00:00-05:00")
        for moment, status in ((limit, "met"), (limit.replace(minute=1), "late_met")):
            (found,) = deadlines([started(SERVED), done(moment)], offset=offset)
            assert (found.due_at, found.status) == (limit, status)

    def test_a_day_that_may_be_in_time_says_that_it_cannot_be_known(self, deadlines: Any) -> None:
        (found,) = deadlines([started(SERVED), done(day(4))], offset="amount = 48\nunit = 'hours'")
        assert found.status == "met"
        assert any("cannot be known" in warning for warning in found.warnings)

    def test_waived_and_met_by_an_officer(self, deadlines: Any) -> None:
        assert [one.status for one in deadlines([started()], [clock("waive", day(5))])] == ["waived"]
        assert [one.status for one in deadlines([started()], [clock("meet", day(5))])] == ["met"]
        assert [one.status for one in deadlines([started()], [clock("meet", day(20))])] == ["late_met"]

    def test_contested_is_still_open(self, deadlines: Any) -> None:
        (found,) = deadlines([started()], [clock("contest", day(5))])
        assert (found.status, found.is_open) == ("contested", True)

    def test_ended_by_an_event_that_does_not_meet_it(self, deadlines: Any) -> None:
        (found,) = deadlines([started(), released(day(5))], more='ends_on = ["released"]')
        assert (found.status, found.is_open) == ("ended", False)

    def test_a_first_permitted_day_can_be_broken(self, deadlines: Any) -> None:
        assert [one.status for one in deadlines([started(), done(day(11))], kind="not_before")] == ["too_early"]
        assert [one.status for one in deadlines([started(), done(day(12))], kind="not_before")] == ["met"]

    def test_a_prompt_duty_has_no_date_and_is_never_given_one(self, deadlines: Any) -> None:
        (found,) = deadlines([started()], offset="unit = 'prompt'")
        assert (found.due_at, found.act_by, found.status, found.start) == (None, None, "running", day(2))
        assert any("never a limit that it does not set" in step.text for step in found.steps)
        (met,) = deadlines([started(), done(day(30))], offset="unit = 'prompt'")
        assert met.status == "met"

    def test_a_notice_is_shown(self, deadlines: Any) -> None:
        (found,) = deadlines([started()], offset="", kind="policy_notice", satisfied_by="[]")
        assert (found.status, found.due_at) == ("shown", None)

    def test_a_date_that_the_order_gives(self, deadlines: Any) -> None:
        offset = "unit = 'as_ordered'\nordered_fact = 'hearing.date'"
        (found,) = deadlines([started(hearing_date=day(20))], offset=offset)
        assert found.due_at == day(20)
        (unknown,) = deadlines([started()], offset=offset)
        assert (unknown.due_at, unknown.missing, unknown.status) == (None, ("hearing.date",), "blocked")


class TestConditions:
    CONDITION: ClassVar = {"when": 'custody == "detained" && !arrest_warrant', "facts": '["custody", "arrest.warrant"]'}

    def test_true(self, deadlines: Any) -> None:
        (found,) = deadlines([started(arrest_warrant=False)], fields=DETAINED, **self.CONDITION)
        assert (found.applies, found.missing) == (True, ())

    def test_false_gives_nothing(self, deadlines: Any) -> None:
        assert deadlines([started(arrest_warrant=True)], fields=DETAINED, **self.CONDITION) == []

    @pytest.mark.parametrize("severity", ["due_process", "service"])
    def test_unknown_is_shown_and_says_what_is_missing(self, deadlines: Any, severity: str) -> None:
        (found,) = deadlines([started()], fields=DETAINED, severity=severity, **self.CONDITION)
        assert (found.applies, found.missing, found.due_at, found.is_open) == (None, ("arrest.warrant",), day(12), True)
        demand = demand_of(found)
        assert demand is not None
        assert "may apply: arrest warrant not recorded" in demand.title

    def test_what_ceased_to_apply_is_ended_by_that_event(self, deadlines: Any) -> None:
        events = [started(arrest_warrant=False), released(day(5))]
        (found,) = deadlines(events, **self.CONDITION)
        assert (found.status, found.closer.id) == ("ended", 70)
        (found,) = deadlines(events, fields={"custody_status": "released"}, **self.CONDITION)
        assert found.status == "ended"

    def test_what_was_met_before_it_ceased_to_apply_stays_met(self, deadlines: Any) -> None:
        (found,) = deadlines([started(arrest_warrant=False), done(day(3)), released(day(5))], **self.CONDITION)
        assert found.status == "met"

    def test_what_applied_stays_so_when_a_fact_is_cleared_by_what_met_it(self, make_pack: Any, rule: Any) -> None:
        kinds = """
[[event]]
kind = "room_in"
label = "Into the room"
category = "custody"
sets = { "arrest.warrant" = false }
[[event]]
kind = "room_out"
label = "Out of the room"
category = "custody"
clears = ["arrest.warrant"]
"""
        keys = {"when": "!arrest_warrant", "facts": '["arrest.warrant"]', "trigger": 'trigger_event = "room_in"'}
        pack = make_pack(rule(TEN_DAYS, satisfied_by='"room_out"', **keys), extra=kinds)
        events = [Event(1, "room_in", day(2)), Event(2, "room_out", day(3))]
        (found,) = deadlines_of(pack, {}, events, zone=NEW_YORK)
        assert (found.applies, found.status, found.missing) == (True, "met", ())

    def test_what_never_applied_is_not_shown(self, deadlines: Any) -> None:
        assert deadlines([started(arrest_warrant=True), released(day(5))], **self.CONDITION) == []

    @pytest.mark.parametrize(("birth", "applies"), [(date(2008, 3, 3), True), (date(2008, 3, 2), False), (None, None)])
    def test_age_is_that_of_the_trigger_day(self, deadlines: Any, birth: date | None, applies: bool | None) -> None:
        found = deadlines([started()], fields={"birth_date": birth}, when="age < 18", facts='["age"]')
        assert [one.applies for one in found] == ([] if applies is False else [applies])

    def test_the_triggers_own_values_win(self, deadlines: Any) -> None:
        hearings = [
            Event(1, "hearing_scheduled", day(2), facts={"hearing.date": day(20)}),
            Event(2, "hearing_scheduled", day(3), facts={"hearing.date": day(27)}),
        ]
        found = deadlines(
            hearings,
            offset="amount = 5\nunit = 'calendar_days'\ndirection = 'before'",
            trigger='trigger_event = "hearing_scheduled"',
            more='anchor = "hearing.date"',
        )
        assert [one.due_at for one in found] == [day(15), day(22)]

    def test_the_case_and_its_last_event_may_disagree(self, deadlines: Any) -> None:
        (found,) = deadlines([started(arrest_warrant=False), released(day(5))], fields=DETAINED, **self.CONDITION)
        assert found.status == "running"
        assert any("the case says detained, its last event says released" in warning for warning in found.warnings)


class TestRepeat:
    def test_every_trigger_has_its_own_and_one_answer_meets_all(self, deadlines: Any) -> None:
        found = deadlines([started(day(2), 1), started(day(4), 2), done(day(6))])
        assert [(one.due_at, one.status) for one in found] == [(day(12), "met"), (day(14), "met")]

    def test_a_later_trigger_replaces_the_running_one(self, deadlines: Any) -> None:
        found = deadlines([started(day(2), 1), started(day(4), 2)], more='repeat = "restart"')
        assert [one.due_at for one in found] == [day(14)]

    def test_the_first_trigger_stays(self, deadlines: Any) -> None:
        found = deadlines([started(day(2), 1), started(day(4), 2)], more='repeat = "first"')
        assert [one.due_at for one in found] == [day(12)]

    def test_each_request_needs_its_own_answer(self, deadlines: Any) -> None:
        found = deadlines([started(day(2), 1), started(day(4), 2), done(day(6))], more='repeat = "each"')
        assert [(one.trigger.id, one.status) for one in found] == [(1, "met"), (2, "running")]

    def test_an_answer_may_name_its_request(self, deadlines: Any) -> None:
        events = [started(day(2), 1, ref="A"), started(day(4), 2, ref="B"), done(day(6), ref="B")]
        found = deadlines(events, more='repeat = "each"')
        assert [(one.trigger.id, one.status) for one in found] == [(1, "running"), (2, "met")]

    def test_the_latest_of_several_triggers(self, deadlines: Any) -> None:
        trigger = 'trigger_latest_of = ["started", "second_start"]'
        second = Event(2, "second_start", day(9))
        assert [one.due_at for one in deadlines([started()], trigger=trigger)] == [day(12)]
        assert [one.due_at for one in deadlines([second, started()], trigger=trigger)] == [day(19)]

    def test_after_an_answer_a_later_trigger_starts_the_next(self, deadlines: Any) -> None:
        trigger = 'trigger_latest_of = ["started", "second_start"]'
        events = [started(), done(day(5)), Event(2, "second_start", day(9))]
        assert [(one.due_at, one.status) for one in deadlines(events, trigger=trigger)] == [
            (day(12), "met"),
            (day(19), "running"),
        ]


class TestCycles:
    EVERY = "[rule.recurring]\nevery_amount = 7\nevery_unit = 'calendar_days'"
    KEYS: ClassVar = {"tables": EVERY, "more": 'ends_on = ["released"]', "kind": "review_cycle"}

    def test_the_next_round_begins_with_the_answer(self, deadlines: Any) -> None:
        # 2 + 10 = 12; answered on the 9th: 9 + 7 = 16; answered on the 18th (late): 18 + 7 = 25.
        found = deadlines([started(), done(day(9), 51), done(day(18), 52)], **self.KEYS)
        assert [(one.round, one.due_at, one.status) for one in found] == [
            (1, day(12), "met"),
            (2, day(16), "late_met"),
            (3, day(25), "running"),
        ]

    def test_on_a_fixed_grid(self, deadlines: Any) -> None:
        # 12, 19, 26 Mar, 2 Apr: the 9th meets the first; the 27th is too late for the second and the third.
        keys = {**self.KEYS, "more": 'ends_on = ["released"]\nanchored = true'}
        found = deadlines([started(), done(day(9), 51), done(day(27), 52)], **keys)
        assert [(one.due_at, one.status) for one in found] == [
            (day(12), "met"),
            (day(19), "late_met"),
            (day(26), "late_met"),
            (day(2, 4), "running"),
        ]

    def test_months_on_a_grid_are_counted_from_the_first_day(self, deadlines: Any) -> None:
        keys = {**self.KEYS, "tables": "[rule.recurring]\nevery_amount = 1\nevery_unit = 'months'"}
        keys["more"] += "\nanchored = true"
        events = [Event(1, "started", date(2026, 1, 31)), done(date(2026, 2, 20), 51)]
        found = deadlines(events, offset="amount = 1\nunit = 'months'", **keys)
        assert [one.due_at for one in found] == [date(2026, 2, 28), date(2026, 3, 31)]

    def test_an_end_event_ends_the_cycle(self, deadlines: Any) -> None:
        found = deadlines([started(), done(day(9)), released(day(11))], **self.KEYS)
        assert [one.status for one in found] == ["met", "ended"]

    def test_a_second_trigger_does_not_start_a_second_cycle(self, deadlines: Any) -> None:
        assert [one.due_at for one in deadlines([started(day(2), 1), started(day(4), 2)], **self.KEYS)] == [day(12)]

    def test_an_event_that_is_both_trigger_and_answer_never_answers_itself(self, deadlines: Any) -> None:
        keys = {**self.KEYS, "tables": "", "trigger": 'trigger_event = "done"'}
        assert [one.status for one in deadlines([done(day(2), 1)], **keys)] == ["running"]
        found = deadlines([done(day(2), 1), done(day(9), 2)], **keys)
        assert [(one.due_at, one.status) for one in found] == [(day(12), "met"), (day(19), "running")]


class TestOneDay:
    """Several entries of one day of which only the day is known."""

    def test_a_duty_that_arose_and_was_met(self, deadlines: Any) -> None:
        assert [one.status for one in deadlines([started(), done(day(2))])] == ["met"]

    def test_an_answer_goes_to_what_ran_when_the_day_began(self, deadlines: Any) -> None:
        events = [started(day(2), 1), done(day(9)), started(day(9), 2)]
        for more in ("", 'repeat = "restart"'):
            found = deadlines(events, more=more)
            assert [(one.due_at, one.status) for one in found] == [(day(12), "met"), (day(19), "running")]

    def test_released_and_detained_again(self, deadlines: Any) -> None:
        events = [started(day(2), 1), released(day(9)), started(day(9), 2)]
        found = deadlines(events, more='ends_on = ["released"]')
        assert [one.status for one in found] == ["ended", "running"]

    def test_the_same_answer_entered_twice_answers_one_round(self, deadlines: Any) -> None:
        found = deadlines([started(), done(day(9), 51), done(day(9), 52)], **TestCycles.KEYS)
        assert [(one.due_at, one.status) for one in found] == [(day(12), "met"), (day(16), "running")]


class TestClockEvents:
    def test_a_closed_pause(self, deadlines: Any) -> None:
        marks = [clock("resume", day(9)), clock("pause", day(5))]
        (found,) = deadlines([started()], marks)
        assert (found.due_at, found.status) == (day(16), "running")
        (same,) = deadlines([started()], [clock("pause", day(5), until=day(9))])
        assert same.due_at == day(16)

    def test_an_open_pause(self, deadlines: Any) -> None:
        (found,) = deadlines([started()], [clock("pause", day(5))])
        assert (found.due_at, found.status) == (day(12), "paused")
        assert any("paused since Thu 5 Mar 2026" in step.text for step in found.steps)

    def test_a_pause_after_the_end_pauses_nothing(self, deadlines: Any) -> None:
        (found,) = deadlines([started()], [clock("pause", day(13))])
        assert (found.due_at, found.status) == (day(12), "running")

    def test_a_clock_that_may_not_be_paused(self, deadlines: Any) -> None:
        (found,) = deadlines([started()], [clock("pause", day(5), until=day(9))], severity="due_process")
        assert found.due_at == day(12)
        assert any("does not allow" in warning for warning in found.warnings)

    def test_extensions_and_their_removal_in_every_order_of_entry(self, deadlines: Any) -> None:
        marks = [clock("extend", day(4), 5), clock("pause", day(5), until=day(9)), clock("unextend", day(10), 5)]
        dates = {deadlines([started()], list(order))[0].due_at for order in permutations(marks)}
        assert dates == {day(16)}

    def test_the_steps_name_each_extension_and_its_removal(self, deadlines: Any) -> None:
        marks = [clock("unextend", day(10), 5), clock("extend", day(4), 5, reason="counsel asked")]
        (found,) = deadlines([started()], marks)
        texts = [step.text for step in found.steps]
        assert "extended by 5 calendar days on Wed 4 Mar 2026 (counsel asked)" in texts
        assert "extension removed: 5 calendar days on Tue 10 Mar 2026" in texts

    def test_what_is_aimed_at_one_trigger_leaves_the_other(self, deadlines: Any) -> None:
        events = [started(day(2), 1), started(day(4), 2)]
        found = deadlines(events, [clock("extend", day(5), 5, trigger=2)])
        assert [one.due_at for one in found] == [day(12), day(19)]
        waived = deadlines(events, [clock("waive", day(5), trigger=1)])
        assert [one.status for one in waived] == ["waived", "running"]

    def test_more_removed_than_given_is_said_and_shortens_nothing(self, deadlines: Any) -> None:
        (found,) = deadlines([started()], [clock("unextend", day(4), 5)])
        assert found.due_at == day(12)
        assert any("more extension was removed" in warning for warning in found.warnings)


class TestVersions:
    @pytest.fixture
    def versions(self, make_pack: Any, rule: Any) -> Any:
        def make(new: str = "") -> Any:
            return make_pack(
                rule(
                    TEN_DAYS,
                    rule_id="old",
                    status="superseded",
                    more="effective_to = 2026-03-31\nsuperseded_by = 'new'",
                ),
                rule(
                    "amount = 20\nunit = 'calendar_days'",
                    rule_id="new",
                    more=f"effective_from = 2026-04-01\nsupersedes = 'old'\n{new}",
                ),
            )

        return make

    @pytest.mark.parametrize(
        ("trigger", "governs", "due"),
        [(day(31), "old", day(10, 4)), (day(1, 4), "new", day(21, 4))],
    )
    def test_the_trigger_day_chooses(self, versions: Any, trigger: date, governs: str, due: date) -> None:
        (found,) = deadlines_of(versions(), {}, [started(trigger)], zone=NEW_YORK)
        assert (found.rule.id, found.due_at) == (governs, due)

    def test_a_new_version_may_take_over_what_runs(self, versions: Any) -> None:
        pack = versions("governs_running = true")
        (found,) = deadlines_of(pack, {}, [started(day(30))], zone=NEW_YORK)
        assert (found.rule.id, found.due_at) == ("new", day(19, 4))
        (met,) = deadlines_of(pack, {}, [started(day(2)), done(day(12))], zone=NEW_YORK)
        assert (met.rule.id, met.status) == ("old", "met")

    @pytest.mark.parametrize("status", ["vacated", "proposed"])
    def test_what_is_not_law_gives_nothing(self, deadlines: Any, status: str) -> None:
        assert deadlines([started()], status=status) == []

    def test_a_rule_that_is_switched_off_gives_nothing(self, deadlines: Any) -> None:
        assert deadlines([started()], more="enabled = false") == []

    def test_the_office_day_of_the_trigger_counts(self, versions: Any) -> None:
        # 1 Apr 02:00 UTC is still 31 Mar in New York.
        moment = datetime.fromisoformat("2026-04-01T02:00:00+00:00")
        (found,) = deadlines_of(versions(), {}, [started(moment)], zone=NEW_YORK)
        assert found.rule.id == "old"


class TestDerived:
    def test_a_birthday_can_be_prepared_for(self, deadlines: Any) -> None:
        keys = {"offset": "amount = 0\nunit = 'calendar_days'", "trigger": 'trigger_event = "turned_18"'}
        fields = {"birth_date": date(2008, 6, 15)}
        (found,) = deadlines([], fields=fields, **keys)
        assert (found.due_at, found.status) == (date(2026, 6, 15), "running")
        (met,) = deadlines([done(day(2))], fields=fields, **keys)
        assert met.status == "met"

    def test_a_date_may_follow_from_another_rules_date(self, make_pack: Any, rule: Any) -> None:
        pack = make_pack(
            rule("amount = 90\nunit = 'calendar_days'", rule_id="period", satisfied_by="[]"),
            rule(
                "amount = 30\nunit = 'calendar_days'\ndirection = 'before'",
                rule_id="notice",
                trigger='trigger_event = "period_end"',
            ),
            extra='[[derived_event]]\nkind = "period_end"\nfrom_rule = "period"\n',
        )
        # 2 Mar + 90 = 31 May; 30 days before is 1 May.
        found = {one.rule.id: one for one in deadlines_of(pack, {}, [started()], zone=NEW_YORK)}
        assert (found["period"].due_at, found["notice"].due_at) == (day(31, 5), day(1, 5))
        # The notice is given before the period ends.
        met = {one.rule.id: one for one in deadlines_of(pack, {}, [started(), done(day(20))], zone=NEW_YORK)}
        assert met["notice"].status == "met"
        # A pause of the period moves what follows from it.
        moved = deadlines_of(
            pack, {}, [started()], [ClockEvent("period", "pause", day(5), until=day(9))], zone=NEW_YORK
        )
        assert {one.rule.id: one.due_at for one in moved} == {"period": day(4, 6), "notice": day(5, 5)}

    def test_a_recorded_event_wins(self, deadlines: Any) -> None:
        keys = {"offset": "amount = 0\nunit = 'calendar_days'", "trigger": 'trigger_event = "turned_18"'}
        found = deadlines([Event(9, "turned_18", day(2))], fields={"birth_date": date(2008, 6, 15)}, **keys)
        assert [one.due_at for one in found] == [day(2)]


class TestBadData:
    @pytest.mark.parametrize("when", [date(1899, 12, 31), date(2999, 1, 1)])
    def test_an_impossible_date_gives_no_date_and_says_so(self, deadlines: Any, when: date) -> None:
        (found,) = deadlines([started(when)])
        assert (found.due_at, found.status, found.is_open) == (None, "blocked", True)
        assert found.missing == ("a possible date of: Started",)
        assert any("cannot be right" in warning for warning in found.warnings)

    def test_an_impossible_answer_answers_nothing(self, deadlines: Any) -> None:
        (found,) = deadlines([started(), done(date(2999, 1, 1))])
        assert found.status == "running"

    def test_far_after_it_was_recorded_is_impossible_too(self, deadlines: Any) -> None:
        event = Event(1, "started", date(2126, 3, 2), datetime.fromisoformat("2026-03-02T12:00:00-05:00"))
        assert [one.status for one in deadlines([event])] == ["blocked"]

    def test_before_birth(self, deadlines: Any) -> None:
        (found,) = deadlines([started()], fields={"birth_date": day(3)})
        assert (found.due_at, found.status) == (None, "blocked")
        assert any("before the birth date" in warning for warning in found.warnings)

    def test_after_closing_is_flagged_and_counted(self, deadlines: Any) -> None:
        (found,) = deadlines([started()], fields={"closed": day(1)})
        assert found.due_at == day(12)
        assert any("after the case was closed" in warning for warning in found.warnings)

    def test_a_missing_time_of_day_is_said(self, deadlines: Any) -> None:
        (found,) = deadlines([started()], offset="amount = 48\nunit = 'hours'")
        assert found.due_at == datetime.fromisoformat("2026-03-04T00:00:00-05:00")
        assert found.due_latest == datetime.fromisoformat("2026-03-04T23:59:59-05:00")
        assert any("time of day is not recorded" in warning for warning in found.warnings)

    def test_contradictory_events_make_a_fact_unknown(self, deadlines: Any) -> None:
        events = [started(arrest_warrant=True), Event(2, "second_start", day(2), facts={"arrest.warrant": False})]
        for given in (events, events[::-1]):
            (found,) = deadlines(
                [*given, done(day(3))],
                when="!arrest_warrant",
                facts='["arrest.warrant"]',
                trigger='trigger_event = "done"',
            )
            assert (found.applies, found.missing) == (None, ("arrest.warrant",))
            assert any("contradict" in warning for warning in found.warnings)

    @pytest.mark.parametrize(
        "mark",
        [
            clock("pause", date(2999, 1, 1)),
            clock("pause", day(5), until=date(2999, 1, 1)),
            clock("extend", day(5), 1_000_000),
            clock("extend", day(5), -5),
        ],
    )
    def test_an_act_on_a_clock_that_cannot_be_right_is_not_counted(self, deadlines: Any, mark: ClockEvent) -> None:
        (found,) = deadlines([started()], [mark])
        assert (found.due_at, found.status) == (day(12), "running")

    def test_a_value_of_another_type_is_not_used(self, deadlines: Any) -> None:
        keys = {"when": "!arrest_warrant", "facts": '["arrest.warrant"]'}
        (found,) = deadlines([started(arrest_warrant="perhaps")], **keys)
        assert (found.applies, found.missing) == (None, ("arrest.warrant",))
        assert any("is not a bool" in warning for warning in found.warnings)
        (read,) = deadlines([started(arrest_warrant="no")], **keys)
        assert read.applies is True

    def test_a_length_that_is_a_slip_gives_no_date(self, deadlines: Any) -> None:
        offset = "amount_fact = 'days.given'\nunit = 'calendar_days'"
        (found,) = deadlines([started(days_given=10**9)], offset=offset)
        assert (found.due_at, found.missing, found.status) == (None, ("days.given",), "blocked")

    def test_flags_name_their_event(self, make_pack: Any, rule: Any) -> None:
        pack = make_pack(rule(TEN_DAYS))
        flags = flags_of(pack, {"birth_date": date(1990, 1, 1)}, [started(date(1899, 1, 1), 7)], zone=NEW_YORK)
        assert [(flag.event, "cannot be right" in flag.text) for flag in flags] == [(7, True)]


def test_demands_carry_the_lead_of_the_rule_or_its_class(make_pack: Any, rule: Any) -> None:
    pack = make_pack(
        rule(TEN_DAYS, rule_id="own", more='lead = "5d"'),
        rule(TEN_DAYS, rule_id="class", severity="due_process"),
        rule(TEN_DAYS, rule_id="permitted", kind="not_before"),
        extra='[lead]\ndue_process = "96h"\n',
    )
    demands = [demand_of(one) for one in deadlines_of(pack, {}, [started()], zone=NEW_YORK)]
    assert [one and (one.rule, one.act_by) for one in demands] == [("own", day(7)), ("class", day(8)), None]


def test_only_the_rules_that_are_asked_for(make_pack: Any, rule: Any) -> None:
    pack = make_pack(rule(TEN_DAYS, rule_id="a"), rule(TEN_DAYS, rule_id="b"))
    found = deadlines_of(pack, {}, [started()], zone=NEW_YORK, only=frozenset({"b"}))
    assert [one.rule.id for one in found] == ["b"]
