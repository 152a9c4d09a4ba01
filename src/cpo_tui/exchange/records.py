"""What flows from a file to the store: records as read, records as checked, refusals, and the facts of the file.

A record is counted once and has exactly one fate: it is checked, it is refused, or it is blank (and then it is no
record). `line` is always the physical line on which the record begins (the row, in a workbook), counted from 1.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from cpo_tui.errors import ImportRejected

Values = tuple[str | int | None, ...]
"""The values of one record, in the order of the columns of its kind (`layout.COLUMNS`); days and moments are ISO text."""

Child = tuple[str, Values]
"""A thing that hangs on the record's case: its kind (`events`, `hearings`, `documents`) and its values."""

FAULT_RANKS: dict[str, int] = {
    "quoting": 0,
    "footing": 1,
    "characters": 2,
    "key": 3,
    "required": 4,
    "date": 5,
    "code": 6,
    "repeat": 7,
}
"""The order in which faults of one record count: it is filed under the first and lists all."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that was not imported: where, why, and its text as it stands in the file.

    `kind` is the first fault in the contract's order; `reasons` has a sentence for each. `raw` is the decoded text
    without its line end; decoding is strict, so the bytes follow from it and the file's encoding. `fields` pairs header
    cells with the record's cells, as far as both go. `part` names the sheet of a workbook.
    """

    line: int
    kind: str
    reasons: tuple[str, ...]
    raw: str
    fields: tuple[tuple[str, str], ...] = ()
    part: str = ""

    def as_json(self) -> dict[str, Any]:
        """The refusal in the form of `cpo quarantine --json`, without its batch and file."""
        return {
            "line": self.line,
            "kind": self.kind,
            "reasons": list(self.reasons),
            "raw": self.raw,
            "fields": dict(self.fields),
        }


@dataclass(frozen=True, slots=True)
class Checked:
    """A record that passed every check."""

    line: int
    number: int
    """Which record of the file it is, from 1; blank lines do not count, refused records do."""
    values: Values
    source: str | None = None
    """The columns that no field of ours holds, as a JSON object; None where every column has a field."""
    children: tuple[Child, ...] = ()


@dataclass(slots=True)
class Batch:
    """Some hundred records in the order of the file: parallel lists of those that passed, and the refused ones."""

    lines: Sequence[int] = ()
    numbers: Sequence[int] = ()
    values: list[Values] = field(default_factory=list)
    sources: list[str | None] | None = None
    """None where no record of the batch has columns without a field."""
    children: list[tuple[Child, ...]] | None = None
    ranks: list[int] | None = None
    """How late each record is among those of its case; None where the source does not say it."""
    refusals: list[Refusal] = field(default_factory=list)
    blank: int = 0
    refusal_of: Callable[[int, str, str], Refusal] | None = None
    """Makes a refusal of a record that passed, for what shows only against the store: (place, kind, reason)."""

    def refusal(self, place: int, kind: str, reason: str) -> Refusal:
        """The refusal of a record that passed its own checks."""
        if self.refusal_of is None:
            return Refusal(self.lines[place], kind, (reason,), "")
        return self.refusal_of(place, kind, reason)

    @property
    def read(self) -> int:
        """How many records the batch accounts for."""
        return len(self.values) + len(self.refusals)

    def checked(self) -> Iterator[Checked]:
        """The records that passed, one object each."""
        for index, values in enumerate(self.values):
            source = self.sources[index] if self.sources else None
            children = self.children[index] if self.children else ()
            yield Checked(self.lines[index], self.numbers[index], values, source, children)


@dataclass(slots=True)
class Records:
    """Some hundred records as read, before any check.

    `clean` says that the text they were cut from holds no character that needs a look (control, direction, invisible).
    `raw(i)` gives the text of the record `i` without its line end. `faults` are records that the quoting rules cannot
    read: (line, kind, reason, raw text); `places` gives for each how many of `rows` came before it.
    """

    rows: list[list[str]]
    lines: Sequence[int]
    raw: Callable[[int], str]
    clean: bool = True
    faults: list[tuple[int, str, str, str]] = field(default_factory=list)
    part: str = ""
    changed: Counter[str] = field(default_factory=Counter)
    """Warnings about what reading had to do, such as removing NULs."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file once its header is understood."""

    name: str
    sha256: str
    size: int
    encoding: str
    delimiter: str
    quoting: str
    header: tuple[str, ...]
    header_line: int
    kind: str
    profile: str
    parts: tuple[str, ...] = ()
    """The sheets that are read, for a workbook."""


@dataclass(slots=True)
class Tally:
    """The counts of one run over a file; `rows_read` = passed + quarantined always."""

    passed: int = 0
    quarantined: int = 0
    blank: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)

    @property
    def rows_read(self) -> int:
        """The records of the file: blank lines and the header are none."""
        return self.passed + self.quarantined

    def add(self, batch: Batch) -> None:
        """Count a batch."""
        self.passed += len(batch.values)
        self.quarantined += len(batch.refusals)
        self.blank += batch.blank
        self.kinds.update(refusal.kind for refusal in batch.refusals)


def rejected(kind: str, message: str, *, hint: str = "", line: int | None = None, **details: Any) -> ImportRejected:
    """The error for a file that cannot be imported at all; `kind` is one of the import contract's."""
    return ImportRejected(message, hint=hint, kind=kind, line=line, **details)


def source_json(pairs: Sequence[tuple[str, str]]) -> str | None:
    """Columns and their values as they are kept beside a row; None for none."""
    return json.dumps(dict(pairs), ensure_ascii=False, separators=(",", ":")) if pairs else None
