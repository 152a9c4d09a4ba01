"""How many keys the daily work costs, counted on the real application. Text that has to be written is not counted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.ui.screens.test_caseload import Text, case_of, fill, press, row_in_store
from textual.pilot import Pilot

from cpo_tui.actions import cases
from cpo_tui.actions.context import acting
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.screens.case import CaseScreen
from cpo_tui.ui.screens.caseload import Caseload

Make = Callable[..., CpoApp]


class Hand:
    """A hand on the keyboard that counts."""

    def __init__(self, pilot: Pilot[int], app: CpoApp) -> None:
        self.keys = 0
        self._pilot = pilot
        self._app = app

    async def press(self, *keys: str) -> None:
        """Press keys; a `Text` is typed and costs nothing."""
        self.keys += sum(not isinstance(key, Text) for key in keys)
        await press(self._pilot, self._app, *keys)

    async def fill(self, **texts: str) -> None:
        """Type into the fields of a form and save it; moving from field to field and saving are keys."""
        self.keys += await fill(self._pilot, self._app, **texts)


@pytest.mark.parametrize(
    ("keys", "column", "value"),
    [
        (("m", Text("counsel"), "enter"), "waiting_on", "counsel"),
        (("s", Text("final"), "enter"), "stage", "final_order"),
        (("A", Text("okafor"), "enter"), "officer", "okafor"),
    ],
)
async def test_a_step_of_triage(caseload: Store, app_on: Make, keys: tuple[str, ...], column: str, value: str) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        hand = Hand(pilot, app)
        await press(pilot, app, "backspace")
        screen = app.screen
        assert isinstance(screen, Caseload)
        assert screen.row is not None
        chosen = screen.row.id
        await hand.press(*keys)
        assert getattr(row_in_store(caseload, chosen), column) == value
        assert hand.keys <= 3


async def test_a_document_is_received(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        hand = Hand(pilot, app)
        await press(pilot, app, "slash", Text("garcía"), "enter")
        await hand.press("enter", "2", "r")
        connection = caseload.reader()
        try:
            (state,) = connection.execute("SELECT state FROM documents WHERE case_id = 1").fetchone()
        finally:
            connection.close()
        assert state == "received"
        assert hand.keys <= 3


async def test_an_inquiry_is_logged(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        hand = Hand(pilot, app)
        await press(pilot, app, "slash", Text("garcía"), "enter")
        await hand.press("i")
        await hand.fill(
            enquirer="Ines Ortiz", capacity="attorney", subject="next dates", question="When is the hearing?"
        )
        assert isinstance(app.screen, Caseload)
        assert row_in_store(caseload, 1).open_inquiries == 2
        assert hand.keys <= 12


async def test_forty_marked_cases_are_reassigned(store: Store, app_on: Make) -> None:
    with acting(store, "alvarez") as context:
        for number in range(40):
            cases.add_case(context, {"reference": f"F-{number:02}", "officer": "alvarez"})
    app = app_on(store)
    async with app.run_test(size=(120, 36)) as pilot:
        hand = Hand(pilot, app)
        await press(pilot, app, "slash", Text("officer:me"), "enter", "asterisk")
        screen = app.screen
        assert isinstance(screen, Caseload)
        assert len(screen.table.marks) == 40
        await hand.press("A", Text("okafor"), "enter")
        assert {row_in_store(store, number).officer for number in range(1, 41)} == {"okafor"}
        assert hand.keys <= 5


@pytest.mark.parametrize("typed", ["lópez", "lopez garc", "212345678", "345 678", "C-1"])
async def test_a_case_is_found_by_any_part_of_its_name_or_number(caseload: Store, app_on: Make, typed: str) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        hand = Hand(pilot, app)
        await hand.press("slash", Text(typed), "enter")
        assert case_of(app) == "C-1"
        assert hand.keys <= 2


async def test_going_into_a_case_and_back_costs_one_key_each_and_keeps_the_place(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "backspace", "j", "j", "space")
        screen = app.screen
        assert isinstance(screen, Caseload)
        before, marked = case_of(app), set(screen.table.marks)
        await press(pilot, app, "enter")
        assert isinstance(app.screen, CaseScreen)
        await press(pilot, app, "escape")
        assert isinstance(app.screen, Caseload)
        assert (case_of(app), set(app.screen.table.marks)) == (before, marked)
