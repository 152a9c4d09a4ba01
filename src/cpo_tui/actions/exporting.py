"""Exporting: what is on the screen, or the whole of a kind, to a file that is safe to open and loses nothing.

Every export is a line in the access log with its hash and its number of rows, and no names. A file has its line before it
has its name; of what goes to a function the line comes when all of it is there, because only then its hash is known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cpo_tui.actions import export_calendar, permissions
from cpo_tui.actions.context import Context, Refusal
from cpo_tui.actions.export_table import Counted, write_table
from cpo_tui.actions.leaving import leaving
from cpo_tui.actions.left_out import Keep, keep_for
from cpo_tui.actions.rehearsal import Effect, Rehearsal
from cpo_tui.domain.fields import parse_text
from cpo_tui.domain.roles import Permission
from cpo_tui.errors import UsageError
from cpo_tui.exchange.target import Target
from cpo_tui.exchange.writing import FORMATS
from cpo_tui.store import exports
from cpo_tui.store.reader import counts, references_of

KINDS = tuple(exports.COLUMNS)
_PROTECTED = "protected: it goes out only with a reason"
_REPLACED = "There is a file of that name; it is replaced only after another question."


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What is written, and how."""

    kind: str = "cases"
    format: str = "csv"
    columns: tuple[str, ...] = ()
    """A choice of the kind's columns (`exports.columns_of`) in their order; empty for all that its files have."""
    raw: bool = False
    """Without the guard against spreadsheets, for machines."""
    include_protected: bool = False
    reason: str = ""
    force: bool = False
    in_their_order: bool = False
    """In the order of the cases given, not of their references."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote."""

    file: str
    kind: str
    format: str
    rows: int
    left_out: int
    """Rows that stayed out because they are protected."""
    sha256: str
    size: int

    def as_json(self) -> dict[str, Any]:
        """The result in the command line's form."""
        return {
            "file": self.file, "kind": self.kind, "format": self.format, "rows": self.rows, "left_out": self.left_out,
            "sha256": self.sha256, "bytes": self.size,
        }  # fmt: skip


def export(
    context: Context,
    target: Path | Callable[[bytes], None],
    options: ExportOptions,
    case_ids: Sequence[int] | None = None,
) -> Exported:
    """Write records to a file (whole or not at all), or piece by piece to a function such as one that fills stdout.

    `case_ids` None is all cases, closed ones too. Raises `UsageError` for a wrong kind, format or column, `Refused` for
    protected categories that this officer may not export, `ExportError` for a target that cannot be written.
    """
    reason = _checked(context, options)
    if isinstance(target, Path):
        with leaving(context, target, "export", force=options.force) as made:
            keep, count = _write(context, made.file, options, case_ids)
            done = _done(str(target), options, keep, count, made.file)
            made.detail, made.reason = _detail(done, options), reason or None
        return done
    counted = Counted(target)
    keep, count = _write(context, counted, options, case_ids)
    done = _done("-", options, keep, count, counted)
    permissions.note(context, "export", detail=_detail(done, options), reason=reason or None)
    return done


def _done(where: str, options: ExportOptions, keep: Keep, count: int, file: Target | Counted) -> Exported:
    return Exported(where, options.kind, options.format, count, keep.left_out, file.sha256, file.size)


def _detail(done: Exported, options: ExportOptions) -> dict[str, Any]:
    """What the access log keeps of an export."""
    return {
        "kind": done.kind,
        "format": done.format,
        "rows": done.rows,
        "left_out": done.left_out,
        "sha256": done.sha256,
        "protected": options.include_protected,
    }


def look_ahead(context: Context, target: Path, options: ExportOptions, case_ids: Sequence[int]) -> Rehearsal:
    """What `export` would write to a file and what would stay out of it: the export itself, whose bytes go nowhere.

    It is no export, so it leaves no line in the access log. Raises what `export` raises before it writes.
    """
    _checked(context, options)
    keep, count = _write(context, Counted(lambda _data: None), options, case_ids)
    names = references_of(context.connection, case_ids)
    protected = exports.protected_among(context.connection, case_ids, keep.without) if keep.without else {}
    refused = tuple(Refusal(one, protected[one], _PROTECTED) for one in case_ids if one in protected)
    within = tuple(names[one] for one in case_ids if one in names and one not in protected)
    is_there = target.exists()
    effect = Effect("file replaced" if is_there else "new file", "", target.name, within)
    notes = [_REPLACED] if is_there else []
    if keep.left_out and options.kind != "cases":  # of these each is named
        notes.append(f"{keep.left_out:,} of the {options.kind} stay out, because they are protected.")
    summary = f"{count:,} {options.kind} written to {target}"
    return Rehearsal(summary, len(within), (effect,) if within else (), refused, tuple(notes))


def _checked(context: Context, options: ExportOptions) -> str:
    """The reason, as it is kept; raises where the options are wrong or not allowed."""
    if options.kind not in KINDS:
        raise UsageError(f"There is no kind {options.kind!r} to export.", hint=f"One of: {', '.join(KINDS)}.")
    if options.format not in FORMATS:
        raise UsageError(f"There is no format {options.format!r}.", hint=f"One of: {', '.join(FORMATS)}.")
    if options.format == "ics" and options.kind not in export_calendar.KINDS:
        raise UsageError(
            f"A calendar of {options.kind} cannot be made.", hint=f"ics is for {' and '.join(export_calendar.KINDS)}."
        )
    known = exports.columns_of(options.kind)
    unknown = [name for name in options.columns if name not in known]
    if unknown:
        raise UsageError(f"{options.kind} have no column {unknown[0]!r}.", hint=f"Columns: {', '.join(known)}.")
    twice = [name for name in options.columns if options.columns.count(name) > 1]
    if twice:
        raise UsageError(f"The column {twice[0]} is named twice.", hint="Name it once.")
    reason = parse_text("reason", options.reason.strip(), multiline=True)
    if options.include_protected:
        permissions.require(context, Permission.EXPORT_PROTECTED)
        if not reason:
            raise UsageError("Protected categories are exported with a reason.", hint="Give --reason.")
    return reason


def _write(
    context: Context, file: Target | Counted, options: ExportOptions, case_ids: Sequence[int] | None
) -> tuple[Keep, int]:
    """Write the records from one state of the store; gives what stayed out and how many."""
    connection = context.store.reader()
    try:
        connection.execute("BEGIN")
        keep = keep_for(connection, asked=options.include_protected)
        if options.format == "ics":
            return keep, export_calendar.write_calendar(
                connection, file.write, options.kind, keep, case_ids, stamped=context.now
            )
        return keep, write_table(connection, file, options, keep, case_ids, _teller(context, case_ids))
    finally:
        connection.close()


def _teller(context: Context, case_ids: Sequence[int] | None) -> Callable[[int], None] | None:
    """What tells the context's progress how many rows are written; None where nobody listens."""
    tell = context.progress
    if tell is None:
        return None
    total = len(case_ids) if case_ids is not None else counts(context.connection)[1]
    return lambda count: tell(min(count, total), total)
