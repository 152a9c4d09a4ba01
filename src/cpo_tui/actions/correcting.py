"""Refused records that come again after a person corrected them: read in the same way as the file that they were in."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from cpo_tui import config
from cpo_tui.actions import permissions
from cpo_tui.actions.context import Context
from cpo_tui.actions.importing import Corrected, ImportOptions, import_source
from cpo_tui.domain.roles import Permission
from cpo_tui.errors import NotFound, ReadOnly, UsageError
from cpo_tui.exchange.encodings import line_ends
from cpo_tui.exchange.extracts import Options
from cpo_tui.exchange.merging import ImportReport
from cpo_tui.exchange.profiles import load_profile
from cpo_tui.exchange.sources import source_of
from cpo_tui.store import batches
from cpo_tui.store.batches import PastBatch

_OF_READING = frozenset(one.name for one in fields(Options)) - {"profile", "zone"}


def cells_of(batch: PastBatch, raw: str) -> tuple[str, ...] | None:
    """The cells of a refused record under its file's header; None where it has not as many cells, or broken quotes."""
    header, delimiter = shape_of(batch)
    if not delimiter:
        return None
    if reading_of(batch).quoting == "none":
        cells = raw.split(delimiter)
    else:
        try:
            rows = list(csv.reader(io.StringIO(raw, newline=""), delimiter=delimiter, strict=True))
        except csv.Error:
            return None
        if len(rows) != 1:
            return None
        cells = rows[0]
    return tuple(cells) if len(cells) == len(header) else None


def text_of(batch: PastBatch, cells: Sequence[str]) -> str:
    """The text of a record with these cells, as its file would have it."""
    delimiter = shape_of(batch)[1]
    if reading_of(batch).quoting == "none":
        return delimiter.join(cells)
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="").writerow(cells)
    return text.getvalue()


def shape_of(batch: PastBatch) -> tuple[tuple[str, ...], str]:
    """The header of the file of a past import, and what separated its cells; nothing for JSON Lines."""
    delimiter = str(batch.report.get("delimiter", ","))
    return tuple(batch.report.get("header", ())), delimiter if len(delimiter) < 2 else ","  # noqa: PLR2004


def reading_of(batch: PastBatch) -> Options:
    """How the file of a past import was read; raises `UsageError` where its profile is gone."""
    found = json.loads(batch.options or "{}")
    name = found.get("profile")
    profile = load_profile(name, config.config_dir() / "profiles") if name else None
    values: dict[str, Any] = {key: _as_tuples(value) for key, value in found.items() if key in _OF_READING}
    if profile is not None and profile.quoting and "quoting" not in values:
        values["quoting"] = profile.quoting
    return Options(**values, profile=profile)


def _as_tuples(value: object) -> object:
    return tuple(map(_as_tuples, value)) if isinstance(value, list) else value


def import_corrected(
    context: Context, batch_id: int, corrected: Mapping[int, str], *, dry_run: bool = False
) -> ImportReport:
    """Import refused records of a past import again, each with the text that it has now: row of its quarantine → text.

    It is an import of its own, with its own undo. Raises `NotFound`, `ReadOnly`, and `UsageError` where there is nothing
    to import or the profile of the import is gone.
    """
    if context.read_only:
        raise ReadOnly("Nothing can be imported: this run is read-only.", hint="Leave out --read-only.")
    permissions.require(context, Permission.WRITE)
    batch = batches.batch_of(context.connection, batch_id)
    if batch is None:
        raise NotFound(f"There is no import {batch_id}.", hint="See them: cpo batches.")
    if not corrected:
        raise UsageError("No record was corrected.", hint="Open one and change what is wrong.")
    reading = reading_of(batch)
    header, delimiter = shape_of(batch)
    text, lines = _file_of(header, delimiter, corrected.items())
    # The text is ours now: UTF-8, with the header first, whatever stood around it in the file.
    given = {name: getattr(reading, name) for name in _OF_READING} | {
        "encoding": "utf-8", "skip_lines": 0, "delimiter": delimiter,
    }  # fmt: skip
    options = ImportOptions(
        Options(**given, profile=reading.profile),
        dry_run=dry_run,
        corrects=Corrected(batch_id, tuple(lines.items())),
        again=True,
    )
    suffix = ".csv" if delimiter else ".jsonl"
    return import_source(
        context, source_of(text.encode("utf-8", "surrogatepass"), f"{batch.file} (corrected){suffix}"), options
    )


def _file_of(header: Sequence[str], delimiter: str, records: Iterable[tuple[int, str]]) -> tuple[str, dict[int, int]]:
    """The text of a file with these records, and on which line each begins."""
    pieces: list[str] = []
    if delimiter:
        head = io.StringIO()
        csv.writer(head, delimiter=delimiter, lineterminator="\n").writerow(header)
        pieces.append(head.getvalue())
    lines: dict[int, int] = {}
    at = 1 + sum(map(line_ends, pieces))
    for row, text in records:
        lines[row] = at
        piece = text.rstrip("\r\n") + "\n"
        pieces.append(piece)
        at += line_ends(piece)
    return "".join(pieces), lines
