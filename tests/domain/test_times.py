"""The officer's words for dates, and dates as they are typed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpo_tui.domain.cases import When
from cpo_tui.domain.times import (
    Duration,
    age_days,
    age_words,
    date_words,
    day_words,
    iso,
    local_day,
    parse_duration,
    parse_step,
    parse_when,
    place_words,
    when_words,
)
from cpo_tui.errors import UsageError

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)  # a Monday


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("act_by", "due_at", "words"),
    [
        (date(2026, 2, 27), date(2026, 3, 4), "now · due Wed"),
        (date(2026, 2, 27), date(2026, 3, 8), "now · due Sun"),
        (date(2026, 2, 27), date(2026, 3, 9), "now · due 9 Mar"),
        (date(2026, 2, 27), date(2027, 1, 5), "now · due 5 Jan 2027"),
        (at(1, 16), at(2, 16), "today 16:00"),
        (date(2026, 3, 2), date(2026, 3, 2), "today"),
        (date(2026, 3, 2), date(2026, 3, 3), "now · due Tue"),
        (at(2, 14), at(4, 14), "today 14:00"),
        (date(2026, 3, 3), date(2026, 3, 5), "in 1 d (Tue)"),
        (date(2026, 3, 6), date(2026, 3, 6), "in 4 d (Fri)"),
        (date(2026, 3, 8), date(2026, 3, 8), "in 6 d (Sun)"),
        (date(2026, 3, 9), date(2026, 3, 9), "9 Mar"),
        (date(2026, 4, 12), date(2026, 4, 12), "12 Apr"),
        (date(2027, 4, 12), date(2027, 4, 12), "12 Apr 2027"),
        (date(2026, 2, 1), date(2026, 2, 28), "LATE 2 d"),
        (date(2026, 2, 1), date(2026, 3, 1), "LATE 1 d"),
        (date(2020, 2, 1), date(2020, 3, 1), "LATE 2,192 d"),
        (at(1, 6), at(2, 6), "LATE 3 h"),
        (at(1, 6), at(2, 8, 40), "LATE 20 min"),
        (at(1, 6), at(2, 9), "today 09:00"),
        (at(1, 22), at(1, 23), "LATE 1 d"),
        (None, None, ""),
    ],
)
def test_the_place_of_a_case(act_by: When | None, due_at: When | None, words: str) -> None:
    assert place_words(act_by, due_at, NOW, ZONE) == words


def test_the_zone_of_the_office_decides_the_day() -> None:
    late_evening = datetime(2026, 3, 3, 3, 30, tzinfo=UTC)
    assert local_day(late_evening, ZONE) == date(2026, 3, 2)
    assert day_words(late_evening, NOW, ZONE) == "today 22:30"
    assert day_words(date(2026, 3, 2), datetime(2026, 3, 3, 3, 30, tzinfo=UTC), ZONE) == "today"


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (date(2026, 3, 1), "1 d ago"),
        (date(2026, 2, 24), "6 d ago"),
        (date(2026, 2, 23), "23 Feb"),
        (date(2025, 12, 4), "4 Dec 2025"),
    ],
)
def test_past_days(when: date, words: str) -> None:
    assert day_words(when, NOW, ZONE) == words


def test_dates_in_full() -> None:
    assert date_words(date(2026, 3, 2)) == "2 Mar 2026"
    assert when_words(date(2026, 3, 4), ZONE) == "Wed 4 Mar 2026"
    assert when_words(datetime(2026, 3, 2, 13, 30, tzinfo=UTC), ZONE) == "Mon 2 Mar 2026 08:30"
    assert when_words(None, ZONE) == ""


def test_ages_are_days_of_the_calendar() -> None:
    assert age_days(date(2025, 12, 4), NOW, ZONE) == 88
    assert age_days(at(1, 23, 59), NOW, ZONE) == 1
    assert age_words(date(2025, 12, 4), NOW, ZONE) == "88 d"
    assert age_words(None, NOW, ZONE) == ""


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        (" 2026-03-02 ", date(2026, 3, 2)),
        ("2026-03-02T14:00-05:00", datetime(2026, 3, 2, 14, tzinfo=timezone(timedelta(hours=-5)))),
        ("2026-03-02T14:00:30-0500", datetime(2026, 3, 2, 14, 0, 30, tzinfo=timezone(timedelta(hours=-5)))),
        ("2026-03-02T19:00Z", datetime(2026, 3, 2, 19, tzinfo=UTC)),
        ("2026-03-02 14:00", datetime(2026, 3, 2, 14, tzinfo=ZONE)),
        ("2026-11-01T01:30", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
    ],
)
def test_dates_as_typed(text: str, when: When) -> None:
    assert parse_when(text, ZONE) == when


@pytest.mark.parametrize(
    "text",
    ["", "2026-02-30", "2026-3-2", "02/03/2026", "20260302", "2026-W10-1", "2026-03-02T25:00", "2026-03-08T02:30", "٢٠٢٦-٠٣-٠٢",
     "2026-03-02T14:00+99:00", "tomorrow", "0001-01-01T00:00x", "2026-03-02T14:00-05:00 "[:-2] + "x"],
)  # fmt: skip
def test_what_is_not_a_date(text: str) -> None:
    with pytest.raises(UsageError):
        parse_when(text, ZONE)


def test_a_skipped_hour_is_refused_and_says_why() -> None:
    with pytest.raises(UsageError, match="did not exist"):
        parse_when("2026-03-08T02:30", ZONE)
    assert parse_when("2026-03-08T02:30-05:00", ZONE) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


@given(st.text() | st.text(st.sampled_from("0123456789-:TZ+. ")))
def test_typed_dates_are_read_or_refused(text: str) -> None:
    try:
        when = parse_when(text, ZONE)
    except UsageError:
        return
    assert parse_when(iso(when) or "", ZONE) == (when.replace(microsecond=0) if isinstance(when, datetime) else when)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("7d", date(2026, 3, 2), date(2026, 3, 9)),
        ("2w", date(2026, 3, 2), date(2026, 3, 16)),
        ("1m", date(2026, 4, 30), date(2026, 5, 30)),
        ("6m", date(2026, 8, 31), date(2027, 2, 28)),
        ("6m", date(2027, 8, 31), date(2028, 2, 29)),
        ("1y", date(2028, 2, 29), date(2029, 2, 28)),
        ("1D", datetime(2026, 3, 7, 12, tzinfo=ZONE), datetime(2026, 3, 8, 12, tzinfo=ZONE)),
        ("24h", datetime(2026, 3, 7, 12, tzinfo=ZONE), datetime(2026, 3, 8, 13, tzinfo=ZONE)),
        ("30min", datetime(2026, 3, 7, 12, tzinfo=ZONE), datetime(2026, 3, 7, 12, 30, tzinfo=ZONE)),
    ],
)
def test_durations(text: str, start: When, end: When) -> None:
    assert parse_duration(text).after(start) == end


@pytest.mark.parametrize("text", ["", "7", "d", "-7d", "7 d", "1.5d", "3fortnights", "٣d", "999999d"])
def test_what_is_not_a_duration(text: str) -> None:
    with pytest.raises(UsageError):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [("+7d", date(2026, 3, 9)), (" +2W ", date(2026, 3, 16)), ("+ 1m", date(2026, 4, 2)), ("+1y", date(2027, 3, 2))],
)
def test_a_step_is_counted_from_today(text: str, day: date) -> None:
    assert parse_step(text, date(2026, 3, 2)) == day


@pytest.mark.parametrize("text", ["", "7d", "-7d", "+7", "+48h", "+7d 14:00", "2026-03-09", "fri", "+٣d"])
def test_what_is_not_a_step(text: str) -> None:
    assert parse_step(text, date(2026, 3, 2)) is None


def test_durations_that_cannot_be() -> None:
    with pytest.raises(UsageError, match="time of day"):
        Duration(48, "h").after(date(2026, 3, 2))
    with pytest.raises(UsageError, match="beyond the calendar"):
        Duration(99999, "y").after(NOW)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.integers(0, 99999), st.sampled_from("dwmy"))
def test_a_duration_never_goes_backwards(day: date, amount: int, unit: str) -> None:
    duration = parse_duration(f"{amount}{unit}")
    assert str(duration) == f"{amount}{unit}"
    try:
        assert duration.after(day) >= day
        assert duration.after(day, times=-1) <= day
    except UsageError:
        assert amount > 50
