"""What an import would do, or did, as entries of a list; and the files of a folder that can be imported. Pure but for the listing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cpo_tui.ui.screens.why import wrapped
from cpo_tui.ui.widgets.cells import fit, shown
from cpo_tui.ui.widgets.entry_list import Entry, Row
from cpo_tui.ui.widgets.roles import Part

SUFFIXES = frozenset({".csv", ".tsv", ".psv", ".txt", ".xlsx", ".jsonl"})
MOST_FILES = 2_000


def listing(folder: Path, typed: str) -> list[Path]:
    """The folders and the files of `folder` that can be imported, those that fit what was typed; folders first.

    A folder that cannot be read is empty.
    """
    words = typed.casefold().split()
    try:
        found = [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError:
        return []
    fitting = [
        path
        for path in found
        if all(word in path.name.casefold() for word in words) and (_is_folder(path) or path.suffix.lower() in SUFFIXES)
    ]
    return sorted(fitting, key=lambda path: (not _is_folder(path), path.name.casefold()))[:MOST_FILES]


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def file_entries(folder: Path, typed: str) -> list[Entry]:
    """The way up, then the folders and files."""
    entries = [Entry(folder.parent, (([("  ../", "quiet")], []),))] if not typed.strip() else []
    for path in listing(folder, typed):
        name: Part = (f"  {shown(path.name)}/", "quiet") if _is_folder(path) else (f"  {shown(path.name)}", "ink")
        entries.append(Entry(path, (([name], [(_size(path), "faint"), (" ", "")]),)))
    return entries or [Entry(None, (([("  nothing here fits", "faint")], []),))]


def _size(path: Path) -> str:
    try:
        size = path.stat().st_size if not path.is_dir() else -1
    except OSError:
        return "cannot be read"
    if size < 0:
        return ""
    for unit, bytes_each in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= 10 * bytes_each:
            return f"{size // bytes_each:,} {unit}"
    return f"{size:,} B"


def report_entries(report: Mapping[str, Any], mapping: Mapping[str, str], width: int) -> list[Entry]:
    """A report: what becomes of every record, what was refused and why, what is changed.

    `mapping` says what the columns of a file mean that was not understood, as far as it has been chosen.
    """
    error = report.get("error")
    if error:
        return _error_entries(error, mapping, width)
    entries = [
        Entry("counts", tuple(_counts(report))),
        *_kinds("refused", report["quarantine_kinds"], "late"),
        *_kinds("warnings", report["warning_kinds"], "now"),
    ]
    if report.get("already_imported"):
        words = "The same bytes were imported before, and nothing since: importing them again changes nothing."
        entries.append(Entry("already", ((([]), []), *wrapped("  ", words, width, role="now"))))
    changes: Sequence[Mapping[str, Any]] = report.get("changes") or ()
    if changes:
        entries.append(Entry(None, (([], []), ([(f" first {len(changes)} changes", "head")], []))))
    for number, change in enumerate(changes):
        what = f"  {fit(shown(change['reference']), 16)}  {fit(shown(change['field']), 18)}  "
        entries.append(
            Entry(
                ("change", number),
                (([(what, "quiet"), (f"{_value(change['from'])} → {_value(change['to'])}", "ink")], []),),
            )
        )
    return entries


def _counts(report: Mapping[str, Any]) -> list[Row]:
    fields = f" (fields {report['changed_fields']:,})" if report.get("changed_fields") else ""
    told = (
        ("created", report["created"], ""), ("updated", report["updated"], fields), ("unchanged", report["unchanged"], ""),
        ("refused", report["quarantined"], ""), ("disappeared", report["disappeared"], ""),
    )  # fmt: skip
    parts: list[Part] = [(" ", "")]
    for word, count, more in told:
        if word == "disappeared" and not count:
            continue
        parts += [(" · ", "faint")] if len(parts) > 1 else []
        parts += [
            (f"{word} ", "quiet"),
            (f"{count:,}", "late" if word == "refused" and count else "strong"),
            (more, "quiet"),
        ]
    total = f" = {report['rows_read']:,} records read"
    skipped = f", {report['blank_rows_skipped']:,} blank lines" if report["blank_rows_skipped"] else ""
    return [(parts, []), ([(f" {total}{skipped}", "faint")], [])]


def _kinds(heading: str, kinds: Mapping[str, int], role: str) -> list[Entry]:
    if not kinds:
        return []
    entries = [Entry(None, (([], []), ([(f" {heading}", "head")], [])))]
    entries += [
        Entry((heading, kind), (([(f"  {count:>8,}  ", role), (shown(kind.replace("_", " ")), "ink")], []),))
        for kind, count in kinds.items()
    ]
    return entries


def profile_for(error: Mapping[str, Any]) -> str | None:
    """The profile whose columns a file that was not understood has; None where there is none."""
    from cpo_tui.exchange.proposals import proposed_profile

    columns = error.get("columns")
    return proposed_profile(columns) if columns else None


def _error_entries(error: Mapping[str, Any], mapping: Mapping[str, str], width: int) -> list[Entry]:
    profile = profile_for(error)
    rows: list[Row] = [
        ([("  Not imported", "late")], []),
        *wrapped("  ", shown(error.get("message")), width, role="ink"),
    ]
    if not profile:
        rows += wrapped("  ", shown(error.get("hint")), width)
    entries = [Entry("error", tuple(rows))]
    if profile:
        entries.append(
            Entry(
                "profile",
                (
                    ([], []),
                    (
                        [
                            ("  It looks like the profile ", "quiet"),
                            (shown(profile), "strong"),
                            (".  ", ""),
                            ("y", "key"),
                            (" reads it so", "quiet"),
                        ],
                        [],
                    ),
                ),
            )
        )
    columns: Sequence[str] = error.get("columns") or ()
    if columns:
        told = [("Enter", "key"), (" chooses   ", "quiet"), ("y", "key"), (" reads it so ", "quiet")]
        entries.append(Entry(None, (([], []), ([(" what the columns mean", "head")], told))))
    for column in columns:
        field = mapping.get(column, "")
        meant: Part = (shown(field), "ink") if field else ("kept with the case, not a field", "faint")
        entries.append(Entry(("column", column), (([(f"  {fit(shown(column), 28)} → ", "quiet"), meant], []),)))
    return entries


def _value(value: object) -> str:
    return "nothing" if value is None else shown(value, limit=60)
