"""A case as a line of the list: cut to its cells, whatever the name; every state by a word and not by colour alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from rich.cells import cell_len
from rich.style import Style
from tests.ui.conftest import corpus, row_of

from cpo_tui.domain.cases import CaseRow
from cpo_tui.domain.columns import Chosen
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.widgets.case_lines import header, lines
from cpo_tui.ui.widgets.columns import COLUMNS, GAP, columns_of, layout
from cpo_tui.ui.widgets.window_table import Look

WIDTHS = (20, 40, 59, 60, 78, 100, 118, 150, 200)


def plain(*_roles: str) -> Style:
    return Style.null()


def text_of(row: CaseRow | None, moment: Moment, width: int = 118, look: Look | None = None) -> str:
    return "\n".join(strip.text for strip in lines(row, look or Look(), width, moment, plain))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_line_fills_its_width_exactly(width: int, moment: Moment) -> None:
    assert header(width, plain).cell_length == width
    for strip in lines(row_of(1), Look(), width, moment, plain):
        assert strip.cell_length == width
        assert cell_len(strip.text) == width


@pytest.mark.parametrize("width", WIDTHS)
def test_the_columns_fit(width: int) -> None:
    placed = layout(width)
    taken = sum(one.width for one in placed) + GAP * (len(placed) - 1)
    least = sum(column.least for column in COLUMNS if column.from_width <= width)
    assert taken <= max(width, least + GAP * (len(placed) - 1))
    assert placed[0].column.id == "act_by"


@pytest.mark.parametrize("width", [40, 78, 118])
def test_names_of_every_script_leave_the_columns_straight(width: int, moment: Moment) -> None:
    usual = lines(row_of(1), Look(), width, moment, plain)
    for record in corpus("unicode_names.csv"):
        row = row_of(1, full_name=record["full_name"] or "–")
        for strip, other in zip(lines(row, Look(), width, moment, plain), usual, strict=True):
            assert cell_len(strip.text) == width, record["full_name"]
            before = other.text.find("Person 1")
            assert strip.text[:before] == other.text[:before]


@pytest.mark.parametrize("file", ["markup_injection.csv", "escape_injection.csv"])
def test_hostile_text_is_shown_and_never_obeyed(file: str, moment: Moment) -> None:
    for record in corpus(file):
        for value in record.values():
            row = row_of(
                1, full_name=value or "", demand=value or "", reference=value or "-", a_number=None, facility=value
            )
            shown = text_of(row, moment, 200)
            assert shown.replace("\n", "").isprintable(), value
    marked = text_of(row_of(1, full_name="[bold]x[/bold] [/foo]"), moment, 200)
    assert "[bold]x[/bold] [/foo]" in marked


EST = timezone(timedelta(hours=-5))


@pytest.mark.parametrize(
    ("act_by", "due_at", "words"),
    [
        (date(2026, 2, 20), date(2026, 2, 28), "LATE 2 d"),
        (date(2026, 2, 27), date(2026, 3, 4), "now · due Wed"),
        (datetime(2026, 3, 1, 16, 0, tzinfo=EST), datetime(2026, 3, 2, 16, 0, tzinfo=EST), "today 16:00"),
        (date(2026, 3, 5), date(2026, 3, 6), "in 3 d (Thu)"),
        (date(2026, 4, 12), date(2026, 4, 12), "12 Apr"),
    ],
)
def test_the_left_edge_says_when(act_by: object, due_at: object, words: str, moment: Moment) -> None:
    assert f"◆ {words}" in text_of(row_of(1, act_by=act_by, due_at=due_at), moment)


def test_marks_holds_and_news_have_a_sign(moment: Moment) -> None:
    assert text_of(row_of(1), moment, look=Look(marked=True)).startswith("▌ ")
    assert text_of(row_of(1), moment, look=Look(fresh=True)).startswith("+ ")
    assert text_of(row_of(1, held_until=date(2026, 3, 9)), moment).startswith("  ‖ ")
    assert text_of(row_of(1, held_until=date(2026, 3, 1)), moment).startswith("  ◆ ")


def test_a_closed_case_and_one_that_is_gone_say_so(moment: Moment) -> None:
    closed = replace(row_of(1), lifecycle="closed", act_by=None, due_at=None, demand="")
    assert "closed" in text_of(closed, moment)
    assert "gone" in text_of(None, moment)
    assert len(text_of(None, moment, 40).splitlines()) == 2


def test_the_state_chooses_the_style(moment: Moment) -> None:
    asked: list[tuple[str, ...]] = []

    def style(*roles: str) -> Style:
        asked.append(roles)
        return Style.null()

    lines(row_of(1, act_by=date(2026, 2, 1), due_at=date(2026, 2, 2)), Look(cursor=True), 118, moment, style)
    assert ("row-cursor", "late") in asked
    lines(row_of(1), Look(marked=True, touched=True), 118, moment, style)
    assert ("row-marked", "ink", "touched") in asked


@pytest.mark.parametrize("width", [58, 64, 70, 78, 98, 118, 198])
def test_the_name_is_there_at_every_width_that_has_columns(width: int) -> None:
    placed = layout(width)
    assert placed[-1].column.id == "full_name"
    assert sum(wide for _, wide in placed) + GAP * (len(placed) - 1) <= width


def test_chosen_columns_keep_their_order_and_widths_and_the_last_give_way() -> None:
    chosen = columns_of(tuple(Chosen(name, width) for name, width in (("full_name", 30), ("age", 0), ("forecast", 0))))
    wide = layout(100, chosen)
    assert [(column.id, width) for column, width in wide][:2] == [("full_name", 30), ("age", 7)]
    assert [column.id for column, _ in layout(45, chosen)] == ["full_name", "age"]
