"""The file of a case says where the person was by their other cases; of a protected one the screen has the reference."""

from __future__ import annotations

from datetime import date

from cpo_tui.actions import timeline
from cpo_tui.actions.casefile import case_file
from cpo_tui.actions.cases import add_case
from cpo_tui.actions.context import Context


def _case(context: Context, reference: str, number: str) -> int:
    made = add_case(context, {"reference": reference, "a_number": number, "full_name": "Ana Pérez"}).made
    assert made is not None
    return made


def test_stays_of_other_cases_by_the_number_alone(context: Context) -> None:
    here = _case(context, "C-1", "A212345678")
    before, kept, other, none = (
        _case(context, reference, number)
        for reference, number in (("C-0", "A212345678"), ("C-2", "A212345678"), ("C-3", "A219004411"), ("C-4", ""))
    )
    for case_id in (before, kept, other, none):
        timeline.add_event(context, [case_id], "custody_book_in", "2025-12-04")
    timeline.add_event(context, [before], "custody_released", "2026-01-10")
    timeline.add_flag(context, [kept], "victim_of_trafficking")
    told = {
        "file": [("C-0", False)], "asked": [("C-0", False)], "screen": [("C-0", False), ("C-2", True)],
    }  # fmt: skip
    for where, those in told.items():
        file = case_file(
            context, context.connection, here, include_protected=where == "asked", on_screen=where == "screen"
        )
        assert [(one["case"], one["protected"]) for one in file["other_cases"]] == those
        assert [(one["first"], one["last"], one["custody"]) for one in file["other_cases"][0]["stays"]] == [
            (date(2025, 12, 4), date(2026, 1, 9), "detained"),
            (date(2026, 1, 10), None, "released"),
        ]
        assert all(one["stays"] == [] for one in file["other_cases"][1:])
        assert file["stays"] == []
    assert case_file(context, context.connection, none)["other_cases"] == []
