"""The desk where it is decided how a file is read, as entries and lines. Pure: what was read and a width in, entries out."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cpo_tui.exchange.adjusting import SETTINGS, words_of
from cpo_tui.exchange.extracts import Options
from cpo_tui.exchange.preview import Preview, PreviewColumn
from cpo_tui.ui.entries.import_words import in_keys
from cpo_tui.ui.entries.wrapping import wrapped
from cpo_tui.ui.widgets.cells import clip, fit, shown, width_of
from cpo_tui.ui.widgets.entry_list import Entry, Row
from cpo_tui.ui.widgets.panel import Line, spread
from cpo_tui.ui.widgets.roles import Part

CHECK = "check"
_LABEL = 15
_WIDEST = 24
"""Cells of a field in the rows; a longer value is cut."""


def desk_entries(
    seen: Preview, options: Options, unsure: Collection[int], width: int, *, whole: bool, proposed: bool
) -> list[Entry]:
    """What can be done and changed: look, the columns that are unsure, the settings, the other columns."""
    first = [column for column in seen.columns if column.index in unsure or column.likely]
    rest = [column for column in seen.columns if column not in first]
    rest.sort(key=lambda one: not one.field)
    room = max(12, min(26, width // 2 - 4))
    entries = [_first(seen, width)]
    if first:
        entries.append(_heading("unsure", "y takes what is proposed", width))
        entries += [_column(column, room, unsure=True) for column in first]
    entries.append(_heading("how the file is read", "← → change it", width))
    entries += [
        Entry(("set", setting.name), (_setting(setting.label, words_of(setting, options, seen)),))
        for setting in SETTINGS
    ]
    entries += [_profile(seen, options, proposed=proposed), _whole(whole)]
    if rest:
        filled = sum(bool(column.field) for column in seen.columns)
        entries.append(_heading("what the columns mean", f"{filled} of {len(seen.columns)} fill a field", width))
        entries += [_column(column, room, unsure=False) for column in rest]
    return entries


def _first(seen: Preview, width: int) -> Entry:
    """Where the cursor begins: the way on, or why there is none yet."""
    if seen.error is None:
        refused = sum(row.refusal is not None for row in seen.rows)
        words = (
            f"{refused} of the first {len(seen.rows)} records would be refused" if refused else "nothing is changed yet"
        )
        return Entry(
            CHECK,
            (
                ([(" ▸ ", "key"), ("what importing it would do", "strong")], []),
                ([("   ", ""), (words, "late" if refused else "quiet")], []),
            ),
        )
    rows: list[Row] = [
        ([("   not understood yet", "late")], []),
        *wrapped("   ", shown(seen.error.message), width, role="ink"),
        *wrapped("   ", shown(in_keys(seen.error.hint)), width),
    ]
    return Entry(CHECK, tuple(rows))


def _heading(words: str, right: str, width: int) -> Entry:
    at_right: Line = [(right, "faint"), (" ", "")] if width >= 44 else []  # noqa: PLR2004 - room for both
    return Entry(None, (([], []), ([(f" {words}", "head")], at_right)))


def _setting(label: str, words: str) -> Row:
    return [(f" {fit(label, _LABEL)} ", "quiet"), (shown(words), "ink")], []


def _profile(seen: Preview, options: Options, *, proposed: bool) -> Entry:
    if options.profile is not None:
        words = shown(options.profile.name) + ("  ? by its columns" if proposed else "")
    else:
        words = "the product's columns" + (f"; it looks like {shown(seen.profile)} (y)" if seen.profile else "")
    return Entry("profile", (_setting("profile", words),))


def _whole(whole: bool) -> Entry:
    words = "the whole caseload: missing cases are named" if whole else "a part of the caseload"
    return Entry("whole", (_setting("the file is", words),))


def _column(column: PreviewColumn, room: int, *, unsure: bool) -> Entry:
    name = shown(column.name) or f"#{column.index + 1}, without a name"
    if column.field:
        meant: list[Part] = [(column.field.replace("_", " "), "ink")]
        meant += [("  ?", "now")] if unsure else []
    elif column.likely:
        meant = [("kept beside", "faint"), (f"; {column.likely.replace('_', ' ')}?", "now")]
    else:
        meant = [("kept beside, as it is", "faint")]
    if column.formats:
        meant.append((f"  {' or '.join(map(shown, column.formats))}", "quiet"))
    return Entry(("column", column.index), (([(f" {fit(name, room)} → ", "quiet"), *meant], []),))


def rows_lines(seen: Preview | None, pan: int, width: int, height: int) -> Sequence[Line]:
    """The first records under their fields as they will be read; where they are not understood, the lines as they are."""
    if seen is None:
        return [[(" reading …", "quiet")]]
    if seen.error is not None:
        return _raw(seen, width, height)
    names = [name.replace("_", " ") for name in seen.fields]
    first = min(pan, max(0, len(names) - 1))
    places = range(first, len(names))
    table = [[_cell(row.values[place]) for place in places] if row.refusal is None else [] for row in seen.rows]
    wide = [
        min(_WIDEST, max([width_of(names[place])] + [width_of(cells[at]) for cells in table if cells]))
        for at, place in enumerate(places)
    ]
    number = max([3, *(len(str(row.line)) for row in seen.rows)])
    more = f"‹{first} " if first else ""
    lines: list[Line] = [
        spread([(f" {'line':>{number}} ", "faint"), (more, "key"),
                *((f" {fit(names[place], wide[at])}", "head") for at, place in enumerate(places))], (), width)
    ]  # fmt: skip
    for row, cells in zip(seen.rows, table, strict=True):
        left: list[Part] = [(f" {row.line:>{number}} ", "faint"), (" " * width_of(more), "")]
        if row.refusal is not None:
            kind = row.refusal.kind.replace("_", " ")
            left += [(f" {kind}", "late"), (f"  {shown(row.refusal.reasons[0])}", "quiet")]
        else:
            left += [
                (f" {fit(text, wide[at])}", "ink" if text != _NOTHING else "faint") for at, text in enumerate(cells)
            ]
        lines.append(spread(left, (), width))
    if not seen.rows:
        lines.append([(" there are no records", "quiet")])
    return lines


_NOTHING = "·"


def _cell(value: object) -> str:
    return _NOTHING if value is None else shown(value, limit=80)


def _raw(seen: Preview, width: int, height: int) -> Sequence[Line]:
    lines: list[Line] = [spread([(" the file as it is", "head")], [("→ is a tab ", "faint")], width)]
    room = max(0, height - 1) or len(seen.lines)
    for number, text in enumerate(seen.lines[:room], 1):
        words = clip(shown(text.replace("\t", " → "), limit=400), max(4, width - 7))
        lines.append([(f" {number:>4}  ", "faint"), (words, "ink")])
    if not seen.lines:
        lines.append([(" it cannot be shown as text in this encoding", "quiet")])
    return lines
