"""The keys of the tutorial are pressed on the demo, as a newcomer does it, and what it promises is on the screen."""

from __future__ import annotations

import re
from pathlib import Path

from tests.ui.screens.test_caseload import Text, press, settle

from cpo_tui.actions.demo import OFFICER, demo_store
from cpo_tui.ui.app import CpoApp

TUTORIAL = Path(__file__).resolve().parents[2] / "docs" / "tutorial.md"
SIZE = (110, 32)
NAMES = {
    "Esc": "escape", "Enter": "enter", "Space": "space", "^s": "ctrl+s", "/": "slash", "??": "question_mark",
    "-": "minus",
}  # fmt: skip


def steps() -> list[tuple[str, str]]:
    """What is pressed or typed, and the words that must then be on the screen."""
    blocks = re.findall(r"```keys\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [(line[:18].strip(), line[18:].strip()) for line in lines]


def keys_of(pressed: str) -> list[str]:
    if pressed.startswith('"'):
        return [Text(pressed.strip('"'))]
    return [NAMES.get(one, one) for one in pressed.replace("??", "?? ??").split()]


def _seen(app: CpoApp) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def test_the_keys_of_the_tutorial_show_what_it_says() -> None:
    walk = steps()
    assert len(walk) >= 25
    with demo_store() as store:
        app = CpoApp(store, officer=OFFICER, demo=True)
        async with app.run_test(size=SIZE, notifications=True) as pilot:
            await settle(pilot, app)
            for number, (pressed, words) in enumerate(walk, 1):
                assert words, f"step {number} ({pressed}) promises nothing"
                await press(pilot, app, *keys_of(pressed))
                for _ in range(40):  # a word of acknowledgement comes a moment after what it acknowledges
                    if words in _seen(app):
                        break
                    await pilot.pause(0.05)
                assert words in _seen(app), f"step {number}: after {pressed} there is no {words!r} in\n{_seen(app)}"
