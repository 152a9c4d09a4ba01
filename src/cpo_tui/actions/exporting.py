"""Exporting: what is on the screen, or the whole of a kind, to a file that is safe to open and loses nothing.

Every export is a line in the access log with its hash and its number of rows, and no names. A file has its line before it
has its name; of what goes to a function the line comes when all of it is there, because only then its hash is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from cpo_tui import config
from cpo_tui.actions import permissions
from cpo_tui.actions.context import Context, Refusal
from cpo_tui.actions.leaving import leaving
from cpo_tui.actions.rehearsal import Effect, Rehearsal
from cpo_tui.domain.fields import parse_text
from cpo_tui.domain.roles import Permission
from cpo_tui.errors import UsageError
from cpo_tui.exchange.calendars import Entry, calendar_of, with_own_uids
from cpo_tui.exchange.protection import Protection
from cpo_tui.exchange.target import Target
from cpo_tui.exchange.writing import FORMATS, Row, Sheet, write_csv, write_joined_csv, write_json
from cpo_tui.store import deadlines, exports
from cpo_tui.store.connect import Connection
from cpo_tui.store.reader import counts, references_of, when

KINDS = tuple(exports.COLUMNS)
CALENDAR_KINDS = ("deadlines", "events")
_PROTECTED = "protected: it goes out only with a reason"
_REPLACED = "There is a file of that name; it is replaced only after another question."
_DAYS = frozenset(
    {
        "birth_date",
        "opened_on",
        "closed_on",
        "next_hearing_on",
        "requested_on",
        "received_on",
        "signed_on",
        "served_on",
        "expires_on",
        "act_by",
        "due_at",
        "held_until",
        "next_hearing_at",
    }
)
_YES_NO = frozenset({"interpreter_needed", "pinned"})
_DEMAND, _CITATION = (exports.columns_of("cases").index(name) for name in ("demand", "citation"))
_OPEN_DEADLINES = frozenset(deadlines.OPEN)


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
            pick, count = _write(context, made.file, options, case_ids)
            done = _done(str(target), options, pick, count, made.file)
            made.detail, made.reason = _detail(done, options), reason or None
        return done
    counted = _Counted(target)
    pick, count = _write(context, counted, options, case_ids)
    done = _done("-", options, pick, count, counted)
    permissions.note(context, "export", detail=_detail(done, options), reason=reason or None)
    return done


def _done(where: str, options: ExportOptions, pick: _Pick, count: int, file: Target | _Counted) -> Exported:
    return Exported(where, options.kind, options.format, count, pick.left_out, file.sha256, file.size)


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
    pick, count = _write(context, _Counted(lambda _data: None), options, case_ids)
    names = references_of(context.connection, case_ids)
    protected = exports.protected_among(context.connection, case_ids, pick.without) if pick.without else {}
    refused = tuple(Refusal(one, protected[one], _PROTECTED) for one in case_ids if one in protected)
    within = tuple(names[one] for one in case_ids if one in names and one not in protected)
    is_there = target.exists()
    effect = Effect("file replaced" if is_there else "new file", "", target.name, within)
    notes = [_REPLACED] if is_there else []
    if pick.left_out and options.kind != "cases":  # of these each is named
        notes.append(f"{pick.left_out:,} of the {options.kind} stay out, because they are protected.")
    summary = f"{count:,} {options.kind} written to {target}"
    return Rehearsal(summary, len(within), (effect,) if within else (), refused, tuple(notes))


def _checked(context: Context, options: ExportOptions) -> str:
    """The reason, as it is kept; raises where the options are wrong or not allowed."""
    if options.kind not in KINDS:
        raise UsageError(f"There is no kind {options.kind!r} to export.", hint=f"One of: {', '.join(KINDS)}.")
    if options.format not in FORMATS:
        raise UsageError(f"There is no format {options.format!r}.", hint=f"One of: {', '.join(FORMATS)}.")
    if options.format == "ics" and options.kind not in CALENDAR_KINDS:
        raise UsageError(
            f"A calendar of {options.kind} cannot be made.", hint=f"ics is for {' and '.join(CALENDAR_KINDS)}."
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


@dataclass(slots=True)
class _Counted:
    """Passes bytes on and remembers their hash and number."""

    _pass_on: Callable[[bytes], None]
    size: int = 0
    _digest: Any = field(default=None)

    def __post_init__(self) -> None:
        import hashlib

        self._digest = hashlib.sha256()

    def write(self, data: bytes) -> None:
        """Pass bytes on."""
        self._pass_on(data)
        self._digest.update(data)
        self.size += len(data)

    @property
    def sha256(self) -> str:
        """The hash of what was passed on."""
        return str(self._digest.hexdigest())


@dataclass(slots=True)
class _Pick:
    """Lets rows through, less those that are protected, and counts these."""

    protection: Protection | None
    kind: str
    left_out: int = 0
    listed_too: bool = False
    """Whether the rows have the columns of the list."""

    @property
    def without(self) -> frozenset[str]:
        """The safeguards whose cases stay out."""
        return self.protection.flags if self.protection is not None else frozenset()

    @property
    def looks_at_rows(self) -> bool:
        """Whether what is in a row tells if it may go out; if not, the safeguards of its case have told all."""
        return self._tell is not None

    @property
    def _tell(self) -> Callable[[Protection, Row], bool] | None:
        tell = {
            "events": self._event,
            "documents": self._document,
            "inquiries": self._inquiry,
            "deadlines": self._deadline,
            "cases": self._case if self.listed_too else None,
        }.get(self.kind)
        return tell if self.protection is not None else None

    def rows(self, found: Iterator[Row]) -> Iterator[Row]:
        """The rows that may go out."""
        protection, tell = self.protection, self._tell
        return found if protection is None or tell is None else self._told_apart(found, protection, tell)

    def _told_apart(
        self, found: Iterator[Row], protection: Protection, tell: Callable[[Protection, Row], bool]
    ) -> Iterator[Row]:
        for row in found:
            if tell(protection, row):
                self.left_out += 1
            else:
                yield row

    def _case(self, protection: Protection, row: Row) -> bool:
        """Whether what the list says of a case tells something protected; its file has no such columns."""
        return protection.by_words((row[_DEMAND], row[_CITATION]))

    def _event(self, protection: Protection, row: Row) -> bool:
        return protection.by_event(row[1]) or protection.by_words((row[1], row[4], row[5], row[8]))

    def _document(self, protection: Protection, row: Row) -> bool:
        return protection.by_words((row[1], row[2], row[13]))

    def _inquiry(self, protection: Protection, row: Row) -> bool:
        return protection.by_capacity(row[5]) or protection.by_words((row[6], row[10], row[11]))

    def _deadline(self, protection: Protection, row: Row) -> bool:
        return protection.by_words((row[2],))


def _write(
    context: Context, file: Target | _Counted, options: ExportOptions, case_ids: Sequence[int] | None
) -> tuple[_Pick, int]:
    """Write the records from one state of the store; gives what was picked and how many."""
    connection = context.store.reader()
    try:
        connection.execute("BEGIN")
        pick = _Pick(None if options.include_protected else _protection(connection, options.kind), options.kind)
        if options.format == "ics":
            return pick, _write_calendar(context, connection, file.write, options, pick, case_ids)
        if pick.without:
            pick.left_out += exports.count_protected(connection, options.kind, case_ids, pick.without)
        names = exports.columns_of(options.kind)
        chosen = options.columns or exports.COLUMNS[options.kind]
        listed_too = any(name in exports.LISTED for name in chosen)
        pick.listed_too = listed_too
        names = names if listed_too else exports.COLUMNS[options.kind]
        sheet = Sheet(chosen, _DAYS & set(chosen), _YES_NO & set(chosen))
        tell = _teller(context, case_ids)
        if options.kind == "cases" and options.format == "csv" and len(chosen) > 1 and not pick.looks_at_rows:
            joined = exports.joined_cases(
                connection,
                chosen,
                case_ids,
                in_their_order=options.in_their_order,
                without=pick.without,
                yes_no=sheet.yes_no,
                ended=not options.raw,
            )
            return pick, write_joined_csv(file.write, sheet, joined, guard=not options.raw, tell=tell)
        found = pick.rows(
            exports.rows(
                connection,
                options.kind,
                case_ids,
                in_their_order=options.in_their_order,
                without=pick.without,
                listed_too=listed_too,
            )
        )
        if chosen != names:
            places = [names.index(name) for name in chosen]
            found = (tuple(row[place] for place in places) for row in found)
        return pick, _write_rows(file, sheet, found, options, tell)
    finally:
        connection.close()


def _teller(context: Context, case_ids: Sequence[int] | None) -> Callable[[int], None] | None:
    """What tells the context's progress how many rows are written; None where nobody listens."""
    tell = context.progress
    if tell is None:
        return None
    total = len(case_ids) if case_ids is not None else counts(context.connection)[1]
    return lambda count: tell(min(count, total), total)


