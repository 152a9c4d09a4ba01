"""The list at a million cases, against the same shape with a thousand and against Textual's own table with a thousand rows.

By hand: `pytest -n 0 -m benchmark -s tests/benchmarks/test_million.py`. Making a store of a million cases takes minutes;
`CPO_BENCH_MILLION` and `CPO_BENCH_THOUSAND` name stores that were made before, whose officer is `CPO_BENCH_OFFICER`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from tests.benchmarks.terminal import Typed, p
from tests.benchmarks.test_main_job import DATA_TABLE

from cpo_tui.samples import write

pytestmark = pytest.mark.benchmark
CPO = str(Path(sys.executable).with_name("cpo"))
READY = "LATE|today|now"
DOWN, PAGE_DOWN, END, HOME, ESC, ENTER = "\x1b[B", "\x1b[6~", "\x1b[F", "\x1b[H", "\x1b", "\r"
ROWS = rb"\x1b\[(?:2[0-9]);"
"""The lines of the list below everything that hangs under the query: painted when the list is another one."""
PANE = rb"waiting on (?:\x1b\[[0-9;]*m)+"
"""Who has the next move, in the pane: its words have a colour of their own, those of the notice that comes later do not."""
ROUNDS = 5


@dataclass(frozen=True)
class Stores:
    """Two stores of one shape, and who works in them."""

    million: Path
    thousand: Path
    env: dict[str, str]

    def open(self, store: Path) -> Typed:
        """The application on a store, which begins with every open case whatever was looked at before."""
        _begin_with_all(store, self.env["CPO_OFFICER"])
        return Typed([CPO, "--store", str(store)], self.env)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Stores:
    folder = tmp_path_factory.mktemp("million")
    officer = os.environ.get("CPO_BENCH_OFFICER", "alvarez")
    env = {"CPO_OFFICER": officer, "XDG_STATE_HOME": str(folder)}
    found = {}
    for name, cases in (("million", 1_000_000), ("thousand", 1_000)):
        made = os.environ.get(f"CPO_BENCH_{name.upper()}")
        found[name] = Path(made) if made else _make(folder, name, cases, env)
    return Stores(found["million"], found["thousand"], env)


def _make(folder: Path, name: str, cases: int, env: dict[str, str]) -> Path:
    store = folder / f"{name}.cpo"
    (folder / name).mkdir()
    write(folder / name, cases, 1, date.today(), kinds=("cases",))
    for command in (["init", "--no-encryption"], ["import", str(folder / name / "cases.csv")]):
        subprocess.run(
            [CPO, "--store", str(store), *command], check=True, capture_output=True, env={**os.environ, **env}
        )
    return store


def _begin_with_all(path: Path, officer: str) -> None:
    """The application begins with every open case."""
    from cpo_tui.store.connect import open_store, transaction
    from cpo_tui.store.seen import keep_state
    from cpo_tui.ui.remembered import Remembered

    store = open_store(path)
    connection = store.writer()
    with transaction(connection, store):
        keep_state(connection, officer, {"caseload": Remembered("All open", "").as_text(), "marks": "[]"})
    connection.close()


def _ready(stores: Stores, store: Path) -> float:
    with stores.open(store) as typed:
        return typed.wait_for(READY)


def test_first_rows_and_memory(stores: Stores) -> None:
    _ready(stores, stores.million)  # the file is in the system's cache from now on, as on any day but the first
    pairs = [(_ready(stores, stores.million), _ready(stores, stores.thousand)) for _ in range(ROUNDS)]
    ratio = statistics.median(million / thousand for million, thousand in pairs)
    with stores.open(stores.million) as typed:
        typed.wait_for(READY)
        typed.rest()
        for key in (END, "*", "0", "9", "8", "7", "r", ESC, "/", "g", ESC):
            typed.press(key)
            typed.rest()
        peak = typed.peak_mb
    print(f"\nfirst rows at 1,000,000: {ratio:.2f} x 1,000; peak after a walk through the views {peak:.0f} MB")
    assert ratio <= 1.5
    assert peak <= 200


@pytest.mark.parametrize(
    ("name", "keys"),
    [("down", [DOWN] * 60), ("page down", [PAGE_DOWN] * 30), ("end and home", [END, HOME] * 20)],
)
def test_moving_against_textuals_own_table(stores: Stores, name: str, keys: list[str]) -> None:
    with Typed([sys.executable, "-c", DATA_TABLE]) as typed:
        typed.wait_for("ready-now")
        typed.rest()
        peer = typed.settled(keys)
    with stores.open(stores.million) as typed:
        typed.wait_for(READY)
        typed.rest()
        ours = typed.settled(keys)
    print(
        f"\n{name}: p50 {p(ours, 0.5):.1f} ms, p95 {p(ours, 0.95):.1f} ms;"
        f" DataTable(1000) p50 {p(peer, 0.5):.1f}, p95 {p(peer, 0.95):.1f}"
    )
    assert p(ours, 0.95) <= p(peer, 0.95)


def test_search_as_one_types(stores: Stores) -> None:
    firsts: list[float] = []
    with stores.open(stores.million) as typed:
        typed.wait_for(READY)
        typed.rest()
        for word in ("garcia", "nguyen", "tran her", "200373", "okafor", "li", "maria g"):
            typed.press("/")
            typed.rest(0.3)
            for letter in word:
                firsts.append(typed.until(letter, ROWS))
                typed.press("", 0.08)  # as fast as people type
            typed.press(ESC)
            typed.rest(0.5)
    firsts.sort()
    print(
        f"\nsearch as one types: p50 {p(firsts, 0.5):.0f} ms, p95 {p(firsts, 0.95):.0f} ms to the last of its picture"
    )


def test_a_query_by_two_fields(stores: Stores) -> None:
    """From the last letter of the query to its first rows; the letters before it have been answered by then."""
    times: list[float] = []
    with stores.open(stores.million) as typed:
        typed.wait_for(READY)
        typed.rest()
        for query in ("stage:final_order custody:detained", "waiting:court severity:statutory", "late officer:me",
                      "facility:tacoma age>100d", "untouched>20d -late", "docket:juvenile act<7d"):  # fmt: skip
            typed.press("/")
            typed.rest(0.3)
            typed.press(query[:-1])
            typed.rest(0.3)
            times.append(typed.until(query[-1], ROWS))
            typed.rest(0.3)
            typed.press(ESC)
            typed.rest(0.3)
    print(f"\na query by two fields, to its first rows: {', '.join(f'{one:.0f}' for one in times)} ms")
    assert max(times) <= 300


def test_a_single_verb(stores: Stores) -> None:
    """From Enter until the case under the cursor is told as it is now, in the picture that has its row."""
    times: list[float] = []
    with stores.open(stores.million) as typed:
        typed.wait_for(READY)
        typed.rest()
        for number in range(24):
            whom, told = ("court", b"the court") if number % 2 else ("consulate", b"a consulate")
            typed.press("m")
            typed.rest(0.4)
            typed.press(whom, 0.2)
            times.append(typed.until(ENTER, PANE + told))
            typed.rest(0.3)
            typed.press(DOWN)
    times.sort()
    print(f"\na single verb: p50 {p(times, 0.5):.0f} ms, p95 {p(times, 0.95):.0f} ms from Enter to the repainted row")
    assert p(times, 0.5) <= 50
