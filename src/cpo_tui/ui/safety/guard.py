"""What stands between the data and the terminal, and between a crash and the eyes of others.

Every text passes through `safe` before it is shown. These filters are the last line behind that: whatever reaches the
screen all the same, from a widget of the toolkit or a text that is being edited, loses what a terminal would obey.
"""

from __future__ import annotations

import os
import re
import sys
import traceback
from functools import lru_cache
from pathlib import Path
from types import TracebackType

from rich.cells import cell_len
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from cpo_tui import clock
from cpo_tui.config import state_dir

_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class NothingObeyed(LineFilter):
    """Takes out of every line what a terminal obeys: controls, escapes, and what turns the direction of writing."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - the toolkit's signature
        """The same segments without such characters; the widths stay as they were."""
        if not any(_OBEYED.search(segment.text) for segment in segments):
            return segments
        return [Segment(_OBEYED.sub(_harmless, text), style) for text, style, _ in segments]


def _harmless(found: re.Match[str]) -> str:
    return "�" * cell_len(found.group())


class NoColour(LineFilter):
    """Takes every colour out of a line and leaves bold, underline and reverse, for `NO_COLOR`."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - the toolkit's signature
        """The same text in the terminal's own two colours."""
        return [Segment(text, None if style is None else _plain(style)) for text, style, _ in segments]


@lru_cache(4096)
def _plain(style: Style) -> Style:
    return style + _DEFAULT


_DEFAULT = Style.from_color(RichColor.parse("default"), RichColor.parse("default"))


def crash_report(error: BaseException) -> str:
    """Where an error arose, as text without a value of any variable and without the words of the error.

    The words of an exception can hold what a case says; its type and the lines of the program cannot.
    """
    parts = [f"at {clock.now().isoformat()}", f"python {sys.version.split()[0]} on {sys.platform}"]
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        parts.append(f"{type(current).__module__}.{type(current).__qualname__}")
        parts += _frames(current.__traceback__)
        current = current.__cause__ or current.__context__
    return "\n".join(parts) + "\n"


def _frames(trace: TracebackType | None) -> list[str]:
    return [f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}' for frame in traceback.extract_tb(trace)]


def write_crash_report(error: BaseException) -> Path:
    """Write the report into the private folder of state, 0600; gives its path."""
    path = state_dir() / f"crash-{clock.now():%Y%m%dT%H%M%S}-{os.getpid()}.txt"
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(crash_report(error))
    return path
