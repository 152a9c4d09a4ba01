"""Views, columns, orders and places of the caseload, by keys alone; and the desk as it was left."""

from __future__ import annotations

from collections.abc import Callable

from tests.ui.screens.test_caseload import Text, case_of, fill, press, settle, text_of
from textual.widgets import Input

from cpo_tui.actions import cases, timeline
from cpo_tui.actions.context import acting
from cpo_tui.domain.query.ordering import Order
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.screens.caseload import Caseload
from cpo_tui.ui.screens.columns import ColumnsDialog
from cpo_tui.ui.screens.views import ViewsDialog

Make = Callable[..., CpoApp]


def screen_of(app: CpoApp) -> Caseload:
    screen = app.screen
    assert isinstance(screen, Caseload)
    return screen


async def wait_for(pilot: object, app: CpoApp, kind: type) -> None:
    for _ in range(100):
        if isinstance(app.screen, kind):
            return
        await pilot.pause(0.01)  # type: ignore[attr-defined]
    raise AssertionError(f"no {kind.__name__}")


def order_of(app: CpoApp) -> list[str]:
    pages = screen_of(app).pages
    return [row.reference for row in map(pages.row_at, range(len(pages))) if row]


async def test_a_view_is_saved_edited_moved_and_deleted(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "slash", Text("garcia"), "enter")
        await press(pilot, app, "S")
        await fill(pilot, app, name="Garcías", place="2")
        assert [view.name for view in screen_of(app).views[:3]] == ["My day", "Garcías", "Late"]
        assert "2 Garcías 1" in text_of(app, "#top")
        await press(pilot, app, "1")
        await press(pilot, app, "2")
        assert screen_of(app).query_text == "garcia"
        await pilot.press("v")
        await wait_for(pilot, app, ViewsDialog)
        await pilot.press("j", "d")
        await wait_for(pilot, app, ViewsDialog)
        await pilot.press("escape")
        await settle(pilot, app)
        assert "Garcías" not in [view.name for view in screen_of(app).views]
        await press(pilot, app, "u", "enter")


async def test_a_wrong_query_of_a_view_is_asked_again_and_nothing_is_saved(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "S")
        await fill(pilot, app, name="Wrong", query="laet:yes")
        assert any("laet" in one.message for one in app._notifications)
        assert app.screen.query_one("#field-query", Input).value == "laet:yes"
        await press(pilot, app, "escape")
        assert "Wrong" not in [view.name for view in screen_of(app).views]


async def test_the_list_is_ordered_by_a_column_and_turned_round(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "backspace", "r", Text("reference"), "enter")
        assert order_of(app) == ["C-1", "C-2", "C-3", "C-4", "C-5", "C-6"]
        await press(pilot, app, "r", Text("reference"), "enter")
        assert order_of(app) == ["C-6", "C-5", "C-4", "C-3", "C-2", "C-1"]
        assert screen_of(app).order == Order("reference", descending=True)
        await press(pilot, app, "tab")
        await press(pilot, app, "1", "backspace")
        assert screen_of(app).order == Order("reference", descending=True), "the order belongs to the view"


async def test_columns_are_chosen_moved_and_widened(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot, app)
        before = [column.id for column in screen_of(app).shown_columns]
        assert before[:3] == ["act_by", "demand", "case"]
        await pilot.press("c")
        await wait_for(pilot, app, ColumnsDialog)
        await pilot.press("J", "down", "space", "right", "enter")
        await settle(pilot, app)
        shown = screen_of(app).columns
        assert [column.id for column in shown[:2]] == ["demand", "act_by"]
        assert "case" not in [column.id for column in shown]
        assert screen_of(app).shown_columns == tuple(one._replace(width=0) for one in shown)
        await press(pilot, app, "2")
        assert screen_of(app).columns == ()
        await press(pilot, app, "1")
        assert screen_of(app).columns == shown
        await pilot.press("c")
        await wait_for(pilot, app, ColumnsDialog)
        await pilot.press("r")
        await settle(pilot, app)
        assert screen_of(app).columns == ()


