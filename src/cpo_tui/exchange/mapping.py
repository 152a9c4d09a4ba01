"""From a header to a plan: which column fills which field, how it is read, what is required, what is kept beside.

Names are compared after NFKC, trim and case fold; nothing is matched by likeness. Where a header is not understood,
`proposals` says what likeness would suggest, for a person to decide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from cpo_tui.errors import UsageError
from cpo_tui.exchange.assignment import assigned, place_of
from cpo_tui.exchange.layout import CHOICES, COLUMNS, KEYS, REQUIRED
from cpo_tui.exchange.names import GUARD_MARK, OURS, check_names, fold, spaced, trailing_of, unique_names
from cpo_tui.exchange.profiles import ROW, Fill, Profile, SourceColumn, shared_codes
from cpo_tui.exchange.records import rejected
from cpo_tui.exchange.values import NOTHING, Rule, Seen

MAX_COLUMNS = 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the caller asked for, before the header is seen."""

    kind: str = ""
    profile: Profile | None = None
    mapping: tuple[tuple[str, str], ...] = ()
    key: str = ""
    date_formats: tuple[tuple[str, str], ...] = ()
    zone: tzinfo = UTC
    nulls: frozenset[str] = frozenset()
    """Words that stand for nothing, beside those of the profile."""
    no_header: bool = False
    """The first line is a record; the columns are named by their numbers: #1, #2 …"""


@dataclass(frozen=True, slots=True)
class Filled:
    """One field of ours and the column that fills it."""

    index: int
    column: str
    field: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Plan:
    """How every column of one header is read."""

    kind: str
    header: tuple[str, ...]
    filled: tuple[Filled, ...]
    typed: tuple[Filled, ...]
    """Columns without a field whose form is checked, or whose labels a child uses; `field` is the profile's column name."""
    kept: tuple[tuple[int, str], ...]
    """Columns whose text stays beside the row, with the names that they get there."""
    fills: tuple[tuple[Fill, int], ...]
    """Fields that a column tells beside its own, and that column."""
    identity: int | None
    """The column that must not be empty, beside the key."""
    required: tuple[str, ...]
    key: tuple[str, ...]
    trailing: int = 0
    """Blank header cells at the end; the cells below them must be empty."""
    guarded: bool = False
    profile: Profile | None = None
    warnings: Counter[str] = field(default_factory=Counter)
    nulls: frozenset[str] = frozenset()
    """Words that stand for nothing in every column."""
    joins: tuple[tuple[int, tuple[int, ...]], ...] = ()
    """Columns that are read with the texts of others behind theirs."""

    @property
    def width(self) -> int:
        """Cells of a whole row."""
        return len(self.header)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that the file fills, in the order of the kind's columns."""
        given = {one.field for one in self.filled} | {fill.field for fill, _ in self.fills}
        given |= set(self.profile.constants if self.profile else ())
        return tuple(name for name in COLUMNS[self.kind] if name in given)


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A header in which required columns are missing."""

    kind: str
    header: tuple[str, ...]
    missing: tuple[str, ...]
    found: int
    """How many columns were understood."""


def plan_header(cells: Sequence[str], wanted: Wanted, *, line: int = 1) -> Plan | NotUnderstood:
    """The plan for a header, or what it lacks.

    Raises `ImportRejected` (duplicate or blank names, too many columns) and `UsageError` (a mapping to no field).
    """
    if len(cells) > MAX_COLUMNS:
        raise rejected(
            "too_many_columns",
            f"The header has {len(cells):,} columns; at most {MAX_COLUMNS:,} are read.",
            hint="Check the delimiter: --delimiter. Or cut the file down to the columns that are needed.",
            line=line,
        )
    folded = [fold(cell) for cell in cells]
    kind = wanted.kind or (wanted.profile.kind if wanted.profile else _kind_of(folded, wanted))
    if wanted.profile is not None and wanted.profile.kind != kind:
        raise UsageError(
            f"The profile {wanted.profile.name} makes {wanted.profile.kind}, not {kind}.",
            hint=f"Leave out --kind, or give {wanted.profile.kind}.",
        )
    columns, missing_columns = assigned(cells, folded, kind, wanted)
    fields = {column.field for column in columns.values() if column.field}
    if wanted.profile is not None:
        described = {column.name for column in columns.values()}
        fields |= set(wanted.profile.constants) | {
            fill.field for fill in wanted.profile.fill if fill.column in described
        }
    key, required = _key_of(kind, fields, wanted)
    missing = (*missing_columns, *(name for name in required if name not in fields))
    if missing:
        if any(folded.count(name) > 1 for name in missing):
            check_names(cells, folded, trailing_of(folded), line)
        return NotUnderstood(kind, tuple(cells), missing, len(fields))
    trailing = trailing_of(folded)
    if wanted.profile is None and not wanted.mapping:
        check_names(cells, folded, trailing, line)
    return _plan(cells, folded, columns, kind, key, required, trailing, wanted)


def _plan(
    cells: Sequence[str], folded: Sequence[str], columns: Mapping[int, SourceColumn], kind: str,
    key: tuple[str, ...], required: tuple[str, ...], trailing: int, wanted: Wanted,
) -> Plan:  # fmt: skip
    formats = _formats(cells, folded, columns, wanted)
    joins = _joins(cells, folded, columns)
    beside = {index for _, others in joins for index in others}
    order = list(COLUMNS[kind])
    filled, typed, kept = [], [], []
    warnings: Counter[str] = Counter()
    names = unique_names(cells)
    last = len(cells) - trailing
    for index in range(len(cells)):
        column = columns.get(index)
        if folded[index] in OURS or (index >= last and column is None):
            continue
        if column is None:
            if index not in beside:
                warnings["unknown_column"] += 1
            kept.append((index, names[index]))
            continue
        rule = _rule(column, kind, formats.get(index, column.formats), wanted)
        if column.field:
            filled.append(Filled(index, cells[index].strip() or f"#{index + 1}", column.field, rule))
        else:
            typed.append(Filled(index, cells[index].strip() or f"#{index + 1}", column.name, rule))
        if column.keep or not column.field:
            kept.append((index, names[index]))
    filled.sort(key=lambda one: order.index(one.field))
    if trailing:
        warnings["trailing_empty"] += 1
    ours = [name for name in folded if name in OURS]
    guarded = GUARD_MARK in ours and list(folded[-len(ours) :]) == ours
    at = {column.name: index for index, column in columns.items()}
    profile = wanted.profile
    taken = {one.field for one in filled}
    fills = tuple(
        (fill, at[fill.column])
        for fill in (profile.fill if profile else ())
        if fill.column in at and fill.field not in taken
    )
    return Plan(
        kind=kind,
        header=tuple(cells),
        filled=tuple(filled),
        typed=tuple(typed),
        kept=tuple(kept),
        fills=fills,
        identity=at.get(profile.identity) if profile is not None else None,
        required=required,
        key=key,
        trailing=trailing,
        guarded=guarded,
        profile=profile,
        warnings=warnings,
        nulls=_nulls(wanted),
        joins=joins,
    )


def _joins(
    cells: Sequence[str], folded: Sequence[str], columns: Mapping[int, SourceColumn]
) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """The columns that are read with others behind them; a release that lacks one of these is read without it."""
    found = {
        index: tuple(at for name in column.join if (at := place_of(name, cells, folded)) is not None)
        for index, column in columns.items()
        if column.join
    }
    return tuple((index, others) for index, others in found.items() if others)


def _nulls(wanted: Wanted) -> frozenset[str]:
    return wanted.nulls | (wanted.profile.nulls if wanted.profile is not None else frozenset())


def _kind_of(folded: Sequence[str], wanted: Wanted) -> str:
    """Which of the product's files a header belongs to: by the columns that only that kind requires."""
    names = {spaced(name) for name in folded} | {field.replace("_", " ") for _, field in wanted.mapping}
    for kind in ("inquiries", "documents", "events"):
        if all(name.replace("_", " ") in names for name in REQUIRED[kind]):
            return kind
    return "cases"


