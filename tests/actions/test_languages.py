"""The language that is proposed for a letter or an answer."""

from __future__ import annotations

import pytest

from cpo_tui.actions import cases, inquiries
from cpo_tui.actions.context import Context
from cpo_tui.actions.languages import language_of_inquiry, proposed_language


@pytest.mark.parametrize(
    ("spoken", "proposed"),
    [
        ("Spanish", "es"), ("español", "es"), ("Castellano", "es"), ("es", "es"), ("Spanish; Mam", "es"), ("Estonian", "en"),
        ("Mam, Spanish", "en"), ("Mandarin", "en"), ("", "en"), (None, "en"),
    ],
)  # fmt: skip
def test_the_first_language_of_a_person_proposes(spoken: str | None, proposed: str) -> None:
    assert proposed_language(spoken) == proposed


@pytest.mark.parametrize(("capacity", "proposed"), [("person", "es"), ("attorney", "en"), ("family", "en")])
def test_only_the_person_is_answered_in_what_the_person_speaks(context: Context, capacity: str, proposed: str) -> None:
    cases.edit_case(context, 1, {"language": "Spanish"})
    values = {"enquirer": "Person 1", "capacity": capacity, "question": "?"}
    for case_ids, expected in (([1], proposed), ([2], "en"), ([], "en")):
        made = inquiries.add_inquiry(context, case_ids, values).made
        assert made is not None
        assert language_of_inquiry(context.connection, made) == expected
