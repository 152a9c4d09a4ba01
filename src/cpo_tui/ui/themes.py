"""The colours of the application: dark, light, high contrast, and the terminal's own, by the names of the styles.

Two accents, never more on a screen: *blue is you* (the cursor, the key, the open tab) and *warm is the clock* (amber for
what must be done now, its redder end for what is late). Everything else is a step of one quiet grey. No state is told
by colour alone: each has its glyph or its word as well.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = "cpo-dark"
LIGHT = "cpo-light"
CONTRAST = "cpo-contrast"
TERMINAL = "cpo-terminal"


_OF_THE_PALETTE = {
    "ansi-background": "ansi_default",
    "ansi-foreground": "ansi_default",
    "foreground-disabled": "ansi_bright_black",
    "surface-active": "ansi_default",
    "input-cursor-background": "ansi_bright_black",
    "input-cursor-foreground": "ansi_default",
    "input-selection-background": "ansi_bright_black",
}
"""What the toolkit works out for other themes and cannot for sixteen colours that it does not know."""


def _theme(name: str, colours: dict[str, str], *, dark: bool, ansi: bool = False) -> Theme:
    you, now, late = colours["you"], colours["now"], colours["late"]
    return Theme(
        name=name,
        ansi=ansi,
        primary=you,
        secondary=you,
        accent=you,
        warning=now,
        error=late,
        success=you,
        foreground=colours["ink"],
        background=colours["paper"],
        surface=colours["raised"],
        panel=colours["panel"],
        dark=dark,
        variables={
            **colours,
            "block-cursor-background": colours["cursor"],
            "block-cursor-foreground": colours["ink"],
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": colours["panel"],
            "block-hover-background": colours["panel"],
            "border": colours["rule"],
            "border-blurred": colours["rule"],
            "scrollbar": colours["rule"],
            "scrollbar-hover": colours["faint"],
            "scrollbar-active": you,
            "scrollbar-background": colours["paper"],
            "scrollbar-background-hover": colours["paper"],
            "scrollbar-background-active": colours["paper"],
            "scrollbar-corner-color": colours["paper"],
            "input-cursor-background": colours["ink"],
            "input-cursor-foreground": colours["paper"],
            "input-selection-background": colours["cursor"],
            **(_OF_THE_PALETTE if ansi else {}),
        },
    )


THEMES: tuple[Theme, ...] = (
    _theme(
        DARK,
        {
            "paper": "#12161c",
            "raised": "#181d25",
            "panel": "#1f2630",
            "ink": "#d7dce4",
            "strong": "#f3f5f8",
            "quiet": "#9aa4b2",
            "faint": "#7c8796",
            "rule": "#2b323d",
            "cursor": "#23354f",
            "you": "#8ab6ea",
            "now": "#e7b65f",
            "late": "#f4877b",
        },
        dark=True,
    ),
    _theme(
        LIGHT,
        {
            "paper": "#f8f6f1",
            "raised": "#fffefb",
            "panel": "#ece8df",
            "ink": "#262b33",
            "strong": "#0c1016",
            "quiet": "#525b68",
            "faint": "#6c7480",
            "rule": "#d5d0c5",
            "cursor": "#d6e4f7",
            "you": "#1b5aa6",
            "now": "#8a5200",
            "late": "#b3261e",
        },
        dark=False,
    ),
    _theme(
        CONTRAST,  # every colour of text at seven to one or more on each of its grounds
        {
            "paper": "#000000",
            "raised": "#000000",
            "panel": "#1a1a1a",
            "ink": "#ffffff",
            "strong": "#ffffff",
            "quiet": "#e0e0e0",
            "faint": "#c4c4c4",
            "rule": "#9a9a9a",
            "cursor": "#002b66",
            "you": "#9fd0ff",
            "now": "#ffd24d",
            "late": "#ffb0a6",
        },
        dark=True,
    ),
    _theme(
        TERMINAL,  # the sixteen colours as the officer's terminal has them; what is under the cursor is reversed
        {
            "paper": "ansi_default",
            "raised": "ansi_default",
            "panel": "ansi_default",
            "ink": "ansi_default",
            "strong": "ansi_default",
            "quiet": "ansi_default",
            "faint": "ansi_bright_black",
            "rule": "ansi_bright_black",
            "cursor": "ansi_default",
            "you": "ansi_blue",
            "now": "ansi_yellow",
            "late": "ansi_red",
        },
        dark=True,
        ansi=True,
    ),
)
"""The themes that can be chosen, the default first."""

NAMES = tuple(theme.name for theme in THEMES)
