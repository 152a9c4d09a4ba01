"""What a checked record means for what the store holds: new, changed, the same, or a repeat within its file.

Pure: it is told what the store holds and says what should happen. A value that officers changed since the last extract
is never overwritten by itself: where the file changed it too, both are shown, and the officer decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal

from cpo_tui.exchange.records import Refusal, Tally

SHOWN_CHANGES = 20
SLOTS = 1 << 24
"""Places of the sieve that tells keys which are certainly new; one byte each."""

Resolution = Literal["keep", "take"]
"""keep: what officers wrote stands · take: the file's value is taken."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that a file changes: where, from what, to what."""

    reference: str
    field: str
    before: Any
    after: Any

    def as_json(self) -> dict[str, Any]:
        """The change in the report's form."""
        return {"reference": self.reference, "field": self.field, "from": self.before, "to": self.after}


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A field that both an officer and the file changed since the last extract."""

    reference: str
    field: str
    before: Any
    """What the last extract said."""
    ours: Any
    theirs: Any

    def as_json(self) -> dict[str, Any]:
        """The conflict in the report's form."""
        return {
            "reference": self.reference,
            "field": self.field,
            "before": self.before,
            "ours": self.ours,
            "file": self.theirs,
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """What a record changes in a row that exists: field → (from, to), and what it may not change by itself."""

    changes: Mapping[str, tuple[Any, Any]]
    conflicts: tuple[tuple[str, Any, Any, Any], ...] = ()
    """(field, before, ours, theirs) each."""


def difference(
    names: Sequence[str],
    now: Sequence[Any],
    new: Sequence[Any],
    given: frozenset[str],
    edits: Mapping[str, Any],
    resolution: Resolution = "keep",
    taken: frozenset[str] = frozenset(),
) -> Difference:
    """What `new` changes in `now`, for the fields that the file gives.

    `edits` are the fields that officers changed since the last extract, with what it said. Where the file still says
    that, the edit stands; where it says something else than both, it is a conflict unless it is resolved to be taken, all
    of them (`resolution`) or the fields in `taken`.
    """
    changes: dict[str, tuple[Any, Any]] = {}
    conflicts: list[tuple[str, Any, Any, Any]] = []
    for name, current, value in zip(names, now, new, strict=True):
        if name not in given or (None if current == "" else current) == value:
            continue
        if name in edits:
            before = edits[name]
            if value == before:
                continue
            if resolution == "keep" and name not in taken:
                conflicts.append((name, before, current, value))
                continue
        changes[name] = (current, value)
    return Difference(changes, tuple(conflicts))


def filling(names: Sequence[str], now: Sequence[Any], new: Sequence[Any], given: frozenset[str]) -> Difference:
    """What an earlier row of the same case adds: fields that are still empty, and an earlier beginning."""
    return Difference(
        {
            name: (current, value)
            for name, current, value in zip(names, now, new, strict=True)
            if name in given
            and value not in _EMPTY
            and (current in _EMPTY or (name == "opened_on" and str(value) < str(current)))
        }
    )


def latest(
    names: Sequence[str], now: Sequence[Any], new: Sequence[Any], given: frozenset[str], edits: Mapping[str, Any],
    resolution: Resolution = "keep", taken: frozenset[str] = frozenset(),
) -> Difference:  # fmt: skip
    """What the latest of several rows of a case changes: its values stand, and what it leaves empty says that it is over.

    Only of where the case stands can an empty cell say that; a name or a birth date is not forgotten by it. A case began
    with the earliest of its rows.
    """
    said = []
    for name, current, value in zip(names, now, new, strict=True):
        keeps = value in _EMPTY and name not in ENDED_BY_NOTHING
        later = name == "opened_on" and bool(current) and str(value) >= str(current)
        said.append((None if current == "" else current) if keeps or later else value)
    return difference(names, now, said, given, edits, resolution, taken)


ENDED_BY_NOTHING = frozenset({"facility", "closed_on", "closure_reason"})
"""Fields of which the latest row says by an empty cell that they hold nothing now."""
_EMPTY = (None, "", "unknown")


class Sieve:
    """Tells keys that certainly did not come before from those that may have; its memory does not grow."""

    def __init__(self, slots: int = SLOTS) -> None:
        self._slots = bytearray(slots)
        self._mask = slots - 1

    def maybe_seen(self, keys: Sequence[Any]) -> list[bool]:
        """For each key, whether it may have come before, here or in an earlier call."""
        slots, mask = self._slots, self._mask
        found = []
        for key in keys:
            slot = hash(key) & mask
            found.append(slots[slot] == 1)
            slots[slot] = 1
        return found


class Marks:
    """Which rows of a table a file has spoken of: a byte for each row id."""

    def __init__(self) -> None:
        self._marks = bytearray()

    def __contains__(self, row_id: int) -> bool:
        return row_id < len(self._marks) and self._marks[row_id] == 1

    def update(self, row_ids: Iterable[int]) -> None:
        """Mark rows."""
        row_ids = list(row_ids)
        if row_ids:
            self.add(max(row_ids))
        marks = self._marks
        for row_id in row_ids:
            marks[row_id] = 1

    def add(self, row_id: int) -> None:
        """Mark a row."""
        if row_id >= len(self._marks):
            self._marks.extend(bytes(max(4096, row_id + 1 - len(self._marks), len(self._marks) // 2)))
        self._marks[row_id] = 1

    def as_bytes(self) -> bytearray:
        """The marks by row id."""
        return self._marks


@dataclass(slots=True)
class Counts:
    """What became of the records of one file."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    changes: list[Change] = field(default_factory=list)
    changed_fields: int = 0
    conflicts: list[FieldConflict] = field(default_factory=list)
    conflict_count: int = 0
    missing: Mapping[int, str] | None = None
    """The open cases that a whole extract did not have, id → reference; None where the file was not the whole."""
    look_alikes: tuple[Mapping[str, Any], ...] = ()
    look_alike_count: int = 0
    verdicts: list[Verdict] = field(default_factory=list)
    """What became of single records; the refused ones are told by themselves."""
    judged: Counter[Fate] = field(default_factory=Counter)

    @property
    def disappeared(self) -> int:
        """How many open cases a whole extract did not have."""
        return len(self.missing or ())

    @property
    def disappeared_cases(self) -> tuple[str, ...]:
        """The references of the first of them, as many as a person looks at."""
        return tuple(islice((self.missing or {}).values(), MOST_VERDICTS))

    def note(self, reference: str, found: Difference, line: int = 0) -> None:
        """Count a difference, and keep the first of them for the report."""
        if line:
            self._judge(reference, found, line)
        for name, (before, after) in found.changes.items():
            self.changed_fields += 1
            if len(self.changes) < SHOWN_CHANGES:
                self.changes.append(Change(reference, name, before, after))
        for name, before, ours, theirs in found.conflicts:
            self.conflict_count += 1
            if len(self.conflicts) < SHOWN_CHANGES * 10:
                self.conflicts.append(FieldConflict(reference, name, before, ours, theirs))

    def note_new(self, made: Iterable[tuple[int, object]]) -> None:
        """Remember the first of the records that make something new: (line, reference) each."""
        room = MOST_VERDICTS - self.judged["created"]
        if room > 0:
            new = [Verdict(line, "" if name is None else str(name), "created") for line, name in islice(made, room)]
            self.verdicts += new
            self.judged["created"] += len(new)

    def note_unchanged(self, count: int, same: Iterable[tuple[int, str]]) -> None:
        """Count records that change nothing, and remember the first of them: (line, reference) each."""
        self.unchanged += count
        room = MOST_VERDICTS - self.judged["unchanged"]
        if room > 0:
            found = [Verdict(line, reference, "unchanged") for line, reference in islice(same, room)]
            self.verdicts += found
            self.judged["unchanged"] += len(found)

    def _judge(self, reference: str, found: Difference, line: int) -> None:
        """Remember what became of single records, as many of each fate as a person looks at."""
        fate: Fate = "conflict" if found.conflicts else "updated" if found.changes else "unchanged"
        if self.judged[fate] < MOST_VERDICTS:
            self.judged[fate] += 1
            changes = tuple(Change(reference, name, *change) for name, change in found.changes.items())
            conflicts = tuple(FieldConflict(reference, *conflict) for conflict in found.conflicts)
            self.verdicts.append(Verdict(line, reference, fate, changes, conflicts))


Fate = Literal["created", "updated", "unchanged", "conflict"]
MOST_VERDICTS = 500
"""Records of each fate whose verdicts are kept for a person; the counts are of all."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one record: new, changed from what to what, the same, or a conflict."""

    line: int
    reference: str
    fate: Fate
    changes: tuple[Change, ...] = ()
    conflicts: tuple[FieldConflict, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do: the counts of every record, by fate and by kind."""

    file: str
    sha256: str = ""
    profile: str = ""
    kind: str = ""
    batch: int | None = None
    change_set: int | None = None
    dry_run: bool = False
    already: int | None = None
    """The batch that brought the same bytes before, so that nothing was done."""
    tally: Tally = field(default_factory=Tally)
    counts: Counts = field(default_factory=Counts)
    header: tuple[str, ...] = ()
    delimiter: str = ","
    encoding: str = "utf-8"
    refusals: tuple[Refusal, ...] = ()
    """The first refused records, for a run that keeps none in the store."""
    seconds: float = 0.0
    error: Mapping[str, Any] | None = None

    @property
    def outcome(self) -> str:
        """Ok · partial (records were refused) · rejected."""
        if self.error is not None:
            return "rejected"
        return "partial" if self.tally.quarantined else "ok"

    def as_kept(self) -> dict[str, Any]:
        """The report as the store keeps it: of a whole extract with the ids of all cases that it lacked."""
        missing = self.counts.missing
        return self.as_json() | ({} if missing is None else {"missing_ids": list(missing)})

    def as_json(self) -> dict[str, Any]:
        """The report in the command line's form."""
        tally, counts = self.tally, self.counts
        return {
            "batch": self.batch,
            "change_set": self.change_set,
            "file": self.file,
            "sha256": self.sha256,
            "kind": self.kind,
            "profile": self.profile,
            "outcome": self.outcome,
            "dry_run": self.dry_run,
            "already_imported": self.already,
            "rows_read": tally.rows_read,
            "created": counts.created,
            "updated": counts.updated,
            "unchanged": counts.unchanged,
            "quarantined": tally.quarantined,
            "blank_rows_skipped": tally.blank,
            "disappeared": counts.disappeared,
            "quarantine_kinds": dict(sorted(tally.kinds.items())),
            "warning_kinds": dict(sorted((kind, count) for kind, count in tally.warnings.items() if count)),
            "changes": [change.as_json() for change in counts.changes],
            "changed_fields": counts.changed_fields,
            "conflicts": [conflict.as_json() for conflict in counts.conflicts],
            "conflict_count": counts.conflict_count,
            "disappeared_cases": list(counts.disappeared_cases[:SHOWN_CHANGES]),
            "possible_duplicates": [dict(one) for one in counts.look_alikes[:SHOWN_CHANGES]],
            "possible_duplicate_count": counts.look_alike_count,
            "header": list(self.header),
            "delimiter": self.delimiter,
            "encoding": self.encoding,
            "seconds": round(self.seconds, 3),
            "error": dict(self.error) if self.error is not None else None,
        }
