"""One case, shown as it is and as it was known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Cpo


@pytest.fixture
def later(work: Cpo, monkeypatch: pytest.MonkeyPatch) -> Cpo:
    """`C-1` was made on 2 March and worked on, on 5 and 9 March; today is the 10th."""
    monkeypatch.setenv("CPO_NOW", "2026-03-05T10:00-05:00")
    work("edit", "C-1", "full_name=García López", "stage=appeal")
    work("add", "event", "C-1", "nta_served", "--at", "2026-02-27", "--title", "Served late in the record")
    work("add", "document", "C-1", "I-862")
    monkeypatch.setenv("CPO_NOW", "2026-03-09T10:00-04:00")
    work("assign", "C-1", "--to", "okafor")
    work("add", "flag", "C-1", "medical")
    work("undo")
    monkeypatch.setenv("CPO_NOW", "2026-03-10T10:00-04:00")
    return work


@pytest.mark.parametrize(
    ("day", "name", "stage", "officer", "events", "missing"),
    [
        ("2026-03-02", "Person 1", None, "alvarez", 0, 0),
        ("2026-03-04", "Person 1", None, "alvarez", 0, 0),
        ("2026-03-05", "García López", "appeal", "alvarez", 1, 1),
        ("2026-03-05T09:59-05:00", "Person 1", None, "alvarez", 0, 0),
        ("2026-03-09", "García López", "appeal", "okafor", 1, 1),
    ],
)
def test_the_file_is_shown_as_it_was_known(
    later: Cpo, day: str, name: str, stage: str | None, officer: str, events: int, missing: int
) -> None:
    shown = later("show", "C-1", "--as-of", day, "--json").json
    assert (shown["full_name"], shown["stage"], shown["officer"]) == (name, stage, officer)
    assert (len(shown["timeline"]), shown["missing_documents"], shown["safeguards"]) == (events, missing, [])
    assert shown["as_of"].startswith(day[:10])
    assert shown["demands"]
    plain = later("show", "C-1", "--as-of", day)
    assert plain.code == 0
    assert plain.out.startswith("as of\t")


@pytest.mark.parametrize(
    ("args", "code", "kind"),
    [
        (["--as-of", "2026-02-01"], 1, "not_found"),
        (["--as-of", "yesterday"], 2, "usage"),
    ],
)
def test_what_cannot_be_shown_is_said(later: Cpo, args: list[str], code: int, kind: str) -> None:
    answer = later("show", "C-1", *args, "--json")
    assert (answer.code, answer.json["error"]["kind"]) == (code, kind)


def test_the_same_keys_now_and_then(later: Cpo) -> None:
    now, then = later("show", "C-1", "--json").json, later("show", "C-1", "--as-of", "2026-03-10", "--json").json
    assert set(then) - set(now) == {"as_of"}
    of_the_clock = {"late", "act_now", "demands", "deadlines"}
    for key in set(now) - of_the_clock:
        assert then[key] == now[key], key
    assert [one["due_at"] for one in then["demands"]] == [one["due_at"] for one in now["demands"]]


def test_the_parts_of_a_file_are_shown_one_by_one(later: Cpo) -> None:
    for part in ("timeline", "documents", "deadlines", "inquiries"):
        shown = later("show", "C-1", f"--{part}", "--json").json
        assert part in shown
        assert "notes" not in shown
    both = later("show", "C-1", "--timeline", "--documents", "--json").json
    assert {"timeline", "documents"} <= set(both)


def test_columns_without_a_field_are_shown_as_they_stood_in_the_file(
    later: Cpo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "extract.csv"
    path.write_text("reference,full_name,Wing\nC-1,García López,North =1+1\n", encoding="utf-8")
    later("import", str(path))
    (told,) = later("show", "C-1", "--json").json["source_fields"]
    assert (told["file"], told["line"], told["about"]) == ("extract.csv", 2, "cases")
    assert told["fields"] == {"Wing": "North =1+1"}
    assert "North =1+1" in later("show", "C-1").out
    assert later("show", "C-1", "--as-of", "2026-03-09", "--json").json["source_fields"] == []
    monkeypatch.setenv("CPO_NOW", "2026-03-12T10:00-04:00")
    assert later("show", "C-1", "--as-of", "2026-03-11", "--json").json["source_fields"] == [told]
