"""That a verb costs what it does, and not what the store holds. By hand: `pytest -n 0 -m benchmark -s tests/benchmarks/test_verbs.py`."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import pytest

from cpo_tui.actions import timeline
from cpo_tui.actions.context import acting
from cpo_tui.store import connect

pytestmark = pytest.mark.benchmark
SMALL, LARGE = 1_000, 1_000_000
ROUNDS = 60


def _filled(path: Path, cases: int) -> connect.Store:
    """A store of open cases of the simplest kind, each with an event, made by SQL because only its size matters."""
    store = connect.create(path, created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    writer = store.writer()
    writer.execute("PRAGMA synchronous=OFF")
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {cases})"
    writer.execute("BEGIN")
    writer.execute(f"INSERT INTO persons (id, full_name) {numbers} SELECT i, 'Person ' || i FROM n")
    writer.execute(
        "INSERT INTO cases (id, reference, person_id, officer, custody_status, search_key, act_key, act_from, opened_on)"
        f" {numbers} SELECT i, 'R' || i, i, 'alvarez', 'detained', 'person ' || i, 1772000000 + i, 1772000000 + i, '2026-02-01' FROM n"
    )
    writer.execute(
        "INSERT INTO events (case_id, kind, occurred_at, recorded_at)"
        f" {numbers} SELECT i, 'custody_book_in', '2026-02-20T10:00:00-05:00', '2026-02-20T15:00:00+00:00' FROM n"
    )
    writer.execute("COMMIT")
    writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    writer.close()
    return store


def _median_ms(store: connect.Store, cases: int) -> float:
    times = []
    with acting(store, "alvarez") as context:
        for number in range(ROUNDS):
            case_id = 1 + number * (cases // ROUNDS - 1)
            began = time.perf_counter()
            timeline.add_event(context, [case_id], "consular_advice_given", "2026-03-01T10:00:00-05:00")
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def test_an_event_costs_the_same_in_a_store_of_a_million(tmp_path: Path) -> None:
    small, large = _filled(tmp_path / "small.cpo", SMALL), _filled(tmp_path / "large.cpo", LARGE)
    _median_ms(small, SMALL)
    of_small, of_large = _median_ms(small, SMALL), _median_ms(large, LARGE)
    print(f"\nadd event: {of_small:.1f} ms at {SMALL:,}, {of_large:.1f} ms at {LARGE:,}: {of_large / of_small:.2f} x")
    assert of_large <= 1.2 * of_small
