"""The one register of what the application can do: from it come the keys, the footer, the palette, the help and the docs.

Nothing here imports Textual, so that `cpo keys --json` and the documentation read the same register as the screens.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from cpo_tui.errors import ConfigError

Needs = Literal["nothing", "case", "marks"]
"""What a command acts on: nothing, a case (the marked ones, else the one under the cursor), or marks only."""

EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that an officer can ask for."""

    id: str
    """Stable name, such as `case.open`; the keymap of the settings speaks of it."""
    key: str
    """Key names, separated by commas; the first is the one that is shown."""
    label: str
    """One or two words for the footer."""
    help: str
    """One sentence for the help and the docs."""
    group: str
    screen: str
    needs: Needs = "nothing"
    footer: int = 0
    """Place in the footer, the smallest first; 0 is never there."""
    writes: bool = False
    """Whether it changes the store; greyed under `--read-only`."""
    does: str = ""
    """The method that does it, where screens share one; else it is named after the command."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The key names one by one."""
        return tuple(part.strip() for part in self.key.split(",") if part.strip())

    @property
    def method(self) -> str:
        """The name of the method that does it on its screen."""
        return self.does or "do_" + self.id.replace(".", "_").replace("-", "_")

    def as_json(self) -> dict[str, str]:
        """The command as `cpo keys --json` prints it."""
        return {
            "id": self.id,
            "key": shown_key(self.key),
            "label": self.label,
            "help": self.help,
            "screen": self.screen,
            "group": self.group,
        }


def moves(screen: str, thing: str) -> Iterator[Command]:
    """The moves over a list of entries, which every such screen has alike; `screens.moving` does them."""
    for name, key, label, text in (
        ("down", "j,down", "down", f"To the next {thing}."),
        ("up", "k,up", "up", f"To the {thing} before."),
        ("page-down", "pagedown,ctrl+f", "page down", "One screen down."),
        ("page-up", "pageup,ctrl+b", "page up", "One screen up."),
        ("first", "g,home", "first", f"To the first {thing}."),
        ("last", "G,end", "last", f"To the last {thing}."),
    ):
        does = f"do_move_{name.replace('-', '_')}"
        yield Command(f"{screen}.{name}", key, label, text, "Move", screen, does=does)


@cache
def shipped() -> tuple[Command, ...]:
    """Every command, with the keys that the product ships with."""
    from cpo_tui.ui.commands.catalog import COMMANDS

    return COMMANDS


def with_keymap(keymap: Mapping[str, str] | None) -> tuple[Command, ...]:
    """Every command with the officer's own keys.

    Raises `ConfigError` for an unknown command, a key that no keyboard sends, and two commands of a screen on one key.
    """
    if not keymap:
        return shipped()
    known = {command.id: command for command in shipped()}
    for command_id, key in keymap.items():
        if command_id not in known:
            raise ConfigError(f"keymap: there is no command {command_id!r}.", hint=_near(command_id, known))
        for part in str(key).split(","):
            check_key(part.strip(), command_id)
    changed = tuple(replace(command, key=keymap.get(command.id, command.key)) for command in shipped())
    clashes = clashes_of(changed)
    if clashes:
        key, first, second = clashes[0]
        raise ConfigError(
            f"keymap: {shown_key(key)} would mean both {first} and {second}.",
            hint=f"Give {second} another key, or give both of them new ones.",
        )
    return changed


def clashes_of(commands: Iterable[Command]) -> list[tuple[str, str, str]]:
    """Keys that mean two commands on the same screen, as `(key, command id, command id)`."""
    taken: dict[tuple[str, str], str] = {}
    clashes: list[tuple[str, str, str]] = []
    for command in sorted(commands, key=lambda one: one.screen != EVERYWHERE):
        for key in command.keys:
            holder = taken.get((EVERYWHERE, key)) if command.screen != DIALOG else None
            holder = holder or taken.get((command.screen, key))
            if holder is not None:
                clashes.append((key, holder, command.id))
            taken[(command.screen, key)] = command.id
    return clashes


DIALOG = "dialog"
"""Dialogs have keys of their own: what is bound everywhere does not reach through them."""

