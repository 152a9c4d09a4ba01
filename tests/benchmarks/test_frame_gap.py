"""No key holds the screen up: the longest time for which the thread of the screen did not come round.

By hand, like `test_million`, whose stores it uses. The suite holds the same by counting (`tests/ui/test_screen_thread.py`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest
from tests.benchmarks.test_million import Stores, stores  # noqa: F401 - the fixture
from textual.pilot import Pilot

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
        self.pressed = "start"
        self._last = time.perf_counter()

    def beat(self) -> None:
        """One beat; the next follows."""
        now = time.perf_counter()
        self.gaps[self.pressed] = max(self.gaps.get(self.pressed, 0), (now - self._last) * 1000)
        self._last = now
        asyncio.get_running_loop().call_later(0.002, self.beat)


async def _rest(pilot: Pilot[int], app: CpoApp, seconds: Callable[[], float] = lambda: 0.6) -> None:
    await asyncio.sleep(seconds())


async def test_no_key_holds_the_screen_up(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    store = open_store(stores.million)
    app = CpoApp(store, officer=stores.env["CPO_OFFICER"])
    heart = Heart()
    async with app.run_test(size=(120, 36)) as pilot:
        heart._last = time.perf_counter()
        heart.beat()
        await _rest(pilot, app, lambda: 3)
        for number, keys in enumerate(WALK):
            heart.pressed = f"{number} {keys}"
            for key in keys.split():
                app.simulate_key(key)
            await _rest(pilot, app)
    worst = sorted(heart.gaps.items(), key=lambda one: -one[1])[:16]
    print("\nlongest gaps: " + ", ".join(f"{keys}: {gap:.0f} ms" for keys, gap in worst))
    assert worst[0][1] <= MOST_MS
