"""How a list is taken: by the index in its order, without sorting and without the wide table."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cpo_tui.domain.query.ordering import ORDERS
from cpo_tui.store import connect, search, window

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)


class Watched:
    """A connection that remembers what it was asked, to have it explained."""

    def __init__(self, connection: connect.Connection) -> None:
        self.connection = connection
        self.asked: list[tuple[str, tuple[object, ...]]] = []

    def execute(self, sql: str, params: tuple[object, ...] = ()) -> object:
        self.asked.append((sql, params))
        return self.connection.execute(sql, params)

    def plan(self) -> str:
        lines = [
            row[3] for sql, params in self.asked for row in self.connection.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        ]
        return "\n".join(lines)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    store = connect.create(tmp_path / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    writer = store.writer()
    writer.execute("BEGIN")
    for number in range(1, 301):
        writer.execute("INSERT INTO persons(id, full_name) VALUES (?, 'Person')", (number,))
        writer.execute(
            "INSERT INTO cases(id, reference, person_id, search_key, act_key, act_from, due_key) VALUES (?, ?, ?, 'person smith', ?, 1, 2)",
            (number, f"R{number}", number, None if number % 10 == 0 else 1000 - number),
        )
    writer.execute("COMMIT")
    writer.close()
    reader = store.reader()
    yield Watched(reader)
    reader.close()


def taken(watched: Watched, query: str, **more: object) -> array[int]:
    condition = search.condition_of(query, now=NOW, zone=ZONE, officer="alvarez", work_only=True)
    return window.ids_in_order(watched, condition, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query",
    ["", "late", "due<7d", "stage:final_order custody:detained", "waiting:any -waiting:us", "has:missing", "hold:yes", "untouched>30d",
     "severity:due_process or late", "facility:tacoma", "hearing<14d has:inquiry", "age>180d docket:detained", "flag:none"],
)  # fmt: skip
def test_the_usual_queries_read_one_index_in_its_order(watched: Watched, query: str) -> None:
    taken(watched, query)
    plan = watched.plan()
    assert "USING COVERING INDEX cases_worklist" in plan
    assert "TEMP B-TREE" not in plan


def test_one_officer_is_read_by_an_index_of_their_own(watched: Watched) -> None:
    taken(watched, "officer:alvarez stage:final_order")
    assert "cases_by_officer" in watched.plan()
    assert "SCAN c" not in watched.plan()


def test_a_word_in_many_names_gives_its_first_cases_without_the_search_index(watched: Watched) -> None:
    first = taken(watched, "smith", limit=50)
    assert len(first) == 50
    assert not [sql for sql, _ in watched.asked if "MATCH" in sql]
    assert first == taken(watched, "smith")[:50]


def test_a_word_in_few_names_asks_the_search_index(watched: Watched) -> None:
    assert len(taken(watched, "nobody", limit=50)) == 0
    assert [sql for sql, _ in watched.asked if "MATCH" in sql]


def test_the_ids_are_eight_bytes_each_and_closed_cases_follow(watched: Watched) -> None:
    ids = taken(watched, "person")
    assert ids.typecode == "q"
    assert len(ids) == 300
    assert list(ids[270:]) == list(range(10, 301, 10))
    assert list(ids[:2]) == [299, 298]
    assert len(taken(watched, "")) == 270


def test_every_order_of_the_language_is_known_here() -> None:
    assert list(window._ORDERS) == list(ORDERS)


def test_the_worklist_index_has_the_columns_that_the_schema_says(watched: Watched) -> None:
    from cpo_tui.store.tables.cases import WORKLIST

    columns = [row[2] for row in watched.connection.execute("PRAGMA index_info(cases_worklist)")]
    assert columns == list(WORKLIST)
