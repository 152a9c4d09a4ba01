"""Dialogs: what they share, and the two smallest of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.commands.register import DIALOG
from cpo_tui.ui.widgets.panel import Line, Panel, spread

if TYPE_CHECKING:
    from cpo_tui.ui.app import CpoApp

R = TypeVar("R")
LOW = 20
"""Below this height a dialog has no space around its parts."""


class Dialog(ModalScreen[R | None], Generic[R]):
    """A dialog over the screen; leaving it gives None and has changed nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of(DIALOG)]

    def __init__(self, title: str, *, keys: Line = ()) -> None:
        super().__init__()
        self._title = title
        self._keys = keys

    @property
    def cpo(self) -> CpoApp:
        """The application, by its own type."""
        return cast("CpoApp", self.app)

    def compose(self) -> ComposeResult:
        """A title, the body, and the keys."""
        title, keys = Panel(classes="dialog-title"), Panel(classes="dialog-keys")
        title.show(lambda width, _: [spread([(self._title, "strong")], (), width)])
        keys.show(lambda width, _: [spread(self._keys, (), width)])
        with Vertical(classes="dialog"):
            yield title
            yield from self.body()
            yield keys

    def body(self) -> ComposeResult:
        """The widgets between the title and the keys."""
        yield from ()

    def on_resize(self) -> None:
        """The part that can be scrolled gives way, so that title and keys are always seen."""
        frame = 2 if self.size.height < LOW else 6  # title and keys, and the space around them
        others = [
            *self.query(".dialog > Input"),
            *self.query(".dialog > .meaning"),
            *self.query(".dialog > .dialog-text"),
        ]
        room = self.size.height - frame - (len(others) if self.size.height < LOW else 2 * len(others))
        giving = [*self.query(".dialog > EntryList"), *self.query(".dialog > .fields")]
        for widget in giving:
            widget.styles.max_height = max(2, room // len(giving))

    def set_keys(self, keys: Line) -> None:
        """Other keys at the bottom."""
        self._keys = keys
        self.query_one(".dialog-keys", Panel).renew()

    def set_title(self, title: str, right: Line = ()) -> None:
        """The title at the left, something quiet at the right."""
        self.query_one(".dialog-title", Panel).show(lambda width, _: [spread([(title, "strong")], right, width)])

    def action_command(self, command_id: str) -> None:
        """Run one of the three commands of dialogs."""
        {"dialog.accept": self.accept, "dialog.save": self.accept, "dialog.leave": self.leave}[command_id]()

    def accept(self) -> None:
        """Take what the dialog shows."""

    def leave(self) -> None:
        """Leave; nothing has been changed."""
        self.dismiss(None)


def keys_line(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    """Keys and their labels as the parts of a line."""
    parts: list[tuple[str, str]] = []
    for key, label in pairs:
        parts += [("   ", "")] if parts else []
        parts += [(key, "key"), (f" {label}", "quiet")]
    return parts


class Confirm(Dialog[bool]):
    """A question before what cannot be undone; only `y` says yes."""

    def __init__(self, title: str, lines: Sequence[Line], *, yes: str) -> None:
        super().__init__(title, keys=keys_line(("y", yes), ("Esc", "leave it as it is")))
        self._lines = lines

    def body(self) -> ComposeResult:
        """The lines of the question."""
        yield Panel(classes="dialog-text")

    def on_mount(self) -> None:
        """Show the lines."""
        lines = self._lines

        def build(_width: int, _height: int) -> Sequence[Line]:
            return lines

        self.query_one(".dialog-text", Panel).show(build)

    def on_key(self, event: events.Key) -> None:
        """Yes is a letter of its own, so that Enter pressed once too often changes nothing."""
        if event.key == "y":
            event.stop()
            self.dismiss(True)
