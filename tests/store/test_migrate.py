"""Bringing a store of an older version to this one: what is said meanwhile, and the copy that is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.older import older_store

from cpo_tui.errors import StoreError
from cpo_tui.store import connect, migrate, soundness
from cpo_tui.store.connect import Store, open_store
from cpo_tui.store.migrate import CHANGING, CHECKING, COPYING, how_far

Heard = list[tuple[str, int, int]]


def _opened(path: Path, heard: Heard) -> Store:
    return open_store(path, migrating=lambda stage, done, total: heard.append((stage, done, total)))


def test_a_migration_tells_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "PAGES_AT_ONCE", 3)
    monkeypatch.setattr(soundness, "_STEPS", 10)
    store, heard = older_store(tmp_path / "a.cpo"), Heard()
    kept = _opened(store.path, heard).kept
    assert kept is not None
    assert connect.revision_of(Store(kept).reader()) == "0001"
    stages = [stage for stage, _, _ in heard]
    assert list(dict.fromkeys(stages)) == [COPYING, CHECKING, CHANGING]
    assert stages == sorted(stages, key=[COPYING, CHECKING, CHANGING].index)
    copied = [(done, total) for stage, done, total in heard if stage == COPYING]
    assert copied[0] == (0, 0)
    assert len(copied) > 3
    assert [done for done, _ in copied] == sorted({done for done, _ in copied})
    assert copied[-1][0] == copied[-1][1] > 0
    assert stages.count(CHECKING) > 1
    assert heard[-1] == (CHANGING, 1, 1)


def test_nothing_is_told_where_nothing_is_needed(tmp_path: Path) -> None:
    store, heard = older_store(tmp_path / "a.cpo"), Heard()
    assert open_store(store.path).kept is not None
    assert _opened(store.path, heard).kept is None
    assert heard == []


def test_a_check_that_is_watched_finds_what_one_that_is_not_does(tmp_path: Path) -> None:
    store = older_store(tmp_path / "a.cpo")
    writer = store.writer()
    writer.execute("PRAGMA foreign_keys=OFF")
    writer.execute("UPDATE cases SET person_id = 99")
    beats: list[int] = []
    for watched in (None, lambda: beats.append(1)):
        with pytest.raises(StoreError, match="cases row 1 refers to a missing persons"):
            soundness.check(writer, watched)
    writer.close()


def test_how_far_is_a_share_or_the_seconds_since() -> None:
    assert how_far(43, 100, 9.0) == "43 %"
    assert how_far(0, 0, 12.4) == "12 s"
