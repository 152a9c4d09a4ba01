"""Importing files: each is one transaction and one change-set, or nothing at all.

A dry run is the real run without its commit, so that what it says is what will happen. A file whose bytes came before,
read in the same way, with nothing imported since, changes nothing and says so.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from cpo_tui.actions import keeping, permissions
from cpo_tui.actions.context import Context
from cpo_tui.actions.merging import Merge
from cpo_tui.actions.merging_cases import CaseMerger, ground_of
from cpo_tui.actions.merging_children import FileMerger
from cpo_tui.actions.merging_fresh import FreshMerger
from cpo_tui.actions.merging_inquiries import InquiryMerger
from cpo_tui.collector import collecting_rarely
from cpo_tui.domain.roles import Permission
from cpo_tui.errors import ImportRejected, ReadOnly
from cpo_tui.exchange.extracts import Extract, Options, late_refusals, open_extract
from cpo_tui.exchange.merging import MOST_VERDICTS, Counts, ImportReport, Resolution
from cpo_tui.exchange.preparing import can_prepare
from cpo_tui.exchange.records import Batch, Tally
from cpo_tui.exchange.sources import Source, changed_since, open_source
from cpo_tui.exchange.worker import Worker, can_work
from cpo_tui.store import batches, bulk, matching, watermarks, worklist
from cpo_tui.store.bulk import BulkWriter
from cpo_tui.store.changes import Recorder
from cpo_tui.store.connect import transaction
from cpo_tui.store.readback import ReadBack


class Corrected(NamedTuple):
    """Refused records that come again: of which import, and (row of its quarantine, line in this file) each."""

    batch: int
    rows: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How files are read, and what may be done with them."""

    reading: Options
    dry_run: bool = False
    full_extract: bool = False
    """The file is the whole caseload: open cases that it lacks are named as disappeared, never deleted."""
    resolution: Resolution = "keep"
    """What becomes of a field that both an officer and the file changed."""
    taken: tuple[tuple[str, str], ...] = ()
    """(reference, field) of single such conflicts in which the file's value is taken."""
    again: bool = False
    """Import bytes that came before once more."""
    expected: str = ""
    """The SHA-256 of the bytes that a dry run has shown; a file that is another by now is not imported."""
    corrects: Corrected | None = None
    """Which refused records of an earlier import the records of this one are, corrected."""


class Merger(Protocol):
    """What merges the records of one file, block by block."""

    def block(self, batch: Batch) -> None:
        """Merge a block of records."""


MERGERS: Mapping[str, Callable[[Merge], Merger]] = {
    "cases": CaseMerger,
    "events": FileMerger,
    "documents": FileMerger,
    "inquiries": InquiryMerger,
}


class _DryRun(Exception):
    """Leaves the transaction of a dry run without its commit."""


def import_files(context: Context, paths: Sequence[str | Path], options: ImportOptions) -> tuple[ImportReport, ...]:
    """Import files one after the other; gives a report for each, also for one that was rejected.

    Raises `ReadOnly`, `Refused` (who may write), `UsageError` for options that fit no file, `StoreError`.
    """
    if context.read_only and not options.dry_run:
        raise ReadOnly(
            "Nothing can be imported: this run is read-only.", hint="Leave out --read-only, or add --dry-run."
        )
    permissions.require(context, Permission.WRITE)
    copied = False

    def copy() -> None:
        nonlocal copied
        if not copied:
            copied = True
            keeping.keep_copy(context, "import")

    return tuple(import_file(context, path, options, before=copy) for path in paths)


def import_file(
    context: Context, path: str | Path, options: ImportOptions, *, before: Callable[[], None] | None = None
) -> ImportReport:
    """Import one file; a file that cannot be imported is a report with its error.

    `before` is called when it is certain that the store will be written: not for a dry run, nor for known bytes.
    """
    begun = time.perf_counter()
    try:
        with open_source(path) as source:
            report = import_source(context, source, options, before=before)
    except ImportRejected as error:
        report = ImportReport(str(path), dry_run=options.dry_run, error={"line": None, **error.as_json()})
    return replace(report, seconds=time.perf_counter() - begun)


def import_source(
    context: Context, source: Source, options: ImportOptions, *, before: Callable[[], None] | None = None
) -> ImportReport:
    """Import a file that is open already; raises `ImportRejected` where it is not the one that was looked at."""
    if options.expected and source.sha256 != options.expected:
        raise changed_since(source.name)
    reading = replace(options.reading, zone=context.zone)
    return _import(context, source, replace(options, reading=reading), before)


