"""Reading and checking a large file in a process of its own, while this one writes.

The child opens the file by its path, proves that it is the same by its hash, and sends checked records as they are
ready, or for a store without cases the very rows; it never sees the store. What it needs to seal rows comes through its standard input, never as an argument or a variable.
"""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, field, fields
from functools import partial
from typing import Any, Self
from zoneinfo import ZoneInfo

from cpo_tui.child import Child, receive, send
from cpo_tui.errors import CpoError, ImportRejected
from cpo_tui.exchange import standby
from cpo_tui.exchange.extracts import Options, open_extract
from cpo_tui.exchange.preparing import Ground, Prepared, Preparer
from cpo_tui.exchange.profiles import read_profile
from cpo_tui.exchange.records import Batch, Refusal
from cpo_tui.exchange.sources import STDIN, Source, open_source
from cpo_tui.process import harden
from cpo_tui.store.bulk import Flat
from cpo_tui.store.places import NewPlaces
from cpo_tui.store.seals import Stamp
from cpo_tui.store.worklist import Office

_PLAIN = tuple(one.name for one in fields(Options) if one.name not in {"profile", "zone"})
"""The options that go to the child as they are."""


@dataclass(slots=True)
class Delivery:
    """One block from the child: rows, what it refused, and how far it is."""

    prepared: Prepared
    refusals: list[Refusal]
    blank: int
    done: float


@dataclass(slots=True)
class Worker:
    """A child that reads one file; a context manager that never leaves it behind.

    `warnings` is complete when all deliveries have been taken.
    """

    source: Source
    options: Options
    office: Office
    ground: Ground | None = None
    """What rows are prepared from; None where checked records are wanted."""
    key: bytes = b""
    warnings: Counter[str] = field(default_factory=Counter)
    _child: Child | None = None

    def __enter__(self) -> Self:
        self._child = standby.take() or standby.begun()
        self._child.widen()
        return self

    def __exit__(self, *_: object) -> None:
        if self._child is not None:
            self._child.end()

    def deliveries(self) -> Iterator[Delivery]:
        """The blocks of the file, prepared; raises as `batches`."""
        return map(_delivery, self._blocks())

    def batches(self) -> Iterator[tuple[Batch, float]]:
        """The checked blocks of the file, each with how far the child is; raises `ImportRejected` for a wrong file.

        They are those of `Extract.batches`, without the text of their records.
        """
        return map(_batch, self._blocks())

    def _blocks(self) -> Iterator[tuple[Any, ...]]:
        """What the child sends; raises `ImportRejected` where the file as a whole is wrong."""
        child = self._child
        if child is None:
            raise CpoError("The reader was not started.", hint="Use it in a with statement.", kind="internal")
        try:
            child.send(_asked(self))
            child.asked_all()
            while True:
                kind, payload = child.receive()
                if kind == "block":
                    yield payload
                elif kind == "end":
                    self.warnings.update(payload)
                    return
                else:
                    name, message, hint, details = payload
                    raise ImportRejected(message, hint=hint, kind=name, **details)
        except (EOFError, BrokenPipeError) as error:
            raise CpoError(
                "The process that reads the file stopped. Nothing was imported.",
                hint="Try again; if it stops again, run with CPO_DEBUG=1.",
                kind="reader_stopped",
            ) from error


def can_work(source: Source, options: Options, office: Office) -> bool:
    """Whether a child can read this: a large file with a path, days counted in a zone that has a name."""
    return (
        source.name != STDIN
        and source.size >= standby.WORTH_IT
        and isinstance(office.zone, ZoneInfo)
        and options.zone == office.zone
    )


def _asked(worker: Worker) -> tuple[Any, ...]:
    options, ground, zone = worker.options, worker.ground, worker.office.zone
    profile = options.profile
    return (
        os.path.abspath(worker.source.name), worker.source.sha256,
        {name: getattr(options, name) for name in _PLAIN},
        (profile.name, profile.text) if profile is not None else None,
        None if ground is None else astuple(ground),
        (zone.key if isinstance(zone, ZoneInfo) else "UTC", worker.office.untouched_days), worker.key,
    )  # fmt: skip


def _delivery(payload: tuple[Any, ...]) -> Delivery:
    rows, refusals, blank, done = payload
    prepared = Prepared(*rows)
    prepared.persons, prepared.cases, prepared.hearings = (
        Flat(*flat) for flat in (prepared.persons, prepared.cases, prepared.hearings)
    )
    return Delivery(prepared, [Refusal(*one) for one in refusals], blank, done)


def _batch(payload: tuple[Any, ...]) -> tuple[Batch, float]:
    lines, numbers, values, sources, children, ranks, refusals, blank, done = payload
    return Batch(lines, numbers, values, sources, children, ranks, [Refusal(*one) for one in refusals], blank), done


def main() -> None:
    """Read the file that standard input asks for, and send its rows to standard output."""
    harden()
    # Millions of short-lived tuples and no cycles: looking for cycles among them costs a tenth of the time.
    gc.disable()
    out = sys.stdout.buffer
    try:
        path, sha256, plain, profile, ground, (zone, untouched_days), key = receive(sys.stdin.buffer)
    except EOFError:
        return  # it was begun in advance, and not needed
    office = Office(ZoneInfo(zone), untouched_days)
    options = Options(**plain, profile=read_profile(profile[1], profile[0]) if profile else None, zone=office.zone)
    packed: Callable[[Batch, float], tuple[Any, ...]] = _as_checked
    if ground is not None:
        where = Ground(*ground)
        packed = partial(_packed, Preparer(where, NewPlaces(office, where.at), Stamp(key)))
    try:
        with open_source(path) as source:
            _check_same(source, sha256)
            extract = open_extract(source, options)
            for batch in extract.batches():
                send(out, ("block", packed(batch, extract.done)))
            send(out, ("end", dict(extract.warnings)))
    except ImportRejected as error:
        send(out, ("rejected", (error.name, error.message, error.hint, error.details)))


def _check_same(source: Source, sha256: str) -> None:
    if source.sha256 != sha256:
        raise ImportRejected(
            f"{source.name} changed while it was read. Nothing was imported.",
            hint="Import it again.",
            kind="source_changed",
        )


def _packed(preparer: Preparer, batch: Batch, done: float) -> tuple[Any, ...]:
    made = preparer.block(batch)
    rows = (
        made.lines, made.keys, made.first, tuple(made.persons), tuple(made.cases), tuple(made.hearings), made.hearing_count, made.first_hearing, made.seals,
        made.sources,
    )  # fmt: skip
    return rows, _refused(batch), batch.blank, done


def _as_checked(batch: Batch, done: float) -> tuple[Any, ...]:
    return (
        list(batch.lines), list(batch.numbers), batch.values, batch.sources, batch.children, batch.ranks, _refused(batch),
        batch.blank, done,
    )  # fmt: skip


def _refused(batch: Batch) -> list[tuple[Any, ...]]:
    return [(one.line, one.kind, one.reasons, one.raw, one.fields, one.part) for one in batch.refusals]


if __name__ == "__main__":
    main()
