"""From a header to a plan: which column fills which field, how it is read, what is required, what is kept beside.

Names are compared after NFKC, trim and case fold; nothing is matched by likeness. Where a header is not understood,
`proposals` says what likeness would suggest, for a person to decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from cpo_tui.errors import UsageError
from cpo_tui.exchange.layout import CHOICES, COLUMNS, KEYS, REQUIRED
from cpo_tui.exchange.profiles import ROW, Fill, Profile, SourceColumn, shared_codes
from cpo_tui.exchange.records import rejected
from cpo_tui.exchange.values import NOTHING, Rule, Seen

MAX_COLUMNS = 1_000
GUARD_MARK = "cpo:guarded"
OURS = frozenset({GUARD_MARK, "cpo:line", "cpo:reason", "cpo:kind"})
"""Columns that an export or a quarantine file adds; they are never data."""

NOT_A_FIELD = "-"
"""What a column is mapped to that fills no field, though its name is one: it is kept beside the row."""

ALIASES: Mapping[str, Mapping[str, str]] = {
    "cases": {
        "a number": "a_number",
        "a#": "a_number",
        "a-number": "a_number",
        "date of birth": "birth_date",
        "dob": "birth_date",
    },
    "events": {},
    "documents": {},
    "inquiries": {},
}
"""Other names under which the product's own columns are known, beside the name with spaces for its underscores."""


def fold(name: str) -> str:
    """A column's name as names are compared."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def spaced(name: str) -> str:
    """A folded name without regard to underscores and repeated spaces, as releases differ in them."""
    return " ".join(fold(name).replace("_", " ").split())


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
    columns, missing_columns = _columns_for(cells, folded, kind, wanted)
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
            _check_names(cells, folded, _trailing(folded), line)
        return NotUnderstood(kind, tuple(cells), missing, len(fields))
    trailing = _trailing(folded)
    if wanted.profile is None and not wanted.mapping:
        _check_names(cells, folded, trailing, line)
    return _plan(cells, folded, columns, kind, key, required, trailing, wanted)


def _plan(
    cells: Sequence[str], folded: Sequence[str], columns: Mapping[int, SourceColumn], kind: str,
    key: tuple[str, ...], required: tuple[str, ...], trailing: int, wanted: Wanted,
) -> Plan:  # fmt: skip
    formats = _formats(cells, folded, columns, wanted)
    order = list(COLUMNS[kind])
    filled, typed, kept = [], [], []
    warnings: Counter[str] = Counter()
    names = _unique_names(cells)
    last = len(cells) - trailing
    for index in range(len(cells)):
        column = columns.get(index)
        if folded[index] in OURS or (index >= last and column is None):
            continue
        if column is None:
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
    )


def _nulls(wanted: Wanted) -> frozenset[str]:
    return wanted.nulls | (wanted.profile.nulls if wanted.profile is not None else frozenset())


def _kind_of(folded: Sequence[str], wanted: Wanted) -> str:
    """Which of the product's files a header belongs to: by the columns that only that kind requires."""
    names = {spaced(name) for name in folded} | {field.replace("_", " ") for _, field in wanted.mapping}
    for kind in ("inquiries", "documents", "events"):
        if all(name.replace("_", " ") in names for name in REQUIRED[kind]):
            return kind
    return "cases"


def _columns_for(
    cells: Sequence[str], folded: Sequence[str], kind: str, wanted: Wanted
) -> tuple[dict[int, SourceColumn], tuple[str, ...]]:
    """Which column of the header is which column of the source, and the required ones that are not there."""
    columns: dict[int, SourceColumn] = {}
    missing: list[str] = []
    taken: set[str] = set()
    for text, meant in wanted.mapping:
        target = "" if meant == NOT_A_FIELD else meant
        if target and target not in COLUMNS[kind]:
            raise UsageError(
                f"--map {text}={target}: {kind} has no field {target!r}.", hint=f"Fields: {', '.join(COLUMNS[kind])}."
            )
        if target and target in taken:
            raise UsageError(f"--map: two columns are mapped to {target}.", hint="A field is filled from one column.")
        index = _find(text, cells, folded, target)
        if index is None:
            missing.append(text)
        else:
            taken.add(target)
            columns[index] = SourceColumn(cells[index], (cells[index],), field=target)
    if wanted.profile is not None:
        missing.extend(_match_profile(wanted.profile, cells, columns, taken))
    else:
        _match_product(kind, folded, columns, taken)
    return columns, tuple(missing)


