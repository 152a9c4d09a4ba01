"""A file about one case says nothing of another case that is protected: not that there is one."""

from __future__ import annotations

import io
import json
from dataclasses import fields
from pathlib import Path

import pytest

from cpo_tui.actions import casefile, inquiries, inquiry_links, timeline
from cpo_tui.actions.casefile import case_file
from cpo_tui.actions.cases import add_case
from cpo_tui.actions.context import Context
from cpo_tui.actions.left_out import WORDS
from cpo_tui.actions.report_kinds import write_case
from cpo_tui.actions.reporting import ReportOptions
from cpo_tui.documents.rendering import FORMATS
from cpo_tui.store.exports import COLUMNS, columns_of

FLAGS = ("section_1367", "protected_1367", "victim_of_trafficking", "t_visa", "u_visa")
ASKED = {"include_protected": True, "reason": "court order of 2 March"}


def _case(context: Context, reference: str, flag: str = "") -> int:
    made = add_case(context, {"reference": reference, "a_number": "A212345678", "full_name": "Ana Pérez"}).made
    assert made is not None
    timeline.add_event(context, [made], "custody_book_in", "2025-11-23", title=f"Booked in at Dorn {reference}")
    timeline.add_event(context, [made], "custody_released", "2025-12-19")
    if flag:
        timeline.add_flag(context, [made], flag)
    return made


def _text(path: Path, form: str) -> str:
    if form == "pdf":
        pypdf = pytest.importorskip("pypdf")
        pages = pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages
        # A line of a table breaks where its column ends.
        return "".join("".join(page.extract_text() for page in pages).split())
    return path.read_text("utf-8")


@pytest.fixture
def here(context: Context) -> int:
    """A case of a person who has a plain other case and two protected ones, which some of its records name."""
    made = add_case(context, {"reference": "HERE-1", "a_number": "A212345678", "full_name": "Ana Pérez"}).made
    assert made is not None
    _case(context, "PLAIN-2")
    kept = _case(context, "KEPT-77", "victim_of_trafficking")
    _case(context, "VAULT 88", "section_1367")
    asked = inquiries.add_inquiry(
        context,
        [made],
        {"enquirer": "A. Sister", "capacity": "family", "received_at": "2026-02-27", "subject": "Where?"},
    ).made
    assert asked is not None
    inquiry_links.link_inquiry(context, asked, [kept])
    timeline.add_note(context, [made], "See what is in kept-77.")
    timeline.add_event(context, [made], "phone_call", "2026-02-21", title="Rang", body="Asked for (VAULT 88) too.")
    timeline.add_task(context, [made], "Hold it against «KEPT-77»", "2026-03-03")
    timeline.add_task(context, [made], "Ring the sister", "2026-03-09", reason="promised in KEPT-77")
    timeline.add_note(context, [made], "Medication is taken at eight.")
    return made


@pytest.mark.parametrize("options", [{}, ASKED], ids=["plain", "asked"])
@pytest.mark.parametrize("form", FORMATS)
def test_nothing_of_a_protected_other_case_is_in_a_file(
    context: Context, tmp_path: Path, here: int, form: str, options: dict[str, object]
) -> None:
    path = tmp_path / f"a.{form}"
    write_case(context, here, path, ReportOptions(form, **options), density="all")  # type: ignore[arg-type]
    written = _text(path, form)
    assert "PLAIN-2" in written
    assert "Medication" in written
    lowered = written.casefold()
    for word in ("kept-77", "vault 88", "vault88", "protected: open"):
        assert word not in lowered
    # The days and the place are those of the plain case too, which stand there once for each stay.
    if form == "json":
        stays = [one["case"] for one in json.loads(written)["report"]["other_cases"]]
        assert stays == ["PLAIN-2"]


