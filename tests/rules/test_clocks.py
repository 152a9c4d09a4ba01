"""The conventions of day counting, each as dates that were worked out by hand.

Weekdays used below, from the calendar of 2026: 1 Jan Thu, 19 Jan Mon (Martin Luther King Jr. Day), 16 Feb Mon
(Washington's Birthday), 2 Mar Mon, 3 Apr Fri, 25 May Mon (Memorial Day), 19 Jun Fri (Juneteenth), 3 Jul Fri
(Independence Day observed, the 4th is a Saturday), 26 Nov Thu (Thanksgiving), 25 Dec Fri.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cpo_tui.errors import RuleError
from cpo_tui.rules.compute import compute

NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def due(make_pack: Any, rule: Any) -> Any:
    """The date of a one-rule pack: offset and count as TOML, then what `compute` takes."""

    def reckon(
        offset: str, trigger: Any, count: str = "", *, more: str = "", kind: str = "obligation", **given: Any
    ) -> Any:
        pack = make_pack(rule(offset, count, more=more, kind=kind))
        return compute(pack, "r", trigger, zone=NEW_YORK, **given)

    return reckon


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


BUSINESS = "amount = {0}\nunit = 'business_days'"
CALENDAR = "amount = {0}\nunit = 'calendar_days'"
MONTHS = "amount = {0}\nunit = 'months'"
HOURS = "amount = {0}\nunit = 'hours'"
INCLUDE = "exclude_trigger_day = false"
FORWARD = "roll = 'next_business_day'"
BACK = "roll = 'previous_business_day'"


class TestLocalDays:
    def test_a_trigger_with_another_offset_counts_from_the_office_day(self, due: Any) -> None:
        # 2 Mar 2026 02:30 UTC is 1 Mar 21:30 in New York; ten days after 1 Mar is 11 Mar.
        assert due(CALENDAR.format(10), at("2026-03-02T02:30:00+00:00")).due_at == date(2026, 3, 11)

    def test_hours_are_elapsed_hours_when_clocks_go_forward(self, due: Any) -> None:
        # Clocks go forward on 8 Mar 2026 at 02:00. Sat 7 Mar 10:00 EST is 15:00 UTC; + 48 h is 9 Mar 15:00 UTC = 11:00 EDT.
        found = due(HOURS.format(48), at("2026-03-07T10:00:00-05:00"))
        assert found.due_at == at("2026-03-09T11:00:00-04:00")
        assert found.due_at.isoformat() == "2026-03-09T11:00:00-04:00"

    def test_hours_are_elapsed_hours_when_clocks_go_back(self, due: Any) -> None:
        # Clocks go back on 1 Nov 2026 at 02:00. 31 Oct 10:00 EDT is 14:00 UTC; + 24 h is 1 Nov 14:00 UTC = 09:00 EST.
        assert due(HOURS.format(24), at("2026-10-31T10:00:00-04:00")).due_at.isoformat() == "2026-11-01T09:00:00-05:00"


class TestDayZero:
    def test_the_trigger_day_is_not_counted(self, due: Any) -> None:
        # Day one is 3 Mar, day ten is 12 Mar.
        assert due(CALENDAR.format(10), date(2026, 3, 2)).due_at == date(2026, 3, 12)

    def test_the_trigger_day_is_day_one_where_the_rule_includes_it(self, due: Any) -> None:
        assert due(CALENDAR.format(10), date(2026, 3, 2), INCLUDE).due_at == date(2026, 3, 11)

    def test_months_beginning_with_a_day_end_one_day_earlier(self, due: Any) -> None:
        # Four months beginning with 15 Jan: 15 May less one day.
        assert due(MONTHS.format(4), date(2026, 1, 15), INCLUDE).due_at == date(2026, 5, 14)

    @pytest.mark.parametrize("count", ["", INCLUDE])
    def test_no_length_is_the_trigger_day_itself(self, due: Any, count: str) -> None:
        assert due(CALENDAR.format(0), date(2026, 3, 1), count).due_at == date(2026, 3, 1)

    def test_a_closed_day_can_be_day_zero(self, due: Any) -> None:
        # Sat 28 Feb is day zero; Mon 2, Tue 3, Wed 4 Mar.
        assert due(BUSINESS.format(3), date(2026, 2, 28)).due_at == date(2026, 3, 4)


class TestMonths:
    @pytest.mark.parametrize(
        ("start", "months", "end"),
        [
            (date(2026, 4, 30), 1, date(2026, 5, 30)),  # not sticky: the 30th, not the last day
            (date(2025, 8, 31), 6, date(2026, 2, 28)),
            (date(2027, 8, 31), 6, date(2028, 2, 29)),
            (date(2026, 1, 31), 1, date(2026, 2, 28)),
            (date(2026, 11, 30), 3, date(2027, 2, 28)),
            (date(2026, 12, 15), 12, date(2027, 12, 15)),
        ],
    )
    def test_the_same_day_number_or_the_last_day(self, due: Any, start: date, months: int, end: date) -> None:
        assert due(MONTHS.format(months), start).due_at == end

    def test_an_extension_adds_to_the_length_and_not_to_the_result(self, due: Any) -> None:
        # 31 Jan + (1 + 1) months is 31 Mar; 31 Jan + 1 = 28 Feb, + 1 would be 28 Mar.
        assert due(MONTHS.format(1), date(2026, 1, 31), extensions=["1m"]).due_at == date(2026, 3, 31)


class TestBusinessDays:
    def test_weekends_and_holidays_are_skipped(self, due: Any) -> None:
        # From Fri 16 Jan 2026: Mon 19 is Martin Luther King Jr. Day. Tue 20, Wed 21, Thu 22.
        assert due(BUSINESS.format(3), date(2026, 1, 16)).due_at == date(2026, 1, 22)

    def test_observed_days_are_skipped(self, due: Any) -> None:
        # 4 Jul 2026 is a Saturday; Fri 3 Jul is kept. From Thu 2 Jul the first working day is Mon 6 Jul.
        assert due(BUSINESS.format(1), date(2026, 7, 2)).due_at == date(2026, 7, 6)

    def test_new_years_day_on_a_saturday_is_kept_in_the_year_before(self, due: Any) -> None:
        # 1 Jan 2022 is a Saturday: Fri 31 Dec 2021 is kept. From Thu 30 Dec 2021: Mon 3 Jan 2022.
        assert due(BUSINESS.format(1), date(2021, 12, 30)).due_at == date(2022, 1, 3)

    def test_hours_stand_still_on_closed_days(self, due: Any) -> None:
        # Thu 15 Jan 2026 20:00 EST + 48 h: 4 h on Thu, 24 h on Fri = 28; Sat, Sun, Mon (holiday) stand still; 20 h on Tue.
        found = due(HOURS.format(48), at("2026-01-15T20:00:00-05:00"), "skip = 'weekends_and_holidays'")
        assert found.due_at == at("2026-01-20T20:00:00-05:00")

    def test_hours_that_end_with_the_working_week_end_there(self, due: Any) -> None:
        # Thu 00:00 + 48 h of working days ends as Friday ends.
        found = due(HOURS.format(48), at("2026-02-26T00:00:00-05:00"), "skip = 'weekends_and_holidays'")
        assert found.due_at == at("2026-02-28T00:00:00-05:00")

    def test_hours_begun_on_a_closed_day_begin_with_the_next_working_day(self, due: Any) -> None:
        found = due(HOURS.format(48), at("2026-02-28T15:00:00-05:00"), "skip = 'weekends_and_holidays'")
        assert found.due_at == at("2026-03-04T00:00:00-05:00")


class TestRoll:
    def test_forward_once_at_the_end(self, due: Any) -> None:
        # 6 Feb + 10 days is Mon 16 Feb, Washington's Birthday: Tue 17.
        assert due(CALENDAR.format(10), date(2026, 2, 6), FORWARD).due_at == date(2026, 2, 17)

    def test_back(self, due: Any) -> None:
        assert due(CALENDAR.format(10), date(2026, 2, 6), BACK).due_at == date(2026, 2, 13)

    def test_not_at_all_by_default(self, due: Any) -> None:
        assert due(CALENDAR.format(10), date(2026, 2, 6)).due_at == date(2026, 2, 16)

    def test_after_pauses_and_extensions_not_before(self, due: Any) -> None:
        # 2 Mar + 5 = Sat 7 Mar. Rolled first (Mon 9) and then extended by 1 it would be Tue 10; extended first it is Sun 8 → Mon 9.
        assert due(CALENDAR.format(5), date(2026, 3, 2), FORWARD, extensions=["1d"]).due_at == date(2026, 3, 9)


class TestBefore:
    def test_counts_back_from_the_anchor(self, due: Any) -> None:
        found = due(
            "amount = 15\nunit = 'calendar_days'\ndirection = 'before'",
            date(2026, 3, 2),
            more='anchor = "hearing.date"',
            facts={"hearing.date": date(2026, 4, 20)},
        )
        assert found.due_at == date(2026, 4, 5)

    def test_working_days_back(self, due: Any) -> None:
        # The working day before Tue 20 Jan 2026 is Fri 16 Jan (Mon 19 is a holiday).
        assert due("amount = 1\nunit = 'business_days'\ndirection = 'before'", date(2026, 1, 20)).due_at == date(
            2026, 1, 16
        )

    def test_at_an_hour_of_the_day(self, due: Any) -> None:
        found = due("amount = 1\nunit = 'business_days'\ndirection = 'before'\nat = '14:00'", date(2026, 1, 20))
        assert found.due_at.isoformat() == "2026-01-16T14:00:00-05:00"

    def test_rolls_back_and_never_forward(self, due: Any) -> None:
        # 10 days before Tue 24 Mar is Sat 14 Mar: Fri 13.
        offset = "amount = 10\nunit = 'calendar_days'\ndirection = 'before'"
        assert due(offset, date(2026, 3, 24), BACK).due_at == date(2026, 3, 13)

    def test_the_anchor_is_said_to_be_missing(self, due: Any) -> None:
        found = due(
            "amount = 15\nunit = 'calendar_days'\ndirection = 'before'",
            date(2026, 3, 2),
            more='anchor = "hearing.date"',
        )
        assert found.due_at is None
        assert found.missing == ("hearing.date",)
        assert "not recorded: hearing.date" in found.warnings

    def test_months_back(self, due: Any) -> None:
        # 18 months before 31 Aug 2027 is 28 Feb 2026.
        assert due("amount = 18\nunit = 'months'\ndirection = 'before'", date(2027, 8, 31)).due_at == date(2026, 2, 28)

    def test_an_extension_comes_closer_to_the_event_and_not_past_it(self, due: Any) -> None:
        offset = "amount = 10\nunit = 'calendar_days'\ndirection = 'before'"
        assert due(offset, date(2026, 3, 24), extensions=["3d"]).due_at == date(2026, 3, 17)
        assert due(offset, date(2026, 3, 24), extensions=["30d"]).due_at == date(2026, 3, 24)


class TestPauses:
    def test_working_days_that_were_paused_are_skipped(self, due: Any) -> None:
        # From Mon 2 Mar: Tue 3 (1), Wed 4 (2), paused Thu 5 – Sun 8, Mon 9 (3), Tue 10 (4), Wed 11 (5).
        found = due(BUSINESS.format(5), date(2026, 3, 2), pauses=[(date(2026, 3, 5), date(2026, 3, 9))])
        assert found.due_at == date(2026, 3, 11)

    def test_calendar_days_that_were_paused_are_added(self, due: Any) -> None:
        # 2 Mar + 10 = 12 Mar, + 4 paused days.
        found = due(CALENDAR.format(10), date(2026, 3, 2), pauses=[(date(2026, 3, 5), date(2026, 3, 9))])
        assert found.due_at == date(2026, 3, 16)

    def test_paused_days_are_added_to_months(self, due: Any) -> None:
        # 2 Mar + 1 month = 2 Apr, + 6 paused days.
        found = due(MONTHS.format(1), date(2026, 3, 2), pauses=[(date(2026, 3, 20), date(2026, 3, 26))])
        assert found.due_at == date(2026, 4, 8)

    def test_overlapping_pauses_count_once(self, due: Any) -> None:
        # 5–9 and 7–12 together are 5–12: seven days.
        pauses = [(date(2026, 3, 7), date(2026, 3, 12)), (date(2026, 3, 5), date(2026, 3, 9))]
        assert due(CALENDAR.format(10), date(2026, 3, 2), pauses=pauses).due_at == date(2026, 3, 19)

    def test_the_end_is_the_day_on_which_the_clock_runs(self, due: Any) -> None:
        assert due(CALENDAR.format(10), date(2026, 3, 2), pauses=[(date(2026, 3, 5), date(2026, 3, 5))]).due_at == date(
            2026, 3, 12
        )

    def test_a_pause_after_the_end_has_no_effect(self, due: Any) -> None:
        assert due(
            CALENDAR.format(10), date(2026, 3, 2), pauses=[(date(2026, 3, 13), date(2026, 3, 20))]
        ).due_at == date(2026, 3, 12)

    def test_a_pause_before_the_start_has_no_effect(self, due: Any) -> None:
        assert due(CALENDAR.format(10), date(2026, 3, 2), pauses=[(date(2026, 2, 1), date(2026, 3, 3))]).due_at == date(
            2026, 3, 12
        )

    def test_a_pause_inside_an_extension_counts(self, due: Any) -> None:
        # 2 Mar + 10 + 5 = 17 Mar; paused 14–16 (two days): 19 Mar. Without the extension the pause lies after the end.
        pauses = [(date(2026, 3, 14), date(2026, 3, 16))]
        assert due(CALENDAR.format(10), date(2026, 3, 2), pauses=pauses, extensions=["5d"]).due_at == date(2026, 3, 19)
        assert due(CALENDAR.format(10), date(2026, 3, 2), pauses=pauses).due_at == date(2026, 3, 12)

    def test_a_day_gained_by_one_pause_can_be_taken_by_the_next(self, due: Any) -> None:
        # 2 Mar + 3 = 5 Mar; paused 4–6: 7 Mar; paused 7–8: 8 Mar.
        pauses = [(date(2026, 3, 4), date(2026, 3, 6)), (date(2026, 3, 7), date(2026, 3, 8))]
        assert due(CALENDAR.format(3), date(2026, 3, 2), pauses=pauses).due_at == date(2026, 3, 8)

    def test_hours_stand_still_on_paused_days(self, due: Any) -> None:
        # 2 Mar 12:00 + 24 h: 12 h on Mon, Tue 3 paused, 12 h on Wed.
        found = due(HOURS.format(24), at("2026-03-02T12:00:00-05:00"), pauses=[(date(2026, 3, 3), date(2026, 3, 4))])
        assert found.due_at == at("2026-03-04T12:00:00-05:00")

    def test_hours_stand_still_between_moments(self, due: Any) -> None:
        pauses = [(at("2026-03-02T13:00:00-05:00"), at("2026-03-02T15:30:00-05:00"))]
        assert due(HOURS.format(4), at("2026-03-02T12:00:00-05:00"), pauses=pauses).due_at == at(
            "2026-03-02T18:30:00-05:00"
        )

    def test_an_unpausable_clock_is_computed_and_says_so(self, due: Any) -> None:
        found = due(
            CALENDAR.format(10),
            date(2026, 3, 2),
            more="pausable = false",
            pauses=[(date(2026, 3, 5), date(2026, 3, 9))],
        )
        assert found.due_at == date(2026, 3, 16)
        assert any("does not allow this clock to be paused" in warning for warning in found.warnings)

    def test_a_pause_that_ends_before_it_begins_is_refused(self, due: Any) -> None:
        with pytest.raises(RuleError, match="cannot end"):
            due(CALENDAR.format(10), date(2026, 3, 2), pauses=[(date(2026, 3, 9), date(2026, 3, 5))])


class TestExtensions:
    def test_in_working_days(self, due: Any) -> None:
        # 20 Feb (Fri) + 5 + 5 working days: 6 Mar.
        assert due(BUSINESS.format(5), date(2026, 2, 20), extensions=["5d"]).due_at == date(2026, 3, 6)

    def test_in_hours(self, due: Any) -> None:
        assert due(HOURS.format(48), at("2026-03-02T12:00:00-05:00"), extensions=["12h"]).due_at == at(
            "2026-03-05T00:00:00-05:00"
        )

    @pytest.mark.parametrize(
        ("offset", "text"), [(BUSINESS, "12h"), (HOURS, "5d"), (MONTHS, "5d"), (CALENDAR, "5 weeks")]
    )
    def test_another_unit_is_refused(self, due: Any, offset: str, text: str) -> None:
        with pytest.raises(RuleError):
            due(offset.format(5), date(2026, 3, 2), extensions=[text])


class TestLaterOf:
    def test_the_later_date_is_taken(self, due: Any) -> None:
        more = 'later_of = ["period.end"]'
        assert due(
            BUSINESS.format(10), date(2026, 3, 2), more=more, facts={"period.end": date(2026, 4, 1)}
        ).due_at == date(2026, 4, 1)
        assert due(
            BUSINESS.format(10), date(2026, 3, 2), more=more, facts={"period.end": date(2026, 3, 3)}
        ).due_at == date(2026, 3, 16)

    def test_a_missing_one_is_said(self, due: Any) -> None:
        found = due(BUSINESS.format(10), date(2026, 3, 2), more='later_of = ["period.end"]')
        assert (found.due_at, found.missing) == (date(2026, 3, 16), ("period.end",))


class TestNotBefore:
    def test_the_first_permitted_day(self, due: Any) -> None:
        assert due(CALENDAR.format(10), date(2026, 3, 2), kind="not_before").due_at == date(2026, 3, 12)

    def test_more_than_is_the_day_after(self, due: Any) -> None:
        assert due(CALENDAR.format(8), date(2026, 3, 2), kind="not_before", more="strict = true").due_at == date(
            2026, 3, 11
        )


class TestDateOnlyTriggers:
    def test_hours_from_a_day_give_the_earliest_and_the_latest_moment(self, due: Any) -> None:
        found = due(HOURS.format(48), date(2026, 3, 2))
        assert found.due_at.isoformat() == "2026-03-04T00:00:00-05:00"
        assert found.due_latest.isoformat() == "2026-03-04T23:59:59-05:00"
        assert any("earliest" in warning for warning in found.warnings)

    def test_days_from_a_day_are_one_date(self, due: Any) -> None:
        assert due(CALENDAR.format(2), date(2026, 3, 2)).due_latest is None

    def test_a_time_that_happened_twice_gives_both(self, due: Any) -> None:
        # 1 Nov 2026 01:30 is 05:30 UTC and 06:30 UTC.
        found = due(HOURS.format(2), datetime(2026, 11, 1, 1, 30))
        assert found.due_at == at("2026-11-01T07:30:00+00:00")
        assert found.due_latest == at("2026-11-01T08:30:00+00:00")
        assert any("twice" in warning for warning in found.warnings)

    def test_a_time_that_did_not_exist_is_said(self, due: Any) -> None:
        found = due(HOURS.format(2), datetime(2026, 3, 8, 2, 30))
        assert any("did not exist" in warning for warning in found.warnings)


class TestCutoff:
    OFFSET = "amount = 3\nunit = 'business_days'\ncutoff = '15:30'"

    @pytest.mark.parametrize(
        ("trigger", "end"),
        [
            ("2026-03-02T15:30:00-05:00", date(2026, 3, 5)),  # at 15:30 it is still Monday's: Tue, Wed, Thu
            ("2026-03-02T15:31:00-05:00", date(2026, 3, 6)),  # Tuesday is day zero
            ("2026-03-06T16:00:00-05:00", date(2026, 3, 12)),  # Fri 16:00: Mon 9 is day zero; Tue, Wed, Thu
        ],
    )
    def test_after_the_hour_the_next_working_day_is_day_zero(self, due: Any, trigger: str, end: date) -> None:
        assert due(self.OFFSET, at(trigger)).due_at == end

    def test_a_day_without_a_time_gives_both(self, due: Any) -> None:
        found = due(self.OFFSET, date(2026, 3, 2))
        assert (found.due_at, found.due_latest) == (date(2026, 3, 5), date(2026, 3, 6))


@pytest.mark.parametrize(
    ("trigger", "end"),
    [
        # Fri 6 Mar 10:00: 14 working hours on Friday, 24 on Monday, 10 on Tuesday; by then 72 hours have long passed.
        ("2026-03-06T10:00:00-05:00", "2026-03-10T10:00:00-04:00"),
        # Wed 25 Feb 10:00: 14 + 24 + 24 = 62 working hours within the 72.
        ("2026-02-25T10:00:00-05:00", "2026-02-28T10:00:00-05:00"),
    ],
)
def test_at_least_two_working_days_of_the_hours(due: Any, trigger: str, end: str) -> None:
    found = due("amount = 72\nunit = 'hours'\nmin_business_days = 2", at(trigger), kind="not_before")
    assert found.due_at == at(end)


class TestBadDates:
    @pytest.mark.parametrize("trigger", [date(1899, 12, 31), date(2999, 1, 1)])
    def test_a_trigger_that_cannot_be_is_refused(self, due: Any, trigger: date) -> None:
        with pytest.raises(RuleError, match="cannot be right"):
            due(CALENDAR.format(10), trigger)


class TestSteps:
    def test_they_name_what_moved_the_date(self, due: Any) -> None:
        found = due(
            BUSINESS.format(10),
            date(2026, 2, 9),
            pauses=[(date(2026, 2, 18), date(2026, 2, 20))],
            extensions=["2d"],
        )
        # Tue 10 … Fri 13 (4), Mon 16 holiday, Tue 17 (5), paused Wed 18 and Thu 19, Fri 20 (6), Mon 23 – Fri 27 (11), Mon 2 Mar (12).
        assert found.due_at == date(2026, 3, 2)
        texts = [step.text for step in found.steps]
        assert texts[0] == "Started: Mon 9 Feb 2026"
        assert "day zero is Mon 9 Feb 2026: the day of the event is not counted" in texts
        assert "+ 10 working days" in texts
        assert "not counted: Mon 16 Feb 2026, Washington's Birthday" in texts
        assert "paused from Wed 18 Feb 2026 to Fri 20 Feb 2026, 2 days: 2 working days not counted" in texts
        assert "extended by 2 working days" in texts
        assert "due Mon 2 Mar 2026" in texts
        assert texts[-1] == "governed by r of test 2026.1: 8 CFR 1.1"
        assert any(step.on == date(2026, 2, 16) for step in found.steps)

    def test_an_anchor_is_told_beside_its_trigger(self, due: Any) -> None:
        offset = "amount = 15\nunit = 'calendar_days'\ndirection = 'before'"
        facts = {"hearing.date": date(2026, 4, 20)}
        texts = [step.text for step in due(offset, date(2026, 3, 2), more='anchor = "hearing.date"', facts=facts).steps]
        assert texts[:3] == [
            "Started: Mon 2 Mar 2026",
            "counted from the hearing date: Mon 20 Apr 2026",
            "counted back from Mon 20 Apr 2026",
        ]

    def test_no_length_is_said_so(self, due: Any) -> None:
        texts = [step.text for step in due(CALENDAR.format(0), date(2026, 3, 2)).steps]
        assert "no length: the day itself, Mon 2 Mar 2026" in texts
        assert not any(text.startswith("+") for text in texts)

    def test_each_extension_has_its_line(self, due: Any) -> None:
        texts = [step.text for step in due(CALENDAR.format(10), date(2026, 3, 2), extensions=["5d", "1d"]).steps]
        assert [text for text in texts if "extended" in text] == [
            "extended by 5 calendar days",
            "extended by 1 calendar day",
        ]

    def test_a_roll_says_why(self, due: Any) -> None:
        texts = [step.text for step in due(CALENDAR.format(10), date(2026, 2, 6), FORWARD).steps]
        assert "Mon 16 Feb 2026 is Washington's Birthday: rolls forward to Tue 17 Feb 2026" in texts

    def test_no_roll_says_so(self, due: Any) -> None:
        texts = [step.text for step in due(CALENDAR.format(5), date(2026, 3, 2), kind="max_duration").steps]
        assert "Sat 7 Mar 2026 is a Saturday: a limit on detention never rolls forward" in texts


def test_a_long_walk_is_quick_in_steps(due: Any) -> None:
    # 500 working days stay exact: 250 a year less none; checked against a plain list of working days.
    from holidays import country_holidays

    closed = country_holidays("US", years=range(2026, 2029))
    day, left = date(2026, 3, 2), 500
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day not in closed
    assert due(BUSINESS.format(500), date(2026, 3, 2)).due_at == day
