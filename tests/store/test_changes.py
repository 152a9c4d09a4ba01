"""Change-sets: before and after of every row, in a chain that cannot be rewritten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpo_tui.errors import Conflict, StoreError
from cpo_tui.store import changes, connect, reader
from cpo_tui.store.changes import GENESIS, Actor, Recorder
from cpo_tui.store.connect import Connection

AT = "2026-03-02T14:00:00.000+00:00"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    store = connect.create(tmp_path / "a.cpo", created_at=AT, zone="America/New_York")
    opened = store.writer()
    yield opened
    opened.close()


def recorder(connection: Connection, verb: str = "test") -> Recorder:
    return Recorder(connection, Actor("alvarez"), verb, AT, "why")


def a_case(recorded: Recorder, reference: str = "R1") -> int:
    person = recorded.insert("persons", {"full_name": "A. Person", "nationality": None})
    return recorded.insert("cases", {"reference": reference, "person_id": person})


def test_each_row_keeps_what_it_was_and_what_it_became(connection: Connection) -> None:
    first = recorder(connection)
    case_id = a_case(first)
    first.seal("made")
    second = recorder(connection)
    assert second.update("cases", case_id, {"stage": "intake", "team": None})
    assert not second.update("cases", case_id, {"stage": "intake"})
    set_id = second.seal("moved")
    (change,) = reader.changes_of(connection, set_id)
    assert change == (case_id, "R1", "cases", case_id, "update", '{"stage":null}', '{"stage":"intake"}')
    assert connection.execute("SELECT version FROM cases").fetchone()[0] == 2
    assert second.touched == {case_id}


def test_many_cases_at_once_are_written_and_recorded_as_one_by_one(connection: Connection) -> None:
    made = recorder(connection)
    ids = [a_case(made, f"R{number}") for number in range(5)]
    made.seal("made")
    wanted: dict[int, dict[str, object]] = {
        ids[3]: {"stage": "intake", "officer": "okafor"},
        ids[0]: {"stage": "intake", "officer": None},
        ids[4]: {"officer": None},
        ids[1]: {"officer": "okafor"},
    }

    def written(*, at_once: bool) -> tuple[object, ...]:
        connection.execute("SAVEPOINT tried")
        tried = recorder(connection)
        if at_once:
            tried.update_cases(wanted)
        else:
            for case_id, fields in wanted.items():
                tried.update("cases", case_id, fields)
        rows = connection.execute("SELECT id, version, stage, officer FROM cases ORDER BY id").fetchall()
        connection.execute("ROLLBACK TO tried")
        return tried.changes, tried.touched, tried.of_law, rows

    one_by_one = written(at_once=False)
    assert len(one_by_one[0]) == 3  # type: ignore[arg-type]
    assert written(at_once=True) == one_by_one


def test_a_case_that_is_gone_stops_them_all(connection: Connection) -> None:
    made = recorder(connection)
    case_id = a_case(made)
    with pytest.raises(StoreError, match="gone"):
        made.update_cases({case_id: {"stage": "intake"}, 99: {"stage": "intake"}})
    with pytest.raises(StoreError, match="no column"):
        made.update_cases({case_id: {"act_key": 1}})
    assert connection.execute("SELECT stage FROM cases").fetchone()[0] is None


def test_what_is_removed_stays_in_the_record(connection: Connection) -> None:
    made = recorder(connection)
    case_id = a_case(made)
    note = made.insert("notes", {"case_id": case_id, "body": "b", "written_at": AT}, case_id=case_id)
    made.seal("made")
    gone = recorder(connection)
    gone.delete("notes", note, case_id=case_id)
    set_id = gone.seal("gone")
    (change,) = reader.changes_of(connection, set_id)
    assert json.loads(change[5])["body"] == "b"
    assert change[6] is None


def test_every_set_is_linked_to_the_one_before(connection: Connection) -> None:
    for number in range(3):
        recorded = recorder(connection)
        a_case(recorded, f"R{number}")
        recorded.seal(f"made {number}")
    key = changes.chain_key(connection)
    previous = GENESIS
    for *body, digest in connection.execute(
        "SELECT id, at, officer, verb, reason, summary, source, root_id, batch_id, count, digest, hash FROM change_sets ORDER BY id"
    ):
        assert digest == changes.link(key, previous, body)
        assert digest != changes.link(b"another key", previous, body)
        previous = digest


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change_sets SET officer = 'nobody'",
        "DELETE FROM change_sets",
        "UPDATE changes SET after = '{}'",
        "DELETE FROM changes",
    ],
)
def test_the_record_is_append_only(connection: Connection, statement: str) -> None:
    recorded = recorder(connection)
    a_case(recorded)
    recorded.seal("made")
    with pytest.raises(connect.DatabaseError, match="never"):
        connection.execute(statement)


def test_a_stale_version_is_a_conflict_with_both_values(connection: Connection) -> None:
    recorded = recorder(connection)
    case_id = a_case(recorded)
    recorded.update("cases", case_id, {"team": "north"})
    with pytest.raises(Conflict) as caught:
        recorded.update("cases", case_id, {"team": "south"}, version=1)
    assert caught.value.details == {"yours": {"team": "south"}, "theirs": {"team": "north"}}
    assert not recorded.update("cases", case_id, {"team": "north"}, version=1)


@pytest.mark.parametrize("table", ["change_sets", "meta", "sqlite_master", "cases; DROP TABLE cases"])
def test_only_the_tables_of_actions_are_written(connection: Connection, table: str) -> None:
    with pytest.raises(StoreError, match="do not write"):
        recorder(connection).insert(table, {"x": 1})


@pytest.mark.parametrize("column", ["act_by", "search_key", "colour", "stage = 'x' --"])
def test_derived_and_unknown_columns_are_not_written(connection: Connection, column: str) -> None:
    recorded = recorder(connection)
    case_id = a_case(recorded)
    with pytest.raises(StoreError, match="no column"):
        recorded.update("cases", case_id, {column: "x"})


def test_a_row_that_is_gone_is_said(connection: Connection) -> None:
    with pytest.raises(StoreError) as caught:
        recorder(connection).update("cases", 9, {"team": "x"})
    assert caught.value.name == "gone"
    with pytest.raises(StoreError):
        recorder(connection).delete("cases", 9)


def test_canonical_bytes_do_not_depend_on_order() -> None:
    assert changes.canonical({"b": 1, "a": "ü"}) == changes.canonical({"a": "ü", "b": 1}) == '{"a":"ü","b":1}'.encode()
