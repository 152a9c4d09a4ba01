"""A store with a few cases, and the verbs' view of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cpo_tui.actions import cases
from cpo_tui.actions.context import Context, acting
from cpo_tui.store import connect
from cpo_tui.store.connect import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty, plain store."""
    return connect.create(tmp_path / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")


@pytest.fixture
def context(store: Store) -> Iterator[Context]:
    """An officer at work on four open cases, `R1` to `R4`, whose row ids are 1 to 4."""
    with acting(store, "alvarez") as opened:
        for number in range(1, 5):
            cases.add_case(opened, {"reference": f"R{number}", "full_name": f"Person {number}", "officer": "alvarez"})
        yield opened
