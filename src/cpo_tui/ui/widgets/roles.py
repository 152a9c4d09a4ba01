"""Roles: what a piece of text is, from which the styles choose how it looks.

The rest of the application speaks of roles only; colours are spoken of in the style sheet and in the themes.
"""

from __future__ import annotations

from rich.style import Style
from textual.widget import Widget

Part = tuple[str, str]
"""A piece of a line: text that is safe already, and its role."""

ROLES = (
    "plain", "ink", "strong", "quiet", "faint", "head", "you", "key", "now", "late", "rule", "done", "open-tab",
    "cursor", "blurred",
)  # fmt: skip
"""The roles; an empty one is `plain`."""

ROLE_CLASSES = frozenset(f"role--{role}" for role in ROLES)


class Painted(Widget):
    """A widget that paints parts of lines by their roles."""

    COMPONENT_CLASSES = set(ROLE_CLASSES)  # noqa: RUF012 - the toolkit's own class variable
    _painted: dict[tuple[str, ...], Style]

    def style_of(self, *roles: str) -> Style:
        """The style of a role, with those of further roles laid over it."""
        if not hasattr(self, "_painted"):
            self._painted = {}
        style = self._painted.get(roles)
        if style is None:
            style = self.get_component_rich_style("role--plain")
            for role in roles:
                if role and role != "plain":
                    style += self.get_component_rich_style(f"role--{role}", partial=True)
            self._painted[roles] = style
        return style

    def notify_style_update(self) -> None:
        """Another theme: the styles are asked for anew."""
        self._painted = {}
        super().notify_style_update()
