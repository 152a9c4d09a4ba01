"""The file of a case as of an earlier day is the file that would have been written on that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from cpo_tui.actions import cases, clocks, documents, timeline
from cpo_tui.actions.casefile import case_file
from cpo_tui.actions.context import Context
from cpo_tui.actions.reporting import ReportOptions, check_report, write_report
from cpo_tui.documents.casefile import case_page
from cpo_tui.errors import NotFound, UsageError

SAME = (
    "timeline", "documents", "notes", "tasks", "clocks", "custody_events", "holds", "stays", "hearings", "disclosures",
    "decisions", "safeguard_records", "consents", "representations", "inquiries", "promises", "events",
)  # fmt: skip
OF_CASE = (
    "stage",
    "officer",
    "facility",
    "custody_status",
    "lifecycle",
    "held_until",
    "full_name",
    "missing_documents",
)


def at(context: Context, moment: str) -> Context:
    return replace(context, now=datetime.fromisoformat(moment))


def file_of(context: Context, **options: Any) -> dict[str, Any]:
    return case_file(context, context.connection, 1, density="all", **options)


def unversioned(found: Any) -> Any:
    """Records without the number of their changes, which goes on counting."""
    return (
        [{name: one[name] for name in one if name != "version"} for one in found] if isinstance(found, list) else found
    )


@pytest.fixture
def later(context: Context) -> tuple[Context, dict[str, Any]]:
    """A file as it was on 3 March, and the context after a week of changes."""
    first = at(context, "2026-03-03T10:00:00-05:00")
    timeline.add_event(first, [1], "custody_book_in", at="2026-02-20T10:00-05:00", title="Booked in: Tacoma")
    timeline.add_note(first, [1], "Medication is taken at eight.")
    documents.add_document(first, [1], {"document": "passport", "state": "requested", "requested_on": "2026-03-01"})
    timeline.add_task(first, [1], "Ring the sister", "2026-03-09", reason="she asked twice")
    was = file_of(at(context, "2026-03-03T23:59:59-05:00"))
    after = at(context, "2026-03-10T10:00:00-05:00")
    timeline.add_event(after, [1], "custody_released", at="2026-03-09T10:00-05:00", title="Released: parole")
    timeline.correct_event(after, was["timeline"][0]["id"], {"title": "Booked in: Mill River"})
    timeline.edit_note(after, was["notes"][0]["id"], "Medication is taken at nine.")
    documents.mark_received(after, [was["documents"][0]["id"]])
    timeline.finish_task(after, was["tasks"][0]["id"])
    cases.stage_cases(after, [1], "removal_scheduled", reason="order is final")
    running = next(one for one in was["clocks"] if one["open"])
    clocks.set_clock(after, [1], running["rule"], "contest", reason="disputed by counsel")
    return after, was


def test_it_is_the_file_of_that_day(later: tuple[Context, dict[str, Any]]) -> None:
    after, was = later
    then = file_of(after, as_of="2026-03-03")
    for key in SAME:
        assert unversioned(then[key]) == unversioned(was[key]), key
    assert {name: then["case"][name] for name in OF_CASE} == {name: was["case"][name] for name in OF_CASE}
    assert then["today"] == date(2026, 3, 3)
    now = file_of(after)
    assert now["timeline"] != was["timeline"]
    assert [one["custody"] for one in now["stays"]] == ["detained", "released"]
    assert [one["custody"] for one in then["stays"]] == ["detained"]
    assert now["clocks"] != was["clocks"]


def test_it_is_marked_and_can_be_checked(later: tuple[Context, dict[str, Any]], tmp_path: Path) -> None:
    after, _ = later
    path = tmp_path / "then.md"
    write_report(after, "case", "R1", lambda _: file_of(after, as_of="2026-03-03"), case_page, path, ReportOptions())
    assert check_report(after, path).ok
    text = path.read_text(encoding="utf-8")
    assert "as known on: 2026-03-03 23:59" in text
    assert "Mill River" not in text


def test_a_day_before_the_case_and_no_day_are_said(later: tuple[Context, dict[str, Any]]) -> None:
    after, _ = later
    with pytest.raises(NotFound, match="not known then"):
        file_of(after, as_of="2020-01-01")
    with pytest.raises(UsageError, match="not a date"):
        file_of(after, as_of="tomorrow")
