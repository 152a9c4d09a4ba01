"""The import desk: what a file would do is shown before anything is written, and Esc leaves everything as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ui.screens.test_case import shown
from tests.ui.screens.test_caseload import Text, enter, press, settle, text_of
from textual.widgets import Input

from cpo_tui.store import reader
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.screens.caseload import Caseload
from cpo_tui.ui.screens.choice import Choice
from cpo_tui.ui.screens.importing import ImportDesk
from cpo_tui.ui.widgets.panel import Panel

Make = Callable[..., CpoApp]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of files to import."""
    place = tmp_path / "extracts"
    (place / "older").mkdir(parents=True)
    lines = [
        "reference,full_name,officer,opened_on",
        *(f"E-{number},Person {number},alvarez,2026-01-0{number}" for number in range(1, 6)),
    ]
    (place / "extract.csv").write_text("\n".join([*lines, "E-9,Nobody,alvarez,32/13/2026"]) + "\n")
    (place / "odd.csv").write_text("Alien Number;Whole Name\nA212345678;García\n")
    (place / "picture.png").write_bytes(b"\x89PNG")
    (place / "[foo] \x1b[31m.csv").write_text("reference\nX-1\n")
    monkeypatch.chdir(place)
    return place


def cases_in(store: Store) -> int:
    connection = store.reader()
    try:
        return reader.counts(connection)[1]
    finally:
        connection.close()


async def test_a_file_is_looked_at_then_committed_then_taken_back(store: Store, app_on: Make, folder: Path) -> None:
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "I")
        assert isinstance(app.screen, ImportDesk)
        assert "extract.csv" in shown(app)
        assert "older/" in shown(app)
        assert "picture.png" not in shown(app)
        await enter(pilot, app, Text("extr"), "enter")
        await settle(pilot, app)
        assert "created 5" in shown(app)
        assert "refused 1" in shown(app)
        assert "= 6 records read" in shown(app)
        assert "invalid date" in shown(app)
        assert cases_in(store) == 0
        await press(pilot, app, "enter")
        assert isinstance(app.screen, Caseload)
        assert cases_in(store) == 5
        assert "5 open" in text_of(app, "#top")
        assert "changed elsewhere" not in text_of(app, "#top")
        await press(pilot, app, "u", "enter")
        assert cases_in(store) == 0


async def test_escape_goes_back_one_step_and_nothing_is_changed(store: Store, app_on: Make, folder: Path) -> None:
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "I")
        await enter(pilot, app, Text("extr"), "enter")
        await settle(pilot, app)
        await press(pilot, app, "escape")
        assert isinstance(app.screen, ImportDesk)
        assert app.screen.query_one(Input).display
        await press(pilot, app, "escape")
        assert isinstance(app.screen, Caseload)
        assert cases_in(store) == 0


async def test_a_header_that_is_not_understood_proposes_a_mapping(store: Store, app_on: Make, folder: Path) -> None:
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "I")
        await enter(pilot, app, Text("odd"), "enter")
        await settle(pilot, app)
        assert "Not imported" in shown(app)
        assert "Alien Number" in shown(app)
        await press(pilot, app, "enter")
        assert isinstance(app.screen, ImportDesk), "what cannot be read cannot be committed"
        assert "a_number" in shown(app)
        await press(pilot, app, "j", "j", "enter")
        assert isinstance(app.screen, Choice)
        await enter(pilot, app, Text("full"), "enter")
        await settle(pilot, app)
        assert "full_name" in shown(app)
        await press(pilot, app, "y")
        assert "created 1" in shown(app)


async def test_a_known_extract_is_recognised(store: Store, app_on: Make, folder: Path, shared: Path) -> None:
    import shutil

    shutil.copy(shared / "data" / "fixture" / "i213_seattle_sample.psv", folder / "i213.psv")
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "I")
        await enter(pilot, app, Text("i213"), "enter")
        await settle(pilot, app)
        assert "It looks like the profile ice-i213" in shown(app)
        await press(pilot, app, "y")
        await settle(pilot, app)
        assert "created 1,340" in shown(app)


async def test_paths_that_are_not_there_and_folders(store: Store, app_on: Make, folder: Path) -> None:
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "I")
        await enter(pilot, app, Text("/no/such/file.csv"), "enter")
        await settle(pilot, app)
        assert "Not imported" in shown(app)
        await press(pilot, app, "escape")
        app.screen.query_one(Input).value = ""
        await enter(pilot, app, Text("older"), "enter")
        await settle(pilot, app)
        desk = app.screen
        assert isinstance(desk, ImportDesk)
        assert desk._folder == folder / "older"
        assert "../" in shown(app)


async def test_a_hostile_name_of_a_file_is_shown_and_not_obeyed(store: Store, app_on: Make, folder: Path) -> None:
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "I")
        assert "[foo] ␛[31m.csv" in shown(app)
        await enter(pilot, app, Text("[foo"), "enter")
        await settle(pilot, app)
        assert "created 1" in shown(app)
        assert "[foo] ␛[31m.csv" in app.screen.query_one(".dialog-title", Panel).text
