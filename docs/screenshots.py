"""Pictures of the screens for the guide, made from the demo: `python docs/screenshots.py`. None is ever pasted.

It stands beside the pages and not in the program, which writes no picture of what is on the screen.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from pathlib import Path

os.environ.update(CPO_NOW="2026-03-02T09:00-05:00", CPO_TZ="America/New_York")

from textual.pilot import Pilot

from cpo_tui.actions.demo import OFFICER, demo_store
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp

SIZE = (110, 32)
PICTURES: dict[str, tuple[str, ...]] = {
    "caseload": ("j", "space", "j"),
    "lint-desk": ("D",),
    "team-weeks": ("T", "tab"),
    "oversight": ("V",),
    "case-over-time": ("slash", *"custody:detained", "enter", "enter", "b"),
}
"""The file of each picture, and the keys that lead to it."""
FROM_ELSEWHERE = re.compile(r"<!-- Generated.*?-->|@font-face\s*\{.*?\}", re.DOTALL)
"""Fonts that a browser would fetch; the guide is read offline, in the fonts of the machine."""


async def _settled(pilot: Pilot[int], app: CpoApp) -> None:
    await pilot.pause()
    while any(not worker.is_finished for worker in app.workers):
        await pilot.pause(0.05)
    await pilot.pause()


async def _picture(store: Store, keys: tuple[str, ...]) -> str:
    app = CpoApp(store, officer=OFFICER, demo=True)
    async with app.run_test(size=SIZE) as pilot:
        await _settled(pilot, app)
        for key in keys:
            await pilot.press("colon" if key == ":" else key)
            await _settled(pilot, app)
        return FROM_ELSEWHERE.sub("", app.export_screenshot(title="cpo"))


def main(folder: Path) -> None:
    """Write every picture into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with demo_store() as store:
        for name, keys in PICTURES.items():
            (folder / f"{name}.svg").write_text(asyncio.run(_picture(store, keys)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "images")
