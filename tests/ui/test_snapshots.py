"""Pictures of the screens, so that a change of their look is a decision."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from cpo_tui.store.connect import Store
from cpo_tui.ui import themes
from cpo_tui.ui.app import CpoApp

Make = Callable[..., CpoApp]
Compare = Callable[..., bool]


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cursors do not blink in a picture."""
    from textual.widgets import Input

    monkeypatch.setattr(Input, "cursor_blink", False)


def keys(*pressed: str) -> Callable[[Pilot[int]], object]:
    async def press(pilot: Pilot[int]) -> None:
        await pilot.pause(0.2)
        for key in pressed:
            await pilot.press(key)
            await pilot.pause(0.1)
        await pilot.pause(0.2)

    return press


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12), (200, 60)])
def test_the_list(snap_compare: Compare, caseload: Store, app_on: Make, size: tuple[int, int]) -> None:
    assert snap_compare(app_on(caseload), terminal_size=size, run_before=keys("backspace", "space", "j"))


def test_the_list_in_the_light(snap_compare: Compare, caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    app.theme = themes.LIGHT
    assert snap_compare(app, terminal_size=(120, 36), run_before=keys("backspace", "space", "j"))


def test_the_list_without_colour(
    snap_compare: Compare, caseload: Store, app_on: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(app_on(caseload), terminal_size=(80, 24), run_before=keys("backspace", "space", "j"))


def test_a_form(snap_compare: Compare, caseload: Store, app_on: Make, still: None) -> None:
    assert snap_compare(app_on(caseload), terminal_size=(80, 24), run_before=keys("t", *"Call"))


def test_why(snap_compare: Compare, caseload: Store, app_on: Make) -> None:
    assert snap_compare(app_on(caseload), terminal_size=(120, 36), run_before=keys("w"))


def test_the_beginning(snap_compare: Compare, app_on: Make) -> None:
    app = app_on(None, store_path=Path("/home/officer/caseload.cpo"))
    assert snap_compare(app, terminal_size=(80, 24), run_before=keys("j"))
