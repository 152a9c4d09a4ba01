"""Past imports: each can be taken back, and what it refused can be corrected and imported again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from cpo_tui.store import batches
from cpo_tui.store.batches import PastBatch
from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.entries.batches import batch_entries
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.screens.moving import MovingScreen
from cpo_tui.ui.screens.progress import with_progress
from cpo_tui.ui.widgets.entry_list import EntryList
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread

MOST = 500
"""Imports that are listed; `cpo batches` lists all."""


class Imports(MovingScreen):
    """The imports of the store, the latest first."""

    NAME = "imports"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("imports")]
    CSS = """
    Imports #imports-top { height: 2; padding: 0 1; }
    Imports.-low #imports-top { height: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.batches: tuple[PastBatch, ...] = ()

    def compose(self) -> ComposeResult:
        """How many, the imports, the keys."""
        yield Panel(id="imports-top")
        yield EntryList(id="entries")
        yield KeyLine()

    def on_mount(self) -> None:
        """Read them in a reader thread."""
        self.query_one("#imports-top", Panel).show(self._top)
        self.entries.focus()
        self.work(self._read())

    async def _read(self) -> None:
        self.batches = await self.cpo.gateway.read(partial(batches.past_batches, limit=MOST))
        found, moment = self.batches, Moment.present()
        self.query_one("#imports-top", Panel).renew()
        self.entries.show(lambda width: batch_entries(found, moment, width))
        self.offer_keys()

    def _top(self, width: int, _height: int) -> Sequence[Line]:
        count = len(self.batches)
        return [spread([("Past imports", "strong")], [(f"{count:,} shown", "quiet")], width), []]

    def list_changed(self) -> None:
        """An import was made or taken back."""
        self.work(self._read())

    def cases_changed(self, _case_ids: object) -> None:
        """An import may have been taken back."""
        self.work(self._read())

    @property
    def past(self) -> PastBatch | None:
        """The import under the cursor."""
        return next((one for one in self.batches if one.id == self.entries.key), None)

    @property
    def has_case(self) -> bool:
        """Whether an import is under the cursor."""
        return self.past is not None

    @on(EntryList.Moved)
    def _moved(self) -> None:
        self.offer_keys()

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.do_imports_open()

    # ------------------------------------------------------------------ commands

    def do_imports_open(self) -> None:
        """What the import refused."""
        from cpo_tui.ui.screens.refused import Refused

        if self.past is not None:
            self.app.push_screen(Refused(self.past))

    async def do_imports_undo(self) -> None:
        """Take the import back; what was changed since is kept and named."""
        from cpo_tui.actions.undo import undo

        batch = self.past
        if batch is None:
            return
        if batch.change_set is None:
            self.cpo.say("This import changed nothing.", warn=True)
            return
        result = await with_progress(self.cpo, "Taking the import back", undo, batch.change_set)
        self.cpo.told_undone(result.summary, result.kept, result.cases, f"{self.cpo.key_of('app.redo')} brings it back")
        self.cpo.list_changed()

    async def do_imports_import(self) -> None:
        """Read a file into the caseload."""
        await self.cpo.do_app_import()

    def do_imports_leave(self) -> None:
        """Back to where it was opened."""
        self.app.pop_screen()
