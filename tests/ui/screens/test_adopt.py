"""Changing the law on the screen: looked at first, adopted with a reason, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.ui.conftest import corpus
from tests.ui.screens.test_case import shown
from tests.ui.screens.test_caseload import Text, enter, press, settle, text_of
from textual.pilot import Pilot

from cpo_tui.actions import timeline
from cpo_tui.actions.context import acting
from cpo_tui.rules.compare import Change, Comparison
from cpo_tui.rules.pack import PACK_FOLDER, Problem
from cpo_tui.store import deadlines, rulebook
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.entries import adoption as adopt_entries
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.screens.adopt import Adoption, Faults, fault_entries
from cpo_tui.ui.screens.case import CaseScreen
from cpo_tui.ui.screens.form import Form
from cpo_tui.ui.screens.rules import Rules

Make = Callable[..., CpoApp]
ARREST = "us-warrantless-arrest-custody-decision-48h"


def with_length(text: str, rule_id: str, amount: int) -> str:
    """The pack with another length for one rule, as version 2026.2."""
    at = text.index("amount = ", text.index(f'id = "{rule_id}"'))
    end = text.index("\n", at)
    return (text[:at] + f"amount = {amount}" + text[end:]).replace('version = "2026.1"', 'version = "2026.2"', 1)


@pytest.fixture
def shipped() -> str:
    return (PACK_FOLDER / "us-ice-ero.toml").read_text(encoding="utf-8")


@pytest.fixture
def arrested(caseload: Store) -> Store:
    with acting(caseload, "alvarez") as context:
        timeline.add_event(context, [1], "arrest_warrantless", "2026-03-02T08:00-05:00")
        timeline.add_event(context, [2], "arrest_warrantless", "2026-02-23T08:00-05:00")
    return caseload


def due(store: Store, case_id: int) -> object:
    connection = store.reader()
    try:
        return next(one.due_at for one in deadlines.of_case(connection, case_id) if one.rule == ARREST)
    finally:
        connection.close()


def adopted(store: Store) -> tuple[rulebook.Adopted, ...]:
    connection = store.reader()
    try:
        return rulebook.adopted(connection)
    finally:
        connection.close()


async def look(pilot: Pilot[int], app: CpoApp, path: Path) -> None:
    await press(pilot, app, "B", "a")
    assert isinstance(app.screen, Form)
    await enter(pilot, app, Text(str(path)), "ctrl+s")
    await settle(pilot, app)


async def test_a_change_is_looked_at_adopted_and_taken_back(
    arrested: Store, app_on: Make, tmp_path: Path, shipped: str
) -> None:
    path = tmp_path / "new.toml"
    path.write_text(with_length(shipped, ARREST, 72), encoding="utf-8")
    was = due(arrested, 1)
    app = app_on(arrested)
    async with app.run_test(size=(120, 36)) as pilot:
        await look(pilot, app, path)
        assert isinstance(app.screen, Adoption)
        top = text_of(app, "#adoption-top")
        assert "2026.1 → 2026.2" in top
        assert "2 move · 0 appear · 0 vanish" in top
        assert "Nothing has been changed yet." in top
        assert "2 open dates would move" in shown(app)
        await press(pilot, app, "enter")
        assert "Wed 4 Mar 2026 08:00 → Thu 5 Mar 2026 08:00" in shown(app)
        assert "1 day later" in shown(app)
        await press(pilot, app, "j", "enter")
        assert isinstance(app.screen, CaseScreen)
        await press(pilot, app, "escape")
        assert isinstance(app.screen, Adoption)
        assert due(arrested, 1) == was
        await press(pilot, app, "a")
        await enter(pilot, app, Text("amended rule of 1 March"), "ctrl+s")
        await settle(pilot, app)
        assert isinstance(app.screen, Rules)
        assert app.screen.book is not None
        assert app.screen.book.pack.version == "2026.2"
        assert due(arrested, 1) != was
        assert [one.pack_version for one in adopted(arrested)] == ["2026.2"]
        await press(pilot, app, "u", "enter")
        assert due(arrested, 1) == was
        assert adopted(arrested) == ()
        assert app.screen.book.pack.version == "2026.1"


async def test_leaving_changes_nothing(arrested: Store, app_on: Make, tmp_path: Path, shipped: str) -> None:
    path = tmp_path / "new.toml"
    path.write_text(with_length(shipped, ARREST, 72), encoding="utf-8")
    app = app_on(arrested)
    async with app.run_test(size=(80, 24)) as pilot:
        await look(pilot, app, path)
        await press(pilot, app, "escape")
        assert isinstance(app.screen, Rules)
        assert adopted(arrested) == ()


async def test_a_file_that_changed_since_it_was_looked_at_is_not_adopted(
    arrested: Store, app_on: Make, tmp_path: Path, shipped: str
) -> None:
    path = tmp_path / "new.toml"
    path.write_text(with_length(shipped, ARREST, 72), encoding="utf-8")
    app = app_on(arrested)
    async with app.run_test(size=(120, 36)) as pilot:
        await look(pilot, app, path)
        path.write_text(with_length(shipped, ARREST, 96), encoding="utf-8")
        await press(pilot, app, "a")
        await enter(pilot, app, Text("amended"), "ctrl+s")
        await settle(pilot, app)
        assert isinstance(app.screen, Adoption)
        assert adopted(arrested) == ()


async def test_every_fault_of_a_pack_is_named(arrested: Store, app_on: Make, tmp_path: Path, shipped: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(shipped.replace('unit = "hours"', 'unit = "fortnights"', 2), encoding="utf-8")
    app = app_on(arrested)
    async with app.run_test(size=(80, 24)) as pilot:
        await look(pilot, app, path)
        assert isinstance(app.screen, Faults)
        assert ARREST in shown(app)
        assert "fortnights" in shown(app)
        await press(pilot, app, "escape")
        assert isinstance(app.screen, Rules)


@pytest.mark.parametrize("name", ["nowhere.toml", "uk.toml"])
async def test_what_cannot_be_adopted_is_told(arrested: Store, app_on: Make, tmp_path: Path, name: str) -> None:
    (tmp_path / "uk.toml").write_bytes((PACK_FOLDER / "uk-home-office.toml").read_bytes())
    app = app_on(arrested)
    async with app.run_test(size=(120, 36)) as pilot:
        await look(pilot, app, tmp_path / name)
        assert isinstance(app.screen, Rules)
        assert adopted(arrested) == ()


@pytest.mark.parametrize("file", ["markup_injection.csv", "escape_injection.csv"])
def test_hostile_words_are_shown_and_not_obeyed(file: str, moment: Moment) -> None:
    for record in corpus(file):
        text = record["full_name"]
        change = Change(text, text, date(2026, 3, 4), None, (text,))
        found = Comparison((change,), (), (change,))
        entries = adopt_entries.adoption_entries(found, {}, ("moved", text), moment, 80)
        entries += fault_entries([Problem(text, text, text, text, text)], 80)
        words = "".join(part for entry in entries for left, right in entry.rows for part, _ in (*left, *right))
        assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in words), text
