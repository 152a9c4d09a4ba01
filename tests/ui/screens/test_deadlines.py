"""The deadlines of a case: what runs, how it was reached, and what is done to a clock."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.ui.conftest import corpus, row_of
from tests.ui.screens.test_case import open_case, shown
from tests.ui.screens.test_caseload import Text, enter, press, settle, text_of

from cpo_tui.actions import timeline
from cpo_tui.actions.context import acting
from cpo_tui.store import deadlines
from cpo_tui.store.connect import Store
from cpo_tui.store.deadlines import StoredDeadline
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.entries import deadlines as deadline_entries
from cpo_tui.ui.entries.cases import CaseFile
from cpo_tui.ui.entries.deadlines import DeadlineKey
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.screens.case import CaseScreen
from cpo_tui.ui.screens.choice import Choice
from cpo_tui.ui.screens.clock_preview import ClockPreview
from cpo_tui.ui.screens.form import Form
from cpo_tui.ui.screens.replay import ReplayScreen
from cpo_tui.ui.screens.rules import RuleScreen

Make = Callable[..., CpoApp]
ARREST = "us-warrantless-arrest-custody-decision-48h"
BRIEF = "us-bia-brief-21d"


@pytest.fixture
def arrested(caseload: Store) -> Store:
    """The second case was arrested without a warrant a week ago, the first one this morning."""
    with acting(caseload, "alvarez") as context:
        timeline.add_event(context, [1], "arrest_warrantless", "2026-03-02T08:00-05:00")
        timeline.add_event(context, [2], "arrest_warrantless", "2026-02-23T08:00-05:00")
    return caseload


def stored(store: Store, case_id: int, rule: str = ARREST) -> StoredDeadline:
    connection = store.reader()
    try:
        return next(one for one in deadlines.of_case(connection, case_id) if one.rule == rule)
    finally:
        connection.close()


async def at_deadline(app: CpoApp, pilot: object, name: str, key: str) -> CaseScreen:
    """Opens the case at its deadlines, with the cursor on one of them."""
    screen = await open_case(pilot, app, name)  # type: ignore[arg-type]
    await press(pilot, app, "4")  # type: ignore[arg-type]
    screen.entries.move_to_key(DeadlineKey(key))
    await settle(pilot, app)  # type: ignore[arg-type]
    assert screen.deadline is not None
    return screen


async def test_a_date_is_replayed_with_its_law(arrested: Store, app_on: Make) -> None:
    app = app_on(arrested)
    async with app.run_test(size=(120, 36)) as pilot:
        await at_deadline(app, pilot, "garcía", stored(arrested, 1).key)
        await press(pilot, app, "w")
        assert isinstance(app.screen, ReplayScreen)
        said = shown(app)
        assert "8 CFR 287.3(d)" in said
        assert "us-ice-ero 2026.1" in said
        assert "source read ✓" in said
        assert "+ 48 hours" in said
        assert "due Wed 4 Mar 2026 08:00" in said
        assert "1 other version of this rule exists" in said
        await press(pilot, app, "enter")
        assert isinstance(app.screen, RuleScreen)
        await press(pilot, app, "escape")
        assert isinstance(app.screen, CaseScreen)


async def test_a_date_is_met_after_a_look_at_what_would_change_and_its_lateness_explained_once(
    arrested: Store, app_on: Make
) -> None:
    app = app_on(arrested)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await at_deadline(app, pilot, "nguyễn", stored(arrested, 2).key)
        assert "no reason was given yet" in shown(app)
        await press(pilot, app, "r")
        assert isinstance(app.screen, Form)
        await enter(pilot, app, Text("decided, not entered"), "ctrl+s")
        await settle(pilot, app)
        assert isinstance(app.screen, ClockPreview)
        said = shown(app)
        assert "running, due Wed 25 Feb 2026 08:00" in said
        assert "→ met LATE" in said
        assert "because: decided, not entered" in said
        assert stored(arrested, 2).status == "running"  # nothing is done before Enter
        await press(pilot, app, "enter")
        assert stored(arrested, 2).status == "late_met"
        assert isinstance(app.screen, Form)  # asked once why it was late
        await enter(pilot, app, Text("transferred on the day"), "ctrl+s")
        await settle(pilot, app)
        assert app.screen_stack[-1] is screen
        assert "because: transferred on the day" in shown(app)
        assert "met LATE" in shown(app)
        screen.entries.move_to_key(DeadlineKey(stored(arrested, 2).key))
        await press(pilot, app, "c", "l")
        assert isinstance(app.screen, Choice)  # the reason was given already
        await press(pilot, app, "escape", "u", "enter", "u", "enter")
        assert stored(arrested, 2).status == "running"


async def test_leaving_the_preview_changes_nothing(arrested: Store, app_on: Make) -> None:
    app = app_on(arrested)
    async with app.run_test(size=(120, 36)) as pilot:
        await at_deadline(app, pilot, "garcía", stored(arrested, 1).key)
        await press(pilot, app, "c", "c")
        await enter(pilot, app, Text("habeas pending"), "ctrl+s")
        await settle(pilot, app)
        assert isinstance(app.screen, ClockPreview)
        assert "→ contested" in shown(app)
        await press(pilot, app, "escape")
        assert stored(arrested, 1).status == "running"
        await press(pilot, app, "c", "c")
        await enter(pilot, app, Text("habeas pending"), "ctrl+s")
        await settle(pilot, app)
        await press(pilot, app, "enter")
        assert stored(arrested, 1).status == "contested"
        assert "contested" in shown(app)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_dialogs_keep_their_keys_on_every_screen(arrested: Store, app_on: Make, size: tuple[int, int]) -> None:
    app = app_on(arrested)
    async with app.run_test(size=size) as pilot:
        await at_deadline(app, pilot, "garcía", stored(arrested, 1).key)
        await press(pilot, app, "w", "j", "pagedown")
        assert isinstance(app.screen, ReplayScreen)
        keys = app.screen.query_one(".dialog-keys")
        assert app.screen.region.contains_region(keys.region)
        assert keys.region.bottom <= app.screen.query_one(".dialog").region.bottom
        await press(pilot, app, "escape", "c", "c")
        await enter(pilot, app, Text("habeas pending"), "ctrl+s")
        await settle(pilot, app)
        assert isinstance(app.screen, ClockPreview)
        keys = app.screen.query_one(".dialog-keys")
        assert keys.region.bottom <= app.screen.query_one(".dialog").region.bottom
        await press(pilot, app, "escape")


async def test_a_clock_that_protects_a_person_cannot_be_paused(arrested: Store, app_on: Make) -> None:
    app = app_on(arrested)
    async with app.run_test(size=(120, 36)) as pilot:
        await at_deadline(app, pilot, "garcía", stored(arrested, 1).key)
        await press(pilot, app, "c")
        assert "its text has no pause: it protects a person" in shown(app)
        await press(pilot, app, "p")
        assert isinstance(app.screen, Choice)
        await press(pilot, app, "escape")


async def test_more_time_in_the_rules_own_unit(arrested: Store, app_on: Make) -> None:
    app = app_on(arrested)
    async with app.run_test(size=(120, 36)) as pilot:
        before = stored(arrested, 1).due_at
        screen = await at_deadline(app, pilot, "garcía", stored(arrested, 1).key)
        await press(pilot, app, "c", "e")
        await enter(pilot, app, Text("5d"), "tab", Text("emergency"), "ctrl+s")
        await settle(pilot, app)
        assert app.screen is screen  # days are not the rule's unit: refused, and said so
        await press(pilot, app, "c", "e")
        await enter(pilot, app, Text("12h"), "tab", Text("emergency"), "ctrl+s")
        await settle(pilot, app)
        assert "due Wed 4 Mar 2026 20:00" in shown(app)
        await press(pilot, app, "enter")
        after = stored(arrested, 1).due_at
        assert before is not None
        assert after is not None
        assert (after - before).total_seconds() == 12 * 3600


async def test_clocks_are_only_set_on_deadlines_and_never_when_read_only(arrested: Store, app_on: Make) -> None:
    app = app_on(arrested)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await open_case(pilot, app, "garcía")
        command = app.command("clock.menu")
        assert "deadlines tab" in screen.why_not(command)
        assert "clock" not in text_of(app, "KeyLine")
        screen.cpo.read_only = True
        assert "read-only" in screen.why_not(command)


async def test_the_window_of_somebody_else_is_never_late(caseload: Store, app_on: Make) -> None:
    with acting(caseload, "alvarez") as context:
        timeline.add_event(context, [1], "ij_decision", "2025-10-01T10:00-04:00")
    connection = caseload.reader()
    windows = [one for one in deadlines.of_case(connection, 1) if one.kind == "filing_window"]
    connection.close()
    assert windows
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await at_deadline(app, pilot, "garcía", windows[0].key)
        said = shown(app)
        assert "asks nothing of us" in said
        assert "window of the" in said
        assert screen.file is not None
        assert not any(deadline_entries.is_late(screen.file, one, Moment.present()) for one in windows)
        quiet = [line for line in said.splitlines() if "window of the" in line]
        assert quiet
        assert not any("LATE" in line for line in quiet)


@pytest.mark.parametrize("file", ["markup_injection.csv", "escape_injection.csv"])
def test_hostile_titles_are_shown_and_not_obeyed(file: str, moment: Moment) -> None:
    for record in corpus(file):
        text = record["full_name"]
        bad = StoredDeadline(
            1, 1, "k", "r", "obligation", text, "statutory", text, text, text, text, "1", text, None, 0, moment.today, None,
            moment.today, "met", True, (text,), (text,), moment.today,
        )  # fmt: skip
        case = CaseFile(row_of(1), deadlines=(bad,), late_reasons={("r", "1"): text})
        for width in (40, 80, 120):
            entries = deadline_entries.deadlines(case, moment, width)
            words = "".join(part for entry in entries for left, right in entry.rows for part, _ in (*left, *right))
            assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in words), text
