"""Choosing one thing of a list: by typing a part of its name, or by the letter before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.widgets._input import Input

from cpo_tui.ui.commands.register import shown_key
from cpo_tui.ui.screens.dialog import keys_line
from cpo_tui.ui.screens.filtered import FilteredDialog
from cpo_tui.ui.widgets.cells import fit
from cpo_tui.ui.widgets.entry_list import Entry, EntryList
from cpo_tui.ui.widgets.roles import Part


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose; its words are safe already."""

    key: str
    label: str
    note: str = ""
    letter: str = ""
    """The key that chooses it at once, where the list is not filtered by typing."""
    why_not: str = ""
    """Why it cannot be chosen now."""


class Choice(FilteredDialog[str]):
    """A list in a dialog. With `letters` a key chooses at once, else typing filters."""

    STEP = 8

    def __init__(self, title: str, options: Sequence[Option], *, letters: bool = False, free: str = "") -> None:
        keys = (("letter", "choose"),) if letters else (("type", "to filter"), ("↑↓ Enter", "choose"))
        super().__init__(title, keys=keys_line(*keys, ("Esc", "leave")))
        self._options = options
        self._letters = letters
        self._free = free
        """What a text that is in no option means (such as a new officer); empty where only options can be chosen."""

    def body(self) -> ComposeResult:
        """The filter, where there is one, and the list."""
        if not self._letters:
            yield Input(placeholder="type a part of it", classes="filter", select_on_focus=False)
        entries = EntryList(classes="dialog-list")
        entries.styles.height = min(max(len(self._options), 1), 16)
        yield entries

    def on_mount(self) -> None:
        """Show all options; keys go to the filter or to the list."""
        self.filter_by("")
        (self.query_one(EntryList) if self._letters else self.query_one(Input)).focus()

    def filter_by(self, typed: str) -> None:
        """Show the options whose words have all that is typed."""
        words = typed.casefold().split()
        found = [
            option
            for option in self._options
            if all(word in f"{option.label} {option.note}".casefold() for word in words)
        ]
        exact = [option for option in found if option.label.casefold().startswith(typed.casefold().strip())]
        ordered = [*exact, *(option for option in found if option not in exact)]
        if (
            self._free
            and typed.strip()
            and not any(option.label.casefold() == typed.strip().casefold() for option in ordered)
        ):
            ordered.append(Option(f"={typed.strip()}", f"{self._free} {typed.strip()}"))

        def build(_width: int) -> list[Entry]:
            entries = [Entry(option.key, (self._line(option),)) for option in ordered]
            return entries or [Entry(None, (([("nothing fits", "faint")], []),))]

        self.query_one(EntryList).show(build, keep=ordered[0].key if ordered else None)

    def _line(self, option: Option) -> tuple[list[Part], list[Part]]:
        role = "faint" if option.why_not else "ink"
        left: list[Part] = [(" ", "")]
        if self._letters:
            left.append(
                (
                    f"{shown_key(option.letter):<2} " if option.letter else "   ",
                    "key" if not option.why_not else "faint",
                )
            )
        if self._letters:
            words = option.why_not or option.note
            return [*left, (fit(option.label, 14), role), (words, "faint" if option.why_not else "quiet")], []
        return [*left, (option.label, role)], [
            (option.why_not or option.note, "quiet" if not option.why_not else "faint"),
            (" ", ""),
        ]

    def on_key(self, event: events.Key) -> None:
        """Letters choose where there is no filter, and j and k move."""
        if not self._letters:
            return
        for option in self._options:
            if event.key == option.letter:
                event.stop()
                event.prevent_default()
                self._take(option)
                return
        if event.key in {"j", "k"}:
            event.stop()
            event.prevent_default()
            self.query_one(EntryList).move_by(1 if event.key == "j" else -1)

    def accept(self) -> None:
        """Choose what is under the cursor."""
        key = self.query_one(EntryList).key
        for option in self._options:
            if option.key == key:
                self._take(option)
                return
        if isinstance(key, str) and key.startswith("="):
            self.dismiss(key[1:])

    def _take(self, option: Option) -> None:
        if option.why_not:
            self.cpo.say(option.why_not, warn=True)
        else:
            self.dismiss(option.key)
