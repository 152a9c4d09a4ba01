"""The picture of a case on the screen: of a protected other case its reference stands, and where to look."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.ui.screens.test_caseload import settle

from cpo_tui.actions import timeline
from cpo_tui.actions.cases import add_case
from cpo_tui.actions.context import acting
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.screens.case_picture import CasePicture


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)])
async def test_a_protected_other_case_is_named_and_no_more(
    caseload: Store, app_on: Callable[..., CpoApp], size: tuple[int, int]
) -> None:
    with acting(caseload, "alvarez") as context:
        for reference, flag in (("ERO-20400777", ""), ("ERO-20400129", "section_1367")):
            made = add_case(context, {"reference": reference, "a_number": "A212345678"}).made
            assert made is not None
            day = "2025-11-23" if flag else "2025-12-04"
            timeline.add_event(context, [made], "custody_book_in", day)
            if flag:
                timeline.add_flag(context, [made], flag)
    app = app_on(caseload)
    async with app.run_test(size=size) as pilot:
        await settle(pilot, app)
        screen = CasePicture(1)
        app.push_screen(screen)
        await settle(pilot, app)
        lines = ["".join(words for words, _ in left) for one in screen.entries.entries for left, _ in one.rows]
    text = " ".join(" ".join(lines).split())
    assert "ERO-20400129 protected: open it" in text
    assert "ERO-20400777 2025-12-04" in text
    assert "2025-11-23" not in text
    assert all(len(line) <= size[0] for line in lines)
