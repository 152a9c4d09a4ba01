"""A bounded list of entries, each of one or more lines: the timeline, the documents, the history, the help, a choice.

Entries are built for the width that there is, so that what stands at the right stays there. Headings can stand between
entries; the cursor steps over them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from cpo_tui.ui.widgets.jumping import Jumping
from cpo_tui.ui.widgets.panel import Line, spread

Row = tuple[Line, Line]
"""One line: its parts at the left and its parts at the right."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: what it stands for, and its lines. An entry without a key is a heading and cannot be chosen."""

    key: object
    rows: tuple[Row, ...] = field(default=())

    @property
    def can_be_chosen(self) -> bool:
        """Whether the cursor can stand on it."""
        return self.key is not None


Build = Callable[[int], Sequence[Entry]]
"""From a width in cells to the entries."""


class EntryList(ScrollView, Jumping, can_focus=True, inherit_bindings=False):
    """A list of entries with a cursor; its keys are those of its screen."""

    class Moved(Message):
        """The cursor stands on another entry."""

        def __init__(self, entries: EntryList, key: object) -> None:
            self.entries = entries
            self.key = key
            super().__init__()

        def can_replace(self, message: Message) -> bool:
            """Only the last of several moves matters."""
            return isinstance(message, EntryList.Moved)

    class Chosen(Message):
        """An entry was chosen with the mouse."""

        def __init__(self, entries: EntryList, key: object) -> None:
            self.entries = entries
            self.key = key
            super().__init__()

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._build: Build | None = None
        self._entries: Sequence[Entry] = ()
        self._lines: list[tuple[int, Row]] = []
        self._tops: list[int] = []
        self.index = -1
        self.title_only = False
        """Whether the cursor is shown on the first line of an entry only, where entries are long texts."""

    # ------------------------------------------------------------------ what it shows

    @property
    def wide(self) -> int:
        """The cells of a line, without those of the scroll bar."""
        return self.scrollable_content_region.width

    @property
    def key(self) -> object:
        """What the entry under the cursor stands for; None where there is none."""
        return self._entries[self.index].key if 0 <= self.index < len(self._entries) else None

    @property
    def entries(self) -> Sequence[Entry]:
        """The entries as they are shown."""
        return self._entries

    def show(self, build: Build, *, keep: object = None, stay: bool = False) -> None:
        """Show what `build` makes; the cursor stays on the entry `keep` (else on the present one), or goes to the first.

        Where its entry is gone and the cursor is to `stay`, it goes to the one that took its place.
        """
        wanted = self.key if keep is None else keep
        at = self._places().index(self.index) if stay and self.index in self._places() else 0
        self._build = build
        self._lay_out()
        places = self._places()
        found = next((place for place in places if self._entries[place].key == wanted), None)
        self.index = found if found is not None else (places[min(at, len(places) - 1)] if places else -1)
        self._scroll_into_view()
        self.refresh()
        self.post_message(self.Moved(self, self.key))

    def _lay_out(self) -> None:
        self._entries = self._build(self.wide) if self._build is not None and self.wide else ()
        self._lines, self._tops = [], []
        for number, entry in enumerate(self._entries):
            self._tops.append(len(self._lines))
            self._lines += [(number, row) for row in entry.rows]
        self.virtual_size = Size(self.wide, len(self._lines))

    def on_resize(self) -> None:
        """The entries are laid out for the new width."""
        if self._build is not None:
            self.show(self._build)

    # ------------------------------------------------------------------ cursor

    def _places(self) -> list[int]:
        return [place for place, entry in enumerate(self._entries) if entry.can_be_chosen]

    def move_by(self, entries: int) -> None:
        """Move the cursor by so many entries, stopping at the ends."""
        places = self._places()
        if not places:
            return
        at = places.index(self.index) if self.index in places else 0
        self._move_to(places[max(0, min(at + entries, len(places) - 1))])

    def page_by(self, pages: int) -> None:
        """Move the cursor by so many screens."""
        self.move_by(pages * max(1, self.size.height - 1))

    def move_to_end(self, *, last: bool) -> None:
        """Move the cursor to the first or the last entry."""
        self.move_by(len(self._entries) if last else -len(self._entries))

    def move_to_key(self, key: object) -> None:
        """Move the cursor to the entry that stands for `key`, where there is one."""
        for place in self._places():
            if self._entries[place].key == key:
                self._move_to(place)
                return

    def _move_to(self, place: int) -> None:
        if place != self.index:
            self.index = place
            self.refresh()
            self.post_message(self.Moved(self, self.key))
        self._scroll_into_view()

    def _scroll_into_view(self) -> None:
        if not 0 <= self.index < len(self._entries):
            return
        first_place = (self._places() or [0])[0]
        top = 0 if self.index == first_place else self._tops[self.index]
        bottom = self._tops[self.index] + len(self._entries[self.index].rows)
        seen, height = self.scroll_offset.y, max(1, self.size.height)
        if top < seen:
            self.scroll_to(y=top, animate=False, immediate=True)
        elif bottom > seen + height:
            self.scroll_to(y=bottom - height, animate=False, immediate=True)

    # ------------------------------------------------------------------ drawing

    def jump_lines(self) -> Iterable[int]:
        """The first line of each entry that is seen and can be chosen."""
        top = self.scroll_offset.y
        for place in self._places():
            if 0 <= self._tops[place] - top < self.size.height:
                yield self._tops[place] - top

    def jump_to(self, y: int) -> None:
        """Put the cursor on the entry that begins in that line."""
        self._move_to(self._lines[y + self.scroll_offset.y][0])

    def render_line(self, y: int) -> Strip:
        """The line that is seen at `y`, with its label while somebody jumps."""
        strip = self._line(y)
        return self.labelled(strip, y) if self.is_jumping else strip

    def _line(self, y: int) -> Strip:
        width = self.wide
        at = y + self.scroll_offset.y
        if at >= len(self._lines):
            return Strip.blank(width, self.style_of("plain"))
        number, (left, right) = self._lines[at]
        ground = self.style_of()
        over: tuple[str, ...] = ()
        if number == self.index and (not self.title_only or at == self._tops[number]):
            over = ("cursor" if self.has_focus else "blurred",)
            ground = self.style_of(*over)
        segments = [Segment(words, self.style_of(*over, role)) for words, role in spread(left, right, width)]
        return Strip(segments).adjust_cell_length(width, ground)

    # ------------------------------------------------------------------ mouse

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse points; a second click chooses the entry."""
        at = event.get_content_offset_capture(self).y + self.scroll_offset.y
        if not 0 <= at < len(self._lines):
            return
        number = self._lines[at][0]
        if self._entries[number].can_be_chosen:
            self._move_to(number)
            if event.chain > 1:
                self.post_message(self.Chosen(self, self.key))