def _told(rows: Iterator[Row], tell: Callable[[int], None] | None) -> Iterator[Row]:
    """The rows, telling now and then how far they are."""
    if tell is None:
        yield from rows
        return
    for count, row in enumerate(rows, 1):
        yield row
        if count % 1000 == 0:
            tell(count)


def _write_rows(
    file: Target | _Counted,
    sheet: Sheet,
    rows: Iterator[Row],
    options: ExportOptions,
    tell: Callable[[int], None] | None,
) -> int:
    if options.format == "csv":
        return write_csv(file.write, sheet, rows, guard=not options.raw, tell=tell)
    rows = _told(rows, tell)
    if options.format != "xlsx":
        return write_json(file.write, sheet, rows, lines=options.format == "jsonl")
    from cpo_tui.exchange.sheets import write_xlsx

    folder = config.state_dir()
    if isinstance(file, Target):
        count = write_xlsx(file.stream, sheet, rows, title=options.kind, folder=folder)
        file.take_file()
        return count
    import tempfile

    with tempfile.TemporaryFile(dir=folder) as stream:
        count = write_xlsx(_as_binary(stream), sheet, rows, title=options.kind, folder=folder)
        stream.seek(0)
        while data := stream.read(1 << 18):
            file.write(data)
    return count


def _as_binary(stream: Any) -> BinaryIO:
    found: BinaryIO = stream
    return found


