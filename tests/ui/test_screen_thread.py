"""The thread of the screen never does work that grows with the caseload: what it asks of the store is counted, not timed."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from datetime import date

import pytest
from tests.ui.screens.test_caseload import settle

from cpo_tui.actions.context import acting
from cpo_tui.actions.importing import ImportOptions, import_file
from cpo_tui.actions.stores import make_store
from cpo_tui.domain.query.ordering import Order
from cpo_tui.exchange.extracts import Options
from cpo_tui.samples import write
from cpo_tui.store import window
from cpo_tui.store.connect import Connection, Store
from cpo_tui.store.search import Condition
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.screens.caseload import Caseload

CASES = 8_000
MOST_STEPS = 20_000
"""Steps of the database's machine in one read of the screen's thread: some milliseconds; a walk over every case has more."""
EVERY = 500
WALK = (
    "down", "pagedown", "end", "home", "asterisk", "exclamation_mark", "minus", "space", "M", "minus", "L", "1", "2", "3",
    "4", "5", "6", "7", "8", "9", "0", "backspace", "tab", "backspace", "slash", "g", "a", "escape", "backspace", "end", "p",
    "enter", "escape", "w", "escape", "plus", "Z", "R", "m", "down", "down", "enter", "end", "home",
)  # fmt: skip


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("many")
    write(folder, CASES, 1, date(2026, 3, 2), kinds=("cases",))
    store = make_store(folder / "many.cpo", None)
    with acting(store, "alvarez") as context:
        report = import_file(context, folder / "cases.csv", ImportOptions(Options()))
    assert report.counts.created == CASES
    return store


def _first_without_patience(connection: Connection, condition: Condition, order: Order) -> tuple[array[int], bool]:
    ids = window.ids_in_order(connection, condition, order, open_only=condition.open_only, limit=window.FIRST)
    return ids, len(ids) < window.FIRST


async def test_no_read_of_the_screen_grows_with_the_caseload(
    many: Store, app_on: Callable[..., CpoApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The first rows are looked for under a handler of their own, which would take the place of the one that counts.
    monkeypatch.setattr(window, "first_in_order", _first_without_patience)
    app = app_on(many)
    steps: dict[str, int] = {}
    pressed = "start"

    def tick() -> int:
        steps[pressed] = steps.get(pressed, 0) + EVERY
        return 0

    own = app.gateway._own
    execute = app.gateway.read_now

    def read_now(read: Callable[..., object]) -> object:
        before, steps[pressed] = steps.get(pressed, 0), 0
        try:
            return execute(read)
        finally:
            steps[pressed] = max(before, steps[pressed])

    own.set_progress_handler(tick, EVERY)
    app.gateway.read_now = read_now  # type: ignore[method-assign, assignment]
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot, app)
        for number, key in enumerate(WALK):
            pressed = f"{number} {key}"
            await pilot.press(key)
            await settle(pilot, app)
        screen = app.screen
        assert isinstance(screen, Caseload)
        assert len(screen.pages) > CASES // 2
        assert screen.pages.fetched <= 10
    worst = max(steps, key=lambda one: steps[one])
    assert steps[worst] <= MOST_STEPS, (worst, steps[worst])
    assert any(steps.values()), "nothing was counted"


async def test_a_walk_over_every_case_would_be_counted(many: Store, app_on: Callable[..., CpoApp]) -> None:
    app = app_on(many)
    ticks = []
    own = app.gateway._own

    def tick() -> int:
        ticks.append(EVERY)
        return 0

    own.set_progress_handler(tick, EVERY)
    own.execute("SELECT count(*) FROM cases c INDEXED BY cases_worklist WHERE c.facility LIKE '%x%'").fetchone()
    assert sum(ticks) > MOST_STEPS
