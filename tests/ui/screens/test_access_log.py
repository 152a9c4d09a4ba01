"""The access log on the screen: filtered by who, what, outcome and day, paged, and only for those who may read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.ui.screens.test_caseload import Text, press, settle

from cpo_tui.actions import permissions, timeline
from cpo_tui.actions.context import acting
from cpo_tui.actions.officers import add_officer
from cpo_tui.actions.viewing import note_view
from cpo_tui.store import access
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.reads.pages import KEPT, PAGE, Pages
from cpo_tui.ui.screens.access_log import AccessLog
from cpo_tui.ui.screens.case import CaseScreen
from cpo_tui.ui.widgets.panel import Panel

Make = Callable[..., CpoApp]
LINES = 700


@pytest.fixture
def watched(caseload: Store) -> Store:
    """A store in which `okafor` looked at a protected case and was refused, and in which much else was done."""
    with acting(caseload, "root") as context:
        add_officer(context, "root", role="admin")
        add_officer(context, "alvarez", role="auditor")
        timeline.add_flag(context, [3], "asylum_confidential")
        for number in range(LINES):
            permissions.note(context, "backup", detail={"change_sets": number})
        context.now -= timedelta(days=3)
        permissions.note(context, "export", detail={"rows": 3, "sha256": "a" * 64}, reason="court order")
    with acting(caseload, "okafor") as context:
        note_view(context, 3)
        permissions.note(context, "read_access_log", "refused")
    return caseload


def lines_of(screen: AccessLog) -> list[str]:
    table = screen.table
    return [table.render_line(y).text.rstrip() for y in range(table.size.height)]


def panel(screen: AccessLog, name: str) -> str:
    return screen.query_one(f"#access-{name}", Panel).text


async def shown(pilot: object, app: CpoApp) -> AccessLog:
    screen = app.screen
    assert isinstance(screen, AccessLog)
    return screen


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_every_line_is_there_and_only_what_is_seen_is_read(
    watched: Store, app_on: Make, size: tuple[int, int]
) -> None:
    app = app_on(watched)
    async with app.run_test(size=size) as pilot:
        await press(pilot, app, "f7")
        await settle(pilot, app)
        screen = await shown(pilot, app)
        source = screen.table.source
        assert isinstance(source, Pages)
        assert len(source) > LINES
        assert source.fetched < 3
        top = panel(screen, "top")
        assert f"{len(source):,} lines" in top
        assert "everything" in top
        assert any("access log" in line for line in lines_of(screen))
        await press(pilot, app, "G")
        assert screen.table.place == len(source) - 1
        assert source.fetched < KEPT * PAGE // PAGE
        await press(pilot, app, "g", "j", "j", "k")
        assert screen.table.place == 1


async def test_it_is_asked_by_who_what_outcome_and_day(watched: Store, app_on: Make) -> None:
    app = app_on(watched)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "f7")
        await settle(pilot, app)
        screen = await shown(pilot, app)
        await press(pilot, app, "o", Text("okafor"), "enter")
        await settle(pilot, app)
        assert len(screen.table.source) == 2
        assert "who okafor" in panel(screen, "top")
        assert "× " in lines_of(screen)[1]
        await press(pilot, app, "x")
        await settle(pilot, app)
        assert [line for line in lines_of(screen)[1:] if line] == [lines_of(screen)[1]]
        assert "refused" in lines_of(screen)[1]
        await press(pilot, app, "escape")
        await settle(pilot, app)
        await press(pilot, app, "w", Text("view"), "enter")
        await settle(pilot, app)
        assert panel(screen, "line").splitlines()[0].startswith("view protected  seen")
        assert "case 3" in panel(screen, "line")
        assert "Оксана" not in panel(screen, "line")
        await press(pilot, app, "enter")
        await settle(pilot, app)
        assert isinstance(app.screen, CaseScreen)
        await press(pilot, app, "escape", "escape", "escape")
        await settle(pilot, app)
        await press(pilot, app, "d", Text("2026-02-27"), "enter")
        await settle(pilot, app)
        assert len(screen.table.source) == 1
        assert "because: court order" in panel(screen, "line")
        await press(pilot, app, "escape")
        await settle(pilot, app)
        await press(pilot, app, "c", Text("refused"), "enter")
        await settle(pilot, app)
        assert len(screen.table.source) == 1


async def test_who_may_not_read_it_sees_why_and_that_is_a_line(watched: Store, app_on: Make) -> None:
    app = CpoApp(watched, officer="okafor", store_path=watched.path)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, app, "f7")
        await settle(pilot, app)
        screen = await shown(pilot, app)
        assert len(screen.table.source) == 0
        assert any("may not read the access log" in line for line in lines_of(screen))
    with acting(watched, "root") as context:
        refused = access.entries(context.connection, access.Wanted(kind="read_access_log", outcome="refused"))
    assert [one.officer for one in refused] == ["okafor", "okafor"]


async def test_reading_it_is_a_line_of_its_own(watched: Store, app_on: Make) -> None:
    app = app_on(watched)
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, app, "f7")
        await settle(pilot, app)
        await press(pilot, app, "x")
        await settle(pilot, app)
    with acting(watched, "root") as context:
        read = access.entries(context.connection, access.Wanted(kind="access_log"))
    assert [one.detail for one in read] == [{"outcome": "refused"}, {}]
    assert {one.officer for one in read} == {"alvarez"}
