"""No key holds the screen up: the longest time for which the thread of the screen did not come round.

By hand, like `test_million`, whose stores it uses. The suite holds the same by counting (`tests/ui/test_screen_thread.py`).
"""

from __future__ import annotations

import asyncio
import time

import pytest
from tests.benchmarks.test_million import Stores, stores  # noqa: F401 - the fixture

from cpo_tui.store.connect import open_store
from cpo_tui.ui.app import CpoApp

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
