"""The first screen where there is no store yet: make one, import a file, or look around in the demo."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from cpo_tui.errors import UsageError
from cpo_tui.store.connect import Store
from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.commands.register import Command
from cpo_tui.ui.screens.base import CommandScreen
from cpo_tui.ui.screens.dialog import Confirm
from cpo_tui.ui.screens.form import Field, Form
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import Entry, EntryList, Row
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread

_WAYS: tuple[tuple[str, str, str, str], ...] = (
    (
        "start.demo",
        "d",
        "Look at the demo",
        "240 invented cases in a store that is thrown away; no passphrase, nothing kept",
    ),
    (
        "start.import",
        "i",
        "Import a file",
        "make a store and read a CSV or XLSX extract into it; you see what it does first",
    ),
    ("start.make", "m", "Make a store", "encrypted under a passphrase that only you know; empty"),
    ("start.plain", "p", "Make a store without encryption", "where the disk is encrypted already; empty"),
)

_WITHOUT_STORE = frozenset({"app.help", "app.theme", "app.tour", "app.quit"})


class FirstRun(CommandScreen):
    """Ways to begin."""

    NAME = "start"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("start")]

    def compose(self) -> ComposeResult:
        """Who we are, where the store would be, and the ways to begin."""
        yield Panel(id="welcome")
        yield EntryList(id="ways")
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the ways."""
        self.query_one("#welcome", Panel).show(self._welcome)
        ways = self.query_one(EntryList)
        ways.show(_ways)
        ways.focus()
        self.offer_keys()

    @property
    def has_case(self) -> bool:
        """There is always a way under the cursor."""
        return True

    @property
    def commands(self) -> Iterable[Command]:
        """Those of this screen, and the few of everywhere that need no store."""
        return [command for command in super().commands if command.screen == self.NAME or command.id in _WITHOUT_STORE]

    def why_not(self, command: Command) -> str:
        """Why a command cannot be run now."""
        if command not in self.commands:
            return "There is no store yet."
        return super().why_not(command)

    def _welcome(self, width: int, _height: int) -> Sequence[Line]:
        place = shown(str(self.cpo.store_path or ""))
        return [
            spread(
                [("cpo", "key"), ("  the caseload of a case progression officer, in one local file", "ink")], [], width
            ),
            spread([("There is no store yet", "quiet"), (f" at {place}" if place else "", "faint")], [], width),
        ]

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.do_start_choose()

    # ------------------------------------------------------------------ commands

    def do_start_down(self) -> None:
        """To the next way."""
        self.query_one(EntryList).move_by(1)

    def do_start_up(self) -> None:
        """To the way before."""
        self.query_one(EntryList).move_by(-1)

    def do_start_choose(self) -> None:
        """Begin as the cursor says."""
        key = self.query_one(EntryList).key
        if isinstance(key, str):
            self.run_command(self.cpo.command(key))

    def do_start_demo(self) -> None:
        """Leave, and let the caller open the demo."""
        from cpo_tui.ui.app import RUN_DEMO

        self.app.exit(RUN_DEMO)

    def do_start_quit(self) -> None:
        """Leave."""
        self.app.exit(0)

    def do_start_make(self) -> Awaitable[None]:
        """Make an encrypted store."""
        return self._make(encrypted=True, then_import=False)

    def do_start_plain(self) -> Awaitable[None]:
        """Make a plain store."""
        return self._make(encrypted=False, then_import=False)

    def do_start_import(self) -> Awaitable[None]:
        """Make an encrypted store and read a file into it."""
        return self._make(encrypted=True, then_import=True)

    async def _make(self, *, encrypted: bool, then_import: bool) -> None:
        passphrase: str | None = None
        if encrypted:
            passphrase = await self._passphrase()
            if passphrase is None:
                return
        elif not await self._is_sure():
            return
        store = await self._made(passphrase)
        await self.cpo.use_store(store)
        if then_import:
            await self.cpo.do_app_import()
        else:
            self.cpo.do_app_tour()

    async def _passphrase(self) -> str | None:
        fields = (
            Field("passphrase", "passphrase", "secret", required=True, hint="a sentence of four words or more is good"),
            Field("again", "once more", "secret", required=True),
        )
        title = "A passphrase for the store · nobody can open it without"
        values = await self.app.push_screen_wait(Form(title, fields, save="make the store"))
        if values is None:
            return None
        if values["passphrase"] != values["again"]:
            raise UsageError("The two passphrases are not the same.", hint="Nothing was made. Try again.")
        return values["passphrase"]

    async def _is_sure(self) -> bool:
        lines = (
            [("Anyone who can read the file, or a copy of it, can read every case.", "ink")],
            [("Choose this only where the disk itself is encrypted.", "quiet")],
        )
        answer: bool | None = await self.app.push_screen_wait(
            Confirm("Make a store without encryption?", lines, yes="make it")
        )
        return answer is True

    async def _made(self, passphrase: str | None) -> Store:
        import asyncio

        from cpo_tui.actions.stores import make_store
        from cpo_tui.config import default_store

        path = self.cpo.store_path or default_store()
        return await asyncio.to_thread(make_store, path, passphrase)


def _ways(width: int) -> list[Entry]:
    entries = []
    for command_id, letter, label, note in _WAYS:
        rows: tuple[Row, ...] = (
            ([("  ", ""), (f"{letter}  ", "key"), (label, "strong")], []),
            ([("     ", ""), (note, "quiet")], []),
            ([], []),
        )
        entries.append(Entry(command_id, rows if width else ()))
    return entries
