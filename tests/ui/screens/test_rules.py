"""The rules of law on the screen: found, read, and followed to the cases they touch."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.ui.conftest import corpus
from tests.ui.screens.test_case import shown
from tests.ui.screens.test_caseload import Text, press, settle, text_of

from cpo_tui.actions import timeline
from cpo_tui.actions.context import acting
from cpo_tui.rules.pack import PACK_FOLDER, load
from cpo_tui.store import deadlines
from cpo_tui.store.connect import Connection, Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.entries import rules as rule_entries
from cpo_tui.ui.reads.law import RuleBook
from cpo_tui.ui.screens.case import CaseScreen
from cpo_tui.ui.screens.rules import Rules, RuleScreen

Make = Callable[..., CpoApp]
ARREST = "us-warrantless-arrest-custody-decision-48h"


@pytest.fixture
def arrested(caseload: Store) -> Store:
    """The first two cases were arrested without a warrant, one this morning and one a week ago."""
    with acting(caseload, "alvarez") as context:
        timeline.add_event(context, [1], "arrest_warrantless", "2026-03-02T08:00-05:00")
        timeline.add_event(context, [2], "arrest_warrantless", "2026-02-23T08:00-05:00")
    return caseload


async def test_rules_are_found_by_words_status_and_class(arrested: Store, app_on: Make) -> None:
    app = app_on(arrested)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "B")
        screen = app.screen
        assert isinstance(screen, Rules)
        every = len(screen.found)
        assert every > 100
        assert "with caution ?" in text_of(app, "#law-top")
        await press(pilot, app, "slash", Text("warrantless 48"), "enter")
        assert [rule.id for rule in screen.found] == [ARREST]
        assert "8 CFR 287.3(d)" in text_of(app, "#preview")
        await press(pilot, app, "escape")
        assert len(screen.found) == every
        await press(pilot, app, "s")
        assert all(rule.caution for rule in screen.found)
        assert 0 < len(screen.found) < every
        assert all(" ?" in line for line in shown(app).splitlines())
        await press(pilot, app, "s", "v")
        assert {(rule.status.value, rule.severity.value) for rule in screen.found} == {("in_force", "due_process")}
        await press(pilot, app, "escape", "escape")
        assert not isinstance(app.screen, Rules)


async def test_a_rule_tells_all_and_leads_to_its_cases(arrested: Store, app_on: Make) -> None:
    app = app_on(arrested)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "B", "slash", Text(ARREST), "enter", "enter")
        assert isinstance(app.screen, RuleScreen)
        said = shown(app)
        assert "source read ✓" in said
        assert "!arrest_warrant" in said  # the condition for the engine beside the English one
        assert "custody = detained AND" in said
        assert "versions 2" in said
        assert "open dates 2" in said
        assert said.index("Nguyễn Văn An") < said.index("García López")  # the earliest first
        await press(pilot, app, "c", "enter")
        assert isinstance(app.screen, CaseScreen)
        assert app.screen.case_id == 2
        await press(pilot, app, "escape")
        assert isinstance(app.screen, RuleScreen)


async def test_another_version_can_be_read(arrested: Store, app_on: Make) -> None:
    app = app_on(arrested)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "B", "slash", Text(ARREST), "enter", "enter")
        screen = app.screen
        assert isinstance(screen, RuleScreen)
        assert screen.file is not None
        other = next(one.id for one in screen.file.versions if one.id != ARREST)
        screen.entries.move_to_key(("rule", other))
        await press(pilot, app, "enter")
        assert screen.rule_id == other
        assert "superseded" in text_of(app, "#rule-band")
        assert "? with caution" in shown(app)
        assert "from memory ?" in shown(app)


async def test_a_pack_that_cannot_be_read_here_is_told_in_a_banner(
    arrested: Store, app_on: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def problem(_: Connection) -> str:
        return "Rules us-ice-ero 2027.1 cannot be read here; an earlier version computes the dates."

    monkeypatch.setattr(deadlines, "pack_problem", problem)
    app = app_on(arrested)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, app, "B")
        assert text_of(app, "#law-top").startswith("! Rules us-ice-ero 2027.1 cannot be read here")


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)])
async def test_it_works_on_every_screen(arrested: Store, app_on: Make, size: tuple[int, int]) -> None:
    app = app_on(arrested)
    async with app.run_test(size=size) as pilot:
        await press(pilot, app, "B", "j", "j", "k", "pagedown", "G", "g")
        assert isinstance(app.screen, Rules)
        assert app.screen.entries.key == app.screen.found[0].id
        await press(pilot, app, "enter", "j", "pagedown")
        assert isinstance(app.screen, RuleScreen)
        await press(pilot, app, "escape", "escape")
        await settle(pilot, app)
        assert len(app.screen_stack) == 1


@pytest.mark.parametrize("file", ["markup_injection.csv", "escape_injection.csv"])
@pytest.mark.parametrize("width", [40, 80, 120])
def test_hostile_words_of_a_pack_are_shown_and_not_obeyed(file: str, width: int) -> None:
    from dataclasses import replace

    pack = load(PACK_FOLDER / "us-ice-ero.toml")
    rule = pack.rule(ARREST)
    for record in corpus(file):
        text = record["full_name"]
        source = replace(rule.source, citation=text, url=text)
        bad = replace(rule, title=text, applies_when=text, notes=text, actor=text, source=source)
        book = RuleBook(pack, "", {})
        entries = rule_entries.rule_entries([bad], book, width)
        words = "".join(part for entry in entries for left, right in entry.rows for part, _ in (*left, *right))
        lines = rule_entries.preview_lines(bad, pack, 0)
        words += "".join(part for left, right in lines for part, _ in (*left, *right))
        assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in words), text


async def test_the_caseload_says_for_as_long_as_it_lasts_that_rules_cannot_be_read(
    arrested: Store, app_on: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadlines, "pack_problem", lambda _: "Rules us-ice-ero 2027.1 cannot be read here.")
    app = app_on(arrested)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot, app)
        assert "! rules unreadable, earlier ones count: B" in text_of(app, "#top")
