"""Pictures of the screens, so that a change of their look is a decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from tests.ui.screens.test_caseload import settle
from textual.pilot import Pilot

from cpo_tui.actions import cases, legal_holds, permissions, retention
from cpo_tui.actions.cases import assign_cases
from cpo_tui.actions.context import acting
from cpo_tui.actions.officers import add_officer
from cpo_tui.actions.timeline import add_event
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
        app = pilot.app
        assert isinstance(app, CpoApp)
        await settle(pilot, app)
        for key in pressed:
            await pilot.press(key)
            await settle(pilot, app)

    return press


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12), (200, 60)])
def test_the_list(snap_compare: Compare, caseload: Store, app_on: Make, size: tuple[int, int]) -> None:
    assert snap_compare(app_on(caseload), terminal_size=size, run_before=keys("backspace", "space", "j"))


SIZES = [(120, 36), (80, 24), (40, 12), (200, 60)]


@pytest.mark.parametrize("size", SIZES)
def test_a_case(snap_compare: Compare, caseload: Store, app_on: Make, size: tuple[int, int]) -> None:
    assert snap_compare(app_on(caseload), terminal_size=size, run_before=keys("slash", *"C-1", "enter", "enter"))


@pytest.mark.parametrize("size", SIZES)
def test_a_look_ahead(snap_compare: Compare, caseload: Store, app_on: Make, size: tuple[int, int]) -> None:
    pressed = ("backspace", "asterisk", "s", *"appeal", "enter")
    assert snap_compare(app_on(caseload), terminal_size=size, run_before=keys(*pressed))


@pytest.mark.parametrize("size", SIZES)
def test_the_keys(snap_compare: Compare, caseload: Store, app_on: Make, size: tuple[int, int], still: None) -> None:
    assert snap_compare(app_on(caseload), terminal_size=size, run_before=keys("question_mark", *"mark"))


def test_the_tour(snap_compare: Compare, caseload: Store, app_on: Make) -> None:
    assert snap_compare(app_on(caseload, tour=True), terminal_size=(80, 24), run_before=keys("enter", "enter"))


def test_jumping(snap_compare: Compare, caseload: Store, app_on: Make) -> None:
    assert snap_compare(app_on(caseload), terminal_size=(80, 24), run_before=keys("backspace", "apostrophe"))


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


@pytest.fixture
def looked_after(store: Store) -> Store:
    """A store with closed files in every state of retention, and lines of the access log that differ."""
    with acting(store, "root") as context:
        for login, role in (("root", "admin"), ("alvarez", "supervisor"), ("okafor", "supervisor")):
            add_officer(context, login, role=role)
        now = context.now
        for number, day in enumerate(("1940-05-01", "1941-05-01", "1942-05-01", "1943-05-01"), 1):
            values = {"reference": f"C-{number}", "full_name": f"Person {number}", "opened_on": "1939-01-01"}
            cases.add_case(context, values)
            context.now = datetime.fromisoformat(f"{day}T17:00:00+00:00")
            cases.close_cases(context, [number], "removed")
            context.now = now
        legal_holds.place_hold(context, [4], "litigation")
        retention.approve(context, [2], "reviewed, nothing open")
        permissions.note(
            context, "export", detail={"kind": "cases", "rows": 4, "sha256": "a" * 64}, reason="court order"
        )
        permissions.note(context, "read_access_log", "refused")
    return store


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
@pytest.mark.parametrize("key", ["f7", "f8"], ids=["access-log", "retention"])
def test_the_screens_of_trust(
    snap_compare: Compare,
    looked_after: Store,
    app_on: Make,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    key: str,
) -> None:
    if size == (80, 24):
        monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(app_on(looked_after), terminal_size=size, run_before=keys(key, "j"))


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_the_lint_desk(snap_compare: Compare, caseload: Store, app_on: Make, size: tuple[int, int]) -> None:
    with acting(caseload, "alvarez") as context:
        assign_cases(context, [2, 3], "")
    assert snap_compare(app_on(caseload), terminal_size=size, run_before=keys("D"))


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_the_team(snap_compare: Compare, caseload: Store, app_on: Make, size: tuple[int, int]) -> None:
    assert snap_compare(app_on(caseload), terminal_size=size, run_before=keys("T"))


def test_a_case_over_time(
    snap_compare: Compare, caseload: Store, app_on: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with acting(caseload, "alvarez") as context:
        add_event(context, [2], "custody_book_in", at="2026-02-20T10:00-05:00", title="Booked in: Tacoma")
    app = app_on(caseload)
    assert snap_compare(app, terminal_size=(80, 24), run_before=keys("backspace", "enter", "b"))
