"""How values stand in a report."""

from __future__ import annotations

import pytest

from cpo_tui.documents.casefile import fields_of, moment, named, table_of, text
from cpo_tui.documents.page import Fields


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("2026-03-02T14:00:00-05:00", "2026-03-02 14:00 -05:00"),
        ("2026-03-02T14:00:00.123+00:00", "2026-03-02 14:00 +00:00"),
        ("2026-03-02", "2026-03-02"),
        ("about noon", "about noon"),
        ("", ""),
    ],
)
def test_moments_can_be_read_and_days_stay_days(given: str, shown: str) -> None:
    assert moment(given) == shown


def test_codes_are_words_and_what_people_wrote_stays() -> None:
    assert named("kind", "nta_served") == "nta served"
    assert named("body", "see_file_7") == "see_file_7"
    assert named("due_at", "2026-03-02T14:00:00-05:00") == "2026-03-02 14:00 -05:00"


def test_values_have_one_form() -> None:
    assert [text(one) for one in (None, True, False, 0, ["a", 1], "x")] == ["", "yes", "no", "0", "a, 1", "x"]


def test_what_is_empty_takes_no_room() -> None:
    assert fields_of({"a": None, "b": 0, "c": "x"}, (("a", "A"), ("b", "B"), ("c", "C"))) == Fields(
        (("B", "0"), ("C", "x"))
    )
    assert table_of([], (("a", "A"),)) == []
