"""The main job from beginning to end, by keys: import, look, record, assign, undo, export, import again."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ui.screens.test_case import shown
from tests.ui.screens.test_caseload import Text, case_of, enter, fill, press, row_in_store, settle, text_of

from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.screens.case import CaseScreen
from cpo_tui.ui.screens.caseload import Caseload
from cpo_tui.ui.screens.dialog import Confirm
from cpo_tui.ui.screens.form import Form
from cpo_tui.ui.screens.import_desk import ImportDesk
from cpo_tui.ui.screens.import_result import ImportResult

Make = Callable[..., CpoApp]

CASES = """reference,a_number,full_name,officer,opened_on,next_hearing_on
J-1,A212345678,"García López, María Elena",alvarez,2026-01-05,2026-03-03
J-2,A219004411,Nguyễn Văn An,alvarez,2026-01-06,2026-03-12
J-3,A208771203,Оксана Петренко,okafor,2026-01-07,2026-04-20
"""


async def test_the_main_job(store: Store, app_on: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "extract.csv").write_text(CASES, encoding="utf-8")
    monkeypatch.chdir(folder)
    app = app_on(store)
    async with app.run_test(size=(120, 44)) as pilot:
        # import: the dry run first, then the commit
        await press(pilot, app, "I")
        await enter(pilot, app, Text("extract"), "enter")
        await settle(pilot, app)
        await press(pilot, app, "enter")
        assert isinstance(app.screen, ImportResult)
        assert app.screen.report.counts.created == 3
        await press(pilot, app, "enter", "backspace")
        assert case_of(app) == "J-1", "the nearest hearing is the first to act on"
        # open, read, record
        await press(pilot, app, "enter")
        assert isinstance(app.screen, CaseScreen)
        await press(pilot, app, "e")
        await fill(pilot, app, kind="contact", title="Called counsel")
        assert "Called counsel" in shown(app)
        await press(pilot, app, "escape")
        # assign two marked cases, see it, take it back
        await press(pilot, app, "space", "space", "a", "a")
        await enter(pilot, app, Text("lopez"), "enter")
        await settle(pilot, app)
        await press(pilot, app, "enter")
        assert [row_in_store(store, number).officer for number in (1, 2, 3)] == ["lopez", "lopez", "okafor"]
        await press(pilot, app, "u", "enter")
        assert [row_in_store(store, number).officer for number in (1, 2, 3)] == ["alvarez", "alvarez", "okafor"]
        # export the whole list
        await press(pilot, app, "minus", "x")
        assert isinstance(app.screen, Form)
        await fill(pilot, app, file=str(folder / "out.csv"))
        await press(pilot, app, "enter")
        with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
            written = list(csv.DictReader(file))
        assert [row["reference"] for row in written] == ["J-1", "J-2", "J-3"]
        assert written[0]["full_name"] == "García López, María Elena"
        # and import it again: nothing is new
        await press(pilot, app, "I")
        await enter(pilot, app, Text("out"), "enter")
        await settle(pilot, app)
        assert isinstance(app.screen, ImportDesk)
        await press(pilot, app, "c")
        assert isinstance(app.screen, ImportResult)
        assert (app.screen.report.counts.created, app.screen.report.counts.unchanged) == (0, 3)
        await press(pilot, app, "escape", "escape")
        assert isinstance(app.screen, Caseload)
        assert "3 open" in text_of(app, "#top")


async def test_a_file_that_is_there_is_replaced_only_after_a_yes(caseload: Store, app_on: Make, tmp_path: Path) -> None:
    target = tmp_path / "mine.csv"
    target.write_text("precious")
    app = app_on(caseload)
    async with app.run_test(size=(120, 44)) as pilot:
        await press(pilot, app, "space", "x")
        await fill(pilot, app, file=str(target))
        assert isinstance(app.screen, Confirm)
        await press(pilot, app, "escape")
        assert target.read_text() == "precious"
        await press(pilot, app, "x")
        await fill(pilot, app, file=str(target))
        await press(pilot, app, "y")
        await settle(pilot, app)
        assert "C-2" in target.read_text(encoding="utf-8")
        assert "C-3" not in target.read_text(encoding="utf-8")
