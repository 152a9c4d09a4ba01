"""Queries over a real store: each field against a plain count over the rows, `not`, and, or against set algebra."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpo_tui.domain.cases import STAGES
from cpo_tui.domain.demands import begin_key, sort_key
from cpo_tui.domain.filters import FIELDS, parse
from cpo_tui.domain.names import search_key
from cpo_tui.domain.query.ordering import ORDERS, Order
from cpo_tui.errors import QueryError
from cpo_tui.store import connect, search, window

CORPORA = Path(__file__).resolve().parents[1] / "corpora"
ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
TODAY = date(2026, 3, 2)


@dataclass
class Row:
    """A case as the test knows it, apart from the store."""

    id: int
    case: dict[str, Any]
    person: dict[str, Any]
    missing: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    expires: list[str] = field(default_factory=list)
    rules: dict[str, str] = field(default_factory=dict)


def made_up(count: int) -> list[Row]:
    rng = random.Random(7)
    names = [
        row["full_name"] for row in csv.DictReader((CORPORA / "unicode_names.csv").open(encoding="utf-8", newline=""))
    ]

    def some(*values: Any) -> Any:
        return rng.choice([None, *values])

    def moment(days: int) -> str:
        return (
            (NOW + timedelta(days=days, minutes=rng.randint(-600, 600))).astimezone(UTC).isoformat(timespec="seconds")
        )

    def day(days: int) -> str:
        return (TODAY + timedelta(days=days)).isoformat()

    def near(spread: int) -> str:
        return rng.choice([day, moment])(rng.randint(-spread, spread))

    rows = []
    for number in range(1, count + 1):
        is_open = rng.random() < 0.8
        due: Any = TODAY + timedelta(days=rng.randint(-20, 40))
        if rng.random() < 0.4:
            due = NOW + timedelta(hours=rng.randint(-100, 300))
        act = due - timedelta(days=rng.randint(0, 5))
        name = names[number % len(names)]
        row = Row(
            number,
            {
                "id": number, "reference": f"SEA-2026-{number:05d}", "person_id": number,
                "lifecycle": rng.choice(["open", "reopened"]) if is_open else rng.choice(["closed", "transferred"]),
                "stage": some("intake", "final_order", "appeal"), "docket": some("detained", "juvenile"),
                "custody_status": some("detained", "released", "none", "unknown"), "facility": some("Tacoma NW", "Elgin_50%"),
                "officer": some("alvarez", "Okafor", "bell"), "team": some("north", "south"), "opened_on": some(day(-rng.randint(0, 400))),
                "closed_on": None if is_open else day(-rng.randint(0, 90)), "closure_reason": None if is_open else some("Transferred out", "relief"),
                "waiting_on": some("us", "court", "third_party"), "batch_id": some(7, 8), "stage_since": some(near(100)),
                "assigned_at": some(near(60)), "last_touched_at": some(near(60)), "held_until": some(day(rng.randint(-5, 5))),
                "open_inquiries": rng.randint(0, 1), "next_hearing_at": some(near(20)),
                "severity": rng.choice(["due_process", "service"]) if is_open else None, "demand_kind": "hearing" if is_open else None,
                "rule": some("us-pocr-90d-decision", "us-bia-appeal-30d") if is_open else None,
                "act_key": sort_key(act, ZONE) if is_open else None, "act_from": begin_key(act, ZONE) if is_open else None,
                "due_key": sort_key(due, ZONE) if is_open else None,
            },
            {
                "id": number, "full_name": name, "a_number": some(f"{200_000_000 + number:09d}"),
                "nationality": some("GT", "CN"), "language": some("es"), "interpreter_needed": some(0, 1),
            },
            missing=rng.sample(["I-862", "I-200", "G-28"], rng.randint(0, 2)),
            flags=rng.sample(["possible_us_citizen", "pregnant"], rng.choice([0, 0, 1, 2])),
            events=rng.sample(["nta_served", "ij_decision"], rng.randint(0, 2)),
            expires=[day(rng.randint(-10, 60)) for _ in range(rng.randint(0, 2))],
            rules=rng.choice([{}, {"us-a-90d": "running"}, {"us-a-90d": "met"}, {"us-a-90d": "paused", "us-b": "running"}]),
        )  # fmt: skip
        row.case["missing_documents"] = len(row.missing)
        row.case["safeguards"] = ",".join(sorted(row.flags)) or None
        row.case["search_key"] = search_key(name, row.case["reference"], row.person["a_number"])
        rows.append(row)
    return rows


def deadline(case_id: int, rule: str, status: str) -> dict[str, Any]:
    return {
        "case_id": case_id, "key": rule, "rule": rule, "kind": "obligation", "title": rule, "severity": "policy", "citation": "x",
        "pack": "p", "pack_version": "1", "round": 1, "lead_seconds": 0, "status": status, "asks": 1,
    }  # fmt: skip


def fill(writer: connect.Connection, rows: list[Row]) -> None:
    def insert(table: str, records: list[dict[str, Any]]) -> None:
        for record in records:
            marks = ", ".join(f":{name}" for name in record)
            writer.execute(f"INSERT INTO {table} ({', '.join(record)}) VALUES ({marks})", record)

    writer.execute("BEGIN")
    insert("persons", [row.person for row in rows])
    insert("cases", [row.case for row in rows])
    for row in rows:
        insert(
            "documents",
            [
                {"case_id": row.id, "document": f"doc {form}", "form": form, "state": "requested"}
                for form in row.missing
            ],
        )
        insert(
            "documents",
            [{"case_id": row.id, "document": "paper", "state": "received", "expires_on": on} for on in row.expires],
        )
        insert(
            "document_forecasts",
            [
                {"case_id": row.id, "kind": "missing", "document": f"doc {form}", "form": form, "lead_seconds": 0}
                for form in row.missing
            ]
            + [
                {"case_id": row.id, "kind": "expires", "document": "paper", "due_at": on, "lead_seconds": 0}
                for on in row.expires
            ],
        )
        insert("safeguards", [{"case_id": row.id, "kind": kind} for kind in row.flags])
        insert(
            "events",
            [
                {"case_id": row.id, "kind": kind, "occurred_at": "2026-01-01", "recorded_at": "2026-01-01"}
                for kind in row.events
            ],
        )
    for row in rows:
        insert("deadlines", [deadline(row.id, rule, status) for rule, status in row.rules.items()])
    writer.execute("COMMIT")


class Caseload:
    """A filled store and the rows that are in it."""

    def __init__(self, path: Path) -> None:
        self.rows = made_up(260)
        self.store = connect.create(
            path / "caseload.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York"
        )
        writer = self.store.writer()
        fill(writer, self.rows)
        writer.close()
        self.reader = self.store.reader()
        self.every = frozenset(row.id for row in self.rows)

    def ids(self, query: str, **more: Any) -> list[int]:
        condition = search.condition_of(query, now=NOW, zone=ZONE, officer="alvarez")
        return list(window.ids_in_order(self.reader, condition, **more))

    def plain(self, fits: Callable[[Row], Any]) -> set[int]:
        return {row.id for row in self.rows if fits(row)}


@pytest.fixture(scope="module")
def caseload(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caseload]:
    made = Caseload(tmp_path_factory.mktemp("search"))
    yield made
    made.reader.close()


def local_day(value: str) -> date:
    """The day of the office on which a stored date falls, read apart from the product."""
    return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value).astimezone(ZONE).date()


def on(row: Row, column: str) -> date | None:
    value = row.case[column]
    return None if value is None else local_day(value)


def due_day(row: Row, column: str = "due_key") -> date | None:
    value = row.case[column]
    return None if value is None else datetime.fromtimestamp(value, ZONE).date()


def within(value: date | None, low: date, high: date) -> bool:
    return value is not None and low <= value <= high


SECOND = int(NOW.timestamp())
FAR, LONG_AGO = date(2199, 1, 1), date(1900, 1, 1)
CASES: list[tuple[str, Callable[[Row], Any]]] = [
    ("", lambda row: True),
    ("officer:me", lambda row: row.case["officer"] == "alvarez"),
    ("officer:okafor", lambda row: False),
    ("officer:Okafor", lambda row: row.case["officer"] == "Okafor"),
    ("officer:ALVAREZ", lambda row: row.case["officer"] == "alvarez"),
    ("officer:none", lambda row: row.case["officer"] is None),
    ("-officer:me", lambda row: row.case["officer"] != "alvarez"),
    ("officer:a*", lambda row: (row.case["officer"] or "").startswith("a")),
    ("team:NORTH", lambda row: row.case["team"] == "north"),
    ("stage:final_order", lambda row: row.case["stage"] == "final_order"),
    ("-stage:final_order", lambda row: row.case["stage"] != "final_order"),
    ("stage:any", lambda row: row.case["stage"]),
    ("custody:none", lambda row: row.case["custody_status"] == "none"),
    ("custody:unknown", lambda row: row.case["custody_status"] in {None, "unknown"}),
    ("docket:juvenile", lambda row: row.case["docket"] == "juvenile"),
    ("lifecycle:closed", lambda row: row.case["lifecycle"] == "closed"),
    ("waiting:third_party", lambda row: row.case["waiting_on"] == "third_party"),
    ('facility:"tacoma"', lambda row: row.case["facility"] == "Tacoma NW"),
    ('facility="tacoma"', lambda row: False),
    ('facility="tacoma nw"', lambda row: row.case["facility"] == "Tacoma NW"),
    ("facility:50%", lambda row: row.case["facility"] == "Elgin_50%"),
    ("facility:_", lambda row: row.case["facility"] == "Elgin_50%"),
    ("facility:%", lambda row: row.case["facility"] == "Elgin_50%"),
    ("closure:transfer", lambda row: row.case["closure_reason"] == "Transferred out"),
    ("severity:due_process", lambda row: row.case["severity"] == "due_process"),
    ("demand:HEARING", lambda row: row.case["demand_kind"] == "hearing"),
    ("batch:7", lambda row: row.case["batch_id"] == 7),
    ("batch>7", lambda row: row.case["batch_id"] == 8),
    ("-batch>7", lambda row: row.case["batch_id"] != 8),
    ("reference:sea-2026-00042", lambda row: row.id == 42),
    ("reference:SEA-2026-0004*", lambda row: 40 <= row.id <= 49),
    ("a:200000042", lambda row: row.person["a_number"] == "200000042"),
    ("a:none", lambda row: row.person["a_number"] is None),
    ("nationality:gt", lambda row: row.person["nationality"] == "GT"),
    ("language:es", lambda row: row.person["language"] == "es"),
    ("interpreter:yes", lambda row: row.person["interpreter_needed"] == 1),
    ("interpreter:no", lambda row: row.person["interpreter_needed"] == 0),
    ("interpreter:none", lambda row: row.person["interpreter_needed"] is None),
    ("late", lambda row: row.case["due_key"] is not None and row.case["due_key"] < SECOND),
    ("late:no", lambda row: row.case["due_key"] is None or row.case["due_key"] >= SECOND),
    ("now", lambda row: row.case["due_key"] is not None and row.case["act_from"] <= SECOND <= row.case["due_key"]),
    ("due:today", lambda row: due_day(row) == TODAY),
    ("due<7d", lambda row: within(due_day(row), LONG_AGO, TODAY + timedelta(6))),
    ("due<=7d", lambda row: within(due_day(row), LONG_AGO, TODAY + timedelta(7))),
    ("due>7d", lambda row: within(due_day(row), TODAY + timedelta(8), FAR)),
    ("due<48h", lambda row: row.case["due_key"] is not None and row.case["due_key"] < SECOND + 48 * 3600),
    ("due:this-week", lambda row: within(due_day(row), TODAY, TODAY + timedelta(6))),
    ("act<2026-03-05", lambda row: within(due_day(row, "act_key"), LONG_AGO, date(2026, 3, 4))),
    ("act:none", lambda row: row.case["act_key"] is None),
    ("hold:yes", lambda row: within(on(row, "held_until"), TODAY + timedelta(1), FAR)),
    ("hold:no", lambda row: not within(on(row, "held_until"), TODAY + timedelta(1), FAR)),
    ("wake:tomorrow", lambda row: on(row, "held_until") == TODAY + timedelta(1)),
    ("hearing<7d", lambda row: within(on(row, "next_hearing_at"), LONG_AGO, TODAY + timedelta(6))),
    ("hearing:none", lambda row: row.case["next_hearing_at"] is None),
    ("age>180d", lambda row: within(on(row, "opened_on"), LONG_AGO, TODAY - timedelta(181))),
    ("-age>180d", lambda row: not within(on(row, "opened_on"), LONG_AGO, TODAY - timedelta(181))),
    ("age<=180d", lambda row: within(on(row, "opened_on"), TODAY - timedelta(180), FAR)),
    ("opened<30d", lambda row: within(on(row, "opened_on"), TODAY - timedelta(29), FAR)),
    ("closed>=2026-02-01", lambda row: within(on(row, "closed_on"), date(2026, 2, 1), FAR)),
    ("untouched>30d", lambda row: within(on(row, "last_touched_at"), LONG_AGO, TODAY - timedelta(31))),
    ("touched:today", lambda row: on(row, "last_touched_at") == TODAY),
    ("touched:since-yesterday", lambda row: within(on(row, "last_touched_at"), TODAY - timedelta(1), FAR)),
    ("stage_age>90d", lambda row: within(on(row, "stage_since"), LONG_AGO, TODAY - timedelta(91))),
    ("mine>30d", lambda row: within(on(row, "assigned_at"), LONG_AGO, TODAY - timedelta(31))),
    ("expiring<30d", lambda row: row.expires and within(local_day(min(row.expires)), LONG_AGO, TODAY + timedelta(29))),
    ("missing:i-862", lambda row: "I-862" in row.missing),
    ('missing:"doc G-28"', lambda row: "G-28" in row.missing),
    ("missing:any", lambda row: row.missing),
    ("missing:none", lambda row: not row.missing),
    ("flag:possible_us_citizen", lambda row: "possible_us_citizen" in row.flags),
    ("-flag:possible_us_citizen", lambda row: "possible_us_citizen" not in row.flags),
    ("flag:none", lambda row: not row.flags),
    ("event:nta_served", lambda row: "nta_served" in row.events),
    ("event:none", lambda row: not row.events),
    ("has:inquiry", lambda row: row.case["open_inquiries"]),
    ("has:missing", lambda row: row.missing),
    ("has:document", lambda row: row.expires),
    ("has:flag", lambda row: row.flags),
    ("has:hearing", lambda row: row.case["next_hearing_at"]),
    ("has:hold", lambda row: row.case["held_until"]),
    ("has:task or has:note or has:counsel or has:consent", lambda row: False),
    ("smith", lambda row: any(word in row.person["full_name"].casefold() for word in ("smith", "smіth", "ｓｍｉｔｈ"))),
    ("-smith officer:me", lambda row: row.case["officer"] == "alvarez" and not any(
        word in row.person["full_name"].casefold() for word in ("smith", "smіth", "ｓｍｉｔｈ"))),
    ("00042", lambda row: row.id == 42 or (row.person["a_number"] or "").endswith("00042")),
    ('"..."', lambda row: True),
    ("... late or ...", lambda row: True),
]  # fmt: skip


@pytest.mark.parametrize(("query", "fits"), CASES, ids=[query or "(empty)" for query, _ in CASES])
def test_each_field_finds_what_a_plain_count_finds(caseload: Caseload, query: str, fits: Callable[[Row], Any]) -> None:
    found = caseload.ids(query)
    assert set(found) == caseload.plain(fits)
    assert len(found) == len(set(found))


def test_no_field_of_the_catalogue_is_untested() -> None:
    tested = {name for query, _ in CASES for name in FIELDS if name in query} | {"a_number", "with_officer"}
    assert set(FIELDS) - tested == {
        *("name", "changed", "rule", "staged", "assigned", "deadline", "lateness", "asked", "paper", "disappeared"),
    }, "these have tests of their own"


def test_rule_and_dates_of_stage_and_assignment(caseload: Caseload) -> None:
    assert set(caseload.ids("staged:today")) == caseload.plain(lambda row: on(row, "stage_since") == TODAY)
    assert set(caseload.ids("assigned<7d")) == caseload.plain(
        lambda row: within(on(row, "assigned_at"), TODAY - timedelta(6), FAR)
    )
    assert set(caseload.ids("name:garcia")) == set(caseload.ids("garcia")) != set()
    assert set(caseload.ids("rule:any")) == caseload.plain(lambda row: row.case["rule"])
    is_open = caseload.plain(lambda row: row.rules.get("us-a-90d") in {"running", "paused"})
    assert set(caseload.ids("rule:us-a-90d")) == set(caseload.ids("rule:US-A*")) == is_open, (
        "an open deadline of that rule"
    )
    assert set(caseload.ids("-rule:us-a-90d")) == caseload.every - is_open


BASE = [query for query, _ in CASES if query and " " not in query and '"' not in query]
trees = st.recursive(
    st.sampled_from(BASE),
    lambda inner: (
        inner.map(lambda query: f"-({query})")
        | st.lists(inner, min_size=2, max_size=3).map(lambda queries: " ".join(f"({query})" for query in queries))
        | st.lists(inner, min_size=2, max_size=3).map(lambda queries: " or ".join(f"({query})" for query in queries))
    ),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(first=trees, second=trees)
def test_not_and_or_are_those_of_sets(caseload: Caseload, first: str, second: str) -> None:
    one, two = set(caseload.ids(first)), set(caseload.ids(second))
    assert set(caseload.ids(f"-({first})")) == caseload.every - one
    assert set(caseload.ids(f"({first}) ({second})")) == one & two
    assert set(caseload.ids(f"({first}) or ({second})")) == one | two


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(query=trees, limit=st.integers(1, 300), open_only=st.booleans())
def test_the_first_are_the_first_of_all_and_the_count_is_theirs(
    caseload: Caseload, query: str, limit: int, open_only: bool
) -> None:
    everything = caseload.ids(query, open_only=open_only)
    assert caseload.ids(query, open_only=open_only, limit=limit) == everything[:limit]
    condition = search.condition_of(query, now=NOW, zone=ZONE, officer="alvarez")
    assert window.count(caseload.reader, condition, open_only=open_only) == len(everything)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(query=trees, limit=st.integers(1, 40), patience=st.sampled_from([-1.0, 60.0]))
def test_what_is_given_before_the_search_ends_is_the_beginning_of_it(
    caseload: Caseload, query: str, limit: int, patience: float
) -> None:
    condition = search.condition_of(query, now=NOW, zone=ZONE, officer="alvarez")
    everything = caseload.ids(query)
    with patch.object(window, "STEPS", 40):
        first, is_whole = window.first_in_order(caseload.reader, condition, limit=limit, patience=patience)
    assert list(first) == everything[: len(first)]
    assert bool(first) == bool(everything)
    assert not is_whole or len(first) == len(everything)
    if patience > 0:
        assert len(first) == min(limit, len(everything))
        assert is_whole == (len(everything) < limit)


def test_the_search_for_the_first_ends_once_some_are_found_and_patience_is_over(caseload: Caseload) -> None:
    condition = search.condition_of("", now=NOW, zone=ZONE, officer="alvarez")
    with patch.object(window, "STEPS", 40):
        first, is_whole = window.first_in_order(caseload.reader, condition, patience=-1.0)
        assert 0 < len(first) < window.FIRST
        assert not is_whole


def test_the_order_is_that_of_the_work_and_closed_cases_come_last(caseload: Caseload) -> None:
    places = {row.id: (row.case["act_key"] is None, row.case["act_key"] or 0, row.id) for row in caseload.rows}
    assert caseload.ids("") == sorted(caseload.every, key=places.__getitem__)
    assert all(not places[case_id][0] for case_id in caseload.ids("", open_only=True))


@pytest.mark.parametrize("name", ORDERS)
def test_every_order_puts_nothing_last_both_ways(caseload: Caseload, name: str) -> None:
    up = caseload.ids("", order=Order(name))
    down = caseload.ids("", order=Order(name, descending=True))
    assert set(up) == set(down) == caseload.every
    assert caseload.ids("", order=Order(name), limit=10) == up[:10]
    column = {"wake": "held_until", "hearing": "next_hearing_at", "opened": "opened_on"}.get(name)
    if column:
        without = caseload.plain(lambda row: row.case[column] is None)
        assert set(up[len(up) - len(without) :]) == set(down[len(down) - len(without) :]) == without
    if name == "opened":
        days = [row.case["opened_on"] for row in (caseload.rows[one - 1] for one in up) if row.case["opened_on"]]
        assert days == sorted(days)


def test_changed_is_asked_of_the_record(tmp_path: Path) -> None:
    from cpo_tui.actions import cases
    from cpo_tui.actions.context import acting

    store = connect.create(tmp_path / "changed.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(store, "alvarez") as context:
        for number in range(3):
            cases.add_case(context, {"reference": f"R{number}", "full_name": f"Person {number}"})

        def found(query: str, now: datetime) -> tuple[int, ...]:
            return search.matching(context.connection, query, officer="alvarez", now=now, zone=ZONE)

        assert len(found("changed:today", NOW)) == 3
        assert found("-changed:today", NOW) == ()
        assert found("changed:today", NOW + timedelta(days=2)) == ()
        assert len(found("changed:since-yesterday", NOW + timedelta(days=1))) == 3
        assert len(found("changed<=1d", NOW + timedelta(days=1))) == 3


def test_r_qry_1_nothing_that_is_typed_is_sql_or_index_syntax(caseload: Caseload) -> None:
    queries = [json.loads(line) for line in (CORPORA / "fts_queries.txt").read_text(encoding="utf-8").splitlines()]
    queries += [
        "Robert'); DROP TABLE cases;--",
        'facility:"\'; DROP TABLE cases;--"',
        'officer:"x*"',
        'name:"a* OR b"',
        "officer:'",
        "facility:\\",
    ]
    answered = 0
    for query in queries:
        try:
            caseload.ids(query)
        except QueryError:
            continue
        answered += 1
    assert answered >= len(queries) - 8
    assert len(caseload.ids("")) == len(caseload.rows)


@pytest.mark.parametrize(
    "query",
    [" or ".join(f"w{number}" for number in range(1500)), " ".join(f"-batch:{number}" for number in range(1500)),
     " or ".join(f"(batch:{number} late)" for number in range(700)), " ".join("-" * 2 + f"x{number}" for number in range(900))],
)  # fmt: skip
def test_long_queries_are_answered(caseload: Caseload, query: str) -> None:
    assert set(caseload.ids(query)) <= caseload.every


def test_every_value_of_a_choice_can_be_asked(caseload: Caseload) -> None:
    for entry in FIELDS.values():
        for value in entry.values:
            caseload.ids(f"{entry.name}:{value}")
    assert sum(len(caseload.ids(f"stage:{stage}")) for stage in STAGES) == len(caseload.ids("stage:any"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(
    text=st.text()
    | st.lists(
        st.sampled_from(
            ["officer:", "due<", "7d", '"', "(", ")", "-", " ", "or", "'", "*", "%", "a", "\0", "é", "none"]
        )
    ).map("".join)
)
def test_any_text_is_answered_or_refused(caseload: Caseload, text: str) -> None:
    try:
        parse(text)
    except QueryError:
        return
    assert set(caseload.ids(text)) <= caseload.every


def test_the_search_and_the_question_by_row_agree(caseload: Caseload) -> None:
    pairs = list(csv.DictReader((CORPORA / "unicode_search_expect.csv").open(encoding="utf-8", newline="")))
    for row in pairs:
        condition = search.condition_of(row["type_this"], now=NOW, zone=ZONE, officer="x")
        assert condition.by_row is not None
        assert list(window.ids_in_order(caseload.reader, condition)) == list(
            window.ids_in_order(caseload.reader, condition.by_row)
        )
