"""The first records of a file as an import would read them, for a person to adjust how it is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from cpo_tui.errors import ImportRejected, UsageError
from cpo_tui.exchange.encodings import coding_of, texts
from cpo_tui.exchange.extracts import Options, open_extract
from cpo_tui.exchange.layout import COLUMNS
from cpo_tui.exchange.mapping import Plan
from cpo_tui.exchange.names import OURS, fold, own_field
from cpo_tui.exchange.proposals import proposed_mapping, proposed_profile
from cpo_tui.exchange.reading import physical_lines, without_end
from cpo_tui.exchange.records import FileFacts, Refusal
from cpo_tui.exchange.sources import Source, glanced_at
from cpo_tui.exchange.values import Stored

SHOWN = 20
MAX_SHOWN_LINE = 2_000


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One record: its line, the values of the fields that the file fills, or why it would be refused."""

    line: int
    values: tuple[Stored, ...]
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class PreviewColumn:
    """A column of the file, and what it means."""

    index: int
    name: str
    """As the header has it; empty where it has no name."""
    field: str = ""
    """The field that it fills; empty where its text is kept beside the record."""
    likely: str = ""
    """The field that it may well mean, where it fills none."""
    formats: tuple[str, ...] = ()
    """The forms in which its dates are written, where that was said."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as it would be read; or, where it is not understood, why, and its first lines as they stand."""

    facts: FileFacts | None
    plan: Plan | None
    fields: tuple[str, ...]
    """The fields that the file fills, in the order of `PreviewRow.values`."""
    columns: tuple[PreviewColumn, ...]
    """In the order of the file; also of a header that is not understood, where one was seen."""
    rows: tuple[PreviewRow, ...]
    lines: tuple[str, ...]
    """The first physical lines, cut to `MAX_SHOWN_LINE` characters."""
    profile: str = ""
    """The profile of the product that the columns have, where none is used."""
    error: ImportRejected | UsageError | None = None


def preview(path: str | Path, options: Options, *, count: int = SHOWN) -> Preview:
    """How the first `count` records of a file would be read; never raises for what the file holds.

    Raises `ImportRejected` only where the file cannot be opened.
    """
    with glanced_at(path) as source:
        lines = _first_lines(source, options, count)
        try:
            return _read(source, options, lines, count)
        except (ImportRejected, UsageError) as error:
            return _not_read(options, lines, error)


def _read(source: Source, options: Options, lines: tuple[str, ...], count: int) -> Preview:
    extract = open_extract(source, options)
    plan = extract.plan
    names = list(COLUMNS[plan.kind])
    places = [names.index(name) for name in plan.fields]
    rows: list[PreviewRow] = []
    for batch in extract.batches():
        rows += [
            PreviewRow(line, tuple(values[place] for place in places))
            for line, values in zip(batch.lines, batch.values, strict=True)
        ]
        rows += [PreviewRow(refusal.line, (), refusal) for refusal in batch.refusals]
        if len(rows) >= count:
            break
    rows.sort(key=lambda row: row.line)
    filled = {one.index: one.field for one in plan.filled}
    formats = {one.index: one.rule.formats for one in (*plan.filled, *plan.typed)}
    columns = _columns(plan.header, plan.kind, filled, formats, frozenset(dict(options.mapping)))
    profile = _profile_of(plan.header, options)
    return Preview(extract.facts, plan, plan.fields, columns, tuple(rows[:count]), lines, profile)


def _not_read(options: Options, lines: tuple[str, ...], error: ImportRejected | UsageError) -> Preview:
    header: Sequence[str] = error.details.get("columns", ())
    kind = options.kind or (options.profile.kind if options.profile is not None else "cases")
    columns = _columns(header, kind, _mapped(header, options), {}, frozenset(dict(options.mapping)))
    return Preview(None, None, (), columns, (), lines, _profile_of(header, options), error)


def _mapped(header: Sequence[str], options: Options) -> dict[int, str]:
    """Which columns fill a field in a header that lacks others."""
    named = {fold(name): field for name, field in options.mapping}
    taken = set(named.values())
    found = {}
    for index, cell in enumerate(header):
        field = named.get(fold(cell)) or named.get(f"#{index + 1}")
        own = "" if field or options.profile is not None else own_field(cell, options.kind or "cases")
        if field and field != "-":
            found[index] = field
        elif own and own not in taken:
            found[index] = own
            taken.add(own)
    return found


def _columns(
    header: Sequence[str],
    kind: str,
    filled: Mapping[int, str],
    formats: Mapping[int, tuple[str, ...]],
    decided: frozenset[str],
) -> tuple[PreviewColumn, ...]:
    free = [cell for index, cell in enumerate(header) if index not in filled and cell.strip() and cell not in decided]
    taken = set(filled.values())
    likely = {cell: field for cell, field in proposed_mapping(free, kind) if field not in taken}
    return tuple(
        PreviewColumn(
            index,
            cell.strip(),
            filled.get(index, ""),
            "" if index in filled or cell in decided else likely.get(cell.strip(), ""),
            formats.get(index, ()),
        )
        for index, cell in enumerate(header)
        if fold(cell) not in OURS
    )


def _profile_of(header: Sequence[str], options: Options) -> str:
    if options.profile is not None or options.mapping or not header:
        return ""
    return proposed_profile(header) or ""


def _first_lines(source: Source, options: Options, count: int) -> tuple[str, ...]:
    """The first physical lines; none where the file is no text in this encoding."""
    profile = options.profile
    encoding = options.encoding or (profile.encoding if profile is not None else "")
    try:
        blocks = physical_lines(texts(source, coding_of(source, encoding)))
        lines = (line for block in blocks for line in block.lines)
        return tuple(without_end(line)[:MAX_SHOWN_LINE] for line in islice(lines, count))
    except (ImportRejected, UsageError):
        return ()
