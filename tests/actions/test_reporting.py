"""A case file: everything on file, nothing protected unasked, marked, checked, the same bytes for the same data."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from cpo_tui.actions import inquiries, timeline
from cpo_tui.actions.casefile import case_file
from cpo_tui.actions.context import Context, acting
from cpo_tui.actions.officers import add_officer
from cpo_tui.actions.reporting import Reported, ReportOptions, check_report, write_report
from cpo_tui.documents.casefile import case_page
from cpo_tui.documents.rendering import FORMATS
from cpo_tui.errors import CpoError, Refused, UsageError
from cpo_tui.store.access import Wanted, entries


@pytest.fixture
def filled(context: Context) -> Context:
    """R1 in custody with a clock, a note, a pinned event, something protected, and an inquiry of counsel."""
    timeline.add_event(context, [1], "custody_book_in", at="2026-02-20T10:00-05:00", title="Booked in")
    made = timeline.add_event(context, [1], "phone_call", at="2026-02-21T10:00-05:00", title="Rang the consulate")
    timeline.add_event(context, [1], "asylum_filed_complete", at="2026-02-22T10:00-05:00", title="I-589")
    timeline.pin_event(context, made.made or 0, True)
    timeline.add_note(context, [1], "Medication is taken at eight.")
    timeline.add_task(context, [1], "Send the asylum papers", "2026-03-09")
    timeline.add_task(context, [1], "Ring the sister", "2026-03-09", reason="she asked twice")
    for capacity in ("attorney", "family"):
        inquiries.add_inquiry(
            context,
            [1],
            {
                "enquirer": f"One of {capacity}",
                "capacity": capacity,
                "received_at": "2026-02-27",
                "subject": "Where is he",
                "question": "Where?",
            },
        )
    return context


def content_of(context: Context, **options: Any) -> dict[str, Any]:
    return case_file(context, context.connection, 1, **options)


def written(context: Context, path: Path, form: str = "md", **options: Any) -> Reported:
    return write_report(
        context,
        "case",
        "R1",
        lambda connection: case_file(context, connection, 1),
        case_page,
        path,
        ReportOptions(form, **options),
    )


def test_it_holds_what_is_on_file(filled: Context) -> None:
    content = content_of(filled, density="all", include_protected=True)
    assert [one["kind"] for one in content["timeline"]] == ["asylum_filed_complete", "phone_call", "custody_book_in"]
    assert [one["kind"] for one in content["custody_events"]] == ["custody_book_in"]
    assert [one["body"] for one in content["notes"]] == ["Medication is taken at eight."]
    assert {one["capacity"] for one in content["inquiries"]} == {"attorney", "family"}
    assert [one["reason"] for one in content["decisions"]] == ["she asked twice"]
    clock = next(one for one in content["clocks"] if one["due_at"] is not None)
    assert clock["citation"]
    assert clock["steps"][0]["text"]
    assert content["left_out"] == 0


def test_what_is_protected_stays_out_and_is_counted(filled: Context) -> None:
    content = content_of(filled, density="all")
    assert [one["kind"] for one in content["timeline"]] == ["phone_call", "custody_book_in"]
    assert [one["title"] for one in content["tasks"]] == ["Ring the sister"]
    assert [one["capacity"] for one in content["inquiries"]] == ["family"]
    clocks_left = len(content_of(filled, include_protected=True)["clocks"]) - len(content["clocks"])
    assert content["left_out"] == 3 + clocks_left
    assert [one["title"] for one in content_of(filled)["timeline"]] == ["Rang the consulate"]


def test_a_case_protected_as_a_whole_is_refused(filled: Context, tmp_path: Path) -> None:
    timeline.add_flag(filled, [1], "section_1367")
    with pytest.raises(Refused, match="whole of R1"):
        written(filled, tmp_path / "r.md")
    assert list(tmp_path.glob("r.*")) == []


def test_protected_categories_need_a_role_and_a_reason(filled: Context, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="with a reason"):
        written(filled, tmp_path / "r.md", include_protected=True)
    written(filled, tmp_path / "r.md", include_protected=True, reason="court order")
    line = entries(filled.connection, Wanted(kind="report"))[0]
    assert (line.reason, line.detail["protected"]) == ("court order", True)
    add_officer(filled, "tran", role="admin")
    with pytest.raises(Refused, match="may not export"):
        written(filled, tmp_path / "s.md", include_protected=True, reason="curious")
    assert not (tmp_path / "s.md").exists()


@pytest.mark.parametrize("form", FORMATS)
def test_same_data_same_bytes_and_it_can_be_checked(filled: Context, tmp_path: Path, form: str) -> None:
    first, second = tmp_path / f"a.{form}", tmp_path / f"b.{form}"
    done = written(filled, first, form)
    written(filled, second, form)
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_mode & 0o777 == 0o600
    verdict = check_report(filled, first)
    assert (verdict.ok, verdict.changed_since, verdict.mark["head"]) == (True, 0, done.head)
    timeline.add_note(filled, [1], "later")
    timeline.add_note(filled, [2], "of another case")
    assert check_report(filled, first).changed_since == 1


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_that_was_altered_is_found(filled: Context, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"a.{form}"
    written(filled, path, form)
    data = path.read_bytes()
    path.write_bytes(
        data.replace(b"Medication", b"medication") if form != "pdf" else data.replace(b"%PDF-1", b"%PDF-2", 1)
    )
    assert [one.kind for one in check_report(filled, path).problems] == ["report_altered"]
    path.write_bytes(data.replace(b'"protected": false', b'"protected": true'))
    assert [one.kind for one in check_report(filled, path).problems] == ["report_seal"]
    path.write_bytes(re.sub(rb'"(seal|content)": "..', '"\\1": "ñé'.encode(), data))
    assert [one.kind for one in check_report(filled, path).problems] == ["report_altered", "report_seal"]


def test_another_store_does_not_know_it(filled: Context, tmp_path: Path) -> None:
    from cpo_tui.store import connect

    written(filled, tmp_path / "a.md")
    other = connect.create(tmp_path / "b.cpo", created_at="2026-03-02T14:00:00+00:00", zone="America/New_York")
    with acting(other, "alvarez") as stranger:
        assert [one.kind for one in check_report(stranger, tmp_path / "a.md").problems] == [
            "report_seal",
            "report_head",
        ]


def test_a_file_that_is_there_stays(filled: Context, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("mine")
    with pytest.raises(CpoError, match="exists already"):
        written(filled, path)
    assert path.read_text() == "mine"


def test_an_unknown_form_or_density_is_an_error(filled: Context, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no format 'docx'"):
        written(filled, tmp_path / "a.docx", "docx")
    with pytest.raises(UsageError, match="no timeline 'some'"):
        content_of(filled, density="some")


def test_the_page_says_where_it_comes_from(filled: Context, tmp_path: Path) -> None:
    written(filled, tmp_path / "a.json", "json")
    whole = json.loads((tmp_path / "a.json").read_text())
    assert whole["mark"]["officer"] == "alvarez"
    assert whole["mark"]["pack"].startswith("us-ice-ero ")
    written(filled, tmp_path / "a.md")
    text = (tmp_path / "a.md").read_text()
    assert f"- head of the record: {whole['mark']['head']}" in text
    assert "## Clocks" in text
