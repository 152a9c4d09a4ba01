"""R-EXP-3 and R-AUD-2: the power goes while a letter is written. What has its name is whole, and kept as it was sent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.crash.replay import CARELESS, Making, Replay, Wrong, older, prepared, replayed
from tests.crash.striking import tell

from cpo_tui.store.connect import Connection

LEFT_OVER = re.compile(r"\.status\.txt\.[0-9a-f]{12}\.part")
BEFORE = b"an older letter\n" * 100


def _told(connection: Connection) -> frozenset[str]:
    """The change-sets of the letters that are kept, each with its words and its line in the timeline."""
    return frozenset(
        str(row[0])
        for row in connection.execute(
            "SELECT x.change_set_id FROM changes x JOIN letters l ON l.id = x.row_id WHERE x.table_name = 'letters'"
            " AND EXISTS (SELECT 1 FROM events e WHERE e.case_id = l.case_id AND e.kind = 'letter_sent')"
        )
    )


def _letter(
    shim: Path,
    tmp_path: Path,
    *,
    how: str = "right",
    before: bytes | None = BEFORE,
    some: int = 4,
    some_stores: int = 1,
) -> Replay:
    run = tmp_path / "run"
    store, target = prepared(run, 20), run / "out" / "status.txt"
    args = ["letter", "status", "I-1", "--vouch", "identity_check", "-o", str(target), "--json", *older(target, before)]
    making = Making(store.path, target, _told, lambda said: str(said["change_set"]), LEFT_OVER, args)
    return replayed(shim, making, how=how, some=some, some_stores=some_stores)


@pytest.mark.parametrize("before", [None, BEFORE], ids=["new", "over"])
def test_r_exp_3_a_letter_that_has_its_name_is_whole_and_kept(
    log_shim: Path, tmp_path: Path, before: bytes | None
) -> None:
    replay = _letter(log_shim, tmp_path, before=before)
    assert replay.tried > 200
    assert replay.wrong == set()


FOUND = CARELESS | {"letter: afterwards": {Wrong.UNLOGGED}}


@pytest.mark.parametrize("how", FOUND)
def test_r_exp_3_the_replay_notices_a_careless_letter(log_shim: Path, tmp_path: Path, how: str) -> None:
    assert _letter(log_shim, tmp_path, how=how).wrong == FOUND[how]


@pytest.mark.slow
@pytest.mark.parametrize("before", [None, BEFORE], ids=["new", "over"])
def test_a_letter_cut_in_every_way(log_shim: Path, tmp_path: Path, before: bytes | None) -> None:
    replay = _letter(log_shim, tmp_path, before=before, some=60, some_stores=20)
    tell(f"a letter, {'new' if before is None else 'over one'}: {replay.tried} states, {len(replay.wrong)} violations")
    assert replay.tried > 3000
    assert replay.wrong == set()
