"""The way to the store: threads of its own, newest question first, nothing lost and nothing half done at the end."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import replace

import pytest

from cpo_tui.actions import cases, timeline
from cpo_tui.actions.context import Cancelled, Context, is_settled, office
from cpo_tui.errors import Busy, CpoError, NotFound, ReadOnly
from cpo_tui.store import reader
from cpo_tui.store.connect import Connection, Store
from cpo_tui.store.verify import verify
from cpo_tui.ui.reads.gateway import Gateway, Superseded, Work

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


def endless(connection: Connection) -> object:
    return connection.execute(ENDLESS).fetchone()


async def test_r_dur_9_reads_and_writes_are_made_in_other_threads(caseload: Store) -> None:
    gateway = Gateway(caseload, "alvarez")
    here = threading.get_ident()
    seen: list[int] = []

    def read(connection: Connection) -> int:
        seen.append(threading.get_ident())
        return reader.counts(connection)[1]

    def verb(context: Context) -> str:
        seen.append(threading.get_ident())
        return f"{context.actor.officer} by {context.actor.source}"

    assert await gateway.read(read) == 6
    assert await gateway.act(verb) == "alvarez by ui"
    assert here not in seen
    gateway.close()


async def test_a_newer_question_ends_the_older(caseload: Store) -> None:
    gateway = Gateway(caseload, "alvarez")
    older = asyncio.ensure_future(gateway.read(endless, line="list"))
    await asyncio.sleep(0.05)
    assert await gateway.read(reader.counts, line="list") == (6, 6)
    with pytest.raises(Superseded):
        await asyncio.wait_for(older, 5)
    gateway.close()


async def test_leaving_does_not_wait_for_a_read(caseload: Store) -> None:
    gateway = Gateway(caseload, "alvarez")
    reads = [asyncio.ensure_future(gateway.read(endless)) for _ in range(4)]
    await asyncio.sleep(0.05)
    begun = time.monotonic()
    await asyncio.to_thread(gateway.close)
    assert time.monotonic() - begun < 3
    answers = await asyncio.gather(*reads, return_exceptions=True)
    assert all(isinstance(answer, Superseded) for answer in answers)
    with pytest.raises(CpoError):
        await gateway.read(reader.counts)


async def test_what_was_asked_to_be_written_is_written_before_the_end(caseload: Store) -> None:
    gateway = Gateway(caseload, "alvarez")
    writes = [asyncio.ensure_future(gateway.act(timeline.add_note, [1], f"note {number}")) for number in range(20)]
    await asyncio.sleep(0)
    await asyncio.to_thread(gateway.close)
    outcomes = await asyncio.gather(*writes)
    assert all(outcome.change_set for outcome in outcomes)
    connection = caseload.reader()
    assert len(reader.history(connection, 1)) >= 20
    connection.close()


async def test_errors_come_back_to_the_one_who_asked(caseload: Store) -> None:
    gateway = Gateway(caseload, "alvarez", read_only=True)
    with pytest.raises(ReadOnly):
        await gateway.act(timeline.add_note, [1], "no")
    with pytest.raises(NotFound):
        await gateway.read(lambda connection: reader.case_row(connection, 99))
    with pytest.raises(CpoError):
        gateway.read_now(lambda connection: connection.execute("SELECT * FROM nothing"))
    assert (await gateway.read(reader.counts))[0] == 6
    gateway.close()


async def test_long_work_tells_how_far_it_is_and_stops_with_nothing_changed(caseload: Store) -> None:
    gateway = Gateway(caseload, "alvarez")
    told: list[tuple[int, int]] = []
    ids = [1, 2, 3, 4, 5, 6]
    work = Work(lambda done, total: told.append((done, total)))
    await gateway.act_with(work, cases.assign_cases, ids, "okafor")
    assert told[-1] == (6, 6)
    stopped = Work()
    stopped.cancel()
    with pytest.raises(Cancelled):
        await gateway.act_with(stopped, cases.assign_cases, ids, "lopez")
    assert gateway.read_now(lambda connection: reader.case_row(connection, 1)).officer == "okafor"
    gateway.close()


async def test_other_writers_are_noticed(caseload: Store) -> None:
    from cpo_tui.actions.context import acting

    gateway = Gateway(caseload, "alvarez")
    assert not gateway.changed_elsewhere()
    with acting(caseload, "okafor") as context:
        timeline.add_note(context, [1], "from another shell")
    assert gateway.changed_elsewhere()
    assert not gateway.changed_elsewhere()
    gateway.close()


async def test_a_writer_that_is_held_up_is_told_of_and_gives_up_in_words(
    caseload: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cpo_tui.ui.reads.gateway.PATIENCE_SECONDS", 0.05)
    store = replace(caseload, busy_seconds=0.5)
    gateway = Gateway(store, "alvarez")
    waited: list[bool] = []
    gateway.on_wait = lambda: waited.append(True)
    other = caseload.writer()
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy):
        await gateway.act(timeline.add_note, [1], "held up")
    assert waited == [True]
    assert gateway.read_now(reader.counts) == (6, 6), "readers are never held up"
    other.execute("ROLLBACK")
    assert (await gateway.act(timeline.add_note, [1], "now")).change_set is not None
    other.close()
    gateway.close()


async def test_a_verb_in_another_zone_makes_the_whole_list_anew_first(
    caseload: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the case that was touched would count its days in one zone and every other case in the other."""
    monkeypatch.setenv("CPO_TZ", "Asia/Tokyo")
    gateway = Gateway(caseload, "alvarez")
    assert not await gateway.read(is_settled)
    await gateway.act(cases.assign_cases, [1], "okafor")
    assert await gateway.read(is_settled)
    verdict = await gateway.read(lambda connection: verify(connection, office()))
    assert verdict.problems == ()
    gateway.close()
