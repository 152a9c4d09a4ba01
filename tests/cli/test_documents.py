"""The documents of a case from the command line: the checklist, the steps of a document's life, its file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cpo


@pytest.fixture
def case(work: Cpo) -> Cpo:
    """`C-1` is held for proceedings and has a hearing in two months."""
    work("edit", "C-1", "stage=in_proceedings", "custody_status=detained")
    work("add", "event", "C-1", "nta_served", "--at", "2026-03-01", "--fact", "proceeding.type=section_240")
    work("add", "hearing", "C-1", "--at", "2026-05-04")
    return work


def missing(cpo: Cpo) -> dict[str, str]:
    return {one["form"]: one["reason"] for one in cpo("documents", "C-1", "--json").json["missing"]}


def test_the_checklist_says_what_will_be_missing_at_the_next_step(case: Cpo) -> None:
    found = case("documents", "C-1", "--json").json
    assert found["on"] == "2026-05-04"
    assert found["next_step"]["title"].startswith("hearing")
    assert missing(case)["I-862"] == "not asked for"
    plain = case("documents", "C-1")
    assert plain.code == 0
    assert "Notice to Appear" in plain.out
    assert "next step: hearing" in plain.err
    assert case("list", "--query", "missing:I-862", "--json").json[0]["reference"] == "C-1"


def test_a_document_goes_through_its_life(case: Cpo, tmp_path: Path) -> None:
    assert case("document", "request", "C-1", "I-862", "--from", "court").code == 0
    assert missing(case)["I-862"] == "asked for, not received"
    assert case("document", "chase", "C-1", "I-862").code == 0
    assert case("document", "receive", "C-1", "I-862", "--served", "2026-03-01", "--service-language", "es").code == 0
    assert "I-862" not in missing(case)
    refused = case("document", "accept", "C-1", "I-862", "--json")
    assert (refused.code, refused.json["error"]["kind"]) == (1, "unchecked")
    assert case("document", "accept", "C-1", "I-862", "--rest", "yes").code == 0
    assert case("document", "reject", "C-1", "I-862", "--reason", "wrong name").code == 0
    assert missing(case)["I-862"] == "rejected"
    assert case("document", "waive", "C-1", "I-862", "--reason", "held elsewhere").code == 0
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7")
    assert case("document", "attach", "C-1", "I-862", path).code == 0
    assert case("document", "export", "C-1", "I-862", "-o", tmp_path / "b.pdf").code == 0
    assert (tmp_path / "b.pdf").read_bytes() == b"%PDF-1.7"
    assert case("document", "move", "C-1", "I-862", "--to", "court").code == 0
    assert case("verify", "--json").json["problems"] == []
    assert case("undo").code == 0


def test_everything_that_is_missing_is_asked_for_at_once(case: Cpo) -> None:
    assert case("document", "request", "C-1", "C-2", "--all-missing", "--json").code == 3
    assert set(missing(case).values()) == {"asked for, not received"}


def test_a_document_comes_with_its_file(case: Cpo, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words", encoding="utf-8")
    assert case("add", "document", "C-1", "Birth certificate", "--file", path).code == 0
    assert case("document", "export", "C-1", "Birth certificate", "-o", tmp_path / "b.txt").code == 0
    assert case("add", "document", "C-1", "Letter", "--file", tmp_path).code == 1


def test_what_is_wrong_is_said(case: Cpo) -> None:
    assert case("document", "request", "I-862").code == 2
    assert case("document", "request").code == 2
    assert case("document", "export", "C-1", "I-862", "-o", "x").code == 1
    assert case("document", "expire", "C-1", "I-862").code == 1
