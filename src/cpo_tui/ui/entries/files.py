"""The files that can be imported, as a tree: folders unfold in place, and what is typed filters all that is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cpo_tui.ui.widgets.cells import shown
from cpo_tui.ui.widgets.entry_list import Entry
from cpo_tui.ui.widgets.roles import Part

SUFFIXES = frozenset(
    {".csv", ".tsv", ".psv", ".txt", ".tab", ".dat", ".xlsx", ".xlsm", ".xls", ".ods", ".jsonl", ".ndjson"}
)
MOST_FILES = 2_000
DEEPEST = 24
"""How deep folders are shown within one another; a link that leads back to itself ends there."""


@dataclass(frozen=True, slots=True)
class Found:
    """A folder or file: where it is, and its size in words."""

    path: Path
    is_folder: bool
    size: str = ""


def listing(folder: Path) -> tuple[Found, ...]:
    """The folders and the files of `folder` that can be imported, folders first; a folder that cannot be read is empty."""
    try:
        paths = [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError:
        return ()
    found = [
        Found(path, is_folder, "" if is_folder else _size(path))
        for path in paths
        if _fits(path, is_folder := _is_folder(path))
    ]
    return tuple(sorted(found, key=lambda one: (not one.is_folder, one.path.name.casefold()))[:MOST_FILES])


def _fits(path: Path, is_folder: bool) -> bool:
    return is_folder or path.suffix.lower() in SUFFIXES


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _size(path: Path) -> str:
    try:
        size = path.stat().st_size
    except OSError:
        return "cannot be read"
    for unit, bytes_each in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= 10 * bytes_each:
            return f"{size // bytes_each:,} {unit}"
    return f"{size:,} B"


def tree_entries(root: Path, unfolded: Mapping[Path, Sequence[Found]], typed: str) -> list[Entry]:
    """The way up, then the folders and files; of a folder that is not in `unfolded` only its name."""
    words = typed.casefold().split()
    entries = [] if words else [Entry(root.parent, (([("  ../", "quiet")], []),))]
    entries += _of_folder(root, unfolded, words, 0)
    return entries or [Entry(None, (([("  nothing here fits", "faint")], []),))]


def _of_folder(folder: Path, unfolded: Mapping[Path, Sequence[Found]], words: Sequence[str], depth: int) -> list[Entry]:
    entries: list[Entry] = []
    for one in unfolded.get(folder, ()):
        fits = all(word in one.path.name.casefold() for word in words)
        within = _of_folder(one.path, unfolded, words, depth + 1) if one.is_folder and depth < DEEPEST else []
        if fits or within:
            entries += [_entry(one, depth, is_open=one.path in unfolded), *within]
    return entries


def _entry(one: Found, depth: int, *, is_open: bool) -> Entry:
    margin = "  " * depth
    name: Part = (f" {shown(one.path.name)}/", "quiet") if one.is_folder else (f" {shown(one.path.name)}", "ink")
    mark: Part = (("▾" if is_open else "▸") if one.is_folder else " ", "faint")
    return Entry(one.path, (([(f" {margin}", ""), mark, name], [(one.size, "faint"), (" ", "")]),))
