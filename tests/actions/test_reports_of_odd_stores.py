"""Every report in every form of an empty store, of one officer, of nothing but late work, of a year without data, and of
names in any script: right, readable, and the same bytes twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cpo_tui.actions import cases, timeline
from cpo_tui.actions.casefile import case_file
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.handover_report import handover_file
from cpo_tui.actions.oversight import caseload, supervision
from cpo_tui.actions.reporting import Build, Lay, ReportOptions, check_report, write_report
from cpo_tui.documents.casefile import case_page
from cpo_tui.documents.handover import handover_page
from cpo_tui.documents.oversight import caseload_page, oversight_page
from cpo_tui.documents.oversight_pictures import AGE_NAMES
from cpo_tui.documents.pictures import Bars
from cpo_tui.documents.rendering import FORMATS
from cpo_tui.rules.workload import shipped_weights
from cpo_tui.store.connect import Store

NAMES = (
    "Nguyễn Văn An",
    "Оксана Петренко",
    "李 小龙",
    "محمد العلي",
    "தமிழ் செல்வி",
    "<b>O'Brien</b> & *Söhne* | #1",
    "Zoe\u0301 ma\u00f1ana",
)


def nothing(_context: Context) -> None:
    """No case at all."""


def one_officer(context: Context) -> None:
    cases.add_case(context, {"reference": "S-1", "full_name": "Ana", "officer": "alvarez", "opened_on": "2026-02-01"})


def all_late(context: Context) -> None:
    for number in range(12):
        made = cases.add_case(
            context,
            {
                "reference": f"L-{number}",
                "full_name": f"Person {number}",
                "officer": "alvarez",
                "opened_on": "2026-01-01",
            },
        ).made
        assert made is not None
        timeline.add_event(context, [made], "arrest_warrantless", at="2026-01-02T08:00-05:00")
        timeline.add_task(context, [made], "Ring back", "2026-01-09")


def long_ago(context: Context) -> None:
    """Nothing happened in the last twelve months."""
    made = cases.add_case(
        context,
        {"reference": "Y-1", "full_name": "Ida", "officer": "alvarez", "opened_on": "2019-05-05", "stage": "closed"},
    ).made
    assert made is not None
    timeline.add_event(context, [made], "custody_book_in", at="2019-05-05T08:00-05:00")
    context.connection.execute("UPDATE cases SET lifecycle = 'closed', closed_on = '2019-06-01', act_key = NULL")


def any_script(context: Context) -> None:
    for number, name in enumerate(NAMES):
        cases.add_case(
            context, {"reference": f"N-{number}", "full_name": name, "officer": "alvarez", "opened_on": "2026-02-01"}
        )


STORES: dict[str, Callable[[Context], None]] = {
    "empty": nothing, "one officer": one_officer, "all late": all_late, "long ago": long_ago, "any script": any_script,
}  # fmt: skip


def reports(context: Context) -> dict[str, tuple[Build, Lay]]:
    made: dict[str, tuple[Build, Lay]] = {
        "caseload": (lambda connection: caseload(context, connection, shipped_weights()), caseload_page),
        "oversight": (lambda connection: supervision(context, connection), oversight_page),
        "handover": (lambda connection: handover_file(context, connection, "alvarez"), handover_page),
    }
    if context.connection.execute("SELECT count(*) FROM cases").fetchone()[0]:
        made["case"] = (lambda connection: case_file(context, connection, 1, density="all"), case_page)
    return made


@pytest.fixture(params=STORES)
def odd(store: Store, request: pytest.FixtureRequest) -> Any:
    with acting(store, "alvarez") as context:
        STORES[request.param](context)
        yield request.param, context


@pytest.mark.parametrize("form", FORMATS)
def test_every_report_is_written_and_the_same_twice(odd: tuple[str, Context], form: str, tmp_path: Path) -> None:
    kind, context = odd
    for name, (build, lay) in reports(context).items():
        written = []
        for number in (1, 2):
            path = tmp_path / f"{name}-{number}.{form}"
            write_report(context, name, "x", build, lay, path, ReportOptions(form))
            assert check_report(context, path).ok
            written.append(path.read_bytes())
        assert written[0] == written[1], name
        if form == "pdf":
            assert written[0].startswith(b"%PDF-")
            continue
        text = written[0].decode("utf-8")
        assert "None" not in text.replace("None.", "").replace("None of", ""), name
        assert "nan" not in text.casefold().split(), name
        if kind == "any script" and name == "handover" and form != "json":
            for shown in NAMES[:4]:
                assert shown in text, shown
            assert "<b>O'Brien" not in text or form == "md"


def test_figures_of_odd_stores(odd: tuple[str, Context]) -> None:
    kind, context = odd
    content = json.loads(json.dumps(supervision(context, context.connection), default=str))
    due = sum(one["met"] + one["met_late"] + one["open_late"] for one in content["classes"])
    rates = {one["rate"] for one in content["classes"]}
    if kind in {"empty", "long ago"}:
        assert content["open"] == 0
        assert all(one["open"] == 0 and one["median_age"] is None for one in content["months"])
    if kind == "all late":
        assert due > 0
        assert rates <= {None, 0.0}
    if kind in {"empty", "one officer"}:
        assert due == 0
        assert rates == {None}
    assert all(part == [] or sum(one["cases"] for one in part) >= 10 for part in content["fairness"].values())


def test_an_age_that_no_case_has_is_no_picture_of_nothing(store: Store) -> None:
    with acting(store, "alvarez") as context:
        one_officer(context)
        content = json.loads(json.dumps(caseload(context, context.connection, shipped_weights()), default=str))
    pictured = [
        block.title.partition(":")[0]
        for part in caseload_page(content, ()).parts
        if part.title == "The four ages, in days"
        for block in part.blocks
        if isinstance(block, Bars)
    ]
    known = [name for name, one in content["ages"].items() if one["unknown"] < content["open"]]
    assert "stage" not in known
    assert [title.casefold() for title in pictured] == [AGE_NAMES[name].casefold() for name in known]
