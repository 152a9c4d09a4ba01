"""What the mergers of all kinds of records share: the batch in the making, and how a record's fate is counted."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cpo_tui.actions.context import Context
from cpo_tui.exchange.mapping import Plan
from cpo_tui.exchange.merging import Counts, Marks, Resolution
from cpo_tui.exchange.records import Batch, FileFacts, Refusal, Tally
from cpo_tui.store import matching
from cpo_tui.store.bulk import BulkWriter
from cpo_tui.store.changes import Recorder
from cpo_tui.store.connect import Connection

SHOWN_REFUSALS = 10_000
"""Refused records that a report holds by itself; the store keeps all."""


@dataclass(slots=True)
class Merge:
    """One import inside its transaction: where rows are written, what was counted, what the file has spoken of."""

    context: Context
    writer: BulkWriter
    recorder: Recorder
    plan: Plan
    facts: FileFacts
    resolution: Resolution
    taken: frozenset[tuple[str, str]] = frozenset()
    """(reference, field) of single conflicts in which the file's value is taken."""
    tally: Tally = field(default_factory=Tally)
    counts: Counts = field(default_factory=Counts)
    marks: Marks = field(default_factory=Marks)
    """The cases (or inquiries, for a file of inquiries) that the file has spoken of."""
    refusals: list[Refusal] = field(default_factory=list)
    """The first refused records."""

    block: int | None = None
    """Which block of the file this is, from 0, where another process holds the text of its records."""
    late: list[tuple[int, int, str, str]] = field(default_factory=list)
    """Records that failed against the rest, (block, place, kind, reason) each, their text still to be fetched."""

    @property
    def connection(self) -> Connection:
        """The connection with the transaction."""
        return self.context.connection

    def taken_of(self, reference: str) -> frozenset[str]:
        """The fields of a case in which the file's value is taken over an officer's."""
        return frozenset(name for one, name in self.taken if one == reference) if self.taken else frozenset()

    @property
    def batch_id(self) -> int:
        """The batch that the rows belong to."""
        return self.writer.batch_id

    def insert(self, table: str, values: Mapping[str, Any], case_id: int) -> None:
        """Make a row beside what the case had before, as a change of its own.

        It is numbered with the rows that are written in bulk, which would meet its id otherwise.
        """
        self.recorder.insert(table, values, case_id=case_id, row_id=self.writer.take_ids(table, 1))

    def keep_beside(self, table: str, rows: Collection[tuple[int, int, str]]) -> None:
        """Keep the other columns of records of known rows, (line, row id, JSON) each, where they are others than before."""
        if not rows:
            return
        before = matching.latest_sources_of(self.connection, table, {row_id for _, row_id, _ in rows})
        changed = [(line, row_id, text) for line, row_id, text in rows if before.get(row_id) != text]
        self.writer.keep_sources(table, changed)
        if changed:
            self.recorder.bulk += len(changed)
            self.tally.warnings["other_columns_changed"] += len(changed)

    def refuse(self, refusals: Iterable[Refusal]) -> None:
        """Keep refused records with all that is known of them."""
        refusals = list(refusals)
        self.refusals.extend(refusals[: max(0, SHOWN_REFUSALS - len(self.refusals))])
        self.writer.refuse(
            (one.line, one.kind, _reasons(one), one.raw.encode("utf-8", "surrogatepass"), _fields(one))
            for one in refusals
        )

    def refuse_late(self, batch: Batch, place: int, kind: str, reason: str) -> None:
        """Refuse a record that passed its own checks and failed against the rest."""
        if self.block is None:
            refusal = batch.refusal(place, kind, reason)
            self._fail(kind)
            self.refuse((refusal,))
        else:
            self.refuse_later(self.block, place, kind, reason)

    def refuse_later(self, block: int, place: int, kind: str, reason: str) -> None:
        """Refuse a record of a block whose text another process holds; its text is fetched when all are known."""
        self._fail(kind)
        self.late.append((block, place, kind, reason))

    def _fail(self, kind: str) -> None:
        self.tally.passed -= 1
        self.tally.quarantined += 1
        self.tally.kinds[kind] += 1


def _reasons(refusal: Refusal) -> str:
    reasons = list(refusal.reasons)
    if refusal.part:
        reasons.append(f"sheet {refusal.part}")
    return json.dumps(reasons, ensure_ascii=False)


def _fields(refusal: Refusal) -> str:
    return json.dumps(dict(refusal.fields), ensure_ascii=False)
