"""The footer: at most seven keys, those that make sense now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cpo_tui.ui.commands.register import Command, shown_key
from cpo_tui.ui.widgets.panel import Line, Panel, line_width, spread
from cpo_tui.ui.widgets.roles import Part

MOST_KEYS = 7


class KeyLine(Panel):
    """One line of keys and their labels."""

    DEFAULT_CSS = """
    KeyLine { height: 1; }
    """

    def offer(self, commands: Iterable[Command], labels: dict[str, str] | None = None) -> None:
        """Show these commands, the first of them where not all fit; `labels` replaces words by command id."""
        chosen = list(commands)
        named = labels or {}

        def build(width: int, _height: int) -> Sequence[Line]:
            return [key_line(chosen, named, width)]

        self.show(build)


def offered(commands: Iterable[Command], *, read_only: bool, has_case: bool, has_marks: bool) -> list[Command]:
    """The commands of a footer: those that can be done now, the most wanted first."""
    able = [
        command
        for command in commands
        if command.footer
        and not (command.writes and read_only)
        and (command.needs == "nothing" or has_case or (command.needs == "marks" and has_marks))
    ]
    return sorted(able, key=lambda command: command.footer)


def key_line(commands: Sequence[Command], labels: dict[str, str], width: int) -> Line:
    """The footer for a width: at most seven keys, fewer where they do not fit; help stands at the right and stays."""
    helps = [command for command in commands if command.group == "Help"]
    verbs = [command for command in commands if command.group != "Help"][: MOST_KEYS - len(helps)]
    room = width - 2
    right = _parts(helps, labels)
    if line_width(right) > room // 2:
        right = _parts(helps[:1], labels)
    left: list[Part] = []
    for command in verbs:
        more = _parts([command], labels)
        gap: list[Part] = [("   ", "")] if left else []
        if line_width([*left, *gap, *more]) > room - line_width(right) - 2:
            break
        left += [*gap, *more]
    return spread([(" ", ""), *left], [*right, (" ", "")], width)


def _parts(commands: Iterable[Command], labels: dict[str, str]) -> list[Part]:
    parts: list[Part] = []
    for command in commands:
        if parts:
            parts.append(("   ", ""))
        parts += [(shown_key(command.key), "key"), (f" {labels.get(command.id, command.label)}", "quiet")]
    return parts
