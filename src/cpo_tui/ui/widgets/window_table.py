"""A long list on the screen: a table over a list of ids that draws only the lines that are seen.

It holds no rows. It asks its `Source` for the row at a place when that line is drawn, keeps the drawn lines by what they
show, and repaints two lines when the cursor moves. So it costs the same with ten rows and with a million. What a row
looks like is its heirs' to say: the caseload (`case_table`) and the inbox (`inquiry_table`).
"""

from __future__ import annotations

from abc import abstractmethod
from array import array
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import ClassVar, Generic, Protocol, TypeVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from cpo_tui.ui.moment import Moment
from cpo_tui.ui.widgets.cells import fit
from cpo_tui.ui.widgets.jumping import Jumping

T = TypeVar("T")
Row_co = TypeVar("Row_co", covariant=True)


class Source(Protocol[Row_co]):
    """The rows of a list, in its order; places count from 0."""

    def __len__(self) -> int: ...

    def id_at(self, place: int) -> int:
        """The id of the row at a place."""
        ...

    def row_at(self, place: int) -> Row_co | None:
        """The row at a place; None where it is gone from the store."""
        ...

    def place_of(self, row_id: int) -> int | None:
        """The place of a row; None where the list does not hold it."""
        ...


@dataclass(frozen=True, slots=True)
class Look:
    """How a row stands in the list at the moment."""

    cursor: bool = False
    focused: bool = True
    marked: bool = False
    touched: bool = False
    fresh: bool = False

    @property
    def ground(self) -> str:
        """The role of the whole line."""
        if self.cursor:
            return "row-cursor" if self.focused else "row-blurred"
        return "row-marked" if self.marked else "row"


