"""Refused records to a file that can be corrected and imported again with the same options."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cpo_tui.actions.context import Context
from cpo_tui.actions.leaving import leaving
from cpo_tui.errors import NotFound, UsageError
from cpo_tui.exchange.jsonlines import BadLine, read_object
from cpo_tui.exchange.merging import ImportReport
from cpo_tui.exchange.target import Target, writing_to
from cpo_tui.store import batches
from cpo_tui.store.batches import RefusedRow

LINE, REASON = "cpo:line", "cpo:reason"


def write_refused(context: Context, report: ImportReport, target: Path, *, force: bool = False) -> int:
    """Write the refused records of an import that was just made, or tried; gives how many."""
    if report.batch is not None:
        return write_quarantine(context, report.batch, target, force=force)
    rows = (
        RefusedRow(place, 0, report.file, one.line, one.kind, one.reasons, one.raw, dict(one.fields))
        for place, one in enumerate(report.refusals)
    )
    with writing_to(target, force=force) as file:  # nothing of it was in the store, so no line says that it left
        return _written(file, rows, report.header, report.delimiter, {report.encoding})


def write_quarantine(context: Context, batch_id: int | None, target: Path, *, force: bool = False) -> int:
    """Write the refused records of one import, or of all, to a file; gives how many.

    The records of one import have the source's header and delimiter, and two more last columns for line and reason,
    which the next import ignores. Raises `NotFound`, `UsageError` where several imports have different headers,
    `ExportError`.
    """
    connection = context.connection
    wanted = [batch for batch in batches.past_batches(connection) if batch_id is None or batch.id == batch_id]
    if not wanted:
        raise NotFound("There is no such import.", hint="See them: cpo batches.")
    shapes = {
        (tuple(batch.report.get("header", ())), str(batch.report.get("delimiter", ",")))
        for batch in wanted
        if batch.report.get("quarantined")
    }
    if len(shapes) > 1:
        raise UsageError("The imports have different columns.", hint="Write them one by one: --batch B.")
    header, delimiter = next(iter(shapes), ((), ","))
    encodings = {str(batch.report.get("encoding", "utf-8")) for batch in wanted if batch.report.get("quarantined")}
    refused = batches.refused_rows(connection, batch_id=batch_id)
    with leaving(context, target, "quarantine written", force=force) as made:
        count = _written(made.file, refused, header, delimiter, encodings)
        made.detail = {"batch": batch_id, "rows": count}
    return count


def _written(
    file: Target, rows: Iterable[RefusedRow], header: tuple[str, ...], delimiter: str, encodings: set[str]
) -> int:
    count = 0
    if encodings - {"utf-8"}:
        # The file is imported with the options of its source, which name another encoding: the mark stands against it.
        file.write(codecs.BOM_UTF8)
    for piece, number in _lines(rows, header, delimiter):
        file.write(piece.encode("utf-8", "surrogatepass"))
        count += number
    return count


def _lines(rows: Iterable[RefusedRow], header: tuple[str, ...], delimiter: str) -> Iterator[tuple[str, int]]:
    """The lines of the file, each with the number of records in it.

    A record goes out as its raw text with two cells after it, so that nothing of it is changed on the way. Where it has
    fewer cells than the header, or its quoting is broken, it stays so: that is what has to be corrected.
    """
    if not delimiter:
        yield from ((_object(row), 1) for row in rows)
        return
    separator = delimiter if len(delimiter) == 1 else ","
    yield _line([*header, LINE, REASON], separator), 0
    for row in rows:
        yield row.raw + separator + _line([row.line, "; ".join(row.reasons)], separator), 1


def _object(row: RefusedRow) -> str:
    """A refused line of JSON Lines; where it is an object, with line and reason as two more names."""
    try:
        found = read_object(row.raw)
    except BadLine:
        return row.raw + "\n"
    return json.dumps({**found, LINE: row.line, REASON: "; ".join(row.reasons)}, ensure_ascii=False) + "\n"


def _line(cells: list[Any], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerow(cells)
    return text.getvalue()
