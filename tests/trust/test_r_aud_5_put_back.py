"""R-AUD-5: an older copy that was put in the place of a store is noticed at opening, and never stops a restore."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from tests.trust.conftest import PASSPHRASE, Run

from cpo_tui.actions import timeline
from cpo_tui.actions.context import acting
from cpo_tui.actions.trust import back_up, restore_store
from cpo_tui.store import access, watermarks
from cpo_tui.store.connect import Store, open_store
from cpo_tui.ui.app import CpoApp


def _worked(store: Store, passphrase: str | None, words: str) -> Store:
    opened = open_store(store.path, passphrase)
    with acting(opened, "alvarez") as context:
        timeline.add_note(context, [1], words)
    return opened


@pytest.fixture
def replaced(encrypted: Store, tmp_path: Path) -> Store:
    """A store that was worked on, and in whose place an older copy lies now."""
    _worked(encrypted, PASSPHRASE, "before the copy")
    with acting(encrypted, "alvarez") as context:
        back_up(context, tmp_path / "copy.cpo")
    _worked(encrypted, PASSPHRASE, "after the copy")
    shutil.copy(tmp_path / "copy.cpo", encrypted.path)
    for suffix in ("-wal", "-shm"):
        Path(f"{encrypted.path}{suffix}").unlink(missing_ok=True)
    return encrypted


def test_r_aud_5_an_older_copy_put_back_is_said_at_opening(replaced: Store, cpo: Run) -> None:
    assert "is older than the one that was last worked on here" in open_store(replaced.path, PASSPHRASE).warning
    answer = cpo("--store", replaced.path, "list", "--json")
    assert answer.stderr.count("warning: This store is older") == 1
    assert len(json.loads(answer.stdout)) == 3
    cpo("--store", replaced.path, "add", "note", "C-1", "goes on as if nothing were")
    assert "warning" in cpo("--store", replaced.path, "show", "C-1").stderr


def test_r_aud_5_it_is_accepted_on_purpose_and_that_is_in_the_log(replaced: Store, cpo: Run) -> None:
    cpo("--store", replaced.path, "verify", "--accept")
    assert open_store(replaced.path, PASSPHRASE).warning == ""
    with acting(replaced, "alvarez") as context:
        (line,) = access.entries(context.connection, access.Wanted(kind="accept_copy"))
    assert line.detail["seen_change_sets"] > 0


def test_r_aud_5_a_store_that_went_another_way_is_said_as_well(replaced: Store) -> None:
    for number in range(3):
        with acting(replaced, "tran") as context:
            timeline.add_note(context, [1], f"another past {number}")
    assert "has another past" in open_store(replaced.path, PASSPHRASE).warning


def test_r_aud_5_a_restore_is_never_held_up(encrypted: Store, tmp_path: Path) -> None:
    with acting(encrypted, "alvarez") as context:
        back_up(context, tmp_path / "copy.cpo")
    _worked(encrypted, PASSPHRASE, "lost with the disk")
    restore_store(tmp_path / "copy.cpo", tmp_path / "again.cpo", PASSPHRASE, "alvarez")
    assert open_store(tmp_path / "again.cpo", PASSPHRASE).warning == ""
    assert _worked(Store(tmp_path / "again.cpo"), PASSPHRASE, "work goes on").warning == ""


def test_r_aud_5_work_moves_the_mark_on_and_a_torn_mark_counts_as_none(store: Store) -> None:
    with acting(open_store(store.path), "alvarez") as context:
        first = watermarks._read(watermarks._present(context.connection)[0])
        timeline_free = context.connection.execute("SELECT value FROM meta WHERE key = 'store_id'").fetchone()[0]
    assert first == watermarks.Watermark(0, "")
    (mark,) = (Path(os.environ["XDG_STATE_HOME"]) / "cpo" / "seen").iterdir()
    assert mark.stat().st_mode & 0o777 == 0o600
    assert timeline_free not in mark.name
    mark.write_text('{"change_sets": 9')
    assert open_store(store.path).warning == ""


def test_r_aud_5_what_is_thrown_away_leaves_no_mark(store: Store) -> None:
    with acting(store, "alvarez") as context:
        watermarks.look(context.connection)
    assert not (Path(os.environ["XDG_STATE_HOME"]) / "cpo").exists()


async def test_r_aud_5_the_screen_says_it_too(replaced: Store) -> None:
    opened = open_store(replaced.path, PASSPHRASE)
    app = CpoApp(opened, officer="alvarez", store_path=opened.path)
    async with app.run_test(size=(120, 36)) as pilot:
        for _ in range(200):
            await pilot.pause(0.01)
            if any("older than the one" in one.message for one in app._notifications):
                break
        else:
            pytest.fail("the older copy was not said")
