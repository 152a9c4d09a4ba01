"""An answer whose screen has been left is dropped; a part that is missing on a screen that stands is still an error."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from tests.ui.screens.test_caseload import settle
from textual.css.query import NoMatches
from textual.pilot import Pilot
from textual.screen import Screen

from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.screens.case_picture import CasePicture
from cpo_tui.ui.screens.import_files import ImportFiles
from cpo_tui.ui.screens.page import PageScreen
from cpo_tui.ui.widgets.entry_list import EntryList

S = TypeVar("S", bound=Screen[Any])


async def shown(pilot: Pilot[int], app: CpoApp, screen: S) -> S:
    """The screen, over the caseload, when both have been drawn."""
    await settle(pilot, app)
    app.push_screen(screen)
    await settle(pilot, app)
    return screen


class Answering:
    """Gives the answer in the moment in which the list is taken from its screen, before the screen itself goes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.given = asyncio.Event()
        self.came_too_late = False
        monkeypatch.setattr(EntryList, "on_unmount", lambda _: self.given.set(), raising=False)

    async def read(self, screen: PageScreen) -> None:
        await self.given.wait()
        self.came_too_late = not screen.query(EntryList)
        screen.entries.move_by(1)


@pytest.mark.parametrize("leave", ["pop", "exit"])
async def test_an_answer_that_comes_while_its_screen_goes_is_dropped(
    caseload: Store, app_on: Callable[..., CpoApp], monkeypatch: pytest.MonkeyPatch, leave: str
) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await shown(pilot, app, CasePicture(1))
        answering = Answering(monkeypatch)
        screen.work(answering.read(screen))
        await pilot.pause()
        if leave == "pop":
            await app.pop_screen()
            await pilot.pause()
    assert answering.given.is_set()
    if leave == "pop":
        assert answering.came_too_late


async def test_what_is_missing_on_a_screen_that_stands_is_an_error(
    caseload: Store, app_on: Callable[..., CpoApp]
) -> None:
    app = app_on(caseload)

    async def wrong() -> None:
        app.screen.query_one("#never-there")

    async with app.run_test(size=(80, 24)) as pilot:
        screen = await shown(pilot, app, CasePicture(1))
        with pytest.raises(NoMatches):
            await screen._told(wrong())


async def test_a_folder_that_is_read_after_its_dialog_was_left_is_dropped(
    caseload: Store, app_on: Callable[..., CpoApp], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        dialog = await shown(pilot, app, ImportFiles(tmp_path))
        gone = asyncio.Event()
        monkeypatch.setattr(EntryList, "on_unmount", lambda _: gone.set(), raising=False)

        async def late(*_: object) -> tuple[()]:
            await gone.wait()
            return ()

        monkeypatch.setattr("cpo_tui.ui.screens.import_files.asyncio.to_thread", late)
        dialog._work(dialog._unfold(tmp_path))
        await pilot.pause()
        dialog.dismiss(None)
        await pilot.pause()
        await pilot.pause()
        assert gone.is_set()
