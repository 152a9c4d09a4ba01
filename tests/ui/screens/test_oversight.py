"""Oversight on the screen: every view at every size, without colour too, and the way from a figure to its cases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.ui.screens.test_caseload import press, settle

from cpo_tui.actions.demo import fill
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.entries.oversight import VIEWS
from cpo_tui.ui.screens.caseload import Caseload
from cpo_tui.ui.screens.choice import Choice
from cpo_tui.ui.screens.oversight import Oversight
from cpo_tui.ui.widgets.panel import Panel

Make = Callable[..., CpoApp]


def lines_of(screen: Oversight) -> str:
    return "\n".join("".join(words for words, _ in left) for one in screen.entries.entries for left, _ in one.rows)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_every_view_has_its_figures(
    store: Store, app_on: Make, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    if size == (80, 24):
        monkeypatch.setenv("NO_COLOR", "1")
    fill(store, 60, 3)
    app = app_on(store)
    async with app.run_test(size=size) as pilot:
        await press(pilot, app, "V")
        await settle(pilot, app)
        screen = app.screen
        assert isinstance(screen, Oversight)
        assert "open cases" in screen.query_one("#oversight-top", Panel).text
        for name in VIEWS:
            assert screen.view == name
            assert lines_of(screen).strip()
            await press(pilot, app, "tab")
        assert screen.view == next(iter(VIEWS))
        assert {"█"} <= set(lines_of(screen))


async def test_a_figure_opens_the_cases_behind_it(store: Store, app_on: Make) -> None:
    fill(store, 60, 3)
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "V")
        await settle(pilot, app)
        screen = app.screen
        assert isinstance(screen, Oversight)
        figures = screen.figures
        assert figures
        await press(pilot, app, "enter")
        if len(figures) > 1:
            assert isinstance(app.screen, Choice)
            await press(pilot, app, "a")
        await settle(pilot, app)
        assert isinstance(app.screen, Caseload)
        assert app.screen.query_text == figures[0][2]


async def test_an_empty_store_is_readable(store: Store, app_on: Make) -> None:
    app = app_on(store)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, app, "V")
        await settle(pilot, app)
        screen = app.screen
        assert isinstance(screen, Oversight)
        assert "0 open cases" in screen.query_one("#oversight-top", Panel).text
        for _ in VIEWS:
            await press(pilot, app, "tab")
        assert "nothing has fallen due" in lines_of(screen)
        await press(pilot, app, "escape")
        assert isinstance(app.screen, Caseload)
