"""A file from its bytes to checked records: the one way in for everything that imports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from itertools import chain

from cpo_tui.errors import UsageError
from cpo_tui.exchange.characters import BLANK_CELL
from cpo_tui.exchange.checking import Checker
from cpo_tui.exchange.encodings import Coding, coding_of, refuse_other_kinds, texts
from cpo_tui.exchange.headers import delimiter_named, find_header
from cpo_tui.exchange.layout import COLUMNS
from cpo_tui.exchange.mapping import Plan, Wanted
from cpo_tui.exchange.profiles import Profile
from cpo_tui.exchange.reading import Lines, RecordReader, physical_lines
from cpo_tui.exchange.records import Batch, FileFacts, Records, Refusal
from cpo_tui.exchange.sources import STDIN, Source


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is to be read; empty values leave it to the profile, the header and the marks of the file."""

    kind: str = ""
    profile: Profile | None = None
    mapping: tuple[tuple[str, str], ...] = ()
    """(column, field) pairs; `#17` is the 17th column."""
    key: str = ""
    encoding: str = ""
    delimiter: str = ""
    quoting: str = ""
    skip_lines: int = 0
    date_formats: tuple[tuple[str, str], ...] = ()
    zone: tzinfo = UTC
    """The office's zone, for moments of which the file gives no zone."""
    nulls: tuple[str, ...] = ()
    """Words that stand for nothing in this file, such as NULL."""
    no_header: bool = False
    """The first line is a record already; columns are mapped by their numbers."""

    def wanted(self) -> Wanted:
        """What the header has to give; raises `UsageError` for a kind that there is not."""
        if self.kind and self.kind not in COLUMNS:
            raise UsageError(f"There is no kind {self.kind!r}.", hint=f"One of: {', '.join(COLUMNS)}.")
        if self.quoting not in {"", "strict", "none"}:
            raise UsageError(f"There is no quoting {self.quoting!r}.", hint="strict or none.")
        if self.skip_lines < 0:
            raise UsageError("A negative number of lines cannot be skipped.", hint="Give --skip-lines 0 or more.")
        nulls = frozenset(word.strip() for word in self.nulls)
        return Wanted(
            self.kind, self.profile, self.mapping, self.key, self.date_formats, self.zone, nulls, self._has_none()
        )

    def _has_none(self) -> bool:
        return self.no_header or (self.profile is not None and self.profile.no_header)


class Extract:
    """One file, understood: what it is (`facts`, `plan`) and its records, checked, in batches.

    The batches can be taken once. `warnings` is complete when they have all been taken.
    """

    def __init__(
        self, source: Source, plan: Plan, facts: FileFacts, records: Iterator[Records], checker: Checker
    ) -> None:
        self.source = source
        self.plan = plan
        self.facts = facts
        self._records = records
        self._checker = checker

    @property
    def warnings(self) -> Counter[str]:
        """What deserved a warning so far."""
        return self._checker.warnings

    @property
    def done(self) -> float:
        """The part of the file's bytes that has been read, from 0 to 1."""
        return min(1.0, self.source.stream.tell() / self.source.size) if self.source.size else 1.0

    def batches(self) -> Iterator[Batch]:
        """The records in batches; raises `ImportRejected` as soon as the file as a whole turns out to be wrong."""
        for records in self._records:
            batch = self._checker.check(records)
            if batch.values or batch.refusals or batch.blank:
                yield batch
        self._checker.finish()
        self.source.check_unchanged()


def late_refusals(source: Source, options: Options, found: Sequence[tuple[int, int, str, str]]) -> list[Refusal]:
    """The refusals of records that failed only against the store or the rest of the file.

    (block, place in the block, kind, reason) each, blocks from 0 on; their text is read from the file again.
    """
    wanted: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for block, place, kind, reason in found:
        wanted[block].append((place, kind, reason))
    return [
        batch.refusal(*late)
        for block, batch in enumerate(open_extract(source, options).batches())
        for late in wanted.get(block, ())
    ]


