"""No key holds the screen up: the longest time for which the thread of the screen did not come round.

By hand, like `test_million`, whose stores it uses. The suite holds the same by counting (`tests/ui/test_screen_thread.py`).
"""

from __future__ import annotations

import asyncio
import time
from datetime import date
from pathlib import Path

import pytest
from tests.benchmarks.test_million import Stores, stores  # noqa: F401 - the fixture

from cpo_tui.actions import cases
from cpo_tui.actions.context import acting
from cpo_tui.actions.importing import ImportOptions, import_files
from cpo_tui.actions.stores import make_store
from cpo_tui.exchange.extracts import Options
from cpo_tui.samples import write
from cpo_tui.store.connect import open_store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.screens.progress import with_progress

pytestmark = pytest.mark.benchmark
MOST_MS = 200

WALK = (
    "down", "pagedown", "end", "home", "asterisk", "minus", "space", "exclamation_mark", "M", "end", "M", "minus", "L",
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "backspace", "tab", "r", "r e f enter", "c", "space enter",
    "slash", "g", "a", "r", "c", "i", "a", "enter", "backspace", "number_sign", "5 0 0 0 0 0 enter", "p", "enter", "escape",
    "w", "escape", "v", "escape", "plus", "Z", "R", "m", "c o u r t enter", "u", "asterisk", "a", "escape", "minus", "C", "escape",
)  # fmt: skip


class Heart:
    """Beats in the loop of the screen, and keeps the longest pause between two beats by what was pressed."""

    def __init__(self) -> None:
        self.gaps: dict[str, float] = {}
        self.work: dict[str, float] = {}
        """The same of the time that the thread itself was computing: what a busy machine does not blur."""
        self.pressed = "start"
        self._last, self._last_work = time.perf_counter(), time.thread_time()

    def beat(self) -> None:
        """One beat; the next follows."""
        now = time.perf_counter()
        self.gaps[self.pressed] = max(self.gaps.get(self.pressed, 0), (now - self._last) * 1000)
        work = time.thread_time()
        self.work[self.pressed] = max(self.work.get(self.pressed, 0), (work - self._last_work) * 1000)
        self._last, self._last_work = now, work
        asyncio.get_running_loop().call_later(0.002, self.beat)


async def test_no_key_holds_the_screen_up(stores: Stores) -> None:  # noqa: F811
    store = open_store(stores.million)
    app = CpoApp(store, officer=stores.env["CPO_OFFICER"])
    heart = Heart()
    async with app.run_test(size=(120, 36)):
        heart._last, heart._last_work = time.perf_counter(), time.thread_time()
        heart.beat()
        await asyncio.sleep(3)
        for number, keys in enumerate(WALK):
            heart.pressed = f"{number} {keys}"
            for key in keys.split():
                app.simulate_key(key)
            await asyncio.sleep(0.6)
    for what, gaps in (("pauses", heart.gaps), ("work at a stretch", heart.work)):
        worst = sorted(gaps.items(), key=lambda one: -one[1])[:8]
        print(f"\nlongest {what}: " + ", ".join(f"{keys}: {gap:.0f} ms" for keys, gap in worst))
    assert max(heart.work.values()) <= MOST_MS


@pytest.mark.parametrize("known", [False, True], ids=["an empty store", "a store with cases"])
async def test_no_import_holds_the_screen_up(tmp_path: Path, *, known: bool) -> None:
    """An extract of 100,000 rows is read in a process of its own, or in this one where the store has cases."""
    write(tmp_path, 100_000, 1, date.today(), kinds=("cases",))
    store = make_store(tmp_path / "a.cpo", None)
    if known:
        with acting(store, "alvarez") as context:
            cases.add_case(context, {"reference": "FIRST-1", "full_name": "Somebody", "officer": "alvarez"})
    app, heart = CpoApp(store, officer="alvarez"), Heart()
    async with app.run_test(size=(120, 36)):
        await asyncio.sleep(1)
        began = time.perf_counter()
        heart._last, heart._last_work = began, time.thread_time()
        heart.pressed = "import"
        heart.beat()
        running = asyncio.ensure_future(
            with_progress(app, "Importing", import_files, [tmp_path / "cases.csv"], ImportOptions(Options()))
        )
        while not running.done():
            app.simulate_key("down")
            await asyncio.sleep(0.05)
        (report,) = running.result()
    print(
        f"\nlongest pause while {report.counts.created:,} cases came in {time.perf_counter() - began:.1f} s:"
        f" {heart.gaps['import']:.0f} ms; work at a stretch {heart.work['import']:.0f} ms"
    )
    assert report.counts.created == 100_000
    assert heart.gaps["import"] <= MOST_MS
