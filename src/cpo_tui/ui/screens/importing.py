"""The import desk: choose a file, see exactly what importing it would do, then commit it or leave everything as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.widgets._input import Input

from cpo_tui.actions.importing import ImportOptions, import_file
from cpo_tui.config import config_dir
from cpo_tui.errors import CpoError
from cpo_tui.exchange.extracts import Options
from cpo_tui.exchange.layout import COLUMNS
from cpo_tui.exchange.profiles import builtin_names, load_profile, own_names
from cpo_tui.ui.import_lines import file_entries, profile_for, report_entries
from cpo_tui.ui.screens.choice import Choice, Option
from cpo_tui.ui.screens.dialog import Dialog, keys_line
from cpo_tui.ui.screens.progress import with_progress
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import EntryList

_PICK_KEYS = keys_line(("type", "to filter, or a path"), ("Enter", "open"), ("Esc", "leave"))
_REPORT_KEYS = keys_line(
    ("Enter", "commit"), ("p", "profile"), ("f", "whole caseload"), ("Esc", "another file: nothing has been changed")
)
_ERROR_KEYS = keys_line(("p", "profile"), ("Esc", "another file: nothing has been changed"))


class ImportDesk(Dialog[None]):
    """A file on its way in. Nothing is written before the officer commits what the dry run has shown."""

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__("Import a file")
        self._folder = folder or Path.cwd()
        self._file: Path | None = None
        self._profile = ""
        self._mapping: tuple[tuple[str, str], ...] = ()
        self._meant: dict[str, str] = {}
        """Column → field, as it is being chosen for a header that was not understood."""
        self._whole = False
        self._report: dict[str, Any] | None = None

    def body(self) -> ComposeResult:
        """The path, and the list of files or of what the file would do."""
        yield Input(placeholder="a part of the name, or a path", classes="filter", select_on_focus=False)
        yield EntryList(classes="dialog-list import-list")

    def on_mount(self) -> None:
        """Begin with the files of the folder."""
        self._show_files()

    @property
    def _entries(self) -> EntryList:
        return self.query_one(EntryList)

    # ------------------------------------------------------------------ choosing

    def _show_files(self) -> None:
        self._file, self._report, self._mapping, self._profile = None, None, (), ""
        self._entries.title_only = False
        field = self.query_one(Input)
        field.display = True
        field.focus()
        self._filter(field.value)
        self.set_keys(_PICK_KEYS)

    def _filter(self, typed: str) -> None:
        self.set_title("Import a file", [(shown(str(self._folder)), "quiet")])
        folder = self._folder
        self._entries.show(lambda _width: file_entries(folder, "" if "/" in typed else typed))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._filter(event.value)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.accept()

    @on(EntryList.Chosen)
    def _chosen(self) -> None:
        self.accept()

    def _open(self, path: Path) -> None:
        if path.is_dir():
            self._folder = path
            self.query_one(Input).value = ""
            self._filter("")
        else:
            self._file = path
            self._work(self._check())

    # ------------------------------------------------------------------ looking

    def _work(self, job: Any) -> None:
        self.run_worker(self._told(job))

    async def _told(self, job: Any) -> None:
        try:
            await job
        except CpoError as error:
            self.cpo.tell(error)

    def _options(self, *, dry_run: bool) -> ImportOptions:
        profile = load_profile(self._profile, _own_folder()) if self._profile else None
        return ImportOptions(Options(profile=profile, mapping=self._mapping), dry_run=dry_run, full_extract=self._whole)

    async def _check(self) -> None:
        report = await with_progress(
            self.cpo, "Looking at the file", import_file, self._file, self._options(dry_run=True)
        )
        self._report = found = report.as_json()
        self.query_one(Input).display = False
        how = [self._profile or "product columns", "the whole caseload" if self._whole else "a part of the caseload"]
        self.set_title(f"{shown(Path(found['file']).name)} · what importing it would do", [(" · ".join(how), "quiet")])
        self._entries.title_only = True
        error = found["error"] or {}
        self._meant = {pair["column"]: pair["field"] for pair in error.get("proposal", ())} | dict(self._mapping)
        self._entries.show(lambda width: report_entries(found, self._meant, width), keep="counts")
        self._entries.focus()
        self.set_keys(_ERROR_KEYS if found["error"] else _REPORT_KEYS)

    async def _choose_profile(self) -> None:
        names = sorted({*builtin_names(), *own_names(_own_folder())})
        options = [
            Option("-", "product columns", "the columns of cpo's own files"),
            *(Option(name, name, load_profile(name, _own_folder()).title) for name in names),
        ]
        chosen = await self.app.push_screen_wait(Choice("Read the file as", options))
        if chosen is not None:
            self._profile, self._mapping = "" if chosen == "-" else chosen, ()
            await self._check()

    async def _take_proposal(self) -> None:
        """Read the file as the profile or the columns say."""
        error = (self._report or {}).get("error") or {}
        profile = profile_for(error) if not self._profile else None
        if profile:
            self._profile = profile
        elif self._meant:
            self._mapping = tuple(self._meant.items())
        else:
            return
        await self._check()

    async def _choose_field(self, column: str) -> None:
        kind = "cases"
        options = [
            Option("-", "not a field", "kept with the case as it is"),
            *(Option(name, name.replace("_", " ")) for name in COLUMNS[kind]),
        ]
        chosen = await self.app.push_screen_wait(Choice(f"What {shown(column, limit=40)} means", options))
        if chosen is None or self._report is None:
            return
        self._meant = {name: field for name, field in self._meant.items() if name != column and field != chosen}
        if chosen != "-":
            self._meant[column] = chosen
        found = self._report
        self._entries.show(lambda width: report_entries(found, self._meant, width), keep=("column", column))

    # ------------------------------------------------------------------ committing

    async def _commit(self) -> None:
        report = await with_progress(self.cpo, "Importing", import_file, self._file, self._options(dry_run=False))
        found = report.as_json()
        if found["error"]:
            self.cpo.say(f"{found['error']['message']}\n{found['error'].get('hint', '')}", warn=True)
            return
        words = (
            f"Imported: {found['created']:,} created, {found['updated']:,} updated, {found['unchanged']:,} unchanged"
        )
        refused = f", {found['quarantined']:,} refused (cpo quarantine lists them)" if found["quarantined"] else ""
        self.cpo.say(f"{words}{refused} · {self.cpo.key_of('app.undo')} takes it back", warn=bool(refused), seconds=9)
        self.dismiss(None)
        self.cpo.list_changed()

    # ------------------------------------------------------------------ keys

    def on_key(self, event: events.Key) -> None:
        """Move; in the report also the letters that change how the file is read."""
        moves = {"down": 1, "up": -1, "pagedown": 12, "pageup": -12}
        letters = {"p": self._choose_profile, "y": self._take_proposal, "f": self._toggle_whole} if self._report else {}
        if self._report:
            moves |= {"j": 1, "k": -1}
        if event.key in moves:
            event.stop()
            event.prevent_default()
            self._entries.move_by(moves[event.key])
        elif event.key in letters:
            event.stop()
            self._work(letters[event.key]())

    async def _toggle_whole(self) -> None:
        self._whole = not self._whole
        await self._check()

    def accept(self) -> None:
        """Open what is chosen, or commit what was shown."""
        if self._report is not None:
            key = self._entries.key
            if not self._report["error"]:
                self._work(self._commit())
            elif isinstance(key, tuple) and key[0] == "column":
                self._work(self._choose_field(key[1]))
            return
        typed = self.query_one(Input).value.strip()
        named = Path(typed).expanduser() if "/" in typed else None
        key = self._entries.key
        if named is not None:
            self._open(named)
        elif isinstance(key, Path):
            self._open(key)

    def leave(self) -> None:
        """One step back: from the report to the files, from the files to the list."""
        if self._report is not None:
            self._show_files()
        else:
            self.dismiss(None)


def _own_folder() -> Path:
    return config_dir() / "profiles"
