"""Each checklist walked by a case in a store, and the forecast held against what it asks for."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpo_tui.actions import cases, document_life, document_review, timeline
from cpo_tui.actions import documents as verbs
from cpo_tui.actions.context import Context, acting, office
from cpo_tui.actions.undo import undo
from cpo_tui.domain.demands import Demand
from cpo_tui.store import connect, documents, reader, search, worklist
from cpo_tui.store.verify import verify

TODAY = date(2026, 3, 2)


def _walks() -> ModuleType:
    path = Path(__file__).parents[1] / "rules" / "test_checklists.py"
    spec = importlib.util.spec_from_file_location("walks", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WALKS = _walks().WALKS


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    store = connect.create(tmp_path / "a.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(store, "alvarez") as opened:
        yield opened


def gap_demands(context: Context, case_id: int) -> list[Demand]:
    found = worklist.demands_of(context.connection, [case_id], context.office)[case_id]
    return [demand for demand in found if demand.source == "document_forecasts"]


def a_case(context: Context, reference: str, stage: str, facts: dict[str, object]) -> int:
    made = cases.add_case(context, {"reference": reference, "stage": stage}).made
    assert made is not None
    if facts.get("represented"):  # the file itself says whether somebody represents the person
        timeline.add_representation(context, made, "J. Ortiz", form="G-28", from_on="2026-01-05")
    told = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in facts.items()}
    timeline.add_event(context, [made], "facts_recorded", "2026-03-01", facts=told)
    return made


@pytest.mark.parametrize("checklist", WALKS)
def test_a_case_walks_through_the_checklist(context: Context, checklist: str) -> None:
    stage, facts, expected = WALKS[checklist]
    case_id = a_case(context, "R1", stage, facts)
    timeline.add_hearing(context, [case_id], "2026-06-01")
    file = documents.file_of(context.connection, case_id, context.zone, today=TODAY)
    lacking = {one.key.removeprefix("doc-") for one in file.missing}
    assert set(expected.split()) <= lacking
    demands = gap_demands(context, case_id)
    assert len(demands) == 1
    assert reader.case_row(context.connection, case_id).missing_documents == len(lacking)

    assert document_life.request_all_missing(context, [case_id]).done == (case_id,)
    again = document_life.request_all_missing(context, [case_id])
    assert again.refused[0].reason == "nothing is missing that has not been asked for"
    for one in file.missing:
        values = {"served_on": "2026-03-02", "service_language": "es", "expires_on": "2027-01-31"}
        document_life.receive(context, [case_id], one.key, values)
    assert documents.file_of(context.connection, case_id, context.zone, today=TODAY).missing == ()
    assert gap_demands(context, case_id) == []
    assert reader.case_row(context.connection, case_id).missing_documents == 0
    document_review.accept(context, case_id, file.missing[0].key, rest="yes")
    looking = context.store.reader()
    assert verify(looking, office()).problems == ()
    looking.close()


def test_what_expires_before_the_hearing_is_missing_today(context: Context) -> None:
    case_id = a_case(context, "R1", "final_order", WALKS["final-order-detained"][1])
    verbs.add_document(
        context, [case_id], {"document": "Travel document", "received_on": "2026-02-01", "expires_on": "2026-05-31"}
    )
    named = "foreign document"

    def lacks() -> bool:
        found = search.matching(
            context.connection, f'missing:"{named}"', officer="a", now=context.now, zone=context.zone
        )
        return case_id in found

    assert not lacks()
    timeline.add_hearing(context, [case_id], "2026-05-31T16:00-04:00")
    assert not lacks()
    timeline.add_hearing(context, [case_id], "2026-05-30")
    undo(context)
    undo(context)
    timeline.add_hearing(context, [case_id], "2026-06-01")
    assert lacks()
    demand = gap_demands(context, case_id)[0]
    assert any("expired" in step.text for step in demand.steps)
    found = search.matching(context.connection, "expiring<120d", officer="a", now=context.now, zone=context.zone)
    assert found == (case_id,)
    assert search.matching(context.connection, "expiring<30d", officer="a", now=context.now, zone=context.zone) == ()


def test_a_request_climbs_its_ladder(context: Context) -> None:
    case_id = a_case(context, "R1", "intake", {"custody": "released"})
    document_life.request(context, [case_id], "I-213", supplied_by="court")

    def next_one() -> Demand:
        found = worklist.demands_of(context.connection, [case_id], context.office)[case_id]
        return next(demand for demand in found if demand.source.startswith("documents:"))

    assert (next_one().title, next_one().due_at) == ("Chase I-213", date(2026, 3, 12))
    for _ in range(2):
        document_life.chase(context, [case_id], "I-213")
    assert next_one().title.startswith("Escalate I-213 to ")
    document_life.receive(context, [case_id], "I-213")
    assert not [
        one
        for one in worklist.demands_of(context.connection, [case_id], context.office)[case_id]
        if one.source.startswith("documents:")
    ]


def test_a_case_of_which_nothing_is_known_costs_and_asks_nothing(context: Context) -> None:
    cases.add_case(context, {"reference": "R1", "stage": "in_proceedings", "custody_status": "detained"})
    assert context.connection.execute("SELECT count(*) FROM document_forecasts").fetchone() == (0,)


def test_an_old_paper_does_not_matter_beside_the_new_one(context: Context) -> None:
    case_id = a_case(context, "R1", "intake", {"custody": "released"})
    for expires in ("2025-01-31", "2027-01-31"):
        verbs.add_document(
            context, [case_id], {"document": "Passport", "received_on": "2024-01-01", "expires_on": expires}
        )
    rows = context.connection.execute("SELECT due_at FROM document_forecasts WHERE kind = 'expires'").fetchall()
    assert rows == [("2027-01-31",)]


STATES = st.sampled_from(["not_asked", "requested", "received", "accepted", "rejected", "expired", "waived"])
PAPERS = st.dictionaries(
    st.sampled_from(["I-213", "I-862", "I-200", "G-28", "Travel document", "Birth certificate", "I-286", "I-830"]),
    st.tuples(STATES, st.none() | st.integers(-40, 200), st.booleans()),
    max_size=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    papers=PAPERS,
    hearing=st.none() | st.integers(-20, 120),
    walk=st.sampled_from(sorted(WALKS)),
    complete=st.booleans(),
)
def test_no_gap_on_the_day_of_the_next_step_is_no_gap_demand_and_the_reverse(
    context: Context, papers: dict[str, tuple[str, int | None, bool]], hearing: int | None, walk: str, complete: bool
) -> None:
    stage, facts, _ = WALKS[walk]
    case_id = a_case(context, os.urandom(6).hex(), stage, facts)
    if hearing is not None:
        timeline.add_hearing(context, [case_id], (TODAY + timedelta(days=hearing)).isoformat())
    for name, (state, expires, served) in papers.items():
        values = {
            "document": name,
            "state": state,
            "expires_on": _day(expires),
            "served_on": _day(0 if served else None),
        }
        verbs.add_document(context, [case_id], values)
    if complete:
        for one in documents.file_of(context.connection, case_id, context.zone, today=date.min).missing:
            document_life.waive(context, case_id, f"#{one.held.id}" if one.held else one.key, "not needed")
    file = documents.file_of(context.connection, case_id, context.zone, today=date.min)
    asked = gap_demands(context, case_id)
    if file.step is None:
        assert asked == []
    else:
        assert bool(asked) == bool(file.missing)
        for demand in asked:
            due = demand.due_at
            assert (due.date() if isinstance(due, datetime) else due) == file.on
    assert reader.case_row(context.connection, case_id).missing_documents == len(file.missing) or file.step is None
    if complete:
        assert file.missing == ()


def _day(offset: int | None) -> str:
    return "" if offset is None else (TODAY + timedelta(days=offset)).isoformat()
