"""A day at the list, by keys alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from cpo_tui.actions import timeline
from cpo_tui.actions.context import acting
from cpo_tui.domain.cases import CaseRow
from cpo_tui.store import reader
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.screens.adopt import Faults
from cpo_tui.ui.screens.case import CaseScreen
from cpo_tui.ui.screens.caseload import Caseload
from cpo_tui.ui.screens.choice import Choice
from cpo_tui.ui.screens.clock_preview import ClockPreview
from cpo_tui.ui.screens.dialog import Confirm
from cpo_tui.ui.screens.entries_dialog import EntriesDialog
from cpo_tui.ui.screens.form import Form
from cpo_tui.ui.screens.import_files import ImportFiles
from cpo_tui.ui.screens.reading import Reading
from cpo_tui.ui.screens.replay import ReplayScreen
from cpo_tui.ui.screens.verb_preview import Preview
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Panel

Make = Callable[..., CpoApp]


async def settle(pilot: Pilot[int], app: CpoApp) -> None:
    """Wait until every piece of work that was begun is done, or waits for the officer."""
    await pilot.pause()
    for _ in range(200):
        pending = [worker for worker in app.workers if not worker.is_finished]
        if isinstance(app.screen, ImportFiles):  # what opened it waits for the officer; it reads folders by itself
            pending = [worker for worker in pending if worker.node is app.screen]
        if not pending or isinstance(
            app.screen, (Choice, Form, Confirm, ClockPreview, EntriesDialog, Faults, Preview, Reading, ReplayScreen)
        ):
            break
        await pilot.pause(0.02)
    else:
        pytest.fail(f"work that never ends: {pending}")
    await pilot.pause()


class Text(str):
    """A text that is typed into what has the focus, in one go."""

    __slots__ = ()


async def enter(pilot: Pilot[int], app: CpoApp, *keys: str) -> None:
    """Press keys, and type texts."""
    for key in keys:
        if not isinstance(key, Text):
            await pilot.press(key)
            continue
        await pilot.pause()
        focused = app.focused
        if isinstance(focused, Input):
            focused.replace(str(key), *sorted(focused.selection))
        elif isinstance(focused, TextArea):
            focused.insert(str(key))
        else:
            await pilot.press(*key)
        await pilot.pause()


async def fill(pilot: Pilot[int], app: CpoApp, **texts: str) -> int:
    """Type texts into the fields of a form by their names, and save it; gives how many keys a person needs for that."""
    fields = [field.id for field in app.screen.query("Input, TextArea")]
    keys, here = 0, 0
    for name, text in texts.items():
        there = fields.index(f"field-{name}")
        keys, here = keys + abs(there - here), there
        app.screen.query_one(f"#field-{name}").focus()
        await enter(pilot, app, Text(text))
    await pilot.press("ctrl+s")
    await settle(pilot, app)
    return keys + 1


async def press(pilot: Pilot[int], app: CpoApp, *keys: str) -> None:
    """Press keys and type texts, and wait for what they begin."""
    await enter(pilot, app, *keys)
    await settle(pilot, app)


def text_of(app: CpoApp, selector: str) -> str:
    return app.screen.query_one(selector, Panel).text


def case_of(app: CpoApp) -> str:
    screen = app.screen
    assert isinstance(screen, Caseload)
    row = screen.row
    return row.reference if row else ""


def row_in_store(store: Store, case_id: int) -> CaseRow:
    connection = store.reader()
    try:
        return reader.case_row(connection, case_id)
    finally:
        connection.close()


async def test_the_list_is_in_the_order_in_which_it_must_be_worked(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot, app)
        screen = app.screen
        assert isinstance(screen, Caseload)
        order = [row.reference for row in map(screen.pages.row_at, range(len(screen.pages))) if row]
        assert order == ["C-2", "C-3", "C-1", "C-4"]
        assert case_of(app) == "C-2"
        assert "1 My day 4" in text_of(app, "#top")
        assert "2 Late 1" in text_of(app, "#top")
        assert "Nguyễn Văn An" in text_of(app, "#preview")
        assert "LATE 3 d" in text_of(app, "#preview")


async def test_moving_by_letters_and_arrows(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        for keys, wanted in ((("j",), "C-3"), (("down",), "C-1"), (("G",), "C-4"), (("k",), "C-1"), (("g",), "C-2")):
            await press(pilot, app, *keys)
            assert case_of(app) == wanted
        await press(pilot, app, "j", "j")
        assert "I-862" in text_of(app, "#preview")
        assert "1 open" in text_of(app, "#preview")


async def test_find_a_case_by_part_of_its_name_in_two_keys_and_the_text(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "slash", Text("okafor"), "enter")
        assert case_of(app) == "C-6"
        screen = app.screen
        assert isinstance(screen, Caseload)
        assert len(screen.pages) == 1
        await press(pilot, app, "escape")
        assert case_of(app) == "C-2"


async def test_letters_never_fire_while_typing_and_escape_puts_the_query_back(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "slash", Text("junkq"), "question_mark", "space", "u")
        assert isinstance(app.screen, Caseload)
        assert app.screen.query_one(Input).value == "junkq? u"
        assert not app.screen.table.marks
        await press(pilot, app, "escape")
        assert not app.screen.query(Input)
        assert app.screen.query_text == "officer:me act<7d"
        assert case_of(app) == "C-2"


async def test_a_wrong_query_points_at_its_fault_and_the_list_stays(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "slash", Text("offcer:me"))
        await pilot.pause(0.15)
        await settle(pilot, app)
        assert "officer" in text_of(app, "#drop")
        assert isinstance(app.screen, Caseload)
        assert len(app.screen.pages) == 4


async def test_every_line_that_can_be_typed_is_harmless(caseload: Store, app_on: Make, shared: object) -> None:
    import json

    from tests.ui.conftest import CORPORA

    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = app.screen
        assert isinstance(screen, Caseload)
        for line in (CORPORA / "fts_queries.txt").read_text(encoding="utf-8").splitlines():
            await screen.try_query(json.loads(line))
        await settle(pilot, app)
        assert app.is_running


async def test_assign_marked_cases_in_five_keys_and_undo(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "asterisk")
        assert "4 marked" in text_of(app, "#top")
        assert "act on 4" in app.screen.query_one(KeyLine).text
        await press(pilot, app, "a", "a")
        assert isinstance(app.screen, Choice)
        await enter(pilot, app, Text("okafor"), "enter")
        await settle(pilot, app)
        assert isinstance(app.screen, Preview)
        assert row_in_store(caseload, 1).officer == "alvarez", "a look ahead changes nothing"
        await press(pilot, app, "enter")
        assert isinstance(app.screen, Caseload)
        assert {row_in_store(caseload, number).officer for number in (1, 2, 3, 4)} == {"okafor"}
        assert row_in_store(caseload, 5).officer == "alvarez"
        assert case_of(app) == "C-2", "the list is stable until it is taken again"
        assert app.screen.table.touched == {1, 2, 3, 4}
        await press(pilot, app, "u", "enter")
        assert {row_in_store(caseload, number).officer for number in range(1, 7)} == {"alvarez"}
        await press(pilot, app, "ctrl+r", "enter")
        assert row_in_store(caseload, 1).officer == "okafor"
        await press(pilot, app, "R")
        assert len(app.screen.pages) == 0


async def test_a_note_on_one_case(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "n")
        assert isinstance(app.screen, Form)
        await enter(pilot, app, Text("Called counsel"), "ctrl+s")
        await settle(pilot, app)
        assert isinstance(app.screen, Caseload)
        connection = caseload.reader()
        notes = connection.execute("SELECT case_id, body, written_by FROM notes").fetchall()
        connection.close()
        assert notes == [(2, "Called counsel", "alvarez")]


async def test_hold_by_a_typed_day(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "h")
        await enter(pilot, app, Text("fri"))
        await pilot.pause()
        assert "= Fri 6 Mar 2026" in app.screen.query_one(".meaning", Panel).text
        await pilot.press("ctrl+s")
        await settle(pilot, app)
        held = row_in_store(caseload, 2)
        assert str(held.held_until) == "2026-03-06"
        assert "held until Fri 6 Mar" in text_of(app, "#preview")


async def test_a_form_points_at_what_is_wrong_and_escape_changes_nothing(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "t")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "task: this is needed" in app.screen.query_one(".meaning", Panel).text
        await enter(pilot, app, Text("Call"), "tab", Text("some day"), "ctrl+s")
        await pilot.pause()
        assert "is not a day" in app.screen.query_one(".meaning", Panel).text
        await pilot.press("escape")
        await settle(pilot, app)
        assert isinstance(app.screen, Caseload)
        connection = caseload.reader()
        assert connection.execute("SELECT count(*) FROM tasks").fetchone() == (6,)
        connection.close()


async def test_going_into_a_case_and_back_keeps_place_marks_and_query(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "3", "space", "enter")
        assert isinstance(app.screen, CaseScreen)
        await press(pilot, app, "right_square_bracket", "escape")
        assert isinstance(app.screen, Caseload)
        assert app.screen.query_text == "due<7d -late"
        assert len(app.screen.table.marks) == 1
        assert app.screen.table.place == 2, "the cursor stands on the case that was last looked at"


async def test_views_by_number_and_one_after_another(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "2")
        assert case_of(app) == "C-2"
        assert isinstance(app.screen, Caseload)
        assert len(app.screen.pages) == 1
        await press(pilot, app, "backspace")
        assert len(app.screen.pages) == 6
        await press(pilot, app, "tab")
        assert app.screen.query_text == "officer:me act<7d"
        await press(pilot, app, "0")
        assert app.screen.query_text == "asked:*/waiting_late"
        await press(pilot, app, "backspace", "enter")
        assert isinstance(app.screen, CaseScreen)


async def test_a_key_that_cannot_be_used_now_says_why(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "minus")
        assert any("Nothing is marked" in one.message for one in app._notifications)
    app = app_on(caseload, read_only=True)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "n")
        assert isinstance(app.screen, Caseload)
        assert any("read-only" in one.message for one in app._notifications)
        assert "read-only" in text_of(app, "#top")


async def test_another_program_that_writes_is_noticed(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot, app)
        with acting(caseload, "okafor") as context:
            timeline.add_note(context, [1], "from another shell")
        screen = app.screen
        assert isinstance(screen, Caseload)
        screen._listen()
        await settle(pilot, app)
        assert "1 case changed: R" in text_of(app, "#top")
        await press(pilot, app, "n")
        await fill(pilot, app, body="our own")
        assert "1 case changed: R" in text_of(app, "#top")
        await press(pilot, app, "R")
        assert "changed: R" not in text_of(app, "#top")


async def test_an_empty_store_says_what_to_do(store: Store, app_on: Make) -> None:
    app = app_on(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, app, "backspace")
        screen = app.screen
        assert isinstance(screen, Caseload)
        assert "There are no cases yet." in screen.table.empty
        await press(pilot, app, "j", "space", "enter", "w", "n")
        assert isinstance(app.screen, Caseload)


async def test_a_new_case_by_hand(store: Store, app_on: Make) -> None:
    app = app_on(store)
    async with app.run_test(size=(100, 40)) as pilot:
        await press(pilot, app, "N")
        await enter(pilot, app, Text("C-77"), "tab", "tab", Text("Suharto"), "ctrl+s")
        await settle(pilot, app)
        assert case_of(app) == "C-77"
        assert row_in_store(store, 1).full_name == "Suharto"


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12), (20, 5), (200, 60)])
async def test_complete_or_usable_at_every_size(caseload: Store, app_on: Make, size: tuple[int, int]) -> None:
    app = app_on(caseload)
    async with app.run_test(size=size) as pilot:
        await press(pilot, app, "j", "p", "enter")
        assert isinstance(app.screen, CaseScreen)
        for key in ("1", "2", "3", "4", "5"):
            await press(pilot, app, key)
        await press(
            pilot, app, "escape", "question_mark", "escape", "n", "escape", "a", "escape", "w", "escape", "H", "escape"
        )
        assert isinstance(app.screen, Caseload)
