"""From checked records of cases to the very rows that will lie in the store: persons, cases, hearings, sealed.

For an extract into a store without cases everything can be worked out before the store is asked: ids are given out in
the order of the records, places in the list follow from the days in the record, and the seals from all of it. This is
done beside the writing, in a process of its own where the file is large (`exchange.worker`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cpo_tui.domain.names import joined_key, numbers_key, search_key
from cpo_tui.exchange.profiles import ROW
from cpo_tui.exchange.records import Batch, Values
from cpo_tui.store.bulk import Flat, Flattener
from cpo_tui.store.places import NewPlaces
from cpo_tui.store.seals import Stamp

PRECISION = {4: "year", 7: "month", 10: "day"}
"""Length of a date of birth as stored → how well it is known."""
REMEMBERED = 20_000
Row = tuple[Any, ...]


@dataclass(slots=True)
class Prepared:
    """The rows of a block of records; ids run from `first` on, one for each record in each of persons and cases."""

    lines: list[int]
    keys: list[Any]
    first: int
    """Which record, of those that passed, the first one is, from 0."""
    persons: Flat
    cases: Flat
    hearings: Flat
    hearing_count: int
    first_hearing: int
    seals: tuple[bytes, bytes, bytes]
    sources: list[tuple[int, int, str]] = field(default_factory=list)
    """(line, case id, JSON) each."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows are worked out from, beside the records."""

    batch_id: int
    at: str
    """The moment of the import, as it is stored."""
    key: tuple[str, ...]
    prefix: str
    """What references of records without one begin with."""
    first_person: int
    first_case: int
    first_hearing: int


class NameKeys(dict[Any, str]):
    """Name → its search key, found when it is first asked for; names recur."""

    def __missing__(self, name: Any) -> str:
        found = self[name] = search_key(name) if name else ""
        return found


class Preparer:
    """Works out the rows of the records of one file."""

    def __init__(self, ground: Ground, places: NewPlaces, stamp: Stamp) -> None:
        self._ground = ground
        self._places = places
        self._stamp = stamp
        self._passed = 0
        self._hearings = 0
        self._names = NameKeys()
        self._flattener = Flattener()

    def block(self, batch: Batch) -> Prepared:
        """The rows of a block."""
        ground = self._ground
        first = self._passed
        person_id, case_id = ground.first_person + first, ground.first_case + first
        keys, references = self._keys(batch)
        persons, cases, derived, hearings = rows_of(
            batch.values, references, batch.lines, person_id, case_id, ground, self._places, self._names
        )
        first_hearing = ground.first_hearing + self._hearings
        seals = (
            self._stamp.seals("persons", person_id, persons),
            self._stamp.seals("cases", case_id, cases),
            self._stamp.seals("hearings", first_hearing, hearings),
        )
        flat = self._flattener.flat
        self._passed += len(persons)
        self._hearings += len(hearings)
        sources = (
            [(batch.lines[place], case_id + place, text) for place, text in enumerate(batch.sources) if text]
            if batch.sources is not None
            else []
        )
        return Prepared(
            list(batch.lines), keys, first, flat("persons", person_id, persons),
            flat("cases", case_id, cases, derived), flat("hearings", first_hearing, hearings), len(hearings), first_hearing, seals, sources,
        )  # fmt: skip

    def _keys(self, batch: Batch) -> tuple[list[Any], list[str]]:
        """What each record is known by, and the reference that its case gets."""
        ground = self._ground
        if ground.key == (ROW,):
            keys: list[Any] = [f"{ground.prefix}-{number:06d}" for number in batch.numbers]
            return keys, [str(values[0] or key) for values, key in zip(batch.values, keys, strict=True)]
        if ground.key == ("reference",):
            references = [str(values[0]) for values in batch.values]
            return list(references), references
        numbers = [str(values[1]) for values in batch.values]
        return list(numbers), [f"A{number}" for number in numbers]


def can_prepare(key: tuple[str, ...], fields: Sequence[str]) -> bool:
    """Whether every record's case has a reference that no other of the file can have."""
    if key in {("reference",), (ROW,)}:
        return key == ("reference",) or "reference" not in fields
    return key == ("a_number", "full_name") and "reference" not in fields


def rows_of(
    records: Sequence[Values], references: Sequence[Any], lines: Sequence[int], person_id: int, case_id: int, ground: Ground,
    places: NewPlaces, names: NameKeys,
) -> tuple[list[Row], list[Row], list[Row], list[Row]]:  # fmt: skip
    """The rows of new persons and cases with ids from `person_id` and `case_id` on, the places of the cases, and hearings.

    `names` remembers the search keys of names.
    """
    if not records:
        return [], [], [], []
    at, batch_id = ground.at, ground.batch_id
    count = len(records)
    # Column by column: a row has fifty values, and a loop over rows would handle each of them by itself.
    (
        _, a_number, full_name, birth_date, nationality, language, interpreter, lifecycle, stage, docket, custody, facility,
        officer, team, opened_on, closed_on, closure_reason, waiting_on, hearing_on, notes,
    ) = zip(*records, strict=True)  # fmt: skip
    birth, stages, officers, opened = map(_texts, (birth_date, stage, officer, opened_on))
    hearing_days = _texts(hearing_on)
    states = [state or "open" for state in lifecycle]
    persons = list(
        zip(
            _texts(full_name), _texts(a_number), birth, [PRECISION[len(day)] if day else "" for day in birth],
            _texts(nationality), _texts(language), ["" if needed is None else needed for needed in interpreter], strict=True,
        )
    )  # fmt: skip
    cases = list(
        zip(
            references, range(person_id, person_id + count), states, stages, _texts(docket), _texts(custody), _texts(facility),
            officers, _texts(team), opened, _texts(closed_on), _texts(closure_reason), _texts(waiting_on), _texts(notes),
            [(day or at) if name else "" for name, day in zip(stages, opened, strict=True)],
            [at if name else "" for name in officers], [batch_id] * count, lines, strict=True,
        )
    )  # fmt: skip
    if len(names) > REMEMBERED:
        names.clear()
    keys = map(joined_key, map(names.__getitem__, full_name), map(numbers_key, references, a_number))
    derived = [(key, *place) for key, place in zip(keys, places.of_all(opened, hearing_days, states), strict=True)]
    hearings = [
        (case_id + offset, day, "hearing", "", "", batch_id, lines[offset])
        for offset, day in enumerate(hearing_days)
        if day
    ]
    return persons, cases, derived, hearings


def _texts(values: Sequence[Any]) -> list[Any]:
    """The texts of a column, "" for nothing."""
    return [value or "" for value in values]


def values_of(person: Row, case: Row, hearing_on: str | None) -> Values:
    """The record that rows were made of: the inverse of `rows_of`, for a comparison with another record.

    `person` and `case` begin with their ids.
    """
    _, full_name, a_number, birth_date, _, nationality, language, interpreter = person
    (
        _, reference, _, lifecycle, stage, docket, custody, facility, officer, team, opened_on, closed_on, closure_reason,
        waiting_on, notes, *_,
    ) = case  # fmt: skip
    found = (
        reference, a_number, full_name, birth_date, nationality, language, interpreter, lifecycle, stage, docket, custody, facility,
        officer, team, opened_on, closed_on, closure_reason, waiting_on, hearing_on, notes,
    )  # fmt: skip
    return tuple(None if value == "" else value for value in found)
