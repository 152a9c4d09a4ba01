"""The reports over 100,000 cases: seconds as a ratio against a peer in the same run, and the most memory.

The peer reads the same rows once with the driver alone and adds them up in Python: less than that no report can do.
`pytest -n 0 -m benchmark -s tests/benchmarks/test_reports.py`; a store of this size takes minutes to fill.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.benchmark
CPO = str(Path(sys.executable).with_name("cpo"))
CASES = 100_000
MOST_SECONDS, MOST_MB = 5.0, 300.0
PEER = """
import sys
from collections import Counter
from sqlcipher3 import dbapi2
connection = dbapi2.connect(sys.argv[1])
counted = Counter()
for row in connection.execute("SELECT case_id, rule, severity, due_at, closed_at, status, asks, applies FROM deadlines"):
    counted[row[1], row[5]] += 1
for row in connection.execute("SELECT id, lifecycle, stage, officer, opened_on, closed_on, last_touched_at FROM cases"):
    counted[row[2]] += 1
for row in connection.execute("SELECT case_id, document, state, requested_on, received_on FROM documents"):
    counted[row[1], row[2]] += 1
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store of 100,000 cases with their events, documents and inquiries; `CPO_BENCHMARK_STORE` names one that is there."""
    given = os.environ.get("CPO_BENCHMARK_STORE")
    if given:
        yield Path(given)
        return
    folder = tmp_path_factory.mktemp("reports")
    path = folder / "big.cpo"
    env = {**os.environ, "CPO_STORE": str(path), "CPO_NOW": "2026-03-02T09:00-05:00"}
    subprocess.run([CPO, "sample", "-o", str(folder), "--cases", str(CASES)], check=True, env=env, capture_output=True)
    subprocess.run([CPO, "init", "--no-encryption"], check=True, env=env, capture_output=True)
    files = [str(folder / f"{kind}.csv") for kind in ("cases", "events", "documents", "inquiries")]
    subprocess.run([CPO, "import", *files], check=True, env=env, capture_output=True)
    yield path


def _run(command: list[str], env: dict[str, str]) -> tuple[float, float]:
    """Seconds and the most memory in MB."""
    began = time.perf_counter()
    child = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0
    assert isinstance(used, resource.struct_rusage)
    return time.perf_counter() - began, used.ru_maxrss / 1024


@pytest.mark.parametrize("name", ["caseload", "oversight"])
def test_a_report_over_everything(store: Path, name: str, tmp_path: Path) -> None:
    env = {**os.environ, "CPO_STORE": str(store), "CPO_NOW": "2026-03-02T09:00-05:00"}
    peer = min(_run([sys.executable, "-c", PEER, str(store)], env)[0] for _ in range(2))
    runs = [_run([CPO, "report", name, "-o", str(tmp_path / f"{number}.json")], env) for number in range(2)]
    seconds, memory = min(one for one, _ in runs), max(one for _, one in runs)
    print(f"{name}: {seconds:.2f} s = {seconds / peer:.2f} x the peer, {memory:.0f} MB")
    assert seconds <= MOST_SECONDS
    assert memory <= MOST_MB
