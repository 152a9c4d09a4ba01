"""Public holidays by calendar, and the dated exceptions of a pack."""

from __future__ import annotations

from datetime import date

import pytest

from cpo_tui.rules.calendars import CalendarException, Calendars


@pytest.mark.parametrize(
    ("calendar", "day", "name"),
    [
        ("us_federal", date(2026, 1, 19), "Martin Luther King Jr. Day"),
        ("us_federal", date(2026, 7, 3), "Independence Day (observed)"),
        ("us_federal", date(2021, 12, 31), "New Year's Day (observed)"),
        ("us_federal", date(2021, 6, 18), "Juneteenth National Independence Day (observed)"),
        ("us_federal", date(2020, 6, 19), None),  # not a holiday before 2021
        ("us_federal", date(2026, 4, 3), None),  # Good Friday is not a federal holiday
        ("uk_england_wales", date(2026, 4, 3), "Good Friday"),
        ("uk_england_wales", date(2026, 4, 6), "Easter Monday"),
        ("uk_scotland", date(2026, 4, 6), None),
        ("uk_scotland", date(2026, 1, 2), "New Year Holiday"),
        ("uk_england_wales", date(2026, 1, 2), None),
        ("uk_northern_ireland", date(2026, 3, 17), "Saint Patrick's Day"),
        ("uk_any", date(2026, 1, 2), "New Year Holiday"),
        ("uk_any", date(2026, 3, 17), "Saint Patrick's Day"),
        ("uk_any", date(2026, 4, 6), "Easter Monday"),
        ("uk_england_wales", date(2026, 12, 28), "Boxing Day (observed)"),
    ],
)
def test_holidays(calendar: str, day: date, name: str | None) -> None:
    assert Calendars().get(calendar).holiday(day) == name


def test_working_days() -> None:
    calendar = Calendars().get("us_federal")
    assert [calendar.is_working(date(2026, 1, number)) for number in (16, 17, 18, 19, 20)] == [
        True,
        False,
        False,
        False,
        True,
    ]
    assert calendar.next_working(date(2026, 1, 17)) == date(2026, 1, 20)
    assert calendar.previous_working(date(2026, 1, 19)) == date(2026, 1, 16)
    assert list(calendar.holidays_between(date(2026, 1, 1), date(2026, 1, 31))) == [
        (date(2026, 1, 1), "New Year's Day"),
        (date(2026, 1, 19), "Martin Luther King Jr. Day"),
    ]


def test_exceptions_close_and_open_days() -> None:
    exceptions = (
        CalendarException("us_federal", date(2025, 1, 9), "Closed by order"),
        CalendarException("us_federal", date(2025, 1, 20), "Kept open", closed=False),
    )
    calendar = Calendars(exceptions).get("us_federal")
    assert calendar.holiday(date(2025, 1, 9)) == "Closed by order"
    assert calendar.is_working(date(2025, 1, 20))
    assert not Calendars().get("us_federal").is_working(date(2025, 1, 20))


def test_the_calendar_of_the_case() -> None:
    calendars = Calendars()
    assert calendars.get("uk_case").name == "uk_england_wales"
    assert calendars.get("uk_case", "scotland").name == "uk_scotland"


def test_a_closure_in_one_nation_closes_any_part_of_the_kingdom() -> None:
    closed = CalendarException("uk_scotland", date(2026, 3, 10), "Closed in Scotland")
    opened = CalendarException("uk_scotland", date(2026, 1, 1), "Open in Scotland", closed=False)
    calendars = Calendars((closed, opened))
    assert calendars.get("uk_any").holiday(date(2026, 3, 10)) == "Closed in Scotland"
    assert calendars.get("uk_any").holiday(date(2026, 1, 1)) == "New Year's Day"
    assert calendars.get("uk_england_wales").holiday(date(2026, 3, 10)) is None
