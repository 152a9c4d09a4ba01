"""Each figure of each report against a count of its own; a figure without one fails here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.actions.recount import Recount

from cpo_tui.actions import clocks, handover, timeline
from cpo_tui.actions.casefile import case_file
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.demo import fill
from cpo_tui.actions.handover_report import handover_file
from cpo_tui.actions.importing import ImportOptions, import_file
from cpo_tui.actions.oversight import caseload, supervision
from cpo_tui.actions.undo import undo
from cpo_tui.exchange.extracts import Options
from cpo_tui.rules.workload import shipped_weights
from cpo_tui.store.connect import Store
from cpo_tui.store.search import matching

HEADER = "reference,full_name,officer,opened_on\n"
FIRST = HEADER + "N-1,Ana,alvarez,2026-02-01\nN-2,Eva,okafor,2026-02-30\nN-3,李 小龙,okafor,2025-11-05\n"
SECOND = HEADER + "N-1,Ana,alvarez,2026-02-01\n"
THIRD = HEADER + "N-9,Ida,tran,2026-01-01\n"


@pytest.fixture(params=[11, 5])
def filled(store: Store, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Context]:
    """An invented caseload with reasons for lateness, absences, and four imports, of which one was taken back."""
    fill(store, 80, request.param)
    with acting(store, "alvarez") as context:
        late = context.connection.execute("SELECT case_id, rule FROM deadlines WHERE status = 'late_met' LIMIT 3")
        for case_id, rule in late.fetchall():
            clocks.explain_lateness(context, int(case_id), str(rule), "the court moved the day")
        handover.add_absence(context, "alvarez", "2026-03-09", "2026-03-11", cover="okafor")
        handover.add_absence(context, "tran", "2026-03-01", "2026-04-30")
        timeline.add_representation(context, 1, "Ines Ortiz, Esq.", form="G-28", from_on="2026-02-01")
        for name, text, full in (("a", FIRST, False), ("b", SECOND, True), ("c", THIRD, False)):
            path = tmp_path / f"{name}.csv"
            path.write_text(text, encoding="utf-8")
            import_file(context, path, ImportOptions(Options(), full_extract=full))
        undo(context)
        yield context


def plain(found: Any) -> Any:
    """A content without the queries behind its figures, which another test opens."""
    if isinstance(found, dict):
        return {name: plain(value) for name, value in found.items() if name != "queries"}
    return [plain(one) for one in found] if isinstance(found, list | tuple) else found


def test_oversight(filled: Context) -> None:
    content, again = plain(supervision(filled, filled.connection)), Recount(filled)
    named = {
        "open": len(again.open), "all": len(again.cases), "classes": again.classes(), "rules": again.rules(),
        "months": again.by_month(), "ages": again.ages(), "stages": again.stages(), "inquiries": again.inquiries(),
        "documents": again.documents(), "fairness": again.fairness(), "smallest_group": 10,
    }  # fmt: skip
    for name, expected in named.items():
        assert content.pop(name) == expected, name
    assert {(one["rule"], one["reason"], one["times"]) for one in content.pop("reasons")} == again.reasons()
    found = {one["batch"]: one for one in content.pop("extracts")}
    assert found == {one["batch"]: one for one in again.extracts()}
    assert any(one["refused"] for one in found.values())
    assert any(one["disappeared"] for one in found.values())
    assert any(one["taken_back"] for one in found.values())
    missed = again.protections()
    listed = Counter((one["reference"], one["rule"], one["how"]) for one in content.pop("protections"))
    assert listed <= missed
    assert (missed - listed).total() == content.pop("left_out")
    assert content == {}, "a figure without a count of its own"


def test_every_number_of_cases_opens_so_many(filled: Context) -> None:
    """What counts cases is held against what its query finds, and what counts more against the cases it belongs to."""
    again, content = Recount(filled), supervision(filled, filled.connection)

    def found(query: str) -> set[int]:
        return set(matching(filled.connection, query, officer="alvarez", now=filled.now, zone=filled.zone))

    asked = again.rows("inquiries")
    links = again.rows("inquiry_cases")
    papers = again.rows("documents")
    for one in content["months"]:
        month, queries = one["month"], one["queries"]
        for name in ("opened", "closed", "open"):
            assert len(found(queries[name])) == one[name], queries[name]
        missed = {
            row["case_id"] for row in again.ours
            if row["due_at"][:7] == month and row["severity"] == "due_process"
            and again.state(row) in {"met_late", "open_late"}
        }  # fmt: skip
        assert found(queries["protections_missed"]) == missed
        for name in ("answered_in_time", "answered_late"):
            ids = {row["id"] for row in asked if (row["answered_at"] or "")[:7] == month and again.reply(row) == name}
            of_these = {row["case_id"] for row in links if row["inquiry_id"] in ids}
            assert found(queries[name]) == of_these
        for name, column in (("documents_asked", "requested_on"), ("documents_came", "received_on")):
            assert found(queries[name]) == {row["case_id"] for row in papers if (row[column] or "")[:7] == month}
        assert len(found(queries["disappeared"])) == one["disappeared"] if one["disappeared"] else True
    for one in content["extracts"]:
        assert len(found(one["queries"]["disappeared"])) == one["disappeared"]
    for one in content["ages"].values():
        for name, count in {**one["ranges"], "unknown": one["unknown"]}.items():
            assert len(found(one["queries"][name])) == count, one["queries"][name]
    for rows in content["fairness"].values():
        for one in rows:
            for name, query in one["queries"].items():
                assert len(found(query)) == one[name], query
    assert any(one["queries"] for rows in content["fairness"].values() for one in rows)


def test_the_caseload(filled: Context) -> None:
    content, again = plain(caseload(filled, filled.connection, shipped_weights())), Recount(filled)
    named = {
        "open": len(again.open), "all": len(again.cases), "ages": again.ages(), "stages": again.stages(),
        "documents": again.documents(), "today": "2026-03-02",
    }  # fmt: skip
    for name, expected in named.items():
        assert content.pop(name) == expected, name
    assert [one | {"deadlines": dict(one["deadlines"])} for one in content.pop("officers")] == again.officers()
    assert {(one["officer"] or "", one["day"], one["due"]) for one in content.pop("days")} == again.days()
    weeks = content.pop("weeks")
    figures = {
        (one["officer"] or "", one["week"]): (one["due"], one["days_present"], one["pace"], one["cannot"])
        for one in weeks
    }
    assert figures == again.weeks()
    assert {present for _, present, _, _ in figures.values()} >= {0, 2, 5}
    assert content.pop("weights")["deadline"]["due_process"] == 2.0
    assert content == {}, "a figure without a count of its own"


def test_the_handover_pages(filled: Context) -> None:
    content, again = handover_file(filled, filled.connection, "alvarez", include_protected=True), Recount(filled)
    mine = {one["id"]: one for one in again.open if one["officer"] == "alvarez"}
    by_reference = {one["reference"]: one for one in mine.values()}
    assert {one["reference"] for one in content["cases"]} == set(by_reference)
    waiting = {one["id"] for one in again.rows("inquiries") if one["state"] not in {"answered", "closed", "rejected"}}
    for page in content["cases"]:
        case = by_reference[page["reference"]]
        events = [one for one in again.rows("events") if one["case_id"] == case["id"] and one["superseded_by"] is None]
        latest = sorted((one["occurred_at"][:10] for one in events), reverse=True)[:5]
        assert [str(one["occurred_at"])[:10] for one in page["last_events"]] == latest
        links = {one["inquiry_id"] for one in again.rows("inquiry_cases") if one["case_id"] == case["id"]}
        assert len(page["inquiries"]) == len(links & waiting)
        asking = [one for one in again.asking if one["case_id"] == case["id"]]
        assert len(page["clocks"]) + page["more_clocks"] >= len(asking)
        promised = [one for one in again.rows("promises") if one["case_id"] == case["id"] and one["settled_at"] is None]
        assert len(page["promises"]) == len(promised)


def test_the_case_file(filled: Context) -> None:
    again = Recount(filled)
    most = max(again.cases, key=lambda one: sum(row["case_id"] == one["id"] for row in again.rows("events")))
    content = case_file(filled, filled.connection, most["id"], density="all", include_protected=True)
    for key, table in (
        ("hearings", "hearings"), ("documents", "documents"), ("notes", "notes"), ("tasks", "tasks"), ("holds", "holds"),
        ("representations", "representations"), ("consents", "consents"), ("safeguard_records", "safeguards"),
        ("disclosures", "disclosures"), ("promises", "promises"), ("inquiries", "inquiry_cases"),
    ):  # fmt: skip
        assert len(content[key]) == sum(one["case_id"] == most["id"] for one in again.rows(table)), key
    events = [one for one in again.rows("events") if one["case_id"] == most["id"] and one["superseded_by"] is None]
    assert content["events"] == len(content["timeline"]) == len(events)
    pinned = case_file(filled, filled.connection, most["id"], include_protected=True)
    assert len(pinned["timeline"]) == sum(one["pinned"] for one in events)
    dated = Counter((one["rule"], one["due_at"]) for one in again.deadlines if one["case_id"] == most["id"])
    shown = Counter((one["rule"], text_of(one["due_at"])) for one in content["clocks"])
    assert shown == dated


def text_of(value: object) -> str | None:
    return None if value is None else value.isoformat(timespec="seconds") if isinstance(value, datetime) else str(value)
