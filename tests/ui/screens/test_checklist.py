"""The checklist tab of a case and the documents of the caseload on the screen, by keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.ui.screens.test_case import shown
from tests.ui.screens.test_caseload import press, settle, text_of

from cpo_tui.actions import cases, document_life, timeline
from cpo_tui.actions.context import acting
from cpo_tui.domain.records import Document
from cpo_tui.store import reader
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.entries.cases import CHECKLIST
from cpo_tui.ui.entries.documents import PaperKey
from cpo_tui.ui.screens.case import CaseScreen
from cpo_tui.ui.screens.documents_worklist import Papers
from cpo_tui.ui.screens.entries_dialog import EntriesDialog
from cpo_tui.ui.screens.form import Form

Make = Callable[..., CpoApp]


@pytest.fixture
def held(caseload: Store) -> Store:
    """Every case is held for proceedings, with a hearing."""
    with acting(caseload, "alvarez") as context:
        for case_id in range(1, 7):
            cases.edit_case(context, case_id, {"stage": "in_proceedings", "custody_status": "detained"})
            facts = {"proceeding.type": "section_240"}
            timeline.add_event(context, [case_id], "nta_served", "2026-03-01", facts=facts)
            timeline.add_hearing(context, [case_id], "2026-05-04")
    return caseload


def states(store: Store, case_id: int) -> dict[str, str]:
    connection = store.reader()
    try:
        return {one.form or one.document: one.state for one in reader.of_case(connection, Document, case_id)}
    finally:
        connection.close()


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_what_blocks_the_next_step_is_on_top_and_received_with_one_key(
    held: Store, app_on: Make, size: tuple[int, int]
) -> None:
    app = app_on(held)
    async with app.run_test(size=size) as pilot:
        await press(pilot, app, "enter", "K")
        assert isinstance(app.screen, CaseScreen)
        screen = shown(app)
        assert "blocks the next step" in screen
        assert "next step Mon 4 May: hearing" in screen
        assert "not asked" in screen
        assert "I-862  Notice to Appear" in screen
        assert ("from the facility or its medical staff" in screen) == (size[0] >= 90)
        case_id = app.screen.case_id
        before = set(states(held, case_id))
        await press(pilot, app, "r")
        new = set(states(held, case_id)) - before
        assert [states(held, case_id)[name] for name in new] == ["received"]
        await press(pilot, app, "M")
        assert "asked for, not received" in shown(app)
        assert ("· chase Mon" in shown(app)) == (size[0] >= 90), "the wide screen also says when it is chased"
        await press(pilot, app, "u", "enter")
        assert "asked for, not received" not in shown(app)


async def test_a_document_is_accepted_rejected_and_waived_by_keyboard(held: Store, app_on: Make) -> None:
    app = app_on(held)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "enter", "K")
        assert isinstance(app.screen, CaseScreen)
        case_id = app.screen.case_id
        await press(pilot, app, "y")
        assert isinstance(app.screen, CaseScreen), "what has not come in has no checks to answer"
        paper = app.screen.paper
        assert paper is not None
        await press(pilot, app, "a", "z", "r", "x", *"torn", "enter")
        assert list(states(held, case_id).values()).count("rejected") == 1
        await press(pilot, app, "minus", *"copy", "enter")
        assert "rejected" not in states(held, case_id).values(), "every step was one of the same document"
        assert "waived" in states(held, case_id).values()
        assert app.screen.paper == paper


async def test_the_documents_of_the_caseload_lead_to_their_cases(held: Store, app_on: Make) -> None:
    app = app_on(held)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "enter", "K", "r", "escape", "escape", "P")
        assert isinstance(app.screen, Papers)
        assert "nobody has reviewed it" in shown(app)
        await press(pilot, app, "space")
        assert isinstance(app.screen, EntriesDialog)
        assert "chain of custody" in shown(app)
        await press(pilot, app, "escape", "enter")
        assert isinstance(app.screen, CaseScreen)
        case_id = app.screen.case_id
        await press(pilot, app, "y", "ctrl+s")
        assert isinstance(app.screen, Form), "nobody has answered the checks yet"
        await press(pilot, app, *["y", "enter"] * (len(app.screen.query("Input")) - 1))
        await press(pilot, app, "ctrl+s")
        assert "accepted" in states(held, case_id).values()
        await press(pilot, app, "escape", "o", "escape")


async def test_everything_that_is_known_of_a_document_is_shown(held: Store, app_on: Make) -> None:
    app = app_on(held)
    async with app.run_test(size=(120, 44)) as pilot:
        await press(pilot, app, "enter", "K")
        await press(pilot, app, "enter")
        assert isinstance(app.screen, EntriesDialog)
        assert "is needed" in shown(app)
        await press(pilot, app, "escape")
        await press(pilot, app, "r")
        assert isinstance(app.screen, CaseScreen)
        await press(pilot, app, "enter")
        assert isinstance(app.screen, EntriesDialog)
        told = shown(app)
        assert "received" in told
        assert "○ open" in told
        assert "chain of custody" in told
        assert "No file is attached." in told


async def test_who_looks_at_the_papers_of_a_protected_case_is_kept(held: Store, app_on: Make) -> None:
    with acting(held, "alvarez") as context:
        timeline.add_flag(context, [1], "asylum")
    app = app_on(held)
    async with app.run_test(size=(120, 36)) as pilot:
        for case_id in (1, 2):
            app.push_screen(CaseScreen(case_id, tab=CHECKLIST))
            await settle(pilot, app)
    connection = held.reader()
    try:
        seen = connection.execute("SELECT count(*) FROM access_log WHERE kind = 'view_protected'").fetchone()[0]
    finally:
        connection.close()
    assert seen == 1


async def test_the_cursor_stays_on_the_document_that_a_step_moves(held: Store, app_on: Make) -> None:
    app = app_on(held)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "enter", "2", "j", "j")
        assert isinstance(app.screen, CaseScreen)
        entries, paper = app.screen.entries, app.screen.paper
        assert paper is not None
        assert paper.row_id is None
        seen = {entries.index}
        for keys in (("a",), ("r",), ("x", *"torn", "enter"), ("a",), ("u", "enter"), ("minus", *"copy", "enter")):
            await press(pilot, app, *keys)
            assert app.screen.paper == paper, keys
            seen.add(entries.index)
        assert len(seen) > 1, "its line has moved"


async def test_the_worklist_keeps_its_place_when_a_document_leaves_it(held: Store, app_on: Make) -> None:
    with acting(held, "alvarez") as context:
        for name in ("I-862", "I-213", "I-286"):
            document_life.receive(context, [1], name)
    app = app_on(held)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "P", "j")
        assert isinstance(app.screen, Papers)
        keys = [one.key for one in app.screen.entries.entries if one.can_be_chosen]
        await press(pilot, app, "enter")
        assert isinstance(app.screen, CaseScreen)
        assert app.screen.paper is not None
        assert (1, app.screen.paper.row_id) == keys[1], "the checklist opens at the document"
        await press(pilot, app, "minus", *"copy", "enter", "escape")
        assert isinstance(app.screen, Papers)
        assert app.screen.entries.key == keys[2], "the next one took its place"


async def test_the_keys_of_documents_say_where_they_work(held: Store, app_on: Make) -> None:
    app = app_on(held)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, app, "enter", "y")
        assert isinstance(app.screen, CaseScreen)
        assert "accept" not in text_of(app, "KeyLine")
        await press(pilot, app, "2")
        assert "y accept…" in text_of(app, "KeyLine")
        assert "a ask for" in text_of(app, "KeyLine")
        await press(pilot, app, "right_square_bracket")
        assert isinstance(app.screen.entries.key, PaperKey)
        assert app.screen.file is not None
        assert app.screen.file.papers is not None
