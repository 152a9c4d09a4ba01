"""R-CON-1 to R-CON-3: no lost update, a stale edit is shown with both values, waiting is bounded."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from cpo_tui.actions import cases
from cpo_tui.actions.context import Context, acting, office
from cpo_tui.errors import Busy, Conflict
from cpo_tui.store import reader
from cpo_tui.store.connect import Store
from cpo_tui.store.verify import verify

COUNT = """
import sys
from pathlib import Path
from cpo_tui.actions.context import acting, change_set
from cpo_tui.store.connect import Store
store = Store(Path(sys.argv[1]), None, 60)
done = 0
with acting(store, sys.argv[2]) as context:
    for _ in range(int(sys.argv[3])):
        with change_set(context, "count") as sealed:
            held = context.connection.execute("SELECT team FROM cases WHERE id = 1").fetchone()[0]
            sealed.recorder.update("cases", 1, {"team": str(int(held or 0) + 1)}, case_id=1)
        done += 1
print(done)
"""


def _count_up(store: Store, each: int) -> int:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", COUNT, str(store.path), f"officer{number}", str(each)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    return sum(int(process.communicate(timeout=300)[0]) for process in running)


def test_r_con_1_four_processes_lose_no_update_of_eight_hundred(context: Context, store: Store) -> None:
    acknowledged = _count_up(store, 200)
    row = reader.case_row(context.connection, 1)
    assert acknowledged == 800
    assert row.team == "800"
    verdict = verify(context.connection, office())
    assert verdict.problems == ()
    assert sum(1 for one in reader.history(context.connection, limit=2000) if one.verb == "count") == 800


def test_r_con_2_a_stale_edit_is_shown_with_both_values(context: Context, store: Store) -> None:
    mine = reader.case_row(context.connection, 1)
    with acting(store, "tran") as other:
        cases.edit_case(other, 1, {"facility": "Tacoma", "team": "south"}, version=mine.version)
    with pytest.raises(Conflict) as conflict:
        cases.edit_case(context, 1, {"facility": "Dilley"}, version=mine.version)
    assert conflict.value.details["yours"] == {"facility": "Dilley"}
    assert conflict.value.details["theirs"] == {"facility": "Tacoma"}
    now = reader.case_row(context.connection, 1)
    assert (now.facility, now.team) == ("Tacoma", "south")
    cases.edit_case(context, 1, {"facility": "Dilley"}, version=now.version)
    assert reader.case_row(context.connection, 1).facility == "Dilley"


def test_r_con_3_waiting_for_another_writer_is_bounded_and_loses_nothing(context: Context, store: Store) -> None:
    holder = store.writer()
    holder.execute("BEGIN IMMEDIATE")
    with acting(Store(store.path, None, 0.5), "tran", read_only=True) as patient:
        patient.read_only = False
        began = time.monotonic()
        with pytest.raises(Busy, match=r"waited 0\.5 s"):
            cases.assign_cases(patient, [1], "okafor")
        assert 0.4 < time.monotonic() - began < 1.5
        assert reader.case_row(patient.connection, 1).officer == "alvarez"
        holder.execute("ROLLBACK")
        holder.close()
        assert cases.assign_cases(patient, [1], "okafor").references == ("C-1",)
