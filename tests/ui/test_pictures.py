"""Every screen at four sizes, on one invented caseload, so that a change of its look is a decision."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from tests.ui.screens.test_caseload import settle
from textual.pilot import Pilot

from cpo_tui.actions.demo import demo_store
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.reads import cases as reads

Make = Callable[..., CpoApp]
Compare = Callable[..., bool]

SIZES = ((120, 36), (80, 24), (40, 12), (200, 60))
SCREENS = {
    "case": ("enter",),
    "inquiries": ("enter", "3"),
    "deadlines": ("enter", "4"),
    "checklist": ("enter", "2"),
    "rules": ("B",),
    "rule": ("B", "enter"),
    "calendar": ("C",),
    "papers": ("P",),
    "inbox": ("Q",),
    "oversight": ("V",),
    "lint": ("D",),
    "team": ("T",),
    "imports": ("F",),
    "help": ("question_mark",),
    "changes": ("H",),
}


@pytest.fixture(scope="module")
def shown() -> Iterator[Store]:
    """A caseload that is only looked at; it is made once."""
    now = {"CPO_NOW": "2026-03-02T09:00:00-05:00", "CPO_TZ": "America/New_York", "CPO_OFFICER": "alvarez"}
    before = {name: os.environ.get(name) for name in now}
    os.environ.update(now)
    with demo_store(24, 7) as store:
        yield store
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen(
    snap_compare: Compare, shown: Store, app_on: Make, monkeypatch: pytest.MonkeyPatch, name: str, size: tuple[int, int]
) -> None:
    from textual.widgets import Input

    monkeypatch.setattr(Input, "cursor_blink", False)
    app = app_on(shown, read_only=True, demo=True)

    async def look(pilot: Pilot[int]) -> None:
        await settle(pilot, app)
        for key in SCREENS[name]:
            await pilot.press(key)
            await settle(pilot, app)

    assert snap_compare(app, terminal_size=size, run_before=look)


def test_the_pane_names_as_many_documents_as_the_list_counts(shown: Store) -> None:
    connection = shown.reader()
    counted = connection.execute("SELECT id, missing_documents FROM cases WHERE act_key IS NOT NULL").fetchall()
    assert any(count for _, count in counted)
    assert [(case_id, len(reads.detail_of(connection, case_id).needed)) for case_id, _ in counted] == counted
    connection.close()