def open_extract(source: Source, options: Options) -> Extract:
    """The extract in a source; raises `ImportRejected` or `UsageError` where it cannot be understood."""
    suffix = source.suffix
    head = source.head(4)
    if suffix in {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"} or (source.name == STDIN and head.startswith(b"PK")):
        from cpo_tui.exchange.workbooks import open_workbook

        return open_workbook(source, options)
    if suffix in {".jsonl", ".ndjson"} or (source.name == STDIN and head.lstrip().startswith(b'{"')):
        from cpo_tui.exchange.jsonlines import open_json_lines

        return open_json_lines(source, options)
    return _open_text(source, options)


def _open_text(source: Source, options: Options) -> Extract:
    wanted = options.wanted()
    profile = wanted.profile
    encoding = options.encoding or (profile.encoding if profile is not None else "")
    coding = coding_of(source, encoding)
    if not encoding:
        refuse_other_kinds(source)
    quoting = options.quoting or (profile.quoting if profile is not None else "strict")
    delimiter = delimiter_named(options.delimiter) if options.delimiter else ""
    reading = _Reading(source, coding, wanted, delimiter, quoting, options.skip_lines, asked=bool(encoding))
    plan, records = reading.begin()
    surplus, records = _first_surplus(records, plan.width)
    if surplus:
        # Empty cells beyond the header are forgiven only where every row has as many; the whole file is asked first.
        _, every = reading.begin()
        uniform = all(_has_surplus(block, plan.width, surplus) for block in every)
        surplus = surplus if uniform else 0
        plan, records = reading.begin()
    checker = Checker(plan, surplus=surplus, zone=options.zone)
    checker.warnings.update(reading.warnings())
    if surplus:
        checker.warnings["trailing_empty"] += 1
    return Extract(source, plan, reading.facts(plan), records, checker)


@dataclass(slots=True)
class _Reading:
    """One way of reading a text file; it can be begun any number of times, one after the other."""

    source: Source
    coding: Coding
    wanted: Wanted
    delimiter: str
    quoting: str
    skip_lines: int
    asked: bool
    used: str = ""
    header_line: int = 1
    detected: bool = False

    def begin(self) -> tuple[Plan, Iterator[Records]]:
        """The plan of the header, and the records after it."""
        blocks = physical_lines(texts(self.source, self.coding, asked=self.asked))
        header = find_header(
            blocks, self.wanted, delimiter=self.delimiter, quoting=self.quoting, skip_lines=self.skip_lines
        )
        self.used, self.header_line, self.detected = header.dialect.delimiter, header.line, header.detected
        reader = RecordReader(header.dialect)
        return header.plan, _records(reader, chain((header.rest,) if header.rest.lines else (), blocks))

    def warnings(self) -> Counter[str]:
        """What reading had to find out by itself."""
        found: Counter[str] = Counter()
        if self.coding.detected:
            found["encoding_detected"] += 1
        if self.detected:
            found["delimiter_detected"] += 1
        return found

    def facts(self, plan: Plan) -> FileFacts:
        """What is known of the file."""
        source, profile = self.source, self.wanted.profile
        return FileFacts(
            source.name, source.sha256, source.size, self.coding.name, self.used, self.quoting, plan.header, self.header_line,
            plan.kind, profile.name if profile is not None else "product",
        )  # fmt: skip


def _records(reader: RecordReader, blocks: Iterator[Lines]) -> Iterator[Records]:
    for block in blocks:
        records = reader.read(block)
        if records.rows or records.faults:
            yield records
    rest = reader.finish()
    if rest is not None and (rest.rows or rest.faults):
        yield rest


MOST_BLANK = 100_000
"""Blank rows that are held while the first row with something in it is looked for."""


def _first_surplus(records: Iterator[Records], width: int) -> tuple[int, Iterator[Records]]:
    """How many empty cells the first row has beyond the header, and the records, none of them taken."""
    seen: list[Records] = []
    looked = 0
    for block in records:
        seen.append(block)
        looked += len(block.rows)
        for row in block.rows:
            if all(map(BLANK_CELL.fullmatch, row)):
                continue
            extra = row[width:]
            surplus = len(extra) if extra and all(map(BLANK_CELL.fullmatch, extra)) else 0
            return surplus, chain(seen, records)
        if block.faults or looked > MOST_BLANK:
            break
    return 0, chain(seen, records)


def _has_surplus(block: Records, width: int, surplus: int) -> bool:
    return not block.faults and all(
        (len(row) == width + surplus and all(map(BLANK_CELL.fullmatch, row[width:])))
        or all(map(BLANK_CELL.fullmatch, row))
        for row in block.rows
    )
