"""Merging an extract into a store without cases: every record is new unless this file had it before.

Rows arrive ready (`exchange.preparing`), by a child where the file is large; here they are only written, and repeats
within the file are found. It gives the same store as `merging_cases`, which a test holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cpo_tui.actions.merging import Merge
from cpo_tui.exchange.merging import Sieve, difference
from cpo_tui.exchange.preparing import Prepared, Row, values_of
from cpo_tui.exchange.records import Values
from cpo_tui.store import matching
from cpo_tui.store.bulk import Flat, flattened_again, unflattened
from cpo_tui.store.matching import CASE_FIELDS
from cpo_tui.store.seals import SEAL_BYTES


class FreshMerger:
    """Writes prepared rows of cases."""

    def __init__(self, merge: Merge) -> None:
        self._merge = merge
        self._sieve = Sieve()
        self._by_number = merge.plan.key == ("a_number", "full_name")
        self._given = frozenset(merge.plan.fields)
        self._block = -1

    def block(self, prepared: Prepared) -> None:
        """Write the rows of a block, less the repeats."""
        self._block += 1
        maybe = self._sieve.maybe_seen(prepared.keys)
        suspects = [place for place, seen in enumerate(maybe) if seen]
        repeats = self._repeats(prepared, suspects) if suspects else {}
        if repeats:
            self._write_less(prepared, repeats)
        else:
            self._write(prepared)
        counts = self._merge.counts
        counts.created += len(prepared.keys) - len(repeats)
        counts.note_new((prepared.lines[place], key) for place, key in enumerate(prepared.keys) if place not in repeats)

    def _write(self, prepared: Prepared) -> None:
        writer, first = self._merge.writer, prepared.first
        people, cases, hearings = prepared.seals
        writer.add_prepared("persons", writer.first_ids["persons"] + first, prepared.persons, people, with_place=False)
        writer.add_prepared("cases", writer.first_ids["cases"] + first, prepared.cases, cases, with_place=True)
        if prepared.hearing_count:
            writer.add_prepared("hearings", prepared.first_hearing, prepared.hearings, hearings, with_place=False)
        if prepared.sources:
            writer.keep_sources("cases", prepared.sources)

    def _repeats(self, prepared: Prepared, suspects: Sequence[int]) -> dict[int, None]:
        """The places of records whose key this file had before; each is noted as refused."""
        keys = prepared.keys
        asked = {keys[place] for place in suspects}
        connection = self._merge.connection
        if self._by_number:
            earlier = {number: case_id for (number, _), case_id in matching.by_person(connection, asked).items()}
        else:
            earlier = dict(matching.by_reference(connection, asked))
        first_here: dict[Any, int] = {}
        for place, key in enumerate(keys):
            if key in asked:
                first_here.setdefault(key, place)
        found: dict[int, None] = {}
        for place in suspects:
            key = keys[place]
            if key in earlier:
                now = matching.cases_now(connection, (earlier[key],))[earlier[key]][3]
                source = matching.sources_of(connection, "cases", (earlier[key],), self._merge.batch_id).get(
                    earlier[key]
                )
            elif first_here[key] != place:
                now, source = (
                    _values(prepared, first_here[key]),
                    _source(prepared, self._case_id(prepared, first_here[key])),
                )
            else:
                continue
            found[place] = None
            self._note(prepared, place, now, source)
        return found

    def _case_id(self, prepared: Prepared, place: int) -> int:
        return self._merge.writer.first_ids["cases"] + prepared.first + place

    def _note(self, prepared: Prepared, place: int, before: Sequence[Any], source: str | None) -> None:
        given = self._given - (frozenset() if self._merge.plan.key == ("reference",) else {"reference"})
        same = not difference(CASE_FIELDS, before, _values(prepared, place), given, {}).changes
        same = same and source == _source(prepared, self._case_id(prepared, place))
        said = self._merge.plan.key[0].replace("_", " ")
        kind, why = (
            ("duplicate_row", f"the same record came before in this file (same {said})")
            if same
            else ("conflict_in_file", f"another record of this file has the same {said} and other content")
        )
        self._merge.refuse_later(self._block, place, kind, why)

    def _write_less(self, prepared: Prepared, gone: dict[int, None]) -> None:
        """Write a block without some of its records; their ids stay free."""
        writer = self._merge.writer
        persons, cases = writer.first_ids["persons"] + prepared.first, writer.first_ids["cases"] + prepared.first
        people, files, hearings = prepared.seals
        self._write_runs("persons", persons, unflattened(prepared.persons), people, gone, with_place=False)
        self._write_runs("cases", cases, unflattened(prepared.cases), files, gone, with_place=True)
        lost = {cases + place for place in gone}
        rows = unflattened(prepared.hearings)
        without = {place: None for place, row in enumerate(rows) if row[1] in lost}
        self._write_runs("hearings", prepared.first_hearing, rows, hearings, without, with_place=False)
        writer.keep_sources("cases", [source for source in prepared.sources if source[1] not in lost])

    def _write_runs(
        self, table: str, first_id: int, rows: Sequence[Row], seals: bytes, gone: dict[int, None], *, with_place: bool
    ) -> None:
        begin = 0
        for end in (*gone, len(rows)):
            if end > begin:
                part = seals[begin * SEAL_BYTES : end * SEAL_BYTES]
                self._merge.writer.add_prepared(
                    table, first_id + begin, flattened_again(rows[begin:end]), part, with_place=with_place
                )
            begin = end + 1


def _row(flat: Flat, place: int) -> Row:
    for count, values in flat.blocks:
        if place < count:
            return unflattened(flat._replace(blocks=[(count, values)]))[place]
        place -= count
    raise IndexError(place)


def _values(prepared: Prepared, place: int) -> Values:
    case = _row(prepared.cases, place)
    return values_of(_row(prepared.persons, place), case, case[-1] or None)


def _source(prepared: Prepared, case_id: int) -> str | None:
    return next((text for _, owner, text in prepared.sources if owner == case_id), None)
