"""One picture: nothing is painted inside the block, and never for longer than it may be held back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest

from cpo_tui.ui import one_picture as pictures


class Toolkit:
    """What the block asks of the application."""

    def __init__(self) -> None:
        self.held = 0
        self.looked = 0
        self.screen = self

    @contextmanager
    def batch_update(self) -> Iterator[None]:
        self.held += 1
        yield
        self.held -= 1

    def check_idle(self) -> None:
        self.looked += 1


async def _hold(app: Toolkit, seconds: float, *, fails: bool = False) -> int:
    with pictures.one_picture(cast("Any", app)):
        assert app.held == 1
        await asyncio.sleep(seconds)
        if fails:
            raise ValueError("the work fails")
        return app.held


def test_it_is_held_until_the_block_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "HOLD_SECONDS", 30)
    app = Toolkit()
    assert asyncio.run(_hold(app, 0)) == 1
    assert app.held == 0
    assert app.looked, "the screen is told to paint"


def test_it_is_not_held_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "HOLD_SECONDS", 0)
    app = Toolkit()
    assert asyncio.run(_hold(app, 0.01)) == 0
    assert app.held == 0


def test_it_is_let_go_when_the_work_fails() -> None:
    app = Toolkit()
    with pytest.raises(ValueError, match="the work fails"):
        asyncio.run(_hold(app, 0, fails=True))
    assert app.held == 0
