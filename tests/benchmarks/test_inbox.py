"""The inbox of 50,000 inquiries: its first rows and its keys as those of the caseload, in one run.

`pytest -n 0 -m benchmark -s tests/benchmarks/test_inbox.py`; the figures are printed, and only the stated limits asserted.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cpo_tui.domain.clusters import suggest
from cpo_tui.samples import write
from cpo_tui.store import inbox, matters
from cpo_tui.store.connect import open_store

pytestmark = pytest.mark.benchmark
CPO = str(Path(sys.executable).with_name("cpo"))
CASES, INQUIRIES = 10_000, 50_000
ASKED = ("Where is {} held?", "How is the bond of {} paid?", "When is the hearing of {}?", "Is {} ill?")
ROWS = "LATE|today|now"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A store with ten thousand cases and fifty thousand inquiries, half of them about a case, all of them imported."""
    folder = tmp_path_factory.mktemp("desk")
    write(folder, CASES, 1, date.today(), kinds=("cases",))
    references = [line.split(",", 1)[0] for line in (folder / "cases.csv").read_text().splitlines()[1:]]
    start = datetime.now().astimezone().replace(microsecond=0) - timedelta(days=120)
    with (folder / "inquiries.csv").open("w", encoding="utf-8") as file:
        file.write("inquiry,reference,received_at,channel,enquirer,capacity,subject,question\n")
        for n in range(INQUIRIES):
            reference = references[n % 3000 * 3] if n % 2 else ""
            one = n % 3000
            words = ASKED[one % 4].format(f"Ana Pérez{one} Soto{one}")
            at = (start + timedelta(minutes=3 * n)).isoformat()
            channel = ("email", "phone")[n % 3 == 0]
            file.write(f"I-{n:05d},{reference},{at},{channel},Asker {n % 700},family,,{words}\n")
    env = {"CPO_STORE": str(folder / "a.cpo"), "CPO_OFFICER": "alvarez", "XDG_STATE_HOME": str(folder)}
    os.environ.update(env)
    for command in (
        ["init", "--no-encryption"],
        ["import", str(folder / "cases.csv")],
        ["import", str(folder / "inquiries.csv")],
    ):
        subprocess.run([CPO, *command], check=True, capture_output=True)
    yield env
    for name in env:
        os.environ.pop(name)


@pytest.mark.parametrize("key", ["j", "\x1b[6~", ("\x1b[F", "\x1b[H")], ids=["down", "page down", "end and home"])
def test_a_key_in_the_inbox_against_the_caseload(
    measure: Callable[..., Any], desk: dict[str, str], key: str | tuple[str, ...]
) -> None:
    peer = measure([CPO], ROWS, key, env=desk)
    ours = measure([CPO], ROWS, key, env=desk, then=("Q", "FROM, AND"))
    print(
        f"\ninbox of 50,000: first rows {ours.ready * 1000:.0f} ms after its key; p50 {ours.p50 / peer.p50:.2f} x,"
        f" p95 {ours.p95 / peer.p95:.2f} x the caseload ({ours.p50:.1f} and {peer.p50:.1f} ms)"
    )
    assert ours.ready <= peer.ready
    # A page of the inbox has half as many rows again, because the pane under it is smaller.
    assert ours.p50 <= (1.6 if "6~" in key else 1.25) * peer.p50


def test_a_matter_is_suggested_within_50_ms(desk: dict[str, str]) -> None:
    connection = open_store(Path(desk["CPO_STORE"])).reader()
    times = []
    for inquiry_id in range(20_000, 50_000, 500):
        begun = time.perf_counter()
        suggest(*matters.candidates(connection, inquiry_id))
        times.append(time.perf_counter() - begun)
    begun = time.perf_counter()
    ids = inbox.ids_in_order(connection, inbox.Sieve())
    whole = time.perf_counter() - begun
    begun = time.perf_counter()
    found = matters.may_be_one(connection)
    every = time.perf_counter() - begun
    connection.close()
    times.sort()
    print(
        f"\nsuggestions at 50,000: median {statistics.median(times) * 1000:.1f} ms, worst {times[-1] * 1000:.1f} ms;"
        f" the whole order {whole * 1000:.0f} ms ({len(ids):,}); all that may be one {every:.1f} s ({len(found):,})"
    )
    assert times[len(times) * 95 // 100] <= 0.05
