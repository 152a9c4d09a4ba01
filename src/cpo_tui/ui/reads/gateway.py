"""The way from the screens to the store: reads and writes in threads of their own, so that the screen never waits.

One thread writes, a few read, each on its own connection. A thread only hands its result to the event loop; it never
touches a widget. A read can be *superseded*: when a newer read of the same line of work begins, the older is
interrupted and its result dropped. Leaving the application interrupts every read at once.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar

from cpo_tui.errors import CpoError
from cpo_tui.store import reader, seen
from cpo_tui.store.connect import Connection, DatabaseError, Store, translated

if TYPE_CHECKING:
    from cpo_tui.actions.context import Context

T = TypeVar("T")
P = ParamSpec("P")

READERS = 2
PATIENCE_SECONDS = 1.0
"""After how long a short write is said to be waiting."""
LEAVE_SECONDS = 5.0
"""How long leaving waits for a write in progress before it is interrupted (and rolled back)."""


class Superseded(CpoError):
    """A newer read of the same line of work has begun; this one's result is of no use any more."""

    kind = "superseded"


class Work:
    """A handle on long work: how far it is, and the way to stop it."""

    def __init__(self, on_progress: Callable[[int, int], None] | None = None) -> None:
        self._stop = threading.Event()
        self._on_progress = on_progress

    def cancel(self) -> None:
        """Ask the work to stop; it leaves everything as it was."""
        self._stop.set()

    def progress(self, done: int, total: int) -> None:
        """Called by the work itself, in its own thread; raises `Cancelled` once the officer has asked it to stop."""
        if self._stop.is_set():
            from cpo_tui.actions.context import Cancelled

            raise Cancelled("Stopped. Nothing was changed.")
        if self._on_progress is not None:
            self._on_progress(done, total)


@dataclass(slots=True)
class _Job(Generic[T]):
    run: Callable[[Any], T]
    future: asyncio.Future[T]
    loop: asyncio.AbstractEventLoop
    is_read: bool
    line: str | None = None
    ticket: int = 0


