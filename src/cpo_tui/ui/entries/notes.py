"""The notes of a case, and what extracts told beside its fields, as entries. Pure: a file, the present and a width in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cpo_tui.ui.moment import Moment
from cpo_tui.ui.widgets.cells import fit, shown, width_of
from cpo_tui.ui.widgets.entry_list import Entry, Row

if TYPE_CHECKING:
    from cpo_tui.store.sources import SourceRecord
    from cpo_tui.ui.entries.cases import CaseFile

_MOST_SOURCES = 30
"""Records of extracts that are shown; the command line lists all."""


def notes(file: CaseFile, moment: Moment, width: int) -> list[Entry]:  # noqa: ARG001 - the shape of a tab
    """The notes, the newest first, each with its first lines."""
    entries: list[Entry] = []
    for note in file.notes:
        lines = [shown(line) for line in note.body.strip().splitlines() if line.strip()] or [""]
        rows: list[Row] = [([("   ", ""), (f"{moment.short(note.written_at)}  {shown(note.written_by)}", "quiet")], [])]
        rows += [([("   ", ""), (line, "ink")], []) for line in lines[:3]]
        if len(lines) > 3:  # noqa: PLR2004 - as many lines as are shown
            rows.append(([("   ", ""), (f"… {len(lines) - 3} more lines: Enter reads the note whole", "faint")], []))
        rows.append(([], []))
        entries.append(Entry(("notes", note.id), tuple(rows)))
    imported = str(file.person.get("notes") or "").strip()
    if imported:
        entries.append(
            Entry(None, (([(" from the extract", "head")], []), ([("   ", ""), (shown(imported), "quiet")], [])))
        )
    return entries + [_beside(source, moment) for source in file.sources[:_MOST_SOURCES]] + _more_sources(file)


def _beside(source: SourceRecord, moment: Moment) -> Entry:
    """What one record of an extract told in columns that the case has no field for."""
    origin = f" {shown(source.file)}, line {source.line:,}"
    about = "" if source.about == "cases" else f", about {source.about.replace('_', ' ')}"
    head: Row = (
        [(origin, "head"), (about, "quiet")],
        [(f"imported {moment.short(source.imported_at)}", "faint"), (" ", "")],
    )
    wide = min(max((width_of(shown(name)) for name in source.fields), default=0), 24)
    rows: list[Row] = [
        ([("   ", ""), (fit(shown(name), wide), "faint"), ("  ", ""), (shown(text), "quiet")], [])
        for name, text in source.fields.items()
    ]
    return Entry(None, (head, *rows, ([], [])))


def _more_sources(file: CaseFile) -> list[Entry]:
    more = len(file.sources) - _MOST_SOURCES
    words = f"   … and {more:,} earlier records: cpo show {shown(file.row.reference)} --json"
    return [Entry(None, (([(words, "faint")], []),))] if more > 0 else []
