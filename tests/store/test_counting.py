"""Counts of views: one walk for all gives what each alone gives."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cpo_tui.actions import cases, documents, inquiries, timeline
from cpo_tui.actions.context import acting
from cpo_tui.actions.stores import make_store
from cpo_tui.domain.demands import sort_key
from cpo_tui.domain.views import SHIPPED
from cpo_tui.store import counting, search, window
from cpo_tui.store.connect import Connection, Store
from cpo_tui.store.search import Condition
from cpo_tui.store.tables.cases import WORKLIST

NOW, ZONE = datetime(2026, 3, 2, 14, tzinfo=UTC), ZoneInfo("America/New_York")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = make_store(tmp_path / "store.cpo", None)
    with acting(store, "alvarez") as context:
        for number in range(1, 13):
            officer = {0: "alvarez", 1: "okafor", 2: None}[number % 3]
            values = {"reference": f"C-{number}", "full_name": f"Person {number}"}
            made = cases.add_case(context, values | ({"officer": officer} if officer else {})).made
            assert made is not None
            if number != 4:
                timeline.add_task(context, [made], "Review", f"2026-03-{number:02d}")
        cases.wait_on(context, [1, 2], "court")
        cases.hold_cases(context, [3], "2026-04-01")
        cases.close_cases(context, [4], "resolved")
        documents.add_document(context, [5], {"document": "I-862", "state": "requested"})
        asked = {"enquirer": "J. Ortiz", "capacity": "attorney", "subject": "status"} | {
            "received_at": "2026-02-10",
            "due_at": "2026-02-20",
        }
        inquiries.add_inquiry(context, [6], asked)
    return store


def meant(query: str) -> Condition:
    return search.condition_of(query, now=NOW, zone=ZONE, officer="alvarez", work_only=True)


def test_one_walk_counts_like_one_question_each(store: Store) -> None:
    connection = store.reader()
    conditions = [meant(view.query) for view in SHIPPED]
    opened, *together = counting.count_all(connection, conditions)
    assert opened == 11
    assert together == [len(window.ids_in_order(connection, one)) for one in conditions]
    by_name = dict(zip((view.name for view in SHIPPED), together, strict=True))
    assert by_name["Late"] == 2
    assert by_name["Waiting on others"] == 2
    assert by_name["Held"] == 1
    assert by_name["Inquiries late"] == 1
    assert by_name["Unassigned"] == 4
    connection.close()


class Watched:
    """A connection that keeps what it was asked."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.asked: list[str] = []

    def execute(self, sql: str, params: object = ()) -> object:
        self.asked.append(sql)
        return self._connection.execute(sql, params)  # type: ignore[arg-type]


def test_the_shipped_views_take_few_questions(store: Store) -> None:
    connection = store.reader()
    watched = Watched(connection)
    counting.count_all(watched, [meant(view.query) for view in SHIPPED])  # type: ignore[arg-type]
    assert len(watched.asked) <= 5
    plan = connection.execute(f"EXPLAIN QUERY PLAN {watched.asked[0]}", [0] * watched.asked[0].count("?")).fetchall()
    assert "COVERING INDEX cases_worklist" in str(plan)
    connection.close()


def test_the_load_of_days_adds_up(store: Store) -> None:
    connection = store.reader()
    ends = [sort_key(datetime(2026, 3, day, tzinfo=UTC).date(), ZONE) for day in (2, 3, 4, 12)]
    load = counting.count_until(connection, meant("officer:alvarez"), ends)
    alone = [
        len(window.ids_in_order(connection, meant(f"officer:alvarez act<={day}")))
        for day in ("2026-03-02", "2026-03-03", "2026-03-04", "2026-03-12")
    ]
    assert [sum(load[: place + 1]) for place in range(4)] == alone
    connection.close()


def test_the_columns_of_the_walk_are_those_of_the_index() -> None:
    assert set(WORKLIST) == counting._INDEXED
