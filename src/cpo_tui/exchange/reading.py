"""From text to records: physical lines, strict quoting, and the exact place of every record.

Lines end at LF, CRLF or a lone CR and nowhere else. The quick way gives whole blocks of lines to the `csv` module; a
block with a fault is read again record by record, so that the fault refuses one record and the next one is whole.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from cpo_tui.exchange.characters import MAX_CELL, is_clean
from cpo_tui.exchange.encodings import line_ends
from cpo_tui.exchange.records import Records, rejected

LONGEST_LINE = 1 << 24
"""Characters in one physical line; beyond it the file is rejected, to bound the memory."""
LONGEST_RECORD = 1 << 23
"""Characters in one record over several lines; beyond it a quote is taken not to close."""
_SENTINEL = "\x00\x00end\n"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are separated and quoted; `quoting` is `strict` (RFC 4180) or `none`."""

    delimiter: str
    quoting: str = "strict"
    strip_nul: bool = False


@dataclass(slots=True)
class Lines:
    """Some physical lines with their ends, the number of the first, and whether their text needs a look."""

    lines: list[str]
    first: int
    text: str


def physical_lines(texts: Iterator[str]) -> Iterator[Lines]:
    """The lines of a text in blocks; the last line may lack its end. Raises `ImportRejected` for an endless line."""
    number, rest = 1, ""
    for text in texts:
        whole = rest + text
        # A final CR may be the first half of CRLF: it waits for what comes next.
        stop = len(whole) - 1 if whole.endswith("\r") else len(whole)
        cut = max(whole.rfind("\n", 0, stop), whole.rfind("\r", 0, stop)) + 1
        if cut:
            block = whole[:cut]
            lines = split_lines(block)
            yield Lines(lines, number, block)
            number += len(lines)
        rest = whole[cut:]
        if len(rest) > LONGEST_LINE:
            raise rejected(
                "line_too_long",
                f"Line {number:,} has more than {LONGEST_LINE:,} characters.",
                hint="This is hardly a table. Check the file.",
                line=number,
            )
    if rest:
        yield Lines(split_lines(rest), number, rest)


def split_lines(text: str) -> list[str]:
    """The physical lines of a text, each with its end."""
    return io.StringIO(text, newline="").readlines()


def without_end(line: str) -> str:
    """A line without its end."""
    return line[:-2] if line.endswith("\r\n") else line[:-1] if line.endswith(("\n", "\r")) else line


def without_end_of_nothing(place: int) -> str:
    """The text of a record of an empty block: there is none."""
    raise IndexError(place)


