"""The themes: readable by the measure of WCAG 2.2, and the terminal's own colours where an officer wants those."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from rich.color import Color, ColorType
from rich.segment import Segment
from textual.theme import Theme

from cpo_tui import config
from cpo_tui.store.connect import Store
from cpo_tui.ui import themes
from cpo_tui.ui.app import CpoApp

Make = Callable[..., CpoApp]
OURS = {theme.name: theme for theme in themes.THEMES}
GROUNDS = ("paper", "raised", "panel", "cursor")
TEXT = ("ink", "strong", "quiet", "you", "now", "late")


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("name", "least", "faintest"), [(themes.DARK, 4.5, 3), (themes.LIGHT, 4.5, 3), (themes.CONTRAST, 7, 7)]
)
def test_every_text_can_be_read_on_every_ground(name: str, least: float, faintest: float) -> None:
    colours = OURS[name].variables
    wrong = [
        (ink, ground, round(contrast(colours[ink], colours[ground]), 2))
        for ink, ground in product((*TEXT, "faint"), GROUNDS)
        if contrast(colours[ink], colours[ground]) < (faintest if ink == "faint" else least)
    ]
    assert wrong == []


@pytest.mark.parametrize("theme", themes.THEMES, ids=lambda theme: theme.name)
async def test_every_theme_shows_the_list_and_a_dialog_over_it(caseload: Store, app_on: Make, theme: Theme) -> None:
    app = app_on(caseload)
    app.theme = theme.name
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("t")
        await pilot.pause()
        lines = ["".join(part.text for part in strip) for strip in app.screen._compositor.render_strips()]
        assert "My day" in lines[0]
        assert any("Task on" in line for line in lines)


async def test_the_terminals_own_colours_are_left_to_the_terminal(
    caseload: Store, app_on: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "config.toml"
    place.write_text(f'theme = "{themes.TERMINAL}"\n', encoding="utf-8")
    place.chmod(0o600)
    monkeypatch.setenv("CPO_CONFIG", str(place))
    config.settings.cache_clear()
    app = app_on(caseload)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        kinds = _kinds(app)
        assert ColorType.STANDARD in kinds
        assert ColorType.TRUECOLOR not in kinds
        under = {part.style.color for part in _parts(app) if part.style is not None and part.style.reverse}
        assert under == {Color.default()}, "the line under the cursor is one, whatever its words would be painted in"
        await pilot.press("f6")
        await pilot.pause()
        assert app.theme == themes.DARK
        assert ColorType.TRUECOLOR in _kinds(app)
    config.settings.cache_clear()


def _kinds(app: CpoApp) -> set[ColorType]:
    """The kinds of colour that go to the terminal."""
    styles = [part.style for part in _parts(app) if part.style is not None]
    return {colour.type for style in styles for colour in (style.color, style.bgcolor) if colour is not None}


def _parts(app: CpoApp) -> list[Segment]:
    strips = app.screen._compositor.render_strips()
    background = app.screen.background_colors[1]
    filtered = [
        strip.apply_filter(each, background) for strip in strips for each in app._filters if each.enabled
    ] or strips
    return [part for strip in filtered for part in strip]


async def test_a_theme_that_there_is_not_is_said(
    caseload: Store, app_on: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "config.toml"
    place.write_text('theme = "solarised"\n', encoding="utf-8")
    place.chmod(0o600)
    monkeypatch.setenv("CPO_CONFIG", str(place))
    config.settings.cache_clear()
    app = app_on(caseload)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert app.theme == themes.DARK
        assert any("no theme 'solarised'" in notice.message for notice in app._notifications)
    config.settings.cache_clear()
