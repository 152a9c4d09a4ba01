"""A table of a page at any width: no line runs over the edge, and no word of its last column is lost."""

from __future__ import annotations

import pytest

from cpo_tui.documents.page import Part, Table
from cpo_tui.ui.entries.page import entries
from cpo_tui.ui.widgets.cells import width_of

WORDS = "protected: open the case itself, and say why in the access log"
TABLE = Table(
    ("case", "from", "days", "began with"),
    (("ERO-20400129", "", "", WORDS), ("ERO-20400777", "2025-12-04", "37", "custody book in"), ("C-1", "", "", "")),
)


@pytest.mark.parametrize("width", [118, 78, 58, 50, 38, 24])
def test_the_last_column_goes_on_where_it_has_no_room(width: int) -> None:
    made = entries((Part("Custody", (TABLE,)),), width)
    rows = {one.key: ["".join(words for words, _ in left) for left, _ in one.rows] for one in made if one.key}
    assert len(rows) == 3
    assert all(width_of(line) <= width for lines in rows.values() for line in lines)
    first, second, third = rows.values()
    assert WORDS in " ".join(" ".join(first).split())
    assert "custody book in" in " ".join(" ".join(second).split())
    assert len(third) == 1


def test_it_goes_on_in_its_column_while_that_can_be_read() -> None:
    (_, _, first, *_) = entries((Part("Custody", (TABLE,)),), 78)
    lines = ["".join(words for words, _ in left) for left, _ in first.rows]
    assert len(lines) > 1
    assert {len(line) - len(line.lstrip()) for line in lines[1:]} == {lines[0].index("protected")}