def _key_of(kind: str, fields: set[str], wanted: Wanted) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields of the key, and the fields that every record must have."""
    if wanted.key:
        if wanted.key == ROW:
            return (ROW,), ()
        if wanted.key not in COLUMNS[kind]:
            raise UsageError(
                f"--key {wanted.key}: {kind} has no such field.", hint=f"Fields: {', '.join(COLUMNS[kind])}, or row."
            )
        return (wanted.key,), (wanted.key,)
    if wanted.profile is not None and wanted.profile.key:
        key = wanted.profile.key
        return key, tuple(name for name in key if name != ROW)
    if kind == "cases" and "reference" in fields:
        return ("reference",), ("reference",)
    return KEYS[kind], REQUIRED[kind]


def _formats(
    cells: Sequence[str], folded: Sequence[str], columns: Mapping[int, SourceColumn], wanted: Wanted
) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for text, form in wanted.date_formats:
        index = place_of(text, cells, folded)
        if index is None:
            index = next((at for at, column in columns.items() if column.field == fold(text)), None)
        if index is None:
            raise UsageError(
                f"--date-format {text}: there is no such column.",
                hint=f"Columns: {', '.join(cell for cell in cells if cell)[:300]}.",
            )
        found[index] = (*found.get(index, ()), form)
    return found


def _rule(column: SourceColumn, kind: str, formats: tuple[str, ...], wanted: Wanted) -> Rule:
    profile = wanted.profile
    target = column.field
    form = column.form or (COLUMNS[kind][target] if target else "line")
    closed = bool(target) and (kind, target) in CHOICES and target != "docket"
    empty = NOTHING
    if (kind, target) == ("cases", "custody_status"):
        empty = Seen("unknown", () if profile is not None else ("missing_custody_status",))
    return Rule(
        field=target or column.name,
        form=form,
        formats=formats,
        choices=CHOICES.get((kind, target), {}),
        codes=_table(profile, column.codes),
        synonyms=_table(profile, column.synonyms),
        pick=re.compile(column.pick) if column.pick else None,
        closed=closed,
        nulls=column.nulls | _nulls(wanted),
        null_pattern=re.compile(profile.null_pattern) if profile is not None and profile.null_pattern else None,
        longest=column.longest,
        zone=wanted.zone,
        empty=empty,
        shifted=profile.shifted if profile is not None else False,
    )


def _table(profile: Profile | None, name: str) -> Mapping[str, str]:
    if not name or profile is None:
        return {}
    return profile.codes.get(name) or shared_codes()[name]