class RecordReader:
    """Cuts blocks of physical lines into records.

    A quoted cell may go over the end of a block: what is unfinished waits for the next block. Raises `ImportRejected`
    (`unclosed_quote`) where it never closes, with the line on which the quote opened.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._waiting: list[str] = []
        self._waiting_size = 0
        self._worth_trying = 0
        self._first = 1

    def read(self, block: Lines) -> Records:
        """The records that end in this block."""
        if self._dialect.quoting == "none":
            return self._unquoted(block)
        if not self._waiting:
            return self._quoted(block.lines, block.first, block.text)
        self._waiting += block.lines
        self._waiting_size += len(block.text)
        if self._waiting_size > LONGEST_RECORD:
            raise self._unclosed(self._waiting, self._first)
        # A cell that goes over many blocks is tried again only when there is twice as much of it.
        return (
            self._waited()
            if self._waiting_size >= self._worth_trying
            else Records([], range(0), without_end_of_nothing)
        )

    def _waited(self) -> Records:
        lines, first = self._waiting, self._first
        self._waiting = []
        return self._quoted(lines, first, "".join(lines))

    def _quoted(self, lines: list[str], first: int, text: str) -> Records:
        clean = len(max(lines, key=len)) <= MAX_CELL and is_clean(text, self._dialect.delimiter)
        try:
            rows = list(self._csv(lines))
        except csv.Error:
            return self._slowly(lines, first, clean=clean)
        if len(rows) == len(lines):
            return Records(rows, range(first, first + len(lines)), lambda index: without_end(lines[index]), clean)
        return self._placed(rows, lines, first, clean=clean)

    def finish(self) -> Records | None:
        """The records that were still waited for; raises `ImportRejected` where the file ended inside a quoted cell."""
        if not self._waiting:
            return None
        records = self._waited()
        if self._waiting:
            raise self._unclosed(self._waiting, self._first)
        return records

    def _csv(self, lines: Iterator[str] | Sequence[str], *, strict: bool = True) -> Iterator[list[str]]:
        return csv.reader(lines, delimiter=self._dialect.delimiter, quotechar='"', doublequote=True, strict=strict)

    def _unquoted(self, block: Lines) -> Records:
        lines, text = block.lines, block.text
        changed: Counter[str] = Counter()
        read = [without_end(line) for line in lines]
        if self._dialect.strip_nul and "\x00" in text:
            changed["nul_removed"] = text.count("\x00")
            read = [line.replace("\x00", "") for line in read]
            text = text.replace("\x00", "")
        delimiter = self._dialect.delimiter
        rows = [line.split(delimiter) if line else [] for line in read]
        clean = len(max(lines, key=len)) <= MAX_CELL and is_clean(text, delimiter)
        return Records(
            rows,
            range(block.first, block.first + len(lines)),
            lambda index: without_end(lines[index]),
            clean,
            changed=changed,
        )

    def _placed(self, rows: list[list[str]], lines: list[str], first: int, *, clean: bool) -> Records:
        """Records of which some go over several lines: each line end inside a cell is one more line."""
        spans = [1 + sum(line_ends(cell) for cell in row if "\n" in cell or "\r" in cell) for row in rows]
        starts = [0, *accumulate(spans)]
        if starts[-1] != len(lines):
            return self._slowly(lines, first, clean=clean)
        return Records(
            rows,
            [first + start for start in starts[:-1]],
            lambda index: without_end("".join(lines[starts[index] : starts[index + 1]])),
            clean,
        )

    def _slowly(self, lines: list[str], first: int, *, clean: bool) -> Records:
        """Record by record: what cannot be read refuses itself, what is not finished waits."""
        rows: list[list[str]] = []
        spans: list[tuple[int, int]] = []
        faults: list[tuple[int, str, str, str]] = []
        feed = _Feed(lines)
        strict = self._csv(feed)
        while feed.at < len(lines):
            start = feed.at
            try:
                row = next(strict)
            except csv.Error as error:
                end = self._extent(lines, start)
                if end is None:
                    self._waiting, self._first = lines[start:], first + start
                    self._waiting_size = sum(map(len, self._waiting))
                    self._worth_trying = 2 * self._waiting_size
                    break
                feed.at = end
                faults.append(
                    (first + start, "malformed_quote", _in_words(error), without_end("".join(lines[start:end])))
                )
                continue
            rows.append(row)
            spans.append((start, feed.at))
        raw = lambda index: without_end("".join(lines[spans[index][0] : spans[index][1]]))  # noqa: E731
        return Records(rows, [first + start for start, _ in spans], raw, clean, faults)

    def _extent(self, lines: list[str], start: int) -> int | None:
        """Where the record that begins at `start` ends when its quotes are read forgivingly; None for beyond the lines."""
        feed = _Feed(lines, start)
        try:
            next(self._csv(feed, strict=False))
        except csv.Error:
            return None
        return feed.at if feed.at <= len(lines) else None

    def _unclosed(self, lines: list[str], first: int) -> Exception:
        line = first + _opening_line("".join(lines), self._dialect.delimiter)
        return rejected(
            "unclosed_quote",
            f"A quoted cell opens on line {line:,} and never closes; what follows cannot be told apart.",
            hint="Close the quote on that line, or give --quoting none if quotes mean nothing in this file.",
            line=line,
        )


class _Feed:
    """Lines for the `csv` module with a place that can be read and set; after the last line comes one sentinel."""

    def __init__(self, lines: list[str], at: int = 0) -> None:
        self.at = at
        self._lines = lines

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self.at > len(self._lines):
            raise StopIteration
        line = self._lines[self.at] if self.at < len(self._lines) else _SENTINEL
        self.at += 1
        return line


def _opening_line(text: str, delimiter: str) -> int:
    """How many lines after its beginning the quote opens that `text`, one unfinished record, does not close."""
    opened, at, starts_cell = 0, 0, True
    while at < len(text):
        if starts_cell and text[at] == '"':
            opened = at
            at += 1
            while (close := text.find('"', at)) >= 0 and text[close + 1 : close + 2] == '"':
                at = close + 2
            if close < 0:
                break
            at = close + 1
            starts_cell = False
            continue
        starts_cell = text[at] in (delimiter, "\n", "\r")
        at += 1
    return line_ends(text[:opened])


def _in_words(error: csv.Error) -> str:
    text = str(error)
    if "expected after" in text:
        return "text stands after a closing quote"
    if "field limit" in text:
        return "a cell is too long to be read"
    return f"the quoting cannot be read: {text}"


csv.field_size_limit(max(csv.field_size_limit(), LONGEST_LINE))
