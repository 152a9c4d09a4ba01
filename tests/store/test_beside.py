"""Two connections that count at once read one state of the store, whoever commits meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpo_tui.errors import Busy
from cpo_tui.store import beside, connect
from cpo_tui.store.connect import Connection, Store
from cpo_tui.store.reader import data_version


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return connect.create(tmp_path / "mine.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")


def _add(store: Store, login: str) -> None:
    writer = store.writer()
    writer.execute("INSERT INTO meta (key, value) VALUES (?, 'x')", (login,))
    writer.close()


def _rows(connection: Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM meta").fetchone()[0])


def test_both_keep_the_state_in_which_they_began(store: Store) -> None:
    first = store.reader()
    before = _rows(first)
    with beside.beside(store, first) as other:
        _add(store, "one")
        assert (_rows(first), _rows(other)) == (before, before)
    assert not first.in_transaction
    assert _rows(first) == before + 1


def test_a_transaction_that_was_there_is_there_afterwards(store: Store) -> None:
    first = store.reader()
    first.execute("BEGIN")
    with beside.beside(store, first):
        pass
    assert first.in_transaction


def test_a_commit_between_the_two_beginnings_begins_both_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = iter(range(100))

    def committed_meanwhile(watch: Connection) -> int:
        if next(calls) == 1:
            _add(store, "between")
        return data_version(watch)

    monkeypatch.setattr(beside, "data_version", committed_meanwhile)
    first = store.reader()
    before = _rows(first)
    with beside.beside(store, first) as other:
        assert (_rows(first), _rows(other)) == (before + 1, before + 1)
    assert next(calls) == 4


def test_who_cannot_get_one_state_says_so_and_leaves_nothing_open(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    always_another = iter(range(1000))
    monkeypatch.setattr(beside, "data_version", lambda _: next(always_another))
    first = store.reader()
    with pytest.raises(Busy), beside.beside(store, first):
        pytest.fail("two states were taken for one")
    assert not first.in_transaction
