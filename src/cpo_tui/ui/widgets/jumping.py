"""Jump keys: a letter or two on every line that is seen, and the cursor goes where one types."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from itertools import product

from rich.segment import Segment
from textual import events
from textual.strip import Strip

from cpo_tui.ui.widgets.roles import Painted

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""The home row first: the nearest line has the nearest letter."""


def labels_for(count: int) -> list[str]:
    """So many labels, all of one length, so that none is the beginning of another."""
    if count <= len(LETTERS):
        return list(LETTERS[:count])
    pairs = ["".join(pair) for pair in product(LETTERS, repeat=2)]
    return pairs[:count]


class Jumping(Painted):
    """A list whose lines can be jumped to. While labels are shown every key is part of one, or ends it."""

    _labels: dict[int, str] | None = None
    _typed: str = ""

    @abstractmethod
    def jump_lines(self) -> Iterable[int]:
        """The lines of the widget, from its top, on which something begins that the cursor can stand on."""

    @abstractmethod
    def jump_to(self, y: int) -> None:
        """Put the cursor on what begins in that line."""

    @property
    def is_jumping(self) -> bool:
        """Whether labels are shown."""
        return self._labels is not None

    def begin_jump(self) -> None:
        """Show a label on every line that can be jumped to."""
        lines = list(self.jump_lines())
        self._labels = dict(zip(lines, labels_for(len(lines)), strict=False)) or None
        self._typed = ""
        self.refresh()

    def end_jump(self) -> None:
        """Take the labels away."""
        self._labels = None
        self.refresh()

    def labelled(self, strip: Strip, y: int) -> Strip:
        """The line as it is drawn: with its label, where it has one that can still be meant."""
        label = self._labels.get(y, "") if self._labels is not None else ""
        if not label or not label.startswith(self._typed):
            return strip
        rest = label[len(self._typed) :]
        mark = Strip([Segment(rest, self.style_of("jump"))], len(rest))
        return Strip.join([mark, strip.crop(len(rest))])

    def on_key(self, event: events.Key) -> None:
        """A letter of a label, or the end of jumping."""
        if self._labels is None:
            return
        event.stop()
        event.prevent_default()
        typed = self._typed + (event.character or "")
        fitting = [y for y, label in self._labels.items() if event.is_printable and label.startswith(typed)]
        if not fitting:
            self.end_jump()
        elif self._labels[fitting[0]] == typed:
            self.end_jump()
            self.jump_to(fitting[0])
        else:
            self._typed = typed
            self.refresh()

    def on_blur(self) -> None:
        """Another widget has the keys."""
        if self._labels is not None:
            self.end_jump()
