"""From records to values or refusals.

A block of records is checked column by column, which costs little where nothing is wrong. A record that has a fault, or
a character that needs a look, is read by itself, slowly and exactly; the two ways give the same values.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, tzinfo

from cpo_tui.exchange.characters import MAX_CELL, SUSPECT, TRIM
from cpo_tui.exchange.children import child_maker
from cpo_tui.exchange.columns import Column
from cpo_tui.exchange.layout import COLUMNS
from cpo_tui.exchange.mapping import Plan
from cpo_tui.exchange.ranks import rank_maker
from cpo_tui.exchange.records import FAULT_RANKS, Batch, Records, Refusal, Values, rejected, source_json
from cpo_tui.exchange.rows import KeyWatch, RowReader, filled_by, is_blank
from cpo_tui.exchange.tokens import is_redaction
from cpo_tui.exchange.values import Seen, Stored

MAX_REFUSED = 1_000_000
"""Refused records of one file; more than this is a wrong delimiter or mapping, not data."""

_REDACTION_FIRST = frozenset("(bB[<* \t")
_LOOK = re.compile(f"[\t\r\n]|{SUSPECT.pattern}")


class Checker:
    """Checks the records of one file by one plan.

    `surplus` is how many empty cells every row has beyond the header, `after` how many records came before. `warnings` counts what deserves one in the
    records that pass.
    """

    def __init__(self, plan: Plan, *, surplus: int = 0, zone: tzinfo = UTC, after: int = 0) -> None:
        self.plan = plan
        self.warnings: Counter[str] = Counter(plan.warnings)
        self._width = plan.width + surplus
        self._columns = [Column(filled) for filled in plan.filled]
        self._typed = [Column(filled, beside=True) for filled in plan.typed]
        self._names = tuple(COLUMNS[plan.kind])
        by_index = {column.index: column for column in (*self._columns, *self._typed)}
        self._fills = [(fill, by_index[index]) for fill, index in plan.fills]
        self._rows = RowReader(plan, self._columns, self._typed, self._fills, surplus)
        self._keys = KeyWatch({column.field: column.name for column in self._columns if column.field in plan.key})
        self._children = child_maker(plan, self._by_name(), zone)
        self._rank = rank_maker(plan, self._by_name())
        self._constants = dict(plan.profile.constants) if plan.profile is not None else {}
        self._kept = plan.kept
        self._nulls = plan.nulls
        read = {column.index for column in (*self._columns, *self._typed) if not column.is_plain}
        self._read_too = {name for index, name in plan.kept if index in read}
        self._rows_read = after
        self._after = after
        self._refused = 0

    def _by_name(self) -> dict[str, Column]:
        """The columns by the names under which the profile's children know them."""
        if self.plan.profile is None:
            return {}
        by_field = {column.field: column.name for column in self.plan.profile.columns if column.field}
        names = {column.field: column for column in self._typed}
        names.update({by_field[column.field]: column for column in self._columns if column.field in by_field})
        return names

    def check(self, records: Records) -> Batch:
        """The fate of each record. Raises `ImportRejected` where the file as a whole turns out to be wrong."""
        if self.plan.guarded:
            records.rows = [[cell[1:] if cell[:1] == "'" else cell for cell in row] for row in records.rows]
        if self.plan.joins:
            records.rows = list(map(self._joined, records.rows))
        self.warnings.update(records.changed)
        rows = records.rows
        slow = self._needing_a_look(records)
        places: Sequence[int] = (
            range(len(rows)) if not slow else [place for place in range(len(rows)) if place not in slow]
        )
        values, strange = self._by_columns(rows if not slow else [rows[place] for place in places])
        if strange:
            wrong = {place for place, seen in strange.items() if seen.kind}
            if wrong:
                slow |= {places[place] for place in wrong}
                keep = [place for place in range(len(places)) if place not in wrong]
                values, places = [values[place] for place in keep], [places[place] for place in keep]
            for place, seen in strange.items():
                if place not in wrong:
                    self.warnings.update(seen.warnings)
        if not slow and not records.faults:
            batch = self._whole(records, values)
        else:
            batch = self._mixed(records, dict(zip(places, values, strict=True)))
        self._refused += len(batch.refusals)
        if self._refused > MAX_REFUSED:
            raise rejected(
                "too_many_refused",
                f"More than {MAX_REFUSED:,} records were refused.",
                hint="Check the delimiter and the mapping first.",
            )
        return batch

    def _joined(self, row: list[str]) -> list[str]:
        """A row with the texts of other columns behind those that are read with them; the header again stays as it is."""
        if len(row) != self._width or row[: self.plan.width] == list(self.plan.header):
            return row
        whole = list(row)
        for index, others in self.plan.joins:
            first, rest = row[index].strip(TRIM), " ".join(filter(None, (row[other].strip(TRIM) for other in others)))
            whole[index] = f"{first}, {rest}" if first and rest else first or rest
        return whole

    def finish(self) -> None:
        """What can be said only at the end; raises `ImportRejected` (`redacted_key`)."""
        self._keys.finish()
        if self._rows_read == self._after:
            self.warnings["no_rows"] += 1

    def _whole(self, records: Records, values: list[Values]) -> Batch:
        first = self._rows_read + 1
        self._rows_read += len(values)
        rows = records.rows
        return Batch(
            records.lines,
            range(first, first + len(values)),
            values,
            [self._source(row) for row in rows] if self._kept else None,
            [self._children(row) for row in rows] if self._children is not None else None,
            [self._rank(row) for row in rows] if self._rank is not None else None,
            refusal_of=lambda place, kind, reason: self._refusal(records, place, kind, (reason,)),
        )

    def _mixed(self, records: Records, quick: dict[int, Values]) -> Batch:
        """The records of a block in their order, some read quickly, the rest one by one."""
        lines: list[int] = []
        numbers: list[int] = []
        places: list[int] = []
        batch = Batch(
            lines,
            numbers,
            sources=[] if self._kept else None,
            children=[] if self._children is not None else None,
            ranks=[] if self._rank is not None else None,
            refusal_of=lambda place, kind, reason: self._refusal(records, places[place], kind, (reason,)),
        )
        faults = iter([*records.faults, None])
        fault = next(faults)
        for place, row in enumerate(records.rows):
            line = records.lines[place]
            while fault is not None and fault[0] < line:
                self._unreadable(fault, records.part, batch)
                fault = next(faults)
            values = quick.get(place)
            if values is None:
                values = self._one(records, place, batch)
                if values is None:
                    continue
            else:
                self._rows_read += 1
            lines.append(line)
            places.append(place)
            numbers.append(self._rows_read)
            batch.values.append(values)
            if batch.sources is not None:
                batch.sources.append(self._source(row))
            if batch.children is not None and self._children is not None:
                batch.children.append(self._children(row))
            if batch.ranks is not None and self._rank is not None:
                batch.ranks.append(self._rank(row))
        while fault is not None:
            self._unreadable(fault, records.part, batch)
            fault = next(faults)
        return batch

    def _unreadable(self, fault: tuple[int, str, str, str], part: str, batch: Batch) -> None:
        line, kind, why, raw = fault
        self._rows_read += 1
        batch.refusals.append(Refusal(line, kind, (why,), raw, (), part))

    def _needing_a_look(self, records: Records) -> set[int]:
        """The places of records that are not read by columns: other widths, odd characters, blank, totals, headers."""
        rows = records.rows
        width = self._width
        places: set[int] = set()
        if set(map(len, rows)) - {width}:
            places.update(place for place, row in enumerate(rows) if len(row) != width)
        marks = self._rows.marks
        for place in [place for place, row in enumerate(rows) if row and row[0][:3] in marks]:
            row = rows[place]
            if is_blank(row) or self._rows.footing(row):
                places.add(place)
        if self._rows.may_be_alone:
            # A line with nothing but its first cell is a footer, the name of a section, or a record that says little.
            places.update(
                place for place, row in enumerate(rows) if len(row) == width and not row[1] and not any(row[1:])
            )
        if not records.clean or not isinstance(records.lines, range):
            for place, row in enumerate(rows):
                text = "".join(row)
                if len(text) > MAX_CELL or _LOOK.search(text):
                    places.add(place)
        if self._rows.empty_cells:
            extra = self._rows.empty_cells
            places.update(
                place for place, row in enumerate(rows) if len(row) == width and any(row[index] for index in extra)
            )
        return places

    def _by_columns(self, rows: Sequence[Sequence[str]]) -> tuple[list[Values], dict[int, Seen]]:
        """The values of whole rows, and per place what was strange: its warnings, and its first fault if any."""
        count = len(rows)
        if not count:
            return [], {}
        cells = list(zip(*rows, strict=True))
        found: dict[str, Sequence[Stored]] = {name: [value] * count for name, value in self._constants.items()}
        strange: dict[int, Seen] = {}
        for column in self._columns:
            values, odd = column.block(cells[column.index])
            found[column.field] = values
            if column.field in self._keys.unseen:
                self._keys.look(column.field, values, odd.values())
            if column.field in self.plan.required and None in values:
                odd = {**odd, **{place: _MISSING for place, value in enumerate(values) if value is None}}
            for place, seen in odd.items():
                strange[place] = _joined(strange.get(place), seen)
        self._beside(cells, found, strange)
        nothing = [None] * count
        return list(zip(*(found.get(name, nothing) for name in self._names), strict=True)), strange

    def _beside(
        self, cells: Sequence[Sequence[str]], found: dict[str, Sequence[Stored]], strange: dict[int, Seen]
    ) -> None:
        """What columns without a field, and columns together, say about rows."""
        for column in self._typed:
            if not column.is_plain:
                for place, seen in column.block(cells[column.index])[1].items():
                    strange[place] = _joined(strange.get(place), seen)
        for fill, column in self._fills:
            found[fill.field] = [filled_by(fill, column.value(cell)) for cell in cells[column.index]]
        if self.plan.identity is not None:
            for place in [place for place, cell in enumerate(cells[self.plan.identity]) if not cell or cell.isspace()]:
                strange[place] = _joined(strange.get(place), _MISSING)
        for place in _hearings_before_opening(found.get("opened_on"), found.get("next_hearing_on")):
            strange[place] = _joined(strange.get(place), Seen(None, ("hearing_before_opened",)))

    def _one(self, records: Records, place: int, batch: Batch) -> Values | None:
        """The values of one record read by itself; None where it was blank or refused (then the batch has it)."""
        row = records.rows[place]
        if is_blank(row):
            batch.blank += 1
            if any(row) or len(row) > 1:
                self.warnings["empty_rows_skipped"] += 1
            return None
        self._rows_read += 1
        values, faults, warnings = self._rows.read(row, self._keys)
        if not faults:
            self.warnings.update(warnings)
            return values
        faults.sort(key=lambda fault: FAULT_RANKS[fault[0]])
        reasons = tuple(dict.fromkeys(why for _, _, why in faults))
        batch.refusals.append(self._refusal(records, place, faults[0][1], reasons))
        return None

    def _refusal(self, records: Records, place: int, kind: str, reasons: tuple[str, ...]) -> Refusal:
        pairs = tuple(zip((cell.strip() for cell in self.plan.header), records.rows[place], strict=False))
        return Refusal(records.lines[place], kind, reasons, records.raw(place), pairs, records.part)

    def _source(self, row: Sequence[str]) -> str | None:
        """The row's other columns; redactions and the profile's words for nothing are nothing here too."""
        pairs = []
        for index, name in self._kept:
            cell = row[index]
            if not cell or cell in self._nulls:
                continue
            if cell[0] in _REDACTION_FIRST and is_redaction(cell):
                self.warnings["redacted"] += name not in self._read_too
                continue
            pairs.append((name, cell))
        return source_json(pairs)


_MISSING = Seen(None, (), "key", "missing", "")


def _joined(before: Seen | None, seen: Seen) -> Seen:
    """Two things seen of one row: all the warnings, and that it has a fault."""
    if before is None:
        return seen
    fault = before if before.kind else seen
    return Seen(None, before.warnings + seen.warnings, fault.rank, fault.kind, fault.why)


def _hearings_before_opening(opened: Sequence[Stored] | None, hearings: Sequence[Stored] | None) -> list[int]:
    if opened is None or hearings is None:
        return []
    pairs = enumerate(zip(opened, hearings, strict=True))
    return [place for place, (day, hearing) in pairs if day and hearing and str(hearing) < str(day)]