def _find(text: str, cells: Sequence[str], folded: Sequence[str], target: str = "FIELD") -> int | None:
    """The column that `--map` or `--date-format` names; None where there is none."""
    number = re.fullmatch(r"#([0-9]{1,4})", text.strip())
    if number:
        index = int(number[1]) - 1
        return index if 0 <= index < len(cells) else None
    name = fold(text)
    at = [index for index, cell in enumerate(folded) if cell == name]
    if len(at) > 1:
        kind = "duplicate_header" if name else "blank_header"
        raise rejected(
            kind,
            f"The column {text!r} is there {len(at)} times (columns {', '.join(str(index + 1) for index in at)}).",
            hint=f"Name it by its number: --map '#{at[0] + 1}={target or '-'}'.",
        )
    return at[0] if at else None


def _match_profile(
    profile: Profile, cells: Sequence[str], columns: dict[int, SourceColumn], taken: set[str]
) -> list[str]:
    names = [spaced(cell) for cell in cells]
    missing = []
    for column in profile.columns:
        wanted = {spaced(name) for name in column.names}
        at = [index for index, name in enumerate(names) if name in wanted and index not in columns]
        if len(at) > 1 and (column.field or column.name in profile.required):
            raise rejected(
                "duplicate_header",
                f"The column {column.name!r} is there {len(at)} times (columns {', '.join(str(index + 1) for index in at)}).",
                hint=f"Say which one is meant: --map #{at[0] + 1}={column.field or 'FIELD'}.",
            )
        if len(at) == 1 and column.field not in taken:
            columns[at[0]] = column
            taken.update({column.field} - {""})
        elif not at and column.name in profile.required:
            missing.append(column.name)
    return missing


def _match_product(kind: str, folded: Sequence[str], columns: dict[int, SourceColumn], taken: set[str]) -> None:
    known = {name.replace("_", " "): name for name in COLUMNS[kind]} | dict(ALIASES[kind])
    exact = set(folded)
    for index, name in enumerate(folded):
        target = name if name in COLUMNS[kind] else known.get(name, "")
        if (
            not target
            or target in taken
            or index in columns
            or (name != target and target in exact)
            or folded.count(name) > 1
        ):
            continue
        columns[index] = SourceColumn(name, (name,), field=target)
        taken.add(target)


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


def _trailing(folded: Sequence[str]) -> int:
    count = 0
    while count < len(folded) and not folded[-1 - count]:
        count += 1
    return count


def _check_names(cells: Sequence[str], folded: Sequence[str], trailing: int, line: int) -> None:
    seen: dict[str, int] = {}
    for index, name in enumerate(folded[: len(folded) - trailing]):
        if not name:
            raise rejected(
                "blank_header",
                f"Column {index + 1} of the header has no name.",
                hint=f"Name it in the file, or map the columns: --map #{index + 1}=FIELD.",
                line=line,
            )
        if name in seen:
            raise rejected(
                "duplicate_header",
                f"The columns {seen[name] + 1} and {index + 1} are both named {cells[index].strip()!r}.",
                hint=f"Rename one in the file, or map the columns: --map #{index + 1}=FIELD.",
                line=line,
            )
        seen[name] = index


def _unique_names(cells: Sequence[str]) -> list[str]:
    """The names under which columns are kept: as given; a blank or repeated one by its number."""
    counts = Counter(cell.strip() for cell in cells)
    return [
        name if (name := cell.strip()) and counts[name] == 1 else f"{name} #{index + 1}".strip()
        for index, cell in enumerate(cells)
    ]


def _formats(
    cells: Sequence[str], folded: Sequence[str], columns: Mapping[int, SourceColumn], wanted: Wanted
) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for text, form in wanted.date_formats:
        index = _find(text, cells, folded)
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