class Gateway:
    """The store as the screens use it. Make it in the thread of the event loop, and `close` it there."""

    def __init__(self, store: Store, officer: str, *, read_only: bool = False) -> None:
        self.store = store
        self.officer = officer
        self.read_only = read_only
        self._own = store.reader()
        self._seen_version = reader.data_version(self._own)
        self._reads: SimpleQueue[_Job[Any] | None] = SimpleQueue()
        self._writes: SimpleQueue[_Job[Any] | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._tickets: dict[str, int] = {}
        self._reading: dict[Connection, _Job[Any]] = {}
        self._writing: dict[Connection, _Job[Any]] = {}
        self._works: set[Work] = set()
        self._threads: list[threading.Thread] = []
        self._writer: threading.Thread | None = None
        self._closed = False
        self._own_sets: set[int] = set()
        self.known_set = seen.head(self._own)
        """The last change-set that the screens know of; what came after it from elsewhere is counted."""
        self._acts = 0
        self.on_doing: Callable[[], object] | None = None
        """Called when a write begins and when it is done."""
        self.on_wait: Callable[[], object] | None = None
        """Called when a short write is not done after `PATIENCE_SECONDS`: mostly because another program is writing."""

    # ------------------------------------------------------------------ reading

    def read_now(self, read: Callable[[Connection], T]) -> T:
        """The result of a read that takes less than a frame, made at once in the calling thread."""
        if self._closed:
            raise CpoError("The store has been closed.", kind="closed")
        try:
            return read(self._own)
        except DatabaseError as error:
            raise translated(error, self.store) from error

    async def read(self, read: Callable[[Connection], T], *, line: str | None = None) -> T:
        """The result of a read, made in a reader thread.

        Within a `line` of work only the newest read counts: an older one is interrupted and raises `Superseded`.
        """
        job = self._job(read, is_read=True)
        if line is not None:
            with self._lock:
                job.line, job.ticket = line, self._tickets.get(line, 0) + 1
                self._tickets[line] = job.ticket
                for connection, running in self._reading.items():
                    if running.line == line:
                        connection.interrupt()
        if len(self._threads) < READERS:
            self._start(self._read_forever, "cpo-reader", self._threads)
        self._reads.put(job)
        return await job.future

    def asking(self, connection: Connection) -> Context:
        """The context of a question that is asked of `actions` on a reader's connection; it cannot write."""
        from cpo_tui import clock
        from cpo_tui.actions.context import Context, office
        from cpo_tui.store.changes import Actor

        return Context(self.store, connection, Actor(self.officer, "ui"), office(), clock.now(), read_only=True)

    def changed_elsewhere(self) -> bool:
        """Whether another connection has committed since this was last asked (our own writer's commits count too)."""
        version = self.read_now(reader.data_version)
        changed, self._seen_version = version != self._seen_version, version
        return changed

    async def changed_cases(self) -> int:
        """How many cases somebody else has changed since `know_all` was last called."""
        known, own = self.known_set, tuple(self._own_sets)
        last, count = await self.read(lambda connection: seen.changed_since(connection, known, own), line="others")
        if not count:
            self.known_set = max(self.known_set, last)
        return count

    def know_all(self) -> None:
        """The screens show the store as it is now."""
        self.known_set = self.read_now(seen.head)

    @property
    def is_writing(self) -> bool:
        """Whether a write is under way."""
        return self._acts > 0

    # ------------------------------------------------------------------ writing

    async def act(self, verb: Callable[Concatenate[Context, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """What a verb of `actions` gives back; it runs in the writer thread, after those that were asked before it."""
        return await self.act_with(None, verb, *args, **kwargs)

    async def act_with(
        self, work: Work | None, verb: Callable[Concatenate[Context, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same with a handle on the work, which tells how far it is and can be cancelled."""

        def run(connection: Connection) -> T:
            from cpo_tui import clock
            from cpo_tui.actions.context import Context, office, settle
            from cpo_tui.store.changes import Actor

            progress = work.progress if work is not None else None
            actor = Actor(self.officer, "ui")
            context = Context(self.store, connection, actor, office(), clock.now(), self.read_only, progress)
            settle(context)
            try:
                return verb(context, *args, **kwargs)
            finally:
                self._own_sets.update(context.sealed)

        job = self._job(run, is_read=False)
        if self._writer is None:
            threads: list[threading.Thread] = []
            self._start(self._write_forever, "cpo-writer", threads)
            self._writer = threads[0]
        if work is not None:
            self._works.add(work)
        self._count_acts(1)
        self._writes.put(job)
        try:
            if work is None and self.on_wait is not None:
                done, _ = await asyncio.wait({job.future}, timeout=PATIENCE_SECONDS)
                if not done:
                    self.on_wait()
            return await job.future
        finally:
            self._count_acts(-1)
            if work is not None:
                self._works.discard(work)

    def _count_acts(self, more: int) -> None:
        self._acts += more
        if self.on_doing is not None:
            self.on_doing()

    # ------------------------------------------------------------------ threads

    def _job(self, run: Callable[[Any], T], *, is_read: bool) -> _Job[T]:
        if self._closed:
            raise CpoError("The store has been closed.", kind="closed")
        loop = asyncio.get_running_loop()
        return _Job(run, loop.create_future(), loop, is_read)

    def _start(self, target: Callable[[], None], name: str, threads: list[threading.Thread]) -> None:
        thread = threading.Thread(target=target, name=name, daemon=True)
        threads.append(thread)
        thread.start()

    def _read_forever(self) -> None:
        self._serve(self._reads, self.store.reader, self._reading)

    def _write_forever(self) -> None:
        self._serve(self._writes, self.store.writer, self._writing)

    def _serve(
        self, jobs: SimpleQueue[_Job[Any] | None], connect: Callable[[], Connection], busy: dict[Connection, _Job[Any]]
    ) -> None:
        connection: Connection | None = None
        while (job := jobs.get()) is not None:
            try:
                self._check_wanted(job)
                if connection is None:
                    connection = connect()
                with self._lock:
                    busy[connection] = job
                result = job.run(connection)
                self._check_wanted(job)
            except BaseException as error:  # noqa: BLE001 - every failure belongs to the one who asked
                self._answer(job, error=self._told(job, error))
            else:
                self._answer(job, result=result)
            finally:
                if connection is not None:
                    with self._lock:
                        busy.pop(connection, None)
        if connection is not None:
            connection.close()

    def _check_wanted(self, job: _Job[Any]) -> None:
        if self._is_superseded(job):
            raise Superseded("A newer question was asked.")

    def _told(self, job: _Job[Any], error: BaseException) -> BaseException:
        if self._is_superseded(job):
            return Superseded("A newer question was asked.")
        return translated(error, self.store) if isinstance(error, DatabaseError) else error

    def _is_superseded(self, job: _Job[Any]) -> bool:
        """A read is of no use once a newer one was asked or the application is left; a write always is."""
        return job.is_read and (self._closed or (job.line is not None and self._tickets.get(job.line) != job.ticket))

    def _answer(self, job: _Job[Any], *, result: object = None, error: BaseException | None = None) -> None:
        def settle() -> None:
            if job.future.done():
                return
            if error is not None:
                job.future.set_exception(error)
            else:
                job.future.set_result(result)

        if not job.loop.is_closed():
            job.loop.call_soon_threadsafe(settle)

    def close(self) -> None:
        """Stop: reads are interrupted, a write in progress may finish for a moment and is then rolled back."""
        if self._closed:
            return
        self._closed = True
        for work in tuple(self._works):
            work.cancel()
        self._interrupt(self._reading)
        for _ in self._threads:
            self._reads.put(None)
        self._writes.put(None)
        if self._writer is not None:
            self._writer.join(LEAVE_SECONDS)
            if self._writer.is_alive():
                self._interrupt(self._writing)
                self._writer.join(LEAVE_SECONDS)
        for thread in self._threads:
            thread.join(LEAVE_SECONDS)
        self._own.close()

    def reopen(self, store: Store) -> None:
        """Begin anew after `close`, on the same store opened again."""
        self.store = store
        self._own = store.reader()
        self._seen_version = reader.data_version(self._own)
        self._reads, self._writes = SimpleQueue(), SimpleQueue()
        self._tickets.clear()
        self._threads, self._writer = [], None
        self._closed = False

    @property
    def works(self) -> bool:
        """Whether long work is under way, such as an import."""
        return bool(self._works)

    def _interrupt(self, busy: dict[Connection, _Job[Any]]) -> None:
        with self._lock:
            for connection in busy:
                connection.interrupt()
