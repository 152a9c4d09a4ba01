"""The first records of a file as an import would read them, for a person to adjust how it is read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from cpo_tui.errors import ImportRejected, UsageError
from cpo_tui.exchange.encodings import coding_of, texts
from cpo_tui.exchange.extracts import Options, open_extract
from cpo_tui.exchange.layout import COLUMNS
from cpo_tui.exchange.reading import physical_lines, without_end
from cpo_tui.exchange.records import FileFacts, Refusal
from cpo_tui.exchange.sources import Source, open_source
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
class Preview:
    """A file as it would be read; or, where it is not understood, why, and its first lines as they stand."""

    facts: FileFacts | None
    fields: tuple[str, ...]
    """The fields that the file fills, in the order of `PreviewRow.values`."""
    columns: tuple[tuple[str, str], ...]
    """(column of the file, field that it fills or "") each, in the order of the file."""
    rows: tuple[PreviewRow, ...]
    lines: tuple[str, ...]
    """The first physical lines, cut to `MAX_SHOWN_LINE` characters."""
    error: ImportRejected | UsageError | None = None


def preview(path: str | Path, options: Options, *, count: int = SHOWN) -> Preview:
    """How the first `count` records of a file would be read; never raises for what the file holds.

    Raises `ImportRejected` only where the file cannot be opened.
    """
    with open_source(path) as source:
        lines = _first_lines(source, options, count)
        try:
            return _read(source, options, lines, count)
        except (ImportRejected, UsageError) as error:
            return Preview(None, (), (), (), lines, error)


def _read(source: Source, options: Options, lines: tuple[str, ...], count: int) -> Preview:
    extract = open_extract(source, options)
    plan = extract.plan
    names = list(COLUMNS[plan.kind])
    places = [names.index(name) for name in plan.fields]
    filled = {one.index: one.field for one in plan.filled}
    columns = tuple((cell.strip() or f"#{index + 1}", filled.get(index, "")) for index, cell in enumerate(plan.header))
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
    return Preview(extract.facts, plan.fields, columns, tuple(rows[:count]), lines)


def _first_lines(source: Source, options: Options, count: int) -> tuple[str, ...]:
    """The first physical lines; none where the file is no text in this encoding."""
    try:
        blocks = physical_lines(texts(source, coding_of(source, options.encoding)))
        lines = (line for block in blocks for line in block.lines)
        return tuple(without_end(line)[:MAX_SHOWN_LINE] for line in islice(lines, count))
    except (ImportRejected, UsageError):
        return ()
