"""The application: themes, keys, the way to the store, and what happens when something goes wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.command import Provider

from cpo_tui.config import settings
from cpo_tui.errors import CpoError
from cpo_tui.ui import themes
from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.commands.register import Command, shown_key, with_keymap
from cpo_tui.ui.everywhere import Everywhere
from cpo_tui.ui.safety.locking import Lock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.events import Event
    from textual.screen import Screen

    from cpo_tui.actions.deeds import Deed
    from cpo_tui.actions.undo import Undone
    from cpo_tui.store.connect import Store
    from cpo_tui.ui.flows.again import Again
    from cpo_tui.ui.reads.gateway import Gateway
    from cpo_tui.ui.screens.base import CommandScreen

SWITCH_SECONDS = 0.0005
"""How long one thread may keep the others waiting. A verb asks the store dozens of times, and by Python's own figure, ten
times as long, it would wait each time until the screen is painted."""
RUN_DEMO = 20
"""Exit code by which the first-run screen asks for the demo."""
RUN_INIT = 21
"""Exit code by which the first-run screen asks for an encrypted store, whose passphrase is typed outside the screen."""


class CpoApp(Everywhere):
    """The caseload on the screen. Without a store it begins with the ways to get one."""

    TITLE = "cpo"
    CSS_PATH = "styles/cpo.tcss"
    ENABLE_COMMAND_PALETTE = False
    """The toolkit's palette has a command that writes a picture of the screen to a file; ours is made from the register."""
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = set()
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("everywhere")]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - the toolkit's own class variable
        (0, "-narrow"), (60, "-normal"), (100, "-wide"), (150, "-vast"),
    ]  # fmt: skip
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-middle"), (30, "-tall")]  # noqa: RUF012

    def __init__(
        self,
        store: Store | None,
        *,
        officer: str,
        read_only: bool = False,
        demo: bool = False,
        store_path: Path | None = None,
        tour: bool = False,
    ) -> None:
        wanted = settings().theme if settings().theme in themes.NAMES else themes.DARK
        super().__init__(ansi_color=True if wanted == themes.TERMINAL else None)
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.set_reactive(CpoApp.theme, wanted)
        self.stylesheet.set_variables(self.get_css_variables())  # at once, not by a second reading of every rule
        self.commands: tuple[Command, ...] = with_keymap(settings().keymap)
        self._by_id = {command.id: command for command in self.commands}
        if settings().keymap:
            self.set_keymap({command.id: command.key for command in self.commands})
        self.store = store
        self.store_path = store_path
        self.officer = officer
        self.read_only = read_only
        self.demo = demo
        self.tour = tour
        """Whether the tour is shown over the first caseload."""
        self._gateway: Gateway | None = None
        self.lock = Lock(self)
        self.last_deed: Deed | None = None
        """The verb that was done last in this run, which can be saved; None where a file was written since."""
        self.again: Again | None = None
        """What was done last with cases in this run, which can be repeated; a file that was written too."""

    # ------------------------------------------------------------------ start and end

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colour names, so that the styles can be read under any theme."""
        return dict(themes.THEMES[0].variables)

    def get_default_screen(self) -> Screen[Any]:
        """The caseload, or the first-run screen where there is no store."""
        if self.store is None:
            from cpo_tui.ui.screens.first_run import FirstRun

            return FirstRun()
        from cpo_tui.ui.screens.caseload import Caseload

        return Caseload()

    @property
    def gateway(self) -> Gateway:
        """The way to the store; opened when first used."""
        if self._gateway is None:
            if self.store is None:
                raise CpoError("There is no store yet.", hint="Make one first.")
            from cpo_tui.ui.reads.gateway import Gateway

            self._gateway = Gateway(self.store, self.officer, read_only=self.read_only)
            self._gateway.on_wait = self._say_waiting
        return self._gateway

    async def use_store(self, store: Store) -> None:
        """Work on this store from now on, beginning with its caseload."""
        from cpo_tui.ui.screens.caseload import Caseload

        self.close_store()
        self.store = store
        await self.push_screen(Caseload())

    def close_store(self) -> None:
        """Let go of the store; a write in progress is finished or rolled back first."""
        if self._gateway is not None:
            self._gateway.close()
            self._gateway = None

    @property
    def works(self) -> bool:
        """Whether long work is under way."""
        return self._gateway is not None and self._gateway.works

    def forget_pages(self) -> None:
        """Let every screen forget the rows that it keeps, because the store was let go."""
        for screen in self.screen_stack:
            forget = getattr(screen, "forget_pages", None)
            if forget is not None:
                forget()

    def on_load(self) -> None:
        """Signals that end a program end this one in order, from the beginning on."""
        self.lock.watch_signals()

    def on_mount(self) -> None:
        """Watch the lock and the signals from the first picture on."""
        self.lock.begin()
        if self.tour and self.store is not None:
            self.call_after_refresh(self.do_app_tour)
        wanted = settings().theme
        if wanted not in themes.NAMES:
            self.say(f"There is no theme {wanted!r}; the settings may name {', '.join(themes.NAMES)}.", warn=True)

    async def on_event(self, event: Event) -> None:
        """Every key and click tells the lock that somebody is there."""
        self.lock.note(event)
        await super().on_event(event)

    def on_unmount(self) -> None:
        """The store is closed before the process ends."""
        self.close_store()

    # ------------------------------------------------------------------ commands

    def command(self, command_id: str) -> Command:
        """The command of that id, with the officer's own key."""
        return self._by_id[command_id]

    def key_of(self, command_id: str) -> str:
        """The key of a command as people write it."""
        return shown_key(self._by_id[command_id].key)

    def action_command(self, command_id: str) -> None:
        """Run a command that works everywhere."""
        screen = self.screen
        run = getattr(screen, "run_command", None)
        if run is not None:
            run(self.command(command_id))

    def do_app_help(self) -> None:
        """Show the keys of the screen."""
        from cpo_tui.ui.screens.help import Help

        self.push_screen(Help(self._command_screen(), only_able=False))

    def do_app_palette(self) -> None:
        """Find a command by its name and run it."""
        from cpo_tui.ui.screens.help import Help

        self.push_screen(Help(self._command_screen(), only_able=True))

    def do_app_theme(self) -> None:
        """Change to the next theme."""
        place = themes.NAMES.index(self.theme) if self.theme in themes.NAMES else -1
        self.ansi_color = None  # from now on as the theme says
        self.theme = themes.NAMES[(place + 1) % len(themes.NAMES)]

    def do_app_quit(self) -> None:
        """Leave; where the officer is, is kept first."""
        self.run_worker(self._leave(), exit_on_error=True)

    async def _leave(self) -> None:
        await self.keep_places()
        self.exit(0)

    async def keep_places(self) -> None:
        """Let the screens keep where the officer is."""
        for screen in self.screen_stack:
            keep = getattr(screen, "keep_at_end", None)
            if keep is not None:
                await keep()

    async def do_app_undo(self) -> None:
        """Show what taking back the latest change would do, and do it."""
        from cpo_tui.actions.undo import undo

        await self.take_back(undo)

    async def do_app_redo(self) -> None:
        """Show what the latest undo took away, and bring it back."""
        from cpo_tui.actions.undo import redo

        await self.take_back(redo, doing="bring it back", way_back="app.undo")

    async def take_back(
        self, verb: Callable[..., Undone], *args: Any, doing: str = "take it back", way_back: str = "app.redo"
    ) -> bool:
        """Rehearse an undo or a redo on the screen, and do it; gives whether it was done."""
        from cpo_tui.actions.rehearsal import rehearse
        from cpo_tui.ui.screens.progress import once_long
        from cpo_tui.ui.screens.verb_preview import Preview

        seen = await once_long(self, "Looking ahead", rehearse, verb, *args)
        if not await self.push_screen_wait(Preview(seen, doing=doing)):
            return False
        title = "Taking it back" if way_back == "app.redo" else "Bringing it back"
        result = await once_long(self, title, verb, *args)
        back = "brings it back" if way_back == "app.redo" else "takes it back"
        self.told_undone(result.summary, result.kept, result.cases, f"{self.key_of(way_back)} {back}")
        return True

    def tell(self, error: CpoError, more: str = "") -> None:
        """Say what was not done; what was written for it is kept for its form."""
        kept = "What you wrote is kept: it is in the form when you open it again." if self.lock.put_back() else ""
        super().tell(error, "\n".join(part for part in (more, kept) if part))

    def query_of(self, case_ids: Sequence[int]) -> str | None:
        """The query of the list, where these are exactly its cases; None where they are others."""
        for screen in reversed(self.screen_stack):
            asked = getattr(screen, "query_of", None)
            if asked is not None:
                query: str | None = asked(case_ids)
                return query
        return None

    def told_undone(self, summary: str, kept: Iterable[Any], cases: Iterable[int], way_back: str) -> None:
        """Say what was taken back or brought back, what was kept, and how to go the other way."""
        kept = tuple(kept)
        words = f"{summary[:1].upper()}{summary[1:]} · {way_back}"
        if kept:
            first = kept[0]
            words += f"\nKept, because it was changed since: {first.case or 'an entry'} ({first.reason})"
            words += f" and {len(kept) - 1} more" if len(kept) > 1 else ""
        self.say(words, warn=bool(kept))
        self.cases_changed(cases)
        if not tuple(cases):
            self.list_changed()

    def cases_changed(self, cases: Iterable[int]) -> None:
        """Tell every screen that shows cases that these have changed."""
        changed = tuple(cases)
        for screen in self.screen_stack:
            told = getattr(screen, "cases_changed", None)
            if told is not None:
                told(changed)

    def list_changed(self) -> None:
        """Tell every screen that shows a list that cases were added or taken away."""
        for screen in self.screen_stack:
            told = getattr(screen, "list_changed", None)
            if told is not None:
                told()

    def _command_screen(self) -> CommandScreen:
        from cpo_tui.ui.screens.base import CommandScreen

        for screen in reversed(self.screen_stack):
            if isinstance(screen, CommandScreen):
                return screen
        raise CpoError("No screen with commands is open.")

    def action_suspend_process(self) -> None:
        """Lock instead: a suspended process would leave the case on the screen and the terminal in an odd state."""
        self.lock.close("suspended")

    def _say_waiting(self) -> None:
        seconds = self.store.busy_seconds if self.store is not None else 0
        self.say(f"Waiting for another program that writes to the store, at most {seconds:g} s …", seconds=seconds)


def run_application(
    store: Store | None,
    *,
    officer: str,
    store_path: Path,
    read_only: bool = False,
    demo: bool = False,
    no_color: bool = False,
    tour: bool = False,
) -> int:
    """Open the application and give its exit code; without a store it offers the ways to get one.

    `RUN_DEMO` asks the caller to open the demo instead, `RUN_INIT` to ask for a passphrase and make a store. `no_color`
    is the command line's option; `NO_COLOR` in the environment means the same.
    """
    if no_color:
        os.environ["NO_COLOR"] = "1"
    sys.setswitchinterval(SWITCH_SECONDS)
    app = CpoApp(store, officer=officer, read_only=read_only, demo=demo, store_path=store_path, tour=tour)
    answer = app.run()
    return answer if answer is not None else app.return_code or 0
