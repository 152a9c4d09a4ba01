"""Merging records of cases: new persons and cases in bulk, changed ones field by field, repeats refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from cpo_tui.actions.merging import Merge
from cpo_tui.actions.merging_children import ChildMerger
from cpo_tui.exchange.merging import Difference, Sieve, difference, filling, latest
from cpo_tui.exchange.preparing import PRECISION, Ground, NameKeys, rows_of
from cpo_tui.exchange.profiles import ROW
from cpo_tui.exchange.ranks import NEVER, Ranks, kept_rank
from cpo_tui.exchange.records import Batch, Values
from cpo_tui.store import matching
from cpo_tui.store.matching import CASE_FIELDS, PERSON_FIELDS
from cpo_tui.store.places import NewPlaces

Key = Any
GONE = "no longer in the extract"
"""The outcome of a hearing that the extract does not name any more."""


class CaseMerger:
    """Merges the cases of one file."""

    def __init__(self, merge: Merge) -> None:
        self._merge = merge
        self._plan = merge.plan
        self._given = frozenset(merge.plan.fields) - ({"reference"} if merge.plan.key == ("reference",) else set())
        self._given_of = _picking([place for place, name in enumerate(CASE_FIELDS) if name in self._given])
        self._several = merge.plan.profile is not None and merge.plan.profile.several
        self._key = merge.plan.key
        self._had_cases = matching.has_cases(merge.connection)
        self._sieve = Sieve()
        self._places = NewPlaces(merge.context.office, merge.context.at)
        self._children = ChildMerger(merge)
        self._first_new = merge.writer.first_ids["cases"]
        self._prefix = merge.facts.sha256[:10]
        self._ground = ground_of(merge)
        self._names = NameKeys()
        self._ranks = Ranks()

    def block(self, batch: Batch) -> None:
        """Merge a block of records."""
        keys = self._keys(batch)
        asked: Sequence[Key] = keys
        if not self._had_cases:
            asked = [key for key, seen in zip(keys, self._sieve.maybe_seen(keys), strict=True) if seen]
        existing = self._existing(asked, batch, keys) if asked else {}
        pending: dict[Key, int] = {}
        new: list[int] = []
        again: list[tuple[int, int]] = []
        more: list[tuple[int, Key]] = []
        for place, key in enumerate(keys):
            case_id = existing.get(key)
            if case_id is not None:
                again.append((place, case_id))
            elif key in pending:
                if self._several:
                    more.append((place, key))
                else:
                    self._repeat(batch, place, batch.values[pending[key]], _source(batch, pending[key]))
            else:
                pending[key] = place
                new.append(place)
        ids = self._create(batch, new, keys)
        if again:
            self._meet(batch, again)
        if more:
            self._meet(batch, [(place, ids[pending[key]]) for place, key in more])

    def _keys(self, batch: Batch) -> list[Key]:
        if self._key == (ROW,):
            return [f"{self._prefix}-{number:06d}" for number in batch.numbers]
        place = CASE_FIELDS.index(self._key[0])
        return [values[place] for values in batch.values]

    def _existing(self, asked: Sequence[Key], batch: Batch, keys: Sequence[Key]) -> dict[Key, int]:
        """Key → the case that has it.

        A person is known again by A-number and name together; but within one file an A-number stands for one person,
        whatever the names, so that a second name is a conflict and never a second case.
        """
        connection = self._merge.connection
        if self._key in {(ROW,), ("reference",)}:
            return dict(matching.by_reference(connection, asked))
        if self._key != ("a_number", "full_name"):
            return dict(matching.by_field(connection, self._key[0], asked))
        found = matching.by_person(connection, asked)
        existing: dict[Key, int] = {}
        for (number, _), case_id in found.items():
            if case_id in self._merge.marks:
                existing[number] = case_id
        name = CASE_FIELDS.index("full_name")
        for key, values in zip(keys, batch.values, strict=True):
            same = found.get((str(key), str(values[name])))
            if same is not None and key not in existing:
                existing[key] = same
        return existing

    # New cases.

    def _create(self, batch: Batch, places: Sequence[int], keys: Sequence[Key]) -> dict[int, int]:
        """Write the new cases; gives place → case id."""
        if not places:
            return {}
        merge, writer = self._merge, self._merge.writer
        count = len(places)
        person_id = writer.take_ids("persons", count)
        case_id = writer.take_ids("cases", count)
        references = self._references([(batch.values[place], keys[place]) for place in places])
        lines = [batch.lines[place] for place in places]
        persons, cases, derived, hearings = rows_of(
            [batch.values[place] for place in places],
            references,
            lines,
            person_id,
            case_id,
            self._ground,
            self._places,
            self._names,
        )
        writer.add("persons", person_id, persons)
        writer.add("cases", case_id, cases, derived)
        if hearings:
            writer.add("hearings", writer.take_ids("hearings", len(hearings)), hearings)
        if batch.sources is not None:
            sources = batch.sources
            writer.keep_sources(
                "cases",
                (
                    (batch.lines[place], case_id + offset, text)
                    for offset, place in enumerate(places)
                    if (text := sources[place])
                ),
            )
        if batch.children is not None:
            self._children.add_new(
                [(case_id + offset, batch.lines[place], batch.children[place]) for offset, place in enumerate(places)]
            )
        if batch.ranks is not None:
            for offset, place in enumerate(places):
                self._ranks.set(case_id + offset, batch.ranks[place])
        merge.counts.created += count
        merge.counts.note_new(zip(lines, references, strict=True))
        for row_id in range(case_id, case_id + count):
            merge.marks.add(row_id)
        return {place: case_id + offset for offset, place in enumerate(places)}

    def _references(self, rows: Sequence[tuple[Values, Key]]) -> list[Any]:
        """The reference of each new case: its own; else by its place in the file, or its A-number."""
        if self._key == ("reference",):
            return [key for _, key in rows]
        given: list[Any] = [values[0] for values, _ in rows]
        made = []
        for place, (values, key) in enumerate(rows):
            if given[place] is None:
                made.append(place)
                given[place] = (
                    key
                    if self._key == (ROW,)
                    else f"A{values[1]}"
                    if values[1]
                    else f"{self._prefix}-{self._merge.writer.written + place:06d}"
                )
        if self._key == (ROW,) and len(made) == len(rows):
            return given
        return self._unique(given)

    def _unique(self, references: list[Any]) -> list[Any]:
        """The references, with a number after those that another case has already."""
        taken = (
            set(matching.by_reference(self._merge.connection, references))
            if self._had_cases or self._merge.counts.created
            else set()
        )
        for place, reference in enumerate(references):
            if reference in taken:
                used = matching.references_like(self._merge.connection, str(reference)) | taken
                number = 2
                while f"{reference}-{number}" in used:
                    number += 1
                references[place] = f"{reference}-{number}"
            taken.add(references[place])
        return references

    # Cases that the store has.

    def _meet(self, batch: Batch, pairs: Sequence[tuple[int, int]]) -> None:
        """Compare records with the cases that they are about, in the order of the file."""
        ids = {case_id for _, case_id in pairs}
        now = matching.cases_now(self._merge.connection, ids)
        if not self._several and batch.children is None and batch.sources is None and len(ids) == len(pairs):
            pairs = self._changed(batch, pairs, now)
            now = {case_id: now[case_id] for _, case_id in pairs}
        if pairs:
            self._compare(batch, pairs, now)

    def _compare(
        self, batch: Batch, pairs: Sequence[tuple[int, int]], now: dict[int, tuple[int, int, int, tuple[Any, ...]]]
    ) -> None:
        """Compare field by field."""
        merge = self._merge
        ids = set(now)
        edits = self._edits(now)
        held = self._held(ids) if self._several else {}
        children = self._children.meeting(ids) if batch.children is not None else None
        beside: dict[int, tuple[int, int, str]] = {}
        for place, case_id in pairs:
            values = batch.values[place]
            if not self._several and case_id in merge.marks:
                source = (
                    beside[case_id][2]
                    if case_id in beside
                    else matching.latest_sources_of(merge.connection, "cases", (case_id,)).get(case_id)
                )
                self._repeat(batch, place, matching.cases_now(merge.connection, (case_id,))[case_id][3], source)
                continue
            merge.marks.add(case_id)
            person_id, _, _, current = now[case_id]
            values = _saying(values, current)
            found = self._found(batch, place, case_id, current, values, edits.get(case_id, {}))
            added = False
            if children is not None and batch.children is not None:
                added = children.add(case_id, batch.lines[place], batch.children[place])
            merge.counts.note(str(current[0]), found, batch.lines[place])
            if found.changes:
                self._change(case_id, person_id, found.changes)
                if self._several:
                    now[case_id] = matching.cases_now(merge.connection, (case_id,))[case_id]
            if found.changes or added:
                merge.counts.updated += 1
            else:
                merge.counts.unchanged += 1
            text = _source(batch, place)
            if text and not self._several:
                beside[case_id] = (batch.lines[place], case_id, text)
            elif text:
                kept = held.setdefault(case_id, set())
                if case_id >= self._first_new or text not in kept:
                    merge.writer.keep_sources("cases", ((batch.lines[place], case_id, text),))
                kept.add(text)
        merge.keep_beside("cases", beside.values())

    def _changed(
        self, batch: Batch, pairs: Sequence[tuple[int, int]], now: dict[int, tuple[int, int, int, tuple[Any, ...]]]
    ) -> list[tuple[int, int]]:
        """The pairs whose records are not what the store has, or came before; the others are counted and done with.

        Whatever officers changed, a record that says what the store has changes nothing and is in conflict with nothing.
        """
        merge, given_of, seen = self._merge, self._given_of, self._merge.marks
        changed = []
        same = []
        for pair in pairs:
            place, case_id = pair
            current = now[case_id][3]
            if case_id in seen or given_of(_saying(batch.values[place], current)) != given_of(current):
                changed.append(pair)
            else:
                same.append(pair)
        seen.update([case_id for _, case_id in same])
        merge.counts.note_unchanged(
            len(same), ((batch.lines[place], str(now[case_id][3][0])) for place, case_id in same)
        )
        return changed

    def _found(
        self, batch: Batch, place: int, case_id: int, current: Sequence[Any], values: Values, edits: Mapping[str, Any]
    ) -> Difference:
        """What a record changes in its case. Of several rows of one case the latest says how it stands."""
        merge = self._merge
        taken = merge.taken_of(str(current[0]))
        if not self._several:
            return difference(CASE_FIELDS, current, values, self._given, edits, merge.resolution, taken)
        rank = batch.ranks[place] if batch.ranks is not None else NEVER
        before = self._ranks.of(case_id) or NEVER
        if rank == NEVER or rank < before:
            found = filling(CASE_FIELDS, current, values, self._given)
            return Difference({name: change for name, change in found.changes.items() if name not in edits})
        self._ranks.set(case_id, rank)
        return latest(CASE_FIELDS, current, values, self._given, edits, merge.resolution, taken)

    def _held(self, ids: set[int]) -> dict[int, set[str]]:
        """What was kept beside cases of earlier imports; the first time that they are met, it says how late their rows were."""
        earlier = [case_id for case_id in ids if case_id < self._first_new]
        held = matching.all_sources_of(self._merge.connection, "cases", earlier)
        profile = self._plan.profile
        for case_id in earlier:
            if profile is not None and self._ranks.of(case_id) is None:
                self._ranks.set(case_id, kept_rank(profile, held.get(case_id, ())))
        return held

    def _edits(self, now: dict[int, tuple[int, int, int, tuple[Any, ...]]]) -> dict[int, dict[str, Any]]:
        """Case id → what officers changed since the last extract; asked only for rows that were ever changed."""
        connection = self._merge.connection
        cases = [case_id for case_id, (_, version, _, _) in now.items() if version > 1]
        persons = {person_id: case_id for case_id, (person_id, _, version, _) in now.items() if version > 1}
        found = (
            {case_id: dict(edits) for case_id, edits in matching.local_edits(connection, "cases", cases).items()}
            if cases
            else {}
        )
        if persons:
            for person_id, edits in matching.local_edits(connection, "persons", persons).items():
                found.setdefault(persons[person_id], {}).update(edits)
        hearings = matching.edited_hearings(connection, list(now))
        for case_id, before in hearings.items():
            found.setdefault(case_id, {})["next_hearing_on"] = before
        return found

    def _change(self, case_id: int, person_id: int, changes: Any) -> None:
        recorder, at = self._merge.recorder, self._merge.context.at
        person = {name: after for name, (_, after) in changes.items() if name in PERSON_FIELDS}
        case = {
            name: after
            for name, (_, after) in changes.items()
            if name not in PERSON_FIELDS and name != "next_hearing_on"
        }
        if "birth_date" in person:
            person["birth_precision"] = PRECISION.get(len(str(person["birth_date"] or "")))
        if "full_name" in person:
            person["full_name"] = person["full_name"] or ""
        if "lifecycle" in case and case["lifecycle"] is None:
            case["lifecycle"] = "open"
        if case.get("stage"):
            case["stage_since"] = at
        if "officer" in case:
            case["assigned_at"] = at
        if case:
            recorder.update("cases", case_id, case)
        if person:
            recorder.update("persons", person_id, person, case_id=case_id)
        if "next_hearing_on" in changes:
            self._set_hearing(case_id, changes["next_hearing_on"][1])

    def _set_hearing(self, case_id: int, day: Any) -> None:
        recorder = self._merge.recorder
        row_id = matching.open_hearing(self._merge.connection, case_id)
        if row_id is not None and day:
            recorder.update("hearings", row_id, {"starts_at": day}, case_id=case_id)
        elif row_id is not None:
            recorder.update("hearings", row_id, {"outcome": GONE}, case_id=case_id)
        elif day:
            self._merge.insert("hearings", {"case_id": case_id, "starts_at": day, "kind": "hearing"}, case_id)

    def _repeat(self, batch: Batch, place: int, before: Sequence[Any], source: str | None) -> None:
        """Refuse a record whose key this file had before: the same again, or another with the same key."""
        record = _saying(batch.values[place], before)
        same = not difference(CASE_FIELDS, before, record, self._given, {}).changes and source == _source(batch, place)
        said = self._key[0].replace("_", " ")
        if same:
            self._merge.refuse_late(
                batch, place, "duplicate_row", f"the same record came before in this file (same {said})"
            )
        else:
            self._merge.refuse_late(
                batch, place, "conflict_in_file", f"another record of this file has the same {said} and other content"
            )


def _saying(values: Values, current: Sequence[Any]) -> Values:
    """A record as it speaks of a case that exists: where it leaves reference or lifecycle empty, it says nothing of them."""
    if values[0] is not None and values[_LIFECYCLE] is not None:
        return values
    whole = list(values)
    for place in (0, _LIFECYCLE):
        if whole[place] is None:
            whole[place] = current[place]
    return tuple(whole)


_LIFECYCLE = CASE_FIELDS.index("lifecycle")


def _picking(places: Sequence[int]) -> Callable[[Sequence[Any]], Any]:
    """What takes the values at some places out of a record."""
    return itemgetter(*places) if places else lambda _: ()


def _source(batch: Batch, place: int) -> str | None:
    return batch.sources[place] if batch.sources is not None else None


def ground_of(merge: Merge) -> Ground:
    """What the rows of this import are worked out from."""
    ids = merge.writer.first_ids
    return Ground(
        merge.batch_id,
        merge.context.at,
        merge.plan.key,
        merge.facts.sha256[:10],
        ids["persons"],
        ids["cases"],
        ids["hearings"],
    )
