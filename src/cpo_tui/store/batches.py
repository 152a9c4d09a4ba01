"""Past imports and the records that they refused, for reading."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cpo_tui.store.connect import Connection


@dataclass(frozen=True, slots=True)
class PastBatch:
    """One import: the file by its content, and its report as it was given then."""

    id: int
    change_set: int | None
    file: str
    sha256: str
    kind: str
    profile: str
    options: str
    imported_at: str
    imported_by: str
    report: dict[str, Any]
    undone: bool

    def as_json(self) -> dict[str, Any]:
        """The batch in the form of `cpo batches --json`."""
        report = self.report
        return {
            "batch": self.id,
            "change_set": self.change_set,
            "file": self.file,
            "sha256": self.sha256,
            "kind": self.kind,
            "profile": self.profile,
            "imported_at": self.imported_at,
            "imported_by": self.imported_by,
            "undone": self.undone,
            **{
                name: report.get(name)
                for name in (
                    "outcome",
                    "rows_read",
                    "created",
                    "updated",
                    "unchanged",
                    "quarantined",
                    "blank_rows_skipped",
                )
            },
        }


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One refused record of a batch."""

    id: int
    batch: int
    file: str
    line: int
    kind: str
    reasons: tuple[str, ...]
    raw: str
    fields: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """The record in the form of `cpo quarantine --json`."""
        return {
            "batch": self.batch,
            "file": self.file,
            "line": self.line,
            "kind": self.kind,
            "reasons": list(self.reasons),
            "raw": self.raw,
            "fields": self.fields,
        }


UNDONE = "COALESCE((SELECT u.verb FROM change_sets u WHERE u.root_id = b.change_set_id ORDER BY u.id DESC LIMIT 1), '') = 'undo'"
"""Whether the import `b` was taken back."""
_BATCH = (
    "SELECT b.id, b.change_set_id, b.file, b.sha256, b.kind, COALESCE(b.profile, ''), COALESCE(b.options, ''), b.imported_at,"
    f" COALESCE(b.imported_by, ''), json_remove(COALESCE(b.report, '{{}}'), '$.missing_ids'), {UNDONE} FROM import_batches b"
)


def past_batches(connection: Connection, *, limit: int = -1) -> tuple[PastBatch, ...]:
    """The imports of this store, the latest first."""
    return tuple(_batch(row) for row in connection.execute(f"{_BATCH} ORDER BY b.id DESC LIMIT ?", (limit,)))


def batch_of(connection: Connection, batch_id: int) -> PastBatch | None:
    """The import of that number; None where there is none."""
    row = connection.execute(f"{_BATCH} WHERE b.id = ?", (batch_id,)).fetchone()
    return _batch(row) if row else None


def same_again(connection: Connection, sha256: str, kind: str, options: str) -> PastBatch | None:
    """The latest standing import of that kind, where it brought these bytes and was read in this way; else None."""
    row = connection.execute(
        f"{_BATCH} WHERE b.kind = ? AND NOT ({UNDONE}) ORDER BY b.id DESC LIMIT 1", (kind,)
    ).fetchone()
    if row is None:
        return None
    latest = _batch(row)
    return latest if latest.sha256 == sha256 and latest.options == options else None


def refused_rows(connection: Connection, *, batch_id: int | None = None) -> Iterator[RefusedRow]:
    """The refused records of one batch, or of all, in the order of the files."""
    rows = connection.execute(
        "SELECT r.id, r.batch_id, b.file, r.line, r.kind, r.reasons, r.raw, COALESCE(r.fields, '{}') FROM import_rows r"
        " JOIN import_batches b ON b.id = r.batch_id WHERE ?1 IS NULL OR r.batch_id = ?1 ORDER BY r.batch_id, r.id",
        (batch_id,),
    )
    for row_id, batch, file, line, kind, reasons, raw, fields in rows:
        text = bytes(raw or b"").decode("utf-8", "surrogatepass")
        yield RefusedRow(row_id, batch, file, line, kind, tuple(json.loads(reasons)), text, json.loads(fields))


def corrected_rows(connection: Connection, batch_id: int) -> dict[int, int]:
    """The refused records of a batch that came again, corrected, and were taken: row → the import that took it."""
    found: dict[int, int] = {}
    for later in past_batches(connection):
        if later.undone or '"corrects"' not in later.options:
            continue
        corrects = json.loads(later.options).get("corrects") or {}
        if corrects.get("batch") == batch_id:
            refused = {row.line for row in refused_rows(connection, batch_id=later.id)}
            found |= {row: later.id for row, line in corrects["rows"] if line not in refused}
    return found


def _batch(row: Any) -> PastBatch:
    values = list(row)
    values[9], values[10] = json.loads(values[9]), bool(values[10])
    return PastBatch(*values)