def _write_calendar(
    context: Context,
    connection: Connection,
    write: Callable[[bytes], None],
    options: ExportOptions,
    pick: _Pick,
    case_ids: Sequence[int] | None,
) -> int:
    count = 0

    def counted(entries: Iterator[Entry]) -> Iterator[Entry]:
        nonlocal count
        for entry in entries:
            count += 1
            yield entry

    entries = with_own_uids(_entries(connection, options, pick, case_ids))
    for piece in calendar_of(counted(entries), stamped=context.now):
        write(piece)
    return count


def _entries(
    connection: Connection, options: ExportOptions, pick: _Pick, case_ids: Sequence[int] | None
) -> Iterator[Entry]:
    found = pick.rows(exports.rows(connection, options.kind, case_ids, without=pick.without))
    if options.kind == "events":
        for reference, kind, occurred_at, _, title, body, *_ in found:
            at = when(occurred_at)
            if at is not None:
                name = title or str(kind).replace("_", " ")
                yield Entry(f"event-{reference}-{kind}-{occurred_at}@cpo", f"{reference}: {name}", at, body or "")
        return
    for reference, rule, title, _, citation, due_at, _, _, status, *_ in found:
        due = when(due_at)
        if due is not None and status in _OPEN_DEADLINES:
            yield Entry(f"deadline-{reference}-{rule}-{due_at}@cpo", f"{reference}: {title}", due, str(citation or ""))
    for row_id, reference, starts_at, kind, place in exports.open_hearings(connection, case_ids, without=pick.without):
        at = when(starts_at)
        if at is not None:
            yield Entry(
                f"hearing-{row_id}@cpo", f"{reference}: {(kind or 'hearing').replace('_', ' ')}", at, "", place or ""
            )


def _protection(connection: Connection, kind: str) -> Protection:
    from cpo_tui.store import disclosing

    return Protection(disclosing.pack_of(connection), deadlines.pack_in_use(connection) if kind == "events" else None)
