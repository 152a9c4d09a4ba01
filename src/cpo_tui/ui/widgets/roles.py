"""Roles: what a piece of text is, and how the theme paints that.

The rest of the application speaks of roles only. The colours of a role are those of the theme; its shape (bold,
underlined, reversed) is given here, so that every state can be told without colour. Styles are made from the theme at
once and kept, because a style sheet with a class a role costs a fifth of the time to the first picture.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.style import Style
from textual.widget import Widget

Part = tuple[str, str]
"""A piece of a line: text that is safe already, and its role."""


class Look(NamedTuple):
    """How a role is painted: the theme's names of its colours, its shape, and its shape where there is no colour."""

    ink: str | None = None
    ground: str | None = None
    shape: str = ""
    bare: str | None = None
    """The shape under `NO_COLOR` and with the terminal's own colours, where it is another one."""


ROLES: dict[str, Look] = {
    "": Look(),
    "plain": Look(),
    "ink": Look("ink"),
    "strong": Look("strong", shape="bold"),
    "quiet": Look("quiet"),
    "faint": Look("faint"),
    "done": Look("faint"),
    "head": Look("faint", shape="bold"),
    "rule": Look("rule"),
    "you": Look("you"),
    "key": Look("you", shape="bold"),
    "open-tab": Look("you", shape="bold underline"),
    # the clock
    "now": Look("now", shape="bold"),
    "late": Look("late", shape="bold"),
    "soon": Look("ink"),
    "later": Look("quiet"),
    "none": Look("faint"),
    # lines of lists
    "cursor": Look("strong", "cursor", bare="reverse"),
    "blurred": Look("ink", "panel", bare="reverse"),
    "row": Look("ink"),
    "row-cursor": Look("strong", "cursor", "bold", "reverse"),
    "row-blurred": Look("ink", "panel", bare="underline"),
    "row-marked": Look("ink", "raised"),
    "titles": Look("faint", shape="bold", bare="underline"),
    "mark": Look("you", shape="bold"),
    "fresh": Look("you"),
    "jump": Look("paper", "you", "bold", "bold reverse"),
    "touched": Look("faint"),
}
"""Role → how it is painted; an empty role is that of the widget itself."""


ONE_INK = Style(color="default")


class Painted(Widget):
    """A widget that paints parts of lines by their roles."""

    _painted: dict[tuple[str, ...], Style] | None = None

    def style_of(self, *roles: str) -> Style:
        """The style of the widget, with those of the roles laid over it one after the other."""
        if self._painted is None:
            self._painted = {}
        style = self._painted.get(roles)
        if style is None:
            style = self.rich_style
            for role in roles:
                style += self._style(ROLES[role])
            if style.reverse and self.app.native_ansi_color:
                style += ONE_INK  # else each colour of the line under the cursor would become a ground of its own
            self._painted[roles] = style
        return style

    def _style(self, look: Look) -> Style:
        palette = self.app.native_ansi_color
        shape = look.bare if look.bare is not None and (self.app.no_color or palette) else look.shape
        colours = self.app.theme_variables
        ink, ground = (colours[name] if name is not None else None for name in (look.ink, look.ground))
        if palette:  # the terminal's own colours have other names there, and no ground that would fit all of them
            ink, ground = ink and ink.removeprefix("ansi_"), None
        return Style.parse(shape) + Style(color=ink, bgcolor=ground)

    def notify_style_update(self) -> None:
        """Another theme: the styles are made anew."""
        self._painted = None
        super().notify_style_update()
