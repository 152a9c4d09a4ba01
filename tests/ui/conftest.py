"""What the tests of the screens share: a store with a few cases, and the application on it."""

from __future__ import annotations

import csv
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cpo_tui.actions import cases, documents, inquiries, timeline
from cpo_tui.actions.context import acting
from cpo_tui.actions.stores import make_store
from cpo_tui.domain.cases import CaseRow
from cpo_tui.store.connect import Store
from cpo_tui.ui.app import CpoApp
from cpo_tui.ui.moment import Moment
from cpo_tui.ui.reads.pages import CasePages

CORPORA = Path(__file__).resolve().parents[1] / "corpora"

PEOPLE = (
    ("C-1", "A212345678", "García López, María Elena", "2026-03-04"),
    ("C-2", "A219004411", "Nguyễn Văn An", "2026-02-27"),
    ("C-3", "A208771203", "Оксана Петренко", "2026-03-02"),
    ("C-4", "A211998120", "Hassan, Fatima", "2026-03-05"),
    ("C-5", "A220118834", "李 小龙", "2026-03-20"),
    ("C-6", "A205552010", "O'Brien-Okafor, Chidi", "2026-04-30"),
)
"""Reference, A-number, name, and the day on which the case's task is due."""


@pytest.fixture
def moment() -> Moment:
    return Moment.present()


def row_of(number: int, **changes: object) -> CaseRow:
    """An invented row, with whatever a test wants to be otherwise."""
    row = CaseRow(
        id=number,
        version=1,
        reference=f"C-{number}",
        a_number=f"{200000000 + number:09d}",
        full_name=f"Person {number}",
        lifecycle="open",
        stage="in_proceedings",
        docket="non_detained",
        custody_status="released",
        facility="Tacoma",
        officer="alvarez",
        team=None,
        waiting_on="us",
        nationality=None,
        language="Spanish",
        interpreter_needed=True,
        opened_on=date(2026, 1, 5),
        stage_since=date(2026, 1, 5),
        assigned_at=None,
        last_touched_at=None,
        act_by=date(2026, 3, 3),
        due_at=date(2026, 3, 4),
        demand="Serve the notice",
        demand_kind="task",
        severity="statutory",
        citation="8 CFR 239.1",
        rule=None,
        held_until=None,
        missing_documents=2,
        open_inquiries=0,
        safeguards=(),
        next_hearing_at=None,
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def pages_of(rows: Sequence[CaseRow]) -> CasePages:
    """A list over rows that are kept in memory."""
    known = {row.id: row for row in rows}
    return CasePages(array("q", [row.id for row in rows]), lambda ids: {one: known[one] for one in ids if one in known})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return make_store(tmp_path / "store.cpo", None)


@pytest.fixture
def caseload(store: Store) -> Store:
    """A store with six cases of `alvarez`, each with a task; the first also has a document and an inquiry."""
    with acting(store, "alvarez") as context:
        for reference, a_number, name, due in PEOPLE:
            made = cases.add_case(
                context, {"reference": reference, "a_number": a_number, "full_name": name, "officer": "alvarez"}
            ).made
            assert made is not None
            timeline.add_task(context, [made], f"Review {reference}", due)
        documents.add_document(context, [1], {"document": "I-862", "state": "requested"})
        inquiries.add_inquiry(
            context,
            [1],
            {"enquirer": "J. Ortiz", "capacity": "attorney", "subject": "status", "due_at": "2026-03-05"},
        )
    return store


@pytest.fixture
def app_on() -> Iterator[Callable[..., CpoApp]]:
    """Makes the application on a store; what it opened is closed at the end."""
    made: list[CpoApp] = []

    def make(store: Store | None, **options: object) -> CpoApp:
        app = CpoApp(store, officer="alvarez", **options)  # type: ignore[arg-type]
        made.append(app)
        return app

    yield make
    for app in made:
        app.close_store()


def corpus(name: str) -> list[dict[str, str]]:
    """The rows of a hostile corpus."""
    with (CORPORA / name).open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        return list(csv.DictReader(line.replace("\0", "\x00") for line in file))