class WindowTable(ScrollView, Jumping, Generic[T], can_focus=True, inherit_bindings=False):
    """A list with a cursor and marks; both belong to rows, not to line numbers."""

    BINDINGS: ClassVar[list[BindingType]] = []

    class CursorMoved(Message):
        """The cursor stands on another row (None in an empty list)."""

        def __init__(self, row_id: int | None, place: int) -> None:
            self.row_id = row_id
            self.place = place
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            """Only the last of several moves matters."""
            return isinstance(message, WindowTable.CursorMoved)

    class MarksChanged(Message):
        """The set of marked rows is another one."""

    class Chosen(Message):
        """A row was chosen with the mouse."""

        def __init__(self, row_id: int) -> None:
            self.row_id = row_id
            super().__init__()

    def __init__(self, source: Source[T], moment: Moment, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.source = source
        self.moment = moment
        self.marks: set[int] = set()
        self.marks_before: array[int] = array("q")
        """The marks that were taken away last, all at once."""
        self.touched: set[int] = set()
        """Rows that were acted on since the list was taken; they stay in place, dimmed, until it is taken again."""
        self.place = 0
        self.on_move: Callable[[], object] | None = None
        """Called when the cursor has moved, before it is painted, so that what belongs to it is painted with it."""
        self.empty: tuple[str, ...] = ()
        """What an empty list says, a line each; safe already."""
        self._strips: LRUCache[tuple[object, ...], list[Strip]] = LRUCache(1024)
        self._wide = 0

    # ------------------------------------------------------------------ what it shows

    @property
    def row_id(self) -> int | None:
        """The id of the row under the cursor; None in an empty list."""
        return self.source.id_at(self.place) if 0 <= self.place < len(self.source) else None

    @property
    def row(self) -> T | None:
        """The row under the cursor; None in an empty list, or where it is gone."""
        return self.source.row_at(self.place) if self.row_id is not None else None

    @property
    def wide(self) -> int:
        """The cells of a line, without those of the scroll bar; measured when the layout changes, not at each key."""
        if not self._wide:
            self._wide = self.scrollable_content_region.width
        return self._wide

    @property
    @abstractmethod
    def lines_each(self) -> int:
        """How many lines a row takes at this width."""

    @abstractmethod
    def header(self, width: int) -> Strip:
        """The line of titles above the rows."""

    @abstractmethod
    def lines(self, row: T | None, look: Look, width: int) -> list[Strip]:
        """The lines of a row, `lines_each` of them; of None where it is gone from the store."""

    @abstractmethod
    def stamp(self, row: T) -> Hashable:
        """What tells one version of a row from another, so that drawn lines can be kept."""

    @property
    def page(self) -> int:
        """How many rows are seen at once."""
        return max(1, (self.size.height - 1) // self.lines_each)

    def show(self, source: Source[T], *, keep: int | None = None) -> None:
        """Show another list; the cursor stays on the row `keep` where that is in it, else on the nearest line."""
        before = self.place
        self.source = source
        self.touched.clear()
        self._strips.clear()
        self._measure()
        found = None if keep is None else source.place_of(keep)
        self.place = max(0, min(before if found is None else found, len(source) - 1))
        self._scroll_into_view()
        self.refresh()
        self._tell_moved()

    def changed(self, row_ids: Iterable[int]) -> None:
        """Draw again what shows these rows; their new versions are asked of the source."""
        changed = set(row_ids)
        self.touched.update(changed)
        if not changed:
            self.refresh()
            return
        first = self.scroll_offset.y // self.lines_each
        for place in range(first, min(first + self.page + 1, len(self.source))):
            if self.source.id_at(place) in changed:
                self._repaint(place)

    def forget_lines(self) -> None:
        """Draw every line anew, because a line looks otherwise now."""
        self._strips.clear()
        self.refresh()

    def is_fresh(self, row: T) -> bool:  # noqa: ARG002 - for heirs to answer
        """Whether a row is new to the one who looks."""
        return False

    def title_clicked(self, x: int) -> None:
        """The mouse pointed at the header; for heirs to answer."""

    def set_moment(self, moment: Moment) -> None:
        """The words of time are those of another moment."""
        if moment != self.moment:
            self.moment = moment
            self._strips.clear()
            self.refresh()

    # ------------------------------------------------------------------ cursor

    def move_to(self, place: int) -> None:
        """Put the cursor on a place (the nearest one, where that is outside the list) and show it."""
        place = max(0, min(place, len(self.source) - 1))
        before, self.place = self.place, place
        if before != place:
            self._scroll_into_view()
            self._repaint(before)
            self._repaint(place)
            self._tell_moved()
        else:
            self._scroll_into_view()

    def _tell_moved(self) -> None:
        if self.on_move is not None:
            self.on_move()
        self.post_message(self.CursorMoved(self.row_id, self.place))

    def move_by(self, places: int) -> None:
        """Move the cursor by so many rows."""
        self.move_to(self.place + places)

    def page_by(self, pages: int) -> None:
        """Move the cursor by so many screens."""
        self.move_by(pages * max(1, self.page - 1))

    def move_to_end(self, *, last: bool) -> None:
        """Move the cursor to the first or the last row."""
        self.move_to(len(self.source) - 1 if last else 0)

    def _scroll_into_view(self) -> None:
        height = max(1, self.size.height - 1)
        top, bottom = self.place * self.lines_each, (self.place + 1) * self.lines_each
        first = self.scroll_offset.y
        if top < first:
            self.scroll_to(y=top, animate=False, immediate=True)
        elif bottom > first + height:
            y = -((height - bottom) // self.lines_each) * self.lines_each  # whole rows, none cut at the top
            self.scroll_to(y=y, animate=False, immediate=True)

    # ------------------------------------------------------------------ marks

    def toggle_mark(self) -> None:
        """Mark the row under the cursor, or take its mark away, and step to the next."""
        row_id = self.row_id
        if row_id is None:
            return
        self.marks.symmetric_difference_update({row_id})
        self._repaint(self.place)
        self.post_message(self.MarksChanged())
        self.move_by(1)

    def set_marks(self, row_ids: Iterable[int]) -> None:
        """Mark exactly these rows."""
        self.take_marks(set(row_ids))

    def take_marks(self, marks: set[int]) -> None:
        """The same with a set that becomes the table's own."""
        if self.marks and not marks:
            self.marks_before = array("q", self.marks)
        self.marks = marks
        self.refresh()
        self.post_message(self.MarksChanged())

    # ------------------------------------------------------------------ drawing

    def _measure(self) -> None:
        self._wide = 0
        self.virtual_size = Size(self.wide, len(self.source) * self.lines_each + self.lines_each)

    def watch_show_vertical_scrollbar(self) -> None:
        """A scroll bar comes or goes: the lines have other room."""
        self._wide = 0

    def on_resize(self) -> None:
        """The columns are laid out for the new width."""
        self._strips.clear()
        self._measure()
        self._scroll_into_view()

    def notify_style_update(self) -> None:
        """Another theme: every line is drawn anew."""
        self._strips.clear()
        super().notify_style_update()

    def _repaint(self, place: int) -> None:
        lines = self.lines_each
        y = place * lines + 1 - self.scroll_offset.y
        if 0 < y < self.size.height:
            self.refresh(Region(0, y, self.size.width, lines))

    def jump_lines(self) -> Iterable[int]:
        """The first line of each row that is seen."""
        top, lines = self.scroll_offset.y, self.lines_each
        for y in range(1, self.size.height):
            place, line = divmod(y - 1 + top, lines)
            if line == 0 and place < len(self.source):
                yield y

    def jump_to(self, y: int) -> None:
        """Put the cursor on the row that begins in that line."""
        self.move_to((y - 1 + self.scroll_offset.y) // self.lines_each)

    def render_line(self, y: int) -> Strip:
        """The line that is seen at `y`, with its label while somebody jumps."""
        strip = self._line(y)
        return self.labelled(strip, y) if self.is_jumping else strip

    def _line(self, y: int) -> Strip:
        width = self.wide
        if y == 0:
            return self.header(width)
        place, line = divmod(y - 1 + self.scroll_offset.y, self.lines_each)
        if place >= len(self.source):
            return self._empty_line(y, width) if not len(self.source) else Strip.blank(width, self.style_of("row"))
        return self._lines_of(place, width)[line]

    def _empty_line(self, y: int, width: int) -> Strip:
        at = y - max(2, self.size.height // 3)
        words = self.empty[at] if 0 <= at < len(self.empty) else ""
        role = "ink" if at == 0 else "quiet"
        return Strip([Segment(fit(f"   {words}", width), self.style_of("row", role))], width)

    def _lines_of(self, place: int, width: int) -> list[Strip]:
        row_id = self.source.id_at(place)
        row = self.source.row_at(place)
        look = Look(
            cursor=place == self.place,
            focused=self.has_focus,
            marked=row_id in self.marks,
            touched=row_id in self.touched,
            fresh=row is not None and self.is_fresh(row),
        )
        key = (row_id, None if row is None else self.stamp(row), look, width)
        strips = self._strips.get(key)
        if strips is None:
            strips = self.lines(row, look, width)
            self._strips[key] = strips
        return strips

    # ------------------------------------------------------------------ mouse

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse points; a second click chooses the row."""
        at = event.get_content_offset_capture(self)
        y = at.y
        place = (y - 1 + self.scroll_offset.y) // self.lines_each
        if y == 0:
            self.title_clicked(at.x)
            return
        if y < 0 or place >= len(self.source):
            return
        self.move_to(place)
        if event.chain > 1 and (row_id := self.row_id) is not None:
            self.post_message(self.Chosen(row_id))
