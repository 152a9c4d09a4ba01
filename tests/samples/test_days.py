"""Days and moments as the files write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cpo_tui.samples.days import (
    ISO,
    MINUTES_A_DAY,
    OFFICE_ZONE,
    is_working_day,
    long_day,
    moment,
    quarter_start,
    working_day,
    working_day_back,
    working_days_after,
    working_days_before,
)


def ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize("day", ["2026-03-08", "2026-11-01", "2026-01-15", "2026-07-15", "2025-03-09", "2025-11-02"])
def test_moments_have_the_offset_that_the_zone_has(day: str) -> None:
    for minute in range(0, MINUTES_A_DAY, 7):
        written = datetime.fromisoformat(moment(ordinal(day), minute))
        assert written.utcoffset() == written.replace(tzinfo=OFFICE_ZONE).utcoffset()
        assert written.date().isoformat() == day
        assert written.replace(tzinfo=None) == written.astimezone(OFFICE_ZONE).replace(tzinfo=None)


@pytest.mark.parametrize(
    "holiday",
    ["2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03", "2026-09-07", "2026-10-12",
     "2026-11-11", "2026-11-26", "2026-12-25", "2027-07-05", "2027-12-24", "2026-02-28", "2026-03-01"],
)  # fmt: skip
def test_nothing_is_set_for_a_holiday_or_a_weekend(holiday: str) -> None:
    assert not is_working_day(ordinal(holiday))


def test_ordinary_days_are_working_days() -> None:
    assert all(is_working_day(ordinal(day)) for day in ("2026-03-02", "2026-07-02", "2026-11-27", "2026-12-28"))


def test_steps_over_weekends_and_holidays() -> None:
    assert ISO[working_day(ordinal("2026-07-03"))] == "2026-07-06"
    assert ISO[working_day_back(ordinal("2026-07-05"))] == "2026-07-02"
    assert ISO[working_days_after(ordinal("2026-02-13"), 1)] == "2026-02-17"
    assert ISO[working_days_before(ordinal("2026-02-17"), 1)] == "2026-02-13"


def test_words_for_days() -> None:
    assert long_day(ordinal("2026-03-12")) == "Thu 12 Mar 2026"
    assert ISO[quarter_start(ordinal("2026-03-31"))] == "2026-01-01"
    assert ISO[quarter_start(ordinal("2026-11-24"))] == "2026-10-01"
