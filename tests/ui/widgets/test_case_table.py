"""The list of cases: a cursor that belongs to a case, marks that stay, and no more work than lines that change."""

from __future__ import annotations

import pytest
from tests.ui.conftest import pages_of, row_of
from textual.app import App, ComposeResult
from textual.message import Message
from textual.strip import Strip

from cpo_tui.domain.cases import CaseRow
from cpo_tui.ui import themes
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.reads.pages import CasePages
from cpo_tui.ui.widgets.case_table import CaseTable


class Bench(App[None]):
    """Nothing but a list."""

    CSS = "CaseTable { height: 1fr; }"

    def __init__(self, pages: CasePages) -> None:
        super().__init__()
        self.pages = pages
        self.said: list[Message] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(themes.THEMES[0].variables)

    def compose(self) -> ComposeResult:
        yield CaseTable(self.pages, Moment.present())

    @property
    def table(self) -> CaseTable:
        return self.query_one(CaseTable)

    def on_window_table_cursor_moved(self, message: CaseTable.CursorMoved) -> None:
        self.said.append(message)


def rows(count: int) -> list[CaseRow]:
    return [row_of(number) for number in range(1, count + 1)]


async def test_the_cursor_stays_in_the_list_and_in_sight() -> None:
    app = Bench(pages_of(rows(500)))
    async with app.run_test(size=(100, 20)) as pilot:
        table = app.table
        for place, wanted in ((10, 10), (-5, 0), (9_999, 499), (250, 250)):
            table.move_to(place)
            await pilot.pause()
            assert table.place == wanted
            top = table.scroll_offset.y
            assert top <= wanted < top + table.size.height - 1
            assert table.row is not None
            assert table.row.id == wanted + 1
        assert "Person 251" in "".join(table.render_line(y).text for y in range(table.size.height))


async def test_one_step_paints_two_lines() -> None:
    app = Bench(pages_of(rows(500)))
    async with app.run_test(size=(100, 20)) as pilot:
        table = app.table
        table.move_to(5)
        await pilot.pause()
        drawn: list[int] = []
        draw = table.render_line

        def counted(y: int) -> Strip:
            drawn.append(y)
            return draw(y)

        table.render_line = counted  # type: ignore[method-assign]
        table.move_by(1)
        await pilot.pause()
        assert sorted(set(drawn)) == [6, 7]


async def test_a_screen_of_a_long_list_fetches_one_or_two_pages() -> None:
    pages = pages_of(rows(20_000))
    app = Bench(pages)
    async with app.run_test(size=(100, 40)) as pilot:
        before = pages.fetched
        app.table.move_to(19_000)
        await pilot.pause()
        assert pages.fetched - before <= 2


async def test_the_cursor_follows_the_case_into_another_list() -> None:
    app = Bench(pages_of(rows(50)))
    async with app.run_test(size=(100, 20)) as pilot:
        table = app.table
        table.move_to(30)
        table.set_marks({31, 7})
        await pilot.pause()
        table.show(pages_of([row_of(number) for number in (40, 31, 2)]), keep=31)
        await pilot.pause()
        assert (table.place, table.case_id) == (1, 31)
        assert table.marks == {31, 7}
        table.show(pages_of([]), keep=31)
        await pilot.pause()
        assert table.case_id is None
        assert table.row is None
        assert isinstance(app.said[-1], CaseTable.CursorMoved)
        assert app.said[-1].row_id is None


async def test_marks_step_on_and_come_off() -> None:
    app = Bench(pages_of(rows(5)))
    async with app.run_test(size=(100, 20)) as pilot:
        table = app.table
        table.toggle_mark()
        table.toggle_mark()
        await pilot.pause()
        assert (table.marks, table.place) == ({1, 2}, 2)
        table.move_to(0)
        table.toggle_mark()
        await pilot.pause()
        assert table.marks == {2}
        assert table.render_line(2).text.startswith("▌")
        assert table.render_line(1).text.startswith(" ")


async def test_an_empty_list_says_what_to_do() -> None:
    app = Bench(pages_of([]))
    async with app.run_test(size=(60, 15)) as pilot:
        app.table.empty = ("There are no cases yet.", "I reads a file.")
        app.table.refresh()
        await pilot.pause()
        lines = [app.table.render_line(y).text.strip() for y in range(15)]
        assert "There are no cases yet." in lines
        assert "I reads a file." in lines
        app.table.move_by(1)
        app.table.toggle_mark()
        assert app.table.marks == set()


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (40, 12), (300, 80)])
async def test_any_size_of_screen(size: tuple[int, int]) -> None:
    app = Bench(pages_of(rows(100)))
    async with app.run_test(size=size) as pilot:
        for _ in range(3):
            app.table.move_by(7)
            await pilot.pause()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.table.place == 21
        assert app.table.row is not None


async def test_a_click_puts_the_cursor_and_a_second_chooses() -> None:
    app = Bench(pages_of(rows(30)))
    async with app.run_test(size=(100, 20)) as pilot:
        assert await pilot.click(CaseTable, offset=(10, 4))
        assert app.table.place == 3
        assert await pilot.click(CaseTable, offset=(10, 0))
        assert app.table.place == 3
