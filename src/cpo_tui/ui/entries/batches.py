"""Past imports, and the records that one of them refused, as entries. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from cpo_tui.store.batches import PastBatch, RefusedRow
from cpo_tui.store.reader import when
from cpo_tui.ui.entries.wrapping import wrapped
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.widgets.cells import fit, shown
from cpo_tui.ui.widgets.entry_list import Entry, Row
from cpo_tui.ui.widgets.roles import Part

_NARROW = 70
MOST_REFUSED = 2_000
"""Refused records of an import that are shown; the file of them has all."""


def batch_entries(found: Sequence[PastBatch], moment: Moment, width: int) -> list[Entry]:
    """One entry an import: when, which file, what became of its records."""
    if not found:
        return [Entry(None, (([("   Nothing was imported yet.", "ink")], []),))]
    return [_batch(one, moment, width) for one in found]


def _batch(one: PastBatch, moment: Moment, width: int) -> Entry:
    role = "done" if one.undone else "ink"
    left: list[Part] = [(f" {fit(moment.short(when(one.imported_at)), 17)} ", "quiet"), (shown(one.file), role)]
    left += [("  taken back", "faint")] if one.undone else []
    right: list[Part] = (
        [(f"{shown(one.kind)} · {shown(one.imported_by)}", "quiet"), (" ", "")] if width >= _NARROW else []
    )
    report = one.report
    parts: list[Part] = [(" " * 19, "")]
    for place, (name, word) in enumerate(
        (("created", "created"), ("updated", "updated"), ("unchanged", "unchanged"), ("quarantined", "refused"))
    ):
        count = int(report.get(name) or 0)
        loud = name == "quarantined" and count and not one.undone
        parts += [(" · ", "faint")] if place else []
        parts += [(f"{word} ", "faint"), (f"{count:,}", "late" if loud else "quiet")]
    return Entry(one.id, ((left, right), (parts, [])))


def refused_entries(
    rows: Sequence[RefusedRow],
    corrected: Mapping[int, str],
    taken: Mapping[int, int],
    more: int,
    width: int,
) -> list[Entry]:
    """One entry a refused record: its line, why, its text; and what was corrected or has come in since."""
    entries = [_refused(row, corrected.get(row.id), taken.get(row.id), width) for row in rows]
    if more:
        entries.append(Entry(None, (([(f"   and {more:,} more: w writes all of them to a file", "faint")], []),)))
    return entries or [Entry(None, (([("   This import refused nothing.", "you")], []),))]


def _refused(row: RefusedRow, corrected: str | None, taken: int | None, width: int) -> Entry:
    state: list[Part] = [("   ", "")]
    right: list[Part] = []
    if taken is not None:
        right = [(f"came in with import {taken}", "you"), (" ", "")]
    elif corrected is not None:
        state, right = [(" ✎ ", "mark")], [("corrected", "you"), (" ", "")]
    left: list[Part] = [
        *state,
        (f"line {row.line:>6,}  ", "faint"),
        (shown(row.kind.replace("_", " ")), "done" if taken is not None else "late"),
    ]
    rows: list[Row] = [(left, right)]
    rows += [line for reason in row.reasons for line in wrapped(" " * 16, shown(reason), width, role="ink")]
    text = corrected if corrected is not None else row.raw
    rows.append(([(" " * 16, ""), (shown(text.rstrip("\r\n"), limit=max(20, width - 20)), "faint")], []))
    return Entry(row.id, tuple(rows))


def in_reasons(column: str, reasons: Collection[str]) -> bool:
    """Whether a reason speaks of a column."""
    return bool(column.strip()) and any(reason.startswith(f"{column.strip()}:") for reason in reasons)
