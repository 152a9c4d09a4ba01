"""The lint desk: checks with counts, the findings behind them, and one key that mends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ui.screens.test_caseload import Text, enter, press, settle

from cpo_tui.actions import cases
from cpo_tui.actions.context import acting
from cpo_tui.actions.demo import fill
from cpo_tui.store.connect import Store
from cpo_tui.store.lint_checks import CHECKS
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.flows.remedies import REMEDIES
from cpo_tui.ui.screens.case import CaseScreen
from cpo_tui.ui.screens.caseload import Caseload
from cpo_tui.ui.screens.choice import Choice
from cpo_tui.ui.screens.form import Form
from cpo_tui.ui.screens.lint_desk import LintDesk
from cpo_tui.ui.widgets.panel import Panel

Make = Callable[..., CpoApp]


def lines_of(screen: LintDesk) -> str:
    return "\n".join(
        "".join(words for part in row for words, _ in part) for one in screen.entries.entries for row in one.rows
    )


@pytest.fixture
def faulty(caseload: Store) -> Store:
    """Six cases, of which two are with nobody and three have nothing left to do."""
    with acting(caseload, "alvarez") as context:
        cases.assign_cases(context, [2, 3], "")
        context.connection.execute("UPDATE tasks SET done_at = due_at WHERE case_id IN (4, 5, 6)")
    return caseload


def test_every_check_has_a_remedy_and_no_remedy_is_without_a_check() -> None:
    assert list(REMEDIES) == [check.id for check in CHECKS]
    assert all(one.label for one in REMEDIES.values())


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_checks_stand_with_their_counts(
    faulty: Store, app_on: Make, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    if size == (80, 24):
        monkeypatch.setenv("NO_COLOR", "1")
    app = app_on(faulty)
    async with app.run_test(size=size) as pilot:
        await press(pilot, app, "D")
        await settle(pilot, app)
        screen = app.screen
        assert isinstance(screen, LintDesk)
        assert {name: len(found) for name, found in screen.found.items() if found} == {"no-owner": 2, "stuck": 3}
        assert "5 findings in 5 cases" in screen.query_one("#lint-top", Panel).text
        assert "An open case has an officer." in lines_of(screen)
        await press(pilot, app, "enter")
        assert "C-2" in lines_of(screen)
        assert "C-3" in lines_of(screen)
        await press(pilot, app, "escape", "escape")
        assert isinstance(app.screen, Caseload)


async def test_one_key_mends_all_cases_of_a_check(faulty: Store, app_on: Make) -> None:
    app = app_on(faulty)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "D")
        await settle(pilot, app)
        screen = app.screen
        assert isinstance(screen, LintDesk)
        await press(pilot, app, "r")
        assert isinstance(app.screen, Choice)
        await enter(pilot, app, Text("alvarez"), "enter")
        await settle(pilot, app)
        await press(pilot, app, "enter")
        assert screen.found["no-owner"] == ()


async def test_marks_choose_what_is_mended_and_a_finding_opens_its_case(faulty: Store, app_on: Make) -> None:
    app = app_on(faulty)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "D")
        await settle(pilot, app)
        screen = app.screen
        assert isinstance(screen, LintDesk)
        await press(pilot, app, "j", "enter", "asterisk")
        assert screen.check is not None
        assert screen.check.id == "stuck"
        assert len(screen.chosen) == 3
        await press(pilot, app, "space")
        assert len(screen.chosen) == 2
        await press(pilot, app, "r")
        assert isinstance(app.screen, Form)
        await enter(pilot, app, Text("Look at it"), "tab", Text("+7d"), "enter")
        await settle(pilot, app)
        await press(pilot, app, "enter")
        assert len(screen.found["stuck"]) == 1
        await press(pilot, app, "enter")
        assert isinstance(app.screen, CaseScreen)


async def test_mine_leaves_out_what_is_with_others(faulty: Store, app_on: Make) -> None:
    app = app_on(faulty)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, app, "D")
        await settle(pilot, app)
        await press(pilot, app, "o")
        await settle(pilot, app)
        screen = app.screen
        assert isinstance(screen, LintDesk)
        assert screen.found["no-owner"] == ()
        assert "my cases" in screen.query_one("#lint-top", Panel).text


async def test_every_remedy_opens_or_does_something(store: Store, app_on: Make, tmp_path: Path) -> None:
    """Each is run on an invented finding of its check: it asks, opens or says something, and nothing breaks."""
    from cpo_tui.store.lint import Finding

    fill(store, 12, 3)
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot, app)
        await press(pilot, app, "D")
        await settle(pilot, app)
        opened = app.screen
        assert isinstance(opened, LintDesk)
        desk: LintDesk = opened
        for check in CHECKS:
            said: list[str] = []
            app.say = lambda words, said=said, **_: said.append(words)  # type: ignore[method-assign]
            desk.found[check.id] = (Finding(check.id, 1, "C-1", "detail", check.words, ""),)
            desk.check, desk.marked = check, {0}
            await press(pilot, app, "r")
            await settle(pilot, app)
            assert app.screen is not desk or said, check.id
            while app.screen_stack[-1] is not desk:
                await press(pilot, app, "escape")
                await settle(pilot, app)
