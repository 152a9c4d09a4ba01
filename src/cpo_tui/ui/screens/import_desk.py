"""The import desk: a file as it will be read, and every way to read it otherwise. Nothing here writes to the store."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from cpo_tui.actions.importing import ImportOptions, import_files
from cpo_tui.errors import CpoError
from cpo_tui.exchange import adjusting
from cpo_tui.exchange.adjusting import DELIMITER, ENCODING, HEADER, KIND, QUOTING, SETTINGS, SKIPPED, Setting
from cpo_tui.exchange.extracts import Options
from cpo_tui.exchange.preview import Preview, PreviewColumn, preview
from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.entries.import_words import in_keys
from cpo_tui.ui.entries.imports import CHECK, desk_entries, rows_lines
from cpo_tui.ui.flows import imports as import_flows
from cpo_tui.ui.flows.imports import profile_named, profile_names
from cpo_tui.ui.screens.moving import MovingScreen
from cpo_tui.ui.screens.progress import with_progress
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import Entry, EntryList
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread

_BY_NAME = {setting.name: setting for setting in SETTINGS}


class ImportDesk(MovingScreen):
    """One file on its way in."""

    NAME = "import"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("import")]
    CSS = """
    ImportDesk #import-top { height: 2; padding: 0 1; }
    ImportDesk #import-body { layout: vertical; height: 1fr; }
    ImportDesk #import-rows { height: 8; border-top: solid $rule; }
    ImportDesk #entries { width: 1fr; height: 1fr; }
    ImportDesk.-wide #import-body, ImportDesk.-vast #import-body { layout: horizontal; }
    ImportDesk.-wide #import-rows, ImportDesk.-vast #import-rows { width: 1fr; height: 1fr; }
    ImportDesk.-wide #entries { width: 56; border-left: solid $rule; }
    ImportDesk.-vast #entries { width: 64; border-left: solid $rule; }
    ImportDesk.-low #import-top { height: 1; }
    ImportDesk.-low #import-rows { height: 3; }
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.options = Options()
        self.whole = False
        self.seen: Preview | None = None
        self.unsure: frozenset[int] = frozenset()
        """The columns whose field was proposed by likeness and not confirmed."""
        self.proposed = False
        """Whether the profile was proposed by the columns and not confirmed."""
        self._chose_profile = False
        self._pan = 0
        self._looks = 0

    def compose(self) -> ComposeResult:
        """The name of the file, its rows, what can be changed, the keys."""
        yield Panel(id="import-top")
        with Container(id="import-body"):
            yield Panel(id="import-rows")
            yield EntryList(id="entries")
        yield KeyLine()

    def on_mount(self) -> None:
        """Look at the file in a thread, with the proposal for its columns filled in."""
        self.query_one("#import-top", Panel).show(self._top)
        self.query_one("#import-rows", Panel).show(
            lambda width, height: rows_lines(self.seen, self._pan, width, height)
        )
        self.entries.focus()
        self.offer_keys()
        self.work(self._fill_in())

    # ------------------------------------------------------------------ looking

    async def _fill_in(self) -> None:
        """Read the file, with the proposal for its columns as long as the officer has said nothing about them."""
        seen = await self._look()
        if seen is None or seen.error is None or self.options.profile is not None or self.options.mapping:
            return
        if seen.profile and not self._chose_profile:
            self.options, self.proposed = adjusting.with_profile(self.options, profile_named(seen.profile)), True
            await self._look()
        elif any(column.likely for column in seen.columns):
            await self._propose(seen)

    async def _propose(self, seen: Preview) -> None:
        self.unsure |= {column.index for column in seen.columns if column.likely}
        self.options = adjusting.with_proposal(self.options, seen)
        await self._look()

    async def _look(self) -> Preview | None:
        """Read the first records anew; None where a newer look has begun meanwhile."""
        self._looks += 1
        mine, options = self._looks, self.options
        try:
            seen = await asyncio.to_thread(preview, self.path, options)
        except CpoError as error:
            if mine == self._looks:
                self.cpo.tell(error)
                self.app.pop_screen()
            return None
        if mine != self._looks or not self.is_attached:
            return None
        first = self.seen is None
        self.seen = seen
        self.unsure &= {column.index for column in seen.columns if column.field or column.likely}
        self._show(to_check=first)
        return seen

    def _show(self, *, to_check: bool = False) -> None:
        seen, options, unsure, whole, proposed = self.seen, self.options, self.unsure, self.whole, self.proposed
        self.query_one("#import-top", Panel).renew()
        self.query_one("#import-rows", Panel).renew()
        if seen is not None:

            def build(width: int) -> list[Entry]:
                return desk_entries(seen, options, unsure, width, whole=whole, proposed=proposed)

            self.entries.show(build, keep=CHECK if to_check else None)
        self.offer_keys()

    def _top(self, width: int, _height: int) -> Sequence[Line]:
        left: Line = [("Import ", "strong"), (shown(self.path.name), "ink")]
        right = "Esc leaves: nothing has been changed"
        facts = self.seen.facts if self.seen is not None else None
        size = f"{facts.size:,} bytes" if facts is not None else ""
        return [spread(left, [(f"{size} · {right}" if size else right, "quiet")] if width >= 80 else [], width), []]  # noqa: PLR2004

    @property
    def column(self) -> PreviewColumn | None:
        """The column under the cursor."""
        key = self.entries.key
        if isinstance(key, tuple) and key[0] == "column" and self.seen is not None:
            return next((one for one in self.seen.columns if one.index == key[1]), None)
        return None

    @property
    def has_case(self) -> bool:
        """Whether a column is under the cursor."""
        return self.column is not None

    @on(EntryList.Moved)
    def _moved(self) -> None:
        self.offer_keys()

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.work(self.do_import_choose())

    # ------------------------------------------------------------------ changing how it is read

    def _read_as(self, options: Options) -> None:
        """Read the file in another way, and show it."""
        if options != self.options:
            self.options = options
            self.work(self._fill_in())

    def _turn(self, setting: Setting, by: int = 1) -> None:
        if self.seen is not None:
            self.entries.move_to_key(("set", setting.name))
            self._read_as(adjusting.turned(setting, self.options, self.seen, by))

    def _set_field(self, column: PreviewColumn, field: str) -> None:
        if self.seen is not None:
            self.unsure -= {column.index}
            self._read_as(adjusting.with_field(self.options, self.seen, column, field))

    def _turn_field(self, column: PreviewColumn, by: int) -> None:
        if self.seen is None:
            return
        # Turning goes over the fields that are free: only a choice from all takes a field from another column.
        taken = {one.field for one in self.seen.columns if one.index != column.index}
        fields = ("", *(name for name in adjusting.fields_for(self.options, self.seen) if name not in taken))
        at = fields.index(column.field) if column.field in fields else 0
        if not column.field and column.likely in fields and by > 0:
            self._set_field(column, column.likely)
        else:
            self._set_field(column, fields[(at + by) % len(fields)])

    def _change(self, by: int) -> None:
        key, column = self.entries.key, self.column
        if column is not None:
            self._turn_field(column, by)
        elif key == "profile":
            names = ["", *profile_names()]
            now = self.options.profile.name if self.options.profile is not None else ""
            self._take_profile(names[(names.index(now) + by) % len(names) if now in names else 0])
        elif key == "whole":
            self.do_import_whole()
        elif isinstance(key, tuple) and key[0] == "set":
            self._turn(_BY_NAME[key[1]], by)

    def _take_profile(self, name: str) -> None:
        self.proposed, self.unsure, self._chose_profile = False, frozenset(), True
        self._read_as(adjusting.with_profile(self.options, profile_named(name) if name else None))

    async def _choose_field(self, column: PreviewColumn) -> None:
        if self.seen is not None:
            field = await import_flows.choose_field(self.cpo, self.seen, self.options, column)
            if field is not None:
                self._set_field(column, field)

    async def _choose_profile(self) -> None:
        name = await import_flows.choose_profile(self.cpo)
        if name is not None:
            self._take_profile(name)

    async def _choose_dates(self, column: PreviewColumn) -> None:
        if self.seen is not None:
            self._read_as(await import_flows.choose_dates(self.cpo, self.seen, self.options, column))

    # ------------------------------------------------------------------ commands

    async def do_import_choose(self) -> None:
        """Look what would be done, or choose a value for the line under the cursor."""
        key, column = self.entries.key, self.column
        if key == CHECK:
            await self.do_import_check()
        elif column is not None:
            await self._choose_field(column)
        elif key == "profile":
            await self._choose_profile()
        elif key == "whole":
            self.do_import_whole()
        elif isinstance(key, tuple) and self.seen is not None:
            setting = _BY_NAME[key[1]]
            self._read_as(await import_flows.choose_value(self.cpo, self.seen, self.options, setting))

    async def do_import_check(self) -> None:
        """Make the real run without its commit, and show what it would do."""
        from cpo_tui.ui.screens.import_result import ImportResult

        options = ImportOptions(self.options, dry_run=True, full_extract=self.whole)
        found = await with_progress(self.cpo, "What it would do", import_files, [self.path], options)
        report = found[0]
        if report.error is not None:
            hint = in_keys(report.error.get("hint", ""))
            self.cpo.say(f"{report.error['message']}\n{hint}".strip(), warn=True, seconds=9)
            return
        self.app.push_screen(ImportResult(self.path, options, report))

    def do_import_next(self) -> None:
        """The next value."""
        self._change(1)

    def do_import_previous(self) -> None:
        """The value before."""
        self._change(-1)

    async def do_import_accept(self) -> None:
        """Take what is proposed: the profile, or the fields."""
        seen = self.seen
        if seen is None:
            return
        if seen.profile:
            self._take_profile(seen.profile)
        elif any(column.likely for column in seen.columns):
            await self._propose(seen)
        self.unsure, self.proposed = frozenset(), False
        self._show()

    def do_import_delimiter(self) -> None:
        """The next delimiter."""
        self._turn(DELIMITER)

    def do_import_encoding(self) -> None:
        """The next encoding."""
        self._turn(ENCODING)

    def do_import_header_down(self) -> None:
        """The header one line lower."""
        self._turn(SKIPPED)

    def do_import_header_up(self) -> None:
        """The header one line higher."""
        self._turn(SKIPPED, -1)

    def do_import_no_header(self) -> None:
        """A header, or none."""
        self._turn(HEADER)

    def do_import_quoting(self) -> None:
        """What quotes mean."""
        self._turn(QUOTING)

    def do_import_kind(self) -> None:
        """The next kind of records."""
        self._turn(KIND)

    def do_import_dates(self) -> Awaitable[None] | None:
        """How dates are written in a column."""
        return self._choose_dates(self.column) if self.column is not None else None

    def do_import_profile(self) -> Awaitable[None]:
        """Choose a profile."""
        return self._choose_profile()

    def do_import_whole(self) -> None:
        """The whole caseload, or a part of it."""
        self.whole = not self.whole
        self._show()

    def do_import_pan_right(self) -> None:
        """The fields at the right."""
        last = len(self.seen.fields) - 1 if self.seen is not None else 0
        self._pan = min(self._pan + 1, max(0, last))
        self.query_one("#import-rows", Panel).renew()

    def do_import_pan_left(self) -> None:
        """The fields at the left."""
        self._pan = max(0, self._pan - 1)
        self.query_one("#import-rows", Panel).renew()

    async def do_import_save(self) -> None:
        """Save how the file is read under a name."""
        if self.seen is None:
            return
        options = await import_flows.save_reading(self.cpo, self.path, self.seen, self.options)
        if options is not None and options.profile is not None:
            self.unsure, self.options = frozenset(), options
            await self._look()
            name = shown(options.profile.name)
            self.cpo.say(f"Saved as {name}: p reads files so, and cpo import --profile {name}.")

    def do_import_leave(self) -> None:
        """Leave; nothing has been changed."""
        self._looks += 1
        self.app.pop_screen()
