"""Many cases by keys: marks, the look ahead, the verb once more, routines, jumping."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.ui.screens.test_caseload import Text, enter, fill, press, row_in_store, settle, text_of
from textual.widgets import Input

from cpo_tui.actions import cases, timeline
from cpo_tui.actions.context import acting
from cpo_tui.store import drafts
from cpo_tui.store.connect import Store
from cpo_tui.store.window import FIRST
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.screens.caseload import Caseload
from cpo_tui.ui.screens.choice import Choice
from cpo_tui.ui.screens.dialog import Confirm
from cpo_tui.ui.screens.form import Form
from cpo_tui.ui.screens.verb_preview import Preview
from cpo_tui.ui.widgets.entry_list import EntryList

Make = Callable[..., CpoApp]


def list_of(app: CpoApp) -> Caseload:
    assert isinstance(app.screen, Caseload)
    return app.screen


def list_of_ids(app: CpoApp) -> list[int]:
    """The cases of the list, whatever stands before it."""
    found = app.screen_stack[0]
    assert isinstance(found, Caseload)
    return list(found.pages.ids)


def words_of(app: CpoApp) -> str:
    entries = app.screen.query_one(EntryList).entries
    return "\n".join("".join(part for line in row for part, _ in line) for entry in entries for row in entry.rows)


def asked_for(store: Store, document: str) -> list[int]:
    """The cases from which a document is asked for."""
    connection = store.reader()
    try:
        rows = connection.execute(
            "SELECT case_id FROM documents WHERE (document = ? OR requirement LIKE '%travel%') AND state = 'requested' ORDER BY 1",
            (document,),
        )
        return [row[0] for row in rows]
    finally:
        connection.close()


async def test_marks_by_range_by_query_and_once_more(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "backspace", "home", "space", "j", "j", "b")
        screen = list_of(app)
        assert screen.table.marks == set(screen.pages.ids[:4])
        await press(pilot, app, "J")
        assert screen.table.marks == set(screen.pages.ids[:5])
        await press(pilot, app, "minus")
        assert not screen.table.marks
        await press(pilot, app, "ampersand")
        assert screen.table.marks == set(screen.pages.ids[:5]), "the marks that were taken away come back"
        await press(pilot, app, "minus", "equals_sign")
        await fill(pilot, app, query="petrenko")
        assert screen.table.marks == {3}
        await press(pilot, app, "equals_sign")
        await fill(pilot, app, query="petrenko", how="take their marks away")
        assert screen.table.marks == set()
        await press(pilot, app, "exclamation_mark", "enter", "escape")
        assert len(list_of(app).table.marks) == 6, "marks survive going into a case"
        await press(pilot, app, "slash", Text("hassan"), "enter")
        assert len(list_of(app).table.marks) == 6, "and another query"


async def test_a_look_ahead_names_what_changes_and_who_is_left_alone(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "backspace", "asterisk", "X")
        await fill(pilot, app, reason="removed")
        assert isinstance(app.screen, Preview)
        assert "it has 1 open task and 1 open inquiry" in words_of(app)
        await press(pilot, app, "enter")
        assert isinstance(app.screen, Preview), "there is nothing to do, so Enter does nothing"
        await press(pilot, app, "escape", "A")
        await enter(pilot, app, Text("okafor"), "enter")
        await settle(pilot, app)
        assert "officer" in words_of(app)
        assert "alvarez → okafor" in words_of(app)
        assert "cpo assign --query '' --to okafor" in text_of(app, ".dialog-text")
        await press(pilot, app, "escape")
        assert {row_in_store(caseload, number).officer for number in range(1, 7)} == {"alvarez"}
        assert app.last_deed is None, "what was not done is not repeated"


async def test_the_last_verb_is_repeated_by_one_key(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "backspace", "home", "full_stop")
        assert "no verb to repeat" in " ".join(note.message for note in app._notifications)
        first = list_of(app).table.case_id
        await press(pilot, app, "m")
        await enter(pilot, app, Text("counsel"), "enter")
        await settle(pilot, app)
        assert first is not None
        assert row_in_store(caseload, first).waiting_on == "counsel"
        await press(pilot, app, "j", "full_stop")
        second = list_of(app).table.case_id
        assert second not in {None, first}
        assert row_in_store(caseload, second or 0).waiting_on == "counsel"


async def test_a_routine_is_saved_and_run(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "backspace", "home", "m")
        await enter(pilot, app, Text("court"), "enter")
        await settle(pilot, app)
        await press(pilot, app, "colon")
        assert isinstance(app.screen, Form)
        await fill(pilot, app, name="To court", query="hassan or petrenko")
        await press(pilot, app, "semicolon")
        await enter(pilot, app, Text("court"), "enter")
        await settle(pilot, app)
        assert isinstance(app.screen, Preview)
        await press(pilot, app, "enter")
        assert [row_in_store(caseload, number).waiting_on for number in (3, 4)] == ["court", "court"]


async def test_undo_says_what_it_will_take_back_before_it_does(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "backspace", "home", "m")
        await enter(pilot, app, Text("court"), "enter")
        await settle(pilot, app)
        case = list_of(app).table.case_id or 0
        await press(pilot, app, "u")
        assert isinstance(app.screen, Preview)
        assert "court → nothing" in words_of(app)
        await press(pilot, app, "escape")
        assert row_in_store(caseload, case).waiting_on == "court"
        await press(pilot, app, "u", "enter")
        assert row_in_store(caseload, case).waiting_on is None
        await press(pilot, app, "ctrl+r")
        assert "nothing → the court" in words_of(app)
        await press(pilot, app, "enter")
        assert row_in_store(caseload, case).waiting_on == "court"


async def test_jumping_to_a_line(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "backspace", "home")
        third = list_of(app).pages.ids[2]
        await press(pilot, app, "apostrophe")
        assert list_of(app).table.is_jumping
        await press(pilot, app, "d")
        assert list_of(app).table.case_id == third
        await press(pilot, app, "apostrophe", "escape")
        assert not list_of(app).table.is_jumping
        await press(pilot, app, "enter", "apostrophe", "a")
        assert app.is_running


async def test_flags_requests_and_pages_for_marked_cases(caseload: Store, app_on: Make, tmp_path: Path) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "backspace", "home", "space", "space", "f")
        await fill(pilot, app, kind="medical")
        await press(pilot, app, "enter")
        marks = sorted(list_of(app).table.marks)
        assert len(marks) == 2
        assert all(row_in_store(caseload, case).safeguards == ("medical",) for case in marks)
        await press(pilot, app, "E")
        await fill(pilot, app, document="passport")
        assert isinstance(app.screen, Preview), "several cases are shown before they are asked for"
        assert asked_for(caseload, "passport") == []
        await press(pilot, app, "enter")
        assert "asked for" in " ".join(note.message for note in app._notifications)
        assert asked_for(caseload, "passport") == marks
        await press(pilot, app, "u", "enter")
        assert asked_for(caseload, "passport") == [], "one undo for all"
        await press(pilot, app, "E")
        await fill(pilot, app, document="")
        await press(pilot, app, "escape")
        await press(pilot, app, "minus", "G", "y")
        await fill(pilot, app, folder=str(tmp_path), format="text")
        assert [path.suffix for path in tmp_path.glob("C-*")] == [".md"]
        first = row_in_store(caseload, list_of(app).table.case_id or 0).reference
        await press(pilot, app, "asterisk", "full_stop")
        assert isinstance(app.screen, Preview), "the same again, over what is marked now"
        assert "its file is there already, and stays as it is" in words_of(app)
        count = len(list_of_ids(app))
        assert f"This would write {count - 1} files, 1 left out" in text_of(app, ".dialog-title")
        assert first in words_of(app)
        await press(pilot, app, "enter")
        assert len(list(tmp_path.glob("C-*.md"))) == count


async def test_an_export_is_shown_before_it_is_written_and_done_again(
    caseload: Store, app_on: Make, tmp_path: Path
) -> None:
    target = tmp_path / "out.csv"
    with acting(caseload, "alvarez") as context:
        timeline.add_flag(context, [2], "protected_1367")
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "backspace", "home", "x")
        every = len(list_of_ids(app))
        await fill(pilot, app, file=str(target))
        assert isinstance(app.screen, Preview)
        assert f"This would write {every - 1} cases, 1 left out" in text_of(app, ".dialog-title")
        assert "protected: it goes out only with a reason" in words_of(app)
        assert "C-2" in words_of(app)
        assert f"{every - 1} cases written to {target}" in words_of(app)
        await press(pilot, app, "escape")
        assert not target.exists()
        assert app.again is None, "what was not written is not repeated"
        await press(pilot, app, "x")
        await fill(pilot, app, file=str(target))
        await press(pilot, app, "enter")
        assert target.read_text(encoding="utf-8").count("\n") == every
        target.write_text("precious")
        await press(pilot, app, "full_stop")
        assert "it is replaced only after another question" in words_of(app)
        await press(pilot, app, "enter")
        assert isinstance(app.screen, Confirm)
        assert target.read_text() == "precious"
        await press(pilot, app, "y")
        assert target.read_text(encoding="utf-8").count("\n") == every, "without marks it is the list again"


async def test_the_palette_takes_a_command_with_what_it_takes(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "backspace", "home")
        case = list_of(app).table.case_id or 0
        await press(pilot, app, "ctrl+p", Text("assign okafor"))
        assert "new officer: okafor" in words_of(app)
        await press(pilot, app, "enter")
        assert row_in_store(caseload, case).officer == "okafor"
        await press(pilot, app, "ctrl+p", Text("hold 1 apr"), "enter")
        assert str(row_in_store(caseload, case).held_until) == "2026-04-01"
        await press(pilot, app, "ctrl+p", Text("find hassan"), "enter")
        assert list_of(app).pages.ids.tolist() == [4]
        await press(pilot, app, "ctrl+p", Text("views held"), "enter")
        assert list_of(app).query_text == "hold:yes"
        await press(pilot, app, "ctrl+p", Text("theme light"), "enter")
        assert app.theme == "cpo-light"
        await press(pilot, app, "ctrl+p", Text("stage nonsense"))
        assert "no command" in words_of(app)


async def test_a_verb_that_is_pressed_at_once_acts_on_all_that_was_marked(store: Store, app_on: Make) -> None:
    with acting(store, "alvarez") as context:
        for number in range(FIRST + 20):
            cases.add_case(context, {"reference": f"C-{number}", "full_name": f"P {number}", "officer": "alvarez"})
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "backspace")
        screen = list_of(app)
        screen.is_whole = False  # as it is while the rest of a long list is being read
        screen.action_command("mark.all")
        screen.action_command("act.assign")  # before the marks are set, as quick hands do
        await settle(pilot, app)
        assert len(screen.table.marks) == FIRST + 20
        assert isinstance(app.screen, Choice)
        assert f"{FIRST + 20} cases" in text_of(app, ".dialog-title")


def drafts_in(store: Store) -> dict[str, str]:
    connection = store.reader()
    try:
        return drafts.drafts_of(connection, "alvarez")
    finally:
        connection.close()


async def test_what_is_being_written_is_in_the_store_until_it_is_saved_or_left(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "n", Text("half a thought"))
        form = app.screen
        assert isinstance(form, Form)
        await form._keep_draft()  # as it does every second
        assert drafts_in(caseload) == {form.place: '{"body": "half a thought"}'}
    again = app_on(caseload)  # the first run ended as by a kill: nothing was saved, nothing was left
    async with again.run_test(size=(120, 36)) as pilot:
        await settle(pilot, again)
        again.lock.drafts = drafts_in(caseload)
        await press(pilot, again, "n")
        reopened = again.screen
        assert isinstance(reopened, Form)
        assert reopened.half_written() == {"body": "half a thought"}
        await press(pilot, again, "ctrl+s")
        await settle(pilot, again)
        assert drafts_in(caseload) == {}


async def test_what_was_written_for_a_verb_that_failed_is_in_its_form_again(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "h")
        await fill(pilot, app, until="2020-01-01", reason="waiting for the consulate")
        assert isinstance(app.screen, Caseload)
        assert any("would have ended" in one.message for one in app._notifications)
        await press(pilot, app, "h")
        form = app.screen
        assert isinstance(form, Form)
        assert form.half_written()["reason"] == "waiting for the consulate"
        form.query_one("#field-until", Input).value = "2027-01-01"
        await press(pilot, app, "ctrl+s", "h")
        assert isinstance(app.screen, Form)
        assert app.screen.half_written() == {}, "what was taken is not offered again"