def _import(context: Context, source: Source, options: ImportOptions, begin: Callable[[], None] | None) -> ImportReport:
    try:
        extract = open_extract(source, options.reading)
        facts = extract.facts
        known = "" if options.again or options.full_extract else described(options.reading)
        before = batches.same_again(context.connection, facts.sha256, facts.kind, known) if known else None
        if before is not None:
            return _nothing_new(before, facts.name, options)
        if begin is not None and not options.dry_run:
            begin()
        return _merged(context, extract, options)
    except ImportRejected as error:
        return ImportReport(
            source.name,
            source.sha256,
            dry_run=options.dry_run,
            profile=_profile_name(options),
            error={"line": None, **error.as_json()},
        )


def _nothing_new(before: batches.PastBatch, name: str, options: ImportOptions) -> ImportReport:
    """The report for bytes that came before: every record is as it was."""
    report: dict[str, Any] = before.report
    tally = Tally(
        passed=report["rows_read"] - report["quarantined"],
        quarantined=report["quarantined"],
        blank=report["blank_rows_skipped"],
    )
    tally.kinds.update(report["quarantine_kinds"])
    tally.warnings.update({**report["warning_kinds"], "already_imported": 1})
    return ImportReport(
        name,
        before.sha256,
        before.profile,
        before.kind,
        before.id,
        None,
        options.dry_run,
        before.id,
        tally,
        Counts(unchanged=tally.passed),
    )


def _merged(context: Context, extract: Extract, options: ImportOptions) -> ImportReport:
    facts = extract.facts
    merge: Merge | None = None
    change_set: int | None = None
    try:
        with transaction(context.connection, context.store) as connection:
            batch_id = bulk.begin_batch(
                connection,
                {
                    "file": facts.name, "sha256": facts.sha256, "kind": facts.kind, "profile": facts.profile,
                    "options": described(options.reading, options.corrects), "imported_at": context.at, "imported_by": context.actor.officer,
                },
            )  # fmt: skip
            recorder = Recorder(connection, context.actor, "import", context.at, batch_id=batch_id)
            merge = Merge(
                context,
                BulkWriter(connection, batch_id),
                recorder,
                extract.plan,
                facts,
                options.resolution,
                frozenset(options.taken),
            )
            back = ReadBack(connection, batch_id)
            _take_in(merge, extract, options, back)
            report = _report(merge, options, batch_id)
            recorder.bulk += merge.writer.written
            digest = merge.writer.finish()
            if recorder.count:
                change_set = recorder.seal(_summary(report), digest=digest)
            _recompute(merge)
            report = replace(report, change_set=change_set)
            bulk.finish_batch(connection, batch_id, change_set, json.dumps(report.as_kept(), ensure_ascii=False))
            back.finish()
            _tell(merge, 1.0)  # who asked meanwhile that it stop was promised that nothing is changed
            _leave_where(dry_run=options.dry_run)
    except _DryRun:
        return replace(report, batch=None, change_set=None)
    if change_set is not None:
        context.sealed.append(change_set)
    watermarks.look(context.connection)
    return report


def _leave_where(*, dry_run: bool) -> None:
    if dry_run:
        raise _DryRun


def _take_in(merge: Merge, extract: Extract, options: ImportOptions, back: ReadBack) -> None:
    """Read, check and merge every record."""
    first_case, first_person = merge.writer.first_ids["cases"], merge.writer.first_ids["persons"]
    apart = can_work(extract.source, options.reading, merge.context.office)
    by_child = apart and _is_fresh(merge, extract)
    later: tuple[str, ...] = ()
    if by_child and extract.source.size <= bulk.SORTED_LATER:
        # A file that is known by its A-numbers is asked for them while it is written.
        later = (
            ("cases_worklist", "cases_by_officer")
            if "a_number" in extract.plan.key
            else ("cases_worklist", "cases_by_officer", "ix_persons_a_number")
        )
    with bulk.quick_indexes(merge.connection, first_case, later=later) as indexes:
        if by_child:
            with collecting_rarely():
                _take_from_child(merge, extract, options, Meanwhile(indexes, back))
        elif apart:
            with collecting_rarely():
                _take_checked(merge, extract, options)
        else:
            _take_here(merge, extract)
    if extract.plan.kind == "cases":
        if options.full_extract:
            merge.counts.missing = matching.missing_cases(merge.connection, merge.marks.as_bytes(), first_case)
        if merge.counts.created:
            merge.counts.look_alike_count, merge.counts.look_alikes = matching.look_alikes(
                merge.connection, first_person, MOST_VERDICTS
            )


