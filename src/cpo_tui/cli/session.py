"""What the options before the command say, and the store that they lead to."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cpo_tui.cli.output import Output, talk

if TYPE_CHECKING:
    import typer

    from cpo_tui.actions.context import Context
    from cpo_tui.store.connect import Connection, Store

TRIES = 3
"""How often a passphrase is asked for on a terminal."""


@dataclass(frozen=True, slots=True)
class Session:
    """The options that hold for the whole run."""

    store_option: str | None = None
    officer_option: str | None = None
    read_only: bool = False
    busy_seconds: float | None = None
    no_color: bool = False
    _said: list[str] = field(default_factory=list, compare=False)

    @property
    def path(self) -> Path:
        """Where the store is: `--store`, else `CPO_STORE`, else the user's data folder."""
        from cpo_tui import config

        return Path(os.path.abspath(self.store_option)) if self.store_option else config.default_store()

    @property
    def officer(self) -> str:
        """Who acts: `--officer`, else `CPO_OFFICER`, else the settings, else the login name."""
        from cpo_tui import config
        from cpo_tui.domain.fields import parse_text
        from cpo_tui.errors import UsageError

        officer = parse_text("officer", (self.officer_option or config.officer_id()).strip())
        if not officer:
            raise UsageError("The officer's login is empty.", hint="Give --officer ID, or set CPO_OFFICER.")
        return officer

    def output(self, *, json: bool = False) -> Output:
        """The output of a command of this run."""
        return Output.of_process(json=json, no_color=self.no_color)

    def store(self) -> Store:
        """The store, guarded and unlocked; a passphrase is asked for where there is a terminal to ask on.

        Where it is not the one that was last worked on here, or was of an older version, that is said once.
        """
        opened = self._opened()
        if opened.warning and opened.warning not in self._said:
            self._said.append(opened.warning)
            talk(f"warning: {opened.warning}")
            talk("hint: Is it a copy that was put back? cpo verify --accept goes on with it.")
        if opened.kept is not None and str(opened.kept) not in self._said:
            self._said.append(str(opened.kept))
            talk(f"The store was of an older version. As it was: {opened.kept}")
        return opened

    def _opened(self) -> Store:
        from cpo_tui.cli.progress import MigrationLine
        from cpo_tui.store import connect

        seconds = connect.BUSY_SECONDS if self.busy_seconds is None else self.busy_seconds

        def opened(passphrase: str | None) -> Store:
            return connect.open_store(self.path, passphrase, busy_seconds=seconds, migrating=MigrationLine().tell)

        return self._unlocked(opened) if connect.is_encrypted(self.path) else opened(None)

    def passphrase_for(self, path: Path) -> str | None:
        """The passphrase of another store, such as a backup: from its file, the keyring or the terminal."""
        from cpo_tui.store import keys

        given = keys.passphrase_from_file() or _from_keyring(path)
        return given if given is not None or not can_ask() else ask("Passphrase: ")

    def _unlocked(self, opened: Callable[[str | None], Store]) -> Store:
        from cpo_tui.errors import WrongPassphrase
        from cpo_tui.store import keys

        given = keys.passphrase_from_file() or _from_keyring(self.path)
        if given is not None or not can_ask():
            return opened(given)
        for left in range(TRIES - 1, 0, -1):
            try:
                return opened(ask("Passphrase: "))
            except WrongPassphrase as error:
                talk(f"{error.message} ({left} more)")
        return opened(ask("Passphrase: "))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that can only read, closed at the end; all reads see one state of the store."""
        from cpo_tui.store.connect import in_words

        store = self.store()
        connection = store.reader()
        try:
            with in_words(store):
                connection.execute("BEGIN")
                yield connection
        finally:
            connection.close()

    @contextmanager
    def acting(self) -> Iterator[Context]:
        """What a verb is given, on a connection of its own that is closed at the end."""
        from cpo_tui.actions.context import acting

        with acting(self.store(), self.officer, read_only=self.read_only) as context:
            if context.remark:
                talk(context.remark)
            yield context


def session_of(context: typer.Context) -> Session:
    """The session that the options before the command made."""
    found = context.find_object(Session)
    return found if found is not None else Session()


def can_ask() -> bool:
    """Whether there is a person at a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(words: str) -> str:
    """A secret typed at the terminal; it is never shown."""
    import getpass

    return getpass.getpass(words, stream=sys.stderr)


def _from_keyring(path: Path) -> str | None:
    from cpo_tui.store import keyring

    return keyring.passphrase_for(path)
