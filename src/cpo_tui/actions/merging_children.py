"""Merging what hangs on cases: events, hearings and documents, from files of their own or beside the records of cases."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from cpo_tui.actions.merging import Merge
from cpo_tui.exchange.merging import Marks, difference
from cpo_tui.exchange.records import Batch, Child
from cpo_tui.store import matching
from cpo_tui.store.matching import Held

EVENT_FIELDS = ("kind", "occurred_at", "recorded_at", "title", "body", "source", "pinned", "facts")
DOCUMENT_FIELDS = (
    "document", "form", "state", "requested_on", "received_on", "signed_on", "served_on", "service_method",
    "service_language", "expires_on", "sha256", "kept_at", "notes",
)  # fmt: skip
FIELDS = {"events": EVENT_FIELDS, "documents": DOCUMENT_FIELDS}
NOT_STATED = "not stated in the extract"
"""The outcome of a hearing that was over when its extract came, and of which it says nothing."""


def identity(table: str, values: Sequence[Any]) -> tuple[Any, ...]:
    """What makes an event, hearing or document the one that it is; everything else of it may change."""
    if table == "events":
        kind, occurred_at, _, title, body, source, *_ = values
        return (kind, occurred_at, title, body, source)
    if table == "documents":
        return (values[0], values[1], values[4]) if values[4] else (values[0], values[1])
    return tuple(values[:3])


class ChildMerger:
    """Writes what rows of cases make beside their case."""

    def __init__(self, merge: Merge) -> None:
        self._merge = merge

    def add_new(self, rows: Sequence[tuple[int, int, tuple[Child, ...]]]) -> None:
        """Write the children of new cases: (case id, line, children) each."""
        grouped: dict[str, list[tuple[int, int, tuple[Any, ...]]]] = defaultdict(list)
        for case_id, line, children in rows:
            for table, values in children:
                grouped[table].append((case_id, line, values if table == "hearings" else values[1:]))
        for table, found in grouped.items():
            write(self._merge, table, found)

    def meeting(self, case_ids: set[int]) -> Meeting:
        """What these cases have already, to add only what they have not."""
        return Meeting(self._merge, case_ids)


class Meeting:
    """The children of some cases, and what is added to them."""

    def __init__(self, merge: Merge, case_ids: set[int]) -> None:
        self._merge = merge
        self._held: dict[str, dict[int, dict[tuple[Any, ...], Held]]] = {
            table: {
                case_id: {identity(table, values): (row_id, values) for row_id, values in rows}
                for case_id, rows in matching.children_of(merge.connection, table, case_ids).items()
            }
            for table in ("events", "hearings", "documents")
        }

    def add(self, case_id: int, line: int, children: Sequence[Child]) -> bool:
        """Add the children that the case has not; gives whether there were any, or one has changed."""
        changed = False
        for table, whole in children:
            values = whole if table == "hearings" else whole[1:]
            held = self._held[table].setdefault(case_id, {})
            key = identity(table, values)
            found = held.get(key)
            if found is None:
                write(self._merge, table, [(case_id, line, values)])
                held[key] = (0, tuple(values))
                changed = True
            elif table == "hearings" and values[3] and found[1][3] != values[3] and found[0]:
                self._merge.recorder.update("hearings", found[0], {"outcome": values[3]}, case_id=case_id)
                held[key] = (found[0], tuple(values))
                changed = True
        return changed


def write(merge: Merge, table: str, rows: Sequence[tuple[int, int, Sequence[Any]]]) -> int:
    """Write new events, hearings or documents: (case id, line, values without the reference) each; gives the first id."""
    if not rows:
        return 0
    writer, at, officer = merge.writer, merge.context.at, merge.context.actor.officer
    batch_id, today = merge.batch_id, merge.context.today
    made: list[tuple[Any, ...]] = []
    for case_id, line, values in rows:
        if table == "events":
            kind, occurred_at, recorded_at, title, body, source, pinned, facts = values
            made.append(
                (
                    case_id,
                    kind,
                    occurred_at,
                    recorded_at or at,
                    officer,
                    title or "",
                    body or "",
                    source or "",
                    facts or "",
                    pinned or 0,
                    "",
                    batch_id,
                    line,
                )
            )
        elif table == "hearings":
            starts_at, kind, place, outcome = values
            if not outcome and str(starts_at)[:10] < today:
                outcome = NOT_STATED
            made.append((case_id, starts_at, kind or "", place or "", outcome or "", batch_id, line))
        else:
            document, form, state, *rest = values
            made.append(
                (
                    case_id,
                    document,
                    form or "",
                    state or _state_of(rest),
                    *(value or "" for value in rest),
                    batch_id,
                    line,
                )
            )
    first = writer.take_ids(table, len(made))
    writer.add(table, first, made)
    writer.touch(case_id for case_id, _, _ in rows)
    return first


def _state_of(rest: Sequence[Any]) -> str:
    """The state of a document of which the file does not say it: received where it has a day of that, else requested."""
    return "received" if rest[1] else "requested"


class FileMerger:
    """Merges a file of events or documents."""

    def __init__(self, merge: Merge) -> None:
        self._merge = merge
        self._table = merge.plan.kind
        self._names = FIELDS[self._table]
        self._given = frozenset(merge.plan.fields) - {"reference"}
        self._first_new = merge.writer.first_ids[self._table]
        self._seen = Marks()
        self._facts = _fact_check(merge) if self._table == "events" and "facts" in self._given else None

    def block(self, batch: Batch) -> None:
        """Merge a block of records."""
        merge, table = self._merge, self._table
        cases = matching.by_reference(merge.connection, {str(values[0]) for values in batch.values})
        held = {
            case_id: _by_identity(table, rows)
            for case_id, rows in matching.children_of(merge.connection, table, set(cases.values())).items()
        }
        new: list[tuple[int, int, Sequence[Any]]] = []
        texts: list[str | None] = []
        beside: list[tuple[int, int, str]] = []
        for place, (reference, *values) in enumerate(batch.values):
            text = batch.sources[place] if batch.sources is not None else None
            case_id = cases.get(str(reference))
            if case_id is None:
                merge.refuse_late(batch, place, "unknown_reference", f"there is no case {reference!r}")
                continue
            if self._facts is not None and values[-1] and (reason := self._facts(str(values[-1]))):
                merge.refuse_late(batch, place, "invalid_facts", reason)
                continue
            rows = held.setdefault(case_id, {}).setdefault(_key(table, values), [])
            if any(self._is_new(row_id) and not self._differs(current, values).changes for row_id, current in rows):
                merge.refuse_late(batch, place, "duplicate_row", "the same record came before in this file")
                continue
            old = [(at, row_id, current) for at, (row_id, current) in enumerate(rows) if not self._is_new(row_id)]
            # Of entries that differ in their facts alone, each is known again by them.
            match = next((one for one in old if not self._differs(one[2], values).changes), old[0] if old else None)
            if match is None:
                new.append((case_id, batch.lines[place], values))
                texts.append(text)
                rows.append((0, tuple(values)))
                merge.counts.created += 1
                merge.counts.note_new(((batch.lines[place], reference),))
                continue
            at, row_id, current = match
            self._seen.add(row_id)
            found = self._differs(current, values)
            merge.counts.note(str(reference), found, batch.lines[place])
            if found.changes:
                fields = {
                    name: after for name, (_, after) in found.changes.items() if after is not None or name not in _MUST
                }
                merge.recorder.update(table, row_id, fields, case_id=case_id)
                merge.counts.updated += 1
            else:
                merge.counts.unchanged += 1
            rows[at] = (row_id, tuple(values))
            if text:
                beside.append((batch.lines[place], row_id, text))
        first = write(merge, table, new)
        merge.writer.keep_sources(
            table, [(new[offset][1], first + offset, text) for offset, text in enumerate(texts) if text]
        )
        merge.keep_beside(table, beside)

    def _is_new(self, row_id: int) -> bool:
        """Whether this file has spoken of the row: it made it, or has met it."""
        return row_id == 0 or row_id >= self._first_new or row_id in self._seen

    def _differs(self, current: Sequence[Any], values: Sequence[Any]) -> Any:
        new = [
            None if value is None and name in _MUST else value for name, value in zip(self._names, values, strict=True)
        ]
        given = self._given - {
            name for name, value in zip(self._names, new, strict=True) if value is None and name in _MUST
        }
        return difference(self._names, current, new, given, {})


def _fact_check(merge: Merge) -> Callable[[str], str]:
    """What says why the facts of an event cannot be taken in under the rules in use; nothing where they can."""
    from cpo_tui.rules.told import fault_of  # the rules are read only for a file that brings facts
    from cpo_tui.store.deadlines import pack_in_use

    pack = pack_in_use(merge.connection)
    return lru_cache(10_000)(lambda text: fault_of(pack, json.loads(text)))


_MUST = frozenset({"recorded_at", "pinned", "state", "facts"})
"""Fields about which a file that leaves them empty says nothing."""


def _key(table: str, values: Sequence[Any]) -> tuple[Any, ...]:
    return identity(table, values) if table == "events" else (values[0],)


def _by_identity(table: str, rows: Sequence[Held]) -> dict[tuple[Any, ...], list[Held]]:
    found: dict[tuple[Any, ...], list[Held]] = defaultdict(list)
    for row_id, values in rows:
        found[_key(table, values)].append((row_id, values))
    return dict(found)
