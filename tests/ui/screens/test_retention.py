"""Retention on the screen: due, kept with a reason, approved by one, destroyed by another, with its certificate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.pages import plain_bytes
from tests.ui.screens.test_caseload import Text, press, settle

from cpo_tui.actions import cases, retention, timeline
from cpo_tui.actions.context import acting, office
from cpo_tui.actions.legal_holds import place_hold
from cpo_tui.actions.officers import add_officer
from cpo_tui.store.connect import Store
from cpo_tui.store.verify import verify
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.screens.case import CaseScreen
from cpo_tui.ui.screens.retention import RetentionScreen
from cpo_tui.ui.screens.verb_preview import Preview
from cpo_tui.ui.widgets.panel import Panel

Make = Callable[..., CpoApp]
MARK = "Zyxwvut"


@pytest.fixture
def closed(store: Store) -> Store:
    """C-1, C-2 and C-4 were closed long ago, C-3 yesterday; on C-4 stands a legal hold."""
    with acting(store, "root") as context:
        for login, role in (("root", "admin"), ("alvarez", "supervisor"), ("okafor", "supervisor")):
            add_officer(context, login, role=role)
        now = context.now
        for case, day in ((1, "1940-05-01"), (2, "1941-05-01"), (3, "2026-03-01"), (4, "1942-01-01")):
            values = {"reference": f"C-{case}", "full_name": f"Person {case}", "opened_on": "1939-01-01"}
            cases.add_case(context, values)
            context.now = datetime.fromisoformat(f"{day}T17:00:00+00:00")
            cases.close_cases(context, [case], "removed")
            context.now = now
        timeline.add_note(context, [1], f"{MARK} called")
        place_hold(context, [4], "litigation")
    return store


def lines_of(screen: RetentionScreen) -> str:
    return "\n".join(
        "".join(words for part in row for words, _ in part) for one in screen.entries.entries for row in one.rows
    )


def panel(screen: RetentionScreen, name: str) -> str:
    return screen.query_one(f"#retention-{name}", Panel).text


def on_screen(app: CpoApp) -> RetentionScreen:
    screen = app.screen
    assert isinstance(screen, RetentionScreen)
    return screen


def said(app: CpoApp) -> str:
    return "\n".join(one.message for one in app._notifications)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_what_is_due_is_there_with_its_schedule(closed: Store, app_on: Make, size: tuple[int, int]) -> None:
    app = app_on(closed)
    async with app.run_test(size=size) as pilot:
        await press(pilot, app, "f8")
        await settle(pilot, app)
        screen = on_screen(app)
        assert "due: to be reviewed 2" in lines_of(screen)
        assert "due, under a legal hold 1" in lines_of(screen)
        assert "C-3" not in lines_of(screen)
        assert "C-1" in panel(screen, "file")
        await press(pilot, app, "a")
        await settle(pilot, app)
        assert "not due yet 1" in lines_of(screen)
        await press(pilot, app, "enter")
        await settle(pilot, app)
        assert isinstance(app.screen, CaseScreen)


async def test_it_is_kept_with_a_reason(closed: Store, app_on: Make) -> None:
    app = app_on(closed)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "f8")
        await settle(pilot, app)
        await press(
            pilot, app, "space", "space", "r", Text("2030-01-01"), "tab", Text("appeal of a relative"), "ctrl+s"
        )
        await settle(pilot, app)
        screen = on_screen(app)
        assert "due: to be reviewed" not in lines_of(screen)
        await press(pilot, app, "a")
        await settle(pilot, app)
        assert "kept until a day 2" in lines_of(screen)
        await press(pilot, app, "j")
        assert "appeal of a relative" in panel(screen, "file")
        await press(pilot, app, "u")
        await settle(pilot, app)
        assert isinstance(app.screen, Preview)
        await press(pilot, app, "enter")
        await settle(pilot, app)
        await press(pilot, app, "a")
        await settle(pilot, app)
        assert "due: to be reviewed 2" in lines_of(on_screen(app))


async def test_one_approves_and_another_destroys(closed: Store, app_on: Make) -> None:
    app = app_on(closed)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "f8")
        await settle(pilot, app)
        await press(pilot, app, "y", Text("reviewed"), "ctrl+s")
        await settle(pilot, app)
        assert "approved: a second person destroys it 1" in lines_of(on_screen(app))
        await press(pilot, app, "x", Text("mine too"), "ctrl+s", "y")
        await settle(pilot, app)
        assert "second person" in said(app)
        assert "approved: a second person destroys it 1" in lines_of(on_screen(app))
    assert MARK.encode() in plain_bytes(closed)
    second = CpoApp(closed, officer="okafor", store_path=closed.path)
    async with second.run_test(size=(120, 36)) as pilot:
        await press(pilot, second, "f8")
        await settle(pilot, second)
        await press(pilot, second, "x", Text("schedule case-file"), "ctrl+s", "escape")
        await settle(pilot, second)
        assert "approved: a second person destroys it 1" in lines_of(on_screen(second))
        await press(pilot, second, "x", Text("schedule case-file"), "ctrl+s", "y")
        await settle(pilot, second)
        assert "Certificate 1." in said(second)
        assert "cpo retention wipe" not in said(second)
        await press(pilot, second, "tab", "enter")
        screen = on_screen(second)
        assert "alvarez approved, okafor destroyed" in lines_of(screen)
        assert "destroyed by okafor: schedule case-file" in lines_of(screen)
        assert "certificates 1" in panel(screen, "top")
        await press(pilot, second, "x")
        assert on_screen(second) is screen
    assert MARK.encode() not in plain_bytes(closed)
    with acting(closed, "root") as context:
        assert verify(context.connection, office()).problems == ()
        assert len(retention.certificates(context.connection)) == 1


async def test_a_held_file_is_left_alone_and_an_officer_may_decide_nothing(closed: Store, app_on: Make) -> None:
    app = app_on(closed)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "f8")
        await settle(pilot, app)
        await press(pilot, app, "G", "y", Text("reviewed"), "ctrl+s")
        await settle(pilot, app)
        assert "legal hold" in said(app)
    officer = CpoApp(closed, officer="tran", store_path=closed.path)
    async with officer.run_test(size=(120, 36)) as pilot:
        await press(pilot, officer, "f8")
        await settle(pilot, officer)
        await press(pilot, officer, "y", Text("reviewed"), "ctrl+s")
        await settle(pilot, officer)
        assert "may not decide on files" in said(officer)
