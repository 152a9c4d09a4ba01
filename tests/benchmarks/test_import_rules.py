"""What the law costs an import: the same files with the shipped rules and with a pack that has none, in one run.

`pytest -n 0 -m benchmark -s tests/benchmarks/test_import_rules.py`. `CPO_BENCH_CASES` sets how many cases come with
their whole timelines (some thirty events each); a case costs the same in a small file and in a large one.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cpo_tui.rules.pack import PACK_FOLDER
from cpo_tui.samples import write

pytestmark = pytest.mark.benchmark
CPO = (sys.executable, "-m", "cpo_tui")
CASES = 100_000
WITH_TIMELINES = int(os.environ.get("CPO_BENCH_CASES", "3000"))
ROUNDS = 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("rules")
    env = {"CPO_OFFICER": "alvarez", "XDG_STATE_HOME": str(made), "CPO_TZ": "America/New_York"}
    os.environ.update(env)
    text = (PACK_FOLDER / "us-ice-ero.toml").read_text(encoding="utf-8")
    tables = re.split(r"(?m)^(?=\[)", text)
    without = "".join(one for one in tables if not one.startswith(("[[rule", "[rule")) and "\nfrom_rule" not in one)
    (made / "no-rules.toml").write_text(without, encoding="utf-8")
    yield made
    for name in env:
        os.environ.pop(name)


def _seconds(folder: Path, files: list[Path], *, rules: bool) -> float:
    """The seconds of importing these files, one after the other, into a store of their own."""
    path = folder / "a.cpo"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    cpo = (*CPO, "--store", str(path))
    subprocess.run([*cpo, "init", "--no-encryption"], check=True, capture_output=True)
    if not rules:
        adopt = [*cpo, "rules", "adopt", str(folder / "no-rules.toml"), "--reason", "for comparison"]
        subprocess.run(adopt, check=True, capture_output=True)
    began = time.perf_counter()
    for file in files:
        subprocess.run([*cpo, "import", str(file)], check=True, capture_output=True)
    spent = time.perf_counter() - began
    listed = subprocess.run([*cpo, "deadlines", "--json"], check=True, capture_output=True).stdout
    assert (b'"rule"' in listed) == (rules and len(files) > 1)
    return spent


def _ratio(folder: Path, files: list[Path], what: str) -> float:
    pairs = [(_seconds(folder, files, rules=True), _seconds(folder, files, rules=False)) for _ in range(ROUNDS)]
    ours, peer = min(with_rules for with_rules, _ in pairs), min(without for _, without in pairs)
    print(f"\n{what}: {ours / peer:.2f} x the same import without rules ({ours:.2f} s, {peer:.2f} s)")
    return ours / peer


def test_a_hundred_thousand_cases(folder: Path) -> None:
    """Cases with fields only: their hearings are demands, and no event starts a clock."""
    write(folder, CASES, 1, date(2026, 3, 2), kinds=("cases",))
    assert _ratio(folder, [folder / "cases.csv"], f"{CASES:,} cases") <= 2


def test_cases_with_their_timelines(folder: Path) -> None:
    """Cases and what happened on them: every event is read, and every deadline is computed and stored."""
    target = folder / "timelines"
    target.mkdir()
    write(target, WITH_TIMELINES, 1, date(2026, 3, 2), kinds=("cases", "events"))
    files = [target / "cases.csv", target / "events.csv"]
    assert _ratio(folder, files, f"{WITH_TIMELINES:,} cases with their timelines") <= 2
