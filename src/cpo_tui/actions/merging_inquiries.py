"""Merging a file of inquiries; each may be about none, one or several cases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cpo_tui.actions.inquiry_clock import is_before, standards_of
from cpo_tui.actions.merging import Merge
from cpo_tui.domain.inquiries import InquiryStep
from cpo_tui.domain.records import SETTLED_INQUIRIES
from cpo_tui.exchange.merging import Difference, difference
from cpo_tui.exchange.records import Batch
from cpo_tui.store import inquiries, matching, reader
from cpo_tui.store.worklist import stored

INQUIRY_FIELDS = (
    "received_at",
    "channel",
    "enquirer",
    "capacity",
    "subject",
    "state",
    "due_at",
    "answered_at",
    "question",
    "answer",
)
_MUST = frozenset({"received_at", "state"})
_RECEIVED, _CAPACITY, _SUBJECT, _STATE, _DUE = (
    INQUIRY_FIELDS.index(name) for name in ("received_at", "capacity", "subject", "state", "due_at")
)
_NOT_BEFORE = tuple((INQUIRY_FIELDS.index(name), name) for name in ("answered_at", "due_at"))
_SEVERAL = re.compile(r"\s*;\s*")


def references_of(cell: object) -> list[str]:
    """The references in a cell, which are separated by `;`."""
    return [one for one in _SEVERAL.split(str(cell or "").strip()) if one]


def _is_early(value: object, received: object) -> bool:
    return bool(value and received) and is_before(str(value), str(received))


@dataclass(slots=True)
class _Told:
    """What a file has told of an inquiry so far."""

    values: list[Any]
    about: set[int]
    """The cases that the file has named."""
    row_id: int | None = None
    linked: set[int] = field(default_factory=set)
    """The cases that the store had linked before."""
    new: set[int] | None = None
    """Where the inquiry is made by this block: the cases with which it will be made."""


class InquiryMerger:
    """Merges the inquiries of one file."""

    def __init__(self, merge: Merge) -> None:
        self._merge = merge
        self._given = frozenset(merge.plan.fields) - {"inquiry", "reference"}
        self._links = "reference" in merge.plan.fields
        self._standards = standards_of(merge.context)

    def block(self, batch: Batch) -> None:
        """Merge a block of records."""
        merge = self._merge
        cases = matching.by_reference(
            merge.connection, {one for values in batch.values for one in references_of(values[1])}
        )
        held = matching.inquiries_now(merge.connection, {str(values[0]) for values in batch.values})
        links = matching.links_of(merge.connection, [row_id for row_id, _ in held.values()])
        kept = matching.standards_kept(merge.connection, [row_id for row_id, _ in held.values()])
        pending: dict[str, _Told] = {}
        new: list[tuple[int, Sequence[Any], set[int]]] = []
        beside: list[tuple[int, int, str]] = []
        for place, (number, references, *values) in enumerate(batch.values):
            named = references_of(references)
            unknown = [one for one in named if one not in cases]
            if unknown:
                merge.refuse_late(batch, place, "unknown_reference", f"there is no case {unknown[0]!r}")
                continue
            received = values[_RECEIVED]
            early = next((name for at, name in _NOT_BEFORE if _is_early(values[at], received)), None)
            if early is not None:
                merge.refuse_late(batch, place, "before_receipt", f"{early} lies before the day of receipt")
                continue
            about = {cases[one] for one in named}
            told = pending.get(str(number))
            if told is not None:
                self._tell_more(batch, place, told, values, about)
                continue
            found = held.get(str(number))
            if found is None:
                new.append((place, values, about))
                pending[str(number)] = _Told(list(values), set(about), new=about)
                continue
            linked = links.get(found[0], set())
            if found[0] in merge.marks:
                # An earlier block of this file told of it, so what the store holds is what was told.
                whole, standard = self._with_due(found, kept.get(found[0]), values)
                alike = not self._differs(found[1], whole, by_standard=standard is not None).changes
                told = _Told(list(values) if alike else [], set(linked), row_id=found[0], linked=linked)
                self._tell_more(batch, place, told, values, about)
            else:
                merge.marks.add(found[0])
                told = _Told(list(values), set(about), row_id=found[0], linked=linked)
                self._meet(batch.lines[place], str(number), found, values, about, linked, kept.get(found[0]))
                if batch.sources is not None and (text := batch.sources[place]):
                    beside.append((batch.lines[place], found[0], text))
            pending[str(number)] = told
        self._create(batch, new)
        merge.keep_beside("inquiries", beside)

    def _create(self, batch: Batch, new: Sequence[tuple[int, Sequence[Any], set[int]]]) -> None:
        merge, writer = self._merge, self._merge.writer
        first = writer.take_ids("inquiries", len(new))
        rows: list[tuple[Any, ...]] = []
        linked: list[tuple[Any, ...]] = []
        for offset, (place, values, about) in enumerate(new):
            row = list(values)
            row[_STATE] = row[_STATE] or ("answered" if row[7] else "received")
            standard: str | None = None
            if row[_DUE] is None and row[_STATE] not in SETTLED_INQUIRIES:
                row[_DUE], standard = self._due(row)
            rows.append(
                (
                    batch.values[place][0],
                    *("" if value is None else value for value in row),
                    merge.batch_id,
                    batch.lines[place],
                    standard or "",
                )
            )
            linked.extend((first + offset, case_id, merge.batch_id) for case_id in sorted(about))
            merge.marks.add(first + offset)
        writer.add("inquiries", first, rows)
        if linked:
            writer.add("inquiry_cases", writer.take_ids("inquiry_cases", len(linked)), linked)
            writer.touch(case_id for _, case_id, _ in linked)
        if batch.sources is not None:
            writer.keep_sources(
                "inquiries",
                [
                    (batch.lines[place], first + offset, text)
                    for offset, (place, _, _) in enumerate(new)
                    if (text := batch.sources[place])
                ],
            )
        merge.counts.created += len(new)
        merge.counts.note_new((batch.lines[place], batch.values[place][0]) for place, _, _ in new)

    def _due(self, row: Sequence[Any], steps: Iterable[InquiryStep] = ()) -> tuple[str | None, str | None]:
        """The stored form of the date that the office's reply standard sets, and the rule that it comes from."""
        received = reader.when(str(row[_RECEIVED]))
        if received is None:
            return None, None
        due, standard = self._standards.reply_due(received, row[_SUBJECT], row[_CAPACITY], steps)
        return stored(due), standard

    def _with_due(
        self, held: matching.Held, kept: str | None, values: Sequence[Any]
    ) -> tuple[Sequence[Any], str | None]:
        """What the file says, with the date of the standard where nobody has given another one, and its rule."""
        row_id, current = held
        by_file = "due_at" in self._given
        row = [
            value if name in self._given and (value is not None or name not in _MUST) else now
            for name, value, now in zip(INQUIRY_FIELDS, values, current, strict=True)
        ]
        open_still = row[_STATE] not in SETTLED_INQUIRIES
        nobody_said = row[_DUE] is None if by_file else kept is not None or row[_DUE] in {None, ""}
        if not (open_still and nobody_said):
            return values, None
        due, standard = self._due(row, inquiries.steps_of(self._merge.connection, row_id))
        if standard is None:
            return values, None
        whole = list(values)
        whole[_DUE] = due
        return whole, standard

    def _meet(
        self,
        line: int,
        number: str,
        held: matching.Held,
        values: Sequence[Any],
        about: set[int],
        linked: set[int],
        kept: str | None,
    ) -> None:
        merge = self._merge
        row_id, current = held
        edits = matching.local_edits(merge.connection, "inquiries", (row_id,)).get(row_id, {})
        whole, standard = self._with_due(held, kept, values)
        found = self._differs(current, whole, edits, merge.taken_of(number), by_standard=standard is not None)
        merge.counts.note(number, found, line)
        added = about - linked if self._links else set()
        for case_id in sorted(added):
            merge.insert("inquiry_cases", {"inquiry_id": row_id, "case_id": case_id}, case_id)
        if found.changes:
            fields = {name: after for name, (_, after) in found.changes.items()}
            if "due_at" in fields:
                fields["standard"] = standard
            merge.recorder.update("inquiries", row_id, fields)
            merge.recorder.touch(linked | about)
        if found.changes or added:
            merge.counts.updated += 1
        else:
            merge.counts.unchanged += 1

    def _differs(
        self,
        current: Sequence[Any],
        values: Sequence[Any],
        edits: dict[str, Any] | None = None,
        taken: frozenset[str] = frozenset(),
        *,
        by_standard: bool = False,
    ) -> Difference:
        given = self._given - {
            name for name, value in zip(INQUIRY_FIELDS, values, strict=True) if value is None and name in _MUST
        }
        if by_standard:
            given |= {"due_at"}
        return difference(INQUIRY_FIELDS, current, values, given, edits or {}, self._merge.resolution, taken)

    def _tell_more(self, batch: Batch, place: int, told: _Told, values: Sequence[Any], about: set[int]) -> None:
        """A further record of an inquiry: alike but for its cases, it adds these; else it is refused."""
        counts = self._merge.counts
        alike = told.values == list(values)
        if not alike or about <= told.about:
            self._repeat(batch, place, same=alike)
            return
        more = about - told.about
        told.about |= more
        if told.new is not None:
            told.new |= more
            counts.created += 1
            return
        added = more - told.linked if self._links else set()
        for case_id in sorted(added):
            self._merge.insert("inquiry_cases", {"inquiry_id": told.row_id, "case_id": case_id}, case_id)
        if added:
            counts.updated += 1
        else:
            counts.unchanged += 1

    def _repeat(self, batch: Batch, place: int, *, same: bool) -> None:
        if same:
            self._merge.refuse_late(batch, place, "duplicate_row", "the same inquiry came before in this file")
        else:
            self._merge.refuse_late(
                batch,
                place,
                "conflict_in_file",
                "another record of this file has the same inquiry number and other content",
            )
