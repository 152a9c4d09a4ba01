"""The screen of the lock, where the store that it opens takes a while."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.ui.screens.test_caseload import settle

from cpo_tui.store import connect
from cpo_tui.store.connect import Store
from cpo_tui.store.migrate import CHECKING, COPYING
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.screens.lock import Locked

Make = Callable[..., CpoApp]


def _shown(app: CpoApp) -> str:
    lines = ("".join(segment.text for segment in line) for line in app.screen._compositor.render_strips())
    return " ".join(" ".join(lines).split())


async def _closed(app: CpoApp) -> None:
    for _ in range(400):
        if app.lock.closed:
            return
        await asyncio.sleep(0.01)
    pytest.fail("the application never locked")


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_a_store_of_an_older_version_says_what_is_done_to_it(
    caseload: Store, app_on: Make, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    app, opened, gone_on = app_on(caseload), connect.open_store, threading.Event()

    def slow(path: Path, passphrase: str | None, *, migrating: Callable[[str, int, int], None], **rest: Any) -> Store:
        for stage, done, total in ((COPYING, 43, 100), (CHECKING, 0, 0)):
            migrating(stage, done, total)
            gone_on.wait(20)
            gone_on.clear()
        return opened(path, passphrase, **rest)

    async def until(words: str) -> None:
        for _ in range(400):
            if words in _shown(app):
                return
            await asyncio.sleep(0.01)
        pytest.fail(f"never shown: {words}; but {_shown(app)}")

    async with app.run_test(size=size) as pilot:
        await settle(pilot, app)
        app.lock.close("suspended")
        await _closed(app)
        await until("cpo is locked")
        assert COPYING not in _shown(app)
        monkeypatch.setattr(connect, "open_store", slow)
        await pilot.press("enter")
        await until(f"{COPYING}… 43 %")
        gone_on.set()
        await until(f"{CHECKING}… 0 s")
        gone_on.set()
        await settle(pilot, app)
        assert not isinstance(app.screen, Locked)


async def test_each_character_of_the_passphrase_is_a_dot(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, app)
        app.lock.close("suspended")
        await _closed(app)
        await pilot.press("a", "b", "c")
        await pilot.pause()
        assert "•••" in _shown(app)
