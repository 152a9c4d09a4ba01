"""R-EXP-3: the power goes during an export. At its name there is what was there before, or all of the new file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.crash.maker import EXPORTS
from tests.crash.replay import CARELESS, Making, Replay, Wrong, older, prepared, replayed
from tests.crash.striking import tell

from cpo_tui.store import access
from cpo_tui.store.connect import Connection

LEFT_OVER = re.compile(r"\.cases\.[a-z]+\.[0-9a-f]{12}\.part")
BEFORE = b"what was there before\n" * 100


def _told(connection: Connection) -> frozenset[str]:
    """The hashes of the exports that the access log tells of."""
    lines = access.entries(connection, access.Wanted(kind="export", outcome="done"))
    return frozenset(str(line.detail["sha256"]) for line in lines)


def _export(
    shim: Path, tmp_path: Path, *, how: str = "right", form: str = "csv", before: bytes | None = BEFORE,
    cases: int = 600, some: int = 4, some_stores: int = 1,
) -> Replay:  # fmt: skip
    run = tmp_path / "run"
    store, target = prepared(run, cases), run / "out" / f"cases.{form}"
    args = ["export", "cases", "--format", form, "-o", str(target), "--json", *older(target, before)]
    making = Making(store.path, target, _told, lambda said: str(said["sha256"]), LEFT_OVER, args)
    return replayed(shim, making, how=how, some=some, some_stores=some_stores)


@pytest.mark.parametrize("before", [None, BEFORE], ids=["new", "over"])
def test_r_exp_3_a_power_cut_leaves_the_old_file_or_the_whole_new_one(
    log_shim: Path, tmp_path: Path, before: bytes | None
) -> None:
    replay = _export(log_shim, tmp_path, before=before)
    assert replay.tried > 200
    assert replay.wrong == set()


FOUND = CARELESS | {"in place": {Wrong.HALF, Wrong.UNLOGGED}, "line afterwards": {Wrong.UNLOGGED}}


@pytest.mark.parametrize("how", EXPORTS)
def test_r_exp_3_the_replay_notices_a_careless_writer(log_shim: Path, tmp_path: Path, how: str) -> None:
    """Each is found at fault for what it does wrong, and for nothing else: what it does right is still right."""
    assert _export(log_shim, tmp_path, how=how).wrong == FOUND[how]


@pytest.mark.slow
@pytest.mark.parametrize("before", [None, BEFORE], ids=["new", "over"])
@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "xlsx"])
def test_an_export_cut_in_every_way(log_shim: Path, tmp_path: Path, form: str, before: bytes | None) -> None:
    replay = _export(log_shim, tmp_path, form=form, before=before, cases=5_000, some=60, some_stores=20)
    tell(
        f"an export as {form}, {'a new file' if before is None else 'over one'}: {replay.tried} states replayed, {len(replay.wrong)} violations"
    )
    assert replay.tried > 3000
    assert replay.wrong == set()
