"""Bad input of inquiries and consents, one test a sentence: it is refused or kept in clear words, and nothing is lost."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Cpo

CORPORA = Path(__file__).resolve().parents[1] / "corpora"


def _hostile() -> list[str]:
    found = []
    for name in ("escape_injection.csv", "markup_injection.csv"):
        with (CORPORA / name).open(encoding="utf-8", errors="surrogateescape", newline="") as file:
            found += [
                next(value for value in reversed(list(row.values())) if value)
                for row in csv.DictReader(line.replace("\0", "") for line in file)
            ]
    return found


def test_an_enquirer_without_a_name_is_logged_and_told_nothing(work: Cpo) -> None:
    assert work("add", "inquiry", "C-1", "Where is she?", "--capacity", "attorney").code == 0
    told = work("answer", "2026-0001", "In Tacoma.", "--tell", "custody", "--json")
    assert "no name" in told.json["error"]["message"]
    assert "nobody can be asked" in work("inquiry", "ask", "2026-0001").err


def test_a_reply_before_its_receipt_is_refused_wherever_it_is_entered(work: Cpo, tmp_path: Path) -> None:
    ahead = work("add", "inquiry", "C-1", "Where?", "--received", "2026-03-03", "--json")
    assert (ahead.code, "come only later" in ahead.json["error"]["message"]) == (2, True)
    assert work("add", "inquiry", "C-1", "Where?", "--due", "2026-03-01").code == 2
    path = tmp_path / "inquiries.csv"
    path.write_text(
        "inquiry,reference,received_at,due_at,answered_at,state\n"
        "I-1,C-1,2026-02-10,,2026-02-09,answered\nI-2,C-1,2026-02-10,2026-02-01,,received\n"
        "I-3,C-1,2026-02-10T10:00:00-05:00,,2026-02-10,answered\nI-4,C-1,2026-09-01,,,received\n"
    )
    report = work("import", path, "--json").json
    assert (report["created"], report["quarantine_kinds"]) == (2, {"before_receipt": 2})
    early = work("answer", "I-4", "We look into it.", "--json")
    assert "earlier than the question" in early.json["error"]["message"]


def test_a_consent_that_ended_before_it_began_is_refused(work: Cpo) -> None:
    words = ("add", "consent", "C-1", "--to", "Ana López", "--scope", "dates")
    done = work(*words, "--signed-on", "2026-03-01", "--expires-on", "2026-02-01")
    assert (done.code, "end before it was signed" in done.err) == (2, True)
    assert work("show", "C-1", "--json").json["consents"] == []


def test_of_two_consents_that_disagree_the_narrower_wins_and_it_says_so(work: Cpo) -> None:
    for scope in ("custody, dates", "dates"):
        work("add", "consent", "C-1", "--to", "Ana López", "--scope", scope, "--signed-on", "2026-02-01")
    work("add", "inquiry", "C-1", "Where?", "--from", "Ana López", "--capacity", "family")
    (found,) = work("gate", "2026-0001", "--json").json
    assert {"existence", "locator", "dates"} == {one["category"] for one in found["may"]}
    assert found["notes"] == ["Two consents disagree; the narrower one holds."]
    assert work("answer", "2026-0001", "In Tacoma.", "--tell", "custody").code == 1


def test_an_inquiry_about_a_person_who_is_not_in_the_store_has_an_inbox_of_its_own(work: Cpo) -> None:
    assert work("add", "inquiry", "C-77", "Where?").code == 1
    assert work("add", "inquiry", "Where is Nadia Nobody?", "--from", "Z. Roe", "--capacity", "family").code == 0
    assert [one["question"] for one in work("inbox", "unlinked", "--json").json] == ["Where is Nadia Nobody?"]
    assert work("gate", "2026-0001", "--json").json == []
    assert "about no case" in work("answer", "2026-0001", "x", "--tell", "existence").err


def test_two_hundred_thousand_bytes_of_pasted_text_are_kept_whole(work: Cpo) -> None:
    long = "¿Dónde está? " * 16_000
    assert len(long.encode()) > 200_000
    assert work("add", "inquiry", "C-1", long, "--from", "Ana", "--capacity", "family").code == 0
    assert work("inquiry", "show", "2026-0001", "--json").json["question"] == long.strip()
    assert len(work("inbox").out) < 1_000


def test_hostile_markup_and_escapes_are_refused_with_their_place_or_shown_as_they_are(work: Cpo) -> None:
    kept = 0
    for words in _hostile()[::5]:
        for enquirer, question in ((words.replace("\n", " "), "Where?"), ("Ana", f"Where? {words}")):
            done = work("add", "inquiry", "C-1", question, f"--from={enquirer}", "--capacity=family", "--json")
            if done.code:
                assert done.json["error"]["kind"] in {"usage", "undecodable"}, words
                assert done.json["error"]["hint"], words
            else:
                kept += 1
    assert kept > 30
    found = work("inbox", "--json").json
    assert len(found) == kept
    for shown in (work("inbox"), *(work("inquiry", "show", one["inquiry"]) for one in found[::7])):
        assert shown.code == 0
        assert [one for one in shown.out + shown.err if one not in "\n\t" and not one.isprintable()] == []
