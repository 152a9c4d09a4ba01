"""The query while it is typed: it is seen, followed, completed, remembered, and its faults are pointed at."""

from __future__ import annotations

from collections.abc import Callable

from tests.ui.screens.test_caseload import Text, case_of, press, settle
from textual.widgets import Input

from cpo_tui.errors import QueryError
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.screens.caseload import Caseload
from cpo_tui.ui.widgets.query_drop import QueryDrop, fault_lines

Make = Callable[..., CpoApp]


def screen_of(app: CpoApp) -> Caseload:
    screen = app.screen
    assert isinstance(screen, Caseload)
    return screen


def drop_of(app: CpoApp) -> QueryDrop:
    return app.screen.query_one(QueryDrop)


def typed(app: CpoApp) -> str:
    return app.screen.query_one(Input).value


async def test_what_is_typed_is_seen_and_the_list_follows(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, app, "backspace", "slash", Text("hass"))
        box = app.screen.query_one(Input)
        assert box.region.width > 60
        assert box.region.y == app.screen.query_one("#query").region.y
        for _ in range(100):
            await pilot.pause(0.01)
            if len(screen_of(app).table.source) == 1:
                break
        assert case_of(app) == "C-4"
        assert drop_of(app).display


async def test_tab_completes_fields_and_values_and_goes_round(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "slash", Text("officer:al"))
        await press(pilot, app, "tab")
        assert typed(app) == "officer:alvarez"
        await press(pilot, app, Text(" st"), "tab")
        assert typed(app) == "officer:alvarez stage:"
        await press(pilot, app, "tab")
        assert typed(app) == "officer:alvarez stage_age>"
        await press(pilot, app, "shift+tab")
        assert typed(app) == "officer:alvarez stage:"
        assert "How long the case has been in its stage" in drop_of(app).text
        await press(pilot, app, Text("fin"), "tab")
        assert typed(app) == "officer:alvarez stage:final_order"
        await press(pilot, app, "enter")
        screen = app.screen
        assert isinstance(screen, Caseload)
        assert screen.query_text == "officer:alvarez stage:final_order"
        assert not drop_of(app).display


async def test_up_brings_back_what_was_asked_also_after_a_restart(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        for query in ("hassan", "late"):
            await press(pilot, app, "slash", Text(query), "enter")
        await press(pilot, app, "slash", "up")
        assert typed(app) == "late"
        await press(pilot, app, "up")
        assert typed(app) == "hassan"
        await press(pilot, app, "up")
        assert typed(app) == "hassan"
        await press(pilot, app, "down")
        assert typed(app) == "late"
        await press(pilot, app, "escape", "q")
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot, app)
        await press(pilot, app, "slash", "up", "up", "enter")
        assert screen_of(app).query_text == "hassan"


async def test_a_fault_is_pointed_at_and_what_is_unfinished_is_none(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, app, "slash", Text("officer:me laet:yes"))
        for _ in range(100):
            await pilot.pause(0.01)
            if "^" in drop_of(app).text:
                break
        marks, said = drop_of(app).text.splitlines()[:2]
        assert marks == " " * (3 + len("officer:me ")) + "^^^^"
        assert "There is no field 'laet'" in said
        await press(pilot, app, Text(" officer:"))
        await press(pilot, app, "escape", "slash", Text("officer:"))
        await settle(pilot, app)
        assert "^" not in drop_of(app).text
        assert "alvarez" in drop_of(app).text


def test_a_fault_at_the_edge_is_still_told() -> None:
    error = QueryError("There is no field 'zzzz'.", hint="Did you mean age?", at=60, length=9)
    for width in (20, 40, 80):
        for line in fault_lines("x" * 60 + "zzzz:yes ", error, width):
            assert sum(len(words) for words, _ in line) <= width
