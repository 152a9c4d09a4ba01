"""The table of an export: which rows of a kind, in which columns, in the form that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from cpo_tui import config
from cpo_tui.actions.left_out import Keep
from cpo_tui.exchange.target import Target
from cpo_tui.exchange.writing import Row, Sheet, write_csv, write_joined_csv, write_json
from cpo_tui.store import exports
from cpo_tui.store.connect import Connection

if TYPE_CHECKING:
    from cpo_tui.actions.exporting import ExportOptions

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


@dataclass(slots=True)
class Counted:
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


def write_table(
    connection: Connection,
    file: Target | Counted,
    options: ExportOptions,
    keep: Keep,
    case_ids: Sequence[int] | None,
    tell: Callable[[int], None] | None,
) -> int:
    """Write the rows, less what is kept back, and give how many; `tell` is told now and then how many are written."""
    if keep.without:
        keep.left_out += exports.count_protected(connection, options.kind, case_ids, keep.without)
    names = exports.columns_of(options.kind)
    chosen = options.columns or exports.COLUMNS[options.kind]
    listed_too = any(name in exports.LISTED for name in chosen)
    # What the list says of a case may tell something protected; its file has no such columns.
    looked_at = not keep.asked and (listed_too or options.kind != "cases")
    names = names if listed_too else exports.COLUMNS[options.kind]
    sheet = Sheet(chosen, _DAYS & set(chosen), _YES_NO & set(chosen))
    if options.kind == "cases" and options.format == "csv" and len(chosen) > 1 and not looked_at:
        joined = exports.joined_cases(
            connection,
            chosen,
            case_ids,
            in_their_order=options.in_their_order,
            without=keep.without,
            yes_no=sheet.yes_no,
            ended=not options.raw,
        )
        return write_joined_csv(file.write, sheet, joined, guard=not options.raw, tell=tell)
    found = exports.rows(
        connection,
        options.kind,
        case_ids,
        in_their_order=options.in_their_order,
        without=keep.without,
        listed_too=listed_too,
    )
    if looked_at:
        found = keep.rows(options.kind, names, found)
    if chosen != names:
        places = [names.index(name) for name in chosen]
        found = (tuple(row[place] for place in places) for row in found)
    return _in_form(file, sheet, found, options, tell)


def _told(rows: Iterator[Row], tell: Callable[[int], None] | None) -> Iterator[Row]:
    """The rows, telling now and then how far they are."""
    if tell is None:
        yield from rows
        return
    for count, row in enumerate(rows, 1):
        yield row
        if count % 1000 == 0:
            tell(count)


def _in_form(
    file: Target | Counted,
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