_NAMED = frozenset(
    {
        "enter", "space", "escape", "tab", "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert",
        "delete", "backspace", "question_mark", "slash", "asterisk", "full_stop", "comma", "minus", "plus", "equals_sign",
        "exclamation_mark", "left_square_bracket", "right_square_bracket", "less_than_sign", "greater_than_sign", "colon",
        "semicolon", "apostrophe", "number_sign", "dollar_sign", "percent_sign", "ampersand", "at", "underscore", "tilde",
        "vertical_line", "grave_accent", "quotation_mark", "left_parenthesis", "right_parenthesis", "backslash",
        "circumflex_accent", "left_curly_bracket", "right_curly_bracket",
        *(f"f{number}" for number in range(1, 13)),
    }
)  # fmt: skip
_RESERVED = {
    "ctrl+c": "leaving a text",
    "ctrl+q": "quitting",
    "ctrl+z": "the shell",
    "ctrl+i": "Tab",
    "ctrl+m": "Enter",
    "ctrl+j": "Enter",
}


def check_key(key: str, command_id: str) -> None:
    """Raise `ConfigError` where no keyboard sends `key`, or where it is not free to be given."""
    if key in _RESERVED and not (command_id == "app.quit" and key == "ctrl+q"):
        raise ConfigError(f"keymap: {key} of {command_id} is kept for {_RESERVED[key]}.", hint="Choose another key.")
    name = key
    for modifier in ("ctrl+", "shift+", "alt+"):
        name = name.removeprefix(modifier)
    if (len(name) == 1 and name.isalnum() and (name.islower() or name == key or not name.isalpha())) or name in _NAMED:
        return
    if not key:
        raise ConfigError(f"keymap: {command_id} has an empty key.", hint="Write a key, such as 'f5' or 'ctrl+k'.")
    raise ConfigError(f"keymap: {key!r} of {command_id} is not the name of a key.", hint=_near(key, _NAMED))


def _near(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"Did you mean {near[0]!r}?" if near else "See the names with: cpo keys."


_SHOWN = {
    "enter": "Enter", "space": "Space", "escape": "Esc", "tab": "Tab", "up": "↑", "down": "↓", "left": "←", "right": "→",
    "home": "Home", "end": "End", "pageup": "PgUp", "pagedown": "PgDn", "question_mark": "?", "slash": "/",
    "asterisk": "*", "full_stop": ".", "comma": ",", "minus": "-", "plus": "+", "equals_sign": "=",
    "exclamation_mark": "!", "left_square_bracket": "[", "right_square_bracket": "]", "delete": "Del",
    "backspace": "Backspace", "less_than_sign": "<", "greater_than_sign": ">", "colon": ":", "at": "@",
    "number_sign": "#", "ampersand": "&", "apostrophe": "'", "semicolon": ";", "percent_sign": "%", "tilde": "~",
}  # fmt: skip


def shown_key(key: str, *, every: bool = False) -> str:
    """A key as people write it (`Enter`, `?`, `^p`); of several the first, or `every` one."""
    parts = [part.strip() for part in key.split(",") if part.strip()]
    words = [_one_key(part) for part in parts]
    return " ".join(words) if every else words[0] if words else ""


def _one_key(key: str) -> str:
    if key.startswith("ctrl+"):
        return "^" + _SHOWN.get(key[5:], key[5:])
    if key.startswith("shift+"):
        return "Shift+" + _SHOWN.get(key[6:], key[6:])
    return _SHOWN.get(key, key.upper() if key in _NAMED else key)


def as_json(keymap: Mapping[str, str] | None = None) -> list[dict[str, str]]:
    """Every command as `cpo keys --json` prints it, with the officer's own keys."""
    return [command.as_json() for command in with_keymap(keymap)]


def docs_page(keymap: Mapping[str, str] | None = None) -> str:
    """The page of keys of the guide, in Markdown, made from the register."""
    parts = ["# Keys", "", "Made from the register of commands: `cpo keys` prints the same.", ""]
    commands = with_keymap(keymap)
    for screen in dict.fromkeys(command.screen for command in commands):
        parts += [f"## {screen.capitalize()}", "", "| key | command | what it does |", "|---|---|---|"]
        for command in (one for one in commands if one.screen == screen):
            keys = " ".join(f"`{_one_key(key)}`" if _one_key(key) != "|" else "`\\|`" for key in command.keys)
            parts.append(f"| {keys} | {command.label} (`{command.id}`) | {command.help} |")
        parts.append("")
    return "\n".join(parts)
