"""Reports are written from the screens that show what is in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ui.screens.test_caseload import Text, enter, press, settle

from cpo_tui.actions.context import acting
from cpo_tui.actions.reporting import check_report
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.screens.dialog import Confirm
from cpo_tui.ui.screens.form import Form

Make = Callable[..., CpoApp]


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        (("backspace", "g", "enter"), "case.html"),
        (("V",), "oversight.md"),
        (("T",), "caseload.json"),
        (("T", *["tab"] * 4), "handover.pdf"),
    ],
)
async def test_a_report_is_written_and_checked(
    caseload: Store, app_on: Make, tmp_path: Path, keys: tuple[str, ...], name: str
) -> None:
    path = tmp_path / name
    app = app_on(caseload)
    said: list[str] = []
    async with app.run_test(size=(120, 36)) as pilot:
        for key in keys:
            await press(pilot, app, key)
            await settle(pilot, app)
        app.say = lambda words, **_: said.append(words)  # type: ignore[method-assign]
        for again in (False, True):
            await press(pilot, app, "p")
            assert isinstance(app.screen, Form)
            await enter(pilot, app, Text(str(path)), "ctrl+s")
            await settle(pilot, app)
            if again:
                assert isinstance(app.screen, Confirm)
                path.write_bytes(b"old")
                await press(pilot, app, "y")
                await settle(pilot, app)
            with acting(caseload, "alvarez") as context:
                assert check_report(context, path).ok
    assert len(said) == 2
    assert all(words.startswith("Wrote the report") for words in said)
