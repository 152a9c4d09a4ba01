"""Locking the application: the screen is blank, the connections are closed, the key is gone, drafts are in the store."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import threading
from typing import TYPE_CHECKING

from textual import events

from cpo_tui.config import settings
from cpo_tui.errors import CpoError
from cpo_tui.ui.safety.idle import LOOK_SECONDS, IdleClock

if TYPE_CHECKING:
    from collections.abc import Callable

    from cpo_tui.store.connect import Store
    from cpo_tui.ui.app import CpoApp

DAILY_AFTER_SECONDS = 20.0
"""How long after the start the backup of the day is made: first the officer sees the list."""
COUNTING_ANEW = (
    "The days of this store were counted in another zone, or under another limit, than yours.\n"
    "Every date is worked out anew; changes wait until that is done. Then R takes the list anew."
)
COUNTED_OTHERWISE = (
    "The days of this store were counted in another zone, or under another limit, than yours.\n"
    "This run is read-only, so they stay as they are: a day may be another one than yours."
)
_SIGNS_OF_LIFE = (events.Key, events.Paste, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp)


class Lock:
    """The lock of one application. The demo has none: it holds invented people only."""

    def __init__(self, app: CpoApp) -> None:
        self._app = app
        self.clock = IdleClock(settings().lock_after_minutes)
        self.closed = False
        self.drafts: dict[str, str] = {}
        """Half-written forms of an earlier run, by their title."""
        self.sent: tuple[str, dict[str, str]] | None = None
        """What was written in the form that was saved last, until it is known that it was taken."""
        self._closing = False

    def begin(self) -> None:
        """Watch the clock and the signals from now on, and fetch what was half-written before."""
        app = self._app
        app.set_interval(LOOK_SECONDS, self.look)
        self._on_signals({"SIGTSTP": lambda: self.close("suspended")})
        if app.store is not None and not app.demo:
            app.call_after_refresh(lambda: app.run_worker(self._start(), exit_on_error=False))  # first the list

    async def _start(self) -> None:
        from cpo_tui.actions import drafts
        from cpo_tui.actions.context import is_settled
        from cpo_tui.store import tries

        store = self._app.store
        if store is None:
            return
        try:
            if not self._app.gateway.read_now(is_settled):
                words = COUNTED_OTHERWISE if self._app.read_only else COUNTING_ANEW
                self._app.say(words, warn=True, seconds=30)
            kept = await self._app.gateway.act(drafts.start, tries.failed_before(store.path))
            self.drafts = {**kept, **self.drafts}  # what was put back meanwhile is newer
            self._app.gateway.changed_elsewhere()  # the line in the log is our own
        except CpoError as error:
            self._app.tell(error)
            return
        if kept:
            first = next(iter(kept))
            self._app.say(f"Half-written before, and kept: {first}. It is in its form when you open it again.")
        self._warn(store)

    def _warn(self, store: Store) -> None:
        if store.warning:
            words = f"{store.warning}\nIs it a copy that was put back? cpo verify --accept goes on with it."
            self._app.say(words, warn=True, seconds=30)
        if store.kept is not None:
            self._app.say(f"The store was of an older version. As it was: {store.kept.name}, beside it.", seconds=30)

    async def _keep_daily(self) -> None:
        from cpo_tui.actions import keeping

        if self.closed or self._closing:
            return
        try:
            await self._app.gateway.act(keeping.keep_daily)
            self._app.gateway.changed_elsewhere()
        except CpoError as error:
            self._app.tell(error)

    def watch_signals(self) -> None:
        """Signals that end a program end this one in order: drafts are kept and the terminal is given back."""
        self._on_signals({"SIGHUP": lambda: self.leave(129), "SIGTERM": lambda: self.leave(143)})

    def _on_signals(self, handlers: dict[str, Callable[[], None]]) -> None:
        if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
            return
        for name, handle in handlers.items():
            asyncio.get_running_loop().add_signal_handler(getattr(signal, name), handle)

    def note(self, event: events.Event) -> None:
        """Tell the clock of a key or a click."""
        if isinstance(event, _SIGNS_OF_LIFE):
            self.clock.touch()

    def look(self) -> None:
        """Lock where it is time to; long work is not broken off, so the lock waits for its end."""
        cause = self.clock.cause()
        if cause and not self._app.works:
            self.close(cause)

    # ------------------------------------------------------------------ close and open

    def close(self, cause: str) -> None:
        """Blank the screen at once, then keep the drafts and let go of the store and its key."""
        from cpo_tui.ui.screens.lock import Locked

        if self.closed or self._closing or self._app.store is None or self._app.demo:
            return
        self._closing = True
        words = self._half_written()
        self._app.clear_notifications()
        self._app.push_screen(Locked())
        self._app.run_worker(self._let_go(words, cause), exit_on_error=True)

    async def _let_go(self, words: dict[str, str], cause: str) -> None:
        from cpo_tui.actions import drafts

        app = self._app
        try:
            await app.gateway.act(drafts.lock, words, cause)
        except CpoError as error:
            app.say(f"Locked, but what was half-written could not be kept: {error.message}", warn=True)
        finally:
            self.closed, self._closing = True, False
            app.gateway.close()
            app.forget_pages()
            if app.store is not None and app.store.key is not None:
                app.store.key.drop()

    def leave(self, code: int) -> None:
        """End the run in order: what is half-written is kept first."""
        self._app.run_worker(self._keep_and_leave(code), exit_on_error=False)

    async def _keep_and_leave(self, code: int) -> None:
        from cpo_tui.actions import drafts

        words = self._half_written()
        try:
            await self._app.keep_places()
            if words and not self.closed and not self._app.demo:
                await asyncio.wait_for(self._app.gateway.act(drafts.lock, words, "hung up"), 3)
        finally:
            self._app.exit(code)

    async def open(self, passphrase: str | None, migrating: Callable[[str, int, int], None] | None = None) -> None:
        """Open the store anew with its passphrase and go on where the officer was; raises `StoreError`.

        `migrating` is that of `open_store`, called from another thread: an older copy may have been put in its place.
        """
        from cpo_tui.actions import drafts
        from cpo_tui.store import tries
        from cpo_tui.store.connect import open_store

        app = self._app
        before = app.store
        if before is None:
            return
        opened: Store = await asyncio.to_thread(
            open_store, before.path, passphrase, busy_seconds=before.busy_seconds, migrating=migrating
        )
        app.store = opened
        app.gateway.reopen(opened)
        self.closed = False
        self.clock.touch()
        await app.gateway.act(drafts.unlock, tries.failed_before(opened.path))
        await app.gateway.act(drafts.forget_drafts, tuple(self._half_written()))
        app.gateway.changed_elsewhere()
        app.list_changed()
        self._warn(opened)

    # ------------------------------------------------------------------ drafts

    def _half_written(self) -> dict[str, str]:
        from cpo_tui.ui.screens.form import Form

        found: dict[str, str] = {}
        for screen in self._app.screen_stack:
            if isinstance(screen, Form):
                typed = screen.half_written()
                if typed:
                    found[screen.place] = json.dumps(typed, ensure_ascii=False)
        return found

    def take_draft(self, place: str) -> dict[str, str]:
        """What was half-written at a place, once; the store keeps it until its form is left."""
        words = self.drafts.pop(place, "")
        return {str(name): str(value) for name, value in json.loads(words).items()} if words else {}

    def put_back(self) -> bool:
        """What was written was not taken: it will be in its form when that is opened again. Gives whether there was any."""
        if self.sent is None or not self.sent[1]:
            return False
        place, words = self.sent
        self.drafts[place], self.sent = json.dumps(words, ensure_ascii=False), None
        return True
