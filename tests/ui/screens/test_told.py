"""On a case: what was said and told on its timeline, promises kept or broken, other agencies asked and chased."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.ui.screens.test_case import open_case, shown
from tests.ui.screens.test_caseload import Text, enter, press, settle

from cpo_tui.actions import disclosing, promising, timeline
from cpo_tui.actions.communications import log_communication
from cpo_tui.actions.context import acting
from cpo_tui.store import commitments
from cpo_tui.store import inquiries as stored
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.screens.form import Form
from cpo_tui.ui.screens.reading import Reading

Make = Callable[..., CpoApp]


@pytest.fixture
def told(caseload: Store) -> Store:
    """The first case with a call, an answer that told something, and a promise."""
    with acting(caseload, "alvarez") as context:
        timeline.add_event(context, [1], "note", "2026-02-20", title="Interview held")
        timeline.add_representation(context, 1, "J. Ortiz", form="G-28", from_on="2025-12-11")
        log_communication(context, 1, "Counsel rang.\nAsks for [bold]copies[/].", party="J. Ortiz", channel="phone")
        disclosing.answer_inquiry(context, 1, disclosing.Answer("She is held in Tacoma.", ("custody",)))
        promising.make_promise(context, 1, "send the copies", "2026-03-06", to_whom="J. Ortiz")
    return caseload


async def test_the_timeline_shows_what_was_said_and_told_and_filters_it(told: Store, app_on: Make) -> None:
    app = app_on(told)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_case(pilot, app, "garcía")
        text = shown(app)
        assert "← phone from J. Ortiz" in text
        assert "→ word sent to J. Ortiz, attorney" in text
        assert "told J. Ortiz, attorney: custody" in text
        assert "G-28 in force since" in text
        assert text.index("told J. Ortiz") < text.index("Interview held")
        await press(pilot, app, "o")
        assert "Interview held" in shown(app)
        assert "Ortiz" not in shown(app)
        await press(pilot, app, "o")
        assert "only what was said and sent" in shown(app)
        assert "phone from" in shown(app)
        assert "Interview held" not in shown(app)
        await press(pilot, app, "o")
        assert "told J. Ortiz" in shown(app)
        assert "phone from" not in shown(app)
        await press(pilot, app, "enter")
        assert isinstance(app.screen, Reading)
        assert "She is held in Tacoma." in shown(app)
        await press(pilot, app, "escape", "o")
        assert "Interview held" in shown(app)
        assert "phone from" in shown(app)


async def test_a_call_is_kept_and_its_promise_taken_by_one_key(told: Store, app_on: Make) -> None:
    app = app_on(told)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_case(pilot, app, "garcía")
        await press(pilot, app, "m")
        await enter(pilot, app, Text("Ana López"), "tab", Text("phone"), "tab", "tab", "tab")
        await enter(pilot, app, Text("Le llamo el martes."), "ctrl+s")
        await settle(pilot, app)
        assert isinstance(app.screen, Form)
        await enter(pilot, app, "ctrl+s")
        await settle(pilot, app)
        assert "phone from Ana López" in shown(app)
    connection = told.reader()
    found = [(one.words, str(one.due_at)[:10]) for one in commitments.promises(connection, case_id=1)]
    said = stored.said_about(connection, case_id=1)
    connection.close()
    assert ("Le llamo el martes", "2026-03-03") in found
    assert "Le llamo el martes." in [one.body for one in said]


async def test_a_promise_is_kept_broken_and_explained(told: Store, app_on: Make) -> None:
    app = app_on(told)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_case(pilot, app, "garcía")
        await press(pilot, app, "3", "G", "k")
        assert "send the copies" in shown(app)
        await press(pilot, app, "r")
        assert "kept" in shown(app)
        await press(pilot, app, "u", "enter")
        await press(pilot, app, "G", "k", "enter")
        await enter(pilot, app, Text("broken"), "ctrl+s")
        await settle(pilot, app)
        # A broken promise needs its reason.
        connection = told.reader()
        assert commitments.promise(connection, 1).settled_as is None
        connection.close()
        await press(pilot, app, "G", "k", "enter")
        await enter(pilot, app, Text("broken"), "tab", Text("no copier"), "ctrl+s")
        await settle(pilot, app)
        assert "broken" in shown(app)
        assert "no copier" in shown(app)


async def test_an_agency_is_asked_chased_and_answers(told: Store, app_on: Make) -> None:
    app = app_on(told)
    async with app.run_test(size=(120, 36)) as pilot:
        await open_case(pilot, app, "garcía")
        await press(pilot, app, "3", "R")
        await enter(pilot, app, Text("consulate"), "tab", Text("travel document"), "tab", Text("passport"), "ctrl+s")
        await settle(pilot, app)
        assert "travel document · consulate: passport" in shown(app)
        await press(pilot, app, "G", "k", "r")
        await enter(pilot, app, "ctrl+s")
        await settle(pilot, app)
        assert "chased 1 ×" in shown(app)
        await press(pilot, app, "G", "k", "r")
        await enter(pilot, app, Text("Issued."), "tab", "tab", Text("1 sep"), "ctrl+s")
        await settle(pilot, app)
        assert "Issued." in shown(app)
        assert "until Tue 1 Sep" in shown(app)


async def test_a_consent_is_entered_where_the_gate_needs_it(told: Store, app_on: Make) -> None:
    app = app_on(told)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_case(pilot, app, "garcía")
        await press(pilot, app, "Y")
        await enter(pilot, app, Text("Ana López"), "tab", Text("custody, dates"), "tab", Text("60-001"), "ctrl+s")
        await settle(pilot, app)
        await press(pilot, app, "3", "G")
        assert "Ana López: custody, dates   60-001" in shown(app)
        assert "counsel          J. Ortiz" in shown(app)
        await press(pilot, app, "enter")
        await enter(pilot, app, "tab", Text("by letter"), "ctrl+s")
        await settle(pilot, app)
        assert "withdrawn" in shown(app)
    connection = told.reader()
    found = connection.execute("SELECT recipient, scope, form, signed_on, withdrawn_on FROM consents").fetchall()
    connection.close()
    assert found == [("Ana López", "custody, dates", "60-001", "2026-03-02", "2026-03-02")]