@pytest.mark.parametrize("flag", FLAGS)
def test_its_days_and_its_place_are_not_in_it_either(context: Context, tmp_path: Path, flag: str) -> None:
    made = add_case(context, {"reference": "HERE-1", "a_number": "A212345678", "full_name": "Ana Pérez"}).made
    assert made is not None
    _case(context, "KEPT-77", flag)
    for form in FORMATS:
        path = tmp_path / f"a.{form}"
        write_case(context, made, path, ReportOptions(form), density="all")
        written = _text(path, form)
        for word in ("KEPT-77", "2025-11-23", "2025-12-19", "Dorn", "other cases of"):
            assert word not in written
            assert word.replace(" ", "") not in written


def test_only_what_names_it_stays_out_and_it_is_counted(context: Context, here: int) -> None:
    content = case_file(context, context.connection, here, density="all", include_protected=True)
    assert [one["body"] for one in content["notes"]] == ["Medication is taken at eight."]
    assert [one["title"] for one in content["tasks"]] == ["Ring the sister"]
    assert content["decisions"] == []
    assert [one["subject"] for one in content["inquiries"]] == ["Where?"]
    assert content["case"]["demand"] == ""
    # The note, the call, the task with the words of what is next, and the decision with its reason.
    assert content["left_out"] == 5


def test_the_officer_who_has_the_case_open_sees_the_reference_and_no_more(context: Context, here: int) -> None:
    content = case_file(context, context.connection, here, density="all", on_screen=True)
    assert [(one["case"], one["protected"], bool(one["stays"])) for one in content["other_cases"]] == [
        ("KEPT-77", True, False),
        ("PLAIN-2", False, True),
        ("VAULT 88", True, False),
    ]
    assert content["left_out"] == 0
    assert len(content["notes"]) == 2


def test_its_own_reference_is_no_name_of_another_case(context: Context, here: int) -> None:
    timeline.add_note(context, [here], "HERE-1 is ours.", reason="asked")
    timeline.add_flag(context, [here], "section_1367")
    content = case_file(context, context.connection, here, density="all", include_protected=True)
    assert "HERE-1 is ours." in [one["body"] for one in content["notes"]]


@pytest.mark.parametrize(
    "words",
    ["KEPT-77's lawyer", "KEPT-77/KEPT-78", "x;kept-77", "ref:KEPT-77#2", "PLAIN-2,KEPT-77", "_KEPT-77_", "$50123"],
)
def test_a_reference_is_found_wherever_it_stands_in_a_word(context: Context, here: int, words: str) -> None:
    _case(context, "50123", "section_1367")
    timeline.add_note(context, [here], words)
    content = case_file(context, context.connection, here, density="all", include_protected=True)
    assert [one["body"] for one in content["notes"]] == ["Medication is taken at eight."]


@pytest.mark.parametrize("words", ["KEPT-778", "XKEPT-77", "KEPT-7", "KEPT-77/2 is this one", "KEPT 77"])
def test_what_only_looks_like_a_reference_stays(context: Context, words: str) -> None:
    made = add_case(context, {"reference": "KEPT-77/2", "full_name": "Ana Pérez"}).made
    assert made is not None
    _case(context, "KEPT-77", "section_1367")
    timeline.add_note(context, [made], words)
    content = case_file(context, context.connection, made, density="all")
    assert [one["body"] for one in content["notes"]] == [words]
    assert content["left_out"] == 0


def test_a_reference_that_is_a_small_number_hides_no_amount(context: Context) -> None:
    made = add_case(context, {"reference": "HERE-1", "full_name": "Ana Pérez"}).made
    assert made is not None
    _case(context, "12", "section_1367")
    timeline.add_note(context, [made], "Rang 12 times.")
    content = case_file(context, context.connection, made, density="all")
    assert [one["body"] for one in content["notes"]] == ["Rang 12 times."]


def test_every_list_of_a_file_says_which_words_of_it_may_tell() -> None:
    """The columns are those of its records, so that none is asked for a word that it has not."""
    for kind, record in casefile._KINDS.items():
        assert {field.name for field in fields(record)} >= set(WORDS[kind]), kind
    assert set(COLUMNS) <= set(WORDS)
    for kind in COLUMNS:
        assert set(WORDS[kind]) <= set(columns_of(kind)), kind
