"""R-AUD-1: who looked at a case of a protected category."""

from __future__ import annotations

from tests.trust.conftest import PASSPHRASE, Run

from cpo_tui.actions import inquiries, timeline
from cpo_tui.actions.context import acting
from cpo_tui.actions.viewing import note_view
from cpo_tui.store import access
from cpo_tui.store.connect import Store, open_store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.screens.case import CaseScreen
from cpo_tui.ui.screens.inquiry import InquiryScreen


def _views(store: Store) -> list[tuple[str, str, object]]:
    connection = store.reader()
    found = access.entries(connection, access.Wanted(kind="view_protected"))
    connection.close()
    return [(one.officer, str(one.source), one.detail["case"]) for one in found]


def test_r_aud_1_showing_a_protected_case_is_logged_and_another_is_not(encrypted: Store, cpo: Run) -> None:
    with acting(encrypted, "alvarez") as context:
        timeline.add_flag(context, [2], "asylum")
        assert note_view(context, 1) is False
    cpo("--store", encrypted.path, "--officer", "tran", "show", "C-1")
    cpo("--store", encrypted.path, "--officer", "tran", "show", "C-2")
    assert _views(open_store(encrypted.path, PASSPHRASE)) == [("tran", "cli", 2)]


async def test_r_aud_1_opening_a_protected_case_on_the_screen_is_logged(encrypted: Store) -> None:
    with acting(encrypted, "alvarez") as context:
        timeline.add_flag(context, [2], "asylum")
    app = CpoApp(encrypted, officer="alvarez", store_path=encrypted.path)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        app.push_screen(CaseScreen(1))
        await pilot.pause()
        app.push_screen(CaseScreen(2))
        for _ in range(300):
            await pilot.pause(0.01)
            if _views(encrypted):
                break
    assert _views(encrypted) == [("alvarez", "ui", 2)]


async def test_r_aud_1_an_inquiry_about_a_protected_case_is_logged_once(encrypted: Store) -> None:
    with acting(encrypted, "alvarez") as context:
        timeline.add_flag(context, [2], "asylum")
        inquiries.add_inquiry(context, [1, 2], {"enquirer": "Ana", "capacity": "family", "question": "Any news?"})
    app = CpoApp(encrypted, officer="alvarez", store_path=encrypted.path)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        screen = InquiryScreen(1)
        app.push_screen(screen)
        for _ in range(300):
            await pilot.pause(0.01)
            if _views(encrypted):
                break
        screen.cases_changed([2])
        await app.workers.wait_for_complete()
        await pilot.pause()
    assert _views(encrypted) == [("alvarez", "ui", 2)]