async def test_to_a_row_a_reference_the_next_late_and_the_next_mark(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "backspace", "number_sign", Text("5"), "enter")
        assert screen_of(app).table.place == 4
        assert "5 of 6" in text_of(app, "#top")
        await press(pilot, app, "number_sign", Text("A212345678"), "enter")
        assert case_of(app) == "C-1"
        await press(pilot, app, "L")
        assert case_of(app) == "C-2"
        await press(pilot, app, "L")
        assert any("No other case of this list is late" in one.message for one in app._notifications)
        await press(pilot, app, "G", "space", "g", "M")
        assert screen_of(app).table.place == 5
        await press(pilot, app, "1", "number_sign", Text("C-6"), "enter")
        assert any("is not in this list" in one.message for one in app._notifications)


async def test_the_desk_is_as_it_was_left(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "4", "slash", Text("case"), "escape", "backspace", "space", "j", "p")
        await press(pilot, app, "r", Text("reference"), "enter")
        marks, case = set(screen_of(app).table.marks), case_of(app)
        assert len(marks) == 1
        await press(pilot, app, "q")
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot, app)
        screen = screen_of(app)
        assert screen.view.name == "Due-process clocks"
        assert screen.query_text == ""
        assert screen.table.marks == marks
        assert screen.order == Order("reference")
        assert case_of(app) == case
        assert screen.preview_open


async def test_a_kill_loses_nothing_that_was_decided(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "backspace", "space")
        await screen_of(app).keep_place()
        app.close_store()  # no farewell: as after a kill
    other = app_on(caseload)
    async with other.run_test(size=(120, 36)) as pilot:
        await settle(pilot, other)
        assert screen_of(other).query_text == ""
        assert len(screen_of(other).table.marks) == 1


async def test_another_officer_and_a_read_only_run_leave_the_desk_alone(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload, read_only=True)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "backspace", "q")
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot, app)
        assert screen_of(app).query_text == "officer:me act<7d"


async def test_what_others_changed_is_marked_until_it_is_looked_at(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "q")
    with acting(caseload, "okafor") as context:
        timeline.add_note(context, [1, 4], "from another desk")
    with acting(caseload, "alvarez") as context:
        cases.wait_on(context, [2], "court")
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot, app)
        pages = screen_of(app).pages
        assert {row.reference for row in map(pages.row_at, range(len(pages))) if row and row.is_new} == {"C-1", "C-4"}
        await press(pilot, app, "plus")
        assert case_of(app) == "C-1"
        assert "+ okafor" in text_of(app, "#preview")
        await press(pilot, app, "enter", "escape")
        assert {row.reference for row in map(pages.row_at, range(len(pages))) if row and row.is_new} == {"C-4"}
        await press(pilot, app, "Z")
        assert not any(row.is_new for row in map(pages.row_at, range(len(pages))) if row)
        await press(pilot, app, "plus")
        assert any("Nobody else has changed" in one.message for one in app._notifications)


async def test_a_kept_desk_that_cannot_be_read_begins_anew(caseload: Store, app_on: Make) -> None:
    from cpo_tui.actions.viewing import keep_place

    with acting(caseload, "alvarez") as context:
        keep_place(context, {"caseload": "{", "marks": '["x"]', "look": "[]"})
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot, app)
        assert screen_of(app).query_text == "officer:me act<7d"
        assert screen_of(app).table.marks == set()


async def test_empty_views_say_what_to_do_next(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, app, "7")
        assert screen_of(app).table.empty == (
            "No case is set aside.",
            "Tab shows the next view; Backspace shows all open cases.",
        )
        await press(pilot, app, "slash", Text("nobodyhasthisname"), "enter")
        assert screen_of(app).table.empty[0] == "No case fits this query."
