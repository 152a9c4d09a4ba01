"""From the register of commands to the toolkit's bindings."""

from __future__ import annotations

from textual.binding import Binding

from cpo_tui.ui.commands.register import shipped


def bindings_of(screen: str) -> list[Binding]:
    """The bindings of a screen; every one runs its command by id, and none has priority over typing."""
    return [
        Binding(command.key, f"command('{command.id}')", command.label, show=False, id=command.id, tooltip=command.help)
        for command in shipped()
        if command.screen == screen
    ]
