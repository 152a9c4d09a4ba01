"""Where somebody was last written to, and when that does not hold any longer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cpo_tui.actions import cases, letters, timeline
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.letters import Addressee
from cpo_tui.actions.undo import undo
from cpo_tui.store import connect
from cpo_tui.store.letters import last_address


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    store = connect.create(tmp_path / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(store, "alvarez") as opened:
        cases.add_case(opened, {"reference": "C-1", "full_name": "Núñez, María"})
        yield opened


def write(context: Context, name: str, address: str, capacity: str = "person") -> None:
    letters.send_letter(context, "acknowledgement", 1, Addressee(name, capacity, address), fields={"inquiry": "2026-1"})


def test_the_newest_letter_to_the_same_recipient_says_the_address(context: Context) -> None:
    assert last_address(context.connection, 1, "Núñez, María") == ""
    write(context, "Núñez, María", "12 Elm St\nTacoma")
    write(context, "J. Ortiz", "1 Court Sq", "attorney")
    write(context, "Núñez, María", "")
    assert last_address(context.connection, 1, " Núñez, María ") == "12 Elm St\nTacoma"
    assert last_address(context.connection, 1, "J. Ortiz") == "1 Court Sq"
    assert last_address(context.connection, 2, "J. Ortiz") == ""


def test_an_address_from_before_a_change_does_not_hold(context: Context) -> None:
    write(context, "Núñez, María", "12 Elm St")
    write(context, "J. Ortiz", "1 Court Sq", "attorney")
    context.now += timedelta(days=1)
    timeline.add_event(context, [1], "address_changed", "2026-03-01")
    assert last_address(context.connection, 1, "Núñez, María") == ""
    assert last_address(context.connection, 1, "J. Ortiz") == "1 Court Sq", "only the person has moved"
    undo(context)
    assert last_address(context.connection, 1, "Núñez, María") == "12 Elm St"
