"""The first minutes: five steps that say how the caseload is worked, with the officer's own keys. Esc skips them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult

from cpo_tui.ui.screens.dialog import Dialog, keys_line
from cpo_tui.ui.widgets.panel import Line, Panel, spread


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is about, a few sentences, and the commands that belong to it."""

    title: str
    words: tuple[str, ...]
    commands: tuple[str, ...]


STEPS: tuple[Step, ...] = (
    Step(
        "The list is the order of the work",
        (
            "Every open case has a date by which somebody must act.",
            "The earliest is on top: LATE has passed, now has come.",
        ),
        ("list.down", "case.open", "case.why"),
    ),
    Step(
        "Find, and keep what you look for",
        (
            "Words of a name or number in any order, or field:value.",
            "Views are queries with a key: 1 to 0.",
        ),
        ("query.edit", "view.1", "view.save", "list.sort"),
    ),
    Step(
        "One verb for one case or for many",
        (
            "Mark cases; the same keys then act on all of them.",
            "You see what would change before it is done.",
        ),
        ("mark.toggle", "mark.query", "act.menu", "act.repeat"),
    ),
    Step(
        "Nothing is lost",
        (
            "Every change can be taken back, tomorrow as well.",
            "What is half-written is kept, also through a power cut.",
        ),
        ("app.undo", "app.redo", "app.history"),
    ),
    Step(
        "You need not remember any of it",
        (
            "The keys of each screen are one key away, and can be yours.",
            "The palette takes whole sentences: assign okafor.",
        ),
        ("app.help", "app.palette", "list.jump", "app.theme"),
    ),
)


class Tour(Dialog[None]):
    """Five steps; it is left at any of them and can be opened again."""

    def __init__(self) -> None:
        super().__init__("", keys=keys_line(("Enter", "next"), ("←", "back"), ("Esc", "skip")))
        self.place = 0

    def body(self) -> ComposeResult:
        """The lines of a step."""
        yield Panel(classes="dialog-text tour-text")

    def on_mount(self) -> None:
        """The first step."""
        self._show()

    def _show(self) -> None:
        step = STEPS[self.place]
        self.set_title(step.title, [(f"{self.place + 1} of {len(STEPS)}", "quiet")])
        ending = "begin" if self.place == len(STEPS) - 1 else "next"
        self.set_keys(keys_line(("Enter", ending), ("←", "back"), ("Esc", "skip")))
        self.query_one(".tour-text", Panel).show(self._lines)

    def _lines(self, width: int, _height: int) -> Sequence[Line]:
        step = STEPS[self.place]
        lines: list[Line] = [spread([(words, "ink")], (), width) for words in step.words]
        lines.append([])
        for command_id in step.commands:
            command = self.cpo.command(command_id)
            label = "views 1 to 0" if command_id == "view.1" else command.label
            parts = [(f"{self.cpo.key_of(command_id):<7}", "key"), (f"{label:<14}", "strong"), (command.help, "quiet")]
            lines.append(spread(parts, (), width))
        lines += [[]] * (max(len(one.commands) for one in STEPS) - len(step.commands))
        return lines

    def on_key(self, event: events.Key) -> None:
        """Forward and back."""
        step = {"right": 1, "l": 1, "space": 1, "left": -1, "h": -1, "backspace": -1}.get(event.key)
        if step is not None:
            event.stop()
            self._go(step)

    def accept(self) -> None:
        """The next step; after the last, the caseload."""
        self._go(1)

    def _go(self, step: int) -> None:
        if self.place + step >= len(STEPS):
            self.dismiss(None)
            return
        self.place = max(0, self.place + step)
        self._show()
