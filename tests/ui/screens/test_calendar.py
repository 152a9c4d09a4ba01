"""The calendar on the screen: the load of each day, the holidays, and the way to the cases of a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.ui.screens.test_caseload import press, settle, text_of

from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.entries import calendar as calendar_lines
from cpo_tui.ui.entries.calendar import Days
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.screens.calendar import Calendar
from cpo_tui.ui.screens.caseload import Caseload
from cpo_tui.ui.widgets.panel import line_width

Make = Callable[..., CpoApp]


async def calendar(app: CpoApp, pilot: object) -> Calendar:
    await press(pilot, app, "C")  # type: ignore[arg-type]
    assert isinstance(app.screen, Calendar)
    return app.screen


async def test_the_month_shows_what_comes_up_on_each_day(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calendar(app, pilot)
        assert screen.chosen == date(2026, 3, 2)
        assert {day: count for day, count in screen.load.items() if count} == {
            date(2026, 2, 27): 1, date(2026, 3, 2): 1, date(2026, 3, 4): 1, date(2026, 3, 5): 1,
            date(2026, 3, 20): 1, date(2026, 4, 1): 1,
        }  # fmt: skip
        assert "March 2026" in text_of(app, "#month-top")
        assert " 2◂ " in text_of(app, "#month")
        assert "Оксана Петренко" in text_of(app, "#preview")


async def test_holidays_are_shown_by_name(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calendar(app, pilot)
        await press(pilot, app, "left_square_bracket")
        assert screen.chosen == date(2026, 2, 2)
        assert screen.holidays == {date(2026, 2, 16): "Washington's Birthday"}
        assert "Washington's" in text_of(app, "#month")
        await press(pilot, app, "j", "j")
        assert "Washington's Birthday: offices are closed" in text_of(app, "#preview")


async def test_days_weeks_and_today_by_keys(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await calendar(app, pilot)
        steps = (
            ("l", date(2026, 3, 3)), ("j", date(2026, 3, 10)), ("k", date(2026, 3, 3)), ("h", date(2026, 3, 2)),
            ("left", date(2026, 3, 1)), ("right_square_bracket", date(2026, 4, 1)), ("t", date(2026, 3, 2)),
        )  # fmt: skip
        for key, day in steps:
            await press(pilot, app, key)
            assert screen.chosen == day, key
        await press(pilot, app, "w", "down")
        assert screen.week
        assert screen.chosen == date(2026, 3, 3)
        assert "2 Mar 2026 to 8 Mar 2026" in text_of(app, "#month-top")
        assert "today" in text_of(app, "#month")
        await press(pilot, app, "right_square_bracket")
        assert screen.chosen == date(2026, 3, 10)
        await press(pilot, app, "escape")
        assert isinstance(app.screen, Caseload)


async def test_a_day_leads_to_its_cases(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await calendar(app, pilot)
        await press(pilot, app, "l", "l", "enter")
        await settle(pilot, app)
        assert isinstance(app.screen, Caseload)
        assert app.screen.query_text == "officer:me act:2026-03-04"
        rows = [app.screen.pages.row_at(place) for place in range(len(app.screen.pages))]
        assert [row.reference for row in rows if row] == ["C-1"]


async def test_everybodys_days(caseload: Store, app_on: Make) -> None:
    app = CpoApp(caseload, officer="lopez")
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            screen = await calendar(app, pilot)
            assert not any(screen.load.values())
            await press(pilot, app, "o")
            assert sum(screen.load.values()) == 6
    finally:
        app.close_store()


@pytest.mark.parametrize("week", [False, True])
@pytest.mark.parametrize(("width", "height"), [(118, 24), (78, 15), (38, 7), (20, 3)])
@pytest.mark.parametrize("chosen", [date(2026, 2, 15), date(2026, 3, 31), date(1900, 1, 8), date(2199, 12, 24)])
def test_every_month_fits(moment: Moment, chosen: date, width: int, height: int, week: bool) -> None:
    holidays = {chosen: "A holiday with a very long name \x1b[31m"}
    days = Days(chosen, moment, {chosen: 12_345}, holidays)
    lines = (calendar_lines.week_lines if week else calendar_lines.month_lines)(days, width, height)
    assert len(lines) >= 6  # five weeks and the names of the days, or seven days
    if week:
        return
    for line in lines:
        assert line_width(line) <= width or width < 28
        assert not any("\x1b" in words for words, _ in line)
