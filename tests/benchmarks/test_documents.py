"""How fast documents are forecast. Run by hand: `pytest -n 0 -m benchmark tests/benchmarks/test_documents.py -s`."""

from __future__ import annotations

from time import process_time

import pytest

from cpo_tui.actions.context import acting
from cpo_tui.actions.demo import demo_store
from cpo_tui.collector import not_collecting
from cpo_tui.store import deadlines, documents
from cpo_tui.store.worklist import CHUNK

pytestmark = pytest.mark.benchmark
CASES = 2_000


def test_the_forecast_of_a_caseload() -> None:
    """Beside the deadlines, which it shares the facts with: their time is the ratio's other side.

    Time of the processor, which is that of the clock on an idle machine: one thread does all, and other work does not count.
    """
    with demo_store(CASES, 1) as store, acting(store, "alvarez") as context:
        connection = context.connection
        ids = [row[0] for row in connection.execute("SELECT id FROM cases ORDER BY id")]
        connection.execute("BEGIN")
        law = papers = 0.0
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK]
            begun = process_time()
            with not_collecting():  # as the list does it
                laid = deadlines.recompute(connection, chunk, context.zone)
                between = process_time()
                documents.recompute(connection, chunk, laid, context.zone)
            law, papers = law + between - begun, papers + process_time() - between
        begun = process_time()
        documents.recompute(connection, ids[:1], deadlines.recompute(connection, ids[:1], context.zone), context.zone)
        one = process_time() - begun
        connection.execute("ROLLBACK")
    print(
        f"\n{papers * 10_000 / CASES:.2f} s for 10,000 cases, {papers / law:.0%} of the deadlines; one case {one * 1000:.1f} ms"
    )
    assert papers < law / 2
    assert one < 0.1
