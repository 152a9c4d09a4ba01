"""The demo: a throw-away store with a synthetic caseload, in a private folder that goes when the work is over."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cpo_tui.actions.context import acting, change_set
from cpo_tui.actions.stores import make_store
from cpo_tui.domain.numbers import parse_a_number
from cpo_tui.samples import COLUMNS, DEFAULT_CASES, DEFAULT_SEED, OFFICERS, SampleCase, caseload
from cpo_tui.store.changes import Recorder
from cpo_tui.store.connect import Store

MOST_CASES = 20_000
"""More would keep a person waiting; `cpo sample` and `cpo import` are for large caseloads."""
OFFICER = OFFICERS[0].login
"""Who sits at the demo: most of the caseload is theirs."""

_PERSON = ("full_name", "a_number", "birth_date", "nationality", "language", "interpreter_needed")
_FLAGS = ("interpreter_needed", "pinned")


@contextmanager
def demo_store(cases: int = DEFAULT_CASES, seed: int = DEFAULT_SEED) -> Iterator[Store]:
    """A plain store filled with `cases` invented cases; its folder (0700) is removed at the end, whatever happens.

    The same number, seed and day give the same caseload.
    """
    folder = Path(tempfile.mkdtemp(prefix="cpo-demo-"))
    try:
        store = make_store(folder / "demo.cpo", None)
        fill(store, cases, seed)
        staff(store)
        yield store
    finally:
        shutil.rmtree(folder)


def fill(store: Store, cases: int, seed: int) -> None:
    """Put a synthetic caseload into an empty store, as one change-set of somebody whom no officer can undo by mistake."""
    from datetime import date

    with acting(store, "demo", source="demo") as context:
        invented = caseload(cases, seed, date.fromisoformat(context.today))
        # As an import: what an extract brings is no touch by an officer.
        with change_set(context, "import") as sealed:
            inquiries: dict[str, int] = {}
            for sample in invented:
                _case(sealed.recorder, sample, inquiries)
            sealed.summary = f"a synthetic caseload of {cases:,} cases"


def staff(store: Store) -> None:
    """Enter who works at the demo, an absence that is covered, and cases that wait to be accepted.

    Whoever sits at it may do everything, so that everything can be tried. It is nobody's change, so that nobody takes it
    back by mistake.
    """
    from datetime import date

    from cpo_tui.store.handovers import open_cases_of

    with acting(store, "demo", source="demo") as context, change_set(context, "import") as sealed:
        recorder = sealed.recorder
        for one in OFFICERS:
            role = "admin" if one.login == OFFICER else one.role
            recorder.insert("officers", {"login": one.login, "name": one.name, "team": one.team, "role": role})
        today = date.fromisoformat(context.today).toordinal()
        away = {"from_on": date.fromordinal(today + 7).isoformat(), "to_on": date.fromordinal(today + 18).isoformat()}
        recorder.insert("absences", {"officer": "lindqvist", "cover": "tran", "reason": "leave", **away})
        for giver, to, note in _OFFERED:
            for case_id, _, _ in open_cases_of(context.connection, giver)[:2]:
                offer = {"from_officer": giver, "to_officer": to, "offered_at": context.at, "note": note}
                recorder.insert("handovers", {"case_id": case_id, **offer}, case_id=case_id)
        sealed.summary = "who works here, and what waits to be accepted"


_OFFERED = (
    (OFFICER, "okafor", "The family rings on Mondays; the brother speaks English."),
    ("okafor", OFFICER, "Moved to your facility on Friday."),
)


def _case(recorder: Recorder, sample: SampleCase, inquiries: dict[str, int]) -> None:
    given = _values("cases", sample.case)
    hearing = given.pop("next_hearing_on", None)
    person = {name: given.pop(name) for name in _PERSON if name in given}
    case_id = recorder.insert("cases", {**given, "person_id": recorder.insert("persons", person)})

    def put(table: str, values: Mapping[str, Any]) -> int:
        return recorder.insert(table, {**values, "case_id": case_id}, case_id=case_id)

    for row, facts in zip(sample.events, sample.facts, strict=True):
        values = _values("events", row)
        values.pop("reference")
        put("events", {**values, "facts": json.dumps(facts, ensure_ascii=False, sort_keys=True) if facts else None})
    for row in sample.documents:
        values = _values("documents", row)
        values.pop("reference")
        put("documents", values)
    for row in sample.inquiries:
        values = _values("inquiries", row)
        values.pop("reference", None)
        number = str(values["inquiry"])
        if number not in inquiries:
            inquiries[number] = recorder.insert("inquiries", values)
        put("inquiry_cases", {"inquiry_id": inquiries[number]})
    desk = sample.desk
    for table, fields in (
        ("tasks", desk.tasks), ("holds", desk.holds), ("notes", desk.notes), ("hearings", desk.hearings),
        ("representations", desk.representations), ("consents", desk.consents), ("safeguards", desk.flags),
    ):  # fmt: skip
        for values in fields:
            put(table, values)
    if hearing and not desk.hearings:
        put("hearings", {"starts_at": hearing, "kind": "hearing"})


def _values(kind: str, row: Sequence[str]) -> dict[str, Any]:
    """A row of the sample's files as stored values; empty cells are left out."""
    named = {name: value for name, value in zip(COLUMNS[kind], row, strict=True) if value}
    values: dict[str, Any] = {name: int(value == "yes") if name in _FLAGS else value for name, value in named.items()}
    if "a_number" in values:
        values["a_number"] = parse_a_number(str(values["a_number"]))
    return values
