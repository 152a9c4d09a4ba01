"""Where there is no store: the ways to begin, each by one key."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ui.screens.test_case import shown
from tests.ui.screens.test_caseload import Text, enter, press, settle, text_of

from cpo_tui.store.connect import Store, is_encrypted
from cpo_tui.ui.app import RUN_DEMO, CpoApp
from cpo_tui.ui.screens.caseload import Caseload
from cpo_tui.ui.screens.dialog import Confirm
from cpo_tui.ui.screens.first_run import FirstRun
from cpo_tui.ui.screens.form import Form
from cpo_tui.ui.screens.import_files import ImportFiles
from cpo_tui.ui.screens.tour import STEPS, Tour
from cpo_tui.ui.widgets.panel import Panel

Make = Callable[..., CpoApp]
PASSPHRASE = "four quiet words here"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "caseload.cpo"


async def test_the_ways_are_told(app_on: Make, path: Path) -> None:
    app = app_on(None, store_path=path)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, FirstRun)
        assert "There is no store yet" in text_of(app, "#welcome")
        for words in ("Look at the demo", "Import a file", "Make a store", "without encryption"):
            assert words in shown(app)


async def test_the_demo_is_left_to_the_caller(app_on: Make, path: Path) -> None:
    app = app_on(None, store_path=path)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
    assert app.return_value == RUN_DEMO
    assert not path.exists()


async def test_an_encrypted_store_is_made(app_on: Make, path: Path) -> None:
    app = app_on(None, store_path=path)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, app, "m")
        assert isinstance(app.screen, Form)
        await enter(pilot, app, Text(PASSPHRASE), "tab", Text(PASSPHRASE), "ctrl+s")
        await settle(pilot, app)
        assert isinstance(app.screen, Tour)
        await press(pilot, app, "escape")
        assert isinstance(app.screen, Caseload)
        assert is_encrypted(path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_two_passphrases_that_differ_make_nothing(app_on: Make, path: Path) -> None:
    app = app_on(None, store_path=path)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, app, "m")
        await enter(pilot, app, Text(PASSPHRASE), "tab", Text("another one here"), "ctrl+s")
        await settle(pilot, app)
        assert isinstance(app.screen, FirstRun)
        assert any("not the same" in one.message for one in app._notifications)
        assert not path.exists()


async def test_a_plain_store_is_made_only_after_a_yes(app_on: Make, path: Path) -> None:
    app = app_on(None, store_path=path)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, app, "p")
        assert isinstance(app.screen, Confirm)
        await press(pilot, app, "enter", "escape")
        assert not path.exists()
        await press(pilot, app, "p")
        await enter(pilot, app, "y")
        await settle(pilot, app)
        assert isinstance(app.screen, Tour)
        await press(pilot, app, "escape")
        assert isinstance(app.screen, Caseload)
        assert not is_encrypted(path)


async def test_import_makes_a_store_and_opens_the_desk(app_on: Make, path: Path) -> None:
    app = app_on(None, store_path=path)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, app, "i")
        await enter(pilot, app, Text(PASSPHRASE), "tab", Text(PASSPHRASE), "ctrl+s")
        await settle(pilot, app)
        assert isinstance(app.screen, ImportFiles)


async def test_what_needs_a_store_says_so(app_on: Make, path: Path) -> None:
    app = app_on(None, store_path=path)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, app, "u", "H", "I", "ctrl+p", "escape", "question_mark", "escape")
        assert isinstance(app.screen, FirstRun)
        assert any("no store yet" in one.message for one in app._notifications)


async def test_the_tour_has_five_steps_goes_back_and_can_be_skipped(app_on: Make, caseload: Store) -> None:
    app = app_on(caseload, tour=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, app)
        tour = app.screen
        assert isinstance(tour, Tour)
        assert len(STEPS) == 5
        seen = []
        for _ in STEPS:
            seen.append(tour.query_one(".tour-text", Panel).text)
            await press(pilot, app, "enter")
        assert isinstance(app.screen, Caseload), "after the last step the caseload is there"
        assert len(set(seen)) == 5
        assert "?" in seen[-1]
        await press(pilot, app, "f2", "enter", "left")
        assert tour_place(app) == 0
        await press(pilot, app, "escape")
        assert isinstance(app.screen, Caseload)


def tour_place(app: CpoApp) -> int:
    assert isinstance(app.screen, Tour)
    return app.screen.place
