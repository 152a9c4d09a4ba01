"""R-TTY-1 and R-TTY-3 over every screen and every command of the register: nothing raw, nothing obeyed, no fault."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.hostile import CORPORA, MARKUP, OBEYED, corpus, poison
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

import cpo_tui.ui.screens
import cpo_tui.ui.widgets
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.commands.register import DIALOG, EVERYWHERE, Command, shipped
from cpo_tui.ui.screens.adopt import Adoption, Faults
from cpo_tui.ui.screens.base import CommandScreen
from cpo_tui.ui.screens.clock_preview import ClockPreview
from cpo_tui.ui.screens.dialog import Dialog
from cpo_tui.ui.screens.import_desk import ImportDesk
from cpo_tui.ui.screens.lock import Locked
from cpo_tui.ui.screens.progress import Progress
from cpo_tui.ui.screens.reading import Reading
from cpo_tui.ui.screens.replay import ReplayScreen
from cpo_tui.ui.screens.verb_preview import Preview

IMPORT = "a hostile file"
OPENED_BY: dict[str, tuple[str, ...]] = {
    "caseload": (), "case": ("enter",), "papers": ("P", "o"), "rules": ("B",), "rule": ("B", "enter"),
    "calendar": ("C",), "inbox": ("Q",), "inquiry": ("Q", "enter"), "oversight": ("V",), "access": ("f7",), "retention": ("f8", "a"),
    "lint": ("D",), "team": ("T",), "picture": ("enter", "b"), "imports": ("F",), "refused": ("F", "enter"),
    "import": (IMPORT,), "import result": (IMPORT, "c"),
}  # fmt: skip
"""Screen of the register → the keys that open it from the list."""
ELSEWHERE = {
    "adoption": "shows a pack and figures; reached by a file name: tests/ui/screens/test_adopt.py",
    "handover": "one page of the team screen: tests/ui/screens/test_team.py",
    "start": "there is no store yet, and so no data: tests/ui/screens/test_first_run.py",
}
ENDS = {"app.quit", "app.theme", "app.import"}
SEEN: dict[str, set[type]] = {}


def lines_of(app: CpoApp) -> list[str]:
    """Every line of the picture, whatever lies over what."""
    return ["".join(part.text for part in line) for line in app.screen._compositor.render_strips()]


async def settle(pilot: Pilot[int]) -> None:
    await pilot.pause()
    for _ in range(100):
        busy = [one for one in pilot.app.workers if not one.is_finished]
        if not busy or isinstance(pilot.app.screen, Dialog):
            break
        await pilot.pause(0.01)
    await pilot.pause()


def check(app: CpoApp, what: str) -> None:
    """The picture as it is now: nothing that a terminal obeys."""
    for line in lines_of(app):
        found = OBEYED.search(line)
        assert found is None, (what, found, line)
    SEEN.setdefault("types", set()).update(
        kind for widget in (app.screen, *app.screen.query(Widget)) for kind in type(widget).__mro__
    )


def commands_of(screen: str) -> list[Command]:
    return [one for one in shipped() if one.screen == screen and one.id not in ENDS and not one.id.endswith(".leave")]


def test_every_screen_of_the_register_is_visited() -> None:
    screens = {one.screen for one in shipped()} - {EVERYWHERE, DIALOG}
    assert set(OPENED_BY) | set(ELSEWHERE) == screens


@pytest.fixture
def poisoned(store: Store) -> Store:
    assert poison(store) > 30
    return store


@pytest.mark.parametrize("name", OPENED_BY)
async def test_r_tty_1_every_command_of_a_screen_over_hostile_text(poisoned: Store, name: str) -> None:
    app = CpoApp(poisoned, officer="alvarez", store_path=poisoned.path)
    async with app.run_test(size=(110, 32)) as pilot:
        await settle(pilot)
        await pilot.press("6")
        await settle(pilot)
        home = await _opened(name, app, pilot)
        check(app, name)
        SEEN.setdefault("screens", set()).add(type(home))
        everywhere = commands_of(EVERYWHERE) if name == "caseload" else []
        for command in [*commands_of(name), *everywhere]:
            home.run_command(command)
            await settle(pilot)
            check(app, command.id)
            await _leave(home, app, pilot)
            if app.screen is not home:
                home = await _opened(name, app, pilot)
            check(app, f"after {command.id}")


async def _opened(name: str, app: CpoApp, pilot: Pilot[int]) -> CommandScreen:
    for key in OPENED_BY[name]:
        if key == IMPORT:
            app.push_screen(ImportDesk(CORPORA / "escape_injection.csv"))
        else:
            await pilot.press(key)
        await settle(pilot)
    home = app.screen
    assert isinstance(home, CommandScreen)
    assert name == home.NAME
    return home


async def _leave(home: Screen[Any], app: CpoApp, pilot: Pilot[int]) -> None:
    """Leave what a command opened, without saving it: to the screen itself, or to the list where that was left."""
    while app.screen is not home and len(app.screen_stack) > 1:
        if isinstance(app.screen, Dialog):
            app.screen.dismiss(None)
        else:
            app.pop_screen()
        await settle(pilot)


async def test_r_tty_3_marks_of_the_toolkit_are_seen_as_they_are(poisoned: Store) -> None:
    """On the widest picture some texts are whole; none of them has done what it asks for."""
    app = CpoApp(poisoned, officer="alvarez", store_path=poisoned.path)
    async with app.run_test(size=(250, 60)) as pilot:
        await settle(pilot)
        for keys in (("6",), ("enter",), ("escape", "Q"), ("escape", "f7")):
            for key in keys:
                await pilot.press(key)
                await settle(pilot)
            assert any(MARKUP[:20] in line for line in lines_of(app)), keys
        assert app.is_running


async def test_r_tty_1_what_was_told_word_for_word_is_read_as_text(poisoned: Store) -> None:
    """The screen for a long text is opened by several flows; here it gets the worst that there is."""
    app = CpoApp(poisoned, officer="alvarez", store_path=poisoned.path)
    async with app.run_test(size=(110, 32)) as pilot:
        await settle(pilot)
        app.push_screen(
            Reading("Told", "\n".join((MARKUP, *corpus("escape_injection.csv"), *corpus("markup_injection.csv"))))
        )
        await settle(pilot)
        check(app, "reading")
        assert any(MARKUP in line for line in lines_of(app))
        for _ in range(30):
            await pilot.press("pagedown")
            check(app, "reading, further down")


async def test_r_tty_1_a_look_ahead_over_hostile_text(poisoned: Store) -> None:
    """What a verb would change on all cases, before it is done: names and values of every one of them."""
    app = CpoApp(poisoned, officer="alvarez", store_path=poisoned.path)
    async with app.run_test(size=(110, 32)) as pilot:
        await settle(pilot)
        for key in ("6", "asterisk", "m", *"counsel", "enter"):
            await pilot.press(key)
            await settle(pilot)
        assert isinstance(app.screen, Preview)
        check(app, "a look ahead")
        for _ in range(5):
            await pilot.press("pagedown")
            check(app, "a look ahead, further down")


APART: dict[type, str] = {
    ReplayScreen: "the steps of a date, from the rules", ClockPreview: "a date before and after, from the rules",
    Faults: "what is wrong in a pack", Adoption: "what a pack would move",
    Progress: "a number", Locked: "a banner of the office, and what is typed",
}  # fmt: skip
"""Screens that the commands above do not open by themselves: what they show, or where their own tests are."""


def _classes(package: Any, kind: type) -> set[type]:
    found = set()
    for module in pkgutil.iter_modules(package.__path__):
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")
        found |= {
            one
            for _, one in inspect.getmembers(loaded, inspect.isclass)
            if issubclass(one, kind) and one.__module__ == loaded.__name__
        }
    return found


def test_r_tty_1_every_widget_class_was_seen() -> None:
    """Runs last in its file; by itself it cannot say anything."""
    seen = SEEN.get("types", set())
    if len(SEEN.get("screens", set())) < len(OPENED_BY):
        pytest.skip("needs the tests before it in the same run")
    named: Callable[[set[type]], list[str]] = lambda kinds: sorted(one.__name__ for one in kinds)  # noqa: E731
    assert named(_classes(cpo_tui.ui.widgets, Widget) - seen) == []
    assert set(named(_classes(cpo_tui.ui.screens, Screen) - seen)) <= {one.__name__ for one in APART} | {
        "HandoverPage", "Tour", "FirstRun", "Confirm",
    }  # fmt: skip


def test_the_poison_is_found_where_it_is_not_made_safe(poisoned: Store, tmp_path: Path) -> None:
    """The control: what the pictures are searched for is in the store."""
    reader = poisoned.reader()
    names = [row[0] for row in reader.execute("SELECT full_name FROM persons")]
    reader.close()
    assert any(OBEYED.search(name) for name in names)
    assert all(MARKUP in name for name in names)
