"""The values that a query can be completed with."""

from __future__ import annotations

from pathlib import Path

from cpo_tui.actions import cases
from cpo_tui.actions.context import acting
from cpo_tui.actions.stores import make_store
from cpo_tui.domain.filters import FIELDS
from cpo_tui.store.known import values_of


def test_the_values_that_occur_the_most_frequent_first(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store.cpo", None)
    with acting(store, "alvarez") as context:
        for number, facility in enumerate(("Tacoma", "Eloy", "Eloy", None), 1):
            values = {"reference": f"C-{number}", "full_name": "A B", "officer": f"o{number % 2}"}
            cases.add_case(context, values | ({"facility": facility} if facility else {}))
    connection = store.reader()
    known = values_of(connection)
    assert known["facility"] == ("Eloy", "Tacoma")
    assert known["officer"] == ("o0", "o1")
    assert known["team"] == ()
    assert set(known) <= set(FIELDS)
    connection.close()
