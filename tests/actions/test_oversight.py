"""Every figure of the reports over the caseload against a count of its own, in plain Python over the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median_low
from typing import Any

import pytest

from cpo_tui.actions import clocks, handover, timeline
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.demo import fill
from cpo_tui.actions.oversight import caseload, supervision
from cpo_tui.errors import UsageError
from cpo_tui.rules.workload import shipped_weights, weights_from
from cpo_tui.store import connect, fairness, ontime
from cpo_tui.store.connect import Store
from cpo_tui.store.oversight import Moment
from cpo_tui.store.search import matching

OURS = {"obligation", "max_duration", "review_cycle", "service_standard", "safeguard_check"}
TODAY = date(2026, 3, 2)
Rows = list[dict[str, Any]]


@pytest.fixture
def filled(store: Store) -> Iterator[Context]:
    """An invented caseload of 90 with one reason for lateness, one absence and one more hold."""
    fill(store, 90, 11)
    with acting(store, "alvarez") as context:
        late = context.connection.execute(
            "SELECT case_id, rule FROM deadlines WHERE status = 'late_met' LIMIT 1"
        ).fetchone()
        if late:
            clocks.explain_lateness(context, int(late[0]), str(late[1]), "the court moved the day")
        handover.add_absence(context, "alvarez", "2026-03-09", "2026-03-11", cover="okafor")
        timeline.add_representation(context, 1, "Ines Ortiz, Esq.", form="G-28", from_on="2026-02-01")
        yield context


def rows(context: Context, table: str) -> Rows:
    cursor = context.connection.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def open_cases(context: Context) -> Rows:
    return [one for one in rows(context, "cases") if one["lifecycle"] in {"open", "reopened"}]


def passed(value: str, now: datetime) -> bool:
    return datetime.fromisoformat(value) < now if len(value) > 10 else date.fromisoformat(value) < TODAY


def days(value: str | None) -> int | None:
    return None if value is None else max(0, (TODAY - date.fromisoformat(value[:10])).days)


def ours(context: Context) -> Rows:
    return [one for one in rows(context, "deadlines") if one["kind"] in OURS and one["applies"] == 1 and one["due_at"]]


def state(one: dict[str, Any], now: datetime) -> str | None:
    if one["status"] in {"met", "late_met"}:
        return {"met": "met", "late_met": "met_late"}[one["status"]]
    if one["status"] in {"running", "paused", "contested"} and one["asks"]:
        return "open_late" if passed(one["due_at"], now) else "open_in_time"
    return None


def test_on_time_by_rule_and_class(filled: Context) -> None:
    content = supervision(filled, filled.connection)
    counted = Counter((one["rule"], state(one, filled.now)) for one in ours(filled))
    by_class = Counter((one["severity"], state(one, filled.now)) for one in ours(filled))
    for found, expected, key in ((content["rules"], counted, "rule"), (content["classes"], by_class, "severity")):
        for one in found:
            for name in ("met", "met_late", "open_late", "open_in_time"):
                assert one[name] == expected[one[key], name], (one[key], name)
            due = one["met"] + one["met_late"] + one["open_late"]
            assert one["rate"] == (round(one["met"] / due * 100, 1) if due else None)
    assert {one["rule"] for one in content["rules"]} == {rule for rule, _ in counted}
    assert sum(one["met"] for one in content["rules"]) > 100


def test_protections_case_by_case(filled: Context) -> None:
    found = Counter(
        (one["reference"], one["rule"], one["how"])
        for one in ontime.protections(
            filled.connection, ontime.on_time(filled.connection, Moment(filled.now, filled.zone)).missed
        )
    )
    references = {one["id"]: one["reference"] for one in rows(filled, "cases")}
    expected: Counter[tuple[str, str, str]] = Counter()
    for one in ours(filled):
        if one["severity"] != "due_process":
            continue
        how = state(one, filled.now)
        if how == "met":
            end = (
                datetime.fromisoformat(one["due_at"])
                if len(one["due_at"]) > 10
                else datetime.combine(
                    date.fromisoformat(one["due_at"]), datetime.max.time().replace(microsecond=0), filled.zone
                )
            )
            spare = end - datetime.fromisoformat(one["closed_at"]) if len(one["closed_at"]) > 10 else None
            how = "nearly" if spare is not None and timedelta(0) <= spare < timedelta(days=1) else None
        if how in {"met_late", "open_late", "nearly"}:
            expected[references[one["case_id"]], one["rule"], how] += 1
    assert found == expected
    assert expected
    content = supervision(filled, filled.connection)
    assert len(content["protections"]) + content["left_out"] == sum(expected.values())


def test_the_four_ages_and_time_in_stage(filled: Context) -> None:
    content = supervision(filled, filled.connection)
    for name, column in (
        ("case", "opened_on"),
        ("stage", "stage_since"),
        ("officer", "assigned_at"),
        ("untouched", "last_touched_at"),
    ):
        known = [one for one in (days(case[column]) for case in open_cases(filled)) if one is not None]
        found = content["ages"][name]
        assert found["unknown"] == len(open_cases(filled)) - len(known)
        assert sum(found["ranges"].values()) == len(known)
        assert found["ranges"]["to 90"] == sum(30 < one <= 90 for one in known)
        assert found["ranges"]["over 365"] == sum(one > 365 for one in known)
        assert found["median"] == (median_low(known) if known else None)
    assert {one["stage"]: one["cases"] for one in content["stages"]} == Counter(
        case["stage"] or "unknown" for case in open_cases(filled)
    )
    for one in content["stages"]:
        known = [
            age
            for case in open_cases(filled)
            if (case["stage"] or "unknown") == one["stage"] and (age := days(case["stage_since"])) is not None
        ]
        assert one["median"] == (median_low(known) if known else None)


def test_inquiries_documents_and_extracts(filled: Context) -> None:
    content = supervision(filled, filled.connection)
    expected: Counter[tuple[str, str]] = Counter()
    for one in rows(filled, "inquiries"):
        settled = one["state"] in {"answered", "closed", "rejected"}
        if one["due_at"] is None:
            name = "no_date"
        elif settled:
            answered, due = one["answered_at"], one["due_at"]
            late = answered is not None and (
                answered[:10] > due
                if len(due) == 10
                else datetime.fromisoformat(answered) > datetime.fromisoformat(due)
            )
            name = "answered_late" if late else "answered_in_time"
        else:
            name = "waiting_late" if passed(one["due_at"], filled.now) else "waiting_in_time"
        expected[one["capacity"], name] += 1
    found = Counter(
        {
            (one["capacity"], name): one[name]
            for one in content["inquiries"]
            for name in ("answered_in_time", "answered_late", "waiting_in_time", "waiting_late", "no_date")
        }
    )
    assert +found == expected
    open_ids = {case["id"] for case in open_cases(filled)}
    missing = [
        one
        for one in rows(filled, "documents")
        if one["case_id"] in open_ids and one["state"] in {"not_asked", "requested", "rejected", "expired"}
    ]
    assert {(one["document"], one["state"]): one["documents"] for one in content["documents"]} == Counter(
        (one["document"], one["state"]) for one in missing
    )


def test_fairness_shows_no_small_group_and_loses_no_large_one(filled: Context) -> None:
    content = supervision(filled, filled.connection)
    persons = {one["id"]: one for one in rows(filled, "persons")}
    counted = Counter(persons[case["person_id"]]["nationality"] or "not recorded" for case in open_cases(filled))
    found = {one["group"]: one for one in content["fairness"]["nationality"]}
    assert all(one["cases"] >= 10 for part in content["fairness"].values() for one in part)
    assert all(found[name]["cases"] == counted[name] for name in found if name in counted)
    assert sum(one["cases"] for one in found.values()) in {
        sum(counted.values()),
        sum(n for n in counted.values() if n >= 10),
    }
    late = [
        case for case in open_cases(filled) if case["due_key"] is not None and case["due_key"] < filled.now.timestamp()
    ]
    if sum(one["cases"] for one in found.values()) == sum(counted.values()):
        assert sum(one["late"] for one in found.values()) == len(late)


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 20, "b": 12}, {"a": 20, "b": 12}),
        ({"a": 20, "b": 12, "c": 3}, {"a": 20, "2 small groups together": 15}),
        ({"a": 20, "b": 6, "c": 5}, {"a": 20, "2 small groups together": 11}),
        ({"a": 20, "b": 2, "c": 3}, {"3 small groups together": 25}),
        ({"a": 3}, {}),
    ],
)
def test_small_groups_cannot_be_found_by_subtraction(
    tmp_path: Path, sizes: dict[str, int], shown: dict[str, int]
) -> None:
    store = connect.create(tmp_path / "s.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(store, "alvarez") as context:
        number = 0
        for name, size in sizes.items():
            for _ in range(size):
                number += 1
                context.connection.execute(
                    "INSERT INTO persons (id, full_name, nationality) VALUES (?, 'x', ?)", (number, name)
                )
                context.connection.execute(
                    "INSERT INTO cases (id, reference, person_id) VALUES (?, ?, ?)", (number, f"S{number}", number)
                )
        found = fairness.fairness(context.connection, Moment(context.now, context.zone))["nationality"]
    assert {one["group"]: one["cases"] for one in found} == shown


def test_the_caseload_by_officer_and_its_weights(filled: Context) -> None:
    weights = shipped_weights()
    content = caseload(filled, filled.connection, weights)
    deadlines = [
        one
        for one in rows(filled, "deadlines")
        if one["asks"] and one["applies"] == 1 and one["due_at"] and one["status"] in {"running", "paused", "contested"}
    ]
    for found in content["officers"]:
        mine = [case for case in open_cases(filled) if case["officer"] == found["officer"]]
        ids = {case["id"] for case in mine}
        held = sum(case["held_until"] is not None and case["held_until"] > "2026-03-02" for case in mine)
        by_class = Counter(one["severity"] for one in deadlines if one["case_id"] in ids)
        assert (found["cases"], found["held"], found["deadlines"]) == (len(mine), held, by_class)
        load = (
            (len(mine) - held) * 1.0 + held * 0.25 + sum(case["open_inquiries"] for case in mine) + 0.25 * sum(case["missing_documents"] for case in mine)
            + sum({"due_process": 2, "statutory": 1.5, "regulatory": 1, "policy": 0.5, "service": 0.5}[name] * n for name, n in by_class.items())
        )  # fmt: skip
        assert found["load"] == pytest.approx(load)
    assert sum(one["cases"] for one in content["officers"]) == content["open"] == len(open_cases(filled))


def test_the_weeks_ahead(filled: Context) -> None:
    content = caseload(filled, filled.connection, shipped_weights())
    mine = {case["id"] for case in open_cases(filled) if case["officer"] == "alvarez"}
    week = next(one for one in content["weeks"] if one["officer"] == "alvarez" and one["week"] == "2026-03-09")
    due = [
        one for one in rows(filled, "deadlines")
        if one["case_id"] in mine and one["asks"] and one["applies"] == 1 and one["due_at"] and "2026-03-09" <= one["due_at"][:10] < "2026-03-16"
        and one["status"] in {"running", "paused", "contested"}
    ]  # fmt: skip
    all_mine = {case["id"] for case in rows(filled, "cases") if case["officer"] == "alvarez"}
    done = [
        one for one in rows(filled, "deadlines")
        if one["case_id"] in all_mine and one["applies"] == 1 and one["due_at"] and one["status"] in {"met", "late_met"}
        and "2026-01-19" <= (one["closed_at"] or "") < "2026-03-02"
    ]  # fmt: skip
    assert (week["due"], week["days_present"], week["pace"]) == (len(due), 2, round(len(done) / 6, 1))
    assert week["cannot"] == (len(done) > 0 and len(due) > len(done) / 6 * 2 / 5)


def test_an_empty_store_has_reports_too(context: Context, tmp_path: Path) -> None:
    store = connect.create(tmp_path / "e.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(store, "alvarez") as empty:
        content = supervision(empty, empty.connection)
        assert (content["open"], content["rules"], content["protections"]) == (0, [], [])
        assert all(one["rate"] is None for one in content["classes"])
        assert caseload(empty, empty.connection, shipped_weights())["officers"] == []


@pytest.mark.parametrize(
    "text", ["", "[weights]\ncase = 1", "nonsense =", "[weights]\ncase = -1", "[weights]\ncase = true"]
)
def test_weights_of_another_form_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "w.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match="no weights of the right form"):
        weights_from(str(path))
    with pytest.raises(UsageError, match="cannot be read"):
        weights_from(str(tmp_path / "none.toml"))


def test_each_figure_of_cases_opens_as_many_cases(filled: Context) -> None:
    content = supervision(filled, filled.connection)
    load = caseload(filled, filled.connection, shipped_weights())

    def found(query: str) -> int:
        return len(matching(filled.connection, query, officer="alvarez", now=filled.now, zone=filled.zone))

    for one in content["stages"]:
        assert found(one["queries"]["cases"]) == one["cases"], one["queries"]
    for one in load["officers"]:
        for name in ("cases", "held", "late"):
            assert found(one["queries"][name]) == one[name], one["queries"][name]
    for one in content["documents"]:
        assert found(one["queries"]["cases"]) == one["cases"], one["queries"]
    of_case = {one["id"]: one["reference"] for one in rows(filled, "cases")}
    for one in content["rules"]:
        for name in ("met", "met_late", "open_late", "open_in_time"):
            expected = {
                of_case[row["case_id"]]
                for row in ours(filled)
                if row["rule"] == one["rule"] and state(row, filled.now) == name
            }
            assert found(one["queries"][name]) == len(expected), one["queries"][name]
