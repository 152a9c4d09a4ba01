"""Letters by keys: chosen, addressed, looked at with what stands against them, then kept and written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ui.screens.test_case import open_case, shown
from tests.ui.screens.test_caseload import Text, enter, press, settle

from cpo_tui.actions import letters, timeline
from cpo_tui.actions.context import acting
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.screens.entries_dialog import EntriesDialog
from cpo_tui.ui.screens.form import Form

Make = Callable[..., CpoApp]


def kept(store: Store) -> list[tuple[str, str]]:
    connection = store.reader()
    try:
        return list(connection.execute("SELECT template, recipient FROM letters"))
    finally:
        connection.close()


async def test_a_letter_is_looked_at_then_kept_and_written(
    caseload: Store, app_on: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = app_on(caseload)
    async with app.run_test(size=(120, 44)) as pilot:
        await open_case(pilot, app, "garcía")
        await press(pilot, app, "W")
        await enter(pilot, app, Text("acknow"), "enter")
        await settle(pilot, app)
        assert isinstance(app.screen, Form)
        await press(pilot, app, "ctrl+s")
        assert isinstance(app.screen, EntriesDialog)
        assert "lets it go to this person" in shown(app)
        assert "María Elena García López" in shown(app)
        assert "years of age" in shown(app)
        assert kept(caseload) == []
        await press(pilot, app, "w")
        await enter(pilot, app, "ctrl+u", Text("reply.txt"), "enter")
        await settle(pilot, app)
    assert kept(caseload) == [("acknowledgement", "García López, María Elena")]
    assert "María Elena" in (tmp_path / "reply.txt").read_text(encoding="utf-8")


async def test_what_stands_against_a_letter_is_told_before_anybody_writes(caseload: Store, app_on: Make) -> None:
    with acting(caseload, "alvarez") as context:
        timeline.add_flag(context, [1], "asylum")
    app = app_on(caseload)
    async with app.run_test(size=(120, 44)) as pilot:
        await open_case(pilot, app, "garcía")
        await press(pilot, app, "W")
        await enter(pilot, app, Text("deficiency"), "enter")
        await settle(pilot, app)
        await press(pilot, app, "ctrl+s")
        assert "× the gate  This letter may not go to this person" in shown(app)
        assert "García" not in shown(app).partition("Dear")[2].partition("\n")[2], "nothing of the case is filled in"
        await press(pilot, app, "w")
        assert isinstance(app.screen, EntriesDialog), "there is no way to send it"
        await press(pilot, app, "e")
        assert isinstance(app.screen, Form)
        await press(pilot, app, "escape")
    assert kept(caseload) == []


async def test_a_gap_is_told_with_what_to_do_about_it(caseload: Store, app_on: Make) -> None:
    app = app_on(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_case(pilot, app, "garcía")
        await press(pilot, app, "W")
        await enter(pilot, app, Text("handover"), "enter")
        await settle(pilot, app)
        await enter(pilot, app, Text("alvarez"))
        await press(pilot, app, "ctrl+s")
        assert "□ unfilled  stage: Enter it in the case first." in shown(app)
        await press(pilot, app, "w")
        assert isinstance(app.screen, EntriesDialog), "there is no way to send it"


async def test_the_address_that_was_last_written_to_is_proposed(caseload: Store, app_on: Make) -> None:
    with acting(caseload, "alvarez") as context:
        case_id = context.connection.execute(
            "SELECT c.id FROM cases c JOIN persons p ON p.id = c.person_id WHERE p.full_name LIKE 'García%'"
        ).fetchone()[0]
        name = context.connection.execute(
            "SELECT full_name FROM persons p JOIN cases c ON c.person_id = p.id WHERE c.id = ?", (case_id,)
        ).fetchone()[0]
        to = letters.Addressee(name, "person", "12 Elm St\nTacoma")
        letters.send_letter(context, "acknowledgement", case_id, to, fields={"inquiry": "2026-1"})
    app = app_on(caseload)
    async with app.run_test(size=(120, 44)) as pilot:
        await open_case(pilot, app, "garcía")
        await press(pilot, app, "W")
        await enter(pilot, app, Text("acknow"), "enter")
        await settle(pilot, app)
        await press(pilot, app, "ctrl+s")
        assert "12 Elm St" in shown(app)
        assert "Tacoma" in shown(app)
