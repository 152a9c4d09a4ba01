"""The pictures of the reports about the whole of the work."""

from __future__ import annotations

from typing import Any

from cpo_tui.documents.oversight_pictures import AGE_NAMES, age_bars
from cpo_tui.ui.entries.oversight import ages as entries_of

RANGES = {"to 30": 2, "to 90": 0, "to 180": 1, "to 365": 0, "over 365": 0}


def _age(*, known: bool) -> dict[str, Any]:
    ranges = RANGES if known else dict.fromkeys(RANGES, 0)
    return {"ranges": ranges, "median": 12 if known else None, "unknown": 1 if known else 4, "queries": {}}


AGES = {name: _age(known=name != "stage") for name in AGE_NAMES}


def test_an_age_that_no_case_has_is_no_picture() -> None:
    found = age_bars(AGES)
    assert list(found) == ["case", "officer", "untouched"]
    assert found["case"].title == "Age of the case: median 12 d, 1 without a date"
    assert age_bars({"stage": _age(known=False)}) == {}


def test_on_the_screen_its_line_stays() -> None:
    made = entries_of({"ages": AGES, "stages": []}, 78)
    words = ["".join(part for part, _ in left) for one in made for left, _ in one.rows]
    assert not any("Age in stage" in line or "median none" in line for line in words)
    assert any(line.strip().startswith("age in stage") for line in words)
    assert sum("4 unknown" in line for line in words) == 1
