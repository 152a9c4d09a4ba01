"""Choosing a file to import: a tree of folders, filtered by what is typed, or a path typed whole."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from pathlib import Path

from textual import events
from textual.app import ComposeResult
from textual.widgets._input import Input

from cpo_tui.ui.entries.files import Found, listing, tree_entries
from cpo_tui.ui.screens.dialog import keys_line
from cpo_tui.ui.screens.filtered import FilteredDialog
from cpo_tui.ui.screens.gone import unless_gone
from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import EntryList

_KEYS = keys_line(
    ("type", "to filter, or a path"), ("↑↓ Enter", "open"), ("Backspace", "folder above"), ("Esc", "leave")
)


class ImportFiles(FilteredDialog[Path]):
    """The files that can be imported; it gives the one that was chosen, and reads none of them."""

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__("Import a file", keys=_KEYS)
        self.root = folder or Path.cwd()
        self.unfolded: dict[Path, tuple[Found, ...]] = {}

    def body(self) -> ComposeResult:
        """What was typed, and the tree."""
        yield Input(placeholder="a part of the name, or a path", classes="filter", select_on_focus=False)
        yield EntryList(classes="dialog-list import-list")

    def on_mount(self) -> None:
        """Begin with the files of the folder."""
        self.query_one(Input).focus()
        self._work(self._unfold(self.root))

    def _work(self, job: Awaitable[None]) -> None:
        # A folder on a disk far away may answer when the dialog has long been left.
        self.run_worker(unless_gone(self, job))

    @property
    def _typed(self) -> str:
        return self.query_one(Input).value

    async def _unfold(self, folder: Path) -> None:
        """Read a folder in a thread, because a disk may be far away, and show what is in it."""
        self.unfolded[folder] = await asyncio.to_thread(listing, folder)
        self._show()

    def _show(self, keep: Path | None = None) -> None:
        self.set_title("Import a file", [(shown(str(self.root)), "quiet")])
        root, unfolded = self.root, self.unfolded
        typed = "" if "/" in self._typed else self._typed
        self.query_one(EntryList).show(lambda _width: tree_entries(root, unfolded, typed), keep=keep)

    async def _go_to(self, root: Path, came_from: Path | None = None) -> None:
        self.root = root
        self.query_one(Input).value = ""
        await self._unfold(root)
        self._show(came_from)

    def filter_by(self, typed: str) -> None:  # noqa: ARG002 - what was typed is read where the tree is drawn
        """Show what fits."""
        self._show()

    def on_key(self, event: events.Key) -> None:
        """With nothing typed, Backspace goes up."""
        if event.key == "backspace" and not self._typed:
            event.stop()
            event.prevent_default()
            self._work(self._go_to(self.root.parent, self.root))

    def accept(self) -> None:
        """Choose the file under the cursor, or the path that was typed; a folder unfolds, or folds again."""
        typed = self._typed.strip()
        if "/" in typed:
            self._work(self._open_path(Path(typed).expanduser()))
            return
        key = self.query_one(EntryList).key
        if not isinstance(key, Path):
            return
        if key == self.root.parent:
            self._work(self._go_to(key, self.root))
        elif key in self.unfolded:
            del self.unfolded[key]
            self._show(key)
        elif any(one.path == key and one.is_folder for found in self.unfolded.values() for one in found):
            self._work(self._unfold(key))
        else:
            self.dismiss(key)

    async def _open_path(self, path: Path) -> None:
        if await asyncio.to_thread(path.is_dir):
            await self._go_to(path)
        else:
            self.dismiss(path)
