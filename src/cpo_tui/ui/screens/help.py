"""The keys of a screen, and the palette: one list of commands that is filtered by typing and runs what is chosen."""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult
from textual.widgets._input import Input

from cpo_tui.ui.commands import arguments
from cpo_tui.ui.commands.arguments import TAKES
from cpo_tui.ui.commands.register import Command, shown_key
from cpo_tui.ui.screens.base import CommandScreen
from cpo_tui.ui.screens.dialog import keys_line
from cpo_tui.ui.screens.filtered import FilteredDialog
from cpo_tui.ui.widgets.cells import fit
from cpo_tui.ui.widgets.entry_list import Entry, EntryList, Row

_SAID_ONCE = frozenset(f"view.{number}" for number in range(2, 11))
"""Commands that are told together with the first of them."""


def _of_all_views(command: Command) -> Command:
    return (
        replace(command, label="views 1 to 0", help="Show that view of the line at the top.")
        if command.id == "view.1"
        else command
    )


class Help(FilteredDialog[None]):
    """Every command of the screen beneath with the officer's own keys; `only_able` leaves out what cannot be done now."""

    def __init__(self, screen: CommandScreen, *, only_able: bool) -> None:
        self._explains = None if only_able else _explaining(screen)
        again = [("?", "how this date was reached")] if self._explains else []
        keys = keys_line(("type", "to filter"), ("↑↓ Enter", "run"), *again, ("Esc", "leave"))
        super().__init__("Commands" if only_able else "Keys of this screen", keys=keys)
        self._screen = screen
        self._only_able = only_able
        self._offered = [
            _of_all_views(command)
            for command in screen.commands
            if command.id not in _SAID_ONCE and not (only_able and screen.why_not(command))
        ]
        self._typed = ""

    def body(self) -> ComposeResult:
        """The filter and the list."""
        yield Input(
            placeholder="a word: hold, mark …, or whole: assign okafor, hold fri, find late",
            classes="filter",
            select_on_focus=False,
        )
        yield EntryList(classes="dialog-list help-list")

    def on_mount(self) -> None:
        """Show every command."""
        self.query_one(Input).focus()
        self.filter_by("")

    def filter_by(self, typed: str) -> None:
        """Show the commands that have all the words, and those that take what follows; `?` alone asks for the date."""
        if typed == "?" and self._explains is not None:
            self._run(self._explains.id)
            return
        words = typed.casefold().split()
        self._typed = typed
        found = [command for command in self._offered if all(word in _searched(command) for word in words)]
        found.sort(key=lambda command: not any(word in command.label for word in words))
        whole = self._with_arguments(typed)
        first = found[0].id if found else whole[0][0] if whole else None
        self.query_one(EntryList).show(
            lambda width: [*self._entries(found, width, empty=not whole), *(self._given(*one) for one in whole)],
            keep=first,
        )

    def _with_arguments(self, typed: str) -> list[tuple[tuple[str, str], Command, str]]:
        """Commands together with what they take, such as `assign okafor`."""
        if len(typed.split()) < 2:  # noqa: PLR2004 - a command and what it takes
            return []
        able = [command for command in self._offered if not self._screen.why_not(command)]
        return [
            ((command.id, one.value), command, one.words) for command, one in arguments.given(self._screen, able, typed)
        ]

    def _given(self, key: tuple[str, str], command: Command, words: str) -> Entry:
        label = command.label.rstrip("….").strip()
        left: list[tuple[str, str]] = [(f" {fit('Enter', 10)}", "key"), (f" {label}  ", "ink"), (words, "strong")]
        return Entry(key, ((left, []),))

    def _entries(self, found: list[Command], width: int, *, empty: bool) -> list[Entry]:
        if not found and not empty:
            return []
        if not found:
            return [Entry(None, (([(" no command has these words", "faint")], []),))]
        entries: list[Entry] = []
        groups = list(dict.fromkeys(command.group for command in found)) if not self._typed.strip() else [""]
        for group in groups:
            if group:
                heading: list[Row] = [([], [])] if entries else []
                entries.append(Entry(None, (*heading, ([(f" {group}", "head")], []))))
            entries += [
                Entry(command.id, (self._line(command, width),))
                for command in found
                if not group or command.group == group
            ]
        return entries

    def _line(self, command: Command, width: int) -> Row:
        able = not self._screen.why_not(command)
        keys = " ".join(shown_key(key) for key in command.keys[:3])
        label_width = 17 if width >= 60 else max(10, width - 12)  # noqa: PLR2004 - room for the sentence, or for none
        label = fit(command.label, label_width)
        left = [(f" {fit(keys, 10)}", "key" if able else "faint"), (f" {label}", "ink" if able else "faint")]
        takes = TAKES.get(command.id) if self._only_able else None
        more = [(f"{takes}  ", "you")] if takes else []
        return [*left, *more, (command.help, "quiet" if able else "faint")], []

    def accept(self) -> None:
        """Leave, and run the command under the cursor."""
        chosen = self.query_one(EntryList).key
        if isinstance(chosen, tuple):
            self.dismiss(None)
            self._screen.call_later(arguments.run, self._screen, self.cpo.command(chosen[0]), chosen[1])
        elif isinstance(chosen, str):
            self._run(chosen)
        else:
            self.dismiss(None)

    def _run(self, command_id: str) -> None:
        self.dismiss(None)
        self._screen.call_later(self._screen.run_command, self.cpo.command(command_id))


def _explaining(screen: CommandScreen) -> Command | None:
    """The command by which a screen shows how the date under the cursor was reached; None where there is no date."""
    found = next((command for command in screen.commands if command.id in ("case.why", "file.why")), None)
    return found if found is not None and not screen.why_not(found) else None


def _searched(command: Command) -> str:
    return f"{command.label} {command.help} {command.group} {command.id} {shown_key(command.key)}".casefold()
