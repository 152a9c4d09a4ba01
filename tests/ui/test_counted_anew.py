"""A store whose days were counted in another zone is counted anew before anything is changed, and it is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.ui.screens.test_caseload import press, settle

from cpo_tui.actions.context import is_settled, office
from cpo_tui.store.connect import Connection, Store
from cpo_tui.store.verify import verify
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.safety.locking import COUNTED_OTHERWISE, COUNTING_ANEW

HOME, AWAY = "America/New_York", "Asia/Tokyo"


def _problems(connection: Connection) -> tuple[object, ...]:
    return verify(connection, office()).problems


@pytest.mark.parametrize(
    ("zone", "read_only", "told", "settled"),
    [
        (HOME, False, "", True),
        (AWAY, False, COUNTING_ANEW, True),
        (HOME, True, "", True),
        (AWAY, True, COUNTED_OTHERWISE, False),
    ],
)
async def test_it_is_said_when_the_store_is_opened(
    caseload: Store,
    app_on: Callable[..., CpoApp],
    monkeypatch: pytest.MonkeyPatch,
    *,
    zone: str,
    read_only: bool,
    told: str,
    settled: bool,
) -> None:
    monkeypatch.setenv("CPO_TZ", zone)
    app = app_on(caseload, read_only=read_only)
    said: list[str] = []
    monkeypatch.setattr(app, "say", lambda words, **_: said.append(words))
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot, app)
        assert [words for words in said if "were counted in another zone" in words] == ([told] if told else [])
        assert app.gateway.read_now(is_settled) is settled


async def test_a_verb_changes_nothing_before_every_date_is_worked_out_anew(
    caseload: Store, app_on: Callable[..., CpoApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot, app)
        # As if somebody in another zone had worked in the store since it was opened.
        monkeypatch.setenv("CPO_TZ", AWAY)
        assert not app.gateway.read_now(is_settled)
        await press(pilot, app, "R")
        assert not app.gateway.read_now(is_settled)  # to look changes nothing
        await press(pilot, app, "t")
        await press(pilot, app, *"Ring", "tab", *"2026-03-09", "ctrl+s")
        await settle(pilot, app)
        assert app.gateway.read_now(is_settled)
        assert app.gateway.read_now(_problems) == ()
