"""The case: every tab is read, added to, changed and taken back by keys."""

from __future__ import annotations

from collections.abc import Callable

from tests.ui.screens.test_caseload import Text, enter, fill, press, settle, text_of
from textual.pilot import Pilot

from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.screens.case import CaseScreen
from cpo_tui.ui.screens.caseload import Caseload
from cpo_tui.ui.screens.form import Form
from cpo_tui.ui.screens.why import Why
from cpo_tui.ui.widgets.entry_list import EntryList

Make = Callable[..., CpoApp]


async def open_case(pilot: Pilot[int], app: CpoApp, name: str) -> CaseScreen:
    await press(pilot, app, "slash", Text(name), "enter", "enter")
    assert isinstance(app.screen, CaseScreen)
    return app.screen


def shown(app: CpoApp) -> str:
    entries = app.screen.query_one(EntryList)
    return "\n".join(
        "".join(words for words, _ in (*left, *right)) for entry in entries.entries for left, right in entry.rows
    )


async def test_the_band_says_who_and_what_is_next(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_case(pilot, app, "garcía")
        band = text_of(app, "#band")
        assert "A212 345 678" in band
        assert "García López, María Elena" in band
        assert "Review C-1" in band
        tabs = text_of(app, "#tabs")
        assert "2 Checklist 1 !" in tabs
        assert "3 Inquiries 1 !" in tabs
        assert "5 Notes" in tabs


async def test_an_event_is_recorded_corrected_and_taken_back(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_case(pilot, app, "garcía")
        assert "Nothing has been recorded yet." in shown(app)
        await press(pilot, app, "a")
        await enter(
            pilot, app, Text("interv"), "tab", "ctrl+u", Text("26 feb"), "tab", Text("Interviewed at Tacoma"), "ctrl+s"
        )
        await settle(pilot, app)
        assert "Feb 26  Interviewed at Tacoma" in shown(app)
        assert "recorded 2 Mar, 4 days later" in shown(app)
        await press(pilot, app, "enter")
        assert isinstance(app.screen, Form)
        await enter(pilot, app, "tab", "ctrl+u", Text("27 feb"), "ctrl+s")
        await settle(pilot, app)
        assert "Feb 27  Interviewed at Tacoma" in shown(app)
        assert "corrected, see the entry" in shown(app)
        await press(pilot, app, "u", "enter", "u", "enter")
        assert "Nothing has been recorded yet." in shown(app)


async def test_a_document_is_marked_received_in_one_key(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_case(pilot, app, "garcía")
        await press(pilot, app, "2", "r")
        assert "on file besides 1" in shown(app)
        assert "received Mon 2 Mar" in shown(app)
        await press(pilot, app, "enter", "e")
        assert isinstance(app.screen, Form)
        await press(pilot, app, "escape", "u", "enter")
        assert "missing 1" in shown(app)


async def test_an_inquiry_is_logged_and_answered(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 44)) as pilot:
        await open_case(pilot, app, "garcía")
        await press(pilot, app, "3")
        assert "status" in shown(app)
        await press(pilot, app, "r")
        await enter(pilot, app, Text("Told counsel"), "ctrl+s")
        await settle(pilot, app)
        assert "settled 1" in shown(app)
        await press(pilot, app, "i")
        keys = 1 + await fill(
            pilot, app, enquirer="Consulate", capacity="consul", channel="phone", due_at="+2d", subject="visit"
        )
        assert "waiting for us 1" in shown(app)
        assert "Consulate, consulate" in shown(app)
        assert keys <= 12


async def test_tasks_and_notes(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_case(pilot, app, "garcía")
        await press(pilot, app, "4")
        assert "Review C-1" in shown(app)
        await press(pilot, app, "r")
        assert "done 1" in shown(app)
        await press(pilot, app, "5")
        assert "There are no notes." in shown(app)
        await press(pilot, app, "a")
        await enter(pilot, app, Text("one"), "enter", Text("two"), "ctrl+s")
        await settle(pilot, app)
        assert "one" in shown(app)
        assert "two" in shown(app)
        await press(pilot, app, "enter")
        await enter(pilot, app, Text(" more"), "ctrl+s")
        await settle(pilot, app)
        assert "more" in shown(app)
        connection = caseload.reader()
        assert connection.execute("SELECT body FROM notes").fetchall() == [("one\ntwo more",)]
        connection.close()


async def test_fields_of_the_case_are_changed(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 44)) as pilot:
        await open_case(pilot, app, "garcía")
        await press(pilot, app, "E")
        await enter(pilot, app, "tab", "tab", "ctrl+u", Text("García, Elena"), "ctrl+s")
        await settle(pilot, app)
        assert "García, Elena" in text_of(app, "#band")


async def test_counsel_and_flags(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_case(pilot, app, "garcía")
        await press(pilot, app, "f")
        await enter(pilot, app, Text("medical"), "ctrl+s")
        await settle(pilot, app)
        assert "▲ medical" in text_of(app, "#band")
        await press(pilot, app, "L")
        await enter(pilot, app, Text("J. Ortiz"), "ctrl+s")
        await settle(pilot, app)
        await press(pilot, app, "escape")
        assert isinstance(app.screen, Caseload)
        assert "J. Ortiz, G-28" in text_of(app, "#preview")


async def test_why_shows_every_demand_with_its_steps(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_case(pilot, app, "garcía")
        await press(pilot, app, "w")
        assert isinstance(app.screen, Why)
        text = shown(app)
        assert "Review C-1" in text
        assert "task set by alvarez" in text
        assert "Wed 4 Mar 2026" in text
        assert "+ 30 calendar days" in text
        await press(pilot, app, "escape")
        assert isinstance(app.screen, CaseScreen)


async def test_history_shows_before_and_after_and_takes_back(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_case(pilot, app, "garcía")
        await press(pilot, app, "s")
        await enter(pilot, app, Text("charged"), "enter")
        await settle(pilot, app)
        await press(pilot, app, "v")
        assert "moved C-1 to charged" in shown(app)
        await press(pilot, app, "enter")
        assert "cases.stage: nothing → charged" in shown(app)
        await press(pilot, app, "u", "enter")
        assert "taken back" in shown(app)
        await press(pilot, app, "escape")
        assert "no stage" in text_of(app, "#band")


async def test_undoing_the_making_of_a_case_leaves_its_screen(store: Store, app_on: Make) -> None:
    app = app_on(store)
    async with app.run_test(size=(120, 44)) as pilot:
        await press(pilot, app, "N")
        await enter(pilot, app, Text("C-9"), "tab", "tab", Text("Sukarno"), "ctrl+s")
        await settle(pilot, app)
        await press(pilot, app, "enter")
        assert isinstance(app.screen, CaseScreen)
        await press(pilot, app, "u", "enter")
        assert isinstance(app.screen, Caseload)


async def test_two_question_marks_show_how_a_date_was_reached(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "question_mark", "question_mark")
        assert isinstance(app.screen, Why)
        await press(pilot, app, "escape")
        await open_case(pilot, app, "garcía")
        await press(pilot, app, "question_mark")
        await press(pilot, app, "question_mark")
        assert isinstance(app.screen, Why)
        assert "Review C-1" in shown(app)
