"""What importing a file would do: every fate with the records behind it, the conflicts to decide, and the commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from cpo_tui.actions.importing import ImportOptions, import_files
from cpo_tui.exchange.merging import ImportReport
from cpo_tui.ui.commands.bindings import bindings_of
from cpo_tui.ui.commands.register import Command
from cpo_tui.ui.entries.results import COMMIT, fate_entries, result_entries
from cpo_tui.ui.screens.import_desk import ImportDesk
from cpo_tui.ui.screens.moving import MovingScreen
from cpo_tui.ui.screens.progress import with_progress
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import Entry, EntryList
from cpo_tui.ui.widgets.key_line import KeyLine
from cpo_tui.ui.widgets.panel import Line, Panel, spread

_IN_CONFLICTS = frozenset({"result.take", "result.take-all", "result.keep-all"})


class ImportResult(MovingScreen):
    """The result of a dry run. Nothing is written before the officer commits it."""

    NAME = "import result"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("import result")]
    CSS = """
    ImportResult #result-top { height: 2; padding: 0 1; }
    ImportResult.-low #result-top { height: 1; }
    """

    def __init__(self, path: Path, options: ImportOptions, report: ImportReport) -> None:
        super().__init__()
        self.path = path
        self.options = options
        self.report = report
        self.conflicts = tuple(report.counts.conflicts)
        """As they were before anything was decided."""
        self.conflict_count = report.counts.conflict_count
        self.taken: set[tuple[str, str]] = set()
        self.fate = ""
        """The fate whose records are shown; empty while all fates are."""
        self._unfolded: set[object] = set()
        self._shown_with: tuple[tuple[tuple[str, str], ...], str] = ((), options.resolution)

    def compose(self) -> ComposeResult:
        """The file, the fates or the records of one, the keys."""
        yield Panel(id="result-top")
        yield EntryList(id="entries")
        yield KeyLine()

    def on_mount(self) -> None:
        """Show every fate; the cursor is on the way on."""
        self.query_one("#result-top", Panel).show(self._top)
        self.entries.focus()
        self._show(COMMIT)

    @property
    def has_case(self) -> bool:
        """Whether a line is under the cursor."""
        return self.entries.key is not None

    @property
    def takes_all(self) -> bool:
        """Whether the file's value is taken in every conflict of the batch."""
        return self.options.resolution == "take"

    @property
    def decided(self) -> ImportOptions:
        """The options with the conflicts as they are decided."""
        return replace(self.options, taken=tuple(sorted(self.taken)), expected=self.report.sha256)

    @property
    def has_decided(self) -> bool:
        """Whether conflicts were decided otherwise than in the run whose result is shown."""
        return (tuple(sorted(self.taken)), self.options.resolution) != self._shown_with

    # ------------------------------------------------------------------ showing

    def _show(self, keep: object = None) -> None:
        self.query_one("#result-top", Panel).renew()
        report, fate = self.report, self.fate
        taken = self.conflict_count if self.takes_all else len(self.taken)

        def build(width: int) -> list[Entry]:
            if not fate:
                return result_entries(report, self.conflict_count, taken, width)
            return fate_entries(
                fate, report, self.conflicts, self.taken, self._unfolded, width, takes_all=self.takes_all
            )

        self.entries.show(build, keep=keep)
        self.offer_keys()

    def _top(self, width: int, _height: int) -> Sequence[Line]:
        how = [self.report.profile or "product", self.report.kind]
        how.append("the whole caseload" if self.options.full_extract else "a part of the caseload")
        left: Line = [("What importing ", "strong"), (shown(self.path.name), "ink"), (" would do", "strong")]
        left = [*left, ("   ", ""), (self.fate, "open-tab")] if self.fate else left
        return [spread(left, [(" · ".join(map(shown, how)), "quiet")] if width >= 80 else [], width), []]  # noqa: PLR2004

    def offers(self, command: Command) -> bool:
        """Conflicts are decided where they are shown."""
        return command.id not in _IN_CONFLICTS or self.fate == "conflict"

    @on(EntryList.Moved)
    def _moved(self) -> None:
        self.offer_keys()

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.work(self.do_result_open())

    # ------------------------------------------------------------------ commands

    async def do_result_open(self) -> None:
        """Commit, open the records of a fate, or tell all that is known of one."""
        key = self.entries.key
        if key == COMMIT and not self.fate:
            if self.cpo.read_only:
                self.cpo.say("This run is read-only: nothing can be changed.", warn=True)
            else:
                await self.do_result_commit()
        elif not self.fate and isinstance(key, str):
            self.fate = key
            self._unfolded.clear()
            self._show()
            self.entries.move_to_end(last=False)
        elif self.fate == "conflict":
            self.do_result_take()
        elif key is not None:
            self._unfolded ^= {key}
            self._show(key)

    async def do_result_commit(self) -> None:
        """Import the file; where conflicts were decided since it was looked at, look again first."""
        if self.has_decided:
            await self._look_again()
            self.cpo.say("Looked at again with what you decided: Enter imports it.")
            return
        found = await with_progress(
            self.cpo, "Importing", import_files, [self.path], replace(self.decided, dry_run=False)
        )
        report = found[0]
        if report.error is not None:
            self.cpo.say(f"{report.error['message']}\n{report.error.get('hint', '')}".strip(), warn=True)
            return
        self._tell(report)
        self.app.pop_screen()
        if isinstance(self.app.screen, ImportDesk):
            self.app.pop_screen()
        self.cpo.list_changed()

    async def _look_again(self) -> None:
        options = replace(self.decided, dry_run=True)
        found = await with_progress(self.cpo, "What it would do", import_files, [self.path], options)
        report = found[0]
        if report.error is not None:
            self.cpo.say(f"{report.error['message']}\n{report.error.get('hint', '')}".strip(), warn=True)
            return
        self.report, self.options, self._shown_with = report, options, (options.taken, options.resolution)
        self.fate = ""
        self._show(COMMIT)

    def _tell(self, report: ImportReport) -> None:
        counts, refused = report.counts, report.tally.quarantined
        words = f"Imported: {counts.created:,} created, {counts.updated:,} updated, {counts.unchanged:,} unchanged"
        if refused:
            words += f", {refused:,} refused ({self.cpo.key_of('app.imports')} shows and corrects them)"
        words += f" · {self.cpo.key_of('app.undo')} takes it back"
        self.cpo.say(words, warn=bool(refused), seconds=9)

    def do_result_take(self) -> None:
        """Take the file's value, or keep mine."""
        key = self.entries.key
        if self.fate == "conflict" and isinstance(key, tuple):
            if self.takes_all:
                self.cpo.say("The file's value is taken in every conflict; - keeps yours again.")
                return
            self.taken ^= {(key[1], key[2])}
            self._show(key)

    def do_result_take_all(self) -> None:
        """Take the file's value in every conflict."""
        self._resolve("take")

    def do_result_keep_all(self) -> None:
        """Keep my value in every conflict."""
        self._resolve("keep")

    def _resolve(self, resolution: str) -> None:
        if self.fate == "conflict":
            self.taken.clear()
            self.options = replace(self.options, resolution="take" if resolution == "take" else "keep")
            self._show(self.entries.key)

    def do_result_edit(self) -> None:
        """Back to how the file is read."""
        self.app.pop_screen()

    async def do_result_leave(self) -> None:
        """From the records to the fates, from the fates to the desk; what was decided is looked at again."""
        if not self.fate:
            self.app.pop_screen()
            return
        came_from, self.fate = self.fate, ""
        if came_from == "conflict" and self.has_decided:
            await self._look_again()
        self._show(came_from)