def _is_fresh(merge: Merge, extract: Extract) -> bool:
    """Whether every record makes a case of its own that nothing in the store can be about."""
    plan = extract.plan
    if plan.kind != "cases" or (plan.profile is not None and (plan.profile.several or plan.profile.children)):
        return False
    return can_prepare(plan.key, plan.fields) and not matching.has_cases(merge.connection)


def _take_here(merge: Merge, extract: Extract) -> None:
    """Read and merge in this process."""
    merger = MERGERS[extract.plan.kind](merge)
    for batch in extract.batches():
        _take_block(merge, merger, batch)
        _tell(merge, extract.done)
    merge.tally.warnings.update(extract.warnings)


def _take_checked(merge: Merge, extract: Extract, options: ImportOptions) -> None:
    """Merge here what a child reads and checks."""
    merger = MERGERS[extract.plan.kind](merge)
    with Worker(extract.source, options.reading, merge.context.office) as worker:
        for block, (batch, done) in enumerate(worker.batches()):
            merge.block = block
            _take_block(merge, merger, batch)
            _tell(merge, done)
    merge.tally.warnings.update(worker.warnings)
    _refuse_late(merge, extract, options)


def _take_block(merge: Merge, merger: Merger, batch: Batch) -> None:
    merge.tally.add(batch)
    if batch.refusals:
        merge.refuse(batch.refusals)
    if batch.values:
        merger.block(batch)


def _refuse_late(merge: Merge, extract: Extract, options: ImportOptions) -> None:
    """Keep the refused records whose text the child had."""
    if merge.late:
        merge.refuse(late_refusals(extract.source, options.reading, merge.late))


class Meanwhile(NamedTuple):
    """What is done with a block that is written, while the child works on the next one."""

    indexes: bulk.quick_indexes
    back: ReadBack

    def catch_up(self) -> None:
        """Index it, and read it back."""
        self.indexes.catch_up()
        self.back.catch_up()


def _take_from_child(merge: Merge, extract: Extract, options: ImportOptions, meanwhile: Meanwhile) -> None:
    """Write what a child reads, checks and prepares."""
    merger = FreshMerger(merge)
    ground = ground_of(merge)
    with Worker(extract.source, options.reading, merge.context.office, ground, merge.writer.key) as worker:
        for delivery in worker.deliveries():
            merge.tally.add(
                Batch(values=[()] * len(delivery.prepared.keys), refusals=delivery.refusals, blank=delivery.blank)
            )
            if delivery.refusals:
                merge.refuse(delivery.refusals)
            merger.block(delivery.prepared)
            meanwhile.catch_up()
            _tell(merge, delivery.done)
    merge.tally.warnings.update(worker.warnings)
    _refuse_late(merge, extract, options)


def _tell(merge: Merge, done: float) -> None:
    if merge.context.progress is not None:
        read = merge.tally.rows_read
        merge.context.progress(read, max(read, int(read / max(done, 0.001))))


def _recompute(merge: Merge) -> None:
    """Make the places of all touched cases true again."""
    merge.writer.touch(merge.recorder.touched)
    for ids in merge.writer.touched():
        worklist.recompute(merge.connection, ids, merge.context.office)


def _report(merge: Merge, options: ImportOptions, batch_id: int) -> ImportReport:
    facts = merge.facts
    return ImportReport(
        facts.name, facts.sha256, facts.profile, facts.kind, batch_id, None, options.dry_run, None, merge.tally, merge.counts,
        header=facts.header, delimiter=facts.delimiter, encoding=facts.encoding, refusals=tuple(merge.refusals),
    )  # fmt: skip


def _summary(report: ImportReport) -> str:
    counts = report.counts
    parts = [
        f"{count:,} {word}"
        for count, word in ((counts.created, "created"), (counts.updated, "updated"), (counts.unchanged, "unchanged"))
    ]
    if report.tally.quarantined:
        parts.append(f"{report.tally.quarantined:,} refused")
    return f"imported {report.kind} from {Path(report.file).name}: {', '.join(parts)}"


def _profile_name(options: ImportOptions) -> str:
    profile = options.reading.profile
    return profile.name if profile is not None else "product"


def described(options: Options, corrects: Corrected | None = None) -> str:
    """The options of reading as text, to tell whether a file was read in the same way before."""
    values: dict[str, Any] = {
        name: value
        for name, value in asdict(replace(options, profile=None)).items()
        if name not in {"profile", "zone"} and value not in ("", 0, ())
    }
    if options.profile is not None:
        values["profile"] = options.profile.name
    if corrects is not None:
        values["corrects"] = corrects._asdict()
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
