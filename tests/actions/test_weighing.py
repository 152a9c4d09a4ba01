"""The office says what each open thing weighs: with a reason, for everybody, by those who may, and back by undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cpo_tui.actions.context import Context
from cpo_tui.actions.undo import undo
from cpo_tui.actions.weighing import adopt_weights
from cpo_tui.errors import Refused, UsageError
from cpo_tui.rules.workload import shipped_weights, weight_typed, weights_from, weights_of, weights_typed
from cpo_tui.store.workload import weights_in_use

HEAVY = replace(shipped_weights(), case=10.0)
TYPED = {
    "case": "10", "held": "0.25", "inquiry": "1", "document": ".25", "due_process": "2", "statutory": "1.5",
    "regulatory": "1", "policy": "0.5", "service": "0.5",
}  # fmt: skip


def test_weights_are_adopted_told_and_taken_back(context: Context) -> None:
    assert weights_in_use(context.connection).since(context.zone) == "as cpo ships"
    adopt_weights(context, HEAVY, "the board")
    now = weights_in_use(context.connection)
    assert (now.weights, now.since(context.zone)) == (HEAVY, "by alvarez, 2026-03-02")
    with pytest.raises(Refused, match="in use"):
        adopt_weights(context, HEAVY, "again")
    undo(context)
    assert weights_in_use(context.connection).weights == shipped_weights()


def test_they_need_a_reason(context: Context) -> None:
    with pytest.raises(UsageError, match="with a reason"):
        adopt_weights(context, HEAVY, "  ")


def test_a_file_says_them_whole(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(HEAVY.as_toml(), encoding="utf-8")
    assert weights_from(str(path)) == HEAVY
    assert weights_of(shipped_weights().as_toml(), "x") == shipped_weights()
    path.write_bytes(b"\xff")
    with pytest.raises(UsageError, match="not UTF-8"):
        weights_from(str(path))


def test_what_is_typed() -> None:
    assert weights_typed(TYPED) == HEAVY
    for wrong in ("", "much", "-1", "nan", "inf", "1001"):
        with pytest.raises(UsageError, match="no weight of due process"):
            weights_typed(TYPED | {"due_process": wrong})


def test_the_day_since_which_they_are_in_use_is_that_of_the_office(context: Context) -> None:
    late = replace(context, now=datetime.fromisoformat("2026-03-04T02:30:00+00:00"))
    adopt_weights(late, HEAVY, "the board")
    now = weights_in_use(context.connection)
    assert now.since(ZoneInfo("America/New_York")) == "by alvarez, 2026-03-03"
    assert now.since(ZoneInfo("Europe/London")) == "by alvarez, 2026-03-04"


def test_showing_them_changes_none() -> None:
    shown = shipped_weights().as_json()
    shown["deadline"]["policy"] = 900.0
    with pytest.raises(TypeError):
        shipped_weights().deadline["policy"] = 900.0  # type: ignore[index]
    assert shipped_weights().deadline["policy"] == 0.5
    for weight in (0.0, 1.0, 1.5, 0.1234567, 999.9999999, 1e-9, 1 / 3):
        typed = dict.fromkeys(TYPED, weight_typed(weight))
        assert weights_typed(typed).case == weights_typed(typed).deadline["policy"] == weight
    assert weight_typed(10.0) == "10"
