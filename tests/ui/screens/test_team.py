"""The team on the screen: loads, weeks, moves that are edited before they are confirmed, handovers, and who is here."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.ui.screens.test_caseload import Text, enter, press, settle
from tests.ui.screens.test_caseload import fill as fill_form

from cpo_tui.actions import handover, officers, timeline
from cpo_tui.actions.cases import assign_cases
from cpo_tui.actions.context import acting
from cpo_tui.actions.demo import fill
from cpo_tui.store.connect import Store
from cpo_tui.store.handovers import waiting
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.entries.team import VIEWS
from cpo_tui.ui.screens.caseload import Caseload
from cpo_tui.ui.screens.choice import Choice
from cpo_tui.ui.screens.form import Form
from cpo_tui.ui.screens.handover_page import HandoverPage
from cpo_tui.ui.screens.team import TeamScreen
from cpo_tui.ui.screens.verb_preview import Preview
from cpo_tui.ui.widgets.panel import Panel

Make = Callable[..., CpoApp]


def lines_of(screen: TeamScreen | HandoverPage) -> str:
    return "\n".join(
        "".join(words for part in row for words, _ in part) for one in screen.entries.entries for row in one.rows
    )


@pytest.fixture
def staffed(caseload: Store) -> Store:
    """Six cases of alvarez; okafor and tran have none, lindqvist has left."""
    with acting(caseload, "alvarez") as context:
        officers.add_officer(context, "alvarez", role="admin")
        for login in ("okafor", "tran", "lindqvist"):
            officers.add_officer(context, login)
        officers.set_active(context, "lindqvist", False)
    return caseload


def owners(store: Store) -> dict[str, str | None]:
    connection = store.reader()
    try:
        return dict(connection.execute("SELECT reference, officer FROM cases").fetchall())
    finally:
        connection.close()


async def on_team(pilot: object, app: CpoApp, *, view: str = "load") -> TeamScreen:
    await press(pilot, app, "T")  # type: ignore[arg-type]
    await settle(pilot, app)  # type: ignore[arg-type]
    screen = app.screen
    assert isinstance(screen, TeamScreen)
    while screen.view != view:
        await press(pilot, app, "tab")  # type: ignore[arg-type]
        await settle(pilot, app)  # type: ignore[arg-type]
    return screen


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_every_view_shows_what_it_should(
    store: Store, app_on: Make, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    if size == (80, 24):
        monkeypatch.setenv("NO_COLOR", "1")
    fill(store, 60, 3)
    app = app_on(store)
    async with app.run_test(size=size) as pilot:
        screen = await on_team(pilot, app)
        assert "what each open thing weighs" in lines_of(screen)
        assert "due process deadline 2" in lines_of(screen)
        for view in VIEWS:
            assert screen.view == view
            assert lines_of(screen).strip()
            await press(pilot, app, "tab")
            await settle(pilot, app)


async def test_moves_are_suggested_edited_and_only_then_carried_out(staffed: Store, app_on: Make) -> None:
    app = app_on(staffed)
    before = owners(staffed)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await on_team(pilot, app, view="moves")
        assert screen.draft is not None
        first, second, *_ = screen.draft.plan.shifts
        assert "nothing has moved yet" in screen.query_one("#team-top", Panel).text
        await press(pilot, app, "x")
        assert first.case_id not in {one.case_id for one in screen.draft.plan.shifts}
        await press(pilot, app, "b")
        await settle(pilot, app)
        assert first.case_id not in {one.case_id for one in screen.draft.plan.shifts}
        await press(pilot, app, "e")
        assert isinstance(app.screen, Choice)
        await enter(pilot, app, Text("tran"), "enter")
        await settle(pilot, app)
        changed = next(one for one in screen.draft.plan.shifts if one.case_id == second.case_id)
        assert changed.to == "tran"
        assert owners(staffed) == before
        count = len(screen.draft.plan.shifts)
        await press(pilot, app, "c")
        assert isinstance(app.screen, Form)
        await enter(pilot, app, Text("north is short"), "enter")
        await settle(pilot, app)
        after = owners(staffed)
        assert sum(after[one] != before[one] for one in after) == count
        assert after[second.reference] == "tran"
        assert after[first.reference] == "alvarez"
        await press(pilot, app, "u", "enter")
        await settle(pilot, app)
        assert owners(staffed) == before


async def test_a_leaver_is_seen_shown_where_the_cases_would_go_and_emptied(staffed: Store, app_on: Make) -> None:
    with acting(staffed, "alvarez") as context:
        context.connection.execute("UPDATE cases SET officer = 'lindqvist' WHERE id IN (1, 2)")
    app = app_on(staffed)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await on_team(pilot, app)
        assert "lindqvist left and still has open cases" in screen.query_one("#team-top", Panel).text
        await on_view(pilot, app, screen, "people")
        assert screen.login == "lindqvist"
        await press(pilot, app, "v")
        assert isinstance(app.screen, Choice)
        await press(pilot, app, "e")
        await settle(pilot, app)
        assert screen.view == "moves"
        assert screen.draft is not None
        assert {one.giver for one in screen.draft.plan.shifts} == {"lindqvist"}
        assert owners(staffed)["C-1"] == "lindqvist"
        await press(pilot, app, "c")
        await enter(pilot, app, Text("left in February"), "enter")
        await settle(pilot, app)
        assert "lindqvist" not in owners(staffed).values()
        assert screen.team is not None
        assert screen.team.gone_with_work == ()


async def on_view(pilot: object, app: CpoApp, screen: TeamScreen, view: str) -> None:
    while screen.view != view:
        await press(pilot, app, "tab")  # type: ignore[arg-type]
        await settle(pilot, app)  # type: ignore[arg-type]


async def test_cases_are_offered_from_the_list_read_on_a_page_and_accepted(staffed: Store, app_on: Make) -> None:
    with acting(staffed, "alvarez") as context:
        assign_cases(context, [1, 2], "okafor")
    with acting(staffed, "okafor") as context:
        handover.offer_cases(context, [1, 2], "alvarez", note="The brother rings on Mondays.")
    app = app_on(staffed)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await on_team(pilot, app, view="handovers")
        assert "offered to me" in lines_of(screen)
        await press(pilot, app, "enter")
        await settle(pilot, app)
        page = app.screen
        assert isinstance(page, HandoverPage)
        assert "The brother rings on Mondays." in lines_of(page)
        assert "Review C-1" in lines_of(page)
        await press(pilot, app, "y")
        await settle(pilot, app)
        assert owners(staffed)["C-1"] == "alvarez"
        await press(pilot, app, "escape", "j", "z")
        await enter(pilot, app, Text("the file is in Tacoma"), "enter")
        await settle(pilot, app)
        assert owners(staffed)["C-2"] == "okafor"
        connection = staffed.reader()
        assert waiting(connection) == ()
        connection.close()


async def test_the_list_offers_what_is_marked(staffed: Store, app_on: Make) -> None:
    app = app_on(staffed)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, app)
        assert isinstance(app.screen, Caseload)
        await press(pilot, app, "backspace", "space", "space", "Y")
        await settle(pilot, app)
        await enter(pilot, app, Text("okafor"), "enter")
        await settle(pilot, app)
        await enter(pilot, app, "ctrl+s")
        await settle(pilot, app)
        assert isinstance(app.screen, Preview), "of several cases it is shown first"
        await press(pilot, app, "enter")
        connection = staffed.reader()
        assert {one.to_officer for one in waiting(connection)} == {"okafor"}
        assert len(waiting(connection)) == 2
        connection.close()


async def test_absence_cover_and_return(staffed: Store, app_on: Make) -> None:
    app = app_on(staffed)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await on_team(pilot, app, view="people")
        screen.entries.move_to_key(("person", "alvarez"))
        await press(pilot, app, "A")
        await enter(pilot, app, "tab", Text("+7d"), "tab", Text("okafor"), "ctrl+s")
        await settle(pilot, app)
        assert "covered by okafor" in lines_of(screen)
        screen.entries.move_to_key(("person", "alvarez"))
        await press(pilot, app, "v", "c")
        await settle(pilot, app)
        assert screen.draft is not None
        assert {one.to for one in screen.draft.plan.shifts} == {"okafor"}
        await press(pilot, app, "c")
        await enter(pilot, app, Text("leave"), "enter")
        await settle(pilot, app)
        assert set(owners(staffed).values()) == {"okafor"}
        await on_view(pilot, app, screen, "people")
        screen.entries.move_to_key(("person", "alvarez"))
        await press(pilot, app, "n")
        await settle(pilot, app)
        assert set(owners(staffed).values()) == {"alvarez"}
        assert "away" not in lines_of(screen)


async def test_an_empty_store_and_one_officer_are_readable(store: Store, app_on: Make) -> None:
    app = app_on(store)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_team(pilot, app)
        assert "0 open cases" in screen.query_one("#team-top", Panel).text
        await on_view(pilot, app, screen, "moves")
        assert "Fewer than two officers" in lines_of(screen)
        await on_view(pilot, app, screen, "handovers")
        assert "No handover waits" in lines_of(screen)
        await press(pilot, app, "y")
        await press(pilot, app, "escape")
        assert isinstance(app.screen, Caseload)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_a_case_is_seen_over_time(
    staffed: Store, app_on: Make, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from cpo_tui.actions import timeline
    from cpo_tui.ui.screens.case_picture import CasePicture

    monkeypatch.setenv("NO_COLOR", "1")
    with acting(staffed, "alvarez") as context:
        timeline.add_event(context, [1], "custody_book_in", at="2026-02-20T10:00-05:00", title="Booked in: Tacoma")
    app = app_on(staffed)
    async with app.run_test(size=size) as pilot:
        await press(pilot, app, "backspace", "g")
        await press(pilot, app, "slash")
        await enter(pilot, app, Text("reference:C-1"), "enter")
        await settle(pilot, app)
        await press(pilot, app, "enter", "b")
        await settle(pilot, app)
        screen = app.screen
        assert isinstance(screen, CasePicture)
        text = "\n".join(
            "".join(words for part in row for words, _ in part) for one in screen.entries.entries for row in one.rows
        )
        assert "Custody: 11 days in detention" in text
        assert "█" in text
        assert "Booked in: Tacoma" in text


async def test_who_reads_the_page_of_a_protected_case_is_kept(caseload: Store, app_on: Make) -> None:
    with acting(caseload, "alvarez") as context:
        timeline.add_flag(context, [1], "asylum")
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        for case_id in (1, 2):
            app.push_screen(HandoverPage(case_id))
            await settle(pilot, app)
    connection = caseload.reader()
    try:
        seen = connection.execute("SELECT count(*) FROM access_log WHERE kind = 'view_protected'").fetchone()[0]
    finally:
        connection.close()
    assert seen == 1


async def test_the_weights_are_changed_on_the_screen_and_one_undo_goes_back(staffed: Store, app_on: Make) -> None:
    app = app_on(staffed)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await on_team(pilot, app)
        assert "what each open thing weighs  as cpo ships" in lines_of(screen)
        await press(pilot, app, "W")
        await fill_form(pilot, app, case="10", reason="the board")
        await settle(pilot, app)
        assert "by alvarez, 2026-03-02" in lines_of(screen)
        assert "case 10 ·" in lines_of(screen)
        await press(pilot, app, "u", "enter")
        await settle(pilot, app)
        assert "as cpo ships" in lines_of(screen)
        assert "case 1 ·" in lines_of(screen)
