"""The budget of keys (`DESIGN.md` §6), held on the real application: one test a row, each key counted.

A text that is typed costs nothing, whatever its length; every other key costs one.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.ui.screens.test_caseload import Text, case_of, enter, row_in_store, settle
from textual.pilot import Pilot

from cpo_tui.actions import cases
from cpo_tui.actions.context import acting
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.screens.case import CaseScreen
from cpo_tui.ui.screens.caseload import Caseload

Make = Callable[..., CpoApp]


class Hands:
    """Presses keys and counts them."""

    def __init__(self, pilot: Pilot[int], app: CpoApp) -> None:
        self._pilot, self._app = pilot, app
        self.keys = 0

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.keys += not isinstance(key, Text)
            await enter(self._pilot, self._app, key)
            await settle(self._pilot, self._app)

    def spent(self, most: int) -> None:
        assert self.keys <= most, f"{self.keys} keys, where {most} are allowed"


@pytest.fixture
def forty(store: Store) -> Store:
    """Forty cases of alvarez, and an officer who could have them."""
    with acting(store, "alvarez") as context:
        for number in range(1, 41):
            cases.add_case(context, {"reference": f"C-{number}", "full_name": f"Person {number}", "officer": "alvarez"})
        cases.add_case(context, {"reference": "C-41", "full_name": "Person 41", "officer": "okafor"})
    return store


TRIAGE: dict[str, tuple[tuple[str, ...], Callable[[CpoApp, Store], bool]]] = {
    "the next case": (("j",), lambda app, _: list_of(app).table.place == 1),
    "read the file": (("enter",), lambda app, _: isinstance(app.screen, CaseScreen)),
    "whose move it is": (("m", "p", "enter"), lambda _, store: row_in_store(store, 2).waiting_on == "person"),
    "wait with it for a week": (("h", Text("+7d"), "ctrl+s"), lambda _, store: bool(row_in_store(store, 2).held_until)),
    "mark it for later": (("space",), lambda app, _: list_of(app).table.marks == {2}),
    "a word about it": (("n", Text("Called."), "ctrl+s"), lambda _, store: row_in_store(store, 2).version >= 1),
}


def list_of(app: CpoApp) -> Caseload:
    assert isinstance(app.screen, Caseload)
    return app.screen


@pytest.mark.parametrize("step", TRIAGE)
async def test_a_step_of_triage_takes_at_most_three_keys(caseload: Store, app_on: Make, step: str) -> None:
    app = app_on(caseload)
    keys, done = TRIAGE[step]
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot, app)
        assert case_of(app) == "C-2"
        hands = Hands(pilot, app)
        await hands.press(*keys)
        assert done(app, caseload)
        hands.spent(3)


async def test_the_last_verb_on_the_next_case_takes_two_keys(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await Hands(pilot, app).press("m", "p", "enter")
        hands = Hands(pilot, app)
        await hands.press("j", "full_stop")
        hands.spent(2)
        assert row_in_store(caseload, list_of(app).table.case_id or 0).waiting_on == "person"


async def test_a_document_is_marked_received_with_at_most_three_keys(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await Hands(pilot, app).press("slash", Text("C-1"), "enter")
        hands = Hands(pilot, app)
        await hands.press("enter", "2", "r")
        hands.spent(3)
    connection = caseload.reader()
    try:
        assert connection.execute("SELECT state FROM documents WHERE case_id = 1").fetchone() == ("received",)
    finally:
        connection.close()


async def test_an_inquiry_is_logged_with_at_most_twelve_keys_and_its_text(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        hands = Hands(pilot, app)
        await settle(pilot, app)
        await hands.press("i", Text("J. Ortiz"), "tab", "a", "t", "tab", "tab", "e", "tab", "tab", "tab")
        await hands.press(Text("status"), "ctrl+s")
        hands.spent(12)
    connection = caseload.reader()
    try:
        logged = connection.execute("SELECT enquirer, capacity, channel, subject FROM inquiries ORDER BY id").fetchall()
    finally:
        connection.close()
    assert logged[-1] == ("J. Ortiz", "attorney", "email", "status")


async def test_forty_marked_cases_are_reassigned_with_at_most_five_keys(forty: Store, app_on: Make) -> None:
    app = app_on(forty)
    async with app.run_test(size=(120, 36)) as pilot:
        await Hands(pilot, app).press("slash", Text("officer:alvarez"), "enter", "asterisk")
        assert len(list_of(app).table.marks) == 40
        hands = Hands(pilot, app)
        await hands.press("A", "o", "k", "enter", "enter")
        hands.spent(5)
        assert {row_in_store(forty, number).officer for number in range(1, 41)} == {"okafor"}


@pytest.mark.parametrize("text", ["okafor", "chidi", "o'brien", "205552010", "A205552010", "552010", "c-6"])
async def test_a_case_is_found_with_two_keys_and_any_part_of_its_name_or_number(
    caseload: Store, app_on: Make, text: str
) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        hands = Hands(pilot, app)
        await hands.press("slash", Text(text), "enter")
        hands.spent(2)
        assert case_of(app) == "C-6"
